//! Refuses bodies that do not say that they are JSON, or where companies are taken in a file of one, before anything of the admin API looks at them.
//!
//! A page of another origin can let a browser send every other type without asking first, and a mock on the same machine
//! shall not be changed by pages.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::company::file::MEDIA_TYPE;
use crate::layers::media::Media;

use super::fault::AdminFault;
use super::transfer::IMPORT;

fn is_lines(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case(MEDIA_TYPE)
}

/// Passes the request on if it has no body, or one in JSON.
pub(super) async fn judge(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_empty = headers
        .get(header::CONTENT_LENGTH)
        .is_none_or(|length| length.as_bytes() == b"0");
    let has_body = !is_empty || headers.contains_key(header::TRANSFER_ENCODING);
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok());
    let fault = if request.uri().path() == IMPORT {
        let is_lines = kind.is_some_and(is_lines);
        (!is_lines).then(AdminFault::no_lines)
    } else {
        let is_json = kind.is_some_and(|kind| Media::Json.is_named_by(kind));
        (has_body && !is_json).then(AdminFault::no_json)
    };
    if let Some(fault) = fault {
        return fault.into_response();
    }
    next.run(request).await
}
