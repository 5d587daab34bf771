//! Identity v4.1: the search request itself: its schema, its paging, and which filters it refuses.

use serde_json::{Value, json};

use super::people::hire_staff;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{SEARCH_REQUEST, Session, USERS, id_of, search_request};

register! { $ each_identity_v4_1_search of "identity_v4_1_search", page::SEARCH;
    a_search_without_filter_finds_everyone: "identity.v4_1.users.search";
    the_schema_of_rfc_7644_is_refused: "identity.v4_1.users.search";
    the_schema_of_a_list_reply_is_refused: "identity.v4_1.users.search";
    a_missing_schema_is_refused: "identity.v4_1.users.search";
    an_empty_list_of_schemas_is_refused: "identity.v4_1.users.search";
    a_body_that_is_no_json_is_refused: "identity.v4_1.users.search";
    pages_of_a_search_hold_everyone_once: "identity.v4_1.users.search";
    a_filter_counts_only_what_it_finds: "identity.v4_1.users.search", Write;
    a_continuation_needs_schema_count_and_cursor_only: "identity.v4_1.users.search";
    an_empty_cursor_is_the_first_page: "identity.v4_1.users.search";
    a_cursor_that_nobody_gave_is_refused: "identity.v4_1.users.search";
    the_enterprise_urn_is_required_in_filters: "identity.v4_1.users.search";
    an_unlisted_attribute_is_refused: "identity.v4_1.users.search";
    an_unknown_attribute_is_refused: "identity.v4_1.users.search";
    an_unknown_operator_is_refused: "identity.v4_1.users.search";
    a_broken_filter_is_refused: "identity.v4_1.users.search";
    not_inside_brackets_of_a_list_is_refused: "identity.v4_1.users.search";
    ne_inside_brackets_of_a_list_is_refused: "identity.v4_1.users.search";
    a_nested_or_inside_brackets_of_a_list_is_refused: "identity.v4_1.users.search";
    the_same_attribute_twice_inside_brackets_is_refused: "identity.v4_1.users.search";
    order_inside_brackets_of_a_list_is_refused: "identity.v4_1.users.search";
    a_refused_filter_is_told_so_in_scim_words: "identity.v4_1.users.search";
}

async fn a_search_without_filter_finds_everyone(session: &mut Session) -> Claim {
    let listed = session.pages("1000").await?;
    let found = session.search(&json!({ "count": 1000 })).await?.ok()?;

    holds("somebody is found", found["Resources"][0]["id"].is_string())?;
    same(
        "totalResults",
        listed.first().map(|page| page["totalResults"].clone()),
        Some(found["totalResults"].clone()),
    )
}

async fn the_schema_of_rfc_7644_is_refused(session: &mut Session) -> Claim {
    schemas_refused(
        session,
        &json!(["urn:ietf:params:scim:api:messages:2.0:SearchRequest"]),
    )
    .await
}

async fn the_schema_of_a_list_reply_is_refused(session: &mut Session) -> Claim {
    schemas_refused(
        session,
        &json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]),
    )
    .await
}

