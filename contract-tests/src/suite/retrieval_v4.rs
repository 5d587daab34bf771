//! User Retrieval v4: pages, projections, and how late it learns.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::people::newcomer;
use super::retrieval_calls::{SEARCH, found, pages, search, searching, total};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

register! { $ each_retrieval_v4 of "retrieval_v4", page::RETRIEVAL;
    a_search_without_filter_finds_everyone: "user_retrieval.v4.users.search";
    a_page_holds_a_hundred_users_unless_asked_otherwise: "user_retrieval.v4.users.search", FreshCompany;
    a_page_may_hold_a_thousand: "user_retrieval.v4.users.search", FreshCompany;
    a_count_of_zero_only_counts: "user_retrieval.v4.users.search";
    pages_follow_the_cursor_and_hold_everyone_once: "user_retrieval.v4.users.search";
    every_page_tells_the_same_total: "user_retrieval.v4.users.search";
    an_empty_cursor_means_the_first_page: "user_retrieval.v4.users.search";
    a_reply_has_no_start_index: "user_retrieval.v4.users.search";
    a_reply_is_labelled_as_scim: "user_retrieval.v4.users.search";
    a_body_may_be_labelled_as_plain_json: "user_retrieval.v4.users.search";
    the_path_may_end_in_a_slash: "user_retrieval.v4.users.search";
    attributes_choose_what_is_shown_beside_the_id: "user_retrieval.v4.users.search";
    attributes_reach_into_the_enterprise_extension: "user_retrieval.v4.users.search";
    excluded_attributes_are_left_out_of_the_users: "user_retrieval.v4.users.search";
    an_empty_list_of_excluded_attributes_excludes_nothing: "user_retrieval.v4.users.search";
    a_user_is_the_one_that_identity_shows: "user_retrieval.v4.users.search";
    whoever_is_switched_off_is_found_as_inactive: "user_retrieval.v4.users.search", Write;
    whoever_is_deleted_is_found_no_more: "user_retrieval.v4.users.search", Write;
    whoever_joins_through_scim_is_found: "user_retrieval.v4.users.search", Write;
    a_newcomer_is_found_once_the_index_knows: "user_retrieval.v4.users.search", FreshCompany, Clock;
}

async fn a_search_without_filter_finds_everyone(session: &mut Session) -> Claim {
    let mut everyone = Vec::new();
    for user in session.everyone().await? {
        everyone.push(id_of(&user)?);
    }
    everyone.sort();
    let reply = search(session, &json!({ "count": 1000 })).await?;
    let mut ids = reply
        .people()?
        .iter()
        .map(id_of)
        .collect::<Result<Vec<_>, _>>()?;
    ids.sort();

    same("the users", everyone, ids)
}

async fn a_page_holds_a_hundred_users_unless_asked_otherwise(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let page = search(session, &json!({})).await?;

    same("users in the page", 100, page.people()?.len())?;
    same(
        "itemsPerPage",
        json!(100),
        page.json()?["itemsPerPage"].clone(),
    )
}

async fn a_page_may_hold_a_thousand(session: &mut Session) -> Claim {
    session.enter(&Wish::users(130)).await?;
    let page = search(session, &json!({ "count": 1000 })).await?;

    let users = page.people()?.len();
    same("users in the page", total(&page.json()?)?, users as u64)?;
    holds("that is more than the default", users > 100)?;
    holds(
        "there is no other page",
        page.json()?["nextCursor"].is_null(),
    )
}

async fn a_count_of_zero_only_counts(session: &mut Session) -> Claim {
    let page = search(session, &json!({ "count": 0 })).await?.ok()?;

    same("Resources", &json!([]), &page["Resources"])?;
    holds("somebody is counted", total(&page)? > 0)
}

async fn pages_follow_the_cursor_and_hold_everyone_once(session: &mut Session) -> Claim {
    let expected = session.everyone().await?.len();
    let mut ids = BTreeSet::new();
    let mut shown = 0;
    for page in pages(session, &json!({ "count": 5 })).await? {
        let users = page["Resources"].as_array().cloned().unwrap_or_default();
        same("itemsPerPage", &json!(users.len()), &page["itemsPerPage"])?;
        holds("a page keeps the count", users.len() <= 5)?;
        for user in users {
            ids.insert(id_of(&user)?);
            shown += 1;
        }
    }
    same("users without repetition", shown, ids.len())?;
    same("users", expected, shown)
}

async fn every_page_tells_the_same_total(session: &mut Session) -> Claim {
    let expected = session.everyone().await?.len() as u64;
    for page in pages(session, &json!({ "count": 5 })).await? {
        same("the total", expected, total(&page)?)?;
    }
    Ok(())
}

async fn an_empty_cursor_means_the_first_page(session: &mut Session) -> Claim {
    let first = search(session, &json!({ "count": 3 })).await?.people()?;
    for cursor in [json!(null), json!("")] {
        let body = json!({ "count": 3, "cursor": cursor });
        same(
            "the users",
            &first,
            &search(session, &body).await?.people()?,
        )?;
    }
    Ok(())
}

async fn a_reply_has_no_start_index(session: &mut Session) -> Claim {
    let reply = search(session, &json!({ "count": 3 })).await?;
    reply.people()?;
    holds("no startIndex", reply.json()?.get("startIndex").is_none())
}

