//! Keys of Users v3.0, Users v3.1 and Profile v1; those of User v1 stand in a file of their own.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    LastPage::DEFINITION,
    LinkHost::DEFINITION,
    MaxLimit::DEFINITION,
    NoSuchValue::DEFINITION,
    BeyondEnd::DEFINITION,
    BadNumber::DEFINITION,
    PageNumbers::DEFINITION,
    ItemForm::DEFINITION,
    UnknownSchema::DEFINITION,
    MeForm::DEFINITION,
];

choice! {
    /// What stands for the link behind the last page of Users v3.0.
    LastPage, "users-v3.0.last-page",
    about: "What NextPage is on the last page of Users v3.0.",
    source: "U28: the Connection Requests page says null, the reports sample shows nothing, the swagger file says empty.",
    values: {
        Null = "null": "NextPage is null; in XML it is nil.",
        Absent = "absent": "There is no NextPage.",
        Empty = "empty": "NextPage is an empty text.",
    },
    default: Null,
}

choice! {
    /// The host in the links of Users v3.0.
    LinkHost, "users-v3.0.link-host",
    about: "The host that NextPage and URI of Users v3.0 name.",
    source: "Platform 5.1: the links of samples name hosts that do not take the tokens of today.",
    values: {
        Called = "called": "The base URL of the company, so that links can be followed.",
        Documented = "documented": "The host `www.concursolutions.com`, so that only path and query are of use.",
    },
    default: Called,
}

number! {
    /// The longest page of Users v3.1.
    MaxLimit, "users-v3.1.max-limit",
    about: "The longest page of Users v3.1; asking for more gives this many.",
    source: "The page says 100, its older edition 1000.",
    range: 1..=1000 "users",
    default: 100,
    strict_docs: 100,
}

choice! {
    /// What a filter without a hit gets.
    NoSuchValue, "users-v3.1.no-such-value",
    about: "Answer of Users v3.1 when no user has the value that a filter asks for.",
    source: "U29: the page lists 200, 401 and 404 and does not say when 404 comes.",
    values: {
        Empty = "empty": "A page without users.",
        NotFound = "404": "Not found.",
    },
    default: Empty,
}

choice! {
    /// What an offset behind the last user gets.
    BeyondEnd, "users-v3.1.offset-beyond-end",
    about: "Answer of Users v3.1 to an offset behind the last user.",
    source: "U29: the page lists 200, 401 and 404 and does not say when 404 comes.",
    values: {
        Empty = "empty": "A page without users.",
        NotFound = "404": "Not found.",
    },
    default: Empty,
}

choice! {
    /// What an offset or a limit gets that is no number.
    BadNumber, "users-v3.1.bad-number",
    about: "What Users v3.1 makes of an offset or limit that is no number, and of a limit of zero.",
    source: "U29: both are typed as text, and 400 is not among the listed statuses.",
    values: {
        Refused = "400": "The request is refused.",
        Ignored = "ignored": "It counts as absent.",
    },
    default: Refused,
}

choice! {
    /// The type of the numbers in a page.
    PageNumbers, "users-v3.1.page-numbers",
    about: "The type of total, offset and limit in a page of Users v3.1.",
    source: "U29: the table types them as text, the example shows numbers.",
    values: {
        Number = "number": "Numbers, as in the example.",
        Text = "text": "Texts, as the table types them.",
    },
    default: Number,
}

choice! {
    /// The form of a page.
    ItemForm, "users-v3.1.item-form",
    about: "Which members a page of Users v3.1 has.",
    source: "Q77: the table has NextPage, URI and OrginzationUnit (sic), which the example lacks or spells otherwise.",
    values: {
        Example = "example": "Those of the example.",
        Table = "table": "Those of the example and those of the table.",
    },
    default: Example,
}

choice! {
    /// What a schema gets that Profile v1 does not know.
    UnknownSchema, "profile-v1.unknown-schema",
    about: "What Profile v1 makes of a name in `schema` that it does not know.",
    source: "The page names compact and expense and says nothing about others.",
    values: {
        Ignored = "ignored": "It counts as absent.",
        Refused = "400": "The request is refused.",
    },
    default: Ignored,
}

choice! {
    /// The members of a user in Profile v1.
    MeForm, "profile-v1.form",
    about: "Whether a user of Profile v1 shows its name and telephone numbers.",
    source: "The example of the reference has neither, that of the getting-started guide has both.",
    values: {
        Reference = "reference": "The members of the reference's example.",
        Guide = "guide": "Those, and displayName, name and phoneNumbers.",
    },
    default: Reference,
}
