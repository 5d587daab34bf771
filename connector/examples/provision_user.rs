//! Run: `cargo run -p concur-connector --example provision_user -- ready.json ada@example.com`
//!
//! A joiner, a mover and a leaver: creates a user, moves it to another department, shuts it out. Prints
//! the user after each step. The ready file is that of `list_users`.
#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::error::Error;

use concur_connector::{Change, Config, Connector, Credentials, Field, NewUser, PlainDate, User};
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
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(email)) = (arguments.next(), arguments.next()) else {
        return Err("name a ready file and an e-mail address".into());
    };
    let connector = connect(&std::fs::read_to_string(file)?)?;

    let joiner = NewUser {
        department: Some("Analysis".to_owned()),
        start_date: Some(PlainDate::from("2026-03-02".to_owned())),
        ..NewUser::new(&email, "Ada", "Lovelace", &email)
    };
    let user = connector.create(joiner).await?;
    show("created", &user)?;

    let move_on = Change {
        department: "Engines".into(),
        title: "Lead analyst".into(),
        nick_name: Field::Null,
        ..Change::default()
    };
    show("changed", &connector.update(&user.id, move_on).await?)?;
    show("deactivated", &connector.deactivate(&user.id).await?)
}

fn connect(ready: &str) -> Result<Connector, Box<dyn Error>> {
    let ready: Ready = serde_json::from_str(ready)?;
    let credentials = Credentials::CompanyRequestToken {
        client_id: ready.client_id,
        client_secret: ready.client_secret.into(),
        company_id: ready.company_id,
        request_token: ready.request_token.into(),
    };
    Ok(Connector::new(Config::new(ready.base_url, credentials))?)
}

fn show(step: &str, user: &User) -> Result<(), Box<dyn Error>> {
    let mut user = user.clone();
    user.remote_data = None;
    println!("{step}: {}", serde_json::to_string_pretty(&user)?);
    Ok(())
}
