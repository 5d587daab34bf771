//! Identity v4: changing, replacing and deleting a user.

use serde_json::{Value, json};

use super::identity_v4_create::{USERS, create, hire, read, remove};
use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

register! { $ each_identity_v4_change of "identity_v4_change", page::IDENTITY_V4;
    a_patch_answers_200_with_the_whole_user: "identity.v4.users.patch", Write;
    a_simple_path_is_added_and_replaced: "identity.v4.users.patch", Write;
    a_simple_path_is_removed: "identity.v4.users.patch", Write;
    without_path_the_value_names_the_attributes: "identity.v4.users.patch", Write;
    a_path_of_the_extension_reaches_inside: "identity.v4.users.patch", Write;
    a_filtered_path_changes_one_entry: "identity.v4.users.patch", Write;
    a_new_nickname_is_shown: "identity.v4.users.patch", Write;
    a_user_is_deactivated_and_activated_again: "identity.v4.users.patch", Write;
    a_change_shows_in_meta: "identity.v4.users.patch", Write, Clock;
    the_company_cannot_be_changed: "identity.v4.users.patch", Write;
    an_unknown_path_is_400: "identity.v4.users.patch", Write;
    an_unknown_operation_is_400: "identity.v4.users.patch", Write;
    a_failing_second_operation_leaves_nothing: "identity.v4.users.patch", Write;
    a_taken_login_is_409: "identity.v4.users.patch", Write;
    an_unknown_user_cannot_be_changed: "identity.v4.users.patch", Write;
    a_replace_answers_200_with_the_user: "identity.v4.users.replace", Write;
    what_is_missing_becomes_null_or_its_default: "identity.v4.users.replace", Write;
    a_required_attribute_stays_required: "identity.v4.users.replace", Write;
    the_company_cannot_be_replaced: "identity.v4.users.replace", FreshCompany;
    the_id_of_the_answer_is_that_of_the_location: "identity.v4.users.replace", Write;
    an_unknown_user_cannot_be_replaced: "identity.v4.users.replace", Write;
    a_delete_answers_204_and_nothing_more: "identity.v4.users.delete", Write;
    a_deleted_user_is_404: "identity.v4.users.delete", Write;
    a_deleted_user_is_found_no_more: "identity.v4.users.delete", Write;
    without_the_delete_scope_a_delete_is_403: "identity.v4.users.delete", FreshCompany;
    a_user_of_another_company_is_404_and_stays: "identity.v4.users.delete", FreshCompany;
}

async fn a_patch_answers_200_with_the_whole_user(session: &mut Session) -> Claim {
    let id = hire(session, "whole", json!({}), json!({})).await?;

    let answered = patched(session, &id, "replace", "title", json!("Archivist")).await?;

    same("the user", read(session, &id).await?, answered)
}

async fn a_simple_path_is_added_and_replaced(session: &mut Session) -> Claim {
    let id = hire(session, "simple", json!({}), json!({})).await?;
    for (operation, title) in [("add", "Archivist"), ("replace", "Librarian")] {
        let user = patched(session, &id, operation, "title", json!(title)).await?;
        same("title", Some(title), user["title"].as_str())?;
    }
    Ok(())
}

async fn a_simple_path_is_removed(session: &mut Session) -> Claim {
    let id = hire(session, "bare", json!({ "title": "Archivist" }), json!({})).await?;
    let before = read(session, &id).await?;
    same("title", Some("Archivist"), before["title"].as_str())?;

    let operations = json!([{ "op": "remove", "path": "title" }]);
    let user = patch(session, &id, &operations).await?.ok()?;

    holds("there is no title", user["title"].is_null())
}

async fn without_path_the_value_names_the_attributes(session: &mut Session) -> Claim {
    let id = hire(session, "pathless", json!({}), json!({})).await?;
    let value = json!({ "title": "Archivist", ENTERPRISE: { "costCenter": "CC-17" } });

    let operations = json!([{ "op": "add", "value": value }]);
    let user = patch(session, &id, &operations).await?.ok()?;

    same("title", Some("Archivist"), user["title"].as_str())?;
    same(
        "costCenter",
        Some("CC-17"),
        user[ENTERPRISE]["costCenter"].as_str(),
    )
}

async fn a_path_of_the_extension_reaches_inside(session: &mut Session) -> Claim {
    let id = hire(session, "inside", json!({}), json!({})).await?;
    let path = format!("{ENTERPRISE}:department");

    let user = patched(session, &id, "replace", &path, json!("Archive")).await?;

    same(
        "department",
        Some("Archive"),
        user[ENTERPRISE]["department"].as_str(),
    )
}

