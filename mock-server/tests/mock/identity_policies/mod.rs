//! Every policy of Identity: each of its values is set for a company, the same requests are sent, and the answers differ.

mod answers;
mod judging;
mod paging;
mod reading;
mod shared_names;
mod strangers;
mod uniqueness;
mod writing;

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::client::{Client, answer};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const V4: &str = "/profile/identity/v4/Users";
const V4_1: &str = "/profile/identity/v4.1/Users";
const SEARCH: &str = "/profile/identity/v4.1/Users/.search";
const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest";

/// The users that every company of these tests begins with.
const USERS: usize = 3;

/// Tries the policies of one mock.
struct Tester {
    client: Client,
    _mock: MockConcur,
}

/// A company with a token.
struct Desk<'t> {
    client: &'t Client,
    company: Credentials,
    token: String,
}

impl Tester {
    async fn start() -> Self {
        let mock = MockConcur::start().await.unwrap();
        Self {
            client: Client::new(mock.base_url()),
            _mock: mock,
        }
    }

    /// A company whose token has these scopes, or all.
    async fn desk(&self, scopes: Option<&[&str]>) -> Desk<'_> {
        let mut wish = json!({"users": USERS});
        if let Some(scopes) = scopes {
            wish["scopes"] = json!(scopes);
        }
        let company = self.client.company(&wish).await;
        let token = self.client.token(&company).await;
        Desk {
            client: &self.client,
            company,
            token,
        }
    }

    /// Sets each value of the key for a company of its own and compares what the probe sees.
    async fn switches(
        &self,
        key: &str,
        expected: &[(Value, Value)],
        probe: impl AsyncFn(&Desk<'_>) -> Value,
    ) {
        self.switches_for(None, key, expected, probe).await;
    }

    /// The same for tokens of few scopes.
    async fn switches_for(
        &self,
        scopes: Option<&[&str]>,
        key: &str,
        expected: &[(Value, Value)],
        probe: impl AsyncFn(&Desk<'_>) -> Value,
    ) {
        self.knows_no_other_value(key, expected).await;
        for (value, seen) in expected {
            let desk = self.desk(scopes).await;
            desk.set(&json!({key: value})).await;
            assert_eq!(probe(&desk).await, *seen, "{key} = {value}");
            let others = expected.iter().filter(|(_, other)| other == seen);
            assert_eq!(others.count(), 1, "{key} = {value} changes nothing");
        }
    }

    async fn knows_no_other_value(&self, key: &str, expected: &[(Value, Value)]) {
        let (_, list) = self.client.get("/__admin/policy").await;
        let rows = list["policies"].as_array().unwrap();
        let row = rows.iter().find(|row| row["key"] == key).unwrap();
        let default = expected.iter().any(|(value, _)| *value == row["default"]);
        assert!(default, "{key} without its default");
        for known in row["values"].as_array().into_iter().flatten() {
            let is_tried = expected.iter().any(|(value, _)| *value == known["value"]);
            assert!(is_tried, "{key} without {known}");
        }
    }
}

impl Desk<'_> {
    async fn set(&self, policy: &Value) {
        let path = format!("/__admin/companies/{}/policy", self.company.company_id);
        let (status, refusal) = self.client.patch(&path, policy).await;
        assert_eq!(status, StatusCode::OK, "{refusal}");
    }

    async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> (u16, Value) {
        let mut request = self.client.request(method, path).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let (status, body) = answer(request).await;
        (status.as_u16(), body)
    }

    async fn get(&self, path: &str) -> (u16, Value) {
        self.send(Method::GET, path, None).await
    }

    async fn status(&self, path: &str) -> Value {
        json!(self.get(path).await.0)
    }

    /// Creates a user of this login with these members over the usual ones; the answer.
    async fn post(&self, login: &str, members: &Value) -> (u16, Value) {
        let user = self.person(login, members);
        self.send(Method::POST, V4_1, Some(&user)).await
    }

    /// Creates a user and gives the path to it.
    async fn hire(&self, members: &Value) -> String {
        let (status, user) = self.post("hire@example.com", members).await;
        assert_eq!(status, 200, "{user}");
        format!("{V4_1}/{}", user["id"].as_str().unwrap())
    }

    /// The user as GET shows it once it was created.
    async fn hired(&self, members: &Value) -> Value {
        let path = self.hire(members).await;
        self.get(&path).await.1
    }

    async fn patch(&self, path: &str, operation: &Value) -> (u16, Value) {
        let body = json!({"Operations": [operation]});
        self.send(Method::PATCH, path, Some(&body)).await
    }

    async fn search(&self, members: &Value) -> (u16, Value) {
        let mut body = json!({"schemas": [SEARCH_REQUEST]});
        merge(&mut body, members);
        self.send(Method::POST, SEARCH, Some(&body)).await
    }

    fn person(&self, login: &str, members: &Value) -> Value {
        let mut user = json!({
            "userName": login,
            "active": true,
            "name": {"givenName": "New", "familyName": "Hire"},
            "emails": [{"type": "work", "value": login}],
            ENTERPRISE: {"companyId": self.company.company_id},
        });
        merge(&mut user, members);
        user
    }
}

/// Lays the members of one object over another's, objects inside included.
fn merge(into: &mut Value, members: &Value) {
    let empty = Map::new();
    for (name, value) in members.as_object().unwrap_or(&empty) {
        if value.is_object() && into[name].is_object() {
            merge(&mut into[name], value);
        } else {
            into[name] = value.clone();
        }
    }
}

/// The values of a key and what is seen with each.
fn seen<const N: usize>(rows: [(&str, Value); N]) -> [(Value, Value); N] {
    rows.map(|(value, seen)| (json!(value), seen))
}

#[tokio::test]
async fn every_key_of_identity_is_tried() {
    let tests = [
        include_str!("../legal_entities.rs"),
        include_str!("answers.rs"),
        include_str!("judging.rs"),
        include_str!("paging.rs"),
        include_str!("reading.rs"),
        include_str!("shared_names.rs"),
        include_str!("strangers.rs"),
        include_str!("uniqueness.rs"),
        include_str!("writing.rs"),
    ];
    let tester = Tester::start().await;
    let (_, list) = tester.client.get("/__admin/policy").await;
    for row in list["policies"].as_array().unwrap() {
        let key = row["key"].as_str().unwrap();
        let area = key.split('.').next().unwrap();
        let is_ours = ["identity", "identity-v4", "users"].contains(&area);
        let quoted = format!("\"{key}\"");
        let is_tried = tests.iter().any(|test| test.contains(&quoted));
        assert!(is_tried || !is_ours, "{key} is never tried");
    }
}
