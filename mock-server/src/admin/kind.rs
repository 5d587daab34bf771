//! Refuses bodies that do not say that they are JSON, before anything of the admin API looks at them.
//!
//! A page of another origin can let a browser send every other type without asking first, and a mock on the same machine
//! shall not be changed by pages.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header;

use crate::layers::media::Media;

use super::fault::AdminFault;

/// Passes the request on if it has no body, or one in JSON.
pub(super) async fn judge(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_empty = headers
        .get(header::CONTENT_LENGTH)
        .is_none_or(|length| length.as_bytes() == b"0");
    let has_body = !is_empty || headers.contains_key(header::TRANSFER_ENCODING);
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| Media::Json.is_named_by(kind));
    if has_body && !is_json {
        return AdminFault::no_json().into_response();
    }
    next.run(request).await
}
