//! Where a token goes: the geolocation rule, seen from the network.

use concur_connector::{Connector, Error, Query};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::server::{Server, TOKEN, USERS};

#[tokio::test]
async fn a_geolocation_to_a_foreign_host_is_an_error_and_nothing_is_sent_there() {
    let home = Server::without_tokens().await;
    let foreign = Server::start().await;
    home.token(&json!({ "geolocation": foreign.http.uri() }), 1)
        .await;

    let result = home.connector().list_page(&Query::default()).await;

    let Err(Error::ForbiddenHost { host }) = result else {
        panic!("the host was accepted");
    };
    assert_eq!(host, foreign.http.uri());
    assert!(foreign.http.received_requests().await.unwrap().is_empty());
    assert!(home.asked(USERS).await.is_empty());
}

#[tokio::test]
async fn a_geolocation_to_an_allowed_host_is_followed() {
    let home = Server::without_tokens().await;
    let other = Server::start().await;
    home.token(&json!({ "geolocation": other.http.uri() }), 1)
        .await;
    other.page(None, &["a"], None).await;
    let config = home.config().with_allowed_host("127.0.0.1");

    let page = Connector::new(config)
        .unwrap()
        .list_page(&Query::default())
        .await
        .unwrap();

    assert_eq!(page.result[0].id, "a");
    assert!(home.asked(USERS).await.is_empty());
}

#[tokio::test]
async fn a_geolocation_with_the_token_path_appended_is_read_as_its_origin() {
    let server = Server::without_tokens().await;
    let geolocation = format!("{}{TOKEN}", server.http.uri());
    server
        .token(&json!({ "geolocation": geolocation }), 1)
        .await;
    server.page(None, &["a"], None).await;

    assert!(
        server
            .connector()
            .list_page(&Query::default())
            .await
            .is_ok()
    );
}

#[tokio::test]
async fn a_user_who_lives_elsewhere_is_asked_for_there_once_if_that_host_is_allowed() {
    let home = Server::without_tokens().await;
    let other = Server::start().await;
    let elsewhere =
        json!({ "code": 16, "error": "invalid_request", "geolocation": other.http.uri() });
    let answer = ResponseTemplate::new(400).set_body_json(elsewhere);
    home.answer("POST", TOKEN, answer).await;
    other.page(None, &["a"], None).await;

    let refused = home.connector().list_page(&Query::default()).await;
    let before = other.asked(TOKEN).await.len();
    let config = home.config().with_allowed_host("127.0.0.1");
    let followed = Connector::new(config)
        .unwrap()
        .list_page(&Query::default())
        .await;

    assert!(matches!(refused, Err(Error::ForbiddenHost { .. })));
    assert_eq!(before, 0);
    assert!(followed.is_ok());
}

#[tokio::test]
async fn two_homes_that_send_a_user_to_each_other_end_in_a_refusal() {
    let server = Server::without_tokens().await;
    let elsewhere = json!({ "code": 16, "geolocation": server.http.uri() });
    let answer = ResponseTemplate::new(400).set_body_json(elsewhere);
    server.answer("POST", TOKEN, answer).await;

    let result = server.connector().list_page(&Query::default()).await;

    assert!(matches!(result, Err(Error::Unauthorized(_))));
    assert_eq!(server.asked(TOKEN).await.len(), 2);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::start().await;
    let foreign = Server::start().await;
    let answer = ResponseTemplate::new(302).insert_header("location", foreign.http.uri());
    server.answer("GET", USERS, answer).await;

    let result = server.connector().list_page(&Query::default()).await;

    assert!(matches!(result, Err(Error::Refused(refusal)) if refusal.status == 302));
    assert!(foreign.http.received_requests().await.unwrap().is_empty());
}
