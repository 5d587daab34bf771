//! Connector and the payloads on Concur's pages, where they are at hand: read without error, and no field lost unexplained.

use std::fs;
use std::path::PathBuf;

use concur_connector::{Api, Query, User};
use concur_contract::contract::fixtures_folder;
use serde_json::Value;

use super::connection::{connector, made_up_access};
use super::lectern::{Document, Lectern, Place};
use super::mapping_oracle::unexplained;

/// Printed with empty objects for users, or with the names of types for values: no service can send them.
const ABRIDGED: [&str; 2] = [
    "identity-v4.1__GET_Users__response.json",
    "identity-v4.1__POST_Users.search__response.json",
];

#[tokio::test]
async fn every_payload_of_identity_v4_1_is_read_without_loss() {
    let Some(payloads) = payloads() else {
        eprintln!("skipped: the payloads of Concur's pages are not at hand");
        return;
    };
    assert!(payloads.len() >= 5, "{payloads:?}");
    for path in payloads {
        let body = fs::read_to_string(&path).unwrap();
        let document: Value = serde_json::from_str(&body).unwrap();
        for (record, user) in read(&document, body).await {
            let lost = unexplained(&record, &user);
            assert_eq!(lost, Vec::<String>::new(), "{}", path.display());
        }
    }
}

/// Each record of a payload with what the connector makes of it.
async fn read(document: &Value, body: String) -> Vec<(Value, User)> {
    let lectern = Lectern::start(Document {
        status: 200,
        content_type: "application/json".to_owned(),
        body,
        place: Place::Api,
    })
    .await;
    let connector = connector(&made_up_access(&lectern.base_url), Api::IdentityV4_1);
    let Some(records) = document["Resources"].as_array() else {
        return vec![(document.clone(), connector.get("any").await.unwrap())];
    };
    let users = connector.list_page(&Query::default()).await.unwrap().result;
    assert_eq!(users.len(), records.len());
    records.iter().cloned().zip(users).collect()
}

/// The payloads of single users and lists, if their folder is there.
fn payloads() -> Option<Vec<PathBuf>> {
    let folder = fixtures_folder().join("../../shared/spec/examples/profile");
    let mut found: Vec<_> = fs::read_dir(folder)
        .ok()?
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_users = name.starts_with("identity-v4.1__") && name.contains("Users");
            is_users && name.ends_with("__response.json") && !ABRIDGED.contains(&name)
        })
        .collect();
    found.sort();
    Some(found)
}
