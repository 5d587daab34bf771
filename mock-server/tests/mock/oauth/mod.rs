//! OAuth2 over real HTTP, and what its tests share: a company, its application, and forms sent for it.

mod applications;
mod browser;
mod codes;
mod data_centres;
mod grants;
mod management;
mod one_time;
mod sign_in_page;

use concur_mock::{Credentials, MockConcur, Settings};
use reqwest::redirect::Policy;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use url::Url;

use crate::client::{Client, answer};

/// Where the application of the tests wants browsers to be sent.
const BACK: &str = "https://app.example/back?from=concur";

const USERS: &str = "/profile/identity/v4.1/Users";

/// A mock, and one company with its application.
struct Stage {
    mock: MockConcur,
    client: Client,
    http: reqwest::Client,
    company: Credentials,
}

impl Stage {
    /// A mock with a company of a few users, whose application may send browsers back.
    async fn set() -> Self {
        Self::set_with(Settings::default(), &json!({})).await
    }

    /// The same with these policies.
    async fn with_policy(policy: Value) -> Self {
        Self::set_with(Settings::default(), &policy).await
    }

    async fn set_with(settings: Settings, policy: &Value) -> Self {
        let mock = MockConcur::start_with(Settings {
            users: 1,
            ..settings
        });
        let mock = mock.await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"users": 3, "policy": policy})).await;
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .build()
            .unwrap();
        let stage = Self {
            mock,
            client,
            http,
            company,
        };
        stage
            .change_application(&json!({ "redirect_uris": [BACK] }))
            .await;
        stage
    }

    /// The path of this company in the admin API.
    fn admin(&self, below: &str) -> String {
        format!("/__admin/companies/{}{below}", self.company.company_id)
    }

    async fn change_application(&self, change: &Value) {
        let path = format!("/__admin/applications/{}", self.company.client_id);
        let (status, changed) = self.client.patch(&path, change).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
    }

    async fn change_company(&self, change: &Value) {
        let (status, changed) = self.client.patch(&self.admin(""), change).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
    }

    async fn set_policy(&self, policy: &Value) {
        let (status, changed) = self.client.patch(&self.admin("/policy"), policy).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
    }

    /// Says how the known user signs in.
    async fn change_sign_in(&self, change: &Value) {
        let path = self.admin(&format!("/users/{}", self.user().id));
        let (status, changed) = self.client.patch(&path, change).await;
        assert_eq!(status, StatusCode::OK, "{changed}");
    }

    async fn advance(&self, seconds: u64) {
        let path = self.admin("/clock/advance");
        let (status, _) = self
            .client
            .post(&path, &json!({ "seconds": seconds }))
            .await;
        assert_eq!(status, StatusCode::OK);
    }

    fn user(&self) -> &concur_mock::UserCredentials {
        self.company.user.as_ref().unwrap()
    }

    /// Sends a form to the token endpoint for the application.
    async fn token(&self, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        self.form("/oauth2/v0/token", fields).await
    }

    /// Sends a form of the application's to a path.
    async fn form(&self, path: &str, fields: &[(&str, &str)]) -> (StatusCode, Value) {
        self.form_at(self.mock.base_url(), path, fields).await
    }

    /// The same at another address.
    async fn form_at(
        &self,
        base_url: &str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> (StatusCode, Value) {
        let (id, secret) = (
            self.company.client_id.to_string(),
            self.company.client_secret.clone(),
        );
        let mut form = vec![("client_id", id.as_str()), ("client_secret", &secret)];
        form.extend(fields);
        answer(self.http.post(format!("{base_url}{path}")).form(&form)).await
    }

    /// A password grant of the known user.
    async fn log_in(&self) -> (StatusCode, Value) {
        let user = self.user();
        self.token(&[
            ("grant_type", "password"),
            ("username", &user.user_name),
            ("password", &user.password),
        ])
        .await
    }

    async fn refresh(&self, token: &str) -> (StatusCode, Value) {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    /// A page of users with this token, at this address.
    async fn users_at(&self, base_url: &str, token: &str) -> (StatusCode, Value) {
        answer(
            self.http
                .get(format!("{base_url}{USERS}"))
                .bearer_auth(token),
        )
        .await
    }

    async fn users(&self, token: &str) -> (StatusCode, Value) {
        self.users_at(self.mock.base_url(), token).await
    }

    /// The parameters of a good visit to the sign-in page.
    fn wanted(&self) -> Vec<(String, String)> {
        [
            ("client_id", self.company.client_id.to_string().as_str()),
            ("redirect_uri", BACK),
            ("response_type", "code"),
            ("state", "a b&c"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    /// Opens the sign-in page.
    async fn open_page(&self, parameters: &[(String, String)], cookie: Option<&str>) -> Response {
        let mut request = self
            .http
            .get(format!("{}/oauth2/v0/authorize", self.mock.base_url()))
            .query(parameters);
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        request.send().await.unwrap()
    }

    /// Sends the page's form with the known user's login and password.
    async fn sign_in(&self, parameters: &[(String, String)]) -> Response {
        let user = self.user();
        let credentials = [("loginid", &user.user_name), ("password", &user.password)];
        self.send_page("/oauth2/v0/verify_creds", parameters, &credentials)
            .await
    }

    async fn send_page<V: AsRef<str>>(
        &self,
        path: &str,
        parameters: &[(String, String)],
        more: &[(&str, V)],
    ) -> Response {
        let mut form = parameters.to_vec();
        form.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), value.as_ref().to_owned())),
        );
        let url = format!("{}{path}", self.mock.base_url());
        self.http.post(url).form(&form).send().await.unwrap()
    }

    /// A code from the sign-in page.
    async fn code(&self) -> String {
        sent_back(&self.sign_in(&self.wanted()).await, "code").unwrap()
    }

    async fn redeem(&self, code: &str) -> (StatusCode, Value) {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", BACK),
        ])
        .await
    }

    async fn mails(&self) -> Vec<Value> {
        let (_, outbox) = self.client.get(&self.admin("/outbox")).await;
        outbox["mails"].as_array().unwrap().clone()
    }
}

/// A parameter that the browser carries back to the application.
fn sent_back(response: &Response, name: &str) -> Option<String> {
    let location = response.headers().get("location")?.to_str().unwrap();
    assert!(location.starts_with(BACK), "{location}");
    let url = Url::parse(location).unwrap();
    url.query_pairs()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value.into_owned())
}

/// A member that is a text.
fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} in {value}"))
}

/// The claims of a token, unproven.
fn claims(token: &str) -> Value {
    use base64::Engine as _;
    let payload = token.split('.').nth(1).unwrap();
    let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload)
        .unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// An answer to an admin call without a body.
async fn delete(stage: &Stage, path: &str) -> StatusCode {
    let request = stage.client.request(Method::DELETE, path);
    request.send().await.unwrap().status()
}
