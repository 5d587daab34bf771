//! One company, one truth: what was written through one API is seen through the others, each in its own shape.

use serde_json::{Value, json};

use super::identity_v4_create as v4;
use super::people::newcomer_with;
use super::token_forms::{member, own_application, refresh, sign_in};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

const USERS_V3: &str = "/api/v3.0/common/users";
const LOGIN: &str = "truth@newcomer.example";

register! { $ each_one_truth of "one_truth", page::IDENTITY_V4_1;
    a_user_created_in_v4_is_seen_everywhere: "identity.v4.users.create", Write;
    a_user_created_in_v4_1_is_seen_everywhere: "identity.v4_1.users.create", Write;
    a_change_in_v4_is_seen_everywhere: "identity.v4.users.patch", Write;
    a_change_in_v4_1_is_seen_everywhere: "identity.v4_1.users.patch", Write;
    a_replace_in_v4_is_seen_everywhere: "identity.v4.users.replace", Write;
    a_user_disabled_in_v4_is_disabled_everywhere: "identity.v4.users.patch", Write;
    a_user_disabled_in_v4_1_is_disabled_everywhere: "identity.v4_1.users.patch", Write;
    a_user_enabled_again_is_enabled_everywhere: "identity.v4_1.users.patch", Write;
    a_user_deleted_in_v4_is_gone_everywhere: "identity.v4.users.delete", Write;
    a_user_deleted_in_v4_1_is_gone_everywhere: "identity.v4_1.users.delete", Write;
    all_apis_count_the_same_users: "identity.v4.users.list", FreshCompany;
    a_new_login_is_known_everywhere: "identity.v4_1.users.patch", Write;
    both_versions_count_the_same_changes: "identity.v4.users.patch", Write;
    a_disabled_user_signs_in_no_more: "oauth2.token.create", FreshCompany;
    the_refresh_token_of_a_disabled_user_ends: "oauth2.token.create", FreshCompany;
    the_sign_in_of_a_deleted_user_ends: "oauth2.token.create", FreshCompany;
    a_renamed_user_signs_in_by_the_new_login: "oauth2.token.create", FreshCompany;
}

async fn a_user_created_in_v4_is_seen_everywhere(session: &mut Session) -> Claim {
    let id = v4::hire(session, "truth", core(), enterprise()).await?;
    Seen::new("Robin", true)
        .holds_everywhere(session, &id)
        .await
}

async fn a_user_created_in_v4_1_is_seen_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    Seen::new("Robin", true)
        .holds_everywhere(session, &id)
        .await
}

async fn a_change_in_v4_is_seen_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    change(session, v4::USERS, &id, "name.givenName", json!("Kim")).await?;
    Seen::new("Kim", true).holds_everywhere(session, &id).await
}

async fn a_change_in_v4_1_is_seen_everywhere(session: &mut Session) -> Claim {
    let id = v4::hire(session, "truth", core(), enterprise()).await?;
    change(session, USERS, &id, "name.givenName", json!("Kim")).await?;
    Seen::new("Kim", true).holds_everywhere(session, &id).await
}

async fn a_replace_in_v4_is_seen_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    let mut user = newcomer_with(session, "truth", core(), enterprise());
    user["name"]["givenName"] = json!("Kim");

    let request = Request::put(format!("{}/{id}", v4::USERS)).json(&user);
    session.call(request).await?.is(200)?;

    Seen::new("Kim", true).holds_everywhere(session, &id).await
}

async fn a_user_disabled_in_v4_is_disabled_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    change(session, v4::USERS, &id, "active", json!(false)).await?;
    Seen::new("Robin", false)
        .holds_everywhere(session, &id)
        .await
}

async fn a_user_disabled_in_v4_1_is_disabled_everywhere(session: &mut Session) -> Claim {
    let id = v4::hire(session, "truth", core(), enterprise()).await?;
    change(session, USERS, &id, "active", json!(false)).await?;
    Seen::new("Robin", false)
        .holds_everywhere(session, &id)
        .await
}

async fn a_user_enabled_again_is_enabled_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    change(session, v4::USERS, &id, "active", json!(false)).await?;
    change(session, USERS, &id, "active", json!(true)).await?;
    Seen::new("Robin", true)
        .holds_everywhere(session, &id)
        .await
}

