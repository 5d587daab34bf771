//! What is told of a call that Concur refuses.

use std::error::Error as _;

use concur_connector::{Connector, Error, NewUser, Query};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::server::{Server, USERS};

async fn refused(answer: ResponseTemplate) -> Error {
    let server = Server::start().await;
    server.answer("GET", USERS, answer).await;
    server
        .connector()
        .list_page(&Query::default())
        .await
        .unwrap_err()
}

#[tokio::test]
async fn a_refusal_keeps_status_codes_detail_and_correlation_id() {
    let body = json!({
        "status": "400", "scimType": "invalidValue",
        "urn:ietf:params:scim:api:messages:concur:2.0:Error":
            { "messages": [{ "code": "BAD_QUERY", "message": "Unrecognized", "type": "error" }] },
    });
    let answer = ResponseTemplate::new(400)
        .insert_header("Concur-Correlationid", "c-7")
        .set_body_json(body);

    let error = refused(answer).await;

    let refusal = error.refusal().unwrap();
    assert_eq!(refusal.status, 400);
    assert_eq!(refusal.codes, ["BAD_QUERY", "invalidValue"]);
    assert_eq!(refusal.detail, "Unrecognized");
    assert_eq!(refusal.correlation_id.as_deref(), Some("c-7"));
    assert_eq!(
        error.to_string(),
        "refused: status 400 BAD_QUERY invalidValue, Unrecognized (correlation id c-7)"
    );
}

#[tokio::test]
async fn a_refusal_in_html_keeps_its_status_and_first_characters() {
    let page = format!("<html>{}</html>", "x".repeat(500));
    let answer = ResponseTemplate::new(502).set_body_string(page);

    let error = refused(answer).await;

    let refusal = error.refusal().unwrap();
    assert_eq!((refusal.status, refusal.detail.len()), (502, 200));
}

#[tokio::test]
async fn each_status_is_the_variant_that_tells_what_to_do() {
    for (status, expected) in [
        (404, "not found"),
        (409, "conflict"),
        (500, "refused"),
        (400, "refused"),
    ] {
        let error = refused(ResponseTemplate::new(status)).await;
        assert_eq!(error.to_string(), format!("{expected}: status {status}"));
    }
}

#[tokio::test]
async fn no_answer_is_an_error_without_the_address() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = free.local_addr().unwrap().to_string();
    drop(free);
    let mut config = Server::without_tokens().await.config();
    config.base_url = format!("http://{address}").parse().unwrap();

    let error = Connector::new(config)
        .unwrap()
        .list_page(&Query::default())
        .await
        .unwrap_err();

    assert!(matches!(error, Error::Transport { .. }));
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        text = format!("{text} {inner}");
        source = inner.source();
    }
    assert!(!text.contains(&address), "{text}");
}

#[tokio::test]
async fn a_body_that_ends_before_its_length_is_no_answer() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.unwrap();
        let _ = socket.read(&mut [0; 4096]).await.unwrap();
        let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{\"access_token\":";
        socket.write_all(cut).await.unwrap();
    });
    let mut config = Server::without_tokens().await.config();
    config.base_url = format!("http://{address}").parse().unwrap();

    let error = Connector::new(config)
        .unwrap()
        .list_page(&Query::default())
        .await
        .unwrap_err();

    server.await.unwrap();
    assert!(matches!(error, Error::Transport { .. }));
}

#[tokio::test]
async fn a_missing_token_endpoint_is_not_a_missing_user() {
    let server = Server::without_tokens().await;

    let result = server.connector().get("a").await;

    assert!(matches!(result, Err(Error::Refused(refusal)) if refusal.status == 404));
}

#[tokio::test]
async fn a_duplicate_is_a_conflict() {
    let server = Server::start().await;
    server
        .answer("POST", USERS, ResponseTemplate::new(409))
        .await;

    let result = server
        .connector()
        .create(NewUser::new("u@x", "A", "B", "u@x"))
        .await;

    assert!(matches!(result, Err(Error::Conflict(_))));
}
