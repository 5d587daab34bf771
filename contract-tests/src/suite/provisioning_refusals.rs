//! User Provisioning v4: who may not, and what cannot be read.

use serde_json::json;

use super::own_token::own_token;
use super::people::newcomer;
use super::provisioning_bulk::{found, hired};
use super::provisioning_calls::{
    BULK, ROLE, SPEND, USERS, asking, bulking, detail, entrant, hiring, patching, provision_of,
    spend_reply, spend_user,
};
use super::provisioning_status::some_provision;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

register! { $ each_provisioning_refusal of "provisioning_refusals", page::PROVISIONING;
    nothing_is_done_without_token: "provisioning.v4.users.create", Write;
    nobody_writes_without_the_scope: "provisioning.v4.users.create", FreshCompany;
    nobody_asks_without_the_scope: "provisioning.v4.provisions.status", FreshCompany;
    nobody_deletes_without_the_scope: "provisioning.v4.users.delete", FreshCompany;
    nobody_writes_spend_without_its_scope: "provisioning.v4.users.create", FreshCompany;
    an_external_id_needs_a_scope_of_its_own: "provisioning.v4.users.create", FreshCompany;
    a_users_own_token_provisions_nothing: "provisioning.v4.users.create", FreshCompany;
    a_body_that_is_no_user_is_400: "provisioning.v4.users.create", Write;
    a_body_of_another_kind_is_400: "provisioning.v4.users.create", Write;
    a_patch_that_cannot_be_read_is_400: "provisioning.v4.users.patch", Write;
    a_path_that_nobody_knows_is_400: "provisioning.v4.users.patch", FreshCompany;
    an_employee_number_that_is_too_long_is_400: "provisioning.v4.users.create", Write;
    users_are_not_listed_here: "provisioning.v4.users.create", Write;
    an_unfit_manager_is_refused: "provisioning.v4.users.create", Write;
}

async fn nothing_is_done_without_token(session: &mut Session) -> Claim {
    let user = newcomer(session, "nobody");
    let id = session.somebody().await?;
    let provision = some_provision(session, "somebody").await?;
    for request in [
        Request::post(USERS).json(&user),
        patching(
            &id,
            &json!([{ "op": "replace", "path": "title", "value": "Pilot" }]),
        ),
        Request::delete(format!("{USERS}/{id}")),
        bulking(&json!([hiring(session, "nobody", json!({}))])),
        asking(&provision),
    ] {
        session.send(request).await?.refused(401)?;
    }
    same("nobody came", 0, found(session, "nobody").await?.len())?;
    session.user(&id).await.map(drop)
}

async fn nobody_writes_without_the_scope(session: &mut Session) -> Claim {
    enter_with(
        session,
        &[
            "user.provision.read",
            "identity.user.coreenterprise.writeonly",
        ],
    )
    .await?;
    let user = newcomer(session, "nobody");
    let id = session.somebody().await?;
    for request in [
        Request::post(USERS).json(&user),
        patching(
            &id,
            &json!([{ "op": "replace", "path": "title", "value": "Pilot" }]),
        ),
        bulking(&json!([hiring(session, "nobody", json!({}))])),
    ] {
        session.call(request).await?.refused(403)?;
    }
    same("nobody came", 0, found(session, "nobody").await?.len())
}

async fn nobody_asks_without_the_scope(session: &mut Session) -> Claim {
    enter_with(session, &["identity.user.coreenterprise.writeonly"]).await?;
    let nothing = "00000000-0000-4000-8000-000000000000";
    session.call(asking(nothing)).await?.refused(403).map(drop)
}

async fn nobody_deletes_without_the_scope(session: &mut Session) -> Claim {
    enter_with(
        session,
        &[
            "user.provision.write",
            "identity.user.coreenterprise.writeonly",
        ],
    )
    .await?;
    let id = session.somebody().await?;
    let request = Request::delete(format!("{USERS}/{id}"));
    session.call(request).await?.refused(403)?;
    session.user(&id).await.map(drop)
}

async fn nobody_writes_spend_without_its_scope(session: &mut Session) -> Claim {
    let scopes = [
        "user.provision.write",
        "user.provision.read",
        "identity.user.coreenterprise.writeonly",
        "spend.user.general.read",
    ];
    enter_with(session, &scopes).await?;
    let user = entrant(
        session,
        "poor",
        json!({ SPEND: spend_user(), ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] } }),
    );
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    // Whether the whole is refused or the part passed over is not written.
    if reply.status() != 201 {
        return reply.refused(403).map(drop);
    }
    let answer = reply.json()?;
    detail(session, &provision_of(&answer)?).await?;
    let profile = spend_reply(session, &id_of(&answer)?).await?;
    holds("nothing of spend", !profile.text().contains("EXP_APPROVER"))
}

