//! Who may use the admin API.

use concur_mock::{MockConcur, Settings, StartError};
use reqwest::{Method, StatusCode};

use crate::client::{Client, answer};

fn with_token(token: &str) -> Settings {
    Settings {
        admin_token: Some(token.to_owned()),
        ..Settings::default()
    }
}

#[tokio::test]
async fn the_admin_api_asks_for_its_token_and_concurs_own_endpoints_do_not() {
    let mock = MockConcur::start_with(with_token("let-me-in"))
        .await
        .unwrap();
    let client = Client::new(mock.base_url());

    let (status, problem) = client.get("/__admin/policy").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(
        problem["detail"]
            .as_str()
            .unwrap()
            .contains("--admin-token")
    );
    let (status, _) = client
        .post("/__admin/companies", &serde_json::json!({}))
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    for (token, expected) in [
        ("let-me-in", StatusCode::OK),
        ("let-me", StatusCode::UNAUTHORIZED),
    ] {
        let request = client
            .request(Method::GET, "/__admin/policy")
            .bearer_auth(token);
        assert_eq!(answer(request).await.0, expected, "{token}");
    }
    assert_eq!(client.get("/__admin/health").await.0, StatusCode::OK);
    let token = client.token(mock.credentials()).await;
    assert_eq!(client.users(&token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_mock_that_others_can_reach_needs_an_admin_token() {
    let exposed = |admin_token: Option<&str>| Settings {
        listen: "0.0.0.0:0".parse().unwrap(),
        admin_token: admin_token.map(str::to_owned),
        ..Settings::default()
    };
    let refused = MockConcur::start_with(exposed(None)).await.unwrap_err();
    assert!(matches!(refused, StartError::Exposed(_)), "{refused}");
    let mock = MockConcur::start_with(exposed(Some("let-me-in")))
        .await
        .unwrap();
    assert!(mock.base_url().starts_with("http://127.0.0.1:"));
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_refused_at_the_start() {
    for token in ["", "two words", "schlüssel"] {
        let refused = MockConcur::start_with(with_token(token)).await.unwrap_err();
        assert!(matches!(refused, StartError::AdminToken), "{refused}");
    }
}
