//! What each grant sends, and replies that are none.

use concur_connector::{Config, Connector, Credentials, Error, Query, SecretString};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::server::{COMPANY, Server, TOKEN, USERS, field};

async fn read(connector: &Connector) -> Result<(), Error> {
    connector.list_page(&Query::default()).await.map(drop)
}

#[tokio::test]
async fn a_token_that_fits_no_header_is_an_answer_not_understood() {
    let server = Server::without_tokens().await;
    server
        .token(&json!({ "access_token": "access\n1" }), 1)
        .await;

    let error = read(&server.connector()).await.unwrap_err();

    let Error::Decode { path, .. } = &error else {
        panic!("{error}");
    };
    assert_eq!(path, "access_token");
    assert!(!format!("{error:?}").contains("access\\n"));
    assert!(server.asked(USERS).await.is_empty());
}

#[tokio::test]
async fn a_company_request_token_is_a_password_grant_with_the_company_as_user() {
    let server = Server::start().await;
    server.page(None, &["a"], None).await;

    read(&server.connector()).await.unwrap();

    let grants = server.grants().await;
    for (name, value) in [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("username", COMPANY),
        ("password", "request-token"),
        ("client_id", "client"),
        ("client_secret", "client-secret"),
    ] {
        assert_eq!(field(&grants[0], name), value);
    }
    let asked = server.asked(TOKEN).await;
    assert_eq!(
        asked[0].headers["content-type"],
        "application/x-www-form-urlencoded"
    );
    assert!(asked[0].url.query().is_none());
}

#[tokio::test]
async fn every_other_grant_sends_its_own_fields() {
    let secret = |text: &str| SecretString::from(text.to_owned());
    let id = || "client".to_owned();
    for (credentials, expected) in [
        (
            Credentials::Password {
                client_id: id(),
                client_secret: secret("s"),
                username: "ada".to_owned(),
                password: secret("p&="),
            },
            vec![
                ("grant_type", "password"),
                ("credtype", "password"),
                ("username", "ada"),
                ("password", "p&="),
            ],
        ),
        (
            Credentials::RefreshToken {
                client_id: id(),
                client_secret: secret("s"),
                refresh_token: secret("kept"),
            },
            vec![("grant_type", "refresh_token"), ("refresh_token", "kept")],
        ),
        (
            Credentials::ClientCredentials {
                client_id: id(),
                client_secret: secret("s"),
            },
            vec![("grant_type", "client_credentials")],
        ),
    ] {
        let server = Server::start().await;
        server.page(None, &["a"], None).await;
        let config = Config::new(server.http.uri().parse().unwrap(), credentials);

        read(&Connector::new(config).unwrap()).await.unwrap();

        let grants = server.grants().await;
        for (name, value) in &expected {
            assert_eq!(&field(&grants[0], name), value);
        }
        assert_eq!(grants[0].len(), expected.len() + 2);
    }
}

#[tokio::test]
async fn a_token_reply_that_is_not_json_is_told_by_its_path() {
    let server = Server::without_tokens().await;
    let answer = ResponseTemplate::new(200).set_body_string(r#"{"access_token":7}"#);
    server.answer("POST", TOKEN, answer).await;

    let result = read(&server.connector()).await;

    assert!(matches!(result, Err(Error::Decode { path, .. }) if path == "access_token"));
}
