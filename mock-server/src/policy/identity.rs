//! Keys of Identity v4 and v4.1, and of the users that all services share.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[CreateStatus::DEFINITION, UserNameUniqueOver::DEFINITION];

choice! {
    /// The status of a successful create through Identity v4 and v4.1.
    CreateStatus, "identity.create-status",
    about: "Status of a successful create through Identity v4 and v4.1.",
    source: "Q1: the Identity pages say 200 where SCIM says 201.",
    values: {
        Ok = "200": "As the Identity pages and their OpenAPI files say.",
        Created = "201": "As SCIM and Concur's own provisioning service do.",
    },
    default: Ok,
    strict_docs: Ok,
}

choice! {
    /// Over what a `userName` is unique.
    UserNameUniqueOver, "users.user-name-unique-over",
    about: "Over what no two users may have the same userName.",
    source: "Identity v4.1, userName: unique over all companies of all products.",
    values: {
        Company = "company": "One company, so that parallel tests cannot disturb one another.",
        Process = "process": "All companies of this process that have this value, as it is at Concur.",
    },
    default: Company,
    strict_docs: Process,
    observed: Process,
}
