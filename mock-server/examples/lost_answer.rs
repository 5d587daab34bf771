//! Run: `cargo run -p concur-mock --example lost_answer`
//!
//! A user is created and the answer is lost on the way. Whoever simply tries again is refused, for the user is there; whoever
//! looks first goes on.
#![expect(clippy::print_stdout, reason = "an example shows what happens")]

use std::error::Error;

use concur_mock::{Credentials, Fault, Kind, MockConcur, NewCompany, Phase, Plan, Schedule};
use reqwest::{Client, Response};
use serde_json::{Value, json};

const LOGIN: &str = "new.hire@example.com";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let mock = MockConcur::start().await?;
    let company = mock.create_company(&NewCompany::default())?;
    let lost = Fault::new(
        "lost answer",
        "identity.v4_1.users.create".parse()?,
        Kind::Reset,
    )
    .in_phase(Phase::After)
    .by(Schedule::First(1));
    company.set_faults(Plan::of(lost))?;

    let http = Client::new();
    let credentials = company.credentials();
    let token = token(&http, &credentials).await?;
    match create(&http, &credentials, &token).await {
        Ok(answer) => println!("the answer came: {}", answer.status()),
        Err(error) => println!("the answer did not come: {error}"),
    }
    println!(
        "and yet there are {} users of this login",
        count(&http, &credentials, &token).await?
    );
    let again = create(&http, &credentials, &token).await?;
    println!("a second create is answered with {}", again.status());

    company.faults().check_fired()?;
    println!("everything that was planned happened");
    mock.stop().await;
    Ok(())
}

async fn token(http: &Client, credentials: &Credentials) -> Result<String, Box<dyn Error>> {
    let form = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("client_id", &credentials.client_id.to_string()),
        ("client_secret", &credentials.client_secret),
        ("username", &credentials.company_id.to_string()),
        ("password", &credentials.request_token),
    ];
    let url = format!("{}/oauth2/v0/token", credentials.base_url);
    let reply: Value = http.post(url).form(&form).send().await?.json().await?;
    Ok(reply["access_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

async fn create(
    http: &Client,
    credentials: &Credentials,
    token: &str,
) -> Result<Response, reqwest::Error> {
    let user = json!({
        "userName": LOGIN,
        "active": true,
        "name": {"givenName": "New", "familyName": "Hire"},
        "emails": [{"type": "work", "value": LOGIN}],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": credentials.company_id},
    });
    let url = format!("{}/profile/identity/v4.1/Users", credentials.base_url);
    http.post(url).bearer_auth(token).json(&user).send().await
}

async fn count(
    http: &Client,
    credentials: &Credentials,
    token: &str,
) -> Result<u64, Box<dyn Error>> {
    let search = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"],
        "filter": format!("userName eq \"{LOGIN}\""),
    });
    let url = format!(
        "{}/profile/identity/v4.1/Users/.search",
        credentials.base_url
    );
    let request = http.post(url).bearer_auth(token).json(&search);
    let page: Value = request.send().await?.json().await?;
    Ok(page["totalResults"].as_u64().unwrap_or_default())
}
