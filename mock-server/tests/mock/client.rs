//! A small client that knows nothing of the mock but its addresses.

use concur_mock::Credentials;
use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

/// A mock's base URL and a way to call it.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    base_url: String,
    http: reqwest::Client,
}

impl Client {
    /// A client of this mock.
    pub(crate) fn new(base_url: &str) -> Self {
        // The workspace builds reqwest without a TLS provider; a second installation is refused and changes nothing.
        drop(rustls::crypto::ring::default_provider().install_default());
        let http = reqwest::Client::new();
        Self {
            base_url: base_url.to_owned(),
            http,
        }
    }

    /// A request to a path.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("{}{path}", self.base_url))
    }

    /// A GET of an admin or public path.
    pub(crate) async fn get(&self, path: &str) -> (StatusCode, Value) {
        answer(self.request(Method::GET, path)).await
    }

    /// A POST of JSON to an admin path.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(Method::POST, path).json(body)).await
    }

    /// A PUT of JSON to an admin path.
    pub(crate) async fn put(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(Method::PUT, path).json(body)).await
    }

    /// A PATCH of JSON to an admin path.
    pub(crate) async fn patch(&self, path: &str, body: &Value) -> (StatusCode, Value) {
        answer(self.request(Method::PATCH, path).json(body)).await
    }

    /// A company made by the admin API.
    pub(crate) async fn company(&self, body: &Value) -> Credentials {
        let (status, credentials) = self.post("/__admin/companies", body).await;
        assert_eq!(status, StatusCode::CREATED, "{credentials}");
        serde_json::from_value(credentials).unwrap()
    }

    /// The answer to a company token request.
    pub(crate) async fn token_reply(&self, company: &Credentials) -> (StatusCode, Value) {
        let form = [
            ("grant_type", "password"),
            ("credtype", "authtoken"),
            ("client_id", &company.client_id.to_string()),
            ("client_secret", &company.client_secret),
            ("username", &company.company_id.to_string()),
            ("password", &company.request_token),
        ];
        answer(self.request(Method::POST, "/oauth2/v0/token").form(&form)).await
    }

    /// A company token.
    pub(crate) async fn token(&self, company: &Credentials) -> String {
        let (_, reply) = self.token_reply(company).await;
        reply["access_token"].as_str().unwrap().to_owned()
    }

    /// A page of users.
    pub(crate) async fn users(&self, token: &str) -> (StatusCode, Value) {
        let request = self.request(Method::GET, "/profile/identity/v4.1/Users?count=1000");
        answer(request.bearer_auth(token)).await
    }

    /// Creates a user of this login.
    pub(crate) async fn create(
        &self,
        token: &str,
        company: &Credentials,
        login: &str,
    ) -> (StatusCode, Value) {
        let user = json!({
            "userName": login,
            "active": true,
            "name": {"givenName": "New", "familyName": "Hire"},
            "emails": [{"type": "work", "value": login}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": company.company_id},
        });
        let request = self.request(Method::POST, "/profile/identity/v4.1/Users");
        answer(request.bearer_auth(token).json(&user)).await
    }
}

/// Sends a request and reads a JSON answer; an empty one is null.
pub(crate) async fn answer(request: RequestBuilder) -> (StatusCode, Value) {
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    (status, serde_json::from_str(&text).unwrap_or_default())
}
