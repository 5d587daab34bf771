//! Keys of what a write does to a user.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    ListAdd::DEFINITION,
    UnknownPath::DEFINITION,
    ReadOnlyPath::DEFINITION,
    NoTarget::DEFINITION,
    PatchSchemas::DEFINITION,
    WriteSchemas::DEFINITION,
    Verified::DEFINITION,
    VerifiedV4::DEFINITION,
    VerifiedByPut::DEFINITION,
    MissingWriteScope::DEFINITION,
    VersionStep::DEFINITION,
    DisplayName::DEFINITION,
    MiddleInitial::DEFINITION,
    DefaultStart::DEFINITION,
    LocaleDefaults::DEFINITION,
    LocaleOverrides::DEFINITION,
    EmailCase::DEFINITION,
    PhoneDisplay::DEFINITION,
    Dates::DEFINITION,
    MaximumUsers::DEFINITION,
    Entitlements::DEFINITION,
    ActivationDates::DEFINITION,
    DeactivatedEntitlements::DEFINITION,
    Reactivation::DEFINITION,
    UnfitManager::DEFINITION,
    UnknownLegalEntity::DEFINITION,
];

choice! {
    /// What `add` does to a list.
    ListAdd, "identity.list-add",
    about: "What a PATCH add does to a list when its path has no filter.",
    source: "Q8: replaces by the pages; the leave of absence guide appends; RFC 7644 appends.",
    values: {
        LeavesAppend = "leaves-append": "Replaces, but leaves of absence append.",
        Replaces = "replaces": "Replaces, leaves of absence, too.",
        Appends = "appends": "Appends, as in RFC 7644.",
    },
    default: LeavesAppend,
    strict_docs: LeavesAppend,
}

choice! {
    /// What an unknown PATCH path does.
    UnknownPath, "identity.unknown-path",
    about: "What a PATCH path does that the schema does not know.",
    source: "U8: the answer is not documented.",
    values: {
        Refused = "refused": "The request is refused with 400 invalidPath.",
        Ignored = "ignored": "The operation is passed over.",
    },
    default: Refused,
}

choice! {
    /// What a PATCH of a read-only attribute does.
    ReadOnlyPath, "identity.read-only-path",
    about: "What a PATCH path to a read-only attribute does.",
    source: "U8: the answer is not documented.",
    values: {
        Refused = "refused": "The request is refused with 400 mutability.",
        Ignored = "ignored": "The operation is passed over.",
    },
    default: Refused,
}

choice! {
    /// What brackets do that pick nothing.
    NoTarget, "identity.no-target",
    about: "What a PATCH path does whose brackets pick nothing.",
    source: "U8: the answer is not documented.",
    values: {
        Refused = "refused": "The request is refused with 400 noTarget.",
        Ignored = "ignored": "The operation is passed over.",
    },
    default: Refused,
}

choice! {
    /// Whether a PATCH names its message.
    PatchSchemas, "identity.patch-schemas",
    about: "Whether the body of a PATCH must have schemas.",
    source: "The pages show it, the leave of absence guide leaves it out.",
    values: {
        Optional = "optional": "It may be absent.",
        Required = "required": "The request is refused without it.",
    },
    default: Optional,
}

choice! {
    /// Whether `schemas` of a written user counts.
    WriteSchemas, "identity.write-schemas",
    about: "What schemas of a created or replaced user must name.",
    source: "The create example names the core schema alone and uses the enterprise extension.",
    values: {
        Ignored = "ignored": "Nothing; it is passed over.",
        Core = "core": "The core schema.",
        All = "all": "The core schema and every extension that is used, as in RFC 7643.",
    },
    default: Ignored,
}

