//! SCIM v4: who is refused, and what; and what the service says of itself.

use serde_json::{Value, json};

use super::scim_v4_calls::{SAP_USER, USERS, join_id, joiner, listing, scim, scim_text, shown};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

/// Deeper than any document of a user.
const DEEP: usize = 400;

register! { $ each_scim_v4_refusal of "scim_v4_refusals", page::SCIM_V4;
    a_missing_token_is_refused: "scim.v4.users.list";
    a_made_up_token_is_refused: "scim.v4.users.list";
    #[source = page::SCOPES]
    the_ids_scope_shows_ids_alone: "scim.v4.users.list", FreshCompany;
    #[source = page::SCOPES]
    without_any_read_scope_the_users_are_closed: "scim.v4.users.list", FreshCompany;
    #[source = page::SCOPES]
    without_the_write_scope_nobody_joins: "scim.v4.users.create", FreshCompany;
    #[source = page::SCOPES]
    without_the_delete_scope_nobody_leaves: "scim.v4.users.delete", FreshCompany;
    a_body_that_is_no_json_is_400: "scim.v4.users.create", Write;
    a_value_of_another_type_is_400: "scim.v4.users.create", Write;
    a_value_that_is_too_long_is_400: "scim.v4.users.create", Write;
    a_value_of_no_list_is_400: "scim.v4.users.create", Write;
    two_addresses_of_one_type_are_400: "scim.v4.users.create", Write;
    a_login_with_a_forbidden_sign_is_400: "scim.v4.users.create", Write;
    a_patch_that_is_none_is_400: "scim.v4.users.patch", Write;
    a_hostile_filter_is_400: "scim.v4.users.list";
    #[source = page::SCIM_V4_EXPLORER]
    the_schemas_of_user_and_group_are_told: "scim.v4.schemas.list";
    #[source = page::SCIM_V4_EXPLORER]
    the_configuration_tells_of_patch_and_filter: "scim.v4.service_provider_config.get";
}

async fn a_missing_token_is_refused(session: &mut Session) -> Claim {
    let reply = session.send(Request::get(USERS).deviant()).await?;
    // The pages disagree about the status of a missing header.
    reply.is_any(&[401, 403])?;
    reply.refused(reply.status()).map(drop)
}

async fn a_made_up_token_is_refused(session: &mut Session) -> Claim {
    let reply = session
        .send(Request::get(USERS).bearer("made-up").deviant())
        .await?;
    reply.is_any(&[401, 403])?;
    reply.refused(reply.status()).map(drop)
}

async fn the_ids_scope_shows_ids_alone(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let page = session.call(Request::get(USERS)).await?.ok()?;
    for user in shown(&page)? {
        holds("there is a login", user["userName"].is_string())?;
        for name in ["name", "active", "emails", "meta", ENTERPRISE, SAP_USER] {
            holds(
                format!("no {name}"),
                user.get(name).is_none_or(Value::is_null),
            )?;
        }
    }
    Ok(())
}

async fn without_any_read_scope_the_users_are_closed(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.delete"]))
        .await?;
    session
        .call(Request::get(USERS))
        .await?
        .refused(403)
        .map(drop)
}

async fn without_the_write_scope_nobody_joins(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.core.read"]))
        .await?;
    let user = joiner(session, "unwelcome");
    let reply = session.call(scim(Request::post(USERS), &user)).await?;
    reply.refused(403).map(drop)
}

