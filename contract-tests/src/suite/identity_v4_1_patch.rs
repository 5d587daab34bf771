//! Identity v4.1: every form of PATCH path that an official page shows for core and enterprise attributes.

use serde_json::{Value, json};

use super::people::create_furnished;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{ENTERPRISE, Session};

register! { $ each_identity_v4_1_patch of "identity_v4_1_patch", page::IDENTITY_V4_1;
    a_patch_answers_200_with_the_whole_user: "identity.v4_1.users.patch", Write;
    a_simple_path_is_replaced: "identity.v4_1.users.patch", Write;
    a_simple_path_is_added: "identity.v4_1.users.patch", Write;
    a_sub_attribute_is_replaced_alone: "identity.v4_1.users.patch", Write;
    the_path_ignores_case: "identity.v4_1.users.patch", Write;
    a_path_with_the_core_urn_means_the_same: "identity.v4_1.users.patch", Write;
    a_path_with_the_enterprise_urn_reaches_inside: "identity.v4_1.users.patch", Write;
    the_manager_is_set_by_value: "identity.v4_1.users.patch", Write;
    #[source = page::PROVISIONING]
    a_whole_extension_as_path_merges: "identity.v4_1.users.patch", Write;
    #[source = page::PROVISIONING]
    a_whole_extension_with_a_colon_at_the_end_merges: "identity.v4_1.users.patch", Write;
    #[source = page::PROVISIONING]
    without_path_the_value_names_core_attributes: "identity.v4_1.users.patch", Write;
    #[source = page::PROVISIONING]
    without_path_the_value_names_extensions: "identity.v4_1.users.patch", Write;
    a_removed_attribute_reads_as_null: "identity.v4_1.users.patch", Write;
    a_removed_enterprise_attribute_reads_as_null: "identity.v4_1.users.patch", Write;
    operations_apply_in_order: "identity.v4_1.users.patch", Write;
    a_user_is_deactivated_and_activated_again: "identity.v4_1.users.patch", Write;
    the_formatted_name_follows_a_new_name: "identity.v4_1.users.patch", Write;
    a_change_shows_in_meta: "identity.v4_1.users.patch", Write, Clock;
    a_patched_login_is_found_and_the_old_one_is_free: "identity.v4_1.users.patch", Write;
}

async fn a_patch_answers_200_with_the_whole_user(session: &mut Session) -> Claim {
    let id = create_furnished(session, "whole").await?;
    let answer = patched(
        session,
        &id,
        json!([{ "op": "replace", "path": "title", "value": "Curator" }]),
    )
    .await?;

    same("the user", session.user(&id).await?, answer)
}

async fn a_simple_path_is_replaced(session: &mut Session) -> Claim {
    let user = after(
        session,
        "simple",
        json!([{ "op": "replace", "path": "title", "value": "Curator" }]),
    )
    .await?;
    same("title", "Curator", text(&user, "/title"))
}

async fn a_simple_path_is_added(session: &mut Session) -> Claim {
    let user = after(
        session,
        "added",
        json!([{ "op": "add", "path": "nickName", "value": "Bobby" }]),
    )
    .await?;
    same("nickName", "Bobby", text(&user, "/nickName"))
}

async fn a_sub_attribute_is_replaced_alone(session: &mut Session) -> Claim {
    let user = after(
        session,
        "sub",
        json!([{ "op": "replace", "path": "name.givenName", "value": "Alex" }]),
    )
    .await?;
    same("givenName", "Alex", text(&user, "/name/givenName"))?;
    same("familyName", "Newcomer", text(&user, "/name/familyName"))
}

async fn the_path_ignores_case(session: &mut Session) -> Claim {
    let user = after(
        session,
        "pathcase",
        json!([{ "op": "replace", "path": "NICKNAME", "value": "Bobby" }]),
    )
    .await?;
    same("nickName", "Bobby", text(&user, "/nickName"))
}

async fn a_path_with_the_core_urn_means_the_same(session: &mut Session) -> Claim {
    let path = "urn:ietf:params:scim:schemas:core:2.0:User:title";
    let user = after(
        session,
        "core",
        json!([{ "op": "replace", "path": path, "value": "Curator" }]),
    )
    .await?;
    same("title", "Curator", text(&user, "/title"))
}

async fn a_path_with_the_enterprise_urn_reaches_inside(session: &mut Session) -> Claim {
    let path = format!("{ENTERPRISE}:employeeNumber");
    let user = after(
        session,
        "urn",
        json!([{ "op": "replace", "path": path, "value": "E-new" }]),
    )
    .await?;
    same(
        "employeeNumber",
        "E-new",
        enterprise(&user, "employeeNumber"),
    )?;
    same("department", "Archive", enterprise(&user, "department"))
}

async fn the_manager_is_set_by_value(session: &mut Session) -> Claim {
    let boss = session.somebody().await?;
    let path = format!("{ENTERPRISE}:manager.value");
    let user = after(
        session,
        "manager",
        json!([{ "op": "replace", "path": path, "value": boss }]),
    )
    .await?;
    same(
        "manager.value",
        boss.as_str(),
        text(&user[ENTERPRISE], "/manager/value"),
    )
}

