//! Travel v4 over real HTTP: one user, its scopes, its refusals, its policies.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";
const GENERAL: &str = "travel.user.general.read";
const PRIVATE: &str = "travel.user.private.read";
const MEMBERS: [&str; 6] = [
    "ruleClass",
    "name",
    "orgUnit",
    "customFields",
    "manager",
    "groups",
];
const PRIVATE_MEMBERS: [&str; 3] = ["travelCrsName", "travelNameRemark", "gender"];

/// A mock, a company of few users, and its token.
struct Scene {
    _mock: MockConcur,
    client: Client,
    company: Credentials,
    token: String,
}

impl Scene {
    async fn with(request: Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&request).await;
        let token = client.token(&company).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    async fn new(policy: Value) -> Self {
        Self::with(json!({"users": 3, "policy": policy})).await
    }

    async fn holding(scopes: &[&str], policy: Value) -> Self {
        Self::with(json!({"users": 3, "scopes": scopes, "policy": policy})).await
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let request = self.client.request(Method::GET, path);
        answer(request.bearer_auth(&self.token)).await
    }

    /// The user whose credentials the company shows.
    async fn known(&self) -> (StatusCode, Value) {
        let id = self.company.user.as_ref().unwrap().id;
        self.get(&format!("/profile/travel/v4/Users/{id}")).await
    }

    /// A user without a travel profile.
    async fn hire(&self) -> String {
        let made = self
            .client
            .create(&self.token, &self.company, "hire@example.com");
        made.await.1["id"].as_str().unwrap().to_owned()
    }
}

fn members(user: &Value) -> Vec<&str> {
    let members = user[TRAVEL].as_object().unwrap();
    members.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn a_seeded_user_has_a_travel_profile_and_nothing_else_is_in_the_reply() {
    let scene = Scene::new(json!({})).await;
    let (status, user) = scene.known().await;
    assert_eq!(status, StatusCode::OK, "{user}");
    let top: Vec<&String> = user.as_object().unwrap().keys().collect();
    assert_eq!(top, ["id", TRAVEL]);
    assert_eq!(user["id"], json!(scene.company.user.as_ref().unwrap().id));
    let travel = &user[TRAVEL];
    assert_eq!(members(&user).len(), MEMBERS.len() + PRIVATE_MEMBERS.len());
    assert!(travel["ruleClass"]["id"].is_i64() && travel["ruleClass"]["name"].is_string());
    assert!(travel["name"]["familyName"].is_string());
    assert_eq!(travel["travelNameRemark"], "");
    assert_eq!(
        (
            &travel["travelCrsName"],
            &travel["orgUnit"],
            &travel["manager"]
        ),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(travel["customFields"][1], json!({"name": "Cost Object"}));
    let alias = format!("/travel/v4/users/{}/", user["id"].as_str().unwrap());
    assert_eq!(scene.get(&alias).await, (StatusCode::OK, user));
}

#[tokio::test]
async fn scopes_part_the_private_members_from_the_others() {
    let general = Scene::holding(&[GENERAL], json!({})).await;
    assert_eq!(members(&general.known().await.1), MEMBERS);
    let private = Scene::holding(&[PRIVATE], json!({})).await;
    let mut shown = members(&private.known().await.1).join(" ");
    shown.push(' ');
    for member in PRIVATE_MEMBERS {
        assert!(shown.contains(&format!("{member} ")), "{shown}");
    }
    let none = Scene::holding(&["identity.user.ids.read"], json!({})).await;
    let (status, refusal) = none.known().await;
    assert_eq!(status, StatusCode::FORBIDDEN);
    assert_eq!(refusal["errorCode"], "FORBIDDEN");
    assert!(refusal["errorMessage"].is_string());
}

#[tokio::test]
async fn private_members_without_their_scope_are_null_or_refused_by_policy() {
    let policy = |value: &str| json!({"travel.private-without-scope": value});
    let null = Scene::holding(&[GENERAL], policy("null"))
        .await
        .known()
        .await
        .1;
    for member in PRIVATE_MEMBERS {
        assert_eq!(null[TRAVEL].get(member), Some(&Value::Null), "{member}");
    }
    let refused = Scene::holding(&[GENERAL], policy("refused")).await;
    assert_eq!(refused.known().await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_user_without_a_travel_profile_is_not_found_or_empty() {
    let scene = Scene::new(json!({})).await;
    let path = format!("/profile/travel/v4/Users/{}", scene.hire().await);
    let (status, refusal) = scene.get(&path).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert_eq!(refusal["errorCode"], "NOT_FOUND");

    let scene = Scene::new(json!({"travel.without-profile": "empty"})).await;
    let path = format!("/profile/travel/v4/Users/{}", scene.hire().await);
    let (status, user) = scene.get(&path).await;
    assert_eq!(
        (status, &user[TRAVEL]["ruleClass"]),
        (StatusCode::OK, &Value::Null)
    );
    assert_eq!(user[TRAVEL]["groups"], json!([]));
}

#[tokio::test]
async fn a_user_of_another_company_is_not_found() {
    let scene = Scene::new(json!({})).await;
    let other = scene.client.company(&json!({"users": 2})).await;
    for id in [
        other.user.unwrap().id.to_string(),
        "no-id".to_owned(),
        "%FF".to_owned(),
    ] {
        let (status, refusal) = scene.get(&format!("/profile/travel/v4/Users/{id}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{id}");
        assert_eq!(refusal["errorCode"], "NOT_FOUND", "{id} {refusal}");
    }
}

#[tokio::test]
async fn there_is_neither_a_list_nor_a_write() {
    let scene = Scene::new(json!({})).await;
    let (status, refusal) = scene.get("/profile/travel/v4/Users").await;
    assert_eq!(
        (status, &refusal["errorCode"]),
        (StatusCode::NOT_FOUND, &json!("NOT_FOUND"))
    );
    let id = scene.company.user.as_ref().unwrap().id;
    for method in [Method::PUT, Method::PATCH, Method::DELETE, Method::POST] {
        let path = format!("/profile/travel/v4/Users/{id}");
        let request = scene.client.request(method, &path).json(&json!({}));
        let (status, refusal) = answer(request.bearer_auth(&scene.token)).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(refusal["errorCode"], "METHOD_NOT_ALLOWED");
    }
}
