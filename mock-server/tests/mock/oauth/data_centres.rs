//! Two data centres, and a company under maintenance.

use concur_mock::Settings;
use reqwest::StatusCode;
use serde_json::json;

use super::{Stage, claims, text};

async fn two_centres() -> (Stage, String) {
    let settings = Settings {
        second_listen: Some("127.0.0.1:0".parse().unwrap()),
        ..Settings::default()
    };
    let stage = Stage::set_with(settings, &json!({})).await;
    let second = stage.mock.second_base_url().unwrap().to_owned();
    stage
        .change_company(&json!({"data_centre": "second"}))
        .await;
    (stage, second)
}

#[tokio::test]
async fn a_user_who_lives_elsewhere_is_code_16_with_the_right_address() {
    let (stage, second) = two_centres().await;

    let (status, refusal) = stage.log_in().await;

    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(
        (&refusal["code"], text(&refusal, "geolocation")),
        (&json!(16), second.as_str())
    );
    let user = stage.user();
    let form = [
        ("grant_type", "password"),
        ("username", user.user_name.as_str()),
        ("password", &user.password),
    ];
    let (status, reply) = stage.form_at(&second, "/oauth2/v0/token", &form).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(text(&reply, "geolocation"), second);
    let refresh = text(&reply, "refresh_token").to_owned();
    assert_eq!(stage.refresh(&refresh).await.1["code"], 16);
}

#[tokio::test]
async fn a_company_token_is_given_everywhere_and_names_the_right_address() {
    let (stage, second) = two_centres().await;

    let (status, reply) = stage.client.token_reply(&stage.company).await;

    assert_eq!(
        (status, text(&reply, "geolocation")),
        (StatusCode::OK, second.as_str())
    );
    let token = text(&reply, "access_token");
    assert_eq!(claims(token)["iss"], second);
    let (status, page) = stage.users_at(&second, token).await;
    assert_eq!(status, StatusCode::OK);
    let location = text(&page["Resources"][0]["meta"], "location");
    assert!(location.starts_with(&second), "{location}");
}

#[tokio::test]
async fn a_call_at_the_wrong_address_is_answered_as_the_policy_says() {
    let (stage, _) = two_centres().await;
    let token = stage.client.token(&stage.company).await;
    for (value, status) in [
        ("403", StatusCode::FORBIDDEN),
        ("401", StatusCode::UNAUTHORIZED),
        ("serve", StatusCode::OK),
    ] {
        stage
            .set_policy(&json!({"access.wrong-data-centre": value}))
            .await;
        assert_eq!(stage.users(&token).await.0, status, "{value}");
    }
}

#[tokio::test]
async fn without_a_second_address_nobody_moves() {
    let stage = Stage::set().await;
    let path = stage.admin("");
    let (status, refusal) = stage
        .client
        .patch(&path, &json!({"data_centre": "second"}))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(text(&refusal, "detail").contains("--second-listen"));
    let (status, _) = stage
        .client
        .patch(&path, &json!({"data_centre": "third"}))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(stage.log_in().await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_company_under_maintenance_is_code_134_and_503() {
    let stage = Stage::set().await;
    let token = stage.client.token(&stage.company).await;
    let (_, reply) = stage.log_in().await;
    stage.change_company(&json!({"maintenance": true})).await;

    assert_eq!(
        stage.client.token_reply(&stage.company).await.1["code"],
        134
    );
    assert_eq!(
        stage.refresh(text(&reply, "refresh_token")).await.1["code"],
        134
    );
    assert_eq!(stage.users(&token).await.0, StatusCode::SERVICE_UNAVAILABLE);
    stage
        .set_policy(&json!({"oauth.status-of-134": "503"}))
        .await;
    assert_eq!(stage.log_in().await.0, StatusCode::SERVICE_UNAVAILABLE);

    stage.change_company(&json!({"maintenance": false})).await;
    assert_eq!(stage.users(&token).await.0, StatusCode::OK);
}
