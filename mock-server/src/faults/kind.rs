//! What can befall a request: the kinds of faults, with their bounds, and which operations each can befall.

use serde::{Deserialize, Serialize};

use crate::operation::Operation;

use super::plan::Phase;

/// The longest time that a reply is held up, in milliseconds: five minutes.
pub(crate) const MAX_MILLISECONDS: u64 = 300_000;
/// The longest time that a stale read goes back, in seconds: a day.
pub(crate) const MAX_STALE_SECONDS: u64 = 86_400;
/// The longest time that a client can be told to wait, in seconds: a day.
pub(crate) const MAX_RETRY_SECONDS: u32 = 86_400;

/// What befalls a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Kind {
    /// A status of 400 to 599, with the error body that the service behind the path writes.
    Status(u16),
    /// Status 429, with a `Retry-After` or without.
    TooManyRequests {
        /// What the client is told.
        #[serde(default)]
        retry_after: RetryAfter,
    },
    /// A refusal of OAuth2 by its code, for the token endpoint and `/otp`.
    OauthError(u16),
    /// The connection is reset; not a byte of the reply comes.
    Reset,
    /// The connection is closed in order; not a byte of the reply comes.
    EmptyReply,
    /// The reply ends after so many bytes of its body, and the connection with it. A shorter body loses its last byte.
    Truncate {
        /// How many bytes of the body come.
        at: u64,
    },
    /// Status and head are good, the body is no JSON; of a service in XML it is no XML.
    MalformedBody,
    /// A gateway answers in HTML.
    WrongContentType {
        /// With this status; 200 where none is named.
        #[serde(default = "ok")]
        status: u16,
    },
    /// Nothing comes for a while; then the reply goes on. In the phase `before`, the service begins only then.
    Stall {
        /// How long; at most five minutes of real time.
        milliseconds: u64,
        /// After how many bytes of the body; absent, before the first byte of the reply.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after_bytes: Option<u64>,
    },
    /// The reply comes in drops, for at most five minutes; then the rest comes at once.
    Dribble {
        /// How many bytes a drop has.
        bytes: u64,
        /// How long the next drop takes, in real time.
        milliseconds: u64,
    },
    /// The access token ends now, and the request is answered as one with a token that ended.
    ExpiredToken,
    /// A refresh of a token is refused.
    RefusedRefresh {
        /// By this code of the table; 108 where none is named.
        #[serde(default = "bad_refresh_token")]
        code: u16,
    },
    /// The token answer names another address.
    MovedGeolocation {
        /// This one; absent, that of the other data centre, where the company then lives.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<String>,
    },
    /// A page comes without some of its entries, and no later page has them.
    LostItems {
        /// How many are missing; 1 where no number is named.
        #[serde(default = "one")]
        count: u64,
    },
    /// A later page comes with the entries of the page before it.
    RepeatedPage,
    /// A page is shorter than it was asked for, and its cursor leads on from there.
    ShortPage {
        /// How many entries it has at most; 1 where no number is named.
        #[serde(default = "one")]
        count: u64,
    },
    /// A read is answered from the users as they were; what was before the plan was made is not remembered.
    StaleRead {
        /// How long ago, by the company's clock.
        seconds: u64,
    },
    /// The provision request is kept and never carried out, until the plan is cleared or somebody does it by hand.
    StuckJob,
}

/// What a client is told about when to come again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum RetryAfter {
    /// Nothing.
    #[default]
    Absent,
    /// After so many seconds.
    Seconds(u32),
    /// At a date, so many seconds from now by the company's clock.
    Date(u32),
}

const fn ok() -> u16 {
    200
}

const fn bad_refresh_token() -> u16 {
    108
}

const fn one() -> u64 {
    1
}

/// The operations that answer with pages.
const LISTS: [&str; 13] = [
    "identity.v4.users.list",
    "identity.v4_1.users.list",
    "identity.v4_1.users.search",
    "legal_entity.v4_1.legal_entities.search",
    "scim.v4.groups.list",
    "scim.v4.users.list",
    "spend.v4.users.list",
    "spend.v4_1.users.list",
    "travel_profile.v2.summary.list",
    "user_retrieval.v4.users.search",
    "user_retrieval.v4.users.search_without_dot",
    "users.v3_0.list",
    "users.v3_1.list",
];

/// The operations that read users otherwise.
const READS: [&str; 14] = [
    "identity.v4.users.get",
    "identity.v4.users.lookup",
    "identity.v4_1.users.get",
    "profile.v1.me.get",
    "scim.v4.groups.get",
    "scim.v4.users.get",
    "spend.v4.users.get",
    "spend.v4_1.users.get",
    "travel.v4.users.get",
    "travel_profile.v1.profile.get",
    "travel_profile.v2.profile.get",
    "user.v1.user.get",
    "legal_entity.v4_1.legal_entities.get",
    "user.v1.form_fields.list",
];

/// The operations that leave a provision request.
const PROVISIONS: [&str; 4] = [
    "provisioning.v4.bulk.create",
    "provisioning.v4.users.create",
    "provisioning.v4.users.patch",
    "provisioning.v4.users.replace",
];

