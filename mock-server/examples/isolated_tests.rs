//! Tests that run side by side on one mock and cannot meet: each has a company of its own, made out of a template in less time
//! than a request takes, with the same users in it.
//!
//! Run it with `cargo run -p concur-mock --example isolated_tests`.
#![expect(clippy::print_stdout, reason = "an example prints what it did")]

use std::error::Error;

use concur_mock::{CompanySource, Credentials, MockConcur, NewCompany};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};
use tokio::task::JoinSet;

/// How many tests run side by side.
const TESTS: usize = 50;

/// Who asked, or failed to; it can be handed from task to task.
type Failure = Box<dyn Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let mock = MockConcur::start().await?;
    // One company is prepared with whatever all tests need, and becomes the template.
    let prepared = mock.create_company(&NewCompany::default())?;
    mock.keep_template("prepared", prepared.id())?;
    let mut wish = NewCompany::default();
    wish.from = Some(CompanySource::Template("prepared".to_owned()));
    let mut tests = JoinSet::new();
    for _ in 0..TESTS {
        let company = mock.create_company(&wish)?;
        tests.spawn(test(company.credentials()));
    }
    while let Some(tested) = tests.join_next().await {
        tested??;
    }
    println!("{TESTS} tests hired the same person side by side, and each found 101 users");
    mock.stop().await;
    Ok(())
}

/// Hires a person whose login only one user of a company can have, and counts who is there.
async fn test(company: Credentials) -> Result<(), Failure> {
    let http = Client::new();
    let token = sign_in(&http, &company).await?;
    let users = format!("{}/profile/identity/v4.1/Users", company.base_url);
    let login = "ada@example.com";
    let ada = json!({
        "userName": login,
        "active": true,
        "name": {"givenName": "Ada", "familyName": "Byron"},
        "emails": [{"type": "work", "value": login}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": company.company_id},
    });
    let hired = http.post(&users).bearer_auth(&token).json(&ada);
    assert_eq!(hired.send().await?.status(), StatusCode::OK);
    let page = http.get(&users).bearer_auth(&token);
    let page: Value = page.send().await?.json().await?;
    assert_eq!(page["totalResults"], 101);
    Ok(())
}

async fn sign_in(http: &Client, company: &Credentials) -> Result<String, Failure> {
    let form = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", &company.company_id.to_string()),
        ("password", &company.request_token),
    ];
    let request = http.post(format!("{}/oauth2/v0/token", company.base_url));
    let reply: Value = request.form(&form).send().await?.json().await?;
    let token = reply["access_token"].as_str().ok_or("a token")?;
    Ok(token.to_owned())
}
