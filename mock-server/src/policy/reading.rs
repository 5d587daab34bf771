//! Keys of how requests to read users are understood: attributes, scopes, parameters, filters.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    MissingReadScope::DEFINITION,
    FilterWithoutScope::DEFINITION,
    AttributesAndExcluded::DEFINITION,
    AttributeNameCase::DEFINITION,
    UnknownAttributes::DEFINITION,
    GetAttributes::DEFINITION,
    RepeatedParameters::DEFINITION,
    UnknownParameters::DEFINITION,
    RemovedParameters::DEFINITION,
    SearchSchemas::DEFINITION,
    ContinuationToken::DEFINITION,
    NeAndNull::DEFINITION,
    FilterAcrossValues::DEFINITION,
    InvalidFilterCode::DEFINITION,
    SearchLag::DEFINITION,
];

choice! {
    /// What happens to attributes that the token may not read.
    MissingReadScope, "identity.missing-read-scope",
    about: "What happens when attributes names one that the token may not read.",
    source: "U2: the pages say attribute-level access control and no more.",
    values: {
        LeftOut = "left-out": "It is left out without a word.",
        Refused = "refused": "The request is refused with 403.",
    },
    default: LeftOut,
}

choice! {
    /// What a filter does with attributes that the token may not read.
    FilterWithoutScope, "identity.filter-without-scope",
    about: "What a filter does with an attribute that the token may not read.",
    source: "U2: the scope pages do not speak of filters.",
    values: {
        AsNull = "as-null": "The attribute counts as null.",
        Refused = "refused": "The request is refused with 403.",
        Answered = "answered": "Scopes do not count in filters.",
    },
    default: AsNull,
}

choice! {
    /// What `attributes` and `excludedAttributes` do together.
    AttributesAndExcluded, "identity.attributes-and-excluded",
    about: "What attributes and excludedAttributes do together.",
    source: "U22: nothing is said; RFC 7644 has them exclude one another.",
    values: {
        Both = "both": "The first chooses, the second takes away.",
        Refused = "refused": "The request is refused with 400.",
    },
    default: Both,
}

choice! {
    /// Whether the case of attribute names counts.
    AttributeNameCase, "identity.attribute-name-case",
    about: "Whether case counts in the names of attributes and excludedAttributes.",
    source: "U22: nothing is said; RFC 7643 ignores case.",
    values: {
        Ignored = "ignored": "Any spelling is understood.",
        Exact = "exact": "Another spelling is an unknown name.",
    },
    default: Ignored,
}

choice! {
    /// What an unknown name in `attributes` does.
    UnknownAttributes, "identity.unknown-attributes",
    about: "What an unknown name in attributes or excludedAttributes does.",
    source: "U6: BAD_QUERY was seen at v4.1; no page says so.",
    values: {
        Refused = "refused": "The request is refused with 400 and `BAD_QUERY`.",
        Ignored = "ignored": "The name is passed over.",
    },
    default: Refused,
    observed: Refused,
}

choice! {
    /// Whether reading one user knows `attributes`.
    GetAttributes, "identity.get-attributes",
    about: "Whether reading one user knows attributes and excludedAttributes.",
    source: "U23: the tables do not list them; request-only attributes imply them.",
    values: {
        Supported = "supported": "As in lists.",
        Ignored = "ignored": "They are passed over.",
    },
    default: Supported,
    strict_docs: Ignored,
}

choice! {
    /// What a query parameter does that comes twice.
    RepeatedParameters, "identity.repeated-parameters",
    about: "What a query parameter does that comes more than once.",
    source: "Nothing is said; a client that sends one twice means something else than either.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        First = "first": "The first counts.",
        Last = "last": "The last counts.",
    },
    default: Refused,
}

choice! {
    /// What an unknown query parameter does.
    UnknownParameters, "identity.unknown-parameters",
    about: "What a query parameter does that the page does not list, sortBy among them.",
    source: "U27: sorting is not documented; nor is what unknown parameters do.",
    values: {
        Ignored = "ignored": "It is passed over.",
        Refused = "refused": "The request is refused with 400.",
    },
    default: Ignored,
}

choice! {
    /// What `filter` and `startIndex` do in the list of v4.1.
    RemovedParameters, "identity.removed-parameters",
    about: "What filter and startIndex do in the list of Identity v4.1.",
    source: "Q3: both were removed when v4.1 came; what they do now is not said.",
    values: {
        Refused = "refused": "The request is refused with 400, lest everyone be taken for the answer.",
        Ignored = "ignored": "They are passed over.",
    },
    default: Refused,
}

choice! {
    /// Which `schemas` a search takes.
    SearchSchemas, "identity.search-schemas",
    about: "Which schemas a search of Identity v4.1 takes.",
    source: "Q2: the guide asks for Concur's URN, the OpenAPI file does not list the member, RFC 7644 has another URN.",
    values: {
        Exact = "exact": "Concur's URN alone.",
        Either = "either": "Concur's or that of RFC 7644.",
        Ignored = "ignored": "Anything, or nothing.",
    },
    default: Exact,
    strict_docs: Exact,
}

choice! {
    /// Whether the cursor's former name is understood.
    ContinuationToken, "identity.continuation-token",
    about: "Whether a search understands continuationToken, the former name of cursor.",
    source: "Identity v4.1: the OpenAPI file still has it, the guide does not.",
    values: {
        Accepted = "accepted": "It stands for cursor.",
        Ignored = "ignored": "It is passed over.",
    },
    default: Accepted,
}

choice! {
    /// Whether `ne` finds null.
    NeAndNull, "identity.ne-and-null",
    about: "Whether ne finds users whose attribute is null.",
    source: "Q7: the search guide says so, against SCIM's usual reading.",
    values: {
        Matches = "matches": "It does.",
        DoesNotMatch = "does-not-match": "The attribute must have a value.",
    },
    default: Matches,
    strict_docs: Matches,
}

choice! {
    /// What a dotted path into a list asks.
    FilterAcrossValues, "identity.filter-across-values",
    about: "What a condition on a dotted path into a list asks of the entries.",
    source: "Q88: the guide's sentence says every entry, its examples mean some entry.",
    values: {
        Some = "some": "Some entry meets it.",
        Every = "every": "There are entries, and every one meets it.",
    },
    default: Some,
    strict_docs: Every,
}

choice! {
    /// The code of a filter that cannot be read.
    InvalidFilterCode, "identity.invalid-filter-code",
    about: "Code in the refusal of a filter that cannot be read.",
    source: "U6: INVALID_INPUT is published for User Retrieval, BAD_QUERY was seen at Identity v4.1.",
    values: {
        InvalidInput = "INVALID_INPUT": "As User Retrieval's sample.",
        BadQuery = "BAD_QUERY": "As seen at Identity v4.1 for attributes.",
    },
    default: InvalidInput,
    observed: BadQuery,
}

number! {
    /// How far the search of Identity v4.1 is behind.
    SearchLag, "identity.search-lag",
    about: "How far the search of Identity v4.1 is behind what was written.",
    source: "U34: User Retrieval's page speaks of minutes, that of Identity v4.1 does not say.",
    range: 0..=3600 "seconds",
    default: 0,
}
