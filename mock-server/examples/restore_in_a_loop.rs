//! Puts a company back before every round of a test, in less time than a request takes, while the client keeps its token.
//!
//! Run it with `cargo run -p concur-mock --example restore_in_a_loop`.
#![expect(clippy::print_stdout, reason = "an example prints what it did")]

use std::error::Error;
use std::time::{Duration, Instant};

use concur_mock::{MockConcur, Settings};
use reqwest::Client;
use serde_json::Value;

/// How often the test runs.
const ROUNDS: u32 = 20;

/// How many users the company has; a restore does not depend on it.
const USERS: usize = 5_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let settings = Settings {
        users: USERS,
        ..Settings::default()
    };
    let mock = MockConcur::start_with(settings).await?;
    let company = mock
        .company(mock.credentials().company_id)
        .ok_or("the first company is there")?;
    let http = Client::new();
    // The client signs in once: restoring lets tokens be.
    let token = sign_in(&http, &mock).await?;
    company.snapshot("clean")?;
    let mut restoring = Duration::ZERO;
    for round in 0..ROUNDS {
        let deleted = delete_one(&http, &mock, &token).await?;
        let difference = company.diff("clean", "now", None)?;
        // Every round finds the company as new and deletes the same user again.
        assert_eq!(difference.users.len(), 1, "round {round}");
        assert_eq!(difference.users[0].id.to_string(), deleted);
        let start = Instant::now();
        company.restore("clean")?;
        restoring += start.elapsed();
    }
    println!(
        "{ROUNDS} rounds on {USERS} users, each from a clean company; one restore took {:.1?}",
        restoring / ROUNDS
    );
    mock.stop().await;
    Ok(())
}

async fn sign_in(http: &Client, mock: &MockConcur) -> Result<String, Box<dyn Error>> {
    let company = mock.credentials();
    let form = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", &company.company_id.to_string()),
        ("password", &company.request_token),
    ];
    let request = http.post(format!("{}/oauth2/v0/token", mock.base_url()));
    let reply: Value = request.form(&form).send().await?.json().await?;
    let token = reply["access_token"].as_str().ok_or("a token")?;
    Ok(token.to_owned())
}

/// Deletes the last of the first ten users and says which one it was.
async fn delete_one(
    http: &Client,
    mock: &MockConcur,
    token: &str,
) -> Result<String, Box<dyn Error>> {
    let users = format!("{}/profile/identity/v4.1/Users", mock.base_url());
    let request = http.get(format!("{users}?count=10")).bearer_auth(token);
    let page: Value = request.send().await?.json().await?;
    let id = page["Resources"][9]["id"].as_str().ok_or("ten users")?;
    let request = http.delete(format!("{users}/{id}")).bearer_auth(token);
    request.send().await?.error_for_status()?;
    Ok(id.to_owned())
}