async fn a_whole_extension_as_path_merges(session: &mut Session) -> Claim {
    let operations =
        json!([{ "op": "add", "path": ENTERPRISE, "value": { "costCenter": "CC-99" } }]);
    let user = after(session, "extension", operations).await?;
    same("costCenter", "CC-99", enterprise(&user, "costCenter"))?;
    same("department", "Archive", enterprise(&user, "department"))
}

async fn a_whole_extension_with_a_colon_at_the_end_merges(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "add", "path": format!("{ENTERPRISE}:"), "value": { "costCenter": "CC-99" } }]);
    let user = after(session, "colon", operations).await?;
    same("costCenter", "CC-99", enterprise(&user, "costCenter"))?;
    same("department", "Archive", enterprise(&user, "department"))
}

async fn without_path_the_value_names_core_attributes(session: &mut Session) -> Claim {
    let operations =
        json!([{ "op": "replace", "value": { "title": "Curator", "nickName": "Bobby" } }]);
    let user = after(session, "pathless", operations).await?;
    same("title", "Curator", text(&user, "/title"))?;
    same("nickName", "Bobby", text(&user, "/nickName"))?;
    same("familyName", "Newcomer", text(&user, "/name/familyName"))
}

async fn without_path_the_value_names_extensions(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "add", "value": { ENTERPRISE: { "division": "Parchment" } } }]);
    let user = after(session, "pathless", operations).await?;
    same("division", "Parchment", enterprise(&user, "division"))?;
    same("department", "Archive", enterprise(&user, "department"))
}

async fn a_removed_attribute_reads_as_null(session: &mut Session) -> Claim {
    let user = after(
        session,
        "gone",
        json!([{ "op": "remove", "path": "title" }]),
    )
    .await?;
    same("title", Some(&Value::Null), user.get("title"))
}

async fn a_removed_enterprise_attribute_reads_as_null(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "remove", "path": format!("{ENTERPRISE}:costCenter") }]);
    let user = after(session, "gone", operations).await?;
    same(
        "costCenter",
        Some(&Value::Null),
        user[ENTERPRISE].get("costCenter"),
    )?;
    same("department", "Archive", enterprise(&user, "department"))
}

async fn operations_apply_in_order(session: &mut Session) -> Claim {
    let operations = json!([
        { "op": "replace", "path": "title", "value": "First" },
        { "op": "remove", "path": "title" },
        { "op": "add", "path": "title", "value": "Last" }
    ]);
    let user = after(session, "order", operations).await?;
    same("title", "Last", text(&user, "/title"))
}

async fn a_user_is_deactivated_and_activated_again(session: &mut Session) -> Claim {
    let id = create_furnished(session, "active").await?;
    for active in [false, true] {
        let user = patched(
            session,
            &id,
            json!([{ "op": "replace", "path": "active", "value": active }]),
        )
        .await?;
        same("active", Some(active), user["active"].as_bool())?;
        same(
            "in the answer to a read",
            Some(active),
            session.user(&id).await?["active"].as_bool(),
        )?;
    }
    Ok(())
}

async fn the_formatted_name_follows_a_new_name(session: &mut Session) -> Claim {
    let user = after(
        session,
        "derived",
        json!([{ "op": "replace", "path": "name.familyName", "value": "Renamed" }]),
    )
    .await?;
    same(
        "name.formatted",
        "Renamed, Robin ",
        text(&user, "/name/formatted"),
    )
}

async fn a_change_shows_in_meta(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let id = create_furnished(session, "meta").await?;
    let before = session.user(&id).await?;
    session.advance(60).await?;

    let after = patched(
        session,
        &id,
        json!([{ "op": "replace", "path": "title", "value": "Curator" }]),
    )
    .await?;

    same(
        "meta.created",
        &before["meta"]["created"],
        &after["meta"]["created"],
    )?;
    let changed = text(&after, "/meta/lastModified");
    holds(
        format!("{changed} is a minute later"),
        changed.starts_with("2026-01-15T09:01:00"),
    )?;
    let version = |user: &Value| user["meta"]["version"].as_u64();
    holds("the version grew", version(&after) > version(&before))
}

async fn a_patched_login_is_found_and_the_old_one_is_free(session: &mut Session) -> Claim {
    let id = create_furnished(session, "login").await?;
    let old = session.user(&id).await?["userName"].clone();
    patched(
        session,
        &id,
        json!([{ "op": "replace", "path": "userName", "value": "renamed@newcomer.example" }]),
    )
    .await?;

    same(
        "by the new login",
        vec![id],
        session
            .find("userName eq \"renamed@newcomer.example\"")
            .await?,
    )?;
    let mut heir = super::people::newcomer(session, "heir");
    heir["userName"] = old;
    session.create(&heir).await.map(drop)
}

/// A furnished user after these operations, read again: the answer to the PATCH alone would not show that anything was kept.
pub(super) async fn after(
    session: &mut Session,
    tag: &str,
    operations: Value,
) -> Result<Value, Failure> {
    let id = create_furnished(session, tag).await?;
    patched(session, &id, operations).await?;
    session.user(&id).await
}

pub(super) async fn patched(
    session: &mut Session,
    id: &str,
    operations: Value,
) -> Result<Value, Failure> {
    session.patch(id, operations).await?.ok()
}

fn text<'a>(user: &'a Value, pointer: &str) -> &'a str {
    user.pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
}

fn enterprise<'a>(user: &'a Value, name: &str) -> &'a str {
    user[ENTERPRISE][name].as_str().unwrap_or_default()
}
