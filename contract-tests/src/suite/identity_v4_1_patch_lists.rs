//! Identity v4.1: PATCH on lists, as a whole and entry by entry.

use serde_json::{Value, json};

use super::identity_v4_1_patch::{after, patched};
use super::people::create_furnished;
use super::{page, register};
use crate::finding::{Claim, Failure, same};
use crate::session::{ENTERPRISE, Session};

register! { $ each_identity_v4_1_patch_list of "identity_v4_1_patch_lists", page::IDENTITY_V4_1;
    a_filtered_sub_attribute_changes_one_entry: "identity.v4_1.users.patch", Write;
    a_filtered_entry_is_removed_alone: "identity.v4_1.users.patch", Write;
    a_filtered_entry_is_replaced_alone: "identity.v4_1.users.patch", Write;
    a_removed_list_is_gone_as_a_whole: "identity.v4_1.users.patch", Write;
    a_list_without_filter_is_replaced_by_replace: "identity.v4_1.users.patch", Write;
    a_list_without_filter_is_replaced_by_add_too: "identity.v4_1.users.patch", Write;
    entitlements_are_replaced_as_a_whole: "identity.v4_1.users.patch", Write;
    #[source = page::LEAVES]
    leaves_of_absence_are_set: "identity.v4_1.users.patch", Write;
    #[source = page::LEAVES]
    leaves_of_absence_are_appended_by_add: "identity.v4_1.users.patch", Write;
    #[source = page::LEAVES]
    one_leave_of_absence_is_replaced: "identity.v4_1.users.patch", Write;
    #[source = page::LEAVES]
    one_leave_of_absence_is_removed: "identity.v4_1.users.patch", Write;
    an_address_is_verified_with_its_scope: "identity.v4_1.users.patch", Write;
}

async fn a_filtered_sub_attribute_changes_one_entry(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "emails[type eq \"work\"].value", "value": "new@newcomer.example" }]);
    let user = after(session, "filtered", operations).await?;
    same(
        "work",
        "new@newcomer.example",
        entry(&user, "emails", "work", "value"),
    )?;
    same(
        "home",
        "filtered@home.example",
        entry(&user, "emails", "home", "value"),
    )
}

async fn a_filtered_entry_is_removed_alone(session: &mut Session) -> Claim {
    let user = after(
        session,
        "removed",
        json!([{ "op": "remove", "path": "addresses[type eq \"home\"]" }]),
    )
    .await?;
    same(
        "entries",
        Some(1),
        user["addresses"].as_array().map(Vec::len),
    )?;
    same(
        "locality",
        "Bellevue",
        entry(&user, "addresses", "work", "locality"),
    )
}

async fn a_filtered_entry_is_replaced_alone(session: &mut Session) -> Claim {
    let value = json!({ "type": "home", "country": "US", "locality": "Salem" });
    let operations =
        json!([{ "op": "replace", "path": "addresses[type eq \"home\"]", "value": value }]);
    let user = after(session, "entry", operations).await?;
    same(
        "home",
        "Salem",
        entry(&user, "addresses", "home", "locality"),
    )?;
    same(
        "work",
        "Bellevue",
        entry(&user, "addresses", "work", "locality"),
    )
}

async fn a_removed_list_is_gone_as_a_whole(session: &mut Session) -> Claim {
    let user = after(
        session,
        "gone",
        json!([{ "op": "remove", "path": "addresses" }]),
    )
    .await?;
    same("addresses", &json!([]), &user["addresses"])
}

async fn a_list_without_filter_is_replaced_by_replace(session: &mut Session) -> Claim {
    list_is_replaced(session, "replace").await
}

async fn a_list_without_filter_is_replaced_by_add_too(session: &mut Session) -> Claim {
    // RFC 7644 would append; the page of this API says that the whole attribute is replaced.
    list_is_replaced(session, "add").await
}

async fn entitlements_are_replaced_as_a_whole(session: &mut Session) -> Claim {
    let id = create_furnished(session, "entitled").await?;
    let operations = json!([{ "op": "add", "path": "entitlements", "value": ["Travel"] }]);
    patched(session, &id, operations).await?;

    let user = session.user_with(&id, "entitlements").await?;
    same("entitlements", &json!(["Travel"]), &user["entitlements"])
}

