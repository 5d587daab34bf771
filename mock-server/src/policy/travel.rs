//! Keys of the travel extension, of Travel v4 and of the XML travel profile.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    WithoutProfile::DEFINITION,
    PrivateWithoutScope::DEFINITION,
    ManagerIdCase::DEFINITION,
    RequiredSet::DEFINITION,
    UnsetName::DEFINITION,
    UnknownManager::DEFINITION,
    UnsentOnReplace::DEFINITION,
    CustomFieldObject::DEFINITION,
];

choice! {
    /// What a user without a travel profile is in Travel v4.
    WithoutProfile, "travel.without-profile",
    about: "What Travel v4 answers for a user of the company who has no travel profile.",
    source: "U20: the answer is not documented.",
    values: {
        NotFound = "404": "Not found.",
        Empty = "empty": "200 with an extension in which nothing is set.",
    },
    default: NotFound,
}

choice! {
    /// What becomes of the private members without their scope.
    PrivateWithoutScope, "travel.private-without-scope",
    about: "What becomes of travelCrsName, travelNameRemark and gender for a token without travel.user.private.read.",
    source: "U21: the page lists the scope and not its effect.",
    values: {
        LeftOut = "left-out": "They are not there.",
        Null = "null": "They are null.",
        Refused = "refused": "The request is refused with 403.",
    },
    default: LeftOut,
}

choice! {
    /// How Travel v4 writes the id of a manager.
    ManagerIdCase, "travel.manager-id-case",
    about: "Letters of the manager's UUID in Travel v4.",
    source: "Q25: the example has capitals, where every other service has small letters.",
    values: {
        Upper = "upper": "Capitals, as in the example.",
        Lower = "lower": "Small letters, as everywhere else.",
    },
    default: Upper,
    strict_docs: Upper,
}

choice! {
    /// What a travel extension must have.
    RequiredSet, "travel.required",
    about: "What a travel extension must have when it is written.",
    source: "Q61: the pages ask for ruleClass, the OpenAPI file for name and travelCrsName as well.",
    values: {
        Page = "page": "ruleClass.",
        OpenApi = "open-api": "name and travelCrsName, too.",
    },
    default: Page,
    strict_docs: Page,
}

choice! {
    /// The travel name of a user to whom none was given.
    UnsetName, "travel.unset-name",
    about: "The travel name of a user whose travel extension has none.",
    source: "The OpenAPI file requires the name, one of the two published replies has none.",
    values: {
        Identity = "identity": "That of the identity document.",
        LeftOut = "left-out": "There is no name.",
    },
    default: Identity,
}

choice! {
    /// What becomes of a manager whose employee number nobody has.
    UnknownManager, "travel.unknown-manager",
    about: "What becomes of a travel manager whose employee number nobody has yet.",
    source: "The page lets a manager be named by employee number and does not say when it must be there.",
    values: {
        Refused = "refused": "The extension is refused with `Invalid User ID`.",
        Kept = "kept": "The number is kept and means whoever gets it.",
    },
    default: Refused,
}

choice! {
    /// What a PUT without the travel extension does.
    UnsentOnReplace, "travel.put-without-extension",
    about: "What becomes of a travel profile when a PUT sends no travel extension.",
    source: "A PUT erases what is not sent by the page, whose own example sends no travel extension and reports no-op.",
    values: {
        Kept = "kept": "It stays.",
        Erased = "erased": "It is erased.",
    },
    default: Kept,
}

choice! {
    /// What the single custom field of a PATCH does.
    CustomFieldObject, "travel.custom-field-object",
    about: "What a PATCH add of one custom field does that is no list.",
    source: "The sample collection sends one object; the page says that a value without a filter replaces all.",
    values: {
        Replaces = "replaces": "It replaces all fields, as a list of one.",
        Joins = "joins": "It joins the others.",
    },
    default: Replaces,
}