choice! {
    /// Who may write `emails.verified`.
    Verified, "identity.verified",
    about: "What becomes of emails.verified in writes.",
    source: "Q50: written with its scope since February 2025; in January 2025 a create with it was refused and a PATCH of it ignored.",
    values: {
        ByScope = "by-scope": "Written with its scope, passed over without it.",
        Withdrawn = "withdrawn": "A create that carries it is refused with 400; else it is passed over.",
        ReadOnly = "read-only": "Passed over.",
    },
    default: ByScope,
    strict_docs: ByScope,
}

choice! {
    /// Who may write `emails.verified` through v4.
    VerifiedV4, "identity-v4.verified",
    about: "What becomes of emails.verified in writes through Identity v4.",
    source: "Identity v4: read-only in the table, its write scope listed on the same page; the create example sends true and gets false.",
    values: {
        ReadOnly = "read-only": "Passed over.",
        ByScope = "by-scope": "As at Identity v4.1.",
    },
    default: ReadOnly,
    strict_docs: ReadOnly,
}

choice! {
    /// Whether PUT writes `emails.verified`.
    VerifiedByPut, "identity.verified-by-put",
    about: "Whether PUT writes emails.verified.",
    source: "Q65: the example of PUT sends true and gets false.",
    values: {
        Written = "written": "As POST and PATCH.",
        ReadOnly = "read-only": "Passed over.",
    },
    default: Written,
}

choice! {
    /// What a write does without its scope.
    MissingWriteScope, "identity.missing-write-scope",
    about: "What a change of an attribute does whose write scope the token lacks.",
    source: "U3: nothing is said.",
    values: {
        Refused = "refused": "The request is refused with 403.",
        Ignored = "ignored": "The attribute stays as it is.",
    },
    default: Refused,
}

number! {
    /// How much `meta.version` grows.
    VersionStep, "identity.version-step",
    about: "How much meta.version grows with one change.",
    source: "Q10: the examples jump from 0 to 4 to 10.",
    range: 1..=100 "versions",
    default: 1,
    strict_docs: 4,
    observed: 4,
}

choice! {
    /// What a new `nickName` does to `displayName`.
    DisplayName, "identity.display-name",
    about: "What a new nickName does to displayName.",
    source: "Q18: the table derives it from the nickName, the PATCH example keeps the old one.",
    values: {
        Follows = "follows": "It is derived anew.",
        Kept = "kept": "It stays until another part of the name changes.",
    },
    default: Follows,
    strict_docs: Follows,
}

choice! {
    /// Where the middle initial comes from.
    MiddleInitial, "identity.middle-initial",
    about: "Where name.middleInitial comes from.",
    source: "Q19: derived from the middle name in the example of UPS.",
    values: {
        Derived = "derived": "From the middle name, if there is one.",
        AsSent = "as-sent": "From the client alone.",
    },
    default: Derived,
}

choice! {
    /// The start date of a user that was sent none.
    DefaultStart, "identity.default-start",
    about: "The startDate of a user that was sent none.",
    source: "Q20: the create example has the creation time as Pacific wall time.",
    values: {
        Pacific = "pacific": "The creation time as Pacific wall time, to the minute.",
        Utc = "utc": "The creation time in UTC, to the minute, with Z.",
        None = "none": "None.",
    },
    default: Pacific,
    strict_docs: Pacific,
}

choice! {
    /// The locale preferences of a new user.
    LocaleDefaults, "identity.locale-defaults",
    about: "The localeOverrides of a new user.",
    source: "Q30: the reference's examples are American, the e-receipts guide has a company with others.",
    values: {
        American = "american": "mm/dd/yyyy, miles, AM/PM.",
        European = "european": "dd/mm/yyyy, kilometres, 24 hours, -100.",
    },
    default: American,
    strict_docs: American,
}

choice! {
    /// Whether `localeOverrides` can be written.
    LocaleOverrides, "identity.locale-overrides",
    about: "Whether localeOverrides can be written.",
    source: "U41: read-only on the page, a write scope on the scope page.",
    values: {
        Ignored = "ignored": "Passed over in documents, refused in PATCH.",
        Written = "written": "Kept as sent, member by member.",
    },
    default: Ignored,
    strict_docs: Ignored,
}

