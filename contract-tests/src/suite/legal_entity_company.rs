//! Legal Entity v4.1: whose company it is, and the users who belong to a legal entity.

use serde_json::{Value, json};

use super::legal_entity_calls::{
    ENTITIES, founded, founded_id, patching, place, read, search, searching, whole,
};
use super::people::newcomer;
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, TOKEN, Wish, id_of, search_request};

register! { $ each_legal_entity_company of "legal_entity_company", page::LEGAL_ENTITY;
    the_company_may_be_repeated_in_the_query: "legal_entity.v4_1.legal_entities.create", Write;
    the_company_of_the_token_counts_before_all_others: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    another_company_than_that_of_the_token_may_be_refused: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    a_token_without_company_needs_it_said: "legal_entity.v4_1.legal_entities.search", FreshCompany;
    the_query_says_the_company_of_a_token_without_one: "legal_entity.v4_1.legal_entities.get", FreshCompany;
    the_body_says_the_company_when_creating: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    a_legal_entity_of_another_company_is_404: "legal_entity.v4_1.legal_entities.get", FreshCompany;
    two_companies_may_have_the_same_reference: "legal_entity.v4_1.legal_entities.create", FreshCompany;
    users_are_assigned_to_a_legal_entity: "identity.v4_1.users.patch", Write;
    users_of_a_legal_entity_are_searched_for: "identity.v4_1.users.search", Write;
    users_of_a_legal_entity_may_not_be_searched_for: "identity.v4_1.users.search", FreshCompany;
    switching_off_changes_no_user: "legal_entity.v4_1.legal_entities.patch", Write;
}

async fn the_company_may_be_repeated_in_the_query(session: &mut Session) -> Claim {
    let company = session.company().company_id.clone();
    let body = whole(session, "TWICE");
    let request = Request::post(ENTITIES)
        .query("companyId", &company)
        .json(&body);
    let id = id_of(&session.call(request).await?.ok()?)?;
    let request = Request::get(place(&id)).query("companyId", &company);
    let entity = session.call(request).await?.ok()?;
    same("companyId", &json!(company), &entity["companyId"])
}

async fn the_company_of_the_token_counts_before_all_others(session: &mut Session) -> Claim {
    let own = session.company().company_id.clone();
    let other = session.found(&Wish::default().seed(78)).await?.company_id;
    let mut body = whole(session, "OWN");
    let request = Request::post(ENTITIES)
        .query("companyId", &other)
        .json(&body);
    belongs_to(session, request, &own).await?;
    body["companyId"] = json!(other);
    body["referenceId"] = json!("KILN-OWN-TOO");
    let request = Request::post(ENTITIES).json(&body);
    belongs_to(session, request, &own).await
}

/// Claims that what is made belongs to that company.
async fn belongs_to(session: &mut Session, request: Request, company: &str) -> Claim {
    let entity = session.call(request).await?.ok()?;
    same("companyId", &json!(company), &entity["companyId"])
}

async fn another_company_than_that_of_the_token_may_be_refused(session: &mut Session) -> Claim {
    decide(session, "legal-entity.other-company", "refused").await?;
    let other = session.found(&Wish::default().seed(83)).await?.company_id;
    let body = whole(session, "REFUSED");
    let request = Request::post(ENTITIES).json(&body);
    session
        .call(request.clone().query("companyId", &other))
        .await?
        .refused(400)?;
    session.call(request).await?.is(200)
}

async fn a_token_without_company_needs_it_said(session: &mut Session) -> Claim {
    founded(session, "UNSAID").await?;
    let token = application_token(session).await?;
    for request in [
        searching(&json!({})),
        Request::post(ENTITIES).json(&json!({ "active": true })),
    ] {
        let reply = session.send(request.bearer(&token)).await?;
        reply.refused(400)?;
    }
    Ok(())
}

async fn the_query_says_the_company_of_a_token_without_one(session: &mut Session) -> Claim {
    let id = founded_id(session, "ASKED").await?;
    let company = session.company().company_id.clone();
    let token = application_token(session).await?;
    let request = Request::get(place(&id)).query("companyId", &company);
    let entity = session.send(request.bearer(&token)).await?.ok()?;
    same("id", &json!(id), &entity["id"])?;
    let other = session.found(&Wish::default().seed(79)).await?.company_id;
    let request = Request::get(place(&id)).query("companyId", &other);
    let reply = session.send(request.bearer(&token)).await?;
    reply.is_any(&[403, 404])?;
    reply.refused(reply.status()).map(drop)
}

