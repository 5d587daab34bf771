//! Requests that ordinary clients do not send.

use std::io::{Read, Write};
use std::net::TcpStream;

use concur_mock::MockConcur;
use reqwest::{Method, StatusCode};

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
