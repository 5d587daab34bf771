//! Identity v4: reading, with an index instead of a cursor and with filters in the query.

use serde_json::{Value, json};

use super::people::newcomer_with;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

const USERS: &str = "/profile/identity/v4/Users";

register! { $ each_identity_v4 of "identity_v4", page::IDENTITY_V4;
    a_page_holds_ten_unless_asked_otherwise: "identity.v4.users.list", FreshCompany;
    a_page_holds_a_hundred_at_most: "identity.v4.users.list", FreshCompany;
    counting_starts_at_one: "identity.v4.users.list";
    pages_hold_everyone_once: "identity.v4.users.list";
    beyond_the_end_there_is_nobody: "identity.v4.users.list";
    a_count_that_is_no_number_is_400: "identity.v4.users.list";
    a_start_that_is_no_number_is_400: "identity.v4.users.list";
    a_filter_finds_a_login: "identity.v4.users.list", Write;
    a_filter_finds_an_employee_number_without_urn: "identity.v4.users.list", Write;
    a_filter_finds_an_external_id: "identity.v4.users.list", Write;
    a_plain_parameter_finds_a_login: "identity.v4.users.list", Write;
    a_plain_parameter_finds_an_external_id: "identity.v4.users.list", Write;
    company_and_employee_number_find_a_user_together: "identity.v4.users.list", Write;
    an_employee_number_without_company_is_400: "identity.v4.users.list";
    a_look_up_without_hit_is_an_empty_list: "identity.v4.users.list";
    another_operator_is_400: "identity.v4.users.list";
    another_attribute_is_400: "identity.v4.users.list";
    attributes_choose_what_is_shown: "identity.v4.users.list";
    excluded_attributes_are_left_out: "identity.v4.users.list";
    an_unknown_user_is_404: "identity.v4.users.get";
    the_location_names_this_version: "identity.v4.users.get";
    both_versions_show_the_same_person: "identity.v4.users.get";
    the_path_ignores_case: "identity.v4.users.list";
    a_missing_token_is_401: "identity.v4.users.list";
    an_unknown_user_without_token_is_401: "identity.v4.users.get";
}

async fn a_page_holds_ten_unless_asked_otherwise(session: &mut Session) -> Claim {
    session.enter(&Wish::users(30)).await?;
    let page = list(session, &[]).await?;

    same("users in the page", 10, held(&page))?;
    same("itemsPerPage", Some(10), page["itemsPerPage"].as_u64())
}

async fn a_page_holds_a_hundred_at_most(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;

    same(
        "asked for a hundred",
        100,
        held(&list(session, &[("count", "100")]).await?),
    )?;
    let request = Request::get(USERS).query("count", "500").deviant();
    same(
        "asked for more",
        100,
        held(&session.call(request).await?.ok()?),
    )
}

async fn counting_starts_at_one(session: &mut Session) -> Claim {
    let unasked = list(session, &[("count", "3")]).await?;
    let asked = list(session, &[("count", "3"), ("startIndex", "1")]).await?;

    same("startIndex", Some(1), unasked["startIndex"].as_u64())?;
    same("Resources", &unasked["Resources"], &asked["Resources"])
}

async fn pages_hold_everyone_once(session: &mut Session) -> Claim {
    let mut ids = Vec::new();
    let mut start = 1;
    let total = loop {
        let page = list(
            session,
            &[("count", "5"), ("startIndex", &start.to_string())],
        )
        .await?;
        for user in page["Resources"].as_array().into_iter().flatten() {
            ids.push(id_of(user)?);
        }
        same("startIndex", Some(start), page["startIndex"].as_u64())?;
        let total = page["totalResults"].as_u64().unwrap_or_default();
        start += page["itemsPerPage"].as_u64().unwrap_or_default().max(1);
        if start > total {
            break total;
        }
    };
    let found = ids.len();
    ids.sort();
    ids.dedup();
    same("users without repetition", found, ids.len())?;
    same("totalResults", total, found as u64)
}

async fn beyond_the_end_there_is_nobody(session: &mut Session) -> Claim {
    let page = list(session, &[("startIndex", "9999")]).await?;

    same("users in the page", 0, held(&page))?;
    holds("the total stays", page["totalResults"].as_u64() > Some(0))
}

async fn a_count_that_is_no_number_is_400(session: &mut Session) -> Claim {
    refused(session, &[("count", "many")]).await
}

async fn a_start_that_is_no_number_is_400(session: &mut Session) -> Claim {
    refused(session, &[("startIndex", "first")]).await
}

async fn a_filter_finds_a_login(session: &mut Session) -> Claim {
    finds(
        session,
        &[("filter", "userName eq \"known@newcomer.example\"")],
    )
    .await
}

async fn a_filter_finds_an_employee_number_without_urn(session: &mut Session) -> Claim {
    finds(session, &[("filter", "employeeNumber eq \"E-known\"")]).await
}

async fn a_filter_finds_an_external_id(session: &mut Session) -> Claim {
    finds(session, &[("filter", "externalId eq \"X-known\"")]).await
}

async fn a_plain_parameter_finds_a_login(session: &mut Session) -> Claim {
    finds(session, &[("userName", "known@newcomer.example")]).await
}

async fn a_plain_parameter_finds_an_external_id(session: &mut Session) -> Claim {
    finds(session, &[("externalId", "X-known")]).await
}

