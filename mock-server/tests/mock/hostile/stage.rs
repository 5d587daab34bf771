//! The company that is attacked, and what of it must not change.

use std::net::SocketAddr;

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

use super::endpoints::Endpoint;

/// A mock with a company, a token for it and the id of one of its users.
pub(super) struct Stage {
    pub(super) mock: MockConcur,
    pub(super) client: Client,
    pub(super) company: Credentials,
    pub(super) token: String,
    pub(super) user_token: String,
    pub(super) user: String,
    pub(super) group: String,
}

/// How many users the company has.
const USERS: usize = 3;

impl Stage {
    pub(super) async fn set() -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client
            .company(&json!({"key": "attacked", "users": USERS}))
            .await;
        let token = client.token(&company).await;
        let user_token = user_token(&client, &company).await;
        let (_, page) = client.users(&token).await;
        let user = page["Resources"][1]["id"].as_str().unwrap().to_owned();
        let mut stage = Self {
            mock,
            client,
            company,
            token,
            user_token,
            user,
            group: String::new(),
        };
        let groups = stage.read("/scim/v4/Groups").await;
        groups["Resources"][0]["id"]
            .as_str()
            .unwrap()
            .clone_into(&mut stage.group);
        stage
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.mock.address()
    }

    fn admin(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }

    /// Everything that a request could have changed.
    pub(super) async fn state(&self) -> Value {
        let (status, holds) = self.client.get(&self.admin("")).await;
        assert_eq!(status, StatusCode::OK);
        let (status, users) = self.client.users(&self.token).await;
        assert_eq!(status, StatusCode::OK);
        let (_, policy) = self.client.get(&self.admin("/policy")).await;
        let groups = self.read("/scim/v4/Groups").await;
        json!({"holds": holds, "users": users, "policy": policy, "groups": groups})
    }

    /// What of it the endpoint could have changed; looked at after every refusal, so it is one request only.
    pub(super) async fn part(&self, endpoint: &Endpoint) -> Value {
        if endpoint.path.contains("/Groups") {
            return self.read("/scim/v4/Groups").await;
        }
        self.client.users(&self.token).await.1
    }

    async fn read(&self, path: &str) -> Value {
        let request = self.client.request(Method::GET, path);
        let (status, found) = answer(request.bearer_auth(&self.token)).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        found
    }

    /// Sets a policy of the company.
    pub(super) async fn choose(&self, policy: &Value) {
        let (status, answer) = self.client.patch(&self.admin("/policy"), policy).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// Puts the company back to its beginning.
    pub(super) async fn restore(&self) {
        self.client.post(&self.admin("/reset"), &json!({})).await;
    }
}

/// The token of the user whose password is known.
async fn user_token(client: &Client, company: &Credentials) -> String {
    let user = company.user.as_ref().unwrap();
    let form = [
        ("grant_type", "password"),
        ("client_id", &company.client_id.to_string()),
        ("client_secret", &company.client_secret),
        ("username", &user.user_name),
        ("password", &user.password),
        ("scope", "user.read"),
    ];
    let request = client.request(Method::POST, "/oauth2/v0/token").form(&form);
    let (_, reply) = answer(request).await;
    reply["access_token"].as_str().unwrap().to_owned()
}