async fn the_body_says_the_company_when_creating(session: &mut Session) -> Claim {
    let token = application_token(session).await?;
    let body = whole(session, "BODY");
    let request = Request::post(ENTITIES).json(&body).bearer(&token);
    let entity = session.send(request).await?.ok()?;
    same("companyId", &body["companyId"], &entity["companyId"])?;
    let id = id_of(&entity)?;
    same("the company sees it", &entity, &read(session, &id).await?)
}

async fn a_legal_entity_of_another_company_is_404(session: &mut Session) -> Claim {
    let theirs = founded_id(session, "THEIRS").await?;
    session.enter(&Wish::default().seed(80)).await?;
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    for request in [
        Request::get(place(&theirs)),
        Request::put(place(&theirs)).json(&whole(session, "OURS")),
        patching(&theirs, &off),
    ] {
        session.call(request).await?.refused(404)?;
    }
    let ours = founded_id(session, "OURS").await?;
    let page = search(session, &json!({})).await?;
    same(
        "only ours is found",
        &json!(ours),
        &page["Resources"][0]["id"],
    )?;
    same("totalResults", &json!(1), &page["totalResults"])
}

async fn two_companies_may_have_the_same_reference(session: &mut Session) -> Claim {
    founded(session, "SAME").await?;
    session.enter(&Wish::default().seed(81)).await?;
    let entity = founded(session, "SAME").await?;
    same("referenceId", &json!("KILN-SAME"), &entity["referenceId"])
}

async fn users_are_assigned_to_a_legal_entity(session: &mut Session) -> Claim {
    let (user, entity) = assigned(session).await?;
    let found = session.user(&user).await?;
    same(
        "legalEntity",
        &json!(entity),
        &found[ENTERPRISE]["legalEntity"],
    )
}

async fn users_of_a_legal_entity_are_searched_for(session: &mut Session) -> Claim {
    let (user, entity) = assigned(session).await?;
    let found = session.call(users_of(&entity)).await?.people()?;
    same("one user", 1, found.len())?;
    same("the user", &json!(user), &found[0]["id"])
}

async fn users_of_a_legal_entity_may_not_be_searched_for(session: &mut Session) -> Claim {
    let (_, entity) = assigned(session).await?;
    decide(session, "identity.legal-entity-filter", "refused").await?;
    let reply = session.call(users_of(&entity).deviant()).await?;
    reply.refused(400).map(drop)
}

async fn switching_off_changes_no_user(session: &mut Session) -> Claim {
    let (user, entity) = assigned(session).await?;
    let before = session.user(&user).await?;
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    let entity = session.call(patching(&entity, &off)).await?.ok()?;
    same("it is off", &json!(false), &entity["active"])?;
    same("the user", before, session.user(&user).await?)
}

/// The token of the application itself, which is no company's.
async fn application_token(session: &mut Session) -> Result<String, Failure> {
    let company = session.company().clone();
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "client_credentials"),
    ]);
    let reply = session.send(form).await?.ok()?;
    let token = reply["access_token"].as_str().map(ToOwned::to_owned);
    token.ok_or_else(|| Failure::disagrees("the token reply holds no access_token"))
}

/// A user of a legal entity, and the legal entity.
async fn assigned(session: &mut Session) -> Result<(String, String), Failure> {
    let entity = founded_id(session, "HOME").await?;
    let user = session.create_id(&newcomer(session, "assigned")).await?;
    let path = format!("{ENTERPRISE}:legalEntity");
    let operations = json!([{ "op": "replace", "path": path, "value": entity }]);
    session.patch(&user, operations).await?.is(200)?;
    holds("there are two", user != entity)?;
    Ok((user, entity))
}

fn users_of(entity: &str) -> Request {
    let filter: Value = json!(format!("{ENTERPRISE}:legalEntity eq \"{entity}\""));
    search_request(&json!({ "filter": filter }))
}
