//! Profile v1 over real HTTP: the user behind a token.

use concur_mock::{Credentials, MockConcur, Settings};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

async fn token(client: &Client, company: &Credentials, scope: &str) -> String {
    let user = company.user.as_ref().unwrap();
    let form = [
        ("grant_type", "password"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", &user.user_name),
        ("password", &user.password),
        ("scope", scope),
    ];
    let (_, reply) = answer(client.request(Method::POST, "/oauth2/v0/token").form(&form)).await;
    reply["access_token"].as_str().unwrap().to_owned()
}

async fn me(client: &Client, token: &str, query: &str) -> (StatusCode, Value) {
    let request = client.request(Method::GET, &format!("/profile/v1/me{query}"));
    answer(request.bearer_auth(token)).await
}

#[tokio::test]
async fn a_user_sees_itself_in_the_words_of_v1() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = mock.credentials();
    let user = company.user.as_ref().unwrap();
    let token = token(&client, company, "user.read").await;

    let (status, shown) = me(&client, &token, "").await;
    assert_eq!(status, StatusCode::OK, "{shown}");
    assert_eq!(
        (&shown["id"], &shown["userType"]),
        (&json!(user.id), &json!("Enterprise"))
    );
    let types: Vec<&str> = shown["emails"]
        .as_array()
        .unwrap()
        .iter()
        .map(|email| email["type"].as_str().unwrap())
        .collect();
    assert!(types.contains(&"Business"), "{types:?}");
    assert_eq!(
        shown["com:concur:Employee:1.0"]["companyUUID"],
        json!(company.company_id)
    );
    assert_eq!(
        shown["com:concur:TravelPreferences:1.0"]["air"]["meal"],
        "DontCare"
    );
    assert_eq!(shown.get("com:concur:Expense:0.2"), None);
    assert_eq!(shown["schemas"].as_array().unwrap().len(), 5);

    let (_, both) = me(&client, &token, "?schema=compact,expense,other").await;
    assert_eq!(
        both["schemas"],
        json!([
            "com:concur:User:1.0",
            "com:concur:Employee:1.0",
            "com:concur:Expense:0.2"
        ])
    );
    assert_eq!(both.get("com:concur:Programs:1.0"), None);
    assert_eq!(
        both["com:concur:Expense:0.2"]["loginId"],
        json!(user.user_name)
    );
}

#[tokio::test]
async fn a_token_without_scope_or_user_is_denied() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = mock.credentials();
    for token in [
        token(&client, company, "identity.user.ids.read").await,
        client.token(company).await,
    ] {
        let (status, refusal) = me(&client, &token, "").await;
        assert_eq!(
            (status, &refusal["Error"]["Message"]),
            (StatusCode::FORBIDDEN, &json!("access denied"))
        );
    }
    let (status, refusal) = me(&client, "nothing", "").await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert!(refusal["Error"]["Id"].is_string(), "{refusal}");
    let (status, refusal) = answer(client.request(Method::GET, "/profile/v1/you")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(refusal["Error"]["Message"].is_string(), "{refusal}");
}

#[tokio::test]
async fn what_a_batch_of_v1_wrote_is_shown_and_a_disabled_user_is_not() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 2})).await;
    let of_company = client.token(&company).await;
    let own = token(&client, &company, "user.write USER").await;
    let user = company.user.as_ref().unwrap();
    let (_, before) = me(&client, &own, "?schema=expense").await;
    let number = before["com:concur:Expense:0.2"]["employeeId"]
        .as_str()
        .unwrap();
    let write = async |more: &str| {
        let body = format!(
            "<batch xmlns=\"http://www.concursolutions.com/api/user/2011/02\"><UserProfile><EmpId>{number}</EmpId><LoginId>{}</LoginId>\
             <FeedRecordNumber>1</FeedRecordNumber>{more}</UserProfile></batch>",
            user.user_name
        );
        let request = client
            .request(Method::POST, "/api/user/v1.0/users")
            .bearer_auth(&of_company);
        let text = request
            .body(body)
            .send()
            .await
            .unwrap()
            .text()
            .await
            .unwrap();
        assert!(text.contains("SUCCESS"), "{text}");
    };
    write("<OrgUnit2>Team</OrgUnit2><CrnKey>EUR</CrnKey><LocaleName>de_DE</LocaleName>").await;
    let (_, shown) = me(&client, &own, "?schema=expense").await;
    let expense = &shown["com:concur:Expense:0.2"];
    assert_eq!(
        (&expense["reimbursementCurrency"], &expense["localeCode"]),
        (&json!("EUR"), &json!("de_DE"))
    );
    assert_eq!(
        expense["orgUnitData"][1],
        json!({"orgUnitName": "Region", "orgUnitValue": "Team"})
    );

    write("<Active>N</Active>").await;
    let (status, _) = me(&client, &own, "").await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn names_and_unknown_schemas_follow_the_policy() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let policy = json!({"profile-v1.form": "guide", "profile-v1.unknown-schema": "400"});
    let company = client.company(&json!({"users": 1, "policy": policy})).await;
    let token = token(&client, &company, "user.read").await;
    let (_, shown) = me(&client, &token, "?schema=compact").await;
    assert!(
        shown["name"]["familyName"].is_string() && shown["phoneNumbers"].is_array(),
        "{shown}"
    );
    let (status, _) = me(&client, &token, "?schema=compact,other").await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_user_of_another_data_centre_is_sent_there() {
    let mock = MockConcur::start_with(Settings {
        second_listen: Some("127.0.0.1:0".parse().unwrap()),
        ..Settings::default()
    });
    let mock = mock.await.unwrap();
    let client = Client::new(mock.base_url());
    let company = client.company(&json!({"users": 1})).await;
    let token = token(&client, &company, "user.read").await;
    let path = format!("/__admin/companies/{}", company.company_id);
    let (status, _) = client.patch(&path, &json!({"data_centre": "second"})).await;
    assert_eq!(status, StatusCode::OK);

    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let http = http.build().unwrap();
    let get = |place: String| http.get(place).bearer_auth(&token).send();
    let reply = get(format!("{}/profile/v1/me?schema=compact", mock.base_url()))
        .await
        .unwrap();
    assert_eq!(reply.status(), StatusCode::MOVED_PERMANENTLY);
    let place = reply.headers()["location"].to_str().unwrap().to_owned();
    assert!(place.ends_with("/profile/v1/me?schema=compact"), "{place}");
    assert!(!place.starts_with(mock.base_url()), "{place}");
    let there: Value = get(place).await.unwrap().json().await.unwrap();
    assert_eq!(there["id"], json!(company.user.unwrap().id));
}