async fn leaves_of_absence_are_set(session: &mut Session) -> Claim {
    let (_, user) = on_leave(session).await?;
    same("leaves", vec!["2020-06-01", "2021-06-01"], leaves(&user))
}

async fn leaves_of_absence_are_appended_by_add(session: &mut Session) -> Claim {
    let (id, _) = on_leave(session).await?;
    let more = json!([{ "startDate": "2022-06-01", "endDate": "2022-07-01" }]);
    let user = patched(
        session,
        &id,
        json!([{ "op": "add", "path": leave_path(""), "value": more }]),
    )
    .await?;
    same(
        "leaves",
        vec!["2020-06-01", "2021-06-01", "2022-06-01"],
        leaves(&user),
    )
}

async fn one_leave_of_absence_is_replaced(session: &mut Session) -> Claim {
    let (id, _) = on_leave(session).await?;
    let path = leave_path("[startDate eq \"2020-06-01\"]");
    let value = json!({ "startDate": "2019-06-01", "endDate": "2019-07-01", "type": "voluntary" });
    let user = patched(
        session,
        &id,
        json!([{ "op": "replace", "path": path, "value": value }]),
    )
    .await?;

    let mut found = leaves(&user);
    found.sort_unstable();
    same("leaves", vec!["2019-06-01", "2021-06-01"], found)
}

async fn one_leave_of_absence_is_removed(session: &mut Session) -> Claim {
    let (id, _) = on_leave(session).await?;
    let path = leave_path("[startDate eq \"2020-06-01\"]");
    let user = patched(session, &id, json!([{ "op": "remove", "path": path }])).await?;
    same("leaves", vec!["2021-06-01"], leaves(&user))
}

async fn an_address_is_verified_with_its_scope(session: &mut Session) -> Claim {
    let operations =
        json!([{ "op": "replace", "path": "emails[type eq \"work\"].verified", "value": true }]);
    let user = after(session, "verified", operations).await?;

    let verified = |kind: &str| {
        user["emails"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|one| one["type"] == kind)
            .map(|one| one["verified"].clone())
    };
    same("work", Some(Value::Bool(true)), verified("work"))?;
    same("home", Some(Value::Bool(false)), verified("home"))
}

async fn list_is_replaced(session: &mut Session, op: &str) -> Claim {
    let value = json!([{ "value": "only@newcomer.example", "type": "work" }]);
    let user = after(
        session,
        "list",
        json!([{ "op": op, "path": "emails", "value": value }]),
    )
    .await?;
    same("entries", Some(1), user["emails"].as_array().map(Vec::len))?;
    same(
        "work",
        "only@newcomer.example",
        entry(&user, "emails", "work", "value"),
    )
}

/// A user with two leaves, by id and as the PATCH answered.
async fn on_leave(session: &mut Session) -> Result<(String, Value), Failure> {
    let id = create_furnished(session, "leave").await?;
    let value = json!([
        { "startDate": "2020-06-01", "endDate": "2020-07-01", "type": "mandatory" },
        { "startDate": "2021-06-01", "endDate": "2021-07-01" }
    ]);
    let user = patched(
        session,
        &id,
        json!([{ "op": "replace", "path": leave_path(""), "value": value }]),
    )
    .await?;
    Ok((id, user))
}

fn leave_path(filter: &str) -> String {
    format!("{ENTERPRISE}:leavesOfAbsence{filter}")
}

/// The first days of the leaves; a time behind the date is as good as none.
fn leaves(user: &Value) -> Vec<&str> {
    let all = user[ENTERPRISE]["leavesOfAbsence"]
        .as_array()
        .into_iter()
        .flatten();
    all.map(|leave| text(leave, "/startDate"))
        .map(|date| date.get(..10).unwrap_or(date))
        .collect()
}

fn entry<'a>(user: &'a Value, list: &str, kind: &str, name: &str) -> &'a str {
    let entries = user[list].as_array().into_iter().flatten();
    entries
        .filter(|entry| entry["type"] == kind)
        .find_map(|entry| entry[name].as_str())
        .unwrap_or_default()
}

fn text<'a>(user: &'a Value, pointer: &str) -> &'a str {
    user.pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}
