//! A company's configuration over the admin API.

use concur_mock::MockConcur;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::Client;

#[tokio::test]
async fn what_is_named_is_replaced_and_a_reset_brings_it_back() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 0})).await;
    let admin = |rest: &str| format!("/__admin/companies/{}{rest}", company.company_id);
    let path = admin("/configuration");
    let (status, before) = client.get(&path).await;
    assert_eq!(
        (status, &before["edition"]),
        (StatusCode::OK, &json!("professional"))
    );

    let change = json!({"edition": "standard", "roleGroups": ["EMEA"]});
    let (status, after) = client.patch(&path, &change).await;

    let mut expected = before.clone();
    expected["edition"] = json!("standard");
    expected["roleGroups"] = json!(["EMEA"]);
    assert_eq!((status, &after), (StatusCode::OK, &expected));
    assert_eq!(client.get(&path).await.1, expected);
    client.post(&admin("/reset"), &json!({})).await;
    assert_eq!(client.get(&path).await.1, before);
}

#[tokio::test]
async fn a_bad_member_is_named_and_nothing_changes() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 0})).await;
    let path = format!("/__admin/companies/{}/configuration", company.company_id);
    let (_, before) = client.get(&path).await;
    for (change, named) in [
        (
            json!({"ledgers": ["EU"], "currencies": ["usd"]}),
            "currencies",
        ),
        (json!({"ledgers": ["EU"], "ledger": []}), "ledger"),
        (json!({"ledgers": [1]}), "ledgers[0]"),
        (json!({"edition": "premium"}), "edition"),
        (json!({"lists": []}), "customFields.list"),
    ] {
        let (status, refusal): (_, Value) = client.patch(&path, &change).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{change}");
        let error = refusal["detail"].as_str().unwrap();
        assert!(error.contains(named), "{change}: {error}");
    }
    assert_eq!(client.get(&path).await.1, before);
    let unknown = "/__admin/companies/00000000-0000-0000-0000-000000000000/configuration";
    assert_eq!(client.get(unknown).await.0, StatusCode::NOT_FOUND);
}
