//! Identity v4.1: which attributes and which calls a scope opens.

use serde_json::{Value, json};

use super::people::{create_furnished, newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, TOKEN, USERS, Wish};

pub(super) const IDS: &str = "identity.user.ids.read";
pub(super) const CORE: &str = "identity.user.core.read";
const SENSITIVE: &str = "identity.user.coresensitive.read";
const ENTERPRISE_READ: &str = "identity.user.enterprise.read";
pub(super) const SAP: &str = "identity.user.sap.read";
pub(super) const WRITE: &str = "identity.user.coreenterprise.writeonly";

pub(super) const SAP_URN: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";

register! { $ each_identity_v4_1_scope of "identity_v4_1_scopes", page::SCOPES;
    the_ids_scope_shows_ids_and_nothing_else: "identity.v4_1.users.list", FreshCompany;
    the_core_scope_shows_neither_login_nor_addresses: "identity.v4_1.users.list", FreshCompany;
    the_sensitive_scope_shows_emails_but_no_name: "identity.v4_1.users.list", FreshCompany;
    the_enterprise_scope_shows_the_extension_but_no_name: "identity.v4_1.users.list", FreshCompany;
    the_name_of_a_contact_needs_the_core_scope: "identity.v4_1.users.get", Write;
    the_sap_id_needs_the_sap_scope: "identity.v4_1.users.get", Write;
    a_missing_scope_hides_in_searches_too: "identity.v4_1.users.search", FreshCompany;
    asking_for_a_hidden_attribute_is_no_error: "identity.v4_1.users.list", FreshCompany;
    without_any_read_scope_a_list_is_403: "identity.v4_1.users.list", FreshCompany;
    without_any_read_scope_a_search_is_403: "identity.v4_1.users.search", FreshCompany;
    without_any_read_scope_a_user_is_403: "identity.v4_1.users.get", FreshCompany;
    without_the_write_scope_a_create_is_403: "identity.v4_1.users.create", FreshCompany;
    without_the_write_scope_a_patch_is_403: "identity.v4_1.users.patch", FreshCompany;
    without_the_write_scope_a_replace_is_403: "identity.v4_1.users.replace", FreshCompany;
    without_the_delete_scope_a_delete_is_403: "identity.v4_1.users.delete", FreshCompany;
    an_external_id_needs_a_scope_of_its_own: "identity.v4_1.users.create", FreshCompany;
    a_sap_id_needs_a_scope_of_its_own: "identity.v4_1.users.create", FreshCompany;
    a_narrowed_token_sees_less: "identity.v4_1.users.list";
}

async fn the_ids_scope_shows_ids_and_nothing_else(session: &mut Session) -> Claim {
    for user in listed(session, &[IDS]).await? {
        holds(
            "there is an id and a login",
            user["id"].is_string() && user["userName"].is_string(),
        )?;
        hides(
            &user,
            &[
                "name",
                "active",
                "displayName",
                "emails",
                "addresses",
                "title",
                "meta",
                "timezone",
                ENTERPRISE,
            ],
        )?;
    }
    Ok(())
}

async fn the_core_scope_shows_neither_login_nor_addresses(session: &mut Session) -> Claim {
    for user in listed(session, &[CORE]).await? {
        holds("there is an id", user["id"].is_string())?;
        holds("there is a name", user["name"]["familyName"].is_string())?;
        holds("there is active", user["active"].is_boolean())?;
        hides(
            &user,
            &[
                "userName",
                "externalId",
                "emails",
                "phoneNumbers",
                "addresses",
                "dateOfBirth",
                ENTERPRISE,
            ],
        )?;
    }
    Ok(())
}

async fn the_sensitive_scope_shows_emails_but_no_name(session: &mut Session) -> Claim {
    let users = listed(session, &[SENSITIVE]).await?;
    holds(
        "somebody has an e-mail address",
        users
            .iter()
            .any(|user| user["emails"][0]["value"].is_string()),
    )?;
    for user in users {
        hides(
            &user,
            &[
                "userName",
                "name",
                "active",
                "displayName",
                "title",
                ENTERPRISE,
            ],
        )?;
    }
    Ok(())
}

async fn the_enterprise_scope_shows_the_extension_but_no_name(session: &mut Session) -> Claim {
    for user in listed(session, &[ENTERPRISE_READ]).await? {
        holds(
            "there is a companyId",
            user[ENTERPRISE]["companyId"].is_string(),
        )?;
        hides(
            &user,
            &[
                "userName",
                "name",
                "active",
                "displayName",
                "emails",
                "title",
            ],
        )?;
    }
    Ok(())
}

async fn the_name_of_a_contact_needs_the_core_scope(session: &mut Session) -> Claim {
    let with = read_furnished(session, "with", &[CORE, SENSITIVE]).await?;
    let without = read_furnished(session, "without", &[SENSITIVE]).await?;

    let contact = |user: &Value| user["emergencyContacts"][0].clone();
    same(
        "name",
        "Kim Newcomer",
        contact(&with)["name"].as_str().unwrap_or_default(),
    )?;
    same(
        "relationship",
        "Sister",
        contact(&without)["relationship"]
            .as_str()
            .unwrap_or_default(),
    )?;
    holds(
        "the name is hidden",
        contact(&without).get("name").is_none(),
    )
}

async fn the_sap_id_needs_the_sap_scope(session: &mut Session) -> Claim {
    let with = read_furnished(session, "with", &[CORE, SAP]).await?;
    let without = read_furnished(session, "without", &[CORE]).await?;

    holds("userUuid is shown", with[SAP_URN]["userUuid"].is_string())?;
    holds(
        "userUuid is hidden",
        without
            .get(SAP_URN)
            .is_none_or(|extension| extension.get("userUuid").is_none()),
    )
}

