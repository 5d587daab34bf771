//! Answers that the service would not give: statuses, other formats, broken bodies.

use concur_mock::MockConcur;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{CREATE, GET, LIST, Stage};
use crate::client::Client;

/// Status, headers and body of a GET.
async fn get(stage: &Stage, path: &str) -> (StatusCode, HeaderMap, String) {
    let request = stage.client.request(Method::GET, path);
    let response = request.bearer_auth(&stage.token).send().await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.text().await.unwrap())
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn a_status_comes_in_the_shape_of_its_service() {
    let stage = Stage::set().await;
    stage
        .plan(json!({"name": "down", "kind": {"status": 503}}))
        .await;
    let words = "Company undergoing scheduled maintenance.";

    let (status, headers, body) = get(&stage, "/profile/identity/v4.1/Users").await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(headers.contains_key("date") && headers.contains_key("concur-correlationid"));
    let body = json_of(&body);
    assert_eq!(
        (&body["status"], &body["detail"]),
        (&json!("503"), &json!(words))
    );

    let (_, _, body) = get(&stage, "/profile/spend/v4/Users").await;
    assert_eq!(json_of(&body)["status"], 503);
    let (_, headers, body) = get(&stage, "/api/v3.0/common/users").await;
    assert_eq!(headers["content-type"], "application/xml");
    assert!(
        body.contains(&format!("<Message>{words}</Message>")),
        "{body}"
    );
    let (status, reply) = stage.client.token_reply(&stage.company).await;
    assert_eq!(
        (status, &reply["code"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!(134))
    );
    assert_eq!(reply["error_description"], words);
}

#[tokio::test]
async fn what_nobody_can_explain_has_words_of_its_own_in_user_v1() {
    let stage = Stage::set().await;
    stage
        .plan(json!({"name": "a", "operation": "user.v1.*", "kind": {"status": 500}}))
        .await;

    let (status, _, body) = get(&stage, "/api/user/v1.0/user").await;

    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(body.contains("<Message>Unknown Error</Message>"), "{body}");
}

#[tokio::test]
async fn a_write_whose_answer_is_a_failure_may_have_happened() {
    let stage = Stage::set().await;
    for (phase, is_written) in [("before", false), ("after", true)] {
        stage
            .plan(
                json!({"name": "a", "operation": CREATE, "kind": {"status": 504}, "phase": phase}),
            )
            .await;

        let login = "late@example.com";
        let (status, _) = stage
            .client
            .create(&stage.token, &stage.company, login)
            .await;

        assert_eq!(status, StatusCode::GATEWAY_TIMEOUT);
        assert_eq!(
            stage.logins().await.contains(&login.to_owned()),
            is_written,
            "{phase}"
        );
    }
}

#[tokio::test]
async fn who_asks_too_often_is_told_when_to_come_again_or_not() {
    let stage = Stage::set().await;
    let freeze = json!({"freeze": "2026-01-05T09:00:00Z"});
    stage.client.put(&stage.admin("/clock"), &freeze).await;
    let token = stage.client.token(&stage.company).await;
    for (retry_after, header) in [
        (json!({"seconds": 30}), Some("30")),
        (json!({"date": 90}), Some("Mon, 05 Jan 2026 09:01:30 GMT")),
        (json!("absent"), None),
    ] {
        let kind = json!({"too_many_requests": {"retry_after": retry_after}});
        stage
            .plan(json!({"name": "a", "operation": LIST, "kind": kind}))
            .await;
        let request = stage
            .client
            .request(Method::GET, "/profile/identity/v4.1/Users");
        let response = request.bearer_auth(&token).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
        let told = response.headers().get("retry-after");
        assert_eq!(told.map(|told| told.to_str().unwrap()), header);
    }
}

#[tokio::test]
async fn a_body_is_broken_under_a_good_head() {
    let stage = Stage::set().await;
    for phase in ["before", "after"] {
        stage
            .plan(json!({"name": "a", "kind": "malformed_body", "phase": phase}))
            .await;

        let (status, headers, body) = get(&stage, "/profile/identity/v4.1/Users").await;
        assert_eq!(
            (status, headers["content-type"].as_bytes()),
            (StatusCode::OK, &b"application/json"[..])
        );
        assert_eq!(headers["content-length"], body.len().to_string());
        assert!(serde_json::from_str::<Value>(&body).is_err(), "{body}");
        let (status, headers, body) = get(&stage, "/api/v3.0/common/users").await;
        assert_eq!(
            (status, headers["content-type"].as_bytes()),
            (StatusCode::OK, &b"application/xml"[..])
        );
        assert!(!body.is_empty() && !body.ends_with('>'), "{body}");
    }
}

#[tokio::test]
async fn a_gateway_answers_in_html_with_any_status() {
    let stage = Stage::set().await;
    for (kind, expected) in [
        (json!({}), StatusCode::OK),
        (json!({"status": 502}), StatusCode::BAD_GATEWAY),
    ] {
        stage
            .plan(json!({"name": "a", "operation": LIST, "kind": {"wrong_content_type": kind}}))
            .await;
        let (status, headers, body) = get(&stage, "/profile/identity/v4.1/Users").await;
        assert_eq!(status, expected);
        assert_eq!(headers["content-type"], "text/html; charset=UTF-8");
        assert!(body.starts_with("<html>"), "{body}");
    }
}

#[tokio::test]
async fn a_fault_befalls_its_company_and_its_operation_alone() {
    let stage = Stage::set().await;
    let other = stage.client.company(&json!({"users": 1})).await;
    let other_token = stage.client.token(&other).await;
    stage
        .plan(json!({"name": "a", "operation": LIST, "kind": {"status": 500}}))
        .await;

    assert_eq!(
        stage.client.users(&stage.token).await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(stage.client.users(&other_token).await.0, StatusCode::OK);
    assert_eq!(
        stage.read("/profile/identity/v4.1/Schemas").await.0,
        StatusCode::OK
    );
    assert_eq!(stage.client.get(&stage.admin("")).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_fault_befalls_requests_that_are_refused_as_well() {
    let stage = Stage::set().await;
    stage
        .plan(json!({"name": "a", "operation": GET, "kind": {"status": 500}}))
        .await;
    let (status, _) = stage.read("/profile/identity/v4.1/Users/nobody").await;
    assert_eq!(status, StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn a_mock_without_a_plan_answers_as_ever() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let path = format!(
        "/__admin/companies/{}/faults",
        mock.credentials().company_id
    );
    let (status, account) = client.get(&path).await;
    assert_eq!((status, &account["faults"]), (StatusCode::OK, &json!([])));
    let token = client.token(mock.credentials()).await;
    assert_eq!(client.users(&token).await.0, StatusCode::OK);
}