async fn a_reply_is_labelled_as_scim(session: &mut Session) -> Claim {
    let reply = search(session, &json!({ "count": 3 })).await?;
    reply.people()?;
    let kind = reply.header("content-type").unwrap_or_default().to_owned();
    let is_scim = kind.starts_with("application/scim+json");
    holds(format!("{kind} is SCIM's"), is_scim)
}

async fn a_body_may_be_labelled_as_plain_json(session: &mut Session) -> Claim {
    let body = json!({ "schemas": [super::retrieval_calls::STANDARD], "count": 3 });
    let request = Request::post(SEARCH).json(&body);
    same("users", 3, session.call(request).await?.people()?.len())
}

async fn the_path_may_end_in_a_slash(session: &mut Session) -> Claim {
    let mut request = searching(&json!({ "count": 3 }));
    request.path.push('/');
    same("users", 3, session.call(request).await?.people()?.len())
}

async fn attributes_choose_what_is_shown_beside_the_id(session: &mut Session) -> Claim {
    let body = json!({ "attributes": ["name", "emails", "userName"] });
    for user in search(session, &body).await?.people()? {
        same(
            "what is shown",
            BTreeSet::from(["emails", "id", "name", "userName"]),
            names(&user),
        )?;
    }
    Ok(())
}

async fn attributes_reach_into_the_enterprise_extension(session: &mut Session) -> Claim {
    let body = json!({ "attributes": [format!("{ENTERPRISE}:employeeNumber")] });
    for user in search(session, &body).await?.people()? {
        same(
            "what is shown",
            BTreeSet::from(["id", ENTERPRISE]),
            names(&user),
        )?;
        let extension = names(&user[ENTERPRISE]);
        same(
            "of the extension",
            BTreeSet::from(["employeeNumber"]),
            extension,
        )?;
    }
    Ok(())
}

async fn excluded_attributes_are_left_out_of_the_users(session: &mut Session) -> Claim {
    let body = json!({ "excludedAttributes": ["emails", "name.familyName", ENTERPRISE] });
    for user in search(session, &body).await?.people()? {
        holds("there is a login", user["userName"].is_string())?;
        holds(
            "there is a given name",
            user["name"]["givenName"].is_string(),
        )?;
        for gone in [
            &user["emails"],
            &user["name"]["familyName"],
            &user[ENTERPRISE],
        ] {
            holds("what is excluded is gone", gone.is_null())?;
        }
    }
    Ok(())
}

async fn an_empty_list_of_excluded_attributes_excludes_nothing(session: &mut Session) -> Claim {
    let plain = search(session, &json!({ "count": 3 })).await?.people()?;
    let body = json!({ "count": 3, "excludedAttributes": [] });
    same("the users", plain, search(session, &body).await?.people()?)
}

async fn a_user_is_the_one_that_identity_shows(session: &mut Session) -> Claim {
    for user in search(session, &json!({ "count": 5 })).await?.people()? {
        let known = session.user(&id_of(&user)?).await?;
        for name in [
            "userName",
            "active",
            "displayName",
            "name",
            "emails",
            "addresses",
        ] {
            let what = |user: &Value| present(&user[name]);
            same(name, what(&known), what(&user))?;
        }
        for name in ["companyId", "employeeNumber", "costCenter", "manager"] {
            let what = |user: &Value| present(&user[ENTERPRISE][name]);
            same(name, what(&known), what(&user))?;
        }
    }
    Ok(())
}

async fn whoever_is_switched_off_is_found_as_inactive(session: &mut Session) -> Claim {
    let user = newcomer(session, "off");
    let id = session.create_id(&user).await?;
    let change = json!([{ "op": "replace", "path": "active", "value": false }]);
    session.patch(&id, change).await?.is(200)?;

    let filter = "userName eq \"off@newcomer.example\" and active eq false";
    same("the user", vec![id], found(session, filter).await?)
}

async fn whoever_is_deleted_is_found_no_more(session: &mut Session) -> Claim {
    let user = newcomer(session, "gone");
    let id = session.create_id(&user).await?;
    let filter = "userName eq \"gone@newcomer.example\"";
    same("before", vec![id.clone()], found(session, filter).await?)?;
    let path = format!("{}/{id}", crate::session::USERS);
    session.call(Request::delete(path)).await?.is(204)?;

    let none: Vec<String> = Vec::new();
    same("afterwards", none, found(session, filter).await?)
}

async fn whoever_joins_through_scim_is_found(session: &mut Session) -> Claim {
    let id = super::scim_v4_calls::join_id(session, "joined").await?;
    let filter = format!("{ENTERPRISE}:employeeNumber eq \"J-joined\"");
    same("the user", vec![id], found(session, &filter).await?)
}

async fn a_newcomer_is_found_once_the_index_knows(session: &mut Session) -> Claim {
    session
        .enter(&Wish::policy("retrieval.index-lag", 120))
        .await?;
    let user = newcomer(session, "fresh");
    let id = session.create_id(&user).await?;
    let filter = "userName eq \"fresh@newcomer.example\"";

    let none: Vec<String> = Vec::new();
    same("at once", none, found(session, filter).await?)?;
    session.advance(121).await?;
    same("two minutes later", vec![id], found(session, filter).await?)
}

fn names(value: &Value) -> BTreeSet<&str> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(name, _)| name.as_str()).collect()
}

/// Null, absent and an empty list say the same.
fn present(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.clone(), present(member)))
            .filter(|(_, member)| !member.is_null())
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(items) if items.is_empty() => Value::Null,
        Value::Array(items) => items.iter().map(present).collect(),
        other => other.clone(),
    }
}