/// The operations that issue tokens or what leads to them, to whoever shows no token.
const TOKEN: &str = "oauth2.token.create";
const OTP: &str = "oauth2.otp.create";
const OAUTH: &str = "oauth2.";

/// Whether an operation answers with pages.
pub(crate) fn is_list(operation: &Operation) -> bool {
    LISTS.contains(&operation.name)
}

impl Kind {
    /// Whether it can befall an operation at all.
    pub(crate) fn can_befall(&self, operation: &Operation) -> bool {
        let name = operation.name;
        match self {
            Self::Status(_)
            | Self::TooManyRequests { .. }
            | Self::Reset
            | Self::EmptyReply
            | Self::Truncate { .. }
            | Self::MalformedBody
            | Self::WrongContentType { .. }
            | Self::Stall { .. }
            | Self::Dribble { .. } => true,
            Self::OauthError(_) => matches!(name, TOKEN | OTP),
            Self::RefusedRefresh { .. } | Self::MovedGeolocation { .. } => name == TOKEN,
            Self::ExpiredToken => !name.starts_with(OAUTH),
            Self::LostItems { .. } | Self::RepeatedPage | Self::ShortPage { .. } => {
                is_list(operation)
            }
            Self::StaleRead { .. } => is_list(operation) || READS.contains(&name),
            Self::StuckJob => PROVISIONS.contains(&name),
        }
    }

    /// The phases that it can have; without a wish it has the first.
    pub(crate) const fn phases(&self) -> &'static [Phase] {
        match self {
            Self::Status(_)
            | Self::TooManyRequests { .. }
            | Self::OauthError(_)
            | Self::RefusedRefresh { .. }
            | Self::Reset
            | Self::EmptyReply
            | Self::MalformedBody
            | Self::WrongContentType { .. } => &[Phase::Before, Phase::After],
            Self::Stall {
                after_bytes: None, ..
            } => &[Phase::After, Phase::Before],
            Self::Stall { .. }
            | Self::Truncate { .. }
            | Self::Dribble { .. }
            | Self::MovedGeolocation { .. }
            | Self::LostItems { .. }
            | Self::RepeatedPage
            | Self::ShortPage { .. }
            | Self::StuckJob => &[Phase::After],
            Self::ExpiredToken | Self::StaleRead { .. } => &[Phase::Before],
        }
    }

    /// Its name in a plan.
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Status(_) => "status",
            Self::TooManyRequests { .. } => "too_many_requests",
            Self::OauthError(_) => "oauth_error",
            Self::Reset => "reset",
            Self::EmptyReply => "empty_reply",
            Self::Truncate { .. } => "truncate",
            Self::MalformedBody => "malformed_body",
            Self::WrongContentType { .. } => "wrong_content_type",
            Self::Stall { .. } => "stall",
            Self::Dribble { .. } => "dribble",
            Self::ExpiredToken => "expired_token",
            Self::RefusedRefresh { .. } => "refused_refresh",
            Self::MovedGeolocation { .. } => "moved_geolocation",
            Self::LostItems { .. } => "lost_items",
            Self::RepeatedPage => "repeated_page",
            Self::ShortPage { .. } => "short_page",
            Self::StaleRead { .. } => "stale_read",
            Self::StuckJob => "stuck_job",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation;
    use serde_json::json;

    #[test]
    fn every_operation_that_is_named_here_exists() {
        for name in LISTS
            .iter()
            .chain(&READS)
            .chain(&PROVISIONS)
            .chain(&[TOKEN, OTP])
        {
            let is_known = operation::all().iter().any(|known| known.name == *name);
            assert!(is_known, "{name}");
        }
    }

    #[test]
    fn a_kind_is_written_by_its_name() {
        for (kind, text) in [
            (Kind::Status(503), json!({"status": 503})),
            (Kind::Reset, json!("reset")),
            (
                Kind::TooManyRequests {
                    retry_after: RetryAfter::Date(30),
                },
                json!({"too_many_requests": {"retry_after": {"date": 30}}}),
            ),
            (
                Kind::Stall {
                    milliseconds: 5,
                    after_bytes: None,
                },
                json!({"stall": {"milliseconds": 5}}),
            ),
        ] {
            assert_eq!(serde_json::to_value(&kind).unwrap(), text);
            assert_eq!(serde_json::from_value::<Kind>(text).unwrap(), kind);
        }
    }

    #[test]
    fn what_a_kind_leaves_open_has_a_default() {
        let read = |text| serde_json::from_value::<Kind>(text).unwrap();
        assert_eq!(
            read(json!({"refused_refresh": {}})),
            Kind::RefusedRefresh { code: 108 }
        );
        assert_eq!(
            read(json!({"short_page": {}})),
            Kind::ShortPage { count: 1 }
        );
        let silent = Kind::TooManyRequests {
            retry_after: RetryAfter::Absent,
        };
        assert_eq!(read(json!({"too_many_requests": {}})), silent);
    }
}