async fn a_filtered_path_changes_one_entry(session: &mut Session) -> Claim {
    let emails = json!({ "emails": [
        { "value": "two@home.example", "type": "home" },
        { "value": "two@newcomer.example", "type": "work" }
    ]});
    let id = hire(session, "two", emails, json!({})).await?;
    let path = "emails[type eq \"work\"].value";

    let value = json!("new@newcomer.example");
    let user = patched(session, &id, "replace", path, value).await?;

    let address = |kind: &str| {
        let mut emails = user["emails"].as_array().into_iter().flatten();
        let email = emails.find(|email| email["type"] == kind);
        email.and_then(|email| email["value"].as_str())
    };
    same("work", Some("new@newcomer.example"), address("work"))?;
    same("home", Some("two@home.example"), address("home"))
}

async fn a_new_nickname_is_shown(session: &mut Session) -> Claim {
    // Whether displayName follows is answered differently by the rule and by the sample of the page.
    let id = hire(session, "nick", json!({}), json!({})).await?;

    let user = patched(session, &id, "add", "nickName", json!("Rob")).await?;

    same("nickName", Some("Rob"), user["nickName"].as_str())
}

async fn a_user_is_deactivated_and_activated_again(session: &mut Session) -> Claim {
    let id = hire(session, "switch", json!({}), json!({})).await?;
    for active in [false, true] {
        let user = patched(session, &id, "replace", "active", json!(active)).await?;
        same("active", Some(active), user["active"].as_bool())?;
    }
    Ok(())
}

async fn a_change_shows_in_meta(session: &mut Session) -> Claim {
    let id = hire(session, "meta", json!({}), json!({})).await?;
    let before = read(session, &id).await?["meta"].clone();
    session.advance(60).await?;

    let after =
        patched(session, &id, "replace", "title", json!("Archivist")).await?["meta"].clone();

    same("created", &before["created"], &after["created"])?;
    same("location", &before["location"], &after["location"])?;
    holds(
        "lastModified is later",
        after["lastModified"].as_str() > before["lastModified"].as_str(),
    )?;
    // In the samples it jumps by more than one.
    holds(
        "the version grew",
        after["version"].as_u64() > before["version"].as_u64(),
    )
}

async fn the_company_cannot_be_changed(session: &mut Session) -> Claim {
    let id = hire(session, "fixed", json!({}), json!({})).await?;
    let operations =
        json!([{ "op": "replace", "path": format!("{ENTERPRISE}:companyId"), "value": NOBODY }]);

    patch(session, &id, &operations).await?.refused(400)?;

    let company = session.company().company_id.clone();
    let user = read(session, &id).await?;
    same(
        "companyId",
        Some(company.as_str()),
        user[ENTERPRISE]["companyId"].as_str(),
    )
}

async fn an_unknown_path_is_400(session: &mut Session) -> Claim {
    let id = hire(session, "pathfinder", json!({}), json!({})).await?;
    for path in ["shoeSize", "name.shoeSize", "urn:example:nothing:title"] {
        let operations = json!([{ "op": "replace", "path": path, "value": "x" }]);
        patch(session, &id, &operations).await?.refused(400)?;
    }
    Ok(())
}