choice! {
    /// How e-mail addresses are kept.
    EmailCase, "identity.email-case",
    about: "How the case of e-mail addresses is kept.",
    source: "Q24: lower case in search samples, mixed elsewhere.",
    values: {
        AsSent = "as-sent": "As sent.",
        Lower = "lower": "In lower case.",
    },
    default: AsSent,
}

choice! {
    /// How `phoneNumbers.display` is kept.
    PhoneDisplay, "identity.phone-display",
    about: "How phoneNumbers.display is kept.",
    source: "Identity v4.1: the service brings it into the form of RFC 3966.",
    values: {
        Canonical = "canonical": "As tel:+1-555-123-4567, where the number is international.",
        AsSent = "as-sent": "As sent.",
    },
    default: Canonical,
    strict_docs: Canonical,
}

choice! {
    /// How start and termination dates are kept.
    Dates, "identity.dates",
    about: "How startDate and terminationDate are kept.",
    source: "Q31: three forms in the examples, sent and received.",
    values: {
        AsSent = "as-sent": "As sent.",
        WallTime = "wall-time": "As YYYY-MM-DDThh:mm:ss.SSS, as most replies show.",
    },
    default: AsSent,
}

number! {
    /// The most users of a company.
    MaximumUsers, "users.maximum",
    about: "The most users that a company holds; a create beyond it is refused.",
    source: "Nothing is said; a bound of the mock.",
    range: 1..=2_000_000 "users",
    default: 2_000_000,
}

choice! {
    /// What becomes of `entitlements`.
    Entitlements, "identity.entitlements",
    about: "What becomes of entitlements in writes.",
    source: "U33: product data must be provisioned for them to work.",
    values: {
        Stored = "stored": "They are kept with the roles that they stand for; no profile of a product follows.",
        Ignored = "ignored": "They stay as they are.",
    },
    default: Stored,
    strict_docs: Stored,
}

choice! {
    /// Whether activation needs dates.
    ActivationDates, "identity.activation-dates",
    about: "Whether active and terminationDate must fit when active changes.",
    source: "Q85: until September 2023 false needed today's terminationDate and true a later one.",
    values: {
        Free = "free": "They need not.",
        Together = "together": "The request is refused with 400 unless they do.",
    },
    default: Free,
    strict_docs: Free,
}

choice! {
    /// What deactivation does to entitlements.
    DeactivatedEntitlements, "identity.deactivated-entitlements",
    about: "What active=false does to entitlements.",
    source: "U40: nothing is said.",
    values: {
        Kept = "kept": "They stay.",
        Cleared = "cleared": "They go.",
    },
    default: Kept,
}

choice! {
    /// Whether a user can be activated again.
    Reactivation, "identity.reactivation",
    about: "Whether an inactive user can be activated again.",
    source: "U40: the rule about it went in 2023.",
    values: {
        Allowed = "allowed": "It can.",
        Refused = "refused": "The request is refused with 400.",
    },
    default: Allowed,
    strict_docs: Allowed,
}

choice! {
    /// What a manager does that cannot be one.
    UnfitManager, "identity.unfit-manager",
    about: "What a manager does that is unknown, the user itself, or below the user.",
    source: "U38: nothing is said of manager; of the manager for insights that a circle is set to null.",
    values: {
        Refused = "refused": "The request is refused with 400.",
        Dropped = "dropped": "The user has no manager.",
    },
    default: Refused,
}

choice! {
    /// What the id of a legal entity does that the company does not have.
    UnknownLegalEntity, "identity.unknown-legal-entity",
    about: "What a legalEntity does that is no id of a legal entity of the company; one that stays is not judged again.",
    source: "Legal Entity v4.1: users hold the id of a legal entity, and no page says that it is held against the company's.",
    values: {
        Kept = "kept": "It is kept.",
        Refused = "refused": "The request is refused with 400.",
    },
    default: Kept,
}
