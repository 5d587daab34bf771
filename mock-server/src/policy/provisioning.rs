//! Keys of the User Provisioning Service v4.

use super::Definition;
use super::define::{Choice as _, Number as _, choice, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    Completes::DEFINITION,
    Duration::DEFINITION,
    Polls::DEFINITION,
    Timeout::DEFINITION,
    Retention::DEFINITION,
    StatusCount::DEFINITION,
    BulkDelete::DEFINITION,
    FailOnErrors::DEFINITION,
    OverOperationsStatus::DEFINITION,
    OverBytesStatus::DEFINITION,
    DuplicateBulkId::DEFINITION,
    MissingBulkId::DEFINITION,
    BulkIdReferences::DEFINITION,
    UnknownBulkPath::DEFINITION,
    EmptyBulk::DEFINITION,
    GoneStatus::DEFINITION,
    WarningsOnly::DEFINITION,
    ExtensionsShown::DEFINITION,
    BulkReply::DEFINITION,
    GenTempBulkId::DEFINITION,
    CorrelationForm::DEFINITION,
    CompanyInStatus::DEFINITION,
    FailedExtensionCode::DEFINITION,
];

choice! {
    /// When a provision request is carried out.
    Completes, "provisioning.completes",
    about: "When what a provision request left open is carried out. It is read when the request comes.",
    source: "UPS: asynchronous, seen to take 3 to 40 seconds; tests want to say when.",
    values: {
        Immediately = "immediately": "Behind the reply, before anything else is asked of the company.",
        AfterADuration = "after-a-duration": "When provisioning.duration has passed by the company's clock.",
        AfterPolls = "after-polls": "When its status was asked for provisioning.polls times; these answers are still pending.",
        Manually = "manually": "When the admin API says so.",
    },
    default: Immediately,
}

number! {
    /// How long a provision request takes.
    Duration, "provisioning.duration",
    about: "How long a provision request takes where provisioning.completes says that it takes time.",
    source: "UPS names no time; about 3 to 40 seconds were seen.",
    range: 0..=86400 "seconds",
    default: 5,
}

number! {
    /// How often a status is asked for until the request is carried out.
    Polls, "provisioning.polls",
    about: "How many times the status of a provision request is seen pending where provisioning.completes counts polls.",
    source: "UPS: clients poll with growing pauses; how often they do is theirs.",
    range: 1..=1000 "polls",
    default: 2,
}

number! {
    /// When an open provision request is given up.
    Timeout, "provisioning.timeout",
    about: "After which time a provision request that was not carried out is marked failed.",
    source: "Q43: 120 minutes, 60 in the data centre of the US government, 240 until May 2026.",
    range: 1..=1440 "minutes",
    default: 120,
    strict_docs: 120,
}

number! {
    /// How long a status can be read.
    Retention, "provisioning.retention",
    about: "How long the status of a provision request can be read.",
    source: "Q44: 7 days from the request.",
    range: 1..=366 "days",
    default: 7,
    strict_docs: 7,
}

number! {
    /// The operations on a page of a status.
    StatusCount, "provisioning.status-count",
    about: "Operations on a page of a provision status when no count is sent.",
    source: "U5: no default is published; the best practice asks for 100.",
    range: 1..=100 "operations",
    default: 100,
}

choice! {
    /// Whether a bulk request deletes.
    BulkDelete, "provisioning.bulk-delete",
    about: "Whether operations of a bulk request may have the method DELETE.",
    source: "U13: the text names it, the OpenAPI file does not.",
    values: {
        Accepted = "accepted": "As the text says.",
        Refused = "refused": "The request is refused, since the OpenAPI file has POST, PUT and PATCH alone.",
    },
    default: Accepted,
}

choice! {
    /// What `failOnErrors` does.
    FailOnErrors, "provisioning.fail-on-errors",
    about: "What failOnErrors of a bulk request does.",
    source: "U14: it stands in every example and is described nowhere.",
    values: {
        Stops = "stops": "After so many failed operations the rest is not processed, as RFC 7644 says.",
        Ignored = "ignored": "Nothing.",
    },
    default: Stops,
}

choice! {
    /// The status of too many operations.
    OverOperationsStatus, "provisioning.bulk-over-operations-status",
    about: "Status of a bulk request of more than 100 operations.",
    source: "U15, Q45: the limit is published, the status is not.",
    values: {
        BadRequest = "400": "Like every other fault of the request.",
        TooLarge = "413": "As RFC 7644 says; the list of April 2022 has it.",
    },
    default: BadRequest,
}

choice! {
    /// The status of too large a body.
    OverBytesStatus, "provisioning.bulk-over-bytes-status",
    about: "Status of a bulk request of more than 400 KB.",
    source: "U15, Q45: the limit is published, the status stands in the list of April 2022 alone.",
    values: {
        TooLarge = "413": "As in the list of April 2022 and in RFC 7644.",
        BadRequest = "400": "As the list of today has it, which knows no 413.",
    },
    default: TooLarge,
    strict_docs: BadRequest,
}

choice! {
    /// What a bulkId does that stands twice.
    DuplicateBulkId, "provisioning.duplicate-bulk-id",
    about: "What a bulkId does that stands twice in a bulk request.",
    source: "U15: unique in the request, without a word on what happens otherwise.",
    values: {
        Refused = "refused": "The request is refused.",
        Accepted = "accepted": "Both operations are carried out; references mean the latter.",
    },
    default: Refused,
}

