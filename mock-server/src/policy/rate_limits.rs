//! Keys of rate limits.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[LimitStatus::DEFINITION, LimitRetryAfter::DEFINITION];

choice! {
    /// The status of a request beyond a rate limit.
    LimitStatus, "rate-limits.status",
    about: "Status of a request beyond a rate limit that names none itself.",
    source: "Platform quirk 10: the status page lists 429 and says that 400 can mean a limit, too; Itinerary v4 says it of 503.",
    values: {
        TooMany = "429": "As the status page names it.",
        BadRequest = "400": "As the same page says of limits.",
        Unavailable = "503": "As Itinerary v4 says.",
    },
    default: TooMany,
    strict_docs: TooMany,
}

choice! {
    /// What a refusal says about when to come again.
    LimitRetryAfter, "rate-limits.retry-after",
    about: "The Retry-After of a request beyond a rate limit that says nothing about it itself.",
    source: "Platform question 3: no page has real values; List Item Bulk v4 prints 0.",
    values: {
        Seconds = "seconds": "The seconds until a request is let pass.",
        Date = "date": "That moment as a date.",
        Absent = "absent": "No header.",
        Zero = "zero": "The number 0, as List Item Bulk prints it.",
    },
    default: Seconds,
}
