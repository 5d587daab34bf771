//! Tokens over time: obtained, shared, renewed, rotated, refused.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use concur_connector::{Connector, Error, NewUser, Query, StoredToken, TokenObserver};
use futures_util::future::{join_all, poll_immediate};
use secrecy::ExposeSecret;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::server::{Server, TOKEN, USERS, bearer, field};

async fn read(connector: &Connector) -> Result<(), Error> {
    connector.list_page(&Query::default()).await.map(drop)
}

/// Lets time pass for tokens without waiting.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

fn unauthorized() -> ResponseTemplate {
    ResponseTemplate::new(401)
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    for expires_in in [json!("3600"), json!(3600)] {
        let server = Server::without_tokens().await;
        server.token(&json!({ "expires_in": expires_in }), 9).await;
        server.page(None, &["a"], None).await;
        let connector = server.connector();

        read(&connector).await.unwrap();
        pass(Duration::from_secs(3500)).await;
        read(&connector).await.unwrap();
        assert_eq!(server.grants().await.len(), 1);

        pass(Duration::from_secs(50)).await;
        read(&connector).await.unwrap();
        assert_eq!(server.grants().await.len(), 2);
    }
}

#[tokio::test]
async fn a_rotated_refresh_token_replaces_the_one_before() {
    let server = Server::without_tokens().await;
    server
        .token(&json!({ "refresh_token": "refresh-1" }), 1)
        .await;
    server
        .token(
            &json!({ "refresh_token": "refresh-2", "access_token": "access-2" }),
            1,
        )
        .await;
    server
        .token(
            &json!({ "refresh_token": "refresh-3", "access_token": "access-3" }),
            1,
        )
        .await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();

    for _ in 0..3 {
        read(&connector).await.unwrap();
        pass(Duration::from_hours(1)).await;
    }

    let grants = server.grants().await;
    assert_eq!(field(&grants[1], "refresh_token"), "refresh-1");
    assert_eq!(field(&grants[2], "refresh_token"), "refresh-2");
    let bearers: Vec<_> = server
        .asked(USERS)
        .await
        .iter()
        .map(|request| bearer(request).to_owned())
        .collect();
    assert_eq!(
        bearers,
        ["Bearer access-1", "Bearer access-2", "Bearer access-3"]
    );
    let stored = connector.stored_token().await.unwrap();
    assert_eq!(stored.refresh_token.expose_secret(), "refresh-3");
    assert_eq!(stored.refresh_expires_at, Some(1_900_000_000));
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_and_the_call_repeated() {
    for status in [401, 403] {
        let server = Server::without_tokens().await;
        server.token(&json!({}), 1).await;
        server
            .token(&json!({ "access_token": "access-2" }), 1)
            .await;
        server
            .times("GET", USERS, ResponseTemplate::new(status), 1)
            .await;
        server.page(None, &["a"], None).await;

        read(&server.connector()).await.unwrap();

        let asked = server.asked(USERS).await;
        assert_eq!(bearer(&asked[0]), "Bearer access-1");
        assert_eq!(bearer(&asked[1]), "Bearer access-2");
    }
}

#[tokio::test]
async fn a_write_refused_for_its_token_is_sent_again_with_a_new_one() {
    let server = Server::start().await;
    server.times("POST", USERS, unauthorized(), 1).await;
    let created = ResponseTemplate::new(200).set_body_json(json!({ "id": "a" }));
    server.answer("POST", USERS, created).await;

    let user = server
        .connector()
        .create(NewUser::new("u@x", "A", "B", "u@x"))
        .await
        .unwrap();

    assert_eq!(user.id, "a");
    assert_eq!(server.asked(USERS).await.len(), 2);
}

#[tokio::test]
async fn a_server_that_refuses_every_token_is_asked_twice() {
    for status in [401, 403] {
        let server = Server::start().await;
        server
            .answer("GET", USERS, ResponseTemplate::new(status))
            .await;

        let error = read(&server.connector()).await.unwrap_err();

        match status {
            401 => assert!(matches!(error, Error::Unauthorized(_))),
            _ => assert!(matches!(error, Error::Refused(_))),
        }
        assert_eq!(server.asked(USERS).await.len(), 2);
        assert_eq!(server.grants().await.len(), 2);
    }
}

#[tokio::test]
async fn concurrent_callers_share_the_first_token() {
    let server = Server::start().await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();

    let results = join_all((0..20).map(|_| read(&connector))).await;

    assert!(results.iter().all(Result::is_ok));
    assert_eq!(server.grants().await.len(), 1);
}

#[tokio::test]
async fn concurrent_callers_share_one_renewal() {
    let server = Server::without_tokens().await;
    server.token(&json!({}), 1).await;
    server
        .token(&json!({ "access_token": "access-2" }), 9)
        .await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();
    read(&connector).await.unwrap();
    pass(Duration::from_hours(1)).await;

    let results = join_all((0..20).map(|_| read(&connector))).await;

    assert!(results.iter().all(Result::is_ok));
    assert_eq!(server.grants().await.len(), 2);
}

#[tokio::test]
async fn concurrent_callers_whose_token_is_refused_share_one_renewal() {
    let server = Server::without_tokens().await;
    server.token(&json!({}), 1).await;
    server
        .token(&json!({ "access_token": "access-2" }), 9)
        .await;
    wiremock::Mock::given(wiremock::matchers::header(
        "authorization",
        "Bearer access-1",
    ))
    .respond_with(unauthorized())
    .mount(&server.http)
    .await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();

    let results = join_all((0..20).map(|_| read(&connector))).await;

    assert!(results.iter().all(Result::is_ok));
    assert_eq!(server.grants().await.len(), 2);
}

#[tokio::test]
async fn concurrent_callers_share_a_failure() {
    let server = Server::without_tokens().await;
    let refused = json!({ "code": 5, "error": "invalid_grant", "error_description": "no" });
    let answer = ResponseTemplate::new(403).set_body_json(refused);
    server.answer("POST", TOKEN, answer).await;
    let connector = server.connector();

    let results = join_all((0..20).map(|_| read(&connector))).await;

    for result in results {
        let Err(Error::Unauthorized(refusal)) = result else {
            panic!("a token was granted");
        };
        assert_eq!(refusal.codes, ["5", "invalid_grant"]);
    }
    assert_eq!(server.grants().await.len(), 1);
    assert!(read(&connector).await.is_err());
    assert_eq!(server.grants().await.len(), 2);
}

#[tokio::test]
async fn a_caller_who_gives_up_does_not_lose_the_token_on_its_way() {
    let server = Server::without_tokens().await;
    let reply = json!({ "access_token": "access-1", "refresh_token": "refresh-1" });
    let slow = ResponseTemplate::new(200)
        .set_body_json(reply)
        .set_delay(Duration::from_millis(200));
    server.answer("POST", TOKEN, slow).await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();

    let mut given_up = Box::pin(read(&connector));
    while server.grants().await.is_empty() {
        assert!(poll_immediate(&mut given_up).await.is_none());
        tokio::task::yield_now().await;
    }
    drop(given_up);
    read(&connector).await.unwrap();

    assert_eq!(server.grants().await.len(), 1);
}

#[tokio::test]
async fn a_dead_refresh_token_falls_back_to_the_credentials() {
    let server = Server::without_tokens().await;
    server.token(&json!({}), 1).await;
    let dead =
        ResponseTemplate::new(400).set_body_json(json!({ "code": 108, "error": "invalid_grant" }));
    server.times("POST", TOKEN, dead, 1).await;
    server
        .token(&json!({ "access_token": "access-2" }), 1)
        .await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();
    read(&connector).await.unwrap();
    pass(Duration::from_hours(1)).await;

    read(&connector).await.unwrap();

    let grants = server.grants().await;
    assert_eq!(field(&grants[1], "grant_type"), "refresh_token");
    assert_eq!(field(&grants[2], "credtype"), "authtoken");
}

#[derive(Debug, Default)]
struct Store(Mutex<Vec<String>>);

impl TokenObserver for Store {
    fn token_issued(&self, token: &StoredToken) {
        let token = token.refresh_token.expose_secret().to_owned();
        self.0.lock().unwrap().push(token);
    }
}

#[tokio::test]
async fn an_observer_sees_every_refresh_token_even_if_its_host_is_forbidden() {
    let server = Server::without_tokens().await;
    server.token(&json!({}), 1).await;
    let elsewhere = json!({ "refresh_token": "refresh-2", "geolocation": "https://evil.example" });
    server.token(&elsewhere, 1).await;
    server.page(None, &["a"], None).await;
    let store = Arc::new(Store::default());
    let config = server.config().with_token_observer(store.clone());
    let connector = Connector::new(config).unwrap();

    read(&connector).await.unwrap();
    pass(Duration::from_hours(1)).await;
    let refused = read(&connector).await;

    assert!(matches!(refused, Err(Error::ForbiddenHost { .. })));
    assert_eq!(*store.0.lock().unwrap(), ["refresh-1", "refresh-2"]);
}

#[tokio::test]
async fn no_secret_appears_in_the_debug_text_of_connector_and_errors() {
    let server = Server::start().await;
    server
        .answer("GET", USERS, ResponseTemplate::new(500))
        .await;
    let connector = server.connector();

    let error = read(&connector).await.unwrap_err();
    let text = format!("{connector:?} {error:?} {error}");

    for secret in ["client-secret", "request-token", "access-1", "refresh-1"] {
        assert!(!text.contains(secret), "{secret}");
    }
}
