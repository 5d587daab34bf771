//! A company that hires a thousand people at once.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::bulk::post;
use super::{Caller, text};
use crate::client::answer;

/// People in one request.
const CROWD: usize = 100;

#[tokio::test]
async fn a_thousand_people_are_hired_in_ten_requests_and_all_are_found() {
    let caller = Caller::of(&json!({"users": 0})).await;
    let mut provisions = Vec::new();
    for request in 0..10 {
        let people: Vec<Value> = (0..CROWD)
            .map(|person| post(&caller, &format!("p{request}-{person}@example.com")))
            .collect();
        let (status, accepted) = caller.bulk(json!(people)).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
        provisions.push(text(&accepted, "id").to_owned());
    }

    let mut hired = BTreeSet::new();
    for provision in provisions {
        let status = caller.status(&provision).await;
        assert_eq!(status["operationsCount"]["success"], CROWD);
        let operations = status["operations"].as_array().unwrap();
        hired.extend(
            operations
                .iter()
                .map(|row| text(&row["resource"], "id").to_owned()),
        );
    }
    let request = caller
        .client
        .request(Method::GET, "/profile/identity/v4.1/Users?count=1000");
    let (_, page) = answer(request.bearer_auth(&caller.token)).await;
    let users = page["Resources"].as_array().unwrap();
    let names: Vec<_> = users.iter().map(|user| text(user, "userName")).collect();
    assert_eq!(
        (names.len(), names[0], names[999]),
        (1_000, "p0-0@example.com", "p9-99@example.com"),
        "in the order in which they were sent"
    );
    let found: BTreeSet<String> = users
        .iter()
        .map(|user| text(user, "id").to_owned())
        .collect();
    assert_eq!(found, hired);
}
