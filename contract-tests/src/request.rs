//! A request as a value: built by a case, sent by the session.

use reqwest::Method;
use serde_json::Value;

/// Whether a request is meant to fit the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Intent {
    /// It is what the documentation asks for; if it does not fit, the case is wrong.
    Documented,
    /// It is wrong on purpose, to provoke a refusal or to show that something is ignored.
    Deviant,
    /// Its answer follows a reading of the pages that the contract does not state, because a policy says so.
    OtherReading,
}

/// A request that was not sent yet.
#[derive(Debug, Clone)]
pub struct Request {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    raw_query: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    pub(crate) intent: Intent,
}

impl Request {
    /// A request of any method.
    pub fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            query: Vec::new(),
            raw_query: None,
            headers: Vec::new(),
            body: Vec::new(),
            intent: Intent::Documented,
        }
    }

    /// A GET.
    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    /// A POST.
    pub fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// A PUT.
    pub fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    /// A PATCH.
    pub fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    /// A DELETE.
    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    /// Adds a field to the query.
    #[must_use]
    pub fn query(mut self, name: &str, value: impl Into<String>) -> Self {
        self.query.push((name.to_owned(), value.into()));
        self
    }

    /// Sets the query as it stands, where the spelling itself is what a case is about.
    #[must_use]
    pub fn raw_query(mut self, text: &str) -> Self {
        self.query = url::form_urlencoded::parse(text.as_bytes())
            .into_owned()
            .collect();
        self.raw_query = Some(text.to_owned());
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Adds the bearer token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", format!("Bearer {token}"))
    }

    /// Sets a JSON body.
    #[must_use]
    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    /// Sets a form body.
    #[must_use]
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.body("application/x-www-form-urlencoded", text)
    }

    /// Sets any body with its content type.
    #[must_use]
    pub fn body(mut self, kind: &str, text: impl Into<Vec<u8>>) -> Self {
        self.body = text.into();
        self.header("content-type", kind)
    }

    /// Says that the request is wrong on purpose.
    #[must_use]
    pub fn deviant(mut self) -> Self {
        self.intent = Intent::Deviant;
        self
    }

    /// Says that the answer follows another reading of the pages than the contract's.
    #[must_use]
    pub fn other_reading(mut self) -> Self {
        self.intent = Intent::OtherReading;
        self
    }

    /// The method and the path with its query.
    pub fn line(&self) -> String {
        if self.query.is_empty() {
            return format!("{} {}", self.method, self.path);
        }
        format!("{} {}?{}", self.method, self.path, self.encoded_query())
    }

    /// The query as it goes over the wire; blanks become `+`, as in Concur's own sample collection.
    pub(crate) fn encoded_query(&self) -> String {
        if let Some(text) = &self.raw_query {
            return text.clone();
        }
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(&self.query)
            .finish()
    }

    /// The value of a header, if set.
    pub(crate) fn header_value(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
