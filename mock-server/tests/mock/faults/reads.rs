//! Reads that are answered from the past.

use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{LIST, Stage};
use crate::client::answer;

async fn advance(stage: &Stage, seconds: u64) {
    let path = stage.admin("/clock/advance");
    let (status, _) = stage
        .client
        .post(&path, &json!({ "seconds": seconds }))
        .await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_stale_read_does_not_see_what_was_written_since() {
    let stage = Stage::set().await;
    let kind = json!({"stale_read": {"seconds": 60}});
    stage
        .plan(json!({"name": "a", "operation": "identity.v4_1.*", "kind": kind, "schedule": {"every": 2}}))
        .await;
    let (_, user) = stage
        .client
        .create(&stage.token, &stage.company, "new@example.com")
        .await;
    let path = format!(
        "/profile/identity/v4.1/Users/{}",
        user["id"].as_str().unwrap()
    );

    assert_eq!(stage.read(&path).await.0, StatusCode::OK);
    assert_eq!(stage.read(&path).await.0, StatusCode::NOT_FOUND);
    advance(&stage, 61).await;
    let token = stage.client.token(&stage.company).await;
    let again = async || {
        let request = stage.client.request(Method::GET, &path);
        answer(request.bearer_auth(&token)).await.0
    };
    assert_eq!([again().await, again().await], [StatusCode::OK; 2]);
    assert_eq!(stage.fired().await, 2);
}

#[tokio::test]
async fn a_stale_list_shows_a_user_who_was_deleted() {
    let stage = Stage::set().await;
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": {"stale_read": {"seconds": 600}}}))
        .await;
    let (_, user) = stage
        .client
        .create(&stage.token, &stage.company, "gone@example.com")
        .await;
    advance(&stage, 700).await;
    let path = format!(
        "/profile/identity/v4.1/Users/{}",
        user["id"].as_str().unwrap()
    );
    let request = stage.client.request(Method::DELETE, &path);
    let (status, _) = answer(request.bearer_auth(&stage.token)).await;
    assert_eq!(status, StatusCode::NO_CONTENT);

    assert_eq!(stage.client.users(&stage.token).await.1["totalResults"], 4);
    assert_eq!(stage.logins().await.len(), 3);
}
