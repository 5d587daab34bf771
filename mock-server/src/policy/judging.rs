//! Keys of which documents are good: what is required, and which rules are enforced.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    RequiredSet::DEFINITION,
    EmailsRequired::DEFINITION,
    DuplicateTypes::DEFINITION,
    WorkEmail::DEFINITION,
    LeaveRules::DEFINITION,
    PastLeave::DEFINITION,
    LegalName::DEFINITION,
    HasNoMiddleName::DEFINITION,
    VerifiedText::DEFINITION,
    ContactLists::DEFINITION,
    UnknownMembers::DEFINITION,
    LengthWords::DEFINITION,
];

choice! {
    /// What a user must have.
    RequiredSet, "identity.required",
    about: "What a created or replaced user must have.",
    source: "Q54: the OpenAPI file asks for timezone, preferredLanguage and startDate as well.",
    values: {
        Page = "page": "active, emails, name, userName, companyId.",
        OpenApi = "open-api": "timezone, preferredLanguage and startDate, too.",
    },
    default: Page,
    strict_docs: Page,
}

choice! {
    /// Whether a user must have an address.
    EmailsRequired, "identity.emails-required",
    about: "Whether a user must have an e-mail address.",
    source: "Q29: required by the pages; real users without one were seen.",
    values: {
        Required = "required": "One at least.",
        Optional = "optional": "None will do.",
    },
    default: Required,
    strict_docs: Required,
    observed: Optional,
}

choice! {
    /// Whether a type may come twice.
    DuplicateTypes, "identity.duplicate-types",
    about: "What two entries of one type in emails, addresses or phoneNumbers do.",
    source: "U37: one entry per type by the tables, without an answer to more.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        Kept = "kept": "Both are kept.",
    },
    default: Refused,
    strict_docs: Refused,
}

choice! {
    /// Whether a work address is needed.
    WorkEmail, "identity.work-email",
    about: "Whether one e-mail address must be of type work.",
    source: "U37: nothing is said.",
    values: {
        Optional = "optional": "Any type will do.",
        Required = "required": "The request is refused without one.",
    },
    default: Optional,
}

choice! {
    /// Whether the rules of leaves are enforced.
    LeaveRules, "identity.leave-rules",
    about: "Whether leaves must start before they end and not overlap.",
    source: "U39: the guide has the rules and no answer.",
    values: {
        Enforced = "enforced": "The request is refused with 400.",
        Kept = "kept": "Whatever was sent is kept.",
    },
    default: Enforced,
    strict_docs: Enforced,
}

choice! {
    /// What a past leave without an end does.
    PastLeave, "identity.past-leave-without-end",
    about: "What a leave does that began before today and has no end.",
    source: "Leave of absence guide, U39: a past leave must have an end.",
    values: {
        Refused = "refused": "The request that brings it is refused with 400.",
        Ongoing = "ongoing": "It is kept as one that goes on.",
    },
    default: Refused,
    strict_docs: Refused,
}

choice! {
    /// Whether `name.legalName` can be written.
    LegalName, "identity.legal-name",
    about: "Whether name.legalName can be written.",
    source: "Q64: read-only by the tables, written in every example.",
    values: {
        Written = "written": "It is kept as sent.",
        ReadOnly = "read-only": "It is passed over in documents and refused in PATCH.",
    },
    default: Written,
    strict_docs: ReadOnly,
    observed: Written,
}

choice! {
    /// Whether `name.hasNoMiddleName` is kept.
    HasNoMiddleName, "identity.has-no-middle-name",
    about: "Whether name.hasNoMiddleName is kept.",
    source: "Q82: it stands in one example of the core name and belongs to the travel name.",
    values: {
        Kept = "kept": "It is kept.",
        Ignored = "ignored": "It is passed over.",
    },
    default: Kept,
    strict_docs: Ignored,
}

choice! {
    /// Whether `emails.verified` may be text.
    VerifiedText, "identity.verified-text",
    about: "Whether emails.verified may be sent as text.",
    source: "Q67: the pages call it a string, the data are booleans.",
    values: {
        Boolean = "boolean": "Only true and false.",
        Either = "either": "Their names in quotes, too; they are kept as booleans.",
    },
    default: Boolean,
    strict_docs: Either,
    observed: Boolean,
}

choice! {
    /// Whether a contact's lists may be plain text.
    ContactLists, "identity.contact-lists",
    about: "Whether emails and phones of an emergency contact may be sent as one text.",
    source: "Identity v4.1: plain text on the page, lists in the OpenAPI file and the examples.",
    values: {
        Either = "either": "One text counts as a list of one.",
        List = "list": "Only lists.",
    },
    default: Either,
    strict_docs: Either,
    observed: List,
}

choice! {
    /// What an unknown member does.
    UnknownMembers, "identity.unknown-members",
    about: "What a member does that the schema does not know.",
    source: "U36: nothing is said; an unknown filter attribute is INVALID_INPUT.",
    values: {
        Ignored = "ignored": "It is passed over.",
        Refused = "refused": "The request is refused with 400 and `INVALID_INPUT`.",
    },
    default: Ignored,
}

choice! {
    /// The words for a value of a wrong length.
    LengthWords, "identity.length-words",
    about: "Words for a value that is too long or too short.",
    source: "U35: Invalid '<path>' Size is documented for UPS, exceeds maximum length for Legal Entity.",
    values: {
        Size = "size": "`INVALID_VALUE` and `Invalid '<path>' Size`.",
        Length = "length": "`INVALID_FIELD` and `<path> exceeds maximum length of <n> characters`.",
    },
    default: Size,
}
