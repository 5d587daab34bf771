//! Tokens that end too early, refreshes that are refused, companies that move.

use std::net::{Ipv4Addr, SocketAddr};

use concur_mock::Settings;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{LIST, Stage};
use crate::client::{Client, answer};

async fn refresh(stage: &Stage, token: &Value) -> (StatusCode, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", &stage.company.client_id.to_string()),
        ("client_secret", &stage.company.client_secret),
        ("refresh_token", token.as_str().unwrap()),
    ];
    let request = stage.client.request(Method::POST, "/oauth2/v0/token");
    answer(request.form(&form)).await
}

#[tokio::test]
async fn a_token_that_ends_too_early_stays_ended_and_a_refresh_helps() {
    let stage = Stage::set().await;
    let (_, issued) = stage.client.token_reply(&stage.company).await;
    let token = issued["access_token"].as_str().unwrap();
    let fault =
        json!({"name": "a", "operation": LIST, "kind": "expired_token", "schedule": {"first": 1}});
    stage.plan(fault).await;

    let (status, refused) = stage.client.users(token).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(refused["detail"], "The access token has expired");
    assert_eq!(stage.client.users(token).await.0, StatusCode::FORBIDDEN);

    let (_, fresh) = refresh(&stage, &issued["refresh_token"]).await;
    let fresh = fresh["access_token"].as_str().unwrap();
    assert_eq!(stage.client.users(fresh).await.0, StatusCode::OK);
    assert_eq!(stage.fired().await, 1);
}

#[tokio::test]
async fn an_application_s_own_token_can_end_too_early_as_well() {
    let stage = Stage::set().await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", &stage.company.client_id.to_string()),
        ("client_secret", &stage.company.client_secret),
    ];
    let request = stage
        .client
        .request(Method::POST, "/oauth2/v0/token")
        .form(&form);
    let (_, issued) = answer(request).await;
    let token = issued["access_token"].as_str().unwrap();
    let topics = || {
        let request = stage.client.request(Method::GET, "/events/v4/topics");
        answer(request.bearer_auth(token))
    };
    assert_eq!(topics().await.0, StatusCode::OK);
    let fault = json!({"name": "a", "operation": "events.*", "kind": "expired_token", "schedule": {"first": 1}});
    stage.plan(fault).await;

    assert_eq!(topics().await.0, StatusCode::FORBIDDEN);
    assert_eq!(topics().await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_refresh_is_refused_by_its_code_and_other_grants_are_not() {
    let stage = Stage::set().await;
    let (_, issued) = stage.client.token_reply(&stage.company).await;
    for (kind, code) in [(json!({}), 108), (json!({"code": 107}), 107)] {
        let kind = json!({"refused_refresh": kind});
        stage
            .plan(json!({"name": "a", "kind": kind, "schedule": {"first": 1}}))
            .await;

        assert_eq!(
            stage.client.token_reply(&stage.company).await.0,
            StatusCode::OK
        );
        let (status, refused) = refresh(&stage, &issued["refresh_token"]).await;
        assert!(status.is_client_error(), "{status}");
        assert_eq!(refused["code"], code);
        assert_eq!(
            refresh(&stage, &issued["refresh_token"]).await.0,
            StatusCode::OK
        );
    }
}

#[tokio::test]
async fn the_token_endpoint_refuses_by_any_code_of_its_table() {
    let stage = Stage::set().await;
    for (code, error) in [(134, "invalid_request"), (64, "invalid_client")] {
        stage
            .plan(json!({"name": "a", "kind": {"oauth_error": code}}))
            .await;
        let (status, refused) = stage.client.token_reply(&stage.company).await;
        assert!(status.is_client_error() || status.is_server_error());
        assert_eq!(
            (&refused["code"], &refused["error"]),
            (&json!(code), &json!(error))
        );
    }
}

#[tokio::test]
async fn a_company_moves_with_a_token_answer() {
    let settings = Settings {
        second_listen: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
        ..Settings::default()
    };
    let stage = Stage::set_with(settings).await;
    stage
        .plan(json!({"name": "a", "kind": {"moved_geolocation": {}}, "at_most": 1}))
        .await;

    let (status, issued) = stage.client.token_reply(&stage.company).await;

    let second = stage.mock.second_base_url().unwrap();
    assert_eq!(
        (status, &issued["geolocation"]),
        (StatusCode::OK, &json!(second))
    );
    let token = issued["access_token"].as_str().unwrap();
    assert_eq!(stage.client.users(token).await.0, StatusCode::FORBIDDEN);
    assert_eq!(Client::new(second).users(token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn token_answers_may_name_any_address() {
    let stage = Stage::set().await;
    let url = "https://proxy.example";
    stage
        .plan(json!({"name": "a", "kind": {"moved_geolocation": {"url": url}}}))
        .await;

    let (_, issued) = stage.client.token_reply(&stage.company).await;

    assert_eq!(issued["geolocation"], url);
    let token = issued["access_token"].as_str().unwrap();
    assert_eq!(stage.client.users(token).await.0, StatusCode::OK);
}
