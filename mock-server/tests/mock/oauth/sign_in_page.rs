//! The sign-in page: what it shows, where it sends browsers, and what it never does.

use concur_mock::{MockConcur, Settings};
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use super::{BACK, Stage, sent_back};
use crate::client::Client;

/// The cookie that a browser would send back.
fn cookie(response: &Response) -> String {
    let cookie = response.headers()["set-cookie"].to_str().unwrap();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("Max-Age="),
        "{cookie}"
    );
    cookie.split(';').next().unwrap().to_owned()
}

fn with(mut wanted: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    wanted.retain(|(known, _)| known != name);
    wanted.push((name.to_owned(), value.to_owned()));
    wanted
}

#[tokio::test]
async fn the_page_asks_for_login_and_password_and_escapes_what_it_was_given() {
    let stage = Stage::set().await;
    let wanted = with(stage.wanted(), "state", "\"><script>alert(1)</script>");

    let response = stage.open_page(&wanted, None).await;

    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    assert_eq!(headers["content-type"], "text/html; charset=utf-8");
    assert_eq!(headers["cache-control"], "no-store");
    let page = response.text().await.unwrap();
    for part in [
        "<label for=\"loginid\">",
        "<label for=\"password\">",
        "action=\"/oauth2/v0/verify_creds\"",
        "name=\"allow\" value=\"false\"",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<script"), "{page}");
}

#[tokio::test]
async fn a_sign_in_sends_the_browser_back_with_code_geolocation_and_state() {
    let stage = Stage::set().await;

    let response = stage.sign_in(&stage.wanted()).await;

    assert_eq!(response.status(), StatusCode::FOUND);
    let location = response.headers()["location"].to_str().unwrap();
    assert!(
        location.starts_with(&format!("{BACK}&geolocation=http%3A%2F%2F")),
        "{location}"
    );
    assert_eq!(
        sent_back(&response, "geolocation").as_deref(),
        Some(stage.mock.base_url())
    );
    assert!(sent_back(&response, "code").is_some());
    assert_eq!(sent_back(&response, "state").as_deref(), Some("a b&c"));
}

#[tokio::test]
async fn a_signed_in_browser_is_not_asked_again_until_its_session_ends() {
    let stage = Stage::with_policy(json!({"oauth.sign-in-life": 60})).await;
    let cookie = cookie(&stage.sign_in(&stage.wanted()).await);

    let response = stage.open_page(&stage.wanted(), Some(&cookie)).await;
    let code = sent_back(&response, "code").unwrap();
    assert_eq!(stage.redeem(&code).await.0, StatusCode::OK);

    let asked = with(stage.wanted(), "prompt", "login");
    let response = stage.open_page(&asked, Some(&cookie)).await;
    assert_eq!(response.status(), StatusCode::OK);

    stage.advance(61).await;
    let response = stage.open_page(&stage.wanted(), Some(&cookie)).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_page_that_may_not_ask_says_that_a_login_is_required() {
    let stage = Stage::set().await;
    let silent = with(stage.wanted(), "prompt", "none");
    let response = stage.open_page(&silent, None).await;
    assert_eq!(
        sent_back(&response, "error_code").as_deref(),
        Some("login_required")
    );
}

#[tokio::test]
async fn a_user_who_denies_is_reported_with_the_documented_word() {
    let stage = Stage::set().await;
    let response = stage
        .send_page(
            "/oauth2/v0/authorize_client",
            &stage.wanted(),
            &[("allow", "false")],
        )
        .await;
    let location = response.headers()["location"].to_str().unwrap();
    assert!(
        location.contains("error_code=user_denied&error_description=The+user+denied+your+request."),
        "{location}"
    );
    assert_eq!(sent_back(&response, "state").as_deref(), Some("a b&c"));
}

#[tokio::test]
async fn a_browser_is_never_sent_to_an_address_that_is_not_registered() {
    let stage = Stage::set().await;
    for (name, value, words) in [
        ("redirect_uri", "https://evil.example/", "not registered"),
        (
            "redirect_uri",
            "https://app.example/back?from=concur&x=1",
            "not registered",
        ),
        ("redirect_uri", "", "redirect_uri was not supplied"),
        ("client_id", "x", "client not found"),
        ("client_id", "", "client_id was not supplied"),
    ] {
        let wanted = with(stage.wanted(), name, value);
        for response in [
            stage.open_page(&wanted, None).await,
            stage.sign_in(&wanted).await,
        ] {
            assert_eq!(response.status(), StatusCode::BAD_REQUEST, "{value}");
            assert!(!response.headers().contains_key("location"));
            assert!(!response.headers().contains_key("set-cookie"));
            let page = response.text().await.unwrap();
            assert!(page.contains(words), "{page}");
        }
    }
}

#[tokio::test]
async fn wrong_credentials_are_told_where_the_policy_wants_it() {
    let stage = Stage::set().await;
    let wrong = [
        ("loginid", stage.user().user_name.as_str()),
        ("password", "wrong"),
    ];
    let path = "/oauth2/v0/verify_creds";

    let response = stage.send_page(path, &stage.wanted(), &wrong).await;
    assert_eq!(sent_back(&response, "error_code").as_deref(), Some("5"));

    let sample = "Incorrect Credentials. Please Retry";
    stage
        .set_policy(&json!({ "oauth.retry-words": sample }))
        .await;
    let response = stage.send_page(path, &stage.wanted(), &wrong).await;
    let told = sent_back(&response, "error_description");
    assert_eq!(told.as_deref(), Some(sample));

    stage
        .set_policy(&json!({"oauth.sign-in-failure": "page", "oauth.retry-words": null}))
        .await;
    let response = stage.send_page(path, &stage.wanted(), &wrong).await;
    assert_eq!(response.status(), StatusCode::OK);
    let page = response.text().await.unwrap();
    assert!(
        page.contains("Incorrect credentials. Please Retry"),
        "{page}"
    );
    assert!(!page.contains("wrong"), "the password came back");
}

#[tokio::test]
async fn what_the_application_may_not_is_told_to_it() {
    let stage = Stage::set().await;
    for (change, code) in [
        (json!({"grants": ["password"]}), "60"),
        (
            json!({"grants": ["authorization_code"], "enabled": false}),
            "59",
        ),
    ] {
        stage.change_application(&change).await;
        let response = stage.open_page(&stage.wanted(), None).await;
        assert_eq!(sent_back(&response, "error_code").as_deref(), Some(code));
    }
}

#[tokio::test]
async fn too_long_or_doubled_parameters_are_refused_on_the_page() {
    let stage = Stage::set().await;
    let long = with(stage.wanted(), "state", &"x".repeat(5_000));
    let mut doubled = stage.wanted();
    doubled.push(("state".to_owned(), "again".to_owned()));
    for wanted in [long, doubled] {
        let response = stage.open_page(&wanted, None).await;
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        let page = response.text().await.unwrap();
        assert!(page.contains("unsupported request format"), "{page}");
    }
}

#[tokio::test]
async fn an_expired_code_is_refused() {
    let stage = Stage::with_policy(json!({"oauth.code-life": 60})).await;
    let code = stage.code().await;
    stage.advance(61).await;
    assert_eq!(stage.redeem(&code).await.1["code"], 103);
}

#[tokio::test]
async fn a_browser_that_takes_pages_alone_is_served_where_formats_are_judged() {
    let mock = MockConcur::start_with(Settings {
        policies: vec!["requests.unacceptable-accept=406".to_owned()],
        ..Settings::default()
    });
    let mock = mock.await.unwrap();
    let client = Client::new(mock.base_url());
    for (accept, status) in [("text/html", 400), ("image/png", 406)] {
        let request = client.request(Method::GET, "/oauth2/v0/authorize");
        let response = request.header("accept", accept).send().await.unwrap();
        assert_eq!(response.status(), status, "{accept}");
    }
}
