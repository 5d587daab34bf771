//! Absent, null and empty: three ways to have nothing, in what is sent and in what comes back.

use serde_json::{Value, json};

use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, id_of};

register! { $ each_absent_null_empty of "absent_null_empty", page::IDENTITY_V4_1;
    a_null_in_a_create_is_nothing_sent: "identity.v4_1.users.create", Write;
    a_null_instead_of_a_required_value_is_400: "identity.v4_1.users.create", Write;
    an_empty_list_instead_of_addresses_is_nothing: "identity.v4_1.users.create", Write;
    a_create_without_any_email_is_400: "identity.v4_1.users.create", Write;
    a_null_takes_the_default_where_there_is_one: "identity.v4_1.users.create", Write;
    a_replace_by_null_is_a_replace_without: "identity.v4_1.users.replace", Write;
    a_patch_to_null_empties_the_attribute: "identity.v4_1.users.patch", Write;
    a_patch_to_null_empties_an_enterprise_attribute: "identity.v4_1.users.patch", Write;
    a_patch_to_an_empty_list_empties_the_list: "identity.v4_1.users.patch", Write;
    a_patch_of_a_required_value_to_null_is_400: "identity.v4_1.users.patch", Write;
    a_created_answer_prints_no_null: "identity.v4_1.users.create", Write;
    a_read_answer_prints_the_nulls_of_the_page: "identity.v4_1.users.get", Write;
    what_was_emptied_is_not_present_to_a_filter: "identity.v4_1.users.search", Write;
}

async fn a_null_in_a_create_is_nothing_sent(session: &mut Session) -> Claim {
    let nulls = json!({ "title": null, "nickName": null, "dateOfBirth": null, "externalId": null });
    let with = newcomer_with(session, "nulls", nulls, json!({ "costCenter": null }));
    let without = newcomer(session, "plain");

    let (with, without) = (
        created(session, &with).await?,
        created(session, &without).await?,
    );

    for pointer in [
        "/title",
        "/nickName",
        "/dateOfBirth",
        "/externalId",
        &costs(),
    ] {
        holds(format!("there is no {pointer}"), is_nothing(&with, pointer))?;
        holds(
            format!("nor without it {pointer}"),
            is_nothing(&without, pointer),
        )?;
    }
    Ok(())
}

async fn a_null_instead_of_a_required_value_is_400(session: &mut Session) -> Claim {
    for pointer in [
        "/userName",
        "/active",
        "/name",
        "/name/familyName",
        "/name/givenName",
        "/emails",
        "/emails/0/value",
    ] {
        let mut user = newcomer(session, "required");
        if let Some(place) = user.pointer_mut(pointer) {
            *place = Value::Null;
        }
        let request = Request::post(USERS).json(&user).deviant();
        session.call(request).await?.refused(400)?;
    }
    session
        .create(&newcomer(session, "required"))
        .await
        .map(drop)
}

async fn an_empty_list_instead_of_addresses_is_nothing(session: &mut Session) -> Claim {
    let nothing = json!({ "addresses": [], "phoneNumbers": [], "emergencyContacts": [] });
    let user = created(
        session,
        &newcomer_with(session, "empty", nothing, json!({})),
    )
    .await?;

    for pointer in ["/addresses", "/phoneNumbers", "/emergencyContacts"] {
        holds(format!("there is no {pointer}"), is_nothing(&user, pointer))?;
    }
    Ok(())
}