async fn an_external_id_needs_a_scope_of_its_own(session: &mut Session) -> Claim {
    enter_with(
        session,
        &[
            "user.provision.write",
            "identity.user.coreenterprise.writeonly",
        ],
    )
    .await?;
    let user = entrant(session, "foreign", json!({ "externalId": "X-17" }));
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.refused(403)?;
    let user = newcomer(session, "foreign");
    session
        .call(Request::post(USERS).json(&user))
        .await?
        .is(201)
}

async fn a_users_own_token_provisions_nothing(session: &mut Session) -> Claim {
    let (token, _) = own_token(session).await?;
    let user = newcomer(session, "own");
    let request = Request::post(USERS).json(&user).bearer(&token);
    refused_somehow(&session.send(request).await?)?;
    let request = bulking(&json!([hiring(session, "own", json!({}))]));
    refused_somehow(&session.send(request.bearer(&token)).await?)?;
    same("nobody came", 0, found(session, "own").await?.len())
}

async fn a_body_that_is_no_user_is_400(session: &mut Session) -> Claim {
    for text in ["", "{", "[]", "7", "null"] {
        let request = Request::post(USERS).body("application/json", text);
        session
            .call(request.deviant())
            .await?
            .refused(400)
            .map_err(|failure| Failure::disagrees(format!("`{text}`: {failure}")))?;
    }
    Ok(())
}

async fn a_body_of_another_kind_is_400(session: &mut Session) -> Claim {
    let text = newcomer(session, "kind").to_string();
    for path in [USERS, BULK] {
        let request = Request::post(path).body("text/csv", text.clone());
        session.call(request.deviant()).await?.refused(400)?;
    }
    same("nobody came", 0, found(session, "kind").await?.len())
}

async fn a_patch_that_cannot_be_read_is_400(session: &mut Session) -> Claim {
    let id = hired(session, "unread").await?;
    for operations in [
        json!([]),
        json!({}),
        json!([7]),
        json!([{ "op": "move", "path": "title", "value": "Pilot" }]),
        json!([{ "op": "remove" }]),
        json!([{ "op": "replace", "path": "title[", "value": "Pilot" }]),
    ] {
        let reply = session.call(patching(&id, &operations).deviant()).await?;
        reply
            .refused(400)
            .map_err(|failure| Failure::disagrees(format!("{operations}: {failure}")))?;
    }
    holds("no title", session.user(&id).await?["title"].is_null())
}

async fn a_path_that_nobody_knows_is_400(session: &mut Session) -> Claim {
    let id = hired(session, "lost").await?;
    for path in [
        "shoeSize",
        "urn:ietf:params:scim:schemas:extension:spend:2.0:Shoes:size",
        &format!("{ENTERPRISE}:shoeSize"),
    ] {
        let operations = json!([{ "op": "replace", "path": path, "value": "44" }]);
        let reply = session.call(patching(&id, &operations).deviant()).await?;
        reply
            .refused(400)
            .map_err(|failure| Failure::disagrees(format!("{path}: {failure}")))?;
    }
    Ok(())
}

async fn an_employee_number_that_is_too_long_is_400(session: &mut Session) -> Claim {
    let mut user = newcomer(session, "long");
    user[ENTERPRISE]["employeeNumber"] = json!("9".repeat(49));
    let request = Request::post(USERS).json(&user).deviant();
    let words = session.call(request).await?.refused(400)?.text();
    holds(format!("{words} says it"), words.contains("Size"))?;
    same("nobody came", 0, found(session, "long").await?.len())
}

async fn users_are_not_listed_here(session: &mut Session) -> Claim {
    hired(session, "listed").await?;
    let reply = session.call(Request::get(USERS).deviant()).await?;
    let status = reply.status();
    holds(
        format!("{status} is a refusal"),
        [404, 405].contains(&status),
    )
}

async fn an_unfit_manager_is_refused(session: &mut Session) -> Claim {
    let mut user = newcomer(session, "led");
    user[ENTERPRISE]["manager"] = json!({ "value": "00000000-0000-4000-8000-000000000000" });
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.refused(400)?;
    same("nobody came", 0, found(session, "led").await?.len())
}

/// Claims a refusal of a token that is none of the company, for which no status is written.
fn refused_somehow(reply: &Reply) -> Claim {
    reply.is_any(&[400, 401, 403])?;
    reply.refused(reply.status()).map(drop)
}

/// A company whose application reads identity and has these scopes besides.
async fn enter_with(session: &mut Session, more: &[&str]) -> Claim {
    let mut scopes = vec!["identity.user.ids.read", "identity.user.core.read"];
    scopes.extend(more);
    session.enter(&Wish::scopes(&scopes)).await
}
