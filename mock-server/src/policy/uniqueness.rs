//! Keys of which values belong to one user.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    UniqueValueCase::DEFINITION,
    UniqueExternalId::DEFINITION,
    UniqueEmail::DEFINITION,
];

choice! {
    /// Whether unique values that differ in case only collide.
    UniqueValueCase, "users.unique-value-case",
    about: "Whether case counts where userName, employeeNumber and externalId of two users are compared; look-ups never ask for it.",
    source: "U10: the pages say that the values are unique and not how they are compared; filters ignore case.",
    values: {
        Ignored = "ignored": "Values that differ in case only collide.",
        Exact = "exact": "Values that differ in case only are different ones.",
    },
    default: Ignored,
}

choice! {
    /// Whether an `externalId` belongs to one user.
    UniqueExternalId, "users.external-id",
    about: "Whether two users of a company may have the same externalId.",
    source: "U10: its description calls it unique, and no answer to a second one was ever published.",
    values: {
        Unique = "unique": "They may not.",
        Free = "free": "They may; a look-up then finds all of them.",
    },
    default: Unique,
    strict_docs: Unique,
}

choice! {
    /// Over what an e-mail address is unique.
    UniqueEmail, "users.email-unique",
    about: "Over what no two users may have the same e-mail address.",
    source: "U37: no page has such a rule.",
    values: {
        Free = "free": "Users may share addresses.",
        Company = "company": "The company; one that stays is not judged again.",
    },
    default: Free,
}
