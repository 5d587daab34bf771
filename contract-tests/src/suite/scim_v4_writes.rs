//! SCIM v4: creating, changing and switching off users.

use serde_json::{Value, json};

use super::scim_v4_calls::{SAP_USER, USERS, join, join_id, joiner, patch, patching, read, scim};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, id_of};

const NOBODY: &str = "3b0f2d61-5c88-4e1a-9f57-c20d7a6b1e94";

register! { $ each_scim_v4_write of "scim_v4_writes", page::SCIM_V4;
    a_create_answers_201: "scim.v4.users.create", Write;
    a_create_fills_in_what_the_service_derives: "scim.v4.users.create", Write;
    a_sap_id_comes_back_with_its_validity: "scim.v4.users.create", Write;
    a_create_may_leave_the_sap_extension_out: "scim.v4.users.create", Write;
    contact_preferences_come_back: "scim.v4.users.create", Write;
    a_verified_address_is_said_in_the_sap_extension: "scim.v4.users.create", Write;
    an_inactive_user_may_be_created: "scim.v4.users.create", Write;
    a_taken_login_is_refused: "scim.v4.users.create", Write;
    a_taken_employee_number_is_refused: "scim.v4.users.create", Write;
    a_create_without_a_required_attribute_is_400: "scim.v4.users.create", Write;
    a_created_user_reads_as_it_was_answered: "scim.v4.users.create", Write;
    a_patch_switches_off_and_ends_the_validity: "scim.v4.users.patch", Write;
    a_patch_answers_200_with_the_whole_user: "scim.v4.users.patch", Write;
    a_patch_removes_a_value: "scim.v4.users.patch", Write;
    a_patch_without_path_changes_several_values: "scim.v4.users.patch", Write;
    a_patch_reaches_into_the_extensions: "scim.v4.users.patch", Write;
    a_patch_raises_the_version: "scim.v4.users.patch", Write;
    a_patch_cannot_move_a_user_to_another_company: "scim.v4.users.patch", Write;
    a_refused_patch_changes_nothing: "scim.v4.users.patch", Write;
    a_patch_of_an_unknown_user_is_404: "scim.v4.users.patch", Write;
    a_replace_takes_what_is_missing_as_removed: "scim.v4.users.replace", Write;
    a_replace_may_change_login_and_name: "scim.v4.users.replace", Write;
    a_replace_of_an_unknown_user_is_404: "scim.v4.users.replace", Write;
    a_delete_answers_204_without_a_body: "scim.v4.users.delete", Write;
    a_delete_only_switches_off: "scim.v4.users.delete", Write;
    a_delete_of_an_unknown_user_is_404: "scim.v4.users.delete", Write;
}

async fn a_create_answers_201(session: &mut Session) -> Claim {
    let user = joiner(session, "created");
    let reply = session.call(scim(Request::post(USERS), &user)).await?;

    reply.is(201)?;
    let kind = reply.header("content-type").unwrap_or_default().to_owned();
    let is_scim = kind.starts_with("application/scim+json");
    holds(format!("{kind} is SCIM's"), is_scim)
}

async fn a_create_fills_in_what_the_service_derives(session: &mut Session) -> Claim {
    let user = joiner(session, "derived");
    let created = join(session, &user).await?;

    same(
        "displayName",
        &json!("Toni Joiner"),
        &created["displayName"],
    )?;
    same(
        "formatted",
        &json!("Joiner, Toni "),
        &created["name"]["formatted"],
    )?;
    same(
        "preferredLanguage",
        &json!("en-US"),
        &created["preferredLanguage"],
    )?;
    same("timezone", &json!("America/New_York"), &created["timezone"])?;
    same("version", &json!(0), &created["meta"]["version"])?;
    let (born, changed) = (
        &created["meta"]["created"],
        &created["meta"]["lastModified"],
    );
    same("lastModified", born, changed)
}

async fn a_sap_id_comes_back_with_its_validity(session: &mut Session) -> Claim {
    let user = joiner(session, "valid");
    let sap = join(session, &user).await?[SAP_USER].clone();

    same("userUuid", &json!("ips-valid"), &sap["userUuid"])?;
    holds("validFrom is a moment", sap["validFrom"].is_string())?;
    holds("validTo is open", sap["validTo"].is_null())
}

async fn a_create_may_leave_the_sap_extension_out(session: &mut Session) -> Claim {
    let mut user = joiner(session, "bare");
    remove(&mut user, SAP_USER);
    let created = join(session, &user).await?;

    same("login", &json!("bare@joiner.example"), &created["userName"])?;
    holds("no sap id", created[SAP_USER]["userUuid"].is_null())
}

async fn contact_preferences_come_back(session: &mut Session) -> Claim {
    let wanted = json!({ "telephone": "+49 6227 555010", "email": "likes@joiner.example", "emailFormat": "plain" });
    let mut user = joiner(session, "likes");
    user[SAP_USER]["contactPreferences"] = wanted.clone();
    let id = id_of(&join(session, &user).await?)?;

    let found = read(session, &id).await?;
    same(
        "contactPreferences",
        &wanted,
        &found[SAP_USER]["contactPreferences"],
    )
}

