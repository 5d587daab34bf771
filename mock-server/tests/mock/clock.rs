//! A company's clock decides about tokens, dates and documents.

use concur_mock::MockConcur;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::Client;

#[tokio::test]
async fn tokens_end_by_the_companys_clock_and_the_date_header_follows_it() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({})).await;
    let clock = format!("/__admin/companies/{}/clock", company.company_id);
    client
        .put(&clock, &json!({"freeze": "2026-01-05T09:00:00Z"}))
        .await;
    let token = client.token(&company).await;

    let request = client.request(Method::GET, "/profile/identity/v4.1/Users?count=1");
    let response = request.bearer_auth(&token).send().await.unwrap();
    assert_eq!(response.headers()["date"], "Mon, 05 Jan 2026 09:00:00 GMT");

    let (_, reading) = client
        .post(&format!("{clock}/advance"), &json!({"seconds": 3599}))
        .await;
    assert_eq!(reading["now"], "2026-01-05T09:59:59Z");
    assert_eq!(client.users(&token).await.0, StatusCode::OK);
    client
        .post(&format!("{clock}/advance"), &json!({"seconds": 1}))
        .await;
    assert_eq!(client.users(&token).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_frozen_clock_makes_tokens_and_documents_repeat() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({})).await;
    let clock = format!("/__admin/companies/{}/clock", company.company_id);
    client
        .put(&clock, &json!({"freeze": "2026-01-05T09:00:00.000123Z"}))
        .await;

    let token = client.token(&company).await;
    assert_eq!(client.token(&company).await, token);
    let (_, user) = client.create(&token, &company, "new@example.com").await;
    assert_eq!(user["meta"]["created"], "2026-01-05T09:00:00.000123Z");
}

#[tokio::test]
async fn clocks_of_two_companies_do_not_touch() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (one, two) = (
        client.company(&json!({})).await,
        client.company(&json!({})).await,
    );
    let token = client.token(&two).await;

    let path = format!("/__admin/companies/{}/clock/advance", one.company_id);
    client.post(&path, &json!({"seconds": 86_400})).await;

    assert_eq!(client.users(&token).await.0, StatusCode::OK);
    // A request token lasts a day.
    assert_eq!(client.token_reply(&one).await.1["code"], 5);
}

#[tokio::test]
async fn a_clock_refuses_what_it_does_not_understand() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let clock = format!("/__admin/companies/{}/clock", mock.credentials().company_id);

    for body in [
        json!({}),
        json!({"freeze": "noon"}),
        json!({"live": true, "offset_seconds": 1}),
        json!({"speed": 2}),
    ] {
        assert_eq!(
            client.put(&clock, &body).await.0,
            StatusCode::BAD_REQUEST,
            "{body}"
        );
    }
    let (status, _) = client
        .post(&format!("{clock}/advance"), &json!({"seconds": -1}))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        client.get("/__admin/companies/nobody/clock").await.0,
        StatusCode::NOT_FOUND
    );
}
