//! A caller of User Provisioning v4, and what holds for every answer of the service.

mod administration;
mod bulk;
mod discovery;
mod hire;
mod policies;
mod thousand;
mod users;

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

pub(crate) const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub(crate) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
pub(crate) const STATUS: &str =
    "urn:ietf:params:scim:schemas:extension:concur:2.0:Provision:Status";
pub(crate) const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
pub(crate) const BULK_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";

/// A mock with one company, and a token of it.
pub(crate) struct Caller {
    pub(crate) mock: MockConcur,
    pub(crate) client: Client,
    pub(crate) company: Credentials,
    pub(crate) token: String,
}

impl Caller {
    /// A company made from this.
    pub(crate) async fn of(company: &Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(company).await;
        let token = client.token(&company).await;
        Self {
            mock,
            client,
            company,
            token,
        }
    }

    /// A company with some users and this policy.
    pub(crate) async fn with(policy: Value) -> Self {
        Self::of(&json!({"users": 5, "policy": policy})).await
    }

    /// A company with an application of these scopes.
    pub(crate) async fn holding(scopes: &[&str]) -> Self {
        Self::of(&json!({"users": 5, "scopes": scopes})).await
    }

    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        self.send(Method::GET, path, None).await
    }

    /// Sends a request and demands what every answer has.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> (StatusCode, Value) {
        let mut request = self.client.request(method, path).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request
                .header("content-type", "application/scim+json")
                .body(body.to_string());
        }
        let response = request.send().await.unwrap();
        let status = response.status();
        let content_type = response.headers().get("content-type").cloned();
        assert!(response.headers().contains_key("concur-correlationid"));
        let text = response.text().await.unwrap();
        if status == StatusCode::NO_CONTENT {
            return (status, Value::Null);
        }
        assert_eq!(content_type.unwrap(), "application/json", "{path}");
        let body: Value = serde_json::from_str(&text).unwrap();
        if !status.is_success() {
            assert_eq!(body["status"], status.as_str(), "{body}");
            assert!(body["detail"].is_string(), "{body}");
        }
        (status, body)
    }

    /// A user with what must be there.
    pub(crate) fn user(&self, login: &str) -> Value {
        json!({
            "userName": login,
            "active": true,
            "name": {"familyName": "Doe", "givenName": "Jo"},
            "emails": [{"type": "work", "value": login, "verified": true}],
            "entitlements": ["Expense"],
            ENTERPRISE: {"employeeNumber": login, "companyId": self.company.company_id},
        })
    }

    /// Creates a user and demands that it works.
    pub(crate) async fn create(&self, login: &str) -> Value {
        let user = self.user(login);
        let (status, user) = self
            .send(Method::POST, "/profile/v4/Users/", Some(&user))
            .await;
        assert_eq!(status, StatusCode::CREATED, "{user}");
        user
    }

    /// Sends a PATCH with these operations.
    pub(crate) async fn patch(&self, user: &Value, operations: Value) -> (StatusCode, Value) {
        let body = json!({"schemas": [PATCH_OP], "Operations": operations});
        let path = format!("/profile/v4/Users/{}", text(user, "id"));
        self.send(Method::PATCH, &path, Some(&body)).await
    }

    /// Sends a bulk request of these operations.
    pub(crate) async fn bulk(&self, operations: Value) -> (StatusCode, Value) {
        let body = json!({"schemas": [BULK_REQUEST], "Operations": operations});
        self.send(Method::POST, "/profile/v4/Bulk/", Some(&body))
            .await
    }

    /// The status of a request, its operations included.
    pub(crate) async fn status(&self, provision: &str) -> Value {
        let path = format!("/profile/v4/provisions/{provision}/status?attributes=operations");
        let (status, found) = self.get(&path).await;
        assert_eq!(status, StatusCode::OK, "{found}");
        found
    }

    /// The user as Identity v4.1 shows it.
    pub(crate) async fn identity(&self, id: &str) -> (StatusCode, Value) {
        let request = self
            .client
            .request(Method::GET, &format!("/profile/identity/v4.1/Users/{id}"));
        answer(request.bearer_auth(&self.token)).await
    }

    /// A path of the admin API below the company.
    pub(crate) fn admin(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }

    /// Lets time pass.
    pub(crate) async fn advance(&self, seconds: u64) {
        let path = self.admin("/clock/advance");
        let (status, answer) = self.client.post(&path, &json!({"seconds": seconds})).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// The same caller with a token that was issued now.
    pub(crate) async fn renewed(self) -> Self {
        let path = self.admin("/request-token");
        let (status, company) = self.client.post(&path, &json!({})).await;
        assert_eq!(status, StatusCode::CREATED, "{company}");
        let company: Credentials = serde_json::from_value(company).unwrap();
        let token = self.client.token(&company).await;
        Self {
            company,
            token,
            ..self
        }
    }

    /// Changes the company's policy.
    pub(crate) async fn choose(&self, policy: Value) {
        let (status, answer) = self.client.patch(&self.admin("/policy"), &policy).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }

    /// Stops the clock.
    pub(crate) async fn freeze(&self, at: &str) {
        let clock = self.admin("/clock");
        let (status, answer) = self.client.put(&clock, &json!({"freeze": at})).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
    }
}

/// A text of an object.
pub(crate) fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap()
}

/// The id of the provision request behind a written user.
pub(crate) fn provision(user: &Value) -> &str {
    text(&user["meta"], "provisionId")
}

/// What the only operation of a status says of an extension.
pub(crate) fn extension<'s>(status: &'s Value, urn: &str) -> &'s Value {
    let extensions = status["operations"][0]["extensions"].as_array().unwrap();
    let found = extensions.iter().find(|extension| extension["name"] == urn);
    found.unwrap_or(&Value::Null)
}
