//! Searches that look at so many users that they run beside the threads that answer requests.

use std::collections::BTreeSet;

use concur_mock::{MockConcur, Settings};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

/// More users than a search looks at in passing.
const USERS: usize = 3_000;

async fn search(client: &Client, token: &str, filter: &str, cursor: &Value) -> Value {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"],
        "filter": filter,
        "count": 400,
        "cursor": cursor,
    });
    let request = client.request(Method::POST, "/profile/identity/v4.1/Users/.search");
    let (status, page) = answer(request.bearer_auth(token).json(&body)).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    page
}

async fn mock() -> (MockConcur, Client, String) {
    let settings = Settings {
        users: USERS,
        ..Settings::default()
    };
    let mock = MockConcur::start_with(settings).await.unwrap();
    let client = Client::new(mock.base_url());
    let token = client.token(mock.credentials()).await;
    (mock, client, token)
}

#[tokio::test]
async fn the_pages_of_a_long_search_show_every_match_once() {
    let (_mock, client, token) = mock().await;
    let (mut shown, mut cursor, mut total) = (Vec::new(), Value::Null, 0);
    for _ in 0..=USERS / 400 {
        let page = search(&client, &token, "active eq true", &cursor).await;
        total = page["totalResults"].as_u64().unwrap();
        let users = page["Resources"].as_array().unwrap();
        assert!(users.iter().all(|user| user["active"] == true));
        shown.extend(users.iter().map(|user| user["id"].to_string()));
        cursor = page["nextCursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    let distinct: BTreeSet<_> = shown.iter().collect();
    assert_eq!((shown.len() as u64, distinct.len()), (total, shown.len()));
    let rest = search(&client, &token, "active ne true", &Value::Null).await;
    assert_eq!(total + rest["totalResults"].as_u64().unwrap(), USERS as u64);
}

#[tokio::test]
async fn long_searches_at_the_same_time_are_all_answered() {
    let (_mock, client, token) = mock().await;
    let searches: Vec<_> = (0..12)
        .map(|_| {
            let (client, token) = (client.clone(), token.clone());
            tokio::spawn(async move { search(&client, &token, "id pr", &Value::Null).await })
        })
        .collect();
    for search in searches {
        assert_eq!(search.await.unwrap()["totalResults"], USERS);
    }
}