async fn a_missing_schema_is_refused(session: &mut Session) -> Claim {
    let request = Request::post(format!("{USERS}/.search"))
        .json(&json!({ "count": 1 }))
        .deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn an_empty_list_of_schemas_is_refused(session: &mut Session) -> Claim {
    schemas_refused(session, &json!([])).await
}

async fn a_body_that_is_no_json_is_refused(session: &mut Session) -> Claim {
    let request = Request::post(format!("{USERS}/.search"))
        .body("application/json", "{\"schemas\":")
        .deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn pages_of_a_search_hold_everyone_once(session: &mut Session) -> Claim {
    let mut ids = Vec::new();
    for user in session.search_all(&json!({ "count": 5 })).await? {
        ids.push(id_of(&user)?);
    }
    let mut listed = Vec::new();
    for page in session.pages("100").await? {
        for user in page["Resources"].as_array().into_iter().flatten() {
            listed.push(id_of(user)?);
        }
    }

    holds("somebody is found", !ids.is_empty())?;
    ids.sort();
    listed.sort();
    same("the users", listed, ids)
}

async fn a_filter_counts_only_what_it_finds(session: &mut Session) -> Claim {
    hire_staff(session).await?;

    let body = json!({ "filter": "name.familyName eq \"Smith\" and userName ew \"@newcomer.example\"", "count": 1 });
    let page = session.search(&body).await?.ok()?;
    let all = session.search_all(&body).await?;

    same("totalResults", Some(2), page["totalResults"].as_u64())?;
    same("users over all pages", 2, all.len())
}

async fn a_continuation_needs_schema_count_and_cursor_only(session: &mut Session) -> Claim {
    let first = session.search(&json!({ "count": 4 })).await?.ok()?;
    let second = session
        .search(&json!({ "count": 4, "cursor": first["nextCursor"] }))
        .await?
        .ok()?;

    let ids = |page: &Value| -> Vec<Value> {
        page["Resources"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|user| user["id"].clone())
            .collect()
    };
    same("users in the second page", 4, ids(&second).len())?;
    holds(
        "nobody comes twice",
        ids(&first).iter().all(|id| !ids(&second).contains(id)),
    )
}

async fn an_empty_cursor_is_the_first_page(session: &mut Session) -> Claim {
    let plain = session.search(&json!({ "count": 4 })).await?.ok()?;
    let empty = session
        .search(&json!({ "count": 4, "cursor": "" }))
        .await?
        .ok()?;

    holds("somebody is found", plain["Resources"][0]["id"].is_string())?;
    same("Resources", &plain["Resources"], &empty["Resources"])
}

async fn a_cursor_that_nobody_gave_is_refused(session: &mut Session) -> Claim {
    session
        .search(&json!({ "cursor": "bm90IGEgY3Vyc29y" }))
        .await?
        .refused(400)
        .map(drop)
}

async fn the_enterprise_urn_is_required_in_filters(session: &mut Session) -> Claim {
    filter_refused(session, "employeeNumber eq \"1\"")
        .await
        .map(drop)
}

async fn an_unlisted_attribute_is_refused(session: &mut Session) -> Claim {
    for filter in [
        "displayName eq \"x\"",
        "title eq \"x\"",
        "phoneNumbers.value eq \"1\"",
    ] {
        filter_refused(session, filter).await?;
    }
    Ok(())
}

async fn an_unknown_attribute_is_refused(session: &mut Session) -> Claim {
    filter_refused(session, "shoeSize eq \"44\"")
        .await
        .map(drop)
}

async fn an_unknown_operator_is_refused(session: &mut Session) -> Claim {
    filter_refused(session, "userName like \"x\"")
        .await
        .map(drop)
}

async fn a_broken_filter_is_refused(session: &mut Session) -> Claim {
    for filter in [
        "userName eq",
        "(userName eq \"x\"",
        "userName eq \"x\" and",
        "emails[type eq \"work\"",
        "userName \"x\"",
    ] {
        filter_refused(session, filter).await?;
    }
    Ok(())
}

async fn not_inside_brackets_of_a_list_is_refused(session: &mut Session) -> Claim {
    filter_refused(session, "emails[not(type eq \"work\")]")
        .await
        .map(drop)
}

async fn ne_inside_brackets_of_a_list_is_refused(session: &mut Session) -> Claim {
    filter_refused(session, "addresses[type ne \"work\"]")
        .await
        .map(drop)
}

async fn a_nested_or_inside_brackets_of_a_list_is_refused(session: &mut Session) -> Claim {
    let filter = "emails[value ew \"@sap.example\" and (type eq \"work\" or type eq \"home\")]";
    filter_refused(session, filter).await.map(drop)
}

async fn the_same_attribute_twice_inside_brackets_is_refused(session: &mut Session) -> Claim {
    filter_refused(
        session,
        "emails[value ew \"@concur.com\" and value ew \"@sap.com\"]",
    )
    .await?;
    filter_refused(
        session,
        "emails[value sw \"admin\" and value ew \"@sap.com\"]",
    )
    .await
    .map(drop)
}

async fn order_inside_brackets_of_a_list_is_refused(session: &mut Session) -> Claim {
    filter_refused(session, "emails[value gt \"a\"]")
        .await
        .map(drop)
}

async fn a_refused_filter_is_told_so_in_scim_words(session: &mut Session) -> Claim {
    let refusal = filter_refused(session, "shoeSize eq \"44\"").await?;

    same(
        "scimType",
        Some("invalidFilter"),
        refusal.scim_type.as_deref(),
    )?;
    holds(
        "there is a sentence",
        refusal.detail.is_some_and(|detail| !detail.is_empty()),
    )
}

async fn schemas_refused(session: &mut Session, schemas: &Value) -> Claim {
    let body = json!({ "schemas": schemas, "count": 1 });
    let request = Request::post(format!("{USERS}/.search"))
        .json(&body)
        .deviant();
    session.call(request).await?.refused(400)?;
    // The same with the right schema, so that nothing else can have been the reason.
    let body = json!({ "schemas": [SEARCH_REQUEST], "count": 1 });
    session
        .call(Request::post(format!("{USERS}/.search")).json(&body))
        .await?
        .is(200)
}

async fn filter_refused(
    session: &mut Session,
    filter: &str,
) -> Result<crate::reply::ScimRefusal, Failure> {
    let request = search_request(&json!({ "filter": filter })).deviant();
    session.call(request).await?.refused(400)
}
