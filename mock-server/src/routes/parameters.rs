//! Query parameters and JSON bodies as the services read them.

use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};
use std::borrow::Cow;

use crate::error::{Refusal, ScimType};
use crate::policy::Policies;
use crate::policy::reading::{RepeatedParameters, UnknownParameters};
use crate::scim::grammar::GrammarError;
use crate::scim::page::PageError;
use crate::scim::select::Unrecognized;

/// The parameters of a query string; `+` stands for a blank, as the sample collection writes it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Parameters<'q>(Vec<(Cow<'q, str>, Cow<'q, str>)>);

/// The most characters of a client's word that a refusal repeats.
const SHOWN: usize = 64;

impl<'q> Parameters<'q> {
    /// Reads a query string.
    pub(crate) fn read(query: Option<&'q str>) -> Self {
        Self(
            query
                .map(|query| url::form_urlencoded::parse(query.as_bytes()).collect())
                .unwrap_or_default(),
        )
    }

    /// Every name with its value, in order.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_ref(), value.as_ref()))
    }

    /// Reads a query string of Identity, which lists these names.
    ///
    /// ASSUMED: a parameter that comes twice is refused, for a client that sends two values gets at most one of them.
    pub(super) fn of_identity(
        query: Option<&'q str>,
        listed: &[&str],
        policies: &Policies,
    ) -> Result<Self, Refusal> {
        let mut parameters = Self::read(query);
        let wrong = |detail: String| Refusal::bad_request(ScimType::InvalidValue, detail);
        let is_listed = |name: &str| listed.contains(&name);
        let unlisted = parameters.0.iter().find(|(name, _)| !is_listed(name));
        if let (Some((name, _)), UnknownParameters::Refused) = (unlisted, policies.choose()) {
            let shown: String = name.chars().take(SHOWN).collect();
            return Err(wrong(format!("Parameter {shown} is not supported")));
        }
        for name in listed {
            let count = parameters
                .0
                .iter()
                .filter(|(known, _)| known == name)
                .count();
            match policies.choose() {
                RepeatedParameters::Refused if count > 1 => {
                    return Err(wrong(format!("Parameter {name} comes {count} times")));
                }
                RepeatedParameters::Refused | RepeatedParameters::First => {}
                RepeatedParameters::Last => parameters.keep_last(name),
            }
        }
        Ok(parameters)
    }

    fn keep_last(&mut self, name: &str) {
        let last = self.0.iter().rposition(|(known, _)| known == name);
        let mut at = 0;
        self.0.retain(|(known, _)| {
            at += 1;
            known != name || last == Some(at - 1)
        });
    }

    /// The first value of this name; names count in the spelling of the reference.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_ref())
    }
}

/// Reads a JSON body.
pub(super) fn json_body(body: Result<Bytes, BytesRejection>) -> Result<Value, Refusal> {
    let body = body.map_err(|rejection| {
        let status = rejection.status();
        let detail = if status == StatusCode::PAYLOAD_TOO_LARGE {
            format!(
                "The request body is larger than {} bytes",
                super::MAX_BODY_BYTES
            )
        } else {
            "The request body could not be read".to_owned()
        };
        Refusal {
            status,
            ..Refusal::bad_request(ScimType::InvalidSyntax, detail)
        }
    })?;
    serde_json::from_slice(&body).map_err(|error| {
        Refusal::bad_request(
            ScimType::InvalidSyntax,
            format!(
                "The request body is not valid JSON (line {}, column {})",
                error.line(),
                error.column()
            ),
        )
    })
}

/// The object that a body must be.
pub(super) fn object(body: Value) -> Result<Map<String, Value>, Refusal> {
    match body {
        Value::Object(object) => Ok(object),
        _ => Err(Refusal::bad_request(
            ScimType::InvalidSyntax,
            "The request body must be an object",
        )),
    }
}

/// The words of one published sample (User Retrieval v4) for an unknown attribute. ASSUMED: other faults of a
/// filter are answered alike.
impl From<GrammarError> for Refusal {
    fn from(error: GrammarError) -> Self {
        let code = "INVALID_INPUT";
        Self::bad_request(ScimType::InvalidFilter, "The filter is invalid")
            .with_message(code, error.to_string())
    }
}

impl From<PageError> for Refusal {
    fn from(error: PageError) -> Self {
        Self::bad_request(ScimType::InvalidValue, error.to_string())
    }
}

/// Seen at Identity v4.1 by others: `BAD_QUERY` and the list of names.
impl From<Unrecognized> for Refusal {
    fn from(error: Unrecognized) -> Self {
        let text = error.to_string();
        Self::bad_request(ScimType::InvalidValue, text.clone()).with_message("BAD_QUERY", text)
    }
}
