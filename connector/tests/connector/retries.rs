//! When a call is sent again, and when it must not be.

use std::time::Duration;

use concur_connector::{Error, NewUser, Query};
use wiremock::ResponseTemplate;

use crate::server::{Server, USERS};

fn busy(status: u16, retry_after: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).insert_header("retry-after", retry_after)
}

#[tokio::test]
async fn a_read_is_repeated_when_concur_is_busy() {
    for status in [429, 503] {
        let server = Server::start().await;
        server.times("GET", USERS, busy(status, "0"), 2).await;
        server.page(None, &["a"], None).await;

        assert!(
            server
                .connector()
                .list_page(&Query::default())
                .await
                .is_ok()
        );
        assert_eq!(server.asked(USERS).await.len(), 3);
    }
}

#[tokio::test]
async fn a_server_that_stays_busy_is_left_alone_after_three_attempts() {
    let server = Server::start().await;
    server.answer("GET", USERS, busy(429, "0")).await;

    let result = server.connector().list_page(&Query::default()).await;

    assert!(matches!(result, Err(Error::RateLimited { .. })));
    assert_eq!(server.asked(USERS).await.len(), 3);
}

#[tokio::test]
async fn a_long_wait_is_handed_to_the_caller() {
    let server = Server::start().await;
    server.answer("GET", USERS, busy(503, "300")).await;

    let result = server.connector().list_page(&Query::default()).await;

    let Err(Error::RateLimited { retry_after, .. }) = result else {
        panic!("the wait was not handed over");
    };
    assert_eq!(retry_after, Some(Duration::from_mins(5)));
    assert_eq!(server.asked(USERS).await.len(), 1);
}

#[tokio::test]
async fn maintenance_without_a_word_on_its_length_is_handed_to_the_caller() {
    let server = Server::start().await;
    server
        .answer("GET", USERS, ResponseTemplate::new(503))
        .await;

    let result = server.connector().list_page(&Query::default()).await;

    assert!(matches!(
        result,
        Err(Error::RateLimited {
            retry_after: None,
            ..
        })
    ));
    assert_eq!(server.asked(USERS).await.len(), 1);
}

#[tokio::test]
async fn a_write_is_sent_once_however_busy_concur_is() {
    let user = format!("{USERS}/a");
    let server = Server::start().await;
    server.answer("POST", USERS, busy(503, "0")).await;
    server.answer("PATCH", &user, busy(429, "0")).await;
    let connector = server.connector();

    let created = connector.create(NewUser::new("u@x", "A", "B", "u@x")).await;
    let changed = connector.deactivate("a").await;

    assert!(matches!(created, Err(Error::RateLimited { .. })));
    assert!(matches!(changed, Err(Error::RateLimited { .. })));
    assert_eq!(server.asked(USERS).await.len(), 1);
    assert_eq!(server.asked(&user).await.len(), 1);
}