async fn an_unknown_operation_is_400(session: &mut Session) -> Claim {
    let id = hire(session, "operator", json!({}), json!({})).await?;
    let operations = json!([{ "op": "improve", "path": "title", "value": "x" }]);

    let request = patch_request(&id, &operations).deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_failing_second_operation_leaves_nothing(session: &mut Session) -> Claim {
    let id = hire(session, "atomic", json!({}), json!({})).await?;
    let before = read(session, &id).await?;
    let operations = json!([
        { "op": "replace", "path": "title", "value": "Archivist" },
        { "op": "replace", "path": "shoeSize", "value": 44 }
    ]);

    patch(session, &id, &operations).await?.refused(400)?;

    same("the user", before, read(session, &id).await?)
}

async fn a_taken_login_is_409(session: &mut Session) -> Claim {
    hire(session, "owner", json!({}), json!({})).await?;
    let id = hire(session, "wisher", json!({}), json!({})).await?;
    let operations =
        json!([{ "op": "replace", "path": "userName", "value": "owner@newcomer.example" }]);

    patch(session, &id, &operations)
        .await?
        .refused(409)
        .map(drop)
}

async fn an_unknown_user_cannot_be_changed(session: &mut Session) -> Claim {
    let operations = json!([{ "op": "replace", "path": "title", "value": "x" }]);
    patch(session, NOBODY, &operations)
        .await?
        .refused(404)
        .map(drop)
}

async fn a_replace_answers_200_with_the_user(session: &mut Session) -> Claim {
    let id = hire(session, "old", json!({}), json!({})).await?;

    let user = replace(session, &id, &newcomer(session, "new"))
        .await?
        .ok()?;

    same("id", Some(id.as_str()), user["id"].as_str())?;
    same(
        "userName",
        Some("new@newcomer.example"),
        user["userName"].as_str(),
    )
}

async fn what_is_missing_becomes_null_or_its_default(session: &mut Session) -> Claim {
    let core = json!({ "title": "Archivist", "nickName": "Rob", "timezone": "Europe/Berlin" });
    let id = hire(session, "full", core, json!({ "costCenter": "CC-17" })).await?;

    replace(session, &id, &newcomer(session, "full"))
        .await?
        .is(200)?;

    let user = read(session, &id).await?;
    for pointer in ["/title", "/nickName", &format!("/{ENTERPRISE}/costCenter")] {
        let left = user.pointer(pointer).filter(|value| !value.is_null());
        same(pointer, None, left)?;
    }
    same(
        "timezone",
        Some("America/New_York"),
        user["timezone"].as_str(),
    )
}

async fn a_required_attribute_stays_required(session: &mut Session) -> Claim {
    let id = hire(session, "needs", json!({}), json!({})).await?;
    for pointer in ["/userName", "/active", "/name", "/emails"] {
        let mut user = newcomer(session, "needs");
        remove(&mut user, pointer);
        let request = Request::put(format!("{USERS}/{id}")).json(&user).deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}

async fn the_company_cannot_be_replaced(session: &mut Session) -> Claim {
    let id = hire(session, "loyal", json!({}), json!({})).await?;
    let other = session.found(&Wish::default().seed(4711)).await?;
    let company = json!({ "companyId": other.company_id });
    let user = newcomer_with(session, "loyal", json!({}), company);

    replace(session, &id, &user).await?.is_any(&[400, 403])
}

async fn the_id_of_the_answer_is_that_of_the_location(session: &mut Session) -> Claim {
    let id = hire(session, "same", json!({}), json!({})).await?;

    let user = replace(session, &id, &newcomer(session, "same"))
        .await?
        .ok()?;

    let place = format!("{}{USERS}/{id}", session.company().base_url);
    same(
        "meta.location",
        Some(place.as_str()),
        user["meta"]["location"].as_str(),
    )
}

async fn an_unknown_user_cannot_be_replaced(session: &mut Session) -> Claim {
    let user = newcomer(session, "nobody");
    replace(session, NOBODY, &user)
        .await?
        .refused(404)
        .map(drop)
}

async fn a_delete_answers_204_and_nothing_more(session: &mut Session) -> Claim {
    let id = hire(session, "gone", json!({}), json!({})).await?;

    let reply = delete(session, &id).await?;

    reply.is(204)?;
    same("the body", "", reply.text().as_str())
}

async fn a_deleted_user_is_404(session: &mut Session) -> Claim {
    let id = hire(session, "gone", json!({}), json!({})).await?;
    delete(session, &id).await?.is(204)?;

    let one = format!("{USERS}/{id}");
    session.call(Request::get(&one)).await?.refused(404)?;
    delete(session, &id).await?.refused(404).map(drop)
}

async fn a_deleted_user_is_found_no_more(session: &mut Session) -> Claim {
    let id = hire(session, "gone", json!({}), json!({})).await?;
    let look = Request::get(USERS).query("userName", "gone@newcomer.example");
    session.call(look.clone()).await?.people()?;

    delete(session, &id).await?.is(204)?;

    same("users", 0, session.call(look).await?.resources()?.len())
}

async fn without_the_delete_scope_a_delete_is_403(session: &mut Session) -> Claim {
    let wish = Wish::scopes(&[
        "identity.user.ids.read",
        "identity.user.core.read",
        "identity.user.coreenterprise.writeonly",
    ]);
    session.enter(&wish).await?;
    let created = create(session, &newcomer(session, "kept")).await?.ok()?;
    let id = crate::session::id_of(&created)?;

    delete(session, &id).await?.refused(403)?;

    read(session, &id).await.map(drop)
}

async fn a_user_of_another_company_is_404_and_stays(session: &mut Session) -> Claim {
    let id = hire(session, "mine", json!({}), json!({})).await?;
    let home = session.company().clone();
    let token = session.token().await?;
    session.enter(&Wish::default().seed(4711)).await?;

    delete(session, &id).await?.refused(404)?;

    holds(
        "the companies differ",
        home.company_id != session.company().company_id,
    )?;
    let request = Request::get(format!("{USERS}/{id}")).bearer(&token);
    session.send(request).await?.is(200)
}

async fn patched(
    session: &mut Session,
    id: &str,
    operation: &str,
    path: &str,
    value: Value,
) -> Result<Value, Failure> {
    let operations = json!([{ "op": operation, "path": path, "value": value }]);
    patch(session, id, &operations).await?.ok()
}

async fn patch(session: &mut Session, id: &str, operations: &Value) -> Result<Reply, Failure> {
    session.call(patch_request(id, operations)).await
}

fn patch_request(id: &str, operations: &Value) -> Request {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    Request::patch(format!("{USERS}/{id}")).json(&body)
}

async fn replace(session: &mut Session, id: &str, user: &Value) -> Result<Reply, Failure> {
    session
        .call(Request::put(format!("{USERS}/{id}")).json(user))
        .await
}

async fn delete(session: &mut Session, id: &str) -> Result<Reply, Failure> {
    session.call(Request::delete(format!("{USERS}/{id}"))).await
}
