//! Requests that ordinary clients do not send.

use std::io::{Read, Write};
use std::net::TcpStream;

use concur_mock::MockConcur;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

#[tokio::test]
async fn a_body_over_the_limit_is_refused_in_the_shape_of_the_service() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let token = client.token(mock.credentials()).await;

    let request = client.request(Method::POST, "/profile/identity/v4.1/Users/.search");
    let (status, body) = answer(request.bearer_auth(token).body(vec![b' '; 1_048_577])).await;

    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(body["status"], "413");
}

#[tokio::test(flavor = "multi_thread")]
async fn v3_answers_in_xml_when_nothing_is_asked_for() {
    let mock = MockConcur::start().await.unwrap();
    let token = Client::new(mock.base_url()).token(mock.credentials()).await;

    // Clients always send an `Accept` of some kind, so the request is written by hand.
    let mut stream = TcpStream::connect(mock.address()).unwrap();
    let request = format!(
        "GET /api/v3.0/common/users?limit=1 HTTP/1.1\r\nhost: mock\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).unwrap();

    assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
    assert!(reply.contains("content-type: application/xml"), "{reply}");
    assert!(reply.contains("<LoginID>"), "{reply}");
}

#[tokio::test]
async fn what_no_service_answers_is_refused_in_the_shape_of_its_generation() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let token = client.token(mock.credentials()).await;

    for path in [
        "/profile/identity/v4.1/Nobody",
        "/profile/identity/v4.1/Users/%FF",
    ] {
        let request = client.request(Method::GET, path).bearer_auth(&token);
        let (status, body) = answer(request).await;
        assert_eq!(
            (status, &body["status"]),
            (StatusCode::NOT_FOUND, &"404".into()),
            "{path}"
        );
    }
    let request = client.request(Method::DELETE, "/api/v3.0/common/users");
    let (status, body) = answer(request.header("accept", "application/json")).await;
    assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(body["Error"]["Message"], "Method not allowed");
}

const SEARCH: &str = "/profile/identity/v4.1/Users/.search";
const BODY: &str =
    r#"{"schemas":["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"],"count":1}"#;

/// A company with this policy, and a token for it.
async fn caller(mock: &MockConcur, policy: Value) -> (Client, String) {
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 1, "policy": policy})).await;
    let token = client.token(&company).await;
    (client, token)
}

#[tokio::test]
async fn a_body_of_a_wrong_type_is_refused_with_the_policy_s_status() {
    let mock = MockConcur::start().await.unwrap();
    for (policy, kind, expected) in [
        (json!({}), "text/plain", 400),
        (json!({}), "application/scim+json; charset=utf-8", 200),
        (
            json!({"requests.wrong-content-type": "415"}),
            "application/xml",
            415,
        ),
        (
            json!({"requests.wrong-content-type": "ignored"}),
            "application/xml",
            200,
        ),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::POST, SEARCH).bearer_auth(token);
        let (status, body) = answer(request.header("content-type", kind).body(BODY)).await;
        assert_eq!(status, expected, "{policy} {kind}: {body}");
    }
    for (policy, expected) in [
        (json!({}), 200),
        (json!({"requests.missing-content-type": "refused"}), 400),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::POST, SEARCH).bearer_auth(token);
        assert_eq!(answer(request.body(BODY)).await.0, expected, "{policy}");
    }
}

#[tokio::test]
async fn an_accept_that_excludes_the_format_matters_where_the_policy_says_so() {
    let mock = MockConcur::start().await.unwrap();
    for (policy, accept, expected) in [
        (json!({}), "text/html", 200),
        (
            json!({"requests.unacceptable-accept": "406"}),
            "text/html",
            406,
        ),
        (
            json!({"requests.unacceptable-accept": "406"}),
            "text/html, */*;q=0.1",
            200,
        ),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::GET, "/profile/identity/v4.1/Users");
        let request = request.bearer_auth(token).header("accept", accept);
        assert_eq!(answer(request).await.0, expected, "{policy} {accept}");
    }
}

