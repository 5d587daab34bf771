//! Keys of requests as such: paths, headers, bodies.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    ChunkedBody::DEFINITION,
    LargeBody::DEFINITION,
    WrongContentType::DEFINITION,
    MissingContentType::DEFINITION,
    UnacceptableAccept::DEFINITION,
    CorrelationId::DEFINITION,
    MalformedQuery::DEFINITION,
    RepeatedMember::DEFINITION,
    HeadMethod::DEFINITION,
];

choice! {
    /// What becomes of a request whose body comes in chunks.
    ChunkedBody, "requests.chunked-body",
    about: "What becomes of a request whose body comes in chunks.",
    source: "The HTTP page: chunked transfer coding is not supported and may be answered with 400.",
    values: {
        Refused = "400": "As the HTTP page says.",
        Accepted = "accepted": "The page says may.",
    },
    default: Refused,
    strict_docs: Refused,
}

choice! {
    /// The status of a body over the general limit.
    LargeBody, "requests.large-body-status",
    about: "Status of a request whose body is larger than what is read.",
    source: "No page names a limit or a status for these services; an older list of the provisioning service has 413.",
    values: {
        TooLarge = "413": "As HTTP names it.",
        BadRequest = "400": "As the HTTP page answers every malformed request.",
    },
    default: TooLarge,
}

choice! {
    /// What becomes of a body of another type than the service takes.
    WrongContentType, "requests.wrong-content-type",
    about: "What becomes of a body whose Content-Type is not one of the service's.",
    source: "The pages name the types and no refusal; the HTTP page has 400 for a bad format and knows no 415.",
    values: {
        BadRequest = "400": "A bad format.",
        Unsupported = "415": "As HTTP names it.",
        Ignored = "ignored": "The body is read as what the service takes.",
    },
    default: BadRequest,
    strict_docs: BadRequest,
}

choice! {
    /// What becomes of a body without a type.
    MissingContentType, "requests.missing-content-type",
    about: "What becomes of a body that comes without a Content-Type.",
    source: "The pages name the types and do not say what their absence does.",
    values: {
        Accepted = "accepted": "The body is read as what the service takes.",
        Refused = "refused": "As a wrong type is.",
    },
    default: Accepted,
}

choice! {
    /// What becomes of a request that accepts no format that the service has.
    UnacceptableAccept, "requests.unacceptable-accept",
    about: "What becomes of a request whose Accept excludes the service's only format.",
    source: "No page mentions 406; the v4 pages say JSON only.",
    values: {
        Ignored = "ignored": "The answer comes in the service's format.",
        NotAcceptable = "406": "As HTTP names it.",
    },
    default: Ignored,
}

choice! {
    /// What becomes of a client's correlation id.
    CorrelationId, "requests.correlation-id",
    about: "What becomes of the concur-correlationid that a client sends.",
    source: "U42: a travel guide says that it comes back, Travel Request v4 refuses what is no UUID, the others say nothing.",
    values: {
        Echoed = "echoed": "The answer carries it, if it is visible ASCII of at most 256 bytes; else a new one.",
        EchoedUuid = "echoed-uuid": "The answer carries a UUID; for anything else a new one.",
        Refused = "refused": "A UUID comes back; anything else is answered with 400 and invalidUuid.",
        Fresh = "fresh": "The answer carries a new one always.",
    },
    default: Echoed,
    strict_docs: Echoed,
}

choice! {
    /// What becomes of a query whose escapes are broken.
    MalformedQuery, "requests.malformed-query",
    about: "What becomes of a query with a broken escape, or one that is no UTF-8 when decoded.",
    source: "The HTTP page: 400 for a bad URI.",
    values: {
        Refused = "400": "As the HTTP page says.",
        Lenient = "lenient": "A broken escape stands for itself, a broken letter for the replacement character.",
    },
    default: Refused,
    strict_docs: Refused,
}

choice! {
    /// What becomes of a JSON object that has a member twice.
    RepeatedMember, "requests.repeated-member",
    about: "What becomes of a JSON body in which an object has a member twice.",
    source: "No page speaks of it; RFC 8259 leaves it open.",
    values: {
        LastCounts = "last-counts": "The last one counts.",
        Refused = "400": "The body is not valid.",
    },
    default: LastCounts,
}

choice! {
    /// What becomes of a HEAD.
    HeadMethod, "requests.head",
    about: "What becomes of a HEAD where a GET would be answered.",
    source: "U27: no page mentions it.",
    values: {
        Answered = "answered": "Like the GET, without a body, as HTTP demands of every server.",
        Refused = "405": "No page lists the method.",
    },
    default: Answered,
}
