//! Keys of who is let in, and what the others are told.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    MissingToken::DEFINITION,
    UnknownToken::DEFINITION,
    ExpiredToken::DEFINITION,
    MissingScope::DEFINITION,
    UserToken::DEFINITION,
    LockedApplication::DEFINITION,
    WrongDataCentre::DEFINITION,
    UserOfAnotherCompany::DEFINITION,
];

choice! {
    /// What a request without an `Authorization` header gets.
    MissingToken, "access.missing-token",
    about: "Status of a request without an Authorization header; decided for the whole process, since no company is known.",
    source: "U1, Q66: the platform's page of statuses says 401, the e-receipts guide and Receipts v4 say 403.",
    values: {
        Unauthorized = "401": "As the platform's page and the newer pages say.",
        Forbidden = "403": "As the e-receipts guide and Receipts v4 say.",
    },
    default: Unauthorized,
    strict_docs: Unauthorized,
}

choice! {
    /// What a token gets that was never issued, or was revoked and forgotten.
    UnknownToken, "access.unknown-token",
    about: "Status of a request whose token was not issued here or was revoked, decided for the whole process, since no company is known; and of a token of a company behind a word that the service does not take, decided by that company.",
    source: "U1, Q66: newer v4 pages say 401 for a missing or invalid header, the platform's page 403 for one that fails.",
    values: {
        Unauthorized = "401": "As newer v4 pages say.",
        Forbidden = "403": "As the platform's page of statuses says.",
    },
    default: Unauthorized,
    strict_docs: Forbidden,
}

choice! {
    /// What a token gets that ended.
    ExpiredToken, "access.expired-token",
    about: "Status of a request whose token has expired.",
    source: "U1, Q66: the platform's page and the e-receipts guide say 403, the practice of OAuth2 is 401.",
    values: {
        Forbidden = "403": "As the platform's page of statuses says.",
        Unauthorized = "401": "As RFC 6750 says.",
    },
    default: Forbidden,
    strict_docs: Forbidden,
}

choice! {
    /// What a token gets that lacks the scope.
    MissingScope, "access.missing-scope",
    about: "Status of a request whose token has none of the scopes that the call needs.",
    source: "U1: only the e-receipts guide says something, 403.",
    values: {
        Forbidden = "403": "As the e-receipts guide says.",
        Unauthorized = "401": "As services do that tell nothing apart.",
    },
    default: Forbidden,
    strict_docs: Forbidden,
}

choice! {
    /// What a user's or an application's token gets where only a company's opens.
    UserToken, "access.user-token",
    about: "Status of a request with the token of a user or an application to an API for companies.",
    source: "U1: the pages ask for a company token and name no answer to another; newer v4 pages say 403 for a wrong context.",
    values: {
        BadRequest = "400": "With the words seen at an Identity v4.1 search.",
        Forbidden = "403": "As newer v4 pages say for a wrong context.",
    },
    default: BadRequest,
    observed: BadRequest,
}

choice! {
    /// What a token gets whose application was disabled or disconnected.
    LockedApplication, "access.locked-application",
    about: "Status of a request whose token is good, but whose application was disabled or disconnected from the company.",
    source: "U1: the platform's page says 403 for an application that is not allowed for the company.",
    values: {
        Forbidden = "403": "As the platform's page of statuses says.",
        Unauthorized = "401": "As if the token had never been issued.",
    },
    default: Forbidden,
    strict_docs: Forbidden,
}

choice! {
    /// What a call gets at an address where its company does not live.
    WrongDataCentre, "access.wrong-data-centre",
    about: "Answer to an API call at a base URL that is not the geolocation of its token.",
    source: "Platform 2.1: the geolocation is the base of every call; only Profile v1 names an answer (301) to the others.",
    values: {
        Forbidden = "403": "As newer v4 pages say for a wrong context.",
        Unauthorized = "401": "As if the token had never been issued.",
        Served = "serve": "The call is answered as if it had come to the right address.",
    },
    default: Forbidden,
}

choice! {
    /// What a company's token gets for the id of a user of another company.
    UserOfAnotherCompany, "access.user-of-another-company",
    about: "Status of a call of Identity v4, v4.1 or SCIM v4 for the id of a user of another company of this process.",
    source: "U32: the pages say that the token decides about the company, and not what an id of another one gets.",
    values: {
        NotFound = "404": "The id is as unknown as any.",
        Forbidden = "403": "The user is told apart from nobody.",
    },
    default: NotFound,
}