async fn a_missing_scope_hides_in_searches_too(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE])).await?;

    for user in session.search(&json!({})).await?.people()? {
        holds("there is a name", user["name"].is_object())?;
        hides(&user, &["emails", ENTERPRISE])?;
    }
    Ok(())
}

async fn asking_for_a_hidden_attribute_is_no_error(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS])).await?;

    for user in session
        .call(Request::get(USERS).query("attributes", "userName,emails"))
        .await?
        .people()?
    {
        holds("there is a login", user["userName"].is_string())?;
        hides(&user, &["emails"])?;
    }
    Ok(())
}

async fn without_any_read_scope_a_list_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[WRITE])).await?;
    session
        .call(Request::get(USERS))
        .await?
        .refused(403)
        .map(drop)
}

async fn without_any_read_scope_a_search_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[WRITE])).await?;
    session.search(&json!({})).await?.refused(403).map(drop)
}

async fn without_any_read_scope_a_user_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[WRITE])).await?;
    let id = own_user(session)?;
    session
        .call(Request::get(format!("{USERS}/{id}")))
        .await?
        .refused(403)
        .map(drop)
}

async fn without_the_write_scope_a_create_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE])).await?;
    let user = newcomer(session, "unwritten");

    session
        .call(Request::post(USERS).json(&user))
        .await?
        .refused(403)?;

    let total = session
        .call(Request::get(USERS).query("count", "0"))
        .await?
        .ok()?["totalResults"]
        .clone();
    let listed = session
        .pages("100")
        .await?
        .first()
        .map(|page| page["totalResults"].clone());
    same("totalResults", listed, Some(total))
}

async fn without_the_write_scope_a_patch_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE])).await?;
    let id = session.somebody().await?;

    session
        .patch(
            &id,
            json!([{ "op": "replace", "path": "title", "value": "Thief" }]),
        )
        .await?
        .refused(403)?;

    let user = session.user(&id).await?;
    holds("the title did not change", user["title"] != "Thief")
}

async fn without_the_write_scope_a_replace_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE])).await?;
    let id = session.somebody().await?;
    let user = newcomer(session, "unreplaced");

    session
        .call(Request::put(format!("{USERS}/{id}")).json(&user))
        .await?
        .refused(403)
        .map(drop)
}

async fn without_the_delete_scope_a_delete_is_403(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE, WRITE])).await?;
    let id = session.somebody().await?;

    session
        .call(Request::delete(format!("{USERS}/{id}")))
        .await?
        .refused(403)?;

    session.user(&id).await.map(drop)
}

async fn an_external_id_needs_a_scope_of_its_own(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE, WRITE])).await?;
    let user = newcomer_with(
        session,
        "foreign",
        json!({ "externalId": "X-1" }),
        json!({}),
    );

    session
        .call(Request::post(USERS).json(&user))
        .await?
        .refused(403)
        .map(drop)
}

async fn a_sap_id_needs_a_scope_of_its_own(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&[IDS, CORE, WRITE])).await?;
    let user = newcomer_with(
        session,
        "sapless",
        json!({ SAP_URN: { "userUuid": "sap-1" } }),
        json!({}),
    );

    session
        .call(Request::post(USERS).json(&user))
        .await?
        .refused(403)
        .map(drop)
}

async fn a_narrowed_token_sees_less(session: &mut Session) -> Claim {
    let token = narrowed(session, IDS).await?;

    for user in session
        .send(Request::get(USERS).bearer(&token))
        .await?
        .people()?
    {
        hides(&user, &["name", "emails", ENTERPRISE])?;
    }
    Ok(())
}

/// The list as an application with these scopes sees it.
async fn listed(session: &mut Session, scopes: &[&str]) -> Result<Vec<Value>, Failure> {
    session.enter(&Wish::scopes(scopes)).await?;
    let users = session.call(Request::get(USERS)).await?.people()?;
    holds("there are users", !users.is_empty())?;
    Ok(users)
}

/// A user with everything filled, as a token with these scopes sees it. The token that creates the user is another one: what a
/// write answers to a caller who may not read is documented nowhere.
async fn read_furnished(
    session: &mut Session,
    tag: &str,
    scopes: &[&str],
) -> Result<Value, Failure> {
    let id = create_furnished(session, tag).await?;
    let token = narrowed(session, &scopes.join(" ")).await?;
    let request = Request::get(format!("{USERS}/{id}")).bearer(&token);
    session.send(request).await?.ok()
}

/// A token of the company with fewer scopes than its application has.
pub(super) async fn narrowed(session: &mut Session, scope: &str) -> Result<String, Failure> {
    let company = session.company().clone();
    let first = session.grant(&company).await?.ok()?;
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "refresh_token"),
        (
            "refresh_token",
            first["refresh_token"].as_str().unwrap_or_default(),
        ),
        ("scope", scope),
    ]);
    let reply = session.send(form).await?.ok()?;
    Ok(reply["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

fn own_user(session: &Session) -> Result<String, Failure> {
    let user = session.company().user.clone().map(|user| user.id);
    user.ok_or_else(|| Failure::harness("the company names no user who can sign in"))
}

fn hides(user: &Value, names: &[&str]) -> Claim {
    for name in names {
        holds(format!("{name} is hidden"), user.get(*name).is_none())?;
    }
    Ok(())
}
