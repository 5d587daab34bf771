//! Identity v4: creating a user.

use serde_json::{Value, json};

use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

/// The users of Identity v4.
pub(super) const USERS: &str = "/profile/identity/v4/Users";

register! { $ each_identity_v4_create of "identity_v4_create", page::IDENTITY_V4;
    a_create_answers_200: "identity.v4.users.create", Write;
    a_created_user_can_be_read: "identity.v4.users.create", Write;
    the_location_names_this_version: "identity.v4.users.create", Write;
    names_are_derived: "identity.v4.users.create", Write;
    defaults_are_filled_in: "identity.v4.users.create", Write;
    the_enterprise_part_of_the_answer_holds_number_and_company: "identity.v4.users.create", Write;
    the_version_starts_at_zero: "identity.v4.users.create", Write;
    verified_is_read_only: "identity.v4.users.create", Write;
    each_required_attribute_is_required: "identity.v4.users.create", Write;
    the_company_is_that_of_the_token: "identity.v4.users.create", FreshCompany;
    #[source = page::PROVISIONING]
    a_taken_login_is_409: "identity.v4.users.create", Write;
    #[source = page::PROVISIONING]
    a_taken_employee_number_is_409: "identity.v4.users.create", Write;
    a_forbidden_sign_in_the_login_is_400: "identity.v4.users.create", Write;
    a_name_that_is_too_long_is_400: "identity.v4.users.create", Write;
    unknown_members_are_ignored: "identity.v4.users.create", Write;
    a_body_that_is_no_json_is_400: "identity.v4.users.create", Write;
    without_the_write_scope_a_create_is_403: "identity.v4.users.create", FreshCompany;
    a_missing_token_creates_nobody: "identity.v4.users.create", Write;
    a_lower_case_path_creates_too: "identity.v4.users.create", Write;
}

async fn a_create_answers_200(session: &mut Session) -> Claim {
    let user = newcomer(session, "two-hundred");
    let reply = create(session, &user).await?;
    reply.is(200)?;
    id_of(&reply.json()?).map(drop)
}

async fn a_created_user_can_be_read(session: &mut Session) -> Claim {
    let id = hire(session, "readable", json!({}), json!({})).await?;

    let user = read(session, &id).await?;

    same(
        "userName",
        Some("readable@newcomer.example"),
        user["userName"].as_str(),
    )?;
    same(
        "employeeNumber",
        Some("E-readable"),
        user[ENTERPRISE]["employeeNumber"].as_str(),
    )
}

async fn the_location_names_this_version(session: &mut Session) -> Claim {
    let created = create(session, &newcomer(session, "placed")).await?.ok()?;

    let place = format!("{}{USERS}/{}", session.company().base_url, id_of(&created)?);
    same(
        "meta.location",
        Some(place.as_str()),
        created["meta"]["location"].as_str(),
    )
}

async fn names_are_derived(session: &mut Session) -> Claim {
    let created = create(session, &newcomer(session, "derived")).await?.ok()?;

    same(
        "displayName",
        Some("Robin Newcomer"),
        created["displayName"].as_str(),
    )?;
    // The blank at the end is where the middle name would follow.
    same(
        "name.formatted",
        Some("Newcomer, Robin "),
        created["name"]["formatted"].as_str(),
    )
}

async fn defaults_are_filled_in(session: &mut Session) -> Claim {
    let created = create(session, &newcomer(session, "default")).await?.ok()?;

    for (name, value) in [
        ("preferredLanguage", "en-US"),
        ("timezone", "America/New_York"),
    ] {
        same(name, Some(value), created[name].as_str())?;
    }
    let locale = &created["localeOverrides"];
    same(
        "preferenceDateFormat",
        Some("mm/dd/yyyy"),
        locale["preferenceDateFormat"].as_str(),
    )?;
    same(
        "emails.notifications",
        Some(false),
        created["emails"][0]["notifications"].as_bool(),
    )
}

async fn the_enterprise_part_of_the_answer_holds_number_and_company(
    session: &mut Session,
) -> Claim {
    let created = create(session, &newcomer(session, "sparse")).await?.ok()?;

    let mut names: Vec<_> = created[ENTERPRISE]
        .as_object()
        .map(|members| members.keys().cloned().collect())
        .unwrap_or_default();
    names.sort();
    same("the members", vec!["companyId", "employeeNumber"], names)
}

async fn the_version_starts_at_zero(session: &mut Session) -> Claim {
    let created = create(session, &newcomer(session, "zero")).await?.ok()?;

    same("version", Some(0), created["meta"]["version"].as_u64())?;
    same(
        "lastModified",
        &created["meta"]["created"],
        &created["meta"]["lastModified"],
    )
}

async fn verified_is_read_only(session: &mut Session) -> Claim {
    // The page's own sample sends true and gets false, whatever scopes there are.
    let mut user = newcomer(session, "verified");
    user["emails"][0]["verified"] = json!(true);

    let created = create(session, &user).await?.ok()?;

    same(
        "verified",
        Some(false),
        created["emails"][0]["verified"].as_bool(),
    )
}

