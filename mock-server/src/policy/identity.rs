//! Keys of what Identity v4 and v4.1 answer, and over what a login is unique.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    CreateStatus::DEFINITION,
    UserNameUniqueOver::DEFINITION,
    DuplicateStatus::DEFINITION,
    WriteReply::DEFINITION,
    WriteReplyScopes::DEFINITION,
    EmptyLists::DEFINITION,
    SapInSchemas::DEFINITION,
    Location::DEFINITION,
    TimeFraction::DEFINITION,
    FormattedName::DEFINITION,
    RequestOnly::DEFINITION,
    RequestOnlyV4::DEFINITION,
    DeleteUnknown::DEFINITION,
    ResourceTypesForm::DEFINITION,
    SchemaIds::DEFINITION,
    DiscoveryToken::DEFINITION,
];

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

choice! {
    /// The status of a create or change with a value that another user has.
    DuplicateStatus, "identity.duplicate-status",
    about: "Status of a create or change with a value that another user has.",
    source: "U9, Q49: 409 was seen, and no page of Identity lists it.",
    values: {
        Conflict = "409": "As it was seen.",
        BadRequest = "400": "The nearest of the listed ones.",
    },
    default: Conflict,
    strict_docs: BadRequest,
    observed: Conflict,
}

choice! {
    /// The form of the replies to POST and PUT.
    WriteReply, "identity.write-reply",
    about: "Form of the replies to POST and PUT.",
    source: "Q23: the examples leave out what GET shows as null.",
    values: {
        AsExamples = "as-examples": "Each in the form of its example.",
        AsGet = "as-get": "In the form of GET, with nulls and empty lists.",
    },
    default: AsExamples,
    strict_docs: AsExamples,
}

choice! {
    /// Whether read scopes count in the reply to a write.
    WriteReplyScopes, "identity.write-reply-scopes",
    about: "Whether read scopes count in the reply to a write.",
    source: "U2: the scope pages speak of reading only.",
    values: {
        Masked = "masked": "The reply shows what the token may read.",
        Whole = "whole": "The reply shows the whole user.",
    },
    default: Masked,
}

choice! {
    /// How lists without entries are shown.
    EmptyLists, "identity.empty-lists",
    about: "How GET shows lists without entries.",
    source: "Q22: addresses and phoneNumbers are [] and emergencyContacts null at Identity, addresses null at UPS.",
    values: {
        Mixed = "mixed": "As the Identity examples do: [] for addresses and phoneNumbers, null for emergencyContacts.",
        Null = "null": "Null for all three.",
        Brackets = "brackets": "[] for all three.",
    },
    default: Mixed,
    strict_docs: Mixed,
}

choice! {
    /// When `schemas` names the SAP extension.
    SapInSchemas, "identity.sap-in-schemas",
    about: "When schemas names the SAP extension.",
    source: "Q27: the reference's examples always do, newer data only with a userUuid.",
    values: {
        WhenPresent = "when-present": "Only when the user has a userUuid.",
        Always = "always": "Always.",
    },
    default: WhenPresent,
    strict_docs: Always,
    observed: WhenPresent,
}

choice! {
    /// Which release `meta.location` names.
    Location, "identity.location",
    about: "Which release meta.location names.",
    source: "Q26: other services name v4 whatever was called; recordings name v4.1.",
    values: {
        AsCalled = "as-called": "The one that was called.",
        V4 = "v4": "Always v4.",
    },
    default: AsCalled,
    strict_docs: AsCalled,
    observed: AsCalled,
}

choice! {
    /// How the fractions of times are shown.
    TimeFraction, "identity.time-fraction",
    about: "How meta shows the fractions of seconds.",
    source: "Q21: milliseconds padded to six digits in 2021, microseconds in 2024, nanoseconds seen.",
    values: {
        Microseconds = "microseconds": "Six digits that mean microseconds.",
        PaddedMilliseconds = "padded-milliseconds": "Six digits of which the first three are zero and the others the milliseconds.",
        Nanoseconds = "nanoseconds": "Nine digits.",
    },
    default: Microseconds,
    strict_docs: PaddedMilliseconds,
    observed: Nanoseconds,
}

choice! {
    /// How `name.formatted` is built.
    FormattedName, "identity.formatted-name",
    about: "How name.formatted is built.",
    source: "Q17: family, given middle in the reference; given family in older data of the e-receipts guide.",
    values: {
        FamilyFirst = "family-first": "`Doe, John `, with a trailing blank when there is no middle name.",
        GivenFirst = "given-first": "`John Doe`, as older users have it.",
    },
    default: FamilyFirst,
    strict_docs: FamilyFirst,
}

choice! {
    /// Whether v4.1 shows request-only attributes unasked.
    RequestOnly, "identity.request-only",
    about: "Whether Identity v4.1 shows entitlements and the manager's name and address without being asked.",
    source: "Q16: only on request since March 2025; before that they were normal.",
    values: {
        Hidden = "hidden": "Only when attributes names them.",
        Shown = "shown": "Always, as before March 2025.",
    },
    default: Hidden,
    strict_docs: Hidden,
}

choice! {
    /// Whether v4 shows request-only attributes unasked.
    RequestOnlyV4, "identity-v4.request-only",
    about: "Whether Identity v4 shows entitlements and the manager's name and address without being asked.",
    source: "Q16: the page of v4 has no such rule, those of v4.1 and UPS have.",
    values: {
        Shown = "shown": "Always; the page of v4 knows no other way.",
        Hidden = "hidden": "Only when attributes names them, as at v4.1.",
    },
    default: Shown,
    strict_docs: Shown,
}

choice! {
    /// The answer to the deletion of a user that is not there.
    DeleteUnknown, "identity.delete-unknown",
    about: "Status of the deletion of a user that is not there.",
    source: "U12: the list of statuses has 204 and 404 without a word on either.",
    values: {
        NotFound = "404": "There is nobody to delete.",
        NoContent = "204": "The user is gone, as was wanted.",
    },
    default: NotFound,
}

choice! {
    /// How resource types are listed.
    ResourceTypesForm, "identity.resource-types",
    about: "Form of the list of resource types.",
    source: "Q12, U11: a bare array in the OpenAPI file, a ListResponse in SCIM.",
    values: {
        Array = "array": "A bare array.",
        List = "list": "A `ListResponse`.",
    },
    default: Array,
    strict_docs: Array,
}

choice! {
    /// Under which ids schemas are found.
    SchemaIds, "identity.schema-ids",
    about: "Under which ids a schema is found.",
    source: "Q68, U11: the page names SCIM's URNs, the OpenAPI file com:concur:cte:user:2.0.",
    values: {
        Urn = "urn": "Its URN.",
        Either = "either": "Its URN; the core schema also as com:concur:cte:user:2.0.",
    },
    default: Urn,
}

choice! {
    /// Whether discovery needs a token.
    DiscoveryToken, "identity.discovery-token",
    about: "Whether the discovery resources need a token.",
    source: "U11: the pages say no scope, older ones no authentication at all; decided for the whole process when there is no token.",
    values: {
        NotNeeded = "not-needed": "Anyone is answered.",
        Needed = "needed": "A company's token of any scope is needed.",
    },
    default: NotNeeded,
}
