//! Policies over the admin API: listed, set for a company, refused with what was expected.

use concur_mock::{MockConcur, Settings, StartError};
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::client::Client;

const KEY: &str = "identity.create-status";

fn row<'v>(list: &'v Value, key: &str) -> &'v Value {
    let rows = list["policies"].as_array().unwrap();
    rows.iter().find(|row| row["key"] == key).unwrap()
}

async fn create(client: &Client, policy: &Value) -> StatusCode {
    let company = client.company(&json!({"users": 1, "policy": policy})).await;
    let token = client.token(&company).await;
    let (status, _) = client.create(&token, &company, "hire@example.com").await;
    status
}

#[tokio::test]
async fn the_list_says_what_a_key_takes_and_what_the_process_has() {
    let mock = MockConcur::start_with(Settings {
        policies: vec![format!("{KEY}=201")],
        users: 1,
        ..Settings::default()
    });
    let mock = mock.await.unwrap();
    let client = Client::new(mock.base_url());

    let (status, list) = client.get("/__admin/policy").await;

    assert_eq!(status, StatusCode::OK);
    let row = row(&list, KEY);
    assert_eq!(
        (&row["default"], &row["value"]),
        (&json!("200"), &json!("201"))
    );
    assert_eq!(row["values"][1]["value"], "201");
    assert!(row["source"].as_str().unwrap().contains("Q1"));
    assert_eq!(create(&client, &json!({})).await, StatusCode::CREATED);
}

#[tokio::test]
async fn a_single_flag_counts_over_the_file() {
    let mock = MockConcur::start_with(Settings {
        policy_file: Some(format!("# as seen\n{KEY} = 201\n")),
        policies: vec![format!("{KEY}=200")],
        users: 1,
        ..Settings::default()
    });
    let mock = mock.await.unwrap();
    let client = Client::new(mock.base_url());
    assert_eq!(create(&client, &json!({})).await, StatusCode::OK);
}

#[tokio::test]
async fn a_company_has_its_own_policy_and_can_go_back() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 1})).await;
    let path = format!("/__admin/companies/{}/policy", company.company_id);
    let token = client.token(&company).await;

    let (status, policy) = client.patch(&path, &json!({KEY: "201"})).await;
    assert_eq!((status, &policy[KEY]), (StatusCode::OK, &json!("201")));
    let (status, _) = client.create(&token, &company, "one@example.com").await;
    assert_eq!(status, StatusCode::CREATED);
    assert_eq!(create(&client, &json!({})).await, StatusCode::OK);

    client.patch(&path, &json!({KEY: null})).await;
    assert_eq!(client.get(&path).await.1[KEY], "200");
}

#[tokio::test]
async fn a_wrong_policy_is_refused_whole_and_says_what_was_expected() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 1})).await;
    let path = format!("/__admin/companies/{}/policy", company.company_id);
    for (wrong, expected) in [
        (json!({KEY: "201", "identity.craete-status": 1}), KEY),
        (json!({KEY: "202"}), "200, 201"),
        (json!({"preset": "newest"}), "strict-docs"),
    ] {
        let (status, refusal) = client.patch(&path, &wrong).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(
            refusal["detail"].as_str().unwrap().contains(expected),
            "{refusal}"
        );
    }
    assert_eq!(client.get(&path).await.1[KEY], "200");

    let start = MockConcur::start_with(Settings {
        policies: vec!["no such key".to_owned()],
        ..Settings::default()
    });
    assert!(matches!(start.await, Err(StartError::Policy(_))));
}
