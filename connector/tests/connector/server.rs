//! A server that plays as much of Concur as one test needs.

use concur_connector::{Config, Connector, Credentials};
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

pub(crate) const USERS: &str = "/profile/identity/v4.1/Users";
pub(crate) const TOKEN: &str = "/oauth2/v0/token";
pub(crate) const COMPANY: &str = "7a1c0de0-0000-4000-8000-00000000c0de";

pub(crate) struct Server {
    pub(crate) http: MockServer,
}

impl Server {
    /// A server that grants tokens and has nothing else yet.
    pub(crate) async fn start() -> Self {
        let server = Self::without_tokens().await;
        server.token(&json!({}), 1_000).await;
        server
    }

    pub(crate) async fn without_tokens() -> Self {
        Self {
            http: MockServer::start().await,
        }
    }

    /// Grants a token so many times; `changes` are laid over a usual reply.
    pub(crate) async fn token(&self, changes: &Value, times: u64) {
        let mut reply = json!({
            "expires_in": "3600", "scope": "openid", "token_type": "Bearer", "access_token": "access-1",
            "refresh_token": "refresh-1", "refresh_expires_in": 1_900_000_000, "geolocation": self.http.uri(),
        });
        let reply_fields = reply.as_object_mut().unwrap();
        for (name, value) in changes.as_object().unwrap() {
            reply_fields.insert(name.clone(), value.clone());
        }
        let answer = ResponseTemplate::new(200).set_body_json(reply);
        self.times("POST", TOKEN, answer, times).await;
    }

    pub(crate) async fn answer(&self, verb: &str, at: &str, answer: ResponseTemplate) {
        Mock::given(method(verb))
            .and(path(at))
            .respond_with(answer)
            .mount(&self.http)
            .await;
    }

    /// Answers so many times; what is mounted after it answers then.
    pub(crate) async fn times(&self, verb: &str, at: &str, answer: ResponseTemplate, times: u64) {
        Mock::given(method(verb))
            .and(path(at))
            .respond_with(answer)
            .up_to_n_times(times)
            .mount(&self.http)
            .await;
    }

    /// The page at a cursor; no cursor is the first.
    pub(crate) async fn page(&self, cursor: Option<&str>, ids: &[&str], next: Option<&str>) {
        let users: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
        let mut body = json!({ "totalResults": 1, "itemsPerPage": 99, "Resources": users });
        if let Some(next) = next {
            body["nextCursor"] = json!(next);
        }
        let mock = Mock::given(method("GET")).and(path(USERS));
        let mock = match cursor {
            Some(cursor) => mock.and(query_param("cursor", cursor)),
            None => mock.and(query_param_is_missing("cursor")),
        };
        mock.respond_with(ResponseTemplate::new(200).set_body_json(body))
            .mount(&self.http)
            .await;
    }

    pub(crate) fn config(&self) -> Config {
        let credentials = Credentials::CompanyRequestToken {
            client_id: "client".to_owned(),
            client_secret: "client-secret".to_owned().into(),
            company_id: COMPANY.to_owned(),
            request_token: "request-token".to_owned().into(),
        };
        Config::new(self.http.uri().parse().unwrap(), credentials)
    }

    pub(crate) fn connector(&self) -> Connector {
        Connector::new(self.config()).unwrap()
    }

    /// What was asked of one path, oldest first.
    pub(crate) async fn asked(&self, at: &str) -> Vec<Request> {
        let requests = self.http.received_requests().await.unwrap();
        requests
            .into_iter()
            .filter(|request| request.url.path() == at)
            .collect()
    }

    /// The forms that were sent to the token endpoint.
    pub(crate) async fn grants(&self) -> Vec<Vec<(String, String)>> {
        let requests = self.asked(TOKEN).await;
        let form = |request: &Request| {
            url::form_urlencoded::parse(&request.body)
                .into_owned()
                .collect()
        };
        requests.iter().map(form).collect()
    }
}

/// The value of a field in a form.
pub(crate) fn field<'a>(form: &'a [(String, String)], name: &str) -> &'a str {
    form.iter()
        .find(|(key, _)| key == name)
        .map_or("", |(_, value)| value.as_str())
}

pub(crate) fn bearer(request: &Request) -> &str {
    request.headers["authorization"].to_str().unwrap()
}
