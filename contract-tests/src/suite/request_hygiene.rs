//! Requests as such: spellings of paths, bodies in pieces, content types, correlation ids.

use serde_json::{Value, json};

use super::people::newcomer;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{SEARCH_REQUEST, Session, TOKEN, USERS, id_of};

const LOWER: &str = "/profile/identity/v4.1/users";

register! { $ each_request_hygiene of "request_hygiene", page::IDENTITY_V4_1;
    users_in_lower_case_are_the_same_users: "identity.v4_1.users.list";
    one_user_in_lower_case_is_the_same_user: "identity.v4_1.users.get";
    a_search_in_lower_case_finds_the_same: "identity.v4_1.users.search";
    a_user_is_changed_in_lower_case_too: "identity.v4_1.users.patch", Write;
    a_slash_at_the_end_makes_no_difference: "identity.v4_1.users.list";
    a_slash_behind_an_id_makes_no_difference: "identity.v4_1.users.get";
    an_id_in_capitals_is_the_same_id: "identity.v4_1.users.get";
    a_filter_in_the_address_of_a_list_filters_nothing: "identity.v4_1.users.list", Write;
    #[source = page::STATUSES]
    a_body_in_pieces_is_400: "identity.v4_1.users.create", Write;
    #[source = page::STATUSES]
    a_search_in_pieces_is_400: "identity.v4_1.users.search";
    a_charset_beside_the_content_type_makes_no_difference: "identity.v4_1.users.create", Write;
    a_body_of_another_kind_is_400: "identity.v4_1.users.create", Write;
    a_body_without_kind_creates_nobody_by_accident: "identity.v4_1.users.create", Write;
    #[source = page::SAMPLE_COLLECTION]
    what_the_sample_collection_accepts_is_answered: "identity.v4_1.users.list";
    #[source = page::CORRELATION]
    every_api_returns_the_correlation_id: "identity.v4_1.users.get", FreshCompany;
    #[source = page::CORRELATION]
    a_refused_token_request_returns_the_correlation_id: "oauth2.token.create";
    unknown_members_of_a_replace_are_ignored: "identity.v4_1.users.replace", Write;
    unknown_members_of_an_extension_are_ignored: "identity.v4_1.users.create", Write;
    a_replace_with_the_whole_answer_changes_nothing: "identity.v4_1.users.replace", Write;
}

async fn users_in_lower_case_are_the_same_users(session: &mut Session) -> Claim {
    let plain = session.call(Request::get(USERS)).await?.people()?;
    let lower = session.call(Request::get(LOWER)).await?.people()?;
    same("the users", plain, lower)
}

async fn one_user_in_lower_case_is_the_same_user(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let plain = session.user(&id).await?;
    let lower = Request::get(format!("{LOWER}/{id}"));
    same("the user", plain, session.call(lower).await?.ok()?)
}

async fn a_search_in_lower_case_finds_the_same(session: &mut Session) -> Claim {
    let body = json!({ "schemas": [SEARCH_REQUEST], "count": 5 });
    let plain = Request::post(format!("{USERS}/.search")).json(&body);
    let lower = Request::post(format!("{LOWER}/.search"))
        .json(&body)
        .deviant();

    let plain = session.call(plain).await?.people()?;
    same("the users", plain, session.call(lower).await?.people()?)
}

async fn a_user_is_changed_in_lower_case_too(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "lower")).await?;
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "add", "path": "title", "value": "Archivist" }]
    });

    let request = Request::patch(format!("{LOWER}/{id}")).json(&body);
    session.call(request).await?.is(200)?;

    let user = session.user(&id).await?;
    same("title", Some("Archivist"), user["title"].as_str())
}

async fn a_slash_at_the_end_makes_no_difference(session: &mut Session) -> Claim {
    let plain = session
        .call(Request::get(USERS).query("count", "5"))
        .await?
        .people()?;
    for path in [format!("{USERS}/"), format!("{LOWER}/")] {
        let request = Request::get(&path).query("count", "5");
        same(&path, &plain, &session.call(request).await?.people()?)?;
    }
    Ok(())
}

async fn a_slash_behind_an_id_makes_no_difference(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let plain = session.user(&id).await?;
    let request = Request::get(format!("{USERS}/{id}/")).deviant();
    same("the user", plain, session.call(request).await?.ok()?)
}

async fn an_id_in_capitals_is_the_same_id(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let request = Request::get(format!("{USERS}/{}", id.to_uppercase()));
    let user = session.call(request).await?.ok()?;
    same("id", id, id_of(&user)?)
}

async fn a_filter_in_the_address_of_a_list_filters_nothing(session: &mut Session) -> Claim {
    session.create(&newcomer(session, "sought")).await?;
    let total = session.call(Request::get(USERS)).await?.ok()?["totalResults"].clone();

    // This version took filter and startIndex away from the list; whether it minds them is not said.
    for (name, value) in [
        ("filter", "userName eq \"sought@newcomer.example\""),
        ("startIndex", "3"),
    ] {
        let request = Request::get(USERS).query(name, value).deviant();
        let reply = session.call(request).await?;
        if reply.status() != 400 {
            same(name, &total, &reply.ok()?["totalResults"])?;
            holds("everybody is listed", reply.people()?.len() > 3)?;
        }
    }
    Ok(())
}