async fn company_and_employee_number_find_a_user_together(session: &mut Session) -> Claim {
    let company = session.company().company_id.clone();
    finds(
        session,
        &[("companyId", &company), ("employeeNumber", "E-known")],
    )
    .await
}

async fn an_employee_number_without_company_is_400(session: &mut Session) -> Claim {
    refused(session, &[("employeeNumber", "E-known")]).await
}

async fn a_look_up_without_hit_is_an_empty_list(session: &mut Session) -> Claim {
    somebody(session, &[]).await?;
    for look_up in [
        ("userName", "nobody@newcomer.example"),
        ("filter", "userName eq \"nobody@newcomer.example\""),
    ] {
        let page = list(session, &[look_up]).await?;
        same("totalResults", Some(0), page["totalResults"].as_u64())?;
        same("users in the page", 0, held(&page))?;
    }
    Ok(())
}

async fn another_operator_is_400(session: &mut Session) -> Claim {
    refused(session, &[("filter", "userName sw \"known\"")]).await
}

async fn another_attribute_is_400(session: &mut Session) -> Claim {
    refused(session, &[("filter", "active eq true")]).await
}

async fn attributes_choose_what_is_shown(session: &mut Session) -> Claim {
    for user in somebody(session, &[("attributes", "userName")]).await? {
        let mut keys: Vec<_> = user
            .as_object()
            .into_iter()
            .flat_map(|object| object.keys())
            .collect();
        keys.sort();
        same("the keys", vec!["id", "userName"], keys)?;
    }
    Ok(())
}

async fn excluded_attributes_are_left_out(session: &mut Session) -> Claim {
    for user in somebody(session, &[("excludedAttributes", "emails")]).await? {
        holds("there are no emails", user.get("emails").is_none())?;
        holds("the rest is there", user["userName"].is_string())?;
    }
    Ok(())
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let request = Request::get(format!("{USERS}/00000000-0000-4000-8000-000000000000"));
    session.call(request).await?.refused(404).map(drop)
}

async fn the_location_names_this_version(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let user = session
        .call(Request::get(format!("{USERS}/{id}")))
        .await?
        .ok()?;

    let expected = format!("{}{USERS}/{id}", session.company().base_url);
    same(
        "meta.location",
        expected.as_str(),
        user["meta"]["location"].as_str().unwrap_or_default(),
    )
}

async fn both_versions_show_the_same_person(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let older = session
        .call(Request::get(format!("{USERS}/{id}")))
        .await?
        .ok()?;
    let newer = session.user(&id).await?;

    for name in [
        "id",
        "userName",
        "active",
        "name",
        "displayName",
        "timezone",
    ] {
        same(name, &newer[name], &older[name])?;
    }
    same(
        "companyId",
        &newer[ENTERPRISE]["companyId"],
        &older[ENTERPRISE]["companyId"],
    )
}

async fn the_path_ignores_case(session: &mut Session) -> Claim {
    let plain = somebody(session, &[("count", "3")]).await?;
    let request = Request::get("/profile/identity/v4/users")
        .query("count", "3")
        .deviant();
    let lower = session.call(request).await?.people()?;

    same("Resources", plain, lower)
}

async fn a_missing_token_is_401(session: &mut Session) -> Claim {
    session
        .send(Request::get(USERS).deviant())
        .await?
        .refused(401)
        .map(drop)
}

async fn an_unknown_user_without_token_is_401(session: &mut Session) -> Claim {
    // Whether an id exists must not leak to somebody who did not say who they are.
    let request = Request::get(format!("{USERS}/00000000-0000-4000-8000-000000000000"));
    session
        .send(request.deviant())
        .await?
        .refused(401)
        .map(drop)
}

/// Claims that the look-up finds exactly one user, who was created for it.
async fn finds(session: &mut Session, query: &[(&str, &str)]) -> Claim {
    let user = newcomer_with(
        session,
        "known",
        json!({ "externalId": "X-known" }),
        json!({}),
    );
    let id = session.create_id(&user).await?;

    let page = list(session, query).await?;

    same("totalResults", Some(1), page["totalResults"].as_u64())?;
    same(
        "id",
        id.as_str(),
        page["Resources"][0]["id"].as_str().unwrap_or_default(),
    )
}

async fn list(session: &mut Session, query: &[(&str, &str)]) -> Result<Value, Failure> {
    let request = query
        .iter()
        .fold(Request::get(USERS), |request, (name, value)| {
            request.query(name, *value)
        });
    session.call(request).await?.ok()
}

/// The users of a list in which somebody is.
async fn somebody(session: &mut Session, query: &[(&str, &str)]) -> Result<Vec<Value>, Failure> {
    let request = query
        .iter()
        .fold(Request::get(USERS), |request, (name, value)| {
            request.query(name, *value)
        });
    session.call(request).await?.people()
}

async fn refused(session: &mut Session, query: &[(&str, &str)]) -> Claim {
    let request = query
        .iter()
        .fold(Request::get(USERS), |request, (name, value)| {
            request.query(name, *value)
        });
    session
        .call(request.deviant())
        .await?
        .refused(400)
        .map(drop)
}

fn held(page: &Value) -> usize {
    page["Resources"].as_array().map_or(0, Vec::len)
}
