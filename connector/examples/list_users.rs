//! Run: `cargo run -p concur-connector --example list_users -- ready.json`
//!
//! Lists every user of the company that a ready file names, checks that no id comes twice, and prints how many there
//! are. The file says `{"base_url", "company_id", "client_id", "client_secret", "request_token"}`; what else it says is
//! ignored.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::collections::HashSet;
use std::error::Error;

use concur_connector::{Config, Connector, Credentials};
use futures_util::StreamExt;
use serde::Deserialize;

#[derive(Deserialize)]
struct Ready {
    base_url: url::Url,
    company_id: String,
    client_id: String,
    client_secret: String,
    request_token: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name a ready file")?;
    let ready: Ready = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let credentials = Credentials::CompanyRequestToken {
        client_id: ready.client_id,
        client_secret: ready.client_secret.into(),
        company_id: ready.company_id,
        request_token: ready.request_token.into(),
    };
    let connector = Connector::new(Config::new(ready.base_url, credentials))?;

    let mut ids = HashSet::new();
    let mut users = connector.list();
    while let Some(user) = users.next().await {
        let id = user?.id;
        if let Some(twice) = ids.replace(id) {
            return Err(format!("{twice} is listed twice").into());
        }
    }
    println!("{} users", ids.len());
    Ok(())
}
