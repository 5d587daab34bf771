//! Refusals of OAuth2 that no request deserves: what a fault or a limit answers.

use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use crate::caller::Arrival;
use crate::company::Company;
use crate::error::json_response;
use crate::world::World;

use super::asking::response;
use super::refusal::{Endpoint, TokenRefusal};

/// Whether the tables have this code.
pub(crate) fn is_oauth_code(code: u16) -> bool {
    TokenRefusal::of_code(code).is_some()
}

/// The refusal by a code of the tables; `None` where they have none.
pub(crate) fn refuse_code(
    world: &World,
    arrival: &Arrival,
    company: &Arc<Company>,
    path: &str,
    code: u16,
) -> Option<Response> {
    let refused = TokenRefusal::of_code(code)?.about(company);
    let endpoint = if path == "/oauth2/v0/otp" {
        Endpoint::Otp
    } else {
        Endpoint::Token
    };
    Some(response(world, arrival, &refused, endpoint))
}

/// The refusal by a status. ASSUMED: 503 has the code and the words of a company's maintenance, every other status those
/// of RFC 6749 and its own number as the code, since the tables have no code for a service that fails.
pub(crate) fn refuse_status(status: StatusCode, detail: &str) -> Response {
    let maintenance = TokenRefusal::Maintenance;
    let (error, code) = match status {
        StatusCode::SERVICE_UNAVAILABLE => (maintenance.error(), maintenance.code()),
        status if status.is_server_error() => ("server_error", status.as_u16()),
        status => ("invalid_request", status.as_u16()),
    };
    let body = json!({"error": error, "error_description": detail, "code": code});
    json_response(status, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_codes_are_those_of_the_tables() {
        assert!([5, 16, 108, 134].into_iter().all(is_oauth_code));
        assert!(![0, 1, 200, 503].into_iter().any(is_oauth_code));
    }
}
