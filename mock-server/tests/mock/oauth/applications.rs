//! Applications beside companies: made, connected, locked out and deleted over the admin API.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Stage, delete, text};

#[tokio::test]
async fn an_application_may_be_connected_to_several_companies() {
    let stage = Stage::set().await;
    let (status, made) = stage
        .client
        .post(
            "/__admin/applications",
            &json!({"key": "shared", "scopes": ["openid", "identity.user.ids.read"]}),
        )
        .await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let client_id = text(&made, "client_id");
    let companies = [
        stage
            .client
            .company(&json!({"users": 1, "application": client_id}))
            .await,
        stage
            .client
            .company(&json!({"users": 2, "application": client_id}))
            .await,
    ];
    for (company, users) in companies.iter().zip([1, 2]) {
        assert_eq!(company.client_id.to_string(), client_id);
        let token = stage.client.token(company).await;
        assert_eq!(stage.users(&token).await.1["totalResults"], users);
    }
    let (_, seen) = stage
        .client
        .get(&format!("/__admin/applications/{client_id}"))
        .await;
    assert_eq!(
        seen["companies"],
        json!([companies[0].company_id, companies[1].company_id])
    );
    let (_, list) = stage.client.get("/__admin/applications").await;
    assert_eq!(list["total"], 3);
}

#[tokio::test]
async fn a_request_token_connects_the_application_that_it_was_made_for() {
    let stage = Stage::set().await;
    let (_, made) = stage.client.post("/__admin/applications", &json!({})).await;
    let client_id = text(&made, "client_id");
    let (_, way_in) = stage
        .client
        .post(
            &stage.admin("/request-token"),
            &json!({"client_id": client_id}),
        )
        .await;
    let company = serde_json::from_value(way_in).unwrap();

    let token = stage.client.token(&company).await;

    assert_eq!(stage.users(&token).await.0, StatusCode::OK);
    let (_, seen) = stage
        .client
        .get(&format!("/__admin/applications/{client_id}"))
        .await;
    assert_eq!(seen["companies"], json!([stage.company.company_id]));
    // The company's own request token is another one and goes on.
    assert_eq!(
        stage.client.token_reply(&stage.company).await.0,
        StatusCode::OK
    );
}

#[tokio::test]
async fn the_token_of_a_locked_application_is_refused() {
    let stage = Stage::set().await;
    let token = stage.client.token(&stage.company).await;
    for (lock, unlock) in [
        (json!({"enabled": false}), json!({"enabled": true})),
        (
            json!({"companies": []}),
            json!({"companies": [stage.company.company_id]}),
        ),
    ] {
        stage.change_application(&lock).await;
        assert_eq!(stage.users(&token).await.0, StatusCode::FORBIDDEN, "{lock}");
        stage
            .set_policy(&json!({"access.locked-application": "401"}))
            .await;
        assert_eq!(
            stage.users(&token).await.0,
            StatusCode::UNAUTHORIZED,
            "{lock}"
        );
        stage
            .set_policy(&json!({"access.locked-application": null}))
            .await;
        stage.change_application(&unlock).await;
        assert_eq!(stage.users(&token).await.0, StatusCode::OK, "{unlock}");
    }
}

