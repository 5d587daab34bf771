//! Companies over the admin API: create, look, reset, delete, and what is refused.

use concur_mock::MockConcur;
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::client::{Client, answer};

#[tokio::test]
async fn health_says_how_many_companies_there_are() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());

    client.company(&json!({})).await;

    let (status, health) = client.get("/__admin/health").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&health["status"], &health["companies"]),
        (&json!("ok"), &json!(2))
    );
}

#[tokio::test]
async fn a_company_has_the_users_and_scopes_that_were_asked_for() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());

    let company = client
        .company(
            &json!({"key": "mine", "seed": 7, "users": 3, "scopes": ["identity.user.ids.read"]}),
        )
        .await;

    assert_eq!(company.scopes, ["identity.user.ids.read"]);
    let (_, holds) = client
        .get(&format!("/__admin/companies/{}", company.company_id))
        .await;
    assert_eq!(holds["users"], 3);
    let (_, page) = client.users(&client.token(&company).await).await;
    assert_eq!(page["totalResults"], 3);
}

#[tokio::test]
async fn a_company_without_users_shows_no_login() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());

    let company = client.company(&json!({"users": 0})).await;

    assert_eq!(company.user, None);
    let (status, page) = client.users(&client.token(&company).await).await;
    assert_eq!((status, &page["Resources"]), (StatusCode::OK, &json!([])));
}

#[tokio::test]
async fn a_key_is_taken_until_its_company_is_deleted() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"key": "mine"})).await;
    let token = client.token(&company).await;
    let path = format!("/__admin/companies/{}", company.company_id);

    let (status, refused) = client
        .post("/__admin/companies", &json!({"key": "mine"}))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(refused["detail"].as_str().unwrap().contains("`mine`"));

    let (status, _) = answer(client.request(Method::DELETE, &path)).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert_eq!(client.users(&token).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(client.token_reply(&company).await.1["code"], 61);
    let (status, _) = answer(client.request(Method::DELETE, &path)).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    client.company(&json!({"key": "mine"})).await;
}

#[tokio::test]
async fn reset_puts_the_users_and_the_clock_back_and_leaves_tokens_good() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 5})).await;
    let token = client.token(&company).await;
    let (_, before) = client.users(&token).await;
    client.create(&token, &company, "new@example.com").await;
    let clock = format!("/__admin/companies/{}/clock", company.company_id);
    client
        .put(&clock, &json!({"freeze": "2030-01-01T00:00:00Z"}))
        .await;

    let path = format!("/__admin/companies/{}/reset", company.company_id);
    let (status, _) = client.post(&path, &json!({})).await;

    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, after) = client.users(&token).await;
    assert_eq!((status, &after), (StatusCode::OK, &before));
    assert_eq!(client.get(&clock).await.1["mode"], "live");
}

#[tokio::test]
async fn a_user_that_comes_after_a_reset_has_nobody_s_password_and_nobody_s_token() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 2})).await;
    let token = client.token(&company).await;
    let admin = format!("/__admin/companies/{}", company.company_id);
    let (_, first) = client.create(&token, &company, "one@example.com").await;
    let login = format!("{admin}/users/{}", first["id"].as_str().unwrap());
    let (_, set) = client.patch(&login, &json!({"password": "secret"})).await;
    assert_eq!(set["has_password"], true);
    let form = [
        ("grant_type", "password"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", "one@example.com"),
        ("password", "secret"),
    ];
    let request = client.request(Method::POST, "/oauth2/v0/token").form(&form);
    let (_, reply) = answer(request).await;
    let own = reply["access_token"].as_str().unwrap();
    let me = || {
        client
            .request(Method::GET, "/profile/v1/me")
            .bearer_auth(own)
    };
    assert_eq!(answer(me()).await.0, StatusCode::OK);

    client.post(&format!("{admin}/reset"), &json!({})).await;
    let (_, second) = client.create(&token, &company, "two@example.com").await;

    // The premise: ids come again.
    assert_eq!(first["id"], second["id"]);
    let (_, kept) = client.patch(&login, &json!({"sign_in": "normal"})).await;
    assert_eq!(kept["has_password"], false);
    assert_eq!(answer(me()).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn bad_requests_are_told_what_was_expected() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());

    for (body, hint) in [
        (json!({"usres": 3}), "usres"),
        (json!({"users": "many"}), "users"),
        (json!({"users": 2_000_000}), "1000000"),
        (json!({"key": ""}), "key"),
        (json!({"scopes": ["a b"]}), "scopes"),
    ] {
        let (status, refused) = client.post("/__admin/companies", &body).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        assert!(
            refused["detail"].as_str().unwrap().contains(hint),
            "{body}: {refused}"
        );
    }
}

#[tokio::test]
async fn a_new_request_token_replaces_one_that_ended() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let old = client.company(&json!({"users": 1})).await;
    let path = format!("/__admin/companies/{}", old.company_id);
    client
        .post(
            &format!("{path}/clock/advance"),
            &json!({"seconds": 90_000}),
        )
        .await;
    assert_eq!(client.token_reply(&old).await.1["code"], 5);

    let (status, new) = client
        .post(&format!("{path}/request-token"), &json!({}))
        .await;

    assert_eq!(status, StatusCode::CREATED);
    let new = serde_json::from_value(new).unwrap();
    assert_eq!(client.token_reply(&new).await.0, StatusCode::OK);
    assert_eq!(client.token_reply(&old).await.1["code"], 5);
}

#[tokio::test]
async fn a_company_without_a_key_finds_a_free_one() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    client.company(&json!({"key": "company-0"})).await;

    client.company(&json!({})).await;
}

#[tokio::test]
async fn the_contract_and_the_admin_api_describe_themselves_at_this_address() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());

    let (status, list) = client.get("/__admin/contract").await;
    assert_eq!(status, StatusCode::OK);
    let served = list["contracts"].as_array().unwrap();
    assert!(served.len() >= 4, "{list}");
    for row in served {
        let (status, document) = client.get(row["path"].as_str().unwrap()).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(document["servers"][0]["url"], mock.base_url());
    }
    let (_, admin) = client.get("/__admin/openapi.json").await;
    assert!(admin["paths"]["/__admin/companies/{id}/policy"]["patch"].is_object());
    let (status, refusal) = client.get("/__admin/contract/identity.json").await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(
        refusal["detail"]
            .as_str()
            .unwrap()
            .contains("identity-v4.1")
    );
}

#[tokio::test]
async fn the_admin_api_takes_json_alone() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let path = "/__admin/companies";
    for kind in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = client.request(Method::POST, path);
        let request = request.header("content-type", kind).body("{}");
        let (status, refusal) = answer(request).await;
        assert_eq!(status, 415, "{kind}");
        assert!(refusal["detail"].is_string(), "{refusal}");
    }
    let request = client.request(Method::POST, path).body("{}");
    assert_eq!(answer(request).await.0, 415);
    assert_eq!(client.post(path, &json!({"users": 0})).await.0, 201);
}
