//! What the admin API answers to a request that it cannot serve: a problem after RFC 9457 that says what was expected.

use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::error::bytes_response;

/// The media type of a problem.
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A refusal: a status, and what was expected.
#[derive(Debug)]
pub(super) struct AdminFault {
    status: StatusCode,
    detail: String,
}

impl AdminFault {
    /// 400
    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            detail: detail.into(),
        }
    }

    /// 404 for a company that is not there.
    pub(super) fn no_company(id: &str) -> Self {
        Self::nothing("company", id)
    }

    /// 404 for something of a kind that is not there.
    pub(super) fn nothing(kind: &str, id: &str) -> Self {
        let shown: String = id.chars().take(64).collect();
        let place = match kind {
            "company" => "GET /__admin/companies",
            "application" => "GET /__admin/applications",
            _ => "GET /__admin/openapi.json",
        };
        Self {
            status: StatusCode::NOT_FOUND,
            detail: format!("there is no {kind} `{shown}`; {place} tells what there is"),
        }
    }

    /// 404 for anything else.
    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            detail: detail.into(),
        }
    }

    /// 405
    pub(super) fn no_method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            detail: "the path has no such method; GET /__admin/openapi.json lists them".to_owned(),
        }
    }

    /// 401
    pub(super) fn no_token() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            detail: "the admin API of this mock needs the header authorization: Bearer, with the token of --admin-token"
                .to_owned(),
        }
    }

    /// 415
    pub(super) fn no_json() -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            detail: "a body needs the header content-type: application/json".to_owned(),
        }
    }

    /// 415 where companies are taken in.
    pub(super) fn no_lines() -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            detail: "a company's file needs the header content-type: application/x-ndjson"
                .to_owned(),
        }
    }

    /// 413
    pub(super) fn too_large(most: usize) -> Self {
        Self {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            detail: format!("the body must have at most {most} bytes"),
        }
    }

    /// 500
    pub(super) fn internal(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            detail: detail.into(),
        }
    }

    /// 409
    pub(super) fn conflict(detail: impl Into<String>) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            detail: detail.into(),
        }
    }
}

impl IntoResponse for AdminFault {
    fn into_response(self) -> Response {
        let problem = json!({
            // The status says what kind of problem it is; nobody needs an address for it.
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.detail,
        });
        let body = problem.to_string().into_bytes();
        bytes_response(self.status, PROBLEM, body)
    }
}

/// Reads a JSON body; an empty one counts as `{}`.
pub(super) fn body<T: DeserializeOwned>(
    body: Result<Bytes, BytesRejection>,
) -> Result<T, AdminFault> {
    let body = body.map_err(|rejection| AdminFault {
        status: rejection.status(),
        detail: rejection.body_text(),
    })?;
    let text: &[u8] = if body.is_empty() { b"{}" } else { &body };
    // A list would be read as the members of an object in their order.
    if text.trim_ascii_start().first() == Some(&b'[') {
        return Err(AdminFault::bad_request(
            "expected a JSON object, not a list",
        ));
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| AdminFault::bad_request(error.to_string()))?;
    // Nothing may follow.
    reader
        .end()
        .map_err(|error| AdminFault::bad_request(error.to_string()))?;
    Ok(read)
}
