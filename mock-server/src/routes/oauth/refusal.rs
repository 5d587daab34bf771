//! The refusals of the token endpoint: Concur's numeric codes with their words.
//!
//! Source: the table "Response Codes" of the authentication page.

use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use crate::error::json_response;

/// Why no token is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenRefusal {
    /// 5: wrong password or request token.
    BadCredentials,
    /// 10: the user is not active.
    AccountDisabled,
    /// 51
    NoUserName,
    /// 52
    NoPassword,
    /// 53
    CompanyNotEnabled,
    /// 54
    ScopeExceeds,
    /// 60. ASSUMED: also for a grant that does not exist; the table has no other code for it.
    GrantNotAllowed,
    /// 61
    UnknownClient,
    /// 62
    NoClientId,
    /// 63
    NoClientSecret,
    /// 64
    BadClientSecret,
    /// 65
    NoGrantType,
    /// 100
    UnknownUserName,
    /// 105
    ForeignGrant,
    /// 106
    NoRefreshToken,
    /// 108
    BadRefreshToken,
    /// 120
    BadCredentialType,
    /// 123. ASSUMED: for a refresh token whose user is not active any more, or gone; the table names no occasion.
    PrincipalDisabled,
    /// 135
    UnsupportedFormat,
    /// 136
    ForeignRequestToken,
}

const BAD: StatusCode = StatusCode::BAD_REQUEST;
const FORBIDDEN: StatusCode = StatusCode::FORBIDDEN;
const RETRY: &str = "Incorrect credentials. Please Retry";

/// Code, status, `error`, `error_description`.
type Row = (u16, StatusCode, &'static str, &'static str);

impl TokenRefusal {
    /// Nearly all failures are 400, says the best practice page. 403 for 60 is from an older page and for 108 from the
    /// e-receipts guide, whose sample shows it with a refresh token that ended. ASSUMED: both still hold.
    const fn row(self) -> Row {
        match self {
            Self::BadCredentials => (5, BAD, "invalid_grant", RETRY),
            Self::AccountDisabled => (
                10,
                BAD,
                "invalid_grant",
                "Account is disabled. Please contact support",
            ),
            Self::NoUserName => (51, BAD, "invalid_request", "username was not supplied"),
            Self::NoPassword => (52, BAD, "invalid_request", "password was not supplied"),
            Self::CompanyNotEnabled => (
                53,
                BAD,
                "invalid_client",
                "company is not enabled for this client",
            ),
            Self::ScopeExceeds => (
                54,
                BAD,
                "invalid_scope",
                "requested scope exceeds granted scope",
            ),
            Self::GrantNotAllowed => (
                60,
                FORBIDDEN,
                "invalid_grant",
                "these are not the grants you are looking for",
            ),
            Self::UnknownClient => (61, BAD, "invalid_client", "client not found"),
            Self::NoClientId => (62, BAD, "invalid_request", "client_id was not supplied"),
            Self::NoClientSecret => (63, BAD, "invalid_request", "client_secret was not supplied"),
            Self::BadClientSecret => (64, BAD, "invalid_client", RETRY),
            Self::NoGrantType => (65, BAD, "invalid_request", "grant_type was not supplied"),
            Self::UnknownUserName => (
                100,
                BAD,
                "invalid_request",
                "backend does not know about this username",
            ),
            Self::ForeignGrant => (
                105,
                BAD,
                "invalid_grant",
                "this grant was not issued to you!",
            ),
            Self::NoRefreshToken => (
                106,
                BAD,
                "invalid_request",
                "refresh_token was not supplied",
            ),
            Self::BadRefreshToken => (
                108,
                FORBIDDEN,
                "invalid_grant",
                "bad or expired refresh token",
            ),
            Self::BadCredentialType => (120, BAD, "invalid_request", "credtype is invalid"),
            Self::PrincipalDisabled => (123, BAD, "invalid_request", "principal is disabled"),
            Self::UnsupportedFormat => (135, BAD, "invalid_request", "unsupported request format"),
            Self::ForeignRequestToken => (
                136,
                BAD,
                "invalid_request",
                "Authtoken was not issued for you",
            ),
        }
    }

    /// The answer, with its members in the order of the published samples.
    pub(super) fn response(self, correlation: &str, geolocation: &str) -> Response {
        let (code, status, error, description) = self.row();
        json_response(
            status,
            &json!({
                "error": error,
                "concur-correlationid": correlation,
                "error_description": description,
                "code": code,
                "geolocation": geolocation,
            }),
        )
    }
}
