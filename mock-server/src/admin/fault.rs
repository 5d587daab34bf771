//! What the admin API answers to a request that it cannot serve.

use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::error::json_response;

/// A refusal: a status, and what was expected.
#[derive(Debug)]
pub(super) struct AdminFault {
    status: StatusCode,
    error: String,
}

impl AdminFault {
    /// 400
    pub(super) fn bad_request(error: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            error: error.into(),
        }
    }

    /// 404 for a company that is not there.
    pub(super) fn no_company(id: &str) -> Self {
        Self::nothing("company", id)
    }

    /// 404 for something of a kind that is not there.
    pub(super) fn nothing(kind: &str, id: &str) -> Self {
        let shown: String = id.chars().take(64).collect();
        Self {
            status: StatusCode::NOT_FOUND,
            error: format!("there is no {kind} `{shown}`"),
        }
    }

    /// 404 for anything else.
    pub(super) fn not_found(error: impl Into<String>) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            error: error.into(),
        }
    }

    /// 405
    pub(super) fn no_method() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            error: "the path has no such method; GET /__admin/openapi.json lists them".to_owned(),
        }
    }

    /// 415
    pub(super) fn no_json() -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            error: "a body needs the header content-type: application/json".to_owned(),
        }
    }

    /// 500
    pub(super) fn internal(error: impl Into<String>) -> Self {
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            error: error.into(),
        }
    }

    /// 409
    pub(super) fn conflict(error: impl Into<String>) -> Self {
        Self {
            status: StatusCode::CONFLICT,
            error: error.into(),
        }
    }
}

impl IntoResponse for AdminFault {
    fn into_response(self) -> Response {
        json_response(self.status, &json!({"error": self.error}))
    }
}

/// Reads a JSON body; an empty one counts as `{}`.
pub(super) fn body<T: DeserializeOwned>(
    body: Result<Bytes, BytesRejection>,
) -> Result<T, AdminFault> {
    let body = body.map_err(|rejection| AdminFault {
        status: rejection.status(),
        error: rejection.body_text(),
    })?;
    let text: &[u8] = if body.is_empty() { b"{}" } else { &body };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| AdminFault::bad_request(error.to_string()))?;
    // Nothing may follow.
    reader
        .end()
        .map_err(|error| AdminFault::bad_request(error.to_string()))?;
    Ok(read)
}
