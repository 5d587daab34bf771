//! Keys of User v1.0.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    UnknownLogin::DEFINITION,
    MissingRole::DEFINITION,
    Creating::DEFINITION,
    OverLimit::DEFINITION,
    MissingField::DEFINITION,
    MessageElement::DEFINITION,
    ProfileNamespace::DEFINITION,
    ElementNames::DEFINITION,
    Subdivision::DEFINITION,
    Approver::DEFINITION,
    SecondPassword::DEFINITION,
    EmptyElement::DEFINITION,
    UpdateNeeds::DEFINITION,
    PasswordBatch::DEFINITION,
    FormEmployeeId::DEFINITION,
];

choice! {
    /// What an unknown login gets.
    UnknownLogin, "user-v1.unknown-login",
    about: "Status of a GET of User v1 whose loginID no user of the company has.",
    source: "U30: no status is named; the platform's page has 404 for unknown ids and 400 for malformed requests.",
    values: {
        NotFound = "404": "Not found.",
        BadRequest = "400": "Bad request.",
    },
    default: NotFound,
}

choice! {
    /// What a caller without the role gets.
    MissingRole, "user-v1.missing-role",
    about: "Status of a call of User v1 that needs a role which the user of the token does not hold.",
    source: "U30: roles are named, the answer without one is not.",
    values: {
        Forbidden = "403": "Forbidden.",
        NotFound = "404": "As if the other user did not exist.",
    },
    default: Forbidden,
}

choice! {
    /// Whether a batch may hold new users.
    Creating, "user-v1.creating",
    about: "What a batch of User v1 does with a user that the company does not have.",
    source: "The page says that users can be added and, in its contents, that creating is not supported.",
    values: {
        Created = "created": "The user is added.",
        Refused = "refused": "The item fails with `User Creation Failed`.",
    },
    default: Created,
}

choice! {
    /// What a batch of more than 500 users gets.
    OverLimit, "user-v1.batch-over-limit",
    about: "Answer of User v1 to a batch of 501 to 1000 users; more than 1000 is always 400.",
    source: "The message table puts the limit at 500, the platform's page the status 400 at more than 1000.",
    values: {
        Failed = "failed": "200, and every item fails with the message of the table.",
        Refused = "400": "Bad request with the message of the table.",
    },
    default: Failed,
}

choice! {
    /// How a missing element is named.
    MissingField, "user-v1.missing-field",
    about: "Message of User v1 for an item that lacks a required element.",
    source: "Q75: the table says `Missing Required Parameters`, the sample `MISSING_REQUIRED_FIELDS:Active`.",
    values: {
        Named = "named": "As in the sample.",
        Unnamed = "unnamed": "As in the table.",
    },
    default: Named,
}

choice! {
    /// The element that holds an item's message.
    MessageElement, "user-v1.message-element",
    about: "Spelling of the element with an item's message in the reply to a batch.",
    source: "Q75: the current page's table has a capital, the sample has none.",
    values: {
        Small = "message": "As in the sample.",
        Capital = "Message": "As in the table.",
    },
    default: Small,
}

choice! {
    /// The namespace of a profile.
    ProfileNamespace, "user-v1.profile-namespace",
    about: "Scheme in the namespace of the UserProfile that a GET of User v1 answers.",
    source: "Q75: the sample of the GET has https, every other sample http.",
    values: {
        Secure = "https": "As in the sample of the GET.",
        Plain = "http": "As in the other samples.",
    },
    default: Secure,
}

choice! {
    /// The names of elements in a batch.
    ElementNames, "user-v1.element-names",
    about: "Which spellings of elements a batch of User v1 may use.",
    source: "Q75: table and example disagree (LoginId and LoginID, EmpId and EmployeeID, CrnKey and CrnCode).",
    values: {
        Both = "both": "Those of tables and examples.",
        Table = "table": "Those of the tables; others count as unknown elements.",
    },
    default: Both,
}

choice! {
    /// The form of a state.
    Subdivision, "user-v1.ctry-sub-code",
    about: "Which forms of CtrySubCode a batch of User v1 may hold.",
    source: "Q75: at most two characters by the table, whose example `US-WA` has five.",
    values: {
        Either = "either": "`US-WA` and `WA`.",
        WithCountry = "with-country": "`US-WA` alone.",
        Alone = "two-characters": "`WA` alone.",
    },
    default: Either,
}

choice! {
    /// Who may be an approver.
    Approver, "user-v1.approver",
    about: "Which ExpenseApproverEmployeeID a batch of User v1 may hold.",
    source: "The page lets approvers stand before their users in a batch, so they must exist; the provisioning service wants the role.",
    values: {
        Known = "known-employee": "That of a user of the company.",
        Approves = "expense-approver": "That of a user who is an expense approver.",
        Any = "any": "Any; one that nobody has is kept as it is.",
    },
    default: Known,
}

choice! {
    /// What becomes of a password for a user that exists.
    SecondPassword, "user-v1.password-of-existing-user",
    about: "What a batch of User v1 does with the Password of a user that exists.",
    source: "The page: the element cannot be used to update the password for an existing user.",
    values: {
        Ignored = "ignored": "It says nothing.",
        Refused = "refused": "The item fails.",
    },
    default: Ignored,
}

choice! {
    /// What an empty element does.
    EmptyElement, "user-v1.empty-element",
    about: "What an empty element of a batch of User v1 does to a value that exists.",
    source: "The sample request sends empty elements and does not say what they do.",
    values: {
        Clears = "clears": "The value goes away.",
        Keeps = "keeps": "The value stays, as if the element were absent.",
    },
    default: Clears,
}

choice! {
    /// What an update must hold.
    UpdateNeeds, "user-v1.update-needs",
    about: "Which elements an update through User v1 must hold.",
    source: "The table requires ids alone, the form fields mark more, and the sample of a failure misses Active.",
    values: {
        Ids = "ids": "`EmpId`, `LoginId` and `FeedRecordNumber`.",
        Form = "form": "Those and every field that the employee form requires.",
    },
    default: Ids,
}

choice! {
    /// What the password call does.
    PasswordBatch, "user-v1.password-batch",
    about: "What the call for passwords of User v1 does.",
    source: "Release notes: retired on 28 July 2023, ignored since 2 August 2023.",
    values: {
        Ignored = "ignored": "It answers as before and changes nothing.",
        Applied = "applied": "It sets passwords, as before.",
    },
    default: Ignored,
}

choice! {
    /// The length of an employee id in the form.
    FormEmployeeId, "user-v1.form-emp-id-length",
    about: "MaxLength of EmpId in the form fields of User v1; 48 characters are kept either way.",
    source: "The sample of the form fields says 128, the table of the batch 48.",
    values: {
        Sample = "128": "As in the sample.",
        Table = "48": "What is kept.",
    },
    default: Sample,
}