async fn a_user_deleted_in_v4_is_gone_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    let request = Request::delete(format!("{}/{id}", v4::USERS));
    session.call(request).await?.is(204)?;
    gone_everywhere(session, &id).await
}

async fn a_user_deleted_in_v4_1_is_gone_everywhere(session: &mut Session) -> Claim {
    let id = v4::hire(session, "truth", core(), enterprise()).await?;
    let request = Request::delete(format!("{USERS}/{id}"));
    session.call(request).await?.is(204)?;
    gone_everywhere(session, &id).await
}

async fn all_apis_count_the_same_users(session: &mut Session) -> Claim {
    hire(session).await?;
    let newer = session.call(Request::get(USERS)).await?.ok()?;
    let older = session.call(Request::get(v4::USERS)).await?.ok()?;
    let oldest = old_items(session, &[("limit", "100")]).await?;

    same(
        "totalResults",
        &newer["totalResults"],
        &older["totalResults"],
    )?;
    same(
        "Items",
        newer["totalResults"].as_u64(),
        Some(oldest.len() as u64),
    )
}

async fn a_new_login_is_known_everywhere(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    change(
        session,
        USERS,
        &id,
        "userName",
        json!("moved@newcomer.example"),
    )
    .await?;

    for (login, times) in [("moved@newcomer.example", 1), (LOGIN, 0)] {
        let found = session.find(&format!("userName eq \"{login}\"")).await?;
        same("v4.1", times, found.len())?;
        let request = Request::get(v4::USERS).query("userName", login);
        same("v4", times, session.call(request).await?.resources()?.len())?;
        let items = old_items(session, &[("user", login)]).await?;
        same("v3.0", times, items.len())?;
    }
    Ok(())
}

async fn both_versions_count_the_same_changes(session: &mut Session) -> Claim {
    let id = hire(session).await?;
    change(session, v4::USERS, &id, "title", json!("Archivist")).await?;

    let (older, newer) = (v4::read(session, &id).await?, session.user(&id).await?);
    for name in ["created", "lastModified", "version"] {
        same(name, &newer["meta"][name], &older["meta"][name])?;
    }
    Ok(())
}

async fn a_disabled_user_signs_in_no_more(session: &mut Session) -> Claim {
    let application = own_application(session);
    let id = known_user(session)?;
    sign_in(session, &application).await?.is(200)?;

    change(session, v4::USERS, &id, "active", json!(false)).await?;

    let reply = sign_in(session, &application).await?;
    let sentence = "Account is disabled. Please contact support";
    reply.oauth_refusal(10, "invalid_grant", sentence)?;
    change(session, USERS, &id, "active", json!(true)).await?;
    sign_in(session, &application).await?.is(200)
}

async fn the_refresh_token_of_a_disabled_user_ends(session: &mut Session) -> Claim {
    let application = own_application(session);
    let id = known_user(session)?;
    let reply = sign_in(session, &application).await?.ok()?;
    let token = member(&reply, "refresh_token")?;

    change(session, v4::USERS, &id, "active", json!(false)).await?;

    let reply = refresh(session, &application, &token).await?;
    reply.oauth_refusal(123, "invalid_request", "principal is disabled")
}

async fn the_sign_in_of_a_deleted_user_ends(session: &mut Session) -> Claim {
    let application = own_application(session);
    let id = known_user(session)?;
    let reply = sign_in(session, &application).await?.ok()?;
    let token = member(&reply, "refresh_token")?;

    let request = Request::delete(format!("{USERS}/{id}"));
    session.call(request).await?.is(204)?;

    // No page says with which code; that it ends is what deleting means.
    for reply in [
        sign_in(session, &application).await?,
        refresh(session, &application, &token).await?,
    ] {
        reply.is_any(&[400, 403, 404])?;
        holds("there is a code", reply.json()?["code"].is_u64())?;
    }
    Ok(())
}

