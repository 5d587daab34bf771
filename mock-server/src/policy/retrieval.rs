//! Keys of User Retrieval v4.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    IndexLag::DEFINITION,
    TotalName::DEFINITION,
    ExcessiveCount::DEFINITION,
    PayloadStatus::DEFINITION,
    SearchPath::DEFINITION,
];

number! {
    /// How far the index of User Retrieval is behind.
    IndexLag, "retrieval.index-lag",
    about: "How far the index of User Retrieval is behind what was written.",
    source: "User Retrieval v4: the index lags by up to a few minutes (U34 asks the same of Identity's search).",
    range: 0..=3600 "seconds",
    default: 0,
    strict_docs: 120,
    observed: 120,
}

choice! {
    /// The member that holds the number of all matches.
    TotalName, "retrieval.total-name",
    about: "Name of the member that holds the number of all matches of User Retrieval.",
    source: "Q56: the page's example has total, the OpenAPI file requires totalResults.",
    values: {
        TotalResults = "totalResults": "As the OpenAPI file requires and every other list has it.",
        Total = "total": "As the page's example prints it.",
    },
    default: TotalResults,
}

choice! {
    /// What a count above the maximum does.
    ExcessiveCount, "retrieval.excessive-count",
    about: "What a count above 1000 does in User Retrieval.",
    source: "U4: the pages bound the count and do not say what lies beyond it.",
    values: {
        Lowered = "lowered": "The page has 1000 users.",
        Refused = "refused": "400.",
    },
    default: Lowered,
    strict_docs: Refused,
}

choice! {
    /// The status of a body over the payload limit.
    PayloadStatus, "retrieval.payload-limit-status",
    about: "Status of a User Retrieval request whose body is larger than 10 KB.",
    source: "The page names the limit beside the 400 of the service; older lists of Concur have 413.",
    values: {
        BadRequest = "400": "Like every other fault of the request.",
        TooLarge = "413": "As HTTP names it.",
    },
    default: BadRequest,
    strict_docs: BadRequest,
}

choice! {
    /// The paths of the search.
    SearchPath, "retrieval.path",
    about: "Paths at which User Retrieval searches.",
    source: "Q57: the prose says /Users/search, the URI says /Users/.search.",
    values: {
        Dotted = ".search": "As the URI and the OpenAPI file say.",
        Either = "either": "As both say.",
    },
    default: Dotted,
    strict_docs: Either,
}
