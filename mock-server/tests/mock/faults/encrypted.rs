//! Faults within TLS: on a connection of HTTP/1.1, and on one stream of HTTP/2.

use std::time::Duration;

use concur_mock::{Fault, Kind, MockConcur, Plan, Schedule, Settings, Tls};
use reqwest::{Certificate, Client, ClientBuilder};

/// How long an answer is waited for that should not come.
const MOMENT: Duration = Duration::from_millis(200);

async fn mock() -> MockConcur {
    drop(rustls::crypto::ring::default_provider().install_default());
    let settings = Settings {
        users: 1,
        tls: Tls::Generated,
        ..Settings::default()
    };
    MockConcur::start_with(settings).await.unwrap()
}

fn trusting(mock: &MockConcur) -> ClientBuilder {
    let authority = mock.authority().unwrap();
    let certificate = Certificate::from_pem(authority.certificate_pem().as_bytes()).unwrap();
    Client::builder().tls_certs_only([certificate])
}

/// Asks for a token; gives back how many bytes of an answer came whole.
async fn ask(client: &Client, mock: &MockConcur) -> Result<usize, reqwest::Error> {
    let company = mock.credentials();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
    ];
    let url = format!("{}/oauth2/v0/token", mock.base_url());
    let answer = client.post(url).form(&form).send().await?;
    Ok(answer.bytes().await?.len())
}

#[tokio::test]
async fn a_fault_of_the_socket_befalls_both_versions_of_http_and_the_next_request_is_answered() {
    let mock = mock().await;
    let company = mock.company(mock.credentials().company_id).unwrap();
    let stall = Kind::Stall {
        milliseconds: 300_000,
        after_bytes: None,
    };
    for builder in [
        trusting(&mock).http1_only(),
        trusting(&mock).http2_prior_knowledge(),
    ] {
        let client = builder.timeout(Duration::from_secs(20)).build().unwrap();
        for kind in [
            Kind::Reset,
            Kind::EmptyReply,
            Kind::Truncate { at: 5 },
            stall.clone(),
        ] {
            let fault = Fault::new("a", "oauth2.token.create".parse().unwrap(), kind.clone());
            company
                .set_faults(Plan::of(fault.by(Schedule::First(1))))
                .unwrap();

            let first = if kind == stall {
                let answer = tokio::time::timeout(MOMENT, ask(&client, &mock)).await;
                answer.map_or(0, Result::unwrap_or_default)
            } else {
                ask(&client, &mock).await.unwrap_or_default()
            };

            assert_eq!(first, 0, "{kind:?}");
            company.faults().check_fired().unwrap();
            assert!(ask(&client, &mock).await.unwrap() > 0, "{kind:?}");
        }
    }
}
