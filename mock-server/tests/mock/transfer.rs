//! Companies as files over HTTP, and at the start of the command.

use concur_mock::{Credentials, MockConcur, Settings};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::client::{Client, answer};

const LINES: &str = "application/x-ndjson";

async fn export(client: &Client, company: &Credentials) -> Response {
    let path = format!("/__admin/companies/{}/export", company.company_id);
    client.request(Method::GET, &path).send().await.unwrap()
}

async fn import(client: &Client, query: &str, file: &str) -> (StatusCode, Value) {
    let path = format!("/__admin/companies/import{query}");
    let request = client.request(Method::POST, &path).body(file.to_owned());
    answer(request.header("content-type", LINES)).await
}

#[tokio::test]
async fn an_exported_company_is_the_same_in_another_mock() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let source = client
        .company(&json!({"users": 200, "policy": {"identity.create-status": "201"}}))
        .await;
    let token = client.token(&source).await;
    client.create(&token, &source, "new@example.com").await;
    let entity = json!({"referenceId": "ACME", "active": true, "taxId": "1"});
    let path = "/profile/identity/v4.1/LegalEntities";
    let request = client.request(Method::POST, path).bearer_auth(&token);
    assert!(answer(request.json(&entity)).await.0.is_success());
    let exported = export(&client, &source).await;
    assert_eq!(exported.status(), StatusCode::OK);
    assert_eq!(exported.headers()["content-type"], LINES);
    let file = exported.text().await.unwrap();
    assert_eq!(file.lines().count(), 1 + 201 + 1);
    assert!(!file.contains(&source.company_id.to_string()) && !file.contains(mock.base_url()));

    let other = MockConcur::start().await.unwrap();
    let there = Client::new(other.base_url());
    let (status, made) = import(&there, "?key=copy", &file).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let copy: Credentials = serde_json::from_value(made).unwrap();
    assert_eq!(copy.user, source.user);
    let again = export(&there, &copy).await.text().await.unwrap();
    assert!(again == file, "the same to the byte");
    let in_copy = there.token(&copy).await;
    assert_eq!(there.users(&in_copy).await.1["totalResults"], 201);
    let (status, _) = there.create(&in_copy, &copy, "other@example.com").await;
    assert_eq!(status, StatusCode::CREATED, "the policy came along");
    let (status, _) = there.create(&in_copy, &copy, "new@example.com").await;
    assert_eq!(status, StatusCode::CONFLICT, "the index came along");
    assert_eq!(
        import(&there, "?key=copy", &file).await.0,
        StatusCode::CONFLICT
    );
}

#[tokio::test]
async fn a_wrong_file_makes_no_company_and_says_where_it_is_wrong() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let source = client.company(&json!({"users": 3})).await;
    let file = export(&client, &source).await.text().await.unwrap();
    let torn = &file[..file.len() - 20];
    let (status, refusal) = import(&client, "", torn).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let detail = refusal["detail"].as_str().unwrap();
    assert!(detail.starts_with("line 4: "), "{detail}");
    // The fault is in the first of many pieces, and the client comes to read about it.
    let endless = "x\n".repeat(3_000_000);
    let (status, refusal) = import(&client, "", &endless).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(refusal["detail"].as_str().unwrap().starts_with("line 1: "));
    for query in ["?key=", "?name=x", "?key=a&key=b"] {
        let (status, _) = import(&client, query, &file).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
    }
    let request = client.request(Method::POST, "/__admin/companies/import");
    let (status, _) = answer(request.json(&json!({}))).await;
    assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let (_, listed) = client.get("/__admin/companies").await;
    assert_eq!(listed["total"], 2);
}

#[tokio::test]
async fn a_mock_begins_with_a_file() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let exported = export(&client, mock.credentials()).await;
    let file = exported.text().await.unwrap();
    let kept = NamedTempFile::new().unwrap();
    std::fs::write(kept.path(), &file).unwrap();
    let settings = |path: &std::path::Path| Settings {
        company_file: Some(path.to_owned()),
        ..Settings::default()
    };
    let other = MockConcur::start_with(settings(kept.path())).await.unwrap();
    let there = Client::new(other.base_url());
    let again = export(&there, other.credentials()).await;
    assert!(again.text().await.unwrap() == file);
    std::fs::write(kept.path(), "{}").unwrap();
    let refused = MockConcur::start_with(settings(kept.path())).await;
    let refusal = refused.unwrap_err().to_string();
    assert!(refusal.contains("line 1: "), "{refusal}");
}
