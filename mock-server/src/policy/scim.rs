//! Keys of SCIM v4.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    Clients::DEFINITION,
    CreateStatus::DEFINITION,
    CreatePath::DEFINITION,
    CountMaximum::DEFINITION,
    NumberFilter::DEFINITION,
    PatchAdd::DEFINITION,
    PutErases::DEFINITION,
    DeletedUser::DEFINITION,
];

choice! {
    /// Whose tokens are taken.
    Clients, "scim.clients",
    about: "Whose company tokens SCIM v4 takes.",
    source: "SCIM v4, access token usage: only tokens that were issued with client ids of the Identity Provisioning Service.",
    values: {
        Any = "any": "Those of every application, so that no application has to be made for it.",
        Marked = "marked": "Those that hold the scope `mock.identity-provisioning-service`, by which this mock tells such an application from others.",
    },
    default: Any,
    strict_docs: Marked,
}

choice! {
    /// The status of a successful create.
    CreateStatus, "scim.create-status",
    about: "Status of a successful create of a user through SCIM v4.",
    source: "Q1, Q55: the page says 201, the OpenAPI file 200.",
    values: {
        Created = "201": "As the page says.",
        Ok = "200": "As the OpenAPI file says.",
    },
    default: Created,
    strict_docs: Created,
}

choice! {
    /// Where users are created.
    CreatePath, "scim.create-path",
    about: "The paths at which SCIM v4 creates users.",
    source: "Q55: the page prints /scim/y/v4/Users for POST and /scim/v4/Users for everything else.",
    values: {
        One = "one": "/scim/v4/Users; the other path is a slip and not known.",
        Both = "both": "The path that the page prints, too.",
    },
    default: One,
    strict_docs: Both,
}

choice! {
    /// The longest page of users and of groups.
    CountMaximum, "scim.count-maximum",
    about: "The most users or groups on one page of SCIM v4; more is lowered to it.",
    source: "Q55: the page says 1000, the OpenAPI file 100.",
    values: {
        Thousand = "1000": "As the page says.",
        Hundred = "100": "As the OpenAPI file says.",
    },
    default: Thousand,
    strict_docs: Thousand,
}

choice! {
    /// How the employee number is called in a filter.
    NumberFilter, "scim.employee-number-filter",
    about: "How a filter of SCIM v4 names the employee number.",
    source: "Q4: the page names it without `:User` behind the URN's version, against RFC 7643 and every other service.",
    values: {
        Documented = "documented": "As the page does and not otherwise.",
        Either = "either": "As the page does and as RFC 7643 does.",
    },
    default: Documented,
    strict_docs: Documented,
}

choice! {
    /// What `add` does to a list.
    PatchAdd, "scim.patch-add",
    about: "What the PATCH operation `add` does to a list of a user in SCIM v4 when the path has no filter.",
    source: "Q8: Identity v4.1 and the provisioning service replace the list; the page of SCIM v4 points to RFC 7644 alone, which appends.",
    values: {
        Appends = "appends": "It adds to the list, as RFC 7644 says.",
        Replaces = "replaces": "It replaces the list, as Identity v4.1 says.",
    },
    default: Appends,
    strict_docs: Appends,
}

choice! {
    /// What PUT does to attributes that the service does not know.
    PutErases, "scim.put-erases",
    about: "What a PUT of SCIM v4 does to attributes that SCIM v4 does not have, such as dateOfBirth and leavesOfAbsence.",
    source: "SCIM v4, PUT: all data that the payload lacks is deleted, so that the resource mirrors it; whether data of other services is meant is not said.",
    values: {
        Known = "known": "They stay: the resource that mirrors the payload is the one that SCIM v4 shows.",
        All = "all": "They go, as the sentence says to the letter.",
    },
    default: Known,
    strict_docs: All,
}

choice! {
    /// What becomes of a deleted user.
    DeletedUser, "scim.deleted-user",
    about: "What is left of a user that was deleted through SCIM v4.",
    source: "U12, and the page's own words: a soft delete, the user is deactivated and terminated, and not retrievable.",
    values: {
        Inactive = "inactive": "It can be read everywhere and is inactive.",
        Gone = "gone": "Nobody can read it, as the page says. What Concur preserves inside is not played, so its values are free again.",
    },
    default: Inactive,
    strict_docs: Gone,
}
