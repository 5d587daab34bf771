//! The limits that Concur documents, all of them of services that are not played here: by name, for whoever wants to know
//! how a client takes them.

use serde::Serialize;

use super::limit::{Per, RateLimit, RetryAfterForm};

/// A limit under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RateLimitPreset {
    /// Its name.
    pub name: &'static str,
    /// The page that has it, and what it leaves open.
    pub source: &'static str,
    /// What it stands for.
    pub limits: Vec<RateLimit>,
}

const MINUTE: u32 = 60;
const HOUR: u32 = 3_600;

/// Every preset. ASSUMED: on all operations, since the services that these figures belong to are not played; for whom a limit
/// counts, and how often List Item Bulk may be called, where the page leaves it open.
pub(crate) fn presets() -> Vec<RateLimitPreset> {
    let answered = |status, limit: RateLimit| RateLimit {
        status: Some(status),
        ..limit
    };
    vec![
        RateLimitPreset {
            name: "quick-expense",
            source: "Quick Expense v4: 120 requests in 5 minutes for each user, 429.",
            limits: vec![answered(
                429,
                RateLimit::new("quick-expense", 120, 5 * MINUTE).per(Per::User),
            )],
        },
        RateLimitPreset {
            name: "itinerary-v4",
            source: "Itinerary v4, trips: 10 a minute, 503 for unavailable or limited. Here for each application.",
            limits: vec![answered(503, RateLimit::new("itinerary-v4", 10, MINUTE))],
        },
        RateLimitPreset {
            name: "itinerary-v1",
            source: "Itinerary v1: 4,000 a minute and 240,000 an hour for a domain, which is taken for a company; the page \
                     names exclusion from the service as the consequence and no status.",
            limits: vec![
                RateLimit::new("itinerary-v1 by minute", 4_000, MINUTE).per(Per::Company),
                RateLimit::new("itinerary-v1 by hour", 240_000, HOUR).per(Per::Company),
            ],
        },
        RateLimitPreset {
            name: "invoice-pay",
            source: "Invoice Pay v4: 10,000 a minute over all providers, and no status.",
            limits: vec![RateLimit::new("invoice-pay", 10_000, MINUTE).per(Per::Company)],
        },
        RateLimitPreset {
            name: "list-item-bulk",
            source: "List Item Bulk v4: 429 with security.rate.limit.reached and Retry-After 0. Here 60 a minute, since \
                     the page names no figure.",
            limits: vec![RateLimit {
                retry_after: Some(RetryAfterForm::Zero),
                words: Some("security.rate.limit.reached".to_owned()),
                ..answered(429, RateLimit::new("list-item-bulk", 60, MINUTE))
            }],
        },
    ]
}