async fn without_the_delete_scope_nobody_leaves(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let page = session.call(Request::get(USERS)).await?.ok()?;
    let id = shown(&page)?[0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let reply = session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?;
    reply.refused(403).map(drop)
}

async fn a_body_that_is_no_json_is_400(session: &mut Session) -> Claim {
    let deep = format!("{}{}", "[".repeat(DEEP), "]".repeat(DEEP));
    let nested = format!("{{\"userName\": {deep}}}");
    for text in [
        "",
        "{",
        "[]",
        "null",
        "\"user\"",
        "{\"userName\": \"a\",}",
        "<User/>",
        &nested,
    ] {
        let reply = session.call(scim_text(Request::post(USERS), text)).await?;
        refused(text, &reply)?;
    }
    Ok(())
}

async fn a_value_of_another_type_is_400(session: &mut Session) -> Claim {
    each_refused(
        session,
        &[
            ("/active", json!("yes")),
            ("/userName", json!(7)),
            ("/name", json!("Toni Joiner")),
            ("/name/familyName", json!({})),
            ("/emails", json!("toni@joiner.example")),
            ("/emails/0/value", json!(5)),
            ("/title", json!(["Archivist"])),
            (&format!("/{SAP_USER}/userUuid"), json!(5)),
            (&format!("/{ENTERPRISE}/employeeNumber"), json!(5)),
            (&format!("/{ENTERPRISE}/manager"), json!("boss")),
        ],
    )
    .await
}

async fn a_value_that_is_too_long_is_400(session: &mut Session) -> Claim {
    let text = |length: usize| json!("x".repeat(length));
    let phone = |length: usize| json!([{ "type": "work", "value": "1".repeat(length) }]);
    each_refused(
        session,
        &[
            ("/name/familyName", text(33)),
            ("/name/middleName", text(61)),
            ("/nickName", text(61)),
            ("/title", text(256)),
            ("/phoneNumbers", phone(61)),
            (&format!("/{SAP_USER}/userUuid"), text(37)),
            (&format!("/{ENTERPRISE}/costCenter"), text(26)),
            (&format!("/{ENTERPRISE}/employeeNumber"), text(49)),
        ],
    )
    .await
}

async fn a_value_of_no_list_is_400(session: &mut Session) -> Claim {
    each_refused(
        session,
        &[
            ("/emails/0/type", json!("pager")),
            ("/phoneNumbers", json!([{ "type": "drum", "value": "1" }])),
            ("/addresses", json!([{ "type": "summer", "country": "US" }])),
            ("/name/academicTitle", json!("Wizard")),
            (
                &format!("/{SAP_USER}/contactPreferences"),
                json!({ "emailFormat": "carved" }),
            ),
        ],
    )
    .await
}

async fn two_addresses_of_one_type_are_400(session: &mut Session) -> Claim {
    let twice = json!([
        { "type": "work", "value": "one@joiner.example" },
        { "type": "work", "value": "two@joiner.example" }
    ]);
    each_refused(session, &[("/emails", twice)]).await
}

async fn a_login_with_a_forbidden_sign_is_400(session: &mut Session) -> Claim {
    let login = |sign: &str| json!(format!("toni{sign}joiner@joiner.example"));
    let signs = ["%", "<", ";", "|", "\"", "\\", "+"];
    let changes: Vec<_> = signs
        .iter()
        .map(|sign| ("/userName", login(sign)))
        .collect();
    each_refused(session, &changes).await
}

async fn a_patch_that_is_none_is_400(session: &mut Session) -> Claim {
    let path = format!("{USERS}/{}", join_id(session, "patched").await?);
    for operations in [
        json!([]),
        json!("replace"),
        json!([{ "op": "copy", "path": "title", "value": "x" }]),
        json!([{ "path": "title", "value": "x" }]),
        json!([{ "op": "remove" }]),
        json!([{ "op": "replace", "path": "shoeSize", "value": 44 }]),
        json!([{ "op": "replace", "path": "emails[type eq", "value": "x" }]),
    ] {
        let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
        let request = scim_text(Request::patch(&path), &body.to_string());
        refused(&operations.to_string(), &session.call(request).await?)?;
    }
    Ok(())
}

async fn a_hostile_filter_is_400(session: &mut Session) -> Claim {
    let deep = format!("{}userName eq \"a\"{}", "(".repeat(DEEP), ")".repeat(DEEP));
    for filter in [
        "userName eq \"a",
        "userName eq \"a\" or 1=1 --",
        "'; drop table users; --",
        "eq eq eq",
        &deep,
    ] {
        let request = listing(USERS, &[("filter", filter)]).deviant();
        refused(filter, &session.call(request).await?)?;
    }
    Ok(())
}

async fn the_schemas_of_user_and_group_are_told(session: &mut Session) -> Claim {
    let body = session.call(Request::get("/scim/v4/Schemas")).await?.ok()?;
    let list = body["Resources"].as_array().or_else(|| body.as_array());
    let ids: Vec<_> = list.into_iter().flatten().map(|one| &one["id"]).collect();
    for name in ["User", "Group"] {
        let id = json!(format!("urn:ietf:params:scim:schemas:core:2.0:{name}"));
        holds(format!("{name} is told"), ids.contains(&&id))?;
    }
    Ok(())
}

async fn the_configuration_tells_of_patch_and_filter(session: &mut Session) -> Claim {
    let request = Request::get("/scim/v4/ServiceProviderConfig");
    let config = session.call(request).await?.ok()?;
    same("patch", &json!(true), &config["patch"]["supported"])?;
    same("filter", &json!(true), &config["filter"]["supported"])
}

/// Claims that a create with one value changed is refused, each value on its own.
async fn each_refused(session: &mut Session, changes: &[(&str, Value)]) -> Claim {
    for (pointer, value) in changes {
        let mut user = joiner(session, "wrong");
        put(&mut user, pointer, value.clone())?;
        let request = scim_text(Request::post(USERS), &user.to_string());
        refused(pointer, &session.call(request).await?)?;
    }
    // The same user without the fault is welcome, or the refusals would have another reason.
    join_id(session, "wrong").await.map(drop)
}

fn put(user: &mut Value, pointer: &str, value: Value) -> Claim {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    let parent = user.pointer_mut(parent);
    let parent = parent.ok_or_else(|| Failure::harness(format!("nothing stands at {pointer}")))?;
    match parent.as_array_mut().zip(name.parse::<usize>().ok()) {
        Some((items, index)) => items[index] = value,
        None => parent[name] = value,
    }
    Ok(())
}

/// Claims a refusal with 400 and names what was refused.
fn refused(what: &str, reply: &crate::reply::Reply) -> Claim {
    let shortened: String = what.chars().take(80).collect();
    reply
        .refused(400)
        .map(drop)
        .map_err(|failure| Failure::disagrees(format!("{shortened}: {failure}")))
}
