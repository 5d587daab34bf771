//! The refusals of the token endpoint and of `/otp`: Concur's numeric codes with their words.
//!
//! Source: the tables "Response Codes" of the authentication page, and 134 of the page on company tokens.

use http::StatusCode;

use crate::policy::Policies;
use crate::policy::oauth::{
    RetryWords, StatusOf53, StatusOf59, StatusOf60, StatusOf108, StatusOf134,
};

/// Why no token is issued.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenRefusal {
    /// 5: wrong password or request token.
    BadCredentials,
    /// 10: the user is not active, or its account is disabled.
    AccountDisabled,
    /// 11. The page of 2016 says that the company's account is meant.
    CompanyDisabled,
    /// 12. The page of 2016 says that an administrator ended the password.
    PasswordEnded,
    /// 13. The page of 2016 says that the password expired.
    PasswordExpired,
    /// 14
    AccountLocked,
    /// 16
    LivesElsewhere,
    /// 19. ASSUMED: credentials that are right and count as wrong; the table gives it the words of 5 and no occasion.
    Incorrect,
    /// 20: the table adds that an address is refused.
    AddressRefused,
    /// 21: only single sign-on opens, and a password was tried.
    SingleSignOnOnly,
    /// 51
    NoUserName,
    /// 52
    NoPassword,
    /// 53
    CompanyNotEnabled,
    /// 54
    ScopeExceeds,
    /// 55
    UnknownEmail,
    /// 56
    NoOtp,
    /// 57
    NoChannelType,
    /// 58
    NoChannelHandle,
    /// 59
    ClientDisabled,
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
    /// 80
    BadChannelType,
    /// 81. ASSUMED: for a handle that is no mail address.
    BadChannelHandle,
    /// 82
    TooManyOtps,
    /// 83. ASSUMED: when no request is open for the address, be it used or over.
    OtpNotFound,
    /// 84: the parameters differ from those of the request for the token.
    FactsDiffer,
    /// 85. ASSUMED: when a request is open and the token is another one.
    WrongOtp,
    /// 100
    UnknownUserName,
    /// 101
    NoCode,
    /// 102
    NoRedirectUri,
    /// 103
    BadCode,
    /// 104
    OtherRedirectUri,
    /// 105
    ForeignGrant,
    /// 106
    NoRefreshToken,
    /// 107
    RefreshDisallowed,
    /// 108
    BadRefreshToken,
    /// 109
    NoLoginId,
    /// 115. ASSUMED: for a `response_type` that asks the sign-in page for a token, since no client authenticates there.
    UnauthenticatedClient,
    /// 117. ASSUMED: for a `response_type` with `id_token`, as OpenID Connect rules.
    NoNonce,
    /// 118. ASSUMED: `display` has the values of OpenID Connect.
    BadDisplay,
    /// 119, first text. ASSUMED: `prompt` has the values of OpenID Connect.
    BadPrompt,
    /// 119, second text. ASSUMED: for the scope `offline_access`, as OpenID Connect rules.
    ConsentNeeded,
    /// 120
    BadCredentialType,
    /// 121. ASSUMED: of the sign-in page's `login_type`, whose values no page lists.
    BadLoginType,
    /// 122. ASSUMED: of the password grant's field `proxies`, as 120 is of `credtype`; no page says which are valid.
    BadProxies,
    /// 123. ASSUMED: for a refresh token or code whose user is not active any more, or gone; the table names no occasion.
    PrincipalDisabled,
    /// 124. The page of 2016 has `product` beside a one-time token; ASSUMED: its default is its only value.
    BadProduct,
    /// 134
    Maintenance,
    /// 135
    UnsupportedFormat,
    /// 136
    ForeignRequestToken,
    /// 139
    PasswordChangeRequired,
}

/// Which endpoint refuses: their tables word some codes differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Endpoint {
    /// `/oauth2/v0/token`, and the sign-in page.
    Token,
    /// `/oauth2/v0/otp`
    Otp,
}

const REQUEST: &str = "invalid_request";
const GRANT: &str = "invalid_grant";
const CLIENT: &str = "invalid_client";
const RETRY: &str = "Incorrect credentials. Please Retry";
const DENIED: &str = "Logon Denied. Please contact support";
const DISABLED: &str = "Account is disabled. Please contact support";

/// Code, `error`, `error_description`.
type Row = (u16, &'static str, &'static str);

