//! Identity v4.1: replacing a user with PUT.

use serde_json::{Value, json};

use super::people::{create_furnished, newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

register! { $ each_identity_v4_1_replace of "identity_v4_1_replace", page::IDENTITY_V4_1;
    a_replace_answers_200_with_the_user: "identity.v4_1.users.replace", Write;
    what_is_missing_becomes_null: "identity.v4_1.users.replace", Write;
    what_has_a_default_returns_to_it: "identity.v4_1.users.replace", Write;
    the_id_and_the_creation_stay: "identity.v4_1.users.replace", Write;
    the_change_shows_in_meta: "identity.v4_1.users.replace", Write, Clock;
    derived_names_follow: "identity.v4_1.users.replace", Write;
    the_company_cannot_change: "identity.v4_1.users.replace", Write;
    a_required_attribute_stays_required: "identity.v4_1.users.replace", Write;
    a_login_of_somebody_else_is_409: "identity.v4_1.users.replace", Write;
    ones_own_login_is_no_conflict: "identity.v4_1.users.replace", Write;
    an_unknown_user_is_404: "identity.v4_1.users.replace", Write;
    a_replaced_user_is_found_by_the_new_values_only: "identity.v4_1.users.replace", Write;
}

async fn a_replace_answers_200_with_the_user(session: &mut Session) -> Claim {
    let id = create_furnished(session, "whole").await?;
    let user = newcomer_with(session, "whole", json!({ "title": "Curator" }), json!({}));

    let reply = put(session, &id, &user).await?.ok()?;

    same("id", id.as_str(), reply["id"].as_str().unwrap_or_default())?;
    same(
        "title",
        "Curator",
        reply["title"].as_str().unwrap_or_default(),
    )
}

async fn what_is_missing_becomes_null(session: &mut Session) -> Claim {
    let id = create_furnished(session, "missing").await?;
    let user = newcomer(session, "missing");
    put(session, &id, &user).await?.is(200)?;

    let read = session.user(&id).await?;
    for name in ["title", "nickName", "dateOfBirth", "emergencyContacts"] {
        holds(format!("{name} is null or absent"), read[name].is_null())?;
    }
    for name in ["costCenter", "department", "division", "manager"] {
        holds(
            format!("{name} is null or absent"),
            read[ENTERPRISE][name].is_null(),
        )?;
    }
    same("addresses", json!([]), read["addresses"].clone())
}

async fn what_has_a_default_returns_to_it(session: &mut Session) -> Claim {
    let core = json!({ "preferredLanguage": "de-DE", "timezone": "Europe/Berlin" });
    let user = newcomer_with(session, "default", core, json!({}));
    let id = session.create_id(&user).await?;
    let plain = newcomer(session, "default");
    put(session, &id, &plain).await?.is(200)?;

    let read = session.user(&id).await?;
    same(
        "preferredLanguage",
        "en-US",
        read["preferredLanguage"].as_str().unwrap_or_default(),
    )?;
    same(
        "timezone",
        "America/New_York",
        read["timezone"].as_str().unwrap_or_default(),
    )
}

async fn the_id_and_the_creation_stay(session: &mut Session) -> Claim {
    let (id, before) = hire(session, "stays").await?;
    let user = newcomer(session, "stays");
    put(session, &id, &user).await?.is(200)?;

    let after = session.user(&id).await?;
    same("id", &before["id"], &after["id"])?;
    same(
        "meta.created",
        &before["meta"]["created"],
        &after["meta"]["created"],
    )
}

async fn the_change_shows_in_meta(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let (id, before) = hire(session, "meta").await?;
    session.advance(60).await?;
    let user = newcomer_with(session, "meta", json!({ "title": "Curator" }), json!({}));
    put(session, &id, &user).await?.is(200)?;

    let after = session.user(&id).await?;
    let changed = after["meta"]["lastModified"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    holds(
        format!("{changed} is a minute later"),
        changed.starts_with("2026-01-15T09:01:00"),
    )?;
    // Only that it grows is sure; in the examples it grows by more than one.
    let version = |user: &Value| user["meta"]["version"].as_u64();
    holds("the version grew", version(&after) > version(&before))
}

async fn derived_names_follow(session: &mut Session) -> Claim {
    let (id, _) = hire(session, "derived").await?;
    let core = json!({ "name": { "familyName": "Renamed", "givenName": "Alex" } });
    let user = newcomer_with(session, "derived", core, json!({}));
    put(session, &id, &user).await?.is(200)?;

    let read = session.user(&id).await?;
    same(
        "displayName",
        "Alex Renamed",
        read["displayName"].as_str().unwrap_or_default(),
    )?;
    same(
        "name.formatted",
        "Renamed, Alex ",
        read["name"]["formatted"].as_str().unwrap_or_default(),
    )
}

async fn the_company_cannot_change(session: &mut Session) -> Claim {
    let (id, _) = hire(session, "company").await?;
    let other = json!({ "companyId": "11111111-1111-4111-8111-111111111111" });
    let user = newcomer_with(session, "company", json!({}), other);

    put(session, &id, &user).await?.refused(400)?;

    let read = session.user(&id).await?;
    same(
        "companyId",
        session.company().company_id.as_str(),
        read[ENTERPRISE]["companyId"].as_str().unwrap_or_default(),
    )
}

async fn a_required_attribute_stays_required(session: &mut Session) -> Claim {
    let (id, before) = hire(session, "required").await?;
    let mut user = newcomer(session, "required");
    if let Some(members) = user.as_object_mut() {
        members.remove("emails");
    }

    let request = Request::put(format!("{USERS}/{id}")).json(&user).deviant();
    session.call(request).await?.refused(400)?;

    same("the user", before, session.user(&id).await?)
}

async fn a_login_of_somebody_else_is_409(session: &mut Session) -> Claim {
    hire(session, "somebody").await?;
    let (id, _) = hire(session, "else").await?;
    let mut user = newcomer(session, "else");
    user["userName"] = Value::from("somebody@newcomer.example");

    same(
        "scimType",
        Some("uniqueness"),
        put(session, &id, &user)
            .await?
            .refused(409)?
            .scim_type
            .as_deref(),
    )
}

async fn ones_own_login_is_no_conflict(session: &mut Session) -> Claim {
    let (id, _) = hire(session, "own").await?;
    let user = newcomer(session, "own");
    put(session, &id, &user).await?.is(200)
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let user = newcomer(session, "nobody");
    put(session, "00000000-0000-4000-8000-000000000000", &user)
        .await?
        .refused(404)
        .map(drop)
}

async fn a_replaced_user_is_found_by_the_new_values_only(session: &mut Session) -> Claim {
    let (id, _) = hire(session, "old").await?;
    let mut user = newcomer(session, "old");
    user["userName"] = Value::from("new@newcomer.example");
    put(session, &id, &user).await?.is(200)?;

    same(
        "by the new login",
        vec![id],
        session.find("userName eq \"new@newcomer.example\"").await?,
    )?;
    same(
        "by the old login",
        Vec::<String>::new(),
        session.find("userName eq \"old@newcomer.example\"").await?,
    )
}

async fn hire(session: &mut Session, tag: &str) -> Result<(String, Value), Failure> {
    let user = newcomer(session, tag);
    let id = session.create_id(&user).await?;
    let read = session.user(&id).await?;
    Ok((id, read))
}

async fn put(session: &mut Session, id: &str, user: &Value) -> Result<Reply, Failure> {
    session
        .call(Request::put(format!("{USERS}/{id}")).json(user))
        .await
}
