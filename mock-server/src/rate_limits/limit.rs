//! Rate limits as they are written: how many requests, of what, counted for whom.

use serde::{Deserialize, Serialize};

use crate::operation::Selector;

/// The limits of a company, and the names of presets that come before them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimits {
    /// Limits by the names that `GET …/rate-limits` lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub presets: Vec<String>,
    /// Limits of one's own.
    #[serde(default)]
    pub limits: Vec<RateLimit>,
}

/// One limit: a bucket of so many requests that fills again in so many seconds of the company's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RateLimit {
    /// What accounts and the journal call it; no two limits have the same.
    pub name: String,
    /// The operations that it counts together; absent, all.
    #[serde(default)]
    pub operation: Selector,
    /// Who has a bucket of one's own.
    #[serde(default)]
    pub per: Per,
    /// How many requests the bucket holds.
    pub requests: u32,
    /// In how many seconds an empty bucket is full again.
    pub seconds: u32,
    /// The status of a refusal; absent, that of the policy `rate-limits.status`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What a refusal says about when to come again; absent, what the policy `rate-limits.retry-after` has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<RetryAfterForm>,
    /// The words of a refusal; absent, those of its status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// Who has a bucket of one's own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Per {
    /// The company.
    Company,
    /// Each application.
    #[default]
    Application,
    /// Each user; a token of a company or an application counts as a user of its own.
    User,
}

/// The form of `Retry-After`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RetryAfterForm {
    /// The seconds until the next request is let pass.
    Seconds,
    /// That moment as a date.
    Date,
    /// No header.
    Absent,
    /// The number 0, whatever is true.
    Zero,
}

impl RateLimit {
    /// A limit of so many requests in so many seconds for each application, on all operations.
    pub fn new(name: impl Into<String>, requests: u32, seconds: u32) -> Self {
        Self {
            name: name.into(),
            operation: Selector::default(),
            per: Per::default(),
            requests,
            seconds,
            status: None,
            retry_after: None,
            words: None,
        }
    }

    /// The limit on these operations, counted together.
    #[must_use]
    pub fn on(mut self, operation: Selector) -> Self {
        self.operation = operation;
        self
    }

    /// The limit with these buckets.
    #[must_use]
    pub const fn per(mut self, per: Per) -> Self {
        self.per = per;
        self
    }
}