impl TokenRefusal {
    /// Every refusal, in the order of the codes.
    pub(super) const ALL: [Self; 55] = [
        Self::BadCredentials,
        Self::AccountDisabled,
        Self::CompanyDisabled,
        Self::PasswordEnded,
        Self::PasswordExpired,
        Self::AccountLocked,
        Self::LivesElsewhere,
        Self::Incorrect,
        Self::AddressRefused,
        Self::SingleSignOnOnly,
        Self::NoUserName,
        Self::NoPassword,
        Self::CompanyNotEnabled,
        Self::ScopeExceeds,
        Self::UnknownEmail,
        Self::NoOtp,
        Self::NoChannelType,
        Self::NoChannelHandle,
        Self::ClientDisabled,
        Self::GrantNotAllowed,
        Self::UnknownClient,
        Self::NoClientId,
        Self::NoClientSecret,
        Self::BadClientSecret,
        Self::NoGrantType,
        Self::BadChannelType,
        Self::BadChannelHandle,
        Self::TooManyOtps,
        Self::OtpNotFound,
        Self::FactsDiffer,
        Self::WrongOtp,
        Self::UnknownUserName,
        Self::NoCode,
        Self::NoRedirectUri,
        Self::BadCode,
        Self::OtherRedirectUri,
        Self::ForeignGrant,
        Self::NoRefreshToken,
        Self::RefreshDisallowed,
        Self::BadRefreshToken,
        Self::NoLoginId,
        Self::UnauthenticatedClient,
        Self::NoNonce,
        Self::BadDisplay,
        Self::BadPrompt,
        Self::ConsentNeeded,
        Self::BadCredentialType,
        Self::BadLoginType,
        Self::BadProxies,
        Self::PrincipalDisabled,
        Self::BadProduct,
        Self::Maintenance,
        Self::UnsupportedFormat,
        Self::ForeignRequestToken,
        Self::PasswordChangeRequired,
    ];

    const fn row(self) -> Row {
        match self {
            Self::BadCredentials => (5, GRANT, RETRY),
            Self::AccountDisabled => (10, GRANT, DISABLED),
            Self::CompanyDisabled => (11, GRANT, DISABLED),
            Self::PasswordEnded => (12, GRANT, DENIED),
            Self::PasswordExpired => (13, GRANT, DENIED),
            Self::AccountLocked => (14, GRANT, "Account Locked. Please contact support"),
            Self::LivesElsewhere => (16, REQUEST, "user lives elsewhere"),
            Self::Incorrect => (19, GRANT, RETRY),
            Self::AddressRefused => (20, GRANT, DENIED),
            // The table adds that a client of single sign-on tried a password. ASSUMED: that is a remark.
            Self::SingleSignOnOnly => (21, REQUEST, "Incorrect credentials"),
            Self::PasswordChangeRequired => (
                139,
                REQUEST,
                "Logon Denied. Password must be changed to meet company policy.",
            ),
            Self::CompanyNotEnabled => (53, CLIENT, "company is not enabled for this client"),
            Self::ScopeExceeds => (54, "invalid_scope", "requested scope exceeds granted scope"),
            Self::ClientDisabled => (59, "access_denied", "client disabled"),
            Self::GrantNotAllowed => (60, GRANT, "these are not the grants you are looking for"),
            Self::UnknownClient => (61, CLIENT, "client not found"),
            Self::BadClientSecret => (64, CLIENT, RETRY),
            Self::OtherRedirectUri => {
                (104, GRANT, "redirect_uri does not match the previous grant")
            }
            Self::ForeignGrant => (105, GRANT, "this grant was not issued to you!"),
            Self::BadRefreshToken => (108, GRANT, "bad or expired refresh token"),
            other => other.request_row(),
        }
    }