async fn each_required_attribute_is_required(session: &mut Session) -> Claim {
    let whole = newcomer(session, "whole");
    for pointer in [
        "/userName",
        "/active",
        "/name",
        "/name/familyName",
        "/name/givenName",
        "/emails",
    ] {
        let mut user = whole.clone();
        remove(&mut user, pointer);
        let reply = session
            .call(Request::post(USERS).json(&user).deviant())
            .await?;
        reply.refused(400)?;
    }
    create(session, &whole).await?.is(200)
}

async fn the_company_is_that_of_the_token(session: &mut Session) -> Claim {
    let other = session.found(&Wish::default().seed(4711)).await?;
    let company = json!({ "companyId": other.company_id });
    let user = newcomer_with(session, "foreign", json!({}), company);

    let reply = create(session, &user).await?;

    holds("nobody is created", reply.status() != 200)?;
    reply.is_any(&[400, 403])
}

async fn a_taken_login_is_409(session: &mut Session) -> Claim {
    hire(session, "taken", json!({}), json!({})).await?;
    let number = json!({ "employeeNumber": "E-other" });
    let again = newcomer_with(session, "taken", json!({}), number);

    create(session, &again).await?.refused(409).map(drop)
}

async fn a_taken_employee_number_is_409(session: &mut Session) -> Claim {
    hire(session, "first", json!({}), json!({})).await?;
    let number = json!({ "employeeNumber": "E-first" });
    let again = newcomer_with(session, "second", json!({}), number);

    let refusal = create(session, &again).await?.refused(409)?;

    let words =
        "Principal with lookup type 'companyId,employeeNumber' with provided value already exists";
    holds(refusal.text(), refusal.text().contains(words))
}

async fn a_forbidden_sign_in_the_login_is_400(session: &mut Session) -> Claim {
    for sign in [
        '%', '#', '!', '*', '(', '~', '\'', '{', '?', '>', ',', ';', '+', '|',
    ] {
        let mut user = newcomer(session, "signs");
        user["userName"] = json!(format!("si{sign}gns@newcomer.example"));
        let request = Request::post(USERS).json(&user).deviant();
        session.call(request).await?.refused(400)?;
    }
    hire(session, "signs", json!({}), json!({})).await.map(drop)
}

async fn a_name_that_is_too_long_is_400(session: &mut Session) -> Claim {
    for length in [32, 33] {
        let name = json!({ "name": { "familyName": "x".repeat(length), "givenName": "Robin" } });
        let user = newcomer_with(session, "long", name, json!({}));
        let request = Request::post(USERS).json(&user).deviant();
        let reply = session.call(request).await?;
        if length > 32 {
            reply.refused(400)?;
        } else {
            reply.is(200)?;
        }
    }
    Ok(())
}

async fn unknown_members_are_ignored(session: &mut Session) -> Claim {
    let user = newcomer_with(session, "extra", json!({ "shoeSize": 44 }), json!({}));
    let request = Request::post(USERS).json(&user).deviant();

    let created = session.call(request).await?.ok()?;

    let read = read(session, &id_of(&created)?).await?;
    for user in [created, read] {
        holds("it is not kept", user.get("shoeSize").is_none())?;
    }
    Ok(())
}

async fn a_body_that_is_no_json_is_400(session: &mut Session) -> Claim {
    for text in ["", "{", "[]", "\"user\""] {
        let request = Request::post(USERS)
            .body("application/json", text)
            .deviant();
        session.call(request).await?.refused(400)?;
    }
    Ok(())
}

async fn without_the_write_scope_a_create_is_403(session: &mut Session) -> Claim {
    let wish = Wish::scopes(&["identity.user.core.read", "identity.user.ids.read"]);
    session.enter(&wish).await?;

    let user = newcomer(session, "scopeless");
    create(session, &user).await?.refused(403).map(drop)
}

async fn a_missing_token_creates_nobody(session: &mut Session) -> Claim {
    let user = newcomer(session, "tokenless");

    let request = Request::post(USERS).json(&user).deviant();
    session.send(request).await?.refused(401)?;

    create(session, &user).await?.is(200)
}

async fn a_lower_case_path_creates_too(session: &mut Session) -> Claim {
    let user = newcomer(session, "lower");
    let request = Request::post("/profile/identity/v4/users/").json(&user);

    let created = session.call(request).await?.ok()?;

    read(session, &id_of(&created)?).await.map(drop)
}

/// Creates a user through v4.
pub(super) async fn create(session: &mut Session, user: &Value) -> Result<Reply, Failure> {
    session.call(Request::post(USERS).json(user)).await
}

/// Creates a newcomer through v4 and gives the id.
pub(super) async fn hire(
    session: &mut Session,
    tag: &str,
    core: Value,
    enterprise: Value,
) -> Result<String, Failure> {
    let user = newcomer_with(session, tag, core, enterprise);
    id_of(&create(session, &user).await?.ok()?)
}

/// Reads a user through v4.
pub(super) async fn read(session: &mut Session, id: &str) -> Result<Value, Failure> {
    session
        .call(Request::get(format!("{USERS}/{id}")))
        .await?
        .ok()
}

/// Takes a member out of a document.
pub(super) fn remove(document: &mut Value, pointer: &str) {
    let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
    let parent = document.pointer_mut(parent).and_then(Value::as_object_mut);
    if let Some(parent) = parent {
        parent.remove(name);
    }
}