#[tokio::test]
async fn a_correlation_id_comes_back_as_the_policy_says() {
    let mock = MockConcur::start().await.unwrap();
    let uuid = "5f0c1f2e-7a55-4f3e-9d3a-2f2f3a7f9b10";
    let long = "x".repeat(257);
    for (policy, sent, expected, comes_back) in [
        (json!({}), "2997-5f0c1f2e", 200, true),
        (json!({}), long.as_str(), 200, false),
        (json!({}), "two words", 200, false),
        (
            json!({"requests.correlation-id": "echoed-uuid"}),
            uuid,
            200,
            true,
        ),
        (
            json!({"requests.correlation-id": "echoed-uuid"}),
            "2997-5f0c1f2e",
            200,
            false,
        ),
        (
            json!({"requests.correlation-id": "fresh"}),
            uuid,
            200,
            false,
        ),
        (
            json!({"requests.correlation-id": "refused"}),
            uuid,
            200,
            true,
        ),
        (
            json!({"requests.correlation-id": "refused"}),
            "2997-5f0c1f2e",
            400,
            false,
        ),
        (
            json!({"requests.correlation-id": "refused"}),
            "two words",
            400,
            false,
        ),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::GET, "/profile/identity/v4.1/Users");
        let request = request
            .bearer_auth(token)
            .header("Concur-CorrelationId", sent);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), expected, "{policy} {sent}");
        let back = response.headers()["concur-correlationid"].to_str().unwrap();
        assert_eq!(back == sent, comes_back, "{policy} {sent}: {back}");
        assert!(comes_back || back.len() == uuid.len(), "{back}");
    }
}

#[tokio::test]
async fn a_query_that_cannot_be_decoded_is_refused_unless_the_policy_is_lenient() {
    let mock = MockConcur::start().await.unwrap();
    let path = "/profile/identity/v4/Users?userName=%FF%zz";
    for (policy, expected) in [
        (json!({}), 400),
        (json!({"requests.malformed-query": "lenient"}), 200),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::GET, path).bearer_auth(token);
        assert_eq!(answer(request).await.0, expected, "{policy}");
    }
}

#[tokio::test]
async fn a_member_that_stands_twice_counts_last_unless_the_policy_refuses_it() {
    let mock = MockConcur::start().await.unwrap();
    let twice = BODY.replace("\"count\":1", "\"count\":\"x\",\"count\":1");
    let inside = BODY.replace("\"count\":1", "\"cursor\":null,\"x\":[{\"a\":1,\"a\":2}]");
    for (policy, body, expected) in [
        (json!({}), &twice, 200),
        (json!({"requests.repeated-member": "400"}), &twice, 400),
        (json!({"requests.repeated-member": "400"}), &inside, 400),
        (
            json!({"requests.repeated-member": "400"}),
            &BODY.to_owned(),
            200,
        ),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::POST, SEARCH).bearer_auth(token);
        assert_eq!(
            answer(request.body(body.clone())).await.0,
            expected,
            "{policy}"
        );
    }
}

#[tokio::test]
async fn head_and_large_bodies_are_answered_as_the_policy_says() {
    let mock = MockConcur::start().await.unwrap();
    for (policy, head, large) in [
        (json!({}), 200, 413),
        (
            json!({"requests.head": "405", "requests.large-body-status": "400"}),
            405,
            400,
        ),
    ] {
        let (client, token) = caller(&mock, policy.clone()).await;
        let request = client.request(Method::HEAD, "/profile/identity/v4.1/Users");
        assert_eq!(
            answer(request.bearer_auth(&token)).await.0,
            head,
            "{policy}"
        );
        let request = client.request(Method::POST, SEARCH).bearer_auth(&token);
        let (status, body) = answer(request.body(vec![b' '; 1_048_577])).await;
        assert_eq!(
            (status.as_u16(), &body["status"]),
            (large, &json!(large.to_string()))
        );
    }
}

#[tokio::test]
async fn v3_gives_the_format_that_weighs_more() {
    let mock = MockConcur::start().await.unwrap();
    let (client, token) = caller(&mock, json!({})).await;
    for (accept, expected) in [
        (
            "application/xml;q=0.4, application/json;q=0.5",
            "application/json",
        ),
        ("application/json;q=0.4, application/xml", "application/xml"),
        ("application/json;q=0", "application/xml"),
    ] {
        let request = client.request(Method::GET, "/api/v3.0/common/users");
        let request = request.bearer_auth(&token).header("accept", accept);
        let response = request.send().await.unwrap();
        assert_eq!(response.headers()["content-type"], expected, "{accept}");
    }
}
