//! Pages that lost entries, come again or are short, in every way of paging.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{LIST, Stage, ids};
use crate::client::answer;

const PATH: &str = "/profile/identity/v4.1/Users";

/// Every user that a walk from page to page meets, at most ten pages.
async fn walk(stage: &Stage, count: usize) -> Vec<String> {
    let mut met = Vec::new();
    let mut cursor = String::new();
    for _ in 0..10 {
        let (status, page) = stage.read(&format!("{PATH}?count={count}{cursor}")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        met.extend(ids(&page));
        let Some(next) = page["nextCursor"].as_str() else {
            return met;
        };
        let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
        cursor = format!("&cursor={next}");
    }
    panic!("the walk does not end");
}

#[tokio::test]
async fn a_walk_over_a_lossy_page_misses_a_user() {
    let stage = Stage::set().await;
    let all = walk(&stage, 2).await;
    let kind = json!({"lost_items": {}});
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": kind, "schedule": {"first": 1}}))
        .await;

    let met = walk(&stage, 2).await;

    assert_eq!(met, [all[0].clone(), all[2].clone()]);
}

#[tokio::test]
async fn a_walk_over_short_pages_misses_nobody() {
    let stage = Stage::set().await;
    let all = walk(&stage, 100).await;
    let kind = json!({"short_page": {"count": 1}});
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": kind, "schedule": {"first": 2}}))
        .await;

    let (_, page) = stage.read(&format!("{PATH}?count=100")).await;
    assert_eq!((ids(&page).len(), &page["totalResults"]), (1, &json!(3)));
    assert_eq!(walk(&stage, 100).await, all);
    assert_eq!(stage.fired().await, 2);
}

#[tokio::test]
async fn a_walk_meets_the_users_of_a_repeated_page_twice() {
    let stage = Stage::set().await;
    let all = walk(&stage, 1).await;
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": "repeated_page", "at_most": 1}))
        .await;

    let met = walk(&stage, 1).await;

    assert_eq!(met, [all[0].clone(), all[0].clone(), all[2].clone()]);
    assert_eq!(stage.account().await["faults"][0]["attempts"], 1);
}

#[tokio::test]
async fn a_search_has_short_pages_too() {
    let stage = Stage::set().await;
    for (path, schema) in [
        (
            "/profile/identity/v4.1/Users/.search",
            "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest",
        ),
        (
            "/profile/v4/Users/.search",
            "urn:ietf:params:scim:api:messages:2.0:SearchRequest",
        ),
    ] {
        stage
            .plan(json!({"name": "a", "kind": {"short_page": {"count": 2}}}))
            .await;
        let body = json!({"schemas": [schema], "count": 50});
        let request = stage.client.request(Method::POST, path).json(&body);
        let (status, page) = answer(request.bearer_auth(&stage.token)).await;
        assert_eq!((status, ids(&page).len()), (StatusCode::OK, 2), "{page}");
        assert!(page["nextCursor"].is_string(), "{page}");
    }
}

/// How many entries a page of each way of paging has.
fn entries(page: &str) -> usize {
    let count = |part: &str| page.matches(part).count();
    match serde_json::from_str::<Value>(page) {
        Ok(page) => {
            let list = ["Resources", "Items"]
                .into_iter()
                .find_map(|name| page[name].as_array());
            list.unwrap().len()
        }
        Err(_) => count("</User>") + count("</ProfileSummary>"),
    }
}

#[tokio::test]
async fn every_list_loses_entries_and_gets_short() {
    let stage = Stage::set().await;
    for (path, accept) in [
        ("/profile/identity/v4/Users", "application/json"),
        ("/profile/identity/v4.1/Users", "application/json"),
        ("/profile/spend/v4/Users", "application/json"),
        ("/profile/spend/v4.1/Users", "application/json"),
        ("/scim/v4/Users", "application/json"),
        ("/scim/v4/Groups", "application/json"),
        ("/api/v3.0/common/users", "application/json"),
        ("/api/v3.0/common/users", "application/xml"),
        ("/users", "application/json"),
        ("/users", "application/xml"),
        (
            "/api/travelprofile/v2.0/summary?LastModifiedDate=2000-01-01T00:00:00",
            "application/xml",
        ),
    ] {
        let read = async || {
            let request = stage.client.request(Method::GET, path);
            let request = request.bearer_auth(&stage.token).header("accept", accept);
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            entries(&response.text().await.unwrap())
        };
        stage
            .client
            .request(Method::DELETE, &stage.admin("/faults"))
            .send()
            .await
            .unwrap();
        let whole = read().await;
        assert!(whole > 1, "{path} has {whole}");
        stage
            .plan(json!({"name": "a", "kind": {"lost_items": {}}}))
            .await;
        assert_eq!(read().await, whole - 1, "{path} {accept}");
        stage
            .plan(json!({"name": "a", "kind": {"short_page": {}}}))
            .await;
        assert_eq!(read().await, 1, "{path} {accept}");
    }
}
