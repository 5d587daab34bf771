//! TLS over real sockets: who is trusted, which HTTP is spoken, and the hosts that are answered for.

use std::net::SocketAddr;

use concur_mock::{Authority, MockConcur, Settings, Tls};
use reqwest::{Certificate, ClientBuilder, Version};
use url::Url;

fn settings() -> Settings {
    Settings {
        users: 3,
        tls: Tls::Generated,
        ..Settings::default()
    }
}

fn builder() -> ClientBuilder {
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
}

/// A client that trusts this authority and nobody else.
fn trusting(authority: &Authority) -> ClientBuilder {
    let certificate = Certificate::from_pem(authority.certificate_pem().as_bytes()).unwrap();
    builder().tls_certs_only([certificate])
}

/// The version of HTTP in which the health is answered.
async fn spoken(client: ClientBuilder, base_url: &str) -> Version {
    let client = client.build().unwrap();
    let answer = client
        .get(format!("{base_url}/__admin/health"))
        .send()
        .await
        .unwrap();
    assert!(answer.status().is_success(), "{answer:?}");
    answer.version()
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_speaks_either_http() {
    let mock = MockConcur::start_with(settings()).await.unwrap();
    assert!(mock.base_url().starts_with("https://127.0.0.1:"));
    let authority = mock.authority().unwrap();
    let first = trusting(authority).http1_only();
    assert_eq!(spoken(first, mock.base_url()).await, Version::HTTP_11);
    let second = trusting(authority).http2_prior_knowledge();
    assert_eq!(spoken(second, mock.base_url()).await, Version::HTTP_2);
    let localhost = format!("https://localhost:{}", mock.address().port());
    let chosen = spoken(trusting(authority), &localhost).await;
    assert_eq!(chosen, Version::HTTP_2);
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_authority_is_not_answered() {
    let mock = MockConcur::start_with(settings()).await.unwrap();
    let stranger = Authority::generate().unwrap();
    let client = trusting(&stranger).build().unwrap();
    let refused = client.get(mock.base_url()).send().await.unwrap_err();
    assert!(refused.is_connect(), "{refused:?}");
    // The mock goes on.
    spoken(trusting(mock.authority().unwrap()), mock.base_url()).await;
}

#[tokio::test]
async fn a_client_with_concurs_own_address_signs_in_and_reads() {
    const HOST: &str = "us2.api.concursolutions.com";
    let listen: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let mock = MockConcur::start_with(Settings {
        listen,
        base_url: Some(Url::parse(&format!("https://{HOST}")).unwrap()),
        ..settings()
    })
    .await
    .unwrap();
    // What an entry in the hosts file does.
    let client = trusting(mock.authority().unwrap())
        .resolve(HOST, mock.address())
        .build()
        .unwrap();
    let base_url = format!("https://{HOST}:{}", mock.address().port());
    let company = mock.credentials();
    let form = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", &company.company_id.to_string()),
        ("password", &company.request_token),
    ];
    let request = client
        .post(format!("{base_url}/oauth2/v0/token"))
        .form(&form);
    let token: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
    assert_eq!(token["geolocation"], format!("https://{HOST}"));
    let page = client
        .get(format!("{base_url}/profile/identity/v4.1/Users"))
        .bearer_auth(token["access_token"].as_str().unwrap())
        .send()
        .await
        .unwrap();
    assert_eq!(page.version(), Version::HTTP_2);
    let page: serde_json::Value = page.json().await.unwrap();
    assert_eq!(page["totalResults"], 3);
}

#[tokio::test]
async fn an_authority_that_was_kept_is_trusted_at_the_next_start() {
    let before = Authority::generate().unwrap();
    let mock = MockConcur::start_with(Settings {
        tls: Tls::Authority(before.to_pem()),
        ..settings()
    })
    .await
    .unwrap();
    spoken(trusting(&before), mock.base_url()).await;
    let refused = Authority::from_pem("no key").unwrap_err();
    assert!(refused.to_string().contains("PRIVATE KEY"), "{refused}");
}
