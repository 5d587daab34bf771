//! What users and applications do about tokens and secrets: revocation and rotation.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Stage, text};
use crate::client::answer;

async fn call(stage: &Stage, method: Method, path: &str, token: &str) -> (StatusCode, Value) {
    answer(stage.client.request(method, path).bearer_auth(token)).await
}

#[tokio::test]
async fn a_user_takes_back_every_refresh_token_of_an_application() {
    for (path, word) in [
        ("/app-mgmt/v0/connections", Value::Null),
        ("/appmgmt/v0/connections", json!("deleted")),
    ] {
        let stage = Stage::set().await;
        let replies = [stage.log_in().await.1, stage.log_in().await.1];
        let (_, company) = stage.client.token_reply(&stage.company).await;
        let token = text(&replies[0], "access_token");

        let (status, body) = call(&stage, Method::DELETE, path, token).await;

        assert_eq!((status, body), (StatusCode::OK, word), "{path}");
        for reply in &replies {
            let refresh = text(reply, "refresh_token");
            assert_eq!(stage.refresh(refresh).await.1["code"], 108);
        }
        let (status, _) = stage.refresh(text(&company, "refresh_token")).await;
        assert_eq!(status, StatusCode::OK, "the company's own one goes on");
        // The access token lives: the API for companies tells it as a user's.
        assert_eq!(stage.users(token).await.0, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn access_tokens_may_end_with_a_revocation() {
    let stage = Stage::with_policy(json!({"oauth.revoked-access": "ends"})).await;
    let (_, reply) = stage.log_in().await;
    let token = text(&reply, "access_token");
    call(&stage, Method::DELETE, "/app-mgmt/v0/connections", token).await;
    assert_eq!(stage.users(token).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn only_a_user_can_take_back_what_a_user_gave() {
    let stage = Stage::set().await;
    let (_, reply) = stage.client.token_reply(&stage.company).await;
    let token = text(&reply, "access_token");
    let (status, _) = call(&stage, Method::DELETE, "/app-mgmt/v0/connections", token).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (status, _) = stage.refresh(text(&reply, "refresh_token")).await;
    assert_eq!(status, StatusCode::OK);
}

async fn own_token(stage: &Stage) -> String {
    let (_, reply) = stage.token(&[("grant_type", "client_credentials")]).await;
    text(&reply, "access_token").to_owned()
}

fn patch(value: &str) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "/status", "value": value}],
    })
}