async fn a_verified_address_is_said_in_the_sap_extension(session: &mut Session) -> Claim {
    let wanted = json!([{ "value": "sure@joiner.example", "verified": true }]);
    let mut user = joiner(session, "sure");
    user[SAP_USER]["emails"] = wanted.clone();
    let id = id_of(&join(session, &user).await?)?;

    let found = read(session, &id).await?;
    same(
        "emails of the extension",
        &wanted,
        &found[SAP_USER]["emails"],
    )
}

async fn an_inactive_user_may_be_created(session: &mut Session) -> Claim {
    let mut user = joiner(session, "later");
    user["active"] = json!(false);
    let id = id_of(&join(session, &user).await?)?;

    same(
        "active",
        &json!(false),
        &read(session, &id).await?["active"],
    )
}

async fn a_taken_login_is_refused(session: &mut Session) -> Claim {
    join_id(session, "first").await?;
    let mut user = joiner(session, "second");
    user["userName"] = json!("first@joiner.example");

    taken(session, &user).await
}

async fn a_taken_employee_number_is_refused(session: &mut Session) -> Claim {
    join_id(session, "first").await?;
    let mut user = joiner(session, "second");
    user[ENTERPRISE]["employeeNumber"] = json!("J-first");

    taken(session, &user).await
}

async fn a_create_without_a_required_attribute_is_400(session: &mut Session) -> Claim {
    for pointer in [
        "/userName",
        "/active",
        "/name",
        "/name/familyName",
        "/name/givenName",
    ] {
        let mut user = joiner(session, "halved");
        let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(parent) = user.pointer_mut(parent) {
            remove(parent, name);
        }
        let request = scim(Request::post(USERS), &user).deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}

async fn a_created_user_reads_as_it_was_answered(session: &mut Session) -> Claim {
    let user = joiner(session, "steady");
    let created = join(session, &user).await?;
    let read = read(session, &id_of(&created)?).await?;

    for name in [
        "id",
        "userName",
        "active",
        "displayName",
        "name",
        "emails",
        "meta",
        SAP_USER,
    ] {
        let what = |user: &Value| without_nulls(&user[name]);
        same(name, what(&created), what(&read))?;
    }
    Ok(())
}

async fn a_patch_switches_off_and_ends_the_validity(session: &mut Session) -> Claim {
    let id = join_id(session, "leaver").await?;
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    let user = patch(session, &place(&id), &operations).await?.ok()?;

    same("active", &json!(false), &user["active"])?;
    let (from, to) = (&user[SAP_USER]["validFrom"], &user[SAP_USER]["validTo"]);
    holds("validTo is a moment", to.is_string())?;
    holds("it is not before validFrom", to.as_str() >= from.as_str())
}

async fn a_patch_answers_200_with_the_whole_user(session: &mut Session) -> Claim {
    let id = join_id(session, "titled").await?;
    let operations = json!([{ "op": "add", "path": "title", "value": "Cartographer" }]);
    let user = patch(session, &place(&id), &operations).await?.ok()?;

    same("title", &json!("Cartographer"), &user["title"])?;
    same("login", &json!("titled@joiner.example"), &user["userName"])
}

async fn a_patch_removes_a_value(session: &mut Session) -> Claim {
    let mut user = joiner(session, "untitled");
    user["title"] = json!("Cartographer");
    let id = id_of(&join(session, &user).await?)?;
    let operations = json!([{ "op": "remove", "path": "title" }]);
    patch(session, &place(&id), &operations).await?.is(200)?;

    let user = read(session, &id).await?;
    holds("no title", user["title"].is_null())?;
    same("the id", &json!(id), &user["id"])
}

async fn a_patch_without_path_changes_several_values(session: &mut Session) -> Claim {
    let id = join_id(session, "pathless").await?;
    let value = json!({ "title": "Cartographer", "nickName": "Tony" });
    let operations = json!([{ "op": "replace", "value": value }]);
    let user = patch(session, &place(&id), &operations).await?.ok()?;

    same("title", &json!("Cartographer"), &user["title"])?;
    same("nickName", &json!("Tony"), &user["nickName"])
}

async fn a_patch_reaches_into_the_extensions(session: &mut Session) -> Claim {
    let id = join_id(session, "extended").await?;
    let operations = json!([
        { "op": "replace", "path": format!("{SAP_USER}:userUuid"), "value": "ips-renewed" },
        { "op": "add", "path": format!("{ENTERPRISE}:costCenter"), "value": "CC-9" }
    ]);
    let user = patch(session, &place(&id), &operations).await?.ok()?;

    same(
        "userUuid",
        &json!("ips-renewed"),
        &user[SAP_USER]["userUuid"],
    )?;
    same(
        "costCenter",
        &json!("CC-9"),
        &user[ENTERPRISE]["costCenter"],
    )
}

async fn a_patch_raises_the_version(session: &mut Session) -> Claim {
    let id = join_id(session, "counted").await?;
    let operations = json!([{ "op": "add", "path": "title", "value": "Cartographer" }]);
    let user = patch(session, &place(&id), &operations).await?.ok()?;

    holds(
        "the version grew",
        user["meta"]["version"].as_u64() > Some(0),
    )
}

async fn a_patch_cannot_move_a_user_to_another_company(session: &mut Session) -> Claim {
    let id = join_id(session, "fixed").await?;
    let path = format!("{ENTERPRISE}:companyId");
    let operations = json!([{ "op": "replace", "path": path, "value": NOBODY }]);
    patch(session, &place(&id), &operations)
        .await?
        .refused(400)?;

    let company = json!(session.company().company_id);
    let user = read(session, &id).await?;
    same("companyId", &company, &user[ENTERPRISE]["companyId"])
}

async fn a_refused_patch_changes_nothing(session: &mut Session) -> Claim {
    let id = join_id(session, "whole").await?;
    let before = read(session, &id).await?;
    let operations = json!([
        { "op": "replace", "path": "title", "value": "Cartographer" },
        { "op": "replace", "path": "active", "value": "perhaps" }
    ]);
    let request = patching(&place(&id), &operations).deviant();
    session.call(request).await?.refused(400)?;

    same("the user", before, read(session, &id).await?)
}

async fn a_patch_of_an_unknown_user_is_404(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "active", "value": false }]);
    let reply = patch(session, &place(NOBODY), &operations).await?;
    reply.refused(404).map(drop)
}