async fn a_renamed_user_signs_in_by_the_new_login(session: &mut Session) -> Claim {
    let application = own_application(session);
    let id = known_user(session)?;
    sign_in(session, &application).await?.is(200)?;
    change(
        session,
        USERS,
        &id,
        "userName",
        json!("moved@newcomer.example"),
    )
    .await?;

    holds(
        "the old login is refused",
        sign_in(session, &application).await?.status() != 200,
    )?;
    let user = super::token_forms::known_user(session)?;
    let fields = [
        ("grant_type", "password"),
        ("username", "moved@newcomer.example"),
        ("password", user.password.as_str()),
    ];
    super::token_forms::ask(session, &application, &fields)
        .await?
        .is(200)
}

/// What every API must show of the user of these cases.
struct Seen {
    given_name: &'static str,
    active: bool,
}

impl Seen {
    fn new(given_name: &'static str, active: bool) -> Self {
        Self { given_name, active }
    }

    async fn holds_everywhere(&self, session: &mut Session, id: &str) -> Claim {
        let newer = session.user(id).await?;
        let older = v4::read(session, id).await?;
        for user in [&newer, &older] {
            self.holds_of_identity(user, id)?;
        }
        let filter = format!("userName eq \"{LOGIN}\" and active eq {}", self.active);
        same(
            "the search",
            vec![id.to_owned()],
            session.find(&filter).await?,
        )?;

        let items = old_items(session, &[("user", LOGIN)]).await?;
        same("items of v3.0", 1, items.len())?;
        let expected = json!([
            self.active,
            LOGIN,
            "E-truth",
            self.given_name,
            "Newcomer",
            LOGIN
        ]);
        let fields = [
            "Active",
            "LoginID",
            "EmployeeID",
            "FirstName",
            "LastName",
            "PrimaryEmail",
        ];
        let found: Value = fields.iter().map(|name| items[0][*name].clone()).collect();
        same("v3.0", expected, found)
    }

    fn holds_of_identity(&self, user: &Value, id: &str) -> Claim {
        same("id", Some(id), user["id"].as_str())?;
        same("userName", Some(LOGIN), user["userName"].as_str())?;
        same("active", Some(self.active), user["active"].as_bool())?;
        same(
            "givenName",
            Some(self.given_name),
            user["name"]["givenName"].as_str(),
        )?;
        let formatted = format!("Newcomer, {} ", self.given_name);
        same(
            "formatted",
            Some(formatted.as_str()),
            user["name"]["formatted"].as_str(),
        )?;
        same(
            "costCenter",
            Some("CC-17"),
            user[ENTERPRISE]["costCenter"].as_str(),
        )?;
        same("title", Some("Archivist"), user["title"].as_str())
    }
}

async fn gone_everywhere(session: &mut Session, id: &str) -> Claim {
    for path in [USERS, v4::USERS] {
        let request = Request::get(format!("{path}/{id}"));
        session.call(request).await?.refused(404)?;
    }
    let found = session.find(&format!("userName eq \"{LOGIN}\"")).await?;
    same("the search", 0, found.len())?;
    same(
        "v3.0",
        0,
        old_items(session, &[("user", LOGIN)]).await?.len(),
    )
}

fn core() -> Value {
    json!({ "title": "Archivist" })
}

fn enterprise() -> Value {
    json!({ "costCenter": "CC-17" })
}

async fn hire(session: &mut Session) -> Result<String, Failure> {
    let user = newcomer_with(session, "truth", core(), enterprise());
    session.create_id(&user).await
}

async fn change(session: &mut Session, users: &str, id: &str, path: &str, value: Value) -> Claim {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": path, "value": value }]
    });
    let request = Request::patch(format!("{users}/{id}")).json(&body);
    session.call(request).await?.is(200)
}

async fn old_items(session: &mut Session, query: &[(&str, &str)]) -> Result<Vec<Value>, Failure> {
    let request = Request::get(USERS_V3).header("accept", "application/json");
    let request = query.iter().fold(request, |request, (name, value)| {
        request.query(name, *value)
    });
    let page = session.call(request).await?.ok()?;
    Ok(page["Items"].as_array().cloned().unwrap_or_default())
}

/// The id of the user whose password is known.
fn known_user(session: &Session) -> Result<String, Failure> {
    super::token_forms::known_user(session).map(|user| user.id)
}