#[tokio::test]
async fn a_secret_is_made_activated_used_and_the_old_one_deleted() {
    let stage = Stage::set().await;
    let token = own_token(&stage).await;
    let path = format!("/app-mgmt/v4/{}/secrets", stage.company.client_id);
    let (status, made) = call(&stage, Method::POST, &path, &token).await;
    assert_eq!(
        (status, text(&made, "status")),
        (StatusCode::OK, "Inactive")
    );
    let with_it = |secret: String| {
        let form = [
            ("client_id", stage.company.client_id.to_string()),
            ("client_secret", secret),
            ("grant_type", "client_credentials".to_owned()),
        ];
        answer(
            stage
                .client
                .request(Method::POST, "/oauth2/v0/token")
                .form(&form),
        )
    };
    let secret = text(&made, "secret").to_owned();
    assert_eq!(with_it(secret.clone()).await.1["code"], 64);

    let one = format!("{path}/{}", text(&made, "id"));
    let request = stage
        .client
        .request(Method::PATCH, &one)
        .bearer_auth(&token);
    assert_eq!(
        answer(request.json(&patch("active"))).await.0,
        StatusCode::OK
    );
    assert_eq!(with_it(secret.clone()).await.0, StatusCode::OK);

    let (_, list) = call(&stage, Method::GET, &path, &token).await;
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!(list[0].get("secret"), None);
    let old = format!("{path}/{}", text(&list[0], "id"));
    let (status, _) = call(&stage, Method::DELETE, &old, &token).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "an active one stays");
    let request = stage
        .client
        .request(Method::PATCH, &old)
        .bearer_auth(&token);
    answer(request.json(&patch("inactive"))).await;
    let (status, _) = call(&stage, Method::DELETE, &old, &token).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(
        with_it(stage.company.client_secret.clone()).await.1["code"],
        64
    );
    assert_eq!(with_it(secret).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_patch_of_a_secret_that_is_not_the_documented_one_changes_nothing() {
    let stage = Stage::set().await;
    let token = own_token(&stage).await;
    let path = format!("/app-mgmt/v4/{}/secrets", stage.company.client_id);
    let (_, before) = call(&stage, Method::GET, &path, &token).await;
    let one = format!("{path}/{}", text(&before[0], "id"));
    let mut schemas = patch("inactive");
    schemas["schemas"] = json!(["urn:x"]);
    let mut twice = patch("inactive");
    twice["Operations"] = json!([twice["Operations"][0], twice["Operations"][0]]);
    for wrong in [schemas, twice, patch("asleep"), json!([]), json!({})] {
        let request = stage
            .client
            .request(Method::PATCH, &one)
            .bearer_auth(&token);
        let (status, _) = answer(request.json(&wrong)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(call(&stage, Method::GET, &path, &token).await.1, before);
}

#[tokio::test]
async fn secrets_are_for_the_token_of_their_application() {
    let stage = Stage::set().await;
    let own = own_token(&stage).await;
    let company = stage.client.token(&stage.company).await;
    let path = format!("/app-mgmt/v4/{}/secrets", stage.company.client_id);
    let (_, other) = stage.client.post("/__admin/applications", &json!({})).await;
    let theirs = format!("/app-mgmt/v4/{}/secrets", text(&other, "client_id"));
    for (path, token, status) in [
        (path.as_str(), company.as_str(), StatusCode::UNAUTHORIZED),
        (path.as_str(), "nonsense", StatusCode::UNAUTHORIZED),
        (theirs.as_str(), own.as_str(), StatusCode::UNAUTHORIZED),
        (
            "/app-mgmt/v4/none/secrets",
            own.as_str(),
            StatusCode::NOT_FOUND,
        ),
        (
            "/app-mgmt/v4/%ff/secrets",
            own.as_str(),
            StatusCode::NOT_FOUND,
        ),
    ] {
        assert_eq!(
            call(&stage, Method::GET, path, token).await.0,
            status,
            "{path}"
        );
    }
    let no_text = format!("{path}/%ff");
    let (status, refused) = call(&stage, Method::DELETE, &no_text, &own).await;
    assert_eq!(
        (status, text(&refused, "status")),
        (StatusCode::NOT_FOUND, "404")
    );
    for _ in 0..20 {
        call(&stage, Method::POST, &path, &own).await;
    }
    let (_, list) = call(&stage, Method::GET, &path, &own).await;
    assert_eq!(list.as_array().unwrap().len(), 10);
}

#[tokio::test]
async fn the_word_oauth_opens_nothing_of_today() {
    let stage = Stage::set().await;
    let token = stage.client.token(&stage.company).await;
    let request = stage.client.request(Method::GET, super::USERS);
    let request = request.header("authorization", format!("OAuth {token}"));
    assert_eq!(answer(request).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn statuses_of_bad_tokens_follow_the_policy() {
    let stage = Stage::with_policy(json!({
        "access.expired-token": "401", "access.user-token": "403", "access.missing-scope": "401",
    }))
    .await;
    let (_, user) = stage.log_in().await;
    let (status, _) = stage.users(text(&user, "access_token")).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    let (_, company) = stage.client.token_reply(&stage.company).await;
    let narrow = [
        ("grant_type", "refresh_token"),
        ("refresh_token", text(&company, "refresh_token")),
        ("scope", "openid"),
    ];
    let (_, narrowed) = stage.token(&narrow).await;
    let (status, _) = stage.users(text(&narrowed, "access_token")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    stage.advance(3_601).await;
    let (status, _) = stage.users(text(&company, "access_token")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn two_applications_that_sign_a_user_in_at_once_hold_tokens_of_their_own() {
    let stage = Stage::set().await;
    let clock = stage.admin("/clock");
    stage
        .client
        .put(&clock, &json!({"freeze": "2026-01-15T09:00:00Z"}))
        .await;
    let wish = json!({"companies": [stage.company.company_id], "scopes": stage.company.scopes});
    let (_, other) = stage.client.post("/__admin/applications", &wish).await;
    let own = stage.log_in().await.1;
    let user = stage.user();
    let fields = [
        ("grant_type", "password"),
        ("client_id", text(&other, "client_id")),
        ("client_secret", text(&other, "client_secret")),
        ("username", &user.user_name),
        ("password", &user.password),
    ];
    let request = stage.client.request(Method::POST, "/oauth2/v0/token");
    let (status, reply) = answer(request.form(&fields)).await;
    assert_eq!(status, StatusCode::OK, "{reply}");

    let token = text(&own, "access_token");
    assert_ne!(token, text(&reply, "access_token"));
    call(&stage, Method::DELETE, "/app-mgmt/v0/connections", token).await;

    let refresh = text(&own, "refresh_token");
    assert_eq!(stage.refresh(refresh).await.1["code"], 108);
}