async fn a_create_without_any_email_is_400(session: &mut Session) -> Claim {
    let user = newcomer_with(session, "mailless", json!({ "emails": [] }), json!({}));
    let request = Request::post(USERS).json(&user).deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_null_takes_the_default_where_there_is_one(session: &mut Session) -> Claim {
    let nulls = json!({ "preferredLanguage": null, "timezone": null });
    let user = created(
        session,
        &newcomer_with(session, "default", nulls, json!({})),
    )
    .await?;

    same(
        "preferredLanguage",
        Some("en-US"),
        user["preferredLanguage"].as_str(),
    )?;
    same(
        "timezone",
        Some("America/New_York"),
        user["timezone"].as_str(),
    )
}

async fn a_replace_by_null_is_a_replace_without(session: &mut Session) -> Claim {
    let id = furnished(session, "replaced").await?;
    let nulls = json!({ "title": null, "nickName": null });
    let user = newcomer_with(session, "replaced", nulls, json!({ "costCenter": null }));

    let request = Request::put(format!("{USERS}/{id}")).json(&user);
    session.call(request).await?.is(200)?;

    let user = session.user(&id).await?;
    for pointer in ["/title", "/nickName", &costs()] {
        holds(format!("there is no {pointer}"), is_nothing(&user, pointer))?;
    }
    Ok(())
}

async fn a_patch_to_null_empties_the_attribute(session: &mut Session) -> Claim {
    emptied(session, "title", Value::Null, "/title").await
}

async fn a_patch_to_null_empties_an_enterprise_attribute(session: &mut Session) -> Claim {
    let path = format!("{ENTERPRISE}:costCenter");
    emptied(session, &path, Value::Null, &costs()).await
}

async fn a_patch_to_an_empty_list_empties_the_list(session: &mut Session) -> Claim {
    emptied(session, "addresses", json!([]), "/addresses").await
}

async fn a_patch_of_a_required_value_to_null_is_400(session: &mut Session) -> Claim {
    let id = furnished(session, "kept").await?;
    let before = session.user(&id).await?;
    for path in ["userName", "name.familyName", "active", "emails"] {
        let operations = json!([{ "op": "replace", "path": path, "value": null }]);
        session.patch_wrongly(&id, operations).await?.refused(400)?;
    }
    same("the user", before, session.user(&id).await?)
}

async fn a_created_answer_prints_no_null(session: &mut Session) -> Claim {
    let answer = session.create(&newcomer(session, "sparse")).await?;
    let nulls = answer.to_string().matches("null").count();
    same("nulls", 0, nulls)
}

async fn a_read_answer_prints_the_nulls_of_the_page(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "sparse")).await?;
    let user = session.user(&id).await?;

    for name in ["title", "dateOfBirth", "nickName", "emergencyContacts"] {
        same(name, Some(&Value::Null), user.get(name))?;
    }
    for name in ["terminationDate", "costCenter", "manager"] {
        same(name, Some(&Value::Null), user[ENTERPRISE].get(name))?;
    }
    for name in ["addresses", "phoneNumbers"] {
        same(name, Some(&json!([])), user.get(name))?;
    }
    // These two are left out of the printed answers instead.
    for name in ["department", "division"] {
        same(name, None, user[ENTERPRISE].get(name))?;
    }
    Ok(())
}

async fn what_was_emptied_is_not_present_to_a_filter(session: &mut Session) -> Claim {
    let id = furnished(session, "present").await?;
    let filter = "nickName pr and userName eq \"present@newcomer.example\"";
    same(
        "users with it",
        vec![id.clone()],
        session.find(filter).await?,
    )?;

    let operations = json!([{ "op": "replace", "path": "nickName", "value": null }]);
    session.patch_wrongly(&id, operations).await?.is(200)?;

    same(
        "users with it",
        Vec::<String>::new(),
        session.find(filter).await?,
    )
}

fn costs() -> String {
    format!("/{ENTERPRISE}/costCenter")
}

async fn created(session: &mut Session, user: &Value) -> Result<Value, Failure> {
    let created = session.create(user).await?;
    session.user(&id_of(&created)?).await
}

async fn furnished(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let core = json!({
        "title": "Archivist", "nickName": "Rob",
        "addresses": [{ "type": "work", "country": "US", "locality": "Bellevue" }]
    });
    let user = newcomer_with(session, tag, core, json!({ "costCenter": "CC-17" }));
    session.create_id(&user).await
}

/// Claims that a PATCH to this value leaves nothing there.
async fn emptied(session: &mut Session, path: &str, value: Value, pointer: &str) -> Claim {
    let id = furnished(session, "emptied").await?;
    let before = session.user(&id).await?;
    holds(format!("there is {pointer}"), !is_nothing(&before, pointer))?;

    // The pages show no null in a change; in their answers it means nothing.
    let operations = json!([{ "op": "replace", "path": path, "value": value }]);
    let user = session.patch_wrongly(&id, operations).await?.ok()?;

    holds(format!("there is no {pointer}"), is_nothing(&user, pointer))
}

fn is_nothing(user: &Value, pointer: &str) -> bool {
    let empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    user.pointer(pointer)
        .is_none_or(|value| value.is_null() || empty(value))
}
