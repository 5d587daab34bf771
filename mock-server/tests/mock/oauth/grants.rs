//! What each grant gives, and what refresh tokens become.

use reqwest::StatusCode;
use serde_json::json;

use super::{Stage, claims, text};

#[tokio::test]
async fn a_code_buys_the_token_of_the_user_who_signed_in_once() {
    let stage = Stage::set().await;
    let code = stage.code().await;

    let (status, reply) = stage.redeem(&code).await;

    assert_eq!(status, StatusCode::OK, "{reply}");
    let claims = claims(text(&reply, "access_token"));
    assert_eq!(claims["sub"], json!(stage.user().id));
    assert_eq!(claims["concur.type"], "user");
    assert!(reply["refresh_token"].is_string() && reply["id_token"].is_string());
    let (status, again) = stage.redeem(&code).await;
    assert_eq!(
        (status, &again["code"]),
        (StatusCode::BAD_REQUEST, &json!(103))
    );
}

#[tokio::test]
async fn a_refused_exchange_leaves_the_code_good() {
    let stage = Stage::set().await;
    let code = stage.code().await;
    let elsewhere = [
        ("grant_type", "authorization_code"),
        ("code", &code),
        ("redirect_uri", "https://app.example/other"),
    ];

    assert_eq!(stage.token(&elsewhere).await.1["code"], 104);

    assert_eq!(stage.redeem(&code).await.0, StatusCode::OK);
}

#[tokio::test]
async fn two_requests_at_once_get_one_token_for_a_code() {
    let stage = Stage::set().await;
    let code = stage.code().await;

    let (one, two) = tokio::join!(stage.redeem(&code), stage.redeem(&code));

    let mut statuses = [one.0, two.0];
    statuses.sort();
    assert_eq!(statuses, [StatusCode::OK, StatusCode::BAD_REQUEST]);
}

#[tokio::test]
async fn a_rotated_refresh_token_ends_or_stays_or_takes_the_new_one_along() {
    for (value, old_works, new_works) in [
        ("ends", false, true),
        ("stays", true, true),
        ("ends-both", false, false),
    ] {
        let stage = Stage::with_policy(json!({
            "oauth.refresh-rotation": "rotates", "oauth.replaced-refresh-token": value,
        }))
        .await;
        let (_, first) = stage.log_in().await;
        let old = text(&first, "refresh_token");
        let (_, second) = stage.refresh(old).await;
        let new = text(&second, "refresh_token");
        assert_ne!(old, new, "{value}");

        let works = |(status, _): (StatusCode, serde_json::Value)| status == StatusCode::OK;
        assert_eq!(works(stage.refresh(old).await), old_works, "old: {value}");
        assert_eq!(works(stage.refresh(new).await), new_works, "new: {value}");
    }
}

#[tokio::test]
async fn a_refresh_token_that_was_replaced_twice_takes_the_newest_one_along() {
    let stage = Stage::with_policy(json!({
        "oauth.refresh-rotation": "rotates", "oauth.replaced-refresh-token": "ends-both",
    }))
    .await;
    let (_, first) = stage.log_in().await;
    let (_, second) = stage.refresh(text(&first, "refresh_token")).await;
    let (_, third) = stage.refresh(text(&second, "refresh_token")).await;

    stage.refresh(text(&first, "refresh_token")).await;

    let (_, refused) = stage.refresh(text(&third, "refresh_token")).await;
    assert_eq!(refused["code"], 108);
}

#[tokio::test]
async fn a_refresh_token_keeps_its_value_and_its_scopes_however_often_it_is_narrowed() {
    let stage = Stage::set().await;
    let (_, first) = stage.log_in().await;
    let token = text(&first, "refresh_token");
    let narrow = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("scope", "openid"),
    ];

    let (_, second) = stage.token(&narrow).await;

    assert_eq!(
        (text(&second, "refresh_token"), text(&second, "scope")),
        (token, "openid")
    );
    let (_, third) = stage.refresh(token).await;
    assert_eq!(third["scope"], first["scope"]);
}

#[tokio::test]
async fn a_company_may_allow_one_refresh_token_for_a_user() {
    let stage = Stage::with_policy(json!({"oauth.refresh-tokens-held": "one"})).await;
    let (_, first) = stage.log_in().await;
    let (_, second) = stage.log_in().await;

    assert_eq!(
        stage.refresh(text(&first, "refresh_token")).await.1["code"],
        108
    );
    let (status, _) = stage.refresh(text(&second, "refresh_token")).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn answers_have_the_form_that_the_policy_says() {
    let stage = Stage::with_policy(json!({
        "oauth.expires-in": "text", "oauth.refresh-expires-in": "absent", "oauth.withdrawn-claims": "present",
        "oauth.id-token": "every",
    }))
    .await;

    let (_, reply) = stage.log_in().await;

    assert_eq!(reply["expires_in"], "3600");
    assert_eq!(reply.get("refresh_expires_in"), None);
    let id = stage.user().id;
    let claims_of = |name| claims(text(&reply, name));
    let base_url = stage.mock.base_url();
    assert_eq!(
        claims_of("access_token")["concur.profile"],
        format!("{base_url}/profile/v1/users/{id}")
    );
    assert_eq!(
        claims_of("id_token")["concur.profile"],
        format!("{base_url}/profile/v1/principals/{id}")
    );
    let (_, own) = stage.token(&[("grant_type", "client_credentials")]).await;
    assert!(own["id_token"].is_string(), "{own}");
}

#[tokio::test]
async fn a_refusal_has_the_status_and_members_that_the_policy_says() {
    let stage = Stage::with_policy(json!({
        "oauth.status-of-108": "400", "oauth.refusal-geolocation": "elsewhere", "oauth.refusal-correlation": "header",
    }))
    .await;

    let (status, refusal) = stage.refresh("never-issued").await;

    assert_eq!(status, StatusCode::BAD_REQUEST);
    let members: Vec<&String> = refusal.as_object().unwrap().keys().collect();
    assert_eq!(members, ["error", "error_description", "code"]);
}

#[tokio::test]
async fn one_refresh_token_for_a_user_stays_one_when_it_is_replaced() {
    let stage = Stage::with_policy(json!({
        "oauth.refresh-tokens-held": "one", "oauth.refresh-rotation": "rotates",
        "oauth.replaced-refresh-token": "stays",
    }))
    .await;
    let (_, first) = stage.log_in().await;
    let (_, second) = stage.refresh(text(&first, "refresh_token")).await;

    let (_, refused) = stage.refresh(text(&first, "refresh_token")).await;

    assert_eq!(refused["code"], 108, "{refused}");
    let (status, _) = stage.refresh(text(&second, "refresh_token")).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_scope_that_was_cut_from_an_application_leaves_its_refresh_tokens_and_codes() {
    let stage = Stage::set().await;
    let (_, first) = stage.log_in().await;
    let token = text(&first, "refresh_token");
    let code = stage.code().await;
    stage
        .change_application(&json!({"scopes": ["openid", "user.read"]}))
        .await;

    let (_, refreshed) = stage.refresh(token).await;
    let (_, redeemed) = stage.redeem(&code).await;

    let mut scopes: Vec<&str> = text(&refreshed, "scope").split(' ').collect();
    scopes.sort_unstable();
    assert_eq!(scopes, ["openid", "user.read"]);
    assert_eq!(refreshed["scope"], redeemed["scope"]);
    let wider = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token),
        ("scope", "user.write"),
    ];
    let (_, refused) = stage.token(&wider).await;
    assert_eq!(refused["code"], 54, "{refused}");
}
