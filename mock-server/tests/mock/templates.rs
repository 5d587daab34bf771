//! Companies that begin with what another one holds, and the list of companies.

use concur_mock::{CompanySource, Credentials, MockConcur, NewCompany};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

fn without_ids(mut page: Value, company: &Credentials) -> Value {
    let text = page.to_string();
    page = serde_json::from_str(&text.replace(&company.company_id.to_string(), "C")).unwrap();
    for user in page["Resources"].as_array_mut().unwrap() {
        user["organization"].take();
    }
    page
}

#[tokio::test]
async fn companies_of_a_template_have_its_users_and_nothing_else_in_common() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let source = client.company(&json!({"users": 4})).await;
    let token = client.token(&source).await;
    client.create(&token, &source, "kept@example.com").await;
    let body = json!({"company": source.company_id});
    let (status, kept) = client.put("/__admin/templates/five", &body).await;
    assert_eq!((status, &kept["users"]), (StatusCode::CREATED, &json!(5)));
    client.create(&token, &source, "late@example.com").await;

    let one = client.company(&json!({"template": "five"})).await;
    let two = client
        .company(&json!({"template": "five", "key": "two"}))
        .await;
    assert_ne!(one.company_id, two.company_id);
    assert_ne!(one.client_secret, two.client_secret);
    assert_ne!(one.request_token, source.request_token);
    assert_eq!(
        one.user, source.user,
        "the users and their passwords are those of the source"
    );
    let (in_one, in_two) = (client.token(&one).await, client.token(&two).await);
    let [first, second] = [
        without_ids(client.users(&in_one).await.1, &one),
        without_ids(client.users(&in_two).await.1, &two),
    ];
    assert_eq!(first, second);
    assert_eq!(first["totalResults"], 5);

    let (_, new) = client.create(&in_one, &one, "own@example.com").await;
    assert_eq!(client.users(&in_two).await.1["totalResults"], 5);
    let (_, other) = client.create(&in_two, &two, "own@example.com").await;
    assert_ne!(new["id"], other["id"]);
    let path = format!("/__admin/companies/{}/reset", one.company_id);
    client.post(&path, &json!({})).await;
    assert_eq!(client.users(&in_one).await.1["totalResults"], 5);
}

#[tokio::test]
async fn a_template_outlives_its_company_and_its_companies_outlive_it() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let source = client.company(&json!({"users": 3})).await;
    let first = json!({"company": source.company_id, "snapshot": "first"});
    client.put("/__admin/templates/three", &first).await;
    let (status, _) = client.put("/__admin/templates/three", &first).await;
    assert_eq!(status, StatusCode::OK);
    let path = format!("/__admin/companies/{}", source.company_id);
    answer(client.request(Method::DELETE, &path)).await;
    let made = client.company(&json!({"template": "three"})).await;
    let (_, listed) = client.get("/__admin/templates").await;
    let expected =
        json!({"name": "three", "company": source.company_id, "snapshot": "first", "users": 3});
    assert_eq!(listed["templates"], json!([expected]));
    let delete = || answer(client.request(Method::DELETE, "/__admin/templates/three"));
    assert_eq!(delete().await.0, StatusCode::NO_CONTENT);
    assert_eq!(delete().await.0, StatusCode::NOT_FOUND);
    let token = client.token(&made).await;
    assert_eq!(client.users(&token).await.1["totalResults"], 3);
    let (status, _) = client
        .post("/__admin/companies", &json!({"template": "three"}))
        .await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_company_begins_with_one_thing() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let source = json!({"company": mock.credentials().company_id});
    client.put("/__admin/templates/first", &source).await;
    for body in [
        json!({"template": "first", "users": 3}),
        json!({"template": "first", "from": source}),
        json!({"from": source, "seed": 3}),
        json!({"from": {"snapshot": "first"}}),
    ] {
        let (status, refusal) = client.post("/__admin/companies", &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body} {refusal}");
    }
    let policy = json!({"from": source, "policy": {"identity.create-status": "201"}});
    let made = client.company(&policy).await;
    let token = client.token(&made).await;
    let (status, _) = client.create(&token, &made, "new@example.com").await;
    assert_eq!(status, StatusCode::CREATED);
}

#[tokio::test]
async fn an_embedded_mock_makes_companies_out_of_snapshots_and_templates() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let source = mock.credentials().clone();
    let token = client.token(&source).await;
    client.create(&token, &source, "new@example.com").await;
    mock.keep_template("now", source.company_id).unwrap();
    let company = source.company_id;
    let name = "first".to_owned();
    for (from, users) in [
        (CompanySource::Template("now".to_owned()), 101),
        (CompanySource::Company(company), 101),
        (CompanySource::Snapshot { company, name }, 100),
    ] {
        let mut wish = NewCompany::default();
        wish.from = Some(from);
        let made = mock.create_company(&wish).unwrap().credentials();
        let token = client.token(&made).await;
        assert_eq!(client.users(&token).await.1["totalResults"], users);
    }
    let mut wish = NewCompany::default();
    wish.from = Some(CompanySource::Template("missing".to_owned()));
    assert!(mock.create_company(&wish).is_err());
}

#[tokio::test]
async fn companies_are_listed_page_by_page() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    for key in ["a", "b", "c"] {
        client.company(&json!({"key": key, "users": 1})).await;
    }
    let (_, all) = client.get("/__admin/companies").await;
    assert_eq!((&all["total"], &all["next"]), (&json!(4), &Value::Null));
    let (mut after, mut seen) = (String::new(), Vec::new());
    for _ in 0..2 {
        let path = format!("/__admin/companies?count=2{after}");
        let (_, page) = client.get(&path).await;
        seen.extend(page["companies"].as_array().unwrap().clone());
        after = format!("&after={}", page["next"].as_str().unwrap_or_default());
    }
    assert_eq!(after, "&after=");
    assert_eq!(json!(seen), all["companies"]);
    let mut keys: Vec<&str> = seen
        .iter()
        .map(|row| row["key"].as_str().unwrap())
        .collect();
    keys.sort_unstable();
    assert_eq!(keys, ["a", "b", "c", "first"]);
}
