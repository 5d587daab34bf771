//! The mock hands out every contract document, whole, with itself as the server.

use std::collections::BTreeSet;
use std::fs;

use concur_contract::contract::fixtures_folder;
use concur_contract::rows;
use concur_contract::session::Session;
use concur_contract::target::Target;
use serde_json::{Value, json};

/// A document as it must be served: references point to the JSON forms, and the server is this one.
fn expected(text: &str, base_url: &str) -> Value {
    let text = text.replace(".yaml#", ".json#");
    let options = serde_saphyr::options! { strict_booleans: true };
    let mut document: Value = serde_saphyr::from_str_with_options(&text, options).unwrap();
    document["servers"] = json!([{"url": base_url, "description": "This mock."}]);
    document
}

/// The document with every `anyOf` of a schema and null brought back to the schema: what is optional may be null in what is
/// served, which the transcription says once and in words.
fn without_nulls(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            let inner = members
                .get("anyOf")
                .and_then(Value::as_array)
                .filter(|either| either.len() == 2 && either[1] == json!({"type": "null"}))
                .map(|either| either[0].clone());
            if let (Some(inner), 1) = (inner, members.len()) {
                return without_nulls(inner);
            }
            for member in members.values_mut() {
                *member = without_nulls(member.take());
            }
        }
        Value::Array(entries) => {
            for entry in entries {
                *entry = without_nulls(entry.take());
            }
        }
        _ => {}
    }
    value
}

#[tokio::test]
async fn every_document_is_served_by_the_mock() {
    let mock = Target::mock().await.unwrap();
    let base_url = mock.access().base_url.clone();
    let mut session = Session::open(&mock).await.unwrap();
    let list = session.read_admin("/__admin/contract").await.unwrap();
    let served: BTreeSet<String> = list["contracts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["api"].as_str().unwrap().to_owned())
        .collect();
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(fixtures_folder().join("contract")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if path.file_name().unwrap() == rows::FILE {
            continue;
        }
        let served_at = format!("/__admin/contract/{name}.json");
        let document = session.read_admin(&served_at).await.unwrap();
        let text = fs::read_to_string(&path).unwrap();
        let (served, written) = (
            without_nulls(document),
            without_nulls(expected(&text, &base_url)),
        );
        assert_eq!(served, written, "{name}");
        names.insert(name);
    }
    let users = session
        .read_admin("/__admin/contract/identity-v4.1.json")
        .await
        .unwrap();
    assert_ne!(without_nulls(users.clone()), users, "nothing may be null");
    assert_eq!(
        served, names,
        "see DOCUMENTS in mock-server/src/admin/contract.rs"
    );
    mock.stop().await.unwrap();
}
