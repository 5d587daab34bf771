//! Faults on demand: every kind as a client meets it, over a real port.

mod account;
mod answers;
mod encrypted;
mod pages;
mod provisioning;
mod reads;
mod tokens;
mod wire;

use concur_mock::{Credentials, MockConcur, Settings};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const CREATE: &str = "identity.v4_1.users.create";
const GET: &str = "identity.v4_1.users.get";
const LIST: &str = "identity.v4_1.users.list";

/// A company with three users, and a token for it.
struct Stage {
    mock: MockConcur,
    client: Client,
    company: Credentials,
    token: String,
}

impl Stage {
    async fn set() -> Self {
        Self::set_with(Settings::default()).await
    }

    async fn set_with(settings: Settings) -> Self {
        let mock = MockConcur::start_with(settings).await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"key": "unlucky", "users": 3})).await;
        let token = client.token(&company).await;
        Self {
            mock,
            client,
            company,
            token,
        }
    }

    fn admin(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }

    /// Plans one fault.
    async fn plan(&self, fault: Value) {
        let plan = json!({ "faults": [fault] });
        let (status, account) = self.client.put(&self.admin("/faults"), &plan).await;
        assert_eq!(status, StatusCode::OK, "{account}");
    }

    async fn account(&self) -> Value {
        self.client.get(&self.admin("/faults")).await.1
    }

    /// How often the first fault happened.
    async fn fired(&self) -> u64 {
        self.account().await["faults"][0]["fired"].as_u64().unwrap()
    }

    async fn read(&self, path: &str) -> (StatusCode, Value) {
        let request = self.client.request(Method::GET, path);
        answer(request.bearer_auth(&self.token)).await
    }

    /// The logins of all users, asked for where no fault is.
    async fn logins(&self) -> Vec<String> {
        let (status, page) = self.read("/profile/identity/v4/Users?count=100").await;
        assert_eq!(status, StatusCode::OK, "{page}");
        let users = page["Resources"].as_array().unwrap().iter();
        users.map(|user| text(&user["userName"])).collect()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn ids(page: &Value) -> Vec<String> {
    let users = page["Resources"].as_array().unwrap().iter();
    users.map(|user| text(&user["id"])).collect()
}