choice! {
    /// What a missing bulkId does.
    MissingBulkId, "provisioning.missing-bulk-id",
    about: "What a POST without a bulkId does in a bulk request.",
    source: "U15: required for POST, without a word on what happens otherwise.",
    values: {
        Refused = "refused": "The request is refused.",
        Accepted = "accepted": "The operation is carried out.",
    },
    default: Refused,
}

choice! {
    /// Whether operations may refer to one another.
    BulkIdReferences, "provisioning.bulk-id-references",
    about: "What `bulkId:…` does as a value in the data of a bulk request, or as the id in a path.",
    source: "U15: RFC 7644 has it, no page of Concur speaks of it.",
    values: {
        Resolved = "resolved": "It stands for the user that the operation of this bulkId created before.",
        Refused = "refused": "The request is refused.",
    },
    default: Resolved,
}

choice! {
    /// What an unknown path does.
    UnknownBulkPath, "provisioning.unknown-bulk-path",
    about: "What a path other than /Users and /Users/{id} does in a bulk request.",
    source: "U15: the OpenAPI file lists /Users alone, the examples have both.",
    values: {
        RequestRefused = "request-refused": "The request is refused.",
        OperationFails = "operation-fails": "Its operation fails, the others are carried out.",
    },
    default: RequestRefused,
}

choice! {
    /// What a bulk request without operations does.
    EmptyBulk, "provisioning.empty-bulk",
    about: "What a bulk request without operations does.",
    source: "U15: no page speaks of it; the old User web service answered 400 to a batch of nobody.",
    values: {
        Refused = "refused": "400.",
        Accepted = "accepted": "A provision request of no operations, which succeeds.",
    },
    default: Refused,
}

choice! {
    /// The status of a status that is no longer kept.
    GoneStatus, "provisioning.gone-status",
    about: "HTTP status of the status of a provision request that is kept no longer. One that nobody made is 404.",
    source: "U16: after 7 days the id is gone; the OpenAPI file lists 404.",
    values: {
        NotFound = "404": "As the OpenAPI file lists.",
        Gone = "410": "As HTTP names it.",
    },
    default: NotFound,
    strict_docs: NotFound,
}

choice! {
    /// What an extension is with nothing but warnings.
    WarningsOnly, "provisioning.warnings-only",
    about: "What becomes of an extension that there are warnings for and no errors.",
    source: "U17, Q38: warnings were seen beside errors; what they do alone is not known.",
    values: {
        Success = "success": "It succeeds and shows its warnings.",
        Failure = "failure": "It counts as failed, although it was written.",
    },
    default: Success,
}

choice! {
    /// Which extensions a status shows.
    ExtensionsShown, "provisioning.extensions-shown",
    about: "Which extensions an operation of a status shows.",
    source: "U18: the examples show extensions that nothing was sent for; whether all of them always are there is not said.",
    values: {
        All = "all": "All, those that nothing was asked of as no-op.",
        Touched = "touched": "Those that something was asked of.",
    },
    default: All,
    strict_docs: All,
    observed: All,
}

choice! {
    /// What the reply to a bulk request shows.
    BulkReply, "provisioning.bulk-reply",
    about: "What the 202 reply to a bulk request shows of its operations.",
    source: "U19, Q40: of the samples one has counted an operation, one is complete with a pending operation, one is complete.",
    values: {
        Pending = "pending": "All are pending.",
        Processed = "processed": "What became of them, where they are carried out immediately.",
    },
    default: Pending,
}

choice! {
    /// Whether the operation of a single user has a bulkId.
    GenTempBulkId, "provisioning.gen-temp-bulk-id",
    about: "Whether the operation of a request for a single user shows the bulkId `gen-temp-bulk-id`.",
    source: "Q39: the page's example has it, recordings have none.",
    values: {
        Shown = "shown": "As the example has it.",
        Absent = "absent": "As recordings have it.",
    },
    default: Shown,
    strict_docs: Shown,
    observed: Absent,
}

choice! {
    /// How a status writes the correlation id.
    CorrelationForm, "provisioning.correlation-form",
    about: "How a provision status writes the correlation id of its request.",
    source: "Q42: the pages show a UUID, recordings 32 hexadecimal digits.",
    values: {
        Uuid = "uuid": "With dashes, as the pages show it.",
        Hex = "hex": "Without dashes, as recordings have it.",
    },
    default: Uuid,
    strict_docs: Uuid,
    observed: Hex,
}

choice! {
    /// Whether a status names the company.
    CompanyInStatus, "provisioning.company-in-status",
    about: "Whether meta of a provision status names the company.",
    source: "UPS: no example of the pages does, recordings do.",
    values: {
        Absent = "absent": "As on the pages.",
        Shown = "shown": "As in recordings.",
    },
    default: Absent,
    strict_docs: Absent,
    observed: Shown,
}

choice! {
    /// The code of an extension that failed.
    FailedExtensionCode, "provisioning.failed-extension-code",
    about: "Code of a spend or travel extension whose data were refused.",
    source: "Q37: recordings have 500 for what are faults of the data, the page's fragment 400.",
    values: {
        Server = "500": "As recordings have it.",
        BadRequest = "400": "As the page's fragment has it.",
    },
    default: Server,
    strict_docs: BadRequest,
    observed: Server,
}
