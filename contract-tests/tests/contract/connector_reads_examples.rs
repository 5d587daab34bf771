//! Connector and examples: each document that Concur could send, and what the connector makes of it, for a reviewer to read.

use std::fs;

use concur_connector::{Api, Change, Connector, Error, NewUser, Query, User};
use concur_contract::contract::fixtures_folder;
use serde::Deserialize;
use serde_json::{Value, json};

use super::connection::{connector_of, made_up_access, shown};
use super::lectern::{Document, Lectern, Place};

#[derive(Deserialize)]
struct Example {
    file: String,
    operation: String,
    status: u16,
    content_type: String,
}

#[tokio::test]
async fn users_and_lists_are_read_as_reviewed() {
    for example in examples()
        .into_iter()
        .filter(|example| example.status < 300)
    {
        let Some(read) = read(&example).await else {
            continue;
        };
        insta::assert_json_snapshot!(example.file.as_str(), read);
    }
}

#[tokio::test]
async fn refusals_are_read_as_reviewed() {
    for example in examples()
        .into_iter()
        .filter(|example| example.status >= 400)
    {
        let Some(read) = read(&example).await else {
            continue;
        };
        assert!(read["error"].is_string(), "{}: {read}", example.file);
        insta::assert_json_snapshot!(example.file.as_str(), read);
    }
}

impl Example {
    fn document(&self) -> Document {
        let path = fixtures_folder().join("examples").join(&self.file);
        Document {
            status: self.status,
            content_type: self.content_type.clone(),
            body: fs::read_to_string(path).unwrap(),
            place: match self.operation.as_str() {
                "oauth2.token.create" => Place::TokenEndpoint,
                _ => Place::Api,
            },
        }
    }
}

fn examples() -> Vec<Example> {
    let text = fs::read_to_string(fixtures_folder().join("examples/index.yaml")).unwrap();
    let examples: Vec<Example> = serde_saphyr::from_str(&text).unwrap();
    assert!(!examples.is_empty());
    examples
}

/// What the connector makes of an example; nothing if it never calls that operation.
async fn read(example: &Example) -> Option<Value> {
    let (service, method) = example.operation.rsplit_once('.')?;
    let api = match service {
        // What follows a token is no user and no refusal.
        "oauth2.token" if example.status < 300 => return None,
        "identity.v4_1.users" | "oauth2.token" => Api::IdentityV4_1,
        // The connector writes through v4.1 only.
        "identity.v4.users" if ["get", "list"].contains(&method) => Api::IdentityV4,
        "users.v3_0" => Api::UsersV3_0,
        _ => return None,
    };
    let lectern = Lectern::start(example.document()).await;
    let connector = connector_of(&made_up_access(&lectern.base_url), api, |config| {
        config.longest_wait = std::time::Duration::ZERO;
    });
    let result = match (service, method) {
        ("oauth2.token", _) | (_, "list" | "search") => list(&connector, &lectern.base_url).await,
        (_, "get" | "replace") => one(connector.get("any").await, &lectern.base_url),
        (_, "create") => {
            let user = NewUser::new("any@example.com", "Any", "Body", "any@example.com");
            one(connector.create(user).await, &lectern.base_url)
        }
        (_, "patch") => {
            let change = Change {
                title: "Any".into(),
                ..Change::default()
            };
            one(connector.update("any", change).await, &lectern.base_url)
        }
        _ => return None,
    };
    Some(result.unwrap_or_else(|error| refusal(&error)))
}

async fn list(connector: &Connector, base_url: &str) -> Result<Value, Error> {
    let page = connector.list_page(&Query::default()).await?;
    let users: Vec<_> = page
        .result
        .iter()
        .map(|user| shown(user, base_url))
        .collect();
    Ok(json!({ "result": users, "is_last": page.next_cursor.is_none() }))
}

fn one(user: Result<User, Error>, base_url: &str) -> Result<Value, Error> {
    user.map(|user| shown(&user, base_url))
}

fn refusal(error: &Error) -> Value {
    let kind = format!("{error:?}");
    let kind = kind.split(|sign: char| !sign.is_alphanumeric()).next();
    json!({
        "error": error.to_string(),
        "kind": kind,
        "codes": error.refusal().map(|refusal| refusal.codes.clone())
    })
}