async fn a_replace_takes_what_is_missing_as_removed(session: &mut Session) -> Claim {
    let mut user = joiner(session, "renewed");
    user["title"] = json!("Cartographer");
    let id = id_of(&join(session, &user).await?)?;
    remove(&mut user, "title");
    let replaced = replace(session, &id, &user).await?;

    same("the id", &json!(id), &replaced["id"])?;
    let read = read(session, &id).await?;
    holds("no title", read["title"].is_null())?;
    same("login", &json!("renewed@joiner.example"), &read["userName"])
}

async fn a_replace_may_change_login_and_name(session: &mut Session) -> Claim {
    let mut user = joiner(session, "before");
    let id = id_of(&join(session, &user).await?)?;
    user["userName"] = json!("after@joiner.example");
    user["name"]["familyName"] = json!("Married");
    let replaced = replace(session, &id, &user).await?;

    same(
        "login",
        &json!("after@joiner.example"),
        &replaced["userName"],
    )?;
    same(
        "displayName",
        &json!("Toni Married"),
        &replaced["displayName"],
    )?;
    holds("the version grew", replaced["meta"]["version"].is_u64())
}

async fn a_replace_of_an_unknown_user_is_404(session: &mut Session) -> Claim {
    let user = joiner(session, "nobody");
    let reply = session
        .call(scim(Request::put(place(NOBODY)), &user))
        .await?;
    reply.refused(404).map(drop)
}

async fn a_delete_answers_204_without_a_body(session: &mut Session) -> Claim {
    let id = join_id(session, "gone").await?;
    let reply = session.call(Request::delete(place(&id))).await?;

    reply.is(204)?;
    same("the body", "", reply.text().as_str())
}

async fn a_delete_only_switches_off(session: &mut Session) -> Claim {
    let id = join_id(session, "asleep").await?;
    session.call(Request::delete(place(&id))).await?.is(204)?;

    let user = session.user(&id).await?;
    same("active", &json!(false), &user["active"])?;
    same("login", &json!("asleep@joiner.example"), &user["userName"])
}

async fn a_delete_of_an_unknown_user_is_404(session: &mut Session) -> Claim {
    let reply = session.call(Request::delete(place(NOBODY))).await?;
    reply.refused(404).map(drop)
}

async fn replace(session: &mut Session, id: &str, user: &Value) -> Result<Value, Failure> {
    session
        .call(scim(Request::put(place(id)), user))
        .await?
        .ok()
}

/// Claims that a create is refused because a value is taken; the page lists no 409, its neighbour's practice does.
async fn taken(session: &mut Session, user: &Value) -> Claim {
    let reply = session.call(scim(Request::post(USERS), user)).await?;
    reply.is_any(&[400, 409])?;
    reply.refused(reply.status()).map(drop)
}

fn place(id: &str) -> String {
    format!("{USERS}/{id}")
}

fn remove(value: &mut Value, name: &str) {
    if let Some(members) = value.as_object_mut() {
        members.remove(name);
    }
}

/// A reply may leave an attribute out or print it as null.
fn without_nulls(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(members) = value.as_object_mut() {
        members.retain(|_, member| !member.is_null());
    }
    value
}
