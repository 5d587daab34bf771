//! Companies do not meet, and seeds decide everything.

use concur_mock::{MockConcur, Settings};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::{Client, answer};

#[tokio::test]
async fn the_first_company_of_a_seed_is_equal_to_the_byte() {
    let mut pages = Vec::new();
    let mut credentials = Vec::new();
    for _ in 0..2 {
        let settings = Settings {
            seed: 42,
            base_url: Some("http://mock.example".parse().unwrap()),
            ..Settings::default()
        };
        let mock = MockConcur::start_with(settings).await.unwrap();
        let client = Client::new(&format!("http://{}", mock.address()));
        let token = client.token(mock.credentials()).await;
        let request = client.request(Method::GET, "/profile/identity/v4.1/Users?count=1000");
        let response = request.bearer_auth(&token).send().await.unwrap();
        pages.push(response.bytes().await.unwrap());
        credentials.push(mock.credentials().clone());
        mock.stop().await;
    }
    assert_eq!(pages[0], pages[1]);
    assert_eq!(credentials[0], credentials[1]);
}

#[tokio::test]
async fn two_companies_of_one_seed_share_users_and_nothing_else() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let one = client.company(&json!({"seed": 9, "users": 4})).await;
    let two = client.company(&json!({"seed": 9, "users": 4})).await;
    assert_ne!(one.company_id, two.company_id);
    assert_ne!(one.client_id, two.client_id);
    assert_ne!(one.request_token, two.request_token);
    assert_eq!(one.user.as_ref().unwrap().id, two.user.as_ref().unwrap().id);

    let (token_one, token_two) = (client.token(&one).await, client.token(&two).await);
    assert_ne!(token_one, token_two);
    let (_, created) = client.create(&token_one, &one, "new@example.com").await;
    assert_eq!(
        client.create(&token_two, &two, "new@example.com").await.0,
        StatusCode::OK
    );

    let path = format!(
        "/profile/identity/v4.1/Users/{}",
        created["id"].as_str().unwrap()
    );
    let foreign = client.request(Method::GET, &path).bearer_auth(&token_two);
    assert_eq!(answer(foreign).await.0, StatusCode::NOT_FOUND);
    let (_, page) = client.users(&token_two).await;
    for user in page["Resources"].as_array().unwrap() {
        let enterprise = &user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"];
        assert_eq!(enterprise["companyId"], json!(two.company_id));
    }
}

#[tokio::test]
async fn a_request_token_opens_its_own_company_only() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (one, mut two) = (
        client.company(&json!({})).await,
        client.company(&json!({})).await,
    );

    two.company_id = one.company_id;
    assert_eq!(client.token_reply(&two).await.1["code"], 53);
}

#[tokio::test]
async fn a_mock_that_is_stopped_listens_no_more() {
    let mock = MockConcur::start().await.unwrap();
    let base_url = mock.base_url().to_owned();
    mock.stop().await;

    let refused = Client::new(&base_url)
        .request(Method::GET, "/__admin/health")
        .send()
        .await;
    assert!(refused.is_err());
}

#[tokio::test]
async fn companies_without_a_seed_have_users_of_their_own() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (one, two) = (
        client.company(&json!({})).await,
        client.company(&json!({})).await,
    );

    assert_ne!(one.user.unwrap().id, two.user.unwrap().id);
}
