//! Keys of Spend User v4 and v4.1.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    DefaultCount::DEFINITION,
    StartIndexCounts::DEFINITION,
    UnknownUser::DEFINITION,
    WithoutProfile::DEFINITION,
    RoleCodesForm::DEFINITION,
    LocationRelease::DEFINITION,
    ApproverLimitAbsent::DEFINITION,
    CombinedFilters::DEFINITION,
    RoleGroupsOfGlobal::DEFINITION,
    SpecialRoles::DEFINITION,
    NamedAttributes::DEFINITION,
    CompanyHeader::DEFINITION,
];

number! {
    /// The length of a page when none is asked for.
    DefaultCount, "spend.default-count",
    about: "Users on a page of Spend User v4 and v4.1 when no count is sent.",
    source: "U5: the pages bound the count and name no default.",
    range: 1..=100 "users",
    default: 100,
}

choice! {
    /// What `startIndex` counts.
    StartIndexCounts, "spend.start-index",
    about: "What startIndex counts in Spend User v4 and v4.1.",
    source: "Q78: an index by the pages; the e-receipts guide goes on with 2 for the second page.",
    values: {
        Users = "users": "The number of the first user, from 1.",
        Pages = "pages": "The number of the page, from 1.",
    },
    default: Users,
    strict_docs: Users,
    observed: Users,
}

choice! {
    /// What a user gets that nobody is.
    UnknownUser, "spend.unknown-user",
    about: "Answer of Spend User to the id of no user of the company.",
    source: "Spend User: the code for an unknown user is not stated.",
    values: {
        NotFound = "404": "Not found.",
        Empty = "empty": "200 and a user of this id whose extensions are empty.",
    },
    default: NotFound,
}

choice! {
    /// What a user without a spend profile gets.
    WithoutProfile, "spend.without-profile",
    about: "Answer of Spend User to the id of a user without a spend profile; the list never has it.",
    source: "U20: nothing is said.",
    values: {
        NotFound = "404": "Not found.",
        Empty = "empty": "200 and a user whose extensions are empty.",
    },
    default: NotFound,
}

choice! {
    /// The form of the list of roles.
    RoleCodesForm, "spend.role-codes-form",
    about: "Form of the answer of /Users/roleCodes.",
    source: "U31: the page has a table of the roles and no reply.",
    values: {
        Array = "array": "The roles in an array.",
        ListResponse = "list-response": "The roles in a list of SCIM.",
    },
    default: Array,
}

choice! {
    /// The release in `meta.location`.
    LocationRelease, "spend.location-release",
    about: "Which release meta.location of a spend user names.",
    source: "Q26: v4 in the examples of v4.1, v4.1 in the e-receipts guide.",
    values: {
        V4 = "v4": "Always v4, as the examples do.",
        Called = "called": "The one that was called.",
    },
    default: V4,
    strict_docs: V4,
}

choice! {
    /// What stands for approver limits that a user does not have.
    ApproverLimitAbsent, "spend.approver-limit-absent",
    about: "What a spend user without approver limits shows of them.",
    source: "Spend User v4 and the e-receipts guide show an empty object, v4.1 leaves extension and URN out.",
    values: {
        EmptyObject = "empty-object": "The extension without members.",
        LeftOut = "left-out": "Neither the extension nor its URN in `schemas`.",
    },
    default: EmptyObject,
}

choice! {
    /// Whether filters may be joined.
    CombinedFilters, "spend.combined-filters",
    about: "Whether a filter of Spend User may join attributes by and, or and parentheses.",
    source: "Spend User: filters on several attributes are not documented.",
    values: {
        Refused = "refused": "One attribute, or one complex value.",
        Accepted = "accepted": "Joined by `and`, `or` and parentheses; `not` stays refused.",
    },
    default: Refused,
}

choice! {
    /// How a role in the global group is shown.
    RoleGroupsOfGlobal, "spend.role-groups-of-global",
    about: "What a group-aware role shows as roleGroups where it counts everywhere.",
    source: "Q33: the examples have both, an empty text and no list.",
    values: {
        EmptyText = "empty-text": "A list with an empty text; roles that know no groups have no list.",
        LeftOut = "left-out": "No list.",
    },
    default: EmptyText,
    strict_docs: EmptyText,
}

choice! {
    /// Whether roles are shown that follow from Travel.
    SpecialRoles, "spend.special-roles",
    about: "Whether TRAVEL_USER and EXP_TRAVEL_AND_EXPENSE_USER are shown of users who are entitled to Travel.",
    source: "Q34: the table of roles calls them special and not supported, replies of the e-receipts guide have them.",
    values: {
        LeftOut = "left-out": "They are not.",
        Shown = "shown": "The one with Travel, the other with Travel and Expense.",
    },
    default: LeftOut,
    observed: Shown,
}

choice! {
    /// What `attributes` leaves of a user.
    NamedAttributes, "spend.attributes",
    about: "What Spend User shows beside the extension that `attributes` names.",
    source: "Spend User v4.1: `attributes` is shown for ApproverLimit, with no reply beside it.",
    values: {
        Only = "only": "That extension alone, with schemas, id and meta, as SCIM has it.",
        Also = "also": "All extensions; that one with the limits of every group.",
    },
    default: Only,
}

choice! {
    /// What the header with the company's id does.
    CompanyHeader, "spend.company-id-header",
    about: "What the header concur-company-id does that the sample collection sends.",
    source: "1.2: only the sample collection has the header; the pages take the company from the token.",
    values: {
        Ignored = "ignored": "Nothing.",
        Matched = "matched": "400 unless it names the company of the token.",
    },
    default: Ignored,
}
