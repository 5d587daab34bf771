//! Keys of Legal Entity v4.1.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    DefaultCount::DEFINITION,
    IdForm::DEFINITION,
    DuplicateStatus::DEFINITION,
    ItemsPerPage::DEFINITION,
    OtherCompany::DEFINITION,
    UserFilter::DEFINITION,
];

number! {
    /// The length of a page when none is asked for.
    DefaultCount, "legal-entity.default-count",
    about: "Legal entities on a page of a search when no count is sent.",
    source: "Legal Entity v4.1: the default varies, says the page.",
    range: 1..=1000 "legal entities",
    default: 100,
}

choice! {
    /// The form of ids.
    IdForm, "legal-entity.id-form",
    about: "Form of the id of a legal entity.",
    source: "Q83: typed as UUID, printed as le- and a UUID.",
    values: {
        Prefixed = "le-uuid": "`le-` and a UUID, as in every sample.",
        Plain = "uuid": "A UUID, as the table types it.",
    },
    default: Prefixed,
}

choice! {
    /// The status of a reference id that another legal entity has.
    DuplicateStatus, "legal-entity.duplicate-status",
    about: "Status of a create or change with a referenceId that another legal entity has.",
    source: "Legal Entity v4.1: the page has the keyword uniqueness and no status.",
    values: {
        Conflict = "409": "As SCIM has it, and as it was seen of users.",
        BadRequest = "400": "That of the one sample of a refusal.",
    },
    default: Conflict,
}

choice! {
    /// What `itemsPerPage` counts.
    ItemsPerPage, "legal-entity.items-per-page",
    about: "What itemsPerPage counts in a search of legal entities.",
    source: "Legal Entity v4.1: the sample has 50, the count that was asked for, beside two resources.",
    values: {
        Requested = "requested": "What was asked for, as in the sample.",
        Returned = "returned": "The legal entities of the page.",
    },
    default: Requested,
    strict_docs: Requested,
}

choice! {
    /// What another company in query or body does.
    OtherCompany, "legal-entity.other-company",
    about: "What a companyId does that is not the company of the token.",
    source: "Legal Entity v4.1: the token goes before the query, the query before the body; nothing is said of contradictions.",
    values: {
        Ignored = "ignored": "Nothing, since the token goes before it.",
        Refused = "refused": "400.",
    },
    default: Ignored,
}

choice! {
    /// Whether users are found by their legal entity.
    UserFilter, "identity.legal-entity-filter",
    about: "Whether a search of Identity v4.1 may filter by the legal entity of users.",
    source: "Q84: the Legal Entity page does, the search guide does not list the attribute.",
    values: {
        Accepted = "accepted": "As the Legal Entity page does.",
        Refused = "refused": "As the list of the search guide has it.",
    },
    default: Accepted,
}
