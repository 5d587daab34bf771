//! Keys of pages: counts, start indexes, cursors, and what a look-up by a unique value answers.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    CountAboveMaximum::DEFINITION,
    UnfitCount::DEFINITION,
    CountMinimum::DEFINITION,
    V4CountMaximum::DEFINITION,
    V4CountDefault::DEFINITION,
    StartBelowOne::DEFINITION,
    StartBeyondEnd::DEFINITION,
    StartIndexReply::DEFINITION,
    ItemsPerPage::DEFINITION,
    BadCursorStatus::DEFINITION,
    CursorQuery::DEFINITION,
    CursorLife::DEFINITION,
    LookupWithoutHit::DEFINITION,
    NumberWithoutCompany::DEFINITION,
    ConflictingLookups::DEFINITION,
    LookupReply::DEFINITION,
];

choice! {
    /// What a count above the maximum does.
    CountAboveMaximum, "identity.count-above-maximum",
    about: "What a count above the maximum does.",
    source: "U4: the pages name maxima and no answer.",
    values: {
        Lowered = "lowered": "The page holds the maximum.",
        Refused = "refused": "The request is refused with 400.",
    },
    default: Lowered,
}

choice! {
    /// What a count does that is too small or no number.
    UnfitCount, "identity.unfit-count",
    about: "What a count does that is below the minimum or no number.",
    source: "U4: the OpenAPI file has minima and no answer.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        Default = "default": "It counts as not sent.",
    },
    default: Refused,
}

choice! {
    /// The least count.
    CountMinimum, "identity.count-minimum",
    about: "The least count of the list and the search of Identity v4.1.",
    source: "Q13: the OpenAPI file says 0 for the list, the search guide 1.",
    values: {
        AsPublished = "as-published": "0 for the list, 1 for the search.",
        Zero = "zero": "0 for both.",
        One = "one": "1 for both.",
    },
    default: AsPublished,
    strict_docs: AsPublished,
}

number! {
    /// The most users on a page of v4.
    V4CountMaximum, "identity-v4.count-maximum",
    about: "The most users on a page of Identity v4.",
    source: "Q53: the page says 100, the OpenAPI file 20.",
    range: 1..=1000 "users",
    default: 100,
    strict_docs: 100,
}

number! {
    /// The users on a page of v4 when no count is sent.
    V4CountDefault, "identity-v4.count-default",
    about: "Users on a page of Identity v4 when no count is sent.",
    source: "Q53: page and OpenAPI file say 10, the sample reply shows 20.",
    range: 1..=1000 "users",
    default: 10,
    strict_docs: 10,
}

choice! {
    /// What a start index below 1 does.
    StartBelowOne, "identity-v4.start-below-one",
    about: "What a startIndex below 1 does.",
    source: "U4: nothing is said; RFC 7644 takes it as 1.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        First = "first": "It counts as 1.",
    },
    default: Refused,
}

choice! {
    /// What a start index beyond the end does.
    StartBeyondEnd, "identity-v4.start-beyond-end",
    about: "What a startIndex beyond the last user does.",
    source: "U4: nothing is said.",
    values: {
        Empty = "empty": "The page is empty.",
        Refused = "refused": "The request is refused with 400.",
    },
    default: Empty,
}

choice! {
    /// Whether pages behind cursors show a start index.
    StartIndexReply, "identity.start-index-reply",
    about: "Whether pages of Identity v4.1 show startIndex.",
    source: "Identity v4.1: in the search guide and the OpenAPI file, removed from the reference in August 2024.",
    values: {
        Sent = "sent": "It is sent.",
        LeftOut = "left-out": "It is left out.",
    },
    default: Sent,
    strict_docs: LeftOut,
    observed: Sent,
}

choice! {
    /// What `itemsPerPage` counts.
    ItemsPerPage, "identity.items-per-page",
    about: "What itemsPerPage counts.",
    source: "The search guide counts the users of the page; examples of several pages repeat the requested count.",
    values: {
        Returned = "returned": "The users on the page.",
        Requested = "requested": "The users that were asked for.",
    },
    default: Returned,
    strict_docs: Returned,
}

choice! {
    /// The status of a bad cursor.
    BadCursorStatus, "identity.bad-cursor-status",
    about: "Status of a cursor that is broken, foreign, expired or of another query.",
    source: "U7: clients start over at 400 and at 404.",
    values: {
        BadRequest = "400": "The parameter is wrong.",
        NotFound = "404": "The place is not there.",
    },
    default: BadRequest,
}

choice! {
    /// Whether a cursor belongs to its query.
    CursorQuery, "identity.cursor-query",
    about: "Whether a cursor is good for another filter than that of its first page.",
    source: "U7: nothing is said; the guide's continuation repeats count and cursor of a search without filter.",
    values: {
        Bound = "bound": "It is refused with another filter.",
        Free = "free": "The filter of the request counts, whatever it is.",
    },
    default: Bound,
}

number! {
    /// How long a cursor is good.
    CursorLife, "identity.cursor-life",
    about: "How long a cursor is good; 0 is for ever.",
    source: "U7: no lifetime is published.",
    range: 0..=86400 "seconds",
    default: 0,
}

choice! {
    /// The status of a look-up without a hit.
    LookupWithoutHit, "identity-v4.lookup-without-hit",
    about: "Status of a look-up by a unique value that finds nobody.",
    source: "U24: the list endpoint suggests an empty list.",
    values: {
        EmptyList = "200": "An empty list.",
        NotFound = "404": "Nobody is there.",
    },
    default: EmptyList,
}

choice! {
    /// What an employee number without a company does.
    NumberWithoutCompany, "identity-v4.number-without-company",
    about: "What employeeNumber does without companyId.",
    source: "U25: the page says they are required together.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        OwnCompany = "own-company": "The company of the token is meant.",
    },
    default: Refused,
    strict_docs: Refused,
}

choice! {
    /// What several look-ups in one request do.
    ConflictingLookups, "identity-v4.conflicting-lookups",
    about: "What a request does that looks up by more than one of filter, userName, externalId and employeeNumber.",
    source: "The page calls each an alternative to the filter and no more.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        First = "first": "The first of filter, userName, externalId, employeeNumber counts.",
    },
    default: Refused,
}

choice! {
    /// The form of the answer of the legacy look-up.
    LookupReply, "identity-v4.lookup-reply",
    about: "Form of the answer of /users/lookup.",
    source: "Only the sample collection has the path, without an answer.",
    values: {
        List = "list": "A `ListResponse`, as look-ups by the list endpoint answer.",
        User = "user": "The user itself, 404 when there is none.",
    },
    default: List,
}