    /// Those whose word is `invalid_request`.
    const fn request_row(self) -> Row {
        let (code, description) = match self {
            Self::NoUserName => (51, "username was not supplied"),
            Self::NoPassword => (52, "password was not supplied"),
            Self::UnknownEmail => (55, "we don't know this email"),
            Self::NoOtp => (56, "otp was not supplied"),
            Self::NoChannelType => (57, "channel_type missing"),
            Self::NoChannelHandle => (58, "channel_handle missing"),
            Self::NoClientId => (62, "client_id was not supplied"),
            Self::NoClientSecret => (63, "client_secret was not supplied"),
            Self::NoGrantType => (65, "grant_type was not supplied"),
            Self::BadChannelType => (80, "invalid channel type"),
            Self::BadChannelHandle => (81, "bad channel handle"),
            Self::TooManyOtps => (82, "the number of open otp requests has been exceeded"),
            Self::OtpNotFound => (83, "otp not found"),
            Self::FactsDiffer => (84, "fact verification failed"),
            Self::WrongOtp => (85, "otp verification failed"),
            Self::UnknownUserName => (100, "backend does not know about this username"),
            Self::NoCode => (101, "code was not supplied"),
            Self::NoRedirectUri => (102, "redirect_uri was not supplied"),
            Self::BadCode => (103, "code is bad or expired"),
            Self::NoRefreshToken => (106, "refresh_token was not supplied"),
            Self::RefreshDisallowed => (107, "refresh disallowed for app"),
            Self::NoLoginId => (109, "loginid was not supplied"),
            Self::UnauthenticatedClient => {
                (115, "unauthenticated client will not be issued token!")
            }
            Self::NoNonce => (117, "nonce is mandatory for this response_type"),
            Self::BadDisplay => (118, "display is invalid"),
            Self::BadPrompt => (119, "prompt is invalid"),
            Self::ConsentNeeded => (119, "prompt must be set to consent for offline_access"),
            Self::BadCredentialType => (120, "credtype is invalid"),
            Self::BadLoginType => (121, "login_type is invalid"),
            Self::BadProxies => (122, "proxies supplied are invalid"),
            Self::PrincipalDisabled => (123, "principal is disabled"),
            Self::BadProduct => (124, "product is invalid"),
            Self::Maintenance => (134, "Company undergoing scheduled maintenance."),
            Self::ForeignRequestToken => (136, "Authtoken was not issued for you"),
            _ => (135, "unsupported request format"),
        };
        (code, REQUEST, description)
    }

    /// The refusal of this number; of two with one number the first.
    pub(super) fn of_code(code: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.code() == code)
    }

    /// The number.
    pub(super) const fn code(self) -> u16 {
        self.row().0
    }

    /// The word after RFC 6749.
    pub(super) const fn error(self) -> &'static str {
        self.row().1
    }

    /// The sentence.
    pub(super) fn description(self, endpoint: Endpoint, policies: &Policies) -> &'static str {
        match (self, endpoint) {
            (Self::NoChannelType, Endpoint::Otp) => "channel_type was not supplied",
            (Self::NoChannelHandle, Endpoint::Otp) => "channel_handle was not supplied",
            (Self::UnknownClient, Endpoint::Otp) => "client_id is not known to us",
            (Self::BadCredentials, _) => match policies.choose::<RetryWords>() {
                RetryWords::Table => RETRY,
                RetryWords::Sample => "Incorrect Credentials. Please Retry",
            },
            _ => self.row().2,
        }
    }

    /// The HTTP status. Nearly all failures are 400, says the best practice page.
    pub(super) fn status(self, policies: &Policies) -> StatusCode {
        let is_forbidden = match self {
            Self::CompanyNotEnabled => policies.choose::<StatusOf53>() == StatusOf53::Forbidden,
            Self::ClientDisabled => policies.choose::<StatusOf59>() == StatusOf59::Forbidden,
            Self::GrantNotAllowed => policies.choose::<StatusOf60>() == StatusOf60::Forbidden,
            Self::BadRefreshToken => policies.choose::<StatusOf108>() == StatusOf108::Forbidden,
            Self::Maintenance if policies.choose::<StatusOf134>() == StatusOf134::Unavailable => {
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            _ => false,
        };
        if is_forbidden {
            StatusCode::FORBIDDEN
        } else {
            StatusCode::BAD_REQUEST
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_order_and_only_119_has_two_texts() {
        let codes: Vec<u16> = TokenRefusal::ALL.map(TokenRefusal::code).to_vec();
        assert!(codes.is_sorted(), "{codes:?}");
        let twice: Vec<u16> = codes
            .windows(2)
            .filter(|pair| pair[0] == pair[1])
            .map(|pair| pair[0])
            .collect();
        assert_eq!(twice, [119]);
    }

    #[test]
    fn the_two_tables_word_a_missing_channel_differently() {
        let policies = Policies::default();
        let words = |endpoint| TokenRefusal::NoChannelType.description(endpoint, &policies);
        assert_eq!(words(Endpoint::Token), "channel_type missing");
        assert_eq!(words(Endpoint::Otp), "channel_type was not supplied");
    }
}