#[tokio::test]
async fn leaving_a_company_ends_the_request_token_and_a_new_one_leads_back() {
    let stage = Stage::set().await;
    stage.change_application(&json!({"companies": []})).await;
    let (_, refusal) = stage.client.token_reply(&stage.company).await;
    assert_eq!(refusal["code"], 53, "{refusal}");
    let path = stage.admin("/request-token");
    let (_, way_back) = stage.client.post(&path, &json!({})).await;
    stage.change_application(&json!({"refresh": true})).await;

    let company = serde_json::from_value(way_back).unwrap();

    let token = stage.client.token(&company).await;
    assert_eq!(stage.users(&token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_deleted_application_takes_its_tokens_along_and_its_key_is_free() {
    let stage = Stage::set().await;
    let wish = json!({"key": "brief", "companies": [stage.company.company_id]});
    let (_, made) = stage.client.post("/__admin/applications", &wish).await;
    let path = format!("/__admin/applications/{}", text(&made, "client_id"));
    let (_, way_in) = stage
        .client
        .post(
            &stage.admin("/request-token"),
            &json!({"client_id": made["client_id"]}),
        )
        .await;
    let company = serde_json::from_value(way_in).unwrap();
    let (_, reply) = stage.client.token_reply(&company).await;

    assert_eq!(delete(&stage, &path).await, StatusCode::NO_CONTENT);

    let token = text(&reply, "access_token");
    assert_eq!(stage.users(token).await.0, StatusCode::UNAUTHORIZED);
    let (status, again) = stage.client.post("/__admin/applications", &wish).await;
    assert_eq!(
        (status, &again["client_id"]),
        (StatusCode::CREATED, &made["client_id"])
    );
    assert_eq!(stage.users(token).await.0, StatusCode::UNAUTHORIZED);
    let (_, refusal) = stage.client.token_reply(&company).await;
    assert_eq!(refusal["code"], 5, "{refusal}");
    assert_eq!(
        delete(&stage, "/__admin/applications/none").await,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_deleted_company_leaves_shared_applications_and_takes_its_own_along() {
    let stage = Stage::set().await;
    let own = format!("/__admin/applications/{}", stage.company.client_id);
    let (_, shared) = stage
        .client
        .post(
            "/__admin/applications",
            &json!({"companies": [stage.company.company_id]}),
        )
        .await;

    assert_eq!(
        delete(&stage, &stage.admin("")).await,
        StatusCode::NO_CONTENT
    );

    assert_eq!(stage.client.get(&own).await.0, StatusCode::NOT_FOUND);
    let path = format!("/__admin/applications/{}", text(&shared, "client_id"));
    assert_eq!(stage.client.get(&path).await.1["companies"], json!([]));
}

#[tokio::test]
async fn a_wrong_wish_is_refused_whole() {
    let stage = Stage::set().await;
    let path = format!("/__admin/applications/{}", stage.company.client_id);
    let (_, before) = stage.client.get(&path).await;
    for wrong in [
        json!({"grants": ["implicit"]}),
        json!({"enabled": false, "scopes": ["two words"]}),
        json!({"scopes": ["a\"quote"]}),
        json!({"scopes": vec!["user.read"; 501]}),
        json!({"enabled": false, "companies": ["00000000-0000-4000-8000-000000000000"]}),
        json!({"enabled": false, "redirect_uris": ["/relative"]}),
        json!({"redirect_uris": ["https://a.example/#part"]}),
        json!({"redirect_uris": ["https://a.example/\r\nset-cookie: x=1"]}),
        json!({"redirect_uris": ["javascript:alert(1)"]}),
        json!({"colour": "red"}),
    ] {
        let (status, refusal) = stage.client.patch(&path, &wrong).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        assert!(refusal["detail"].is_string(), "{refusal}");
    }
    assert_eq!(stage.client.get(&path).await.1, before);
    let twice = json!({"grants": ["otp", "password", "otp"]});
    let (_, changed) = stage.client.patch(&path, &twice).await;
    assert_eq!(changed["grants"], json!(["otp", "password"]));
    let unknown = json!({"application": "00000000-0000-4000-8000-000000000000"});
    let (status, _) = stage.client.post("/__admin/companies", &unknown).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_application_without_companies_has_tokens_of_its_own() {
    let stage = Stage::set().await;
    let (_, made) = stage.client.post("/__admin/applications", &json!({})).await;
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", text(&made, "client_id")),
        ("client_secret", text(&made, "client_secret")),
    ];
    let url = format!("{}/oauth2/v0/token", stage.mock.base_url());

    let (status, reply) = crate::client::answer(stage.http.post(url).form(&form)).await;

    assert_eq!(status, StatusCode::OK, "{reply}");
    assert_eq!(reply.get("refresh_token"), None::<&Value>);
    let (status, _) = stage.users(text(&reply, "access_token")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
