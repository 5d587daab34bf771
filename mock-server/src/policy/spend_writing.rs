//! Keys of writing spend profiles through the provisioning service.

use super::Definition;
use super::define::{Choice as _, choice};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[
    ProcessingOrder::DEFINITION,
    FailedUser::DEFINITION,
    PutWithoutUser::DEFINITION,
    LocaleForm::DEFINITION,
    CustomDataName::DEFINITION,
    RepeatedCustomField::DEFINITION,
    PayrollUrn::DEFINITION,
    ApproverTypes::DEFINITION,
    InactiveApprover::DEFINITION,
    ApprovalTypes::DEFINITION,
    ProcessorReportAccess::DEFINITION,
    EntitlementRoles::DEFINITION,
];

choice! {
    /// Which extensions see the roles of the same request.
    ProcessingOrder, "spend.processing-order",
    about: "When the roles of a request are written, which approvers, limits and settings of the same request depend on.",
    source: "Q51: an approver needs the role already; what a role in the same request does depends on the order.",
    values: {
        RolesFirst = "roles-first": "Behind spend:User and before everything else.",
        RolesLast = "roles-last": "Behind everything else, which is judged by the roles of before.",
    },
    default: RolesFirst,
}

choice! {
    /// What becomes of the rest when spend:User fails.
    FailedUser, "spend.failed-user",
    about: "What becomes of the other spend extensions of a request whose spend:User fails.",
    source: "The page says that spend:User must exist or succeed first; a recording shows one that failed beside an approver that was judged.",
    values: {
        Exists = "exists": "They are no-op, unless the user has a spend profile already.",
        NoOp = "no-op": "They are no-op.",
    },
    default: Exists,
    observed: Exists,
}

choice! {
    /// What a PUT without spend:User does.
    PutWithoutUser, "spend.put-without-user",
    about: "What a PUT without spend:User does to a spend profile.",
    source: "Q52: what is not sent is erased; an empty spend:User is not supported, and a PUT without content resets.",
    values: {
        Reset = "reset": "spend:User is left with the defaults of what it requires; other extensions are what was sent.",
        Kept = "kept": "spend:User stays; other extensions are what was sent.",
    },
    default: Reset,
    strict_docs: Reset,
}

choice! {
    /// How long a locale is.
    LocaleForm, "spend.locale",
    about: "Which locales a spend profile can have.",
    source: "Q63: five characters by the OpenAPI file, while examples send `es-419`; `en_US` was accepted.",
    values: {
        Tag = "tag": "A language with a country or a region of three digits, joined by `-` or `_`.",
        Five = "five": "The same in five characters.",
    },
    default: Tag,
    strict_docs: Five,
}

choice! {
    /// How custom fields are named.
    CustomDataName, "spend.custom-data-name",
    about: "Which name the custom fields of a spend profile are written by.",
    source: "Q59: `customData` in pages and replies, `schemaCustomData` in the OpenAPI file.",
    values: {
        Either = "either": "Either.",
        CustomData = "customData": "`customData`; the other is unknown.",
    },
    default: Either,
    strict_docs: CustomData,
}

choice! {
    /// What a custom field does that is sent twice.
    RepeatedCustomField, "spend.repeated-custom-field",
    about: "What a custom field does that a request has twice.",
    source: "Q86: an official sample sends `orgUnit1` twice.",
    values: {
        Last = "last": "The last one counts.",
        First = "first": "The first one counts.",
        Refused = "refused": "spend:User fails.",
    },
    default: Last,
}

choice! {
    /// How the payroll's URN is spelled.
    PayrollUrn, "spend.payroll-urn",
    about: "Which URN the payroll is written by.",
    source: "Q70: `enterprise:2.0:Payroll` everywhere but in the guide, which has `spend:2.0:Payroll`.",
    values: {
        Either = "either": "Either.",
        Enterprise = "enterprise": "`enterprise:2.0:Payroll`; the other is passed over.",
    },
    default: Either,
    strict_docs: Enterprise,
}

choice! {
    /// What approvers of invoices are called.
    ApproverTypes, "spend.approver-types",
    about: "Which name the approvers of invoices are written by.",
    source: "Q58: `invoice` by the page, `payment` by the OpenAPI file.",
    values: {
        Either = "either": "Either.",
        Invoice = "invoice": "`invoice`; the other is unknown.",
        Payment = "payment": "`payment`; the other is unknown.",
    },
    default: Either,
    strict_docs: Invoice,
}

choice! {
    /// Whether an approver must be active.
    InactiveApprover, "spend.inactive-approver",
    about: "What an approver does who is not active.",
    source: "An earlier page said that approvers must be active; today's says it of delegates alone.",
    values: {
        Refused = "refused": "The extension fails, as with an unknown user.",
        Accepted = "accepted": "It is an approver.",
    },
    default: Refused,
    strict_docs: Accepted,
}

choice! {
    /// What a limit for reports is called.
    ApprovalTypes, "spend.approval-types",
    about: "Which approvalType a limit for reports is written by.",
    source: "Q58: `expense` by the provisioning page, `report` by Spend User v4.1 and every example.",
    values: {
        Either = "either": "Either.",
        Report = "report": "`report`; the other is refused.",
        Expense = "expense": "`expense`; the other is refused.",
    },
    default: Either,
}

choice! {
    /// What a processor's access to reports is called.
    ProcessorReportAccess, "spend.processor-report-access",
    about: "Which values processorReportAccess can have.",
    source: "Q62: two words by Spend User v4.1, three sentences by the OpenAPI file of provisioning.",
    values: {
        Words = "words": "`COMPLETE` and `RESTRICTED`.",
        Sentences = "sentences": "The three sentences.",
        Either = "either": "All of them.",
    },
    default: Words,
}

choice! {
    /// What a role does that belongs to an entitlement.
    EntitlementRoles, "spend.entitlement-roles",
    about: "What EXP_USER, REQ_USER and INV_PMT_USER do among the roles of a request, for a user without the entitlement.",
    source: "The page says that they cannot be set so, while its own examples send them.",
    values: {
        Ignored = "ignored": "They are passed over.",
        Refused = "refused": "The extension fails.",
    },
    default: Ignored,
    strict_docs: Refused,
}