async fn a_body_in_pieces_is_400(session: &mut Session) -> Claim {
    let user = newcomer(session, "pieces");
    let request = Request::post(USERS)
        .json(&user)
        .header("transfer-encoding", "chunked")
        .deviant();

    session.call(request).await?.is(400)?;

    session.create(&user).await.map(drop)
}

async fn a_search_in_pieces_is_400(session: &mut Session) -> Claim {
    let request = Request::post(format!("{USERS}/.search"))
        .json(&json!({ "schemas": [SEARCH_REQUEST] }))
        .header("transfer-encoding", "chunked")
        .deviant();
    session.call(request).await?.is(400)
}

async fn a_charset_beside_the_content_type_makes_no_difference(session: &mut Session) -> Claim {
    let user = newcomer(session, "charset").to_string();
    let request = Request::post(USERS).body("application/json; charset=utf-8", user);
    let created = session.call(request).await?.ok()?;
    id_of(&created).map(drop)
}

async fn a_body_of_another_kind_is_400(session: &mut Session) -> Claim {
    let user = newcomer(session, "kind");
    for kind in [
        "text/plain",
        "application/xml",
        "application/x-www-form-urlencoded",
    ] {
        let request = Request::post(USERS).body(kind, user.to_string()).deviant();
        session.call(request).await?.is_any(&[400, 415])?;
    }
    session.create(&user).await.map(drop)
}

async fn a_body_without_kind_creates_nobody_by_accident(session: &mut Session) -> Claim {
    let user = newcomer(session, "kindless");
    let mut request = Request::post(USERS).json(&user).deviant();
    request
        .headers
        .retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));

    let reply = session.call(request).await?;

    // Whether the kind must be said is not written; what is answered must be true.
    reply.is_any(&[200, 400, 415])?;
    let expected = usize::from(reply.status() == 200);
    let found = session
        .find("userName eq \"kindless@newcomer.example\"")
        .await?;
    same("users of that login", expected, found.len())
}

async fn what_the_sample_collection_accepts_is_answered(session: &mut Session) -> Claim {
    let request = Request::get(USERS).header("accept", "application/json,application/scim+json");
    let reply = session.call(request).await?;
    reply.people()?;
    let kind = reply.header("content-type").unwrap_or_default();
    holds(
        format!("{kind} is JSON"),
        kind.starts_with("application/json"),
    )
}

async fn every_api_returns_the_correlation_id(session: &mut Session) -> Claim {
    let id = session.somebody().await?;
    let paths = [
        format!("{USERS}/{id}"),
        format!("/profile/identity/v4/Users/{id}"),
        "/profile/identity/v4.1/Schemas".to_owned(),
        "/api/v3.0/common/users".to_owned(),
    ];
    for (at, path) in paths.iter().enumerate() {
        let own = format!("5f0c1f2e-7a55-4f3e-9d3a-2f2f3a7f9b1{at}");
        let request = Request::get(path)
            .header("accept", "application/json")
            .header("Concur-CorrelationId", &own);
        let reply = session.call(request).await?;
        reply.is(200)?;
        let back = reply.header("concur-correlationid");
        same(path, Some(own.as_str()), back)?;
    }
    Ok(())
}

async fn a_refused_token_request_returns_the_correlation_id(session: &mut Session) -> Claim {
    let own = "5f0c1f2e-7a55-4f3e-9d3a-2f2f3a7f9b10";
    let request = Request::post(TOKEN)
        .form(&[("grant_type", "client_credentials")])
        .header("concur-correlationid", own)
        .deviant();

    let reply = session.send(request).await?;

    reply.is(400)?;
    same(
        "the header",
        Some(own),
        reply.header("concur-correlationid"),
    )
}

async fn unknown_members_of_a_replace_are_ignored(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "extra")).await?;
    let mut user = newcomer(session, "extra");
    user["shoeSize"] = json!(44);

    let reply = replace(session, &id, &user).await?;

    reply.is(200)?;
    holds(
        "it is not kept",
        session.user(&id).await?.get("shoeSize").is_none(),
    )
}

async fn unknown_members_of_an_extension_are_ignored(session: &mut Session) -> Claim {
    let mut user = newcomer(session, "extra");
    user[crate::session::ENTERPRISE]["shoeSize"] = json!(44);
    user["urn:example:unheard:2.0:User"] = json!({ "shoeSize": 44 });

    let request = Request::post(USERS).json(&user).deviant();
    let id = id_of(&session.call(request).await?.ok()?)?;

    let read = session.user(&id).await?.to_string();
    for gone in ["shoeSize", "unheard"] {
        holds(format!("{gone} is not kept"), !read.contains(gone))?;
    }
    Ok(())
}

async fn a_replace_with_the_whole_answer_changes_nothing(session: &mut Session) -> Claim {
    let id = super::people::create_furnished(session, "round").await?;
    let before = session.user(&id).await?;

    replace(session, &id, &before).await?.is(200)?;

    let mut after = session.user(&id).await?;
    let mut before = before;
    for user in [&mut before, &mut after] {
        user["meta"] = Value::Null;
    }
    // The printed answer to a replace has the manager's name and entitlements out of sight as well.
    same("the user", before, after)
}

async fn replace(session: &mut Session, id: &str, user: &Value) -> Result<Reply, Failure> {
    let request = Request::put(format!("{USERS}/{id}")).json(user).deviant();
    session.call(request).await
}
