//! The extensions of a spend profile and of payroll: every attribute with its limits, in Concur's words.
//!
//! Sources: the attribute tables of the provisioning pages and of Spend User v4.1, and the lengths and closed lists of the
//! provisioning service's OpenAPI file.

use crate::scim::attribute::Attribute;
use crate::scim::resource::Schema;
use crate::scim::schema::CORE;

/// `spend:2.0:User`, the profile itself.
pub(crate) const USER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
/// Who approves what the user submits.
pub(crate) const APPROVER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Approver";
/// Up to which amounts the user approves.
pub(crate) const APPROVER_LIMIT: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit";
/// Who acts for the user.
pub(crate) const DELEGATE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Delegate";
/// The user's roles.
pub(crate) const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
/// Settings of Expense.
pub(crate) const USER_PREFERENCE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:UserPreference";
/// Settings of Invoice.
pub(crate) const INVOICE_PREFERENCE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:InvoicePreference";
/// Which mails and prompts the user gets.
pub(crate) const WORKFLOW_PREFERENCE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:WorkflowPreference";
/// How the payroll knows the user.
pub(crate) const PAYROLL: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll";
/// How one guide spells the URN of the payroll.
pub(crate) const PAYROLL_BY_THE_GUIDE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:Payroll";

/// Every extension in the order of the documented reply of a provision, those that only recordings show behind them.
pub(crate) const URNS: [&str; 9] = [
    WORKFLOW_PREFERENCE,
    ROLE,
    USER_PREFERENCE,
    APPROVER,
    PAYROLL,
    USER,
    DELEGATE,
    APPROVER_LIMIT,
    INVOICE_PREFERENCE,
];

/// How money is paid back.
pub(crate) const REIMBURSEMENT_TYPES: &[&str] =
    &["ACCOUNTS_PAYABLE", "ADP_PAYROLL", "CONCUR_PAY", "OTHER"];
/// When expenses are audited.
pub(crate) const AUDITS: &[&str] = &["NEVER", "REQUIRED", "ALWAYS"];
/// How reports are printed.
pub(crate) const PRINT_FORMATS: &[&str] = &["RECEIPTS", "DETAILED", "FAX"];
/// Which expenses a report shows.
pub(crate) const SHOWN_EXPENSES: &[&str] = &["ALL", "PARENT", "NOTHING"];

/// A user who is meant: by id, by employee number, or by both.
const REFERENCE: &[Attribute] = &[
    Attribute::text("value", 0),
    Attribute::text("employeeNumber", 48),
    Attribute::text("displayName", 0).read_only(),
    Attribute::text("$ref", 0).read_only(),
];

const CUSTOM_DATA: &[Attribute] = &[
    Attribute::text("id", 0).required(),
    Attribute::text("value", 0),
    Attribute::text("syncGuid", 0).read_only(),
    Attribute::text("href", 0).read_only(),
];

const BI_HIERARCHY: &[Attribute] = &[
    Attribute::text("code", 0),
    Attribute::text("syncGuid", 0),
    Attribute::text("href", 0),
];

const PROFILE: &[Attribute] = &[
    Attribute::text_between("reimbursementCurrency", 3, 3).required(),
    Attribute::one_of("reimbursementType", REIMBURSEMENT_TYPES),
    Attribute::text("ledgerCode", 20),
    Attribute::country("country").required(),
    Attribute::country("budgetCountryCode"),
    Attribute::text_between("stateProvince", 2, 2),
    // The length is a policy's: five by the tables, while an example sends six.
    Attribute::text("locale", 0).required(),
    // DIFFERS: the OpenAPI file requires it, while no page does and examples leave it out.
    Attribute::text("cashAdvanceAccountCode", 20),
    Attribute::boolean("testEmployee"),
    Attribute::boolean("nonEmployee"),
    Attribute::complex("biManager", REFERENCE),
    Attribute::complex("biHierarchy", BI_HIERARCHY),
    Attribute::complex("customData", CUSTOM_DATA).many(0),
    Attribute::country("officeLocationCountry"),
    Attribute::text_between("officeLocationStateProvince", 2, 2),
    Attribute::text("officeLocationCity", 0),
];

const APPROVERS: &[Attribute] = &[
    Attribute::complex("approver", REFERENCE).required(),
    Attribute::boolean("primary").required(),
];

// The OpenAPI file has `payment` where the pages have `invoice`; both name the same approvers.
const APPROVER_TYPES: &[Attribute] = &[
    Attribute::complex("report", APPROVERS).many(0),
    Attribute::complex("cashAdvance", APPROVERS).many(0),
    Attribute::complex("request", APPROVERS).many(0),
    Attribute::complex("invoice", APPROVERS).many(0),
    Attribute::complex("purchaseRequest", APPROVERS).many(0),
    Attribute::complex("statement", APPROVERS).many(0),
    Attribute::complex("budget", APPROVERS).many(0),
];

/// The most limits of one user, as Spend User v4.1 says of what it returns.
pub(crate) const MAX_LIMITS: usize = 1000;

// ASSUMED: which members a limit must have; no page says.
const LIMITS: &[Attribute] = &[
    // The names are a policy's.
    Attribute::text("approvalType", 0).required(),
    Attribute::boolean("exceptionApprovalAuthority"),
    Attribute::decimal("approvalLimit").required(),
    Attribute::text_between("reimbursementCurrency", 3, 3).required(),
    Attribute::text("approvalGroup", 0),
    Attribute::integer("level", 0, i64::MAX),
];

const APPROVER_LIMITS: &[Attribute] = &[
    Attribute::complex("authorizedApprover", LIMITS).many(MAX_LIMITS),
    Attribute::complex("costObjectApprover", LIMITS).many(MAX_LIMITS),
];

const PERIOD: &[Attribute] = &[
    Attribute::date("temporaryDelegationFromDate"),
    Attribute::date("temporaryDelegationToDate"),
];

const DELEGATES: &[Attribute] = &[
    Attribute::boolean("canApprove"),
    Attribute::boolean("canPrepare"),
    Attribute::boolean("canPrepareForApproval"),
    Attribute::boolean("canReceiveApprovalEmail"),
    Attribute::boolean("canReceiveEmail"),
    Attribute::boolean("canSubmit"),
    Attribute::boolean("canSubmitTravelRequest"),
    Attribute::boolean("canUseBi"),
    Attribute::boolean("canViewReceipt"),
    Attribute::complex("delegate", REFERENCE).required(),
    Attribute::complex("temporaryDelegation", PERIOD),
];

const DELEGATED_PRODUCTS: &[Attribute] = &[
    Attribute::complex("expense", DELEGATES).many(0),
    Attribute::complex("payment", DELEGATES).many(0),
    Attribute::complex("purchaseRequest", DELEGATES).many(0),
];

// DIFFERS: the table requires `roleGroups`, while the samples leave it out.
const ROLES: &[Attribute] = &[
    Attribute::text("roleName", 0).required(),
    Attribute::text("roleGroups", 0).many(0),
];

const ROLE_LIST: &[Attribute] = &[Attribute::complex("roles", ROLES).many(0)];

const USER_PREFERENCES: &[Attribute] = &[
    Attribute::boolean("showImagingIntro"),
    Attribute::one_of("expenseAuditRequired", AUDITS),
    Attribute::boolean("allowCreditCardTransArrivalEmails"),
    Attribute::boolean("allowReceiptImageAvailEmails"),
    Attribute::boolean("promptForCardTransactionsOnReport"),
    Attribute::boolean("autoAddTripCardTransOnReport"),
    Attribute::boolean("promptForReportPrintFormat"),
    Attribute::one_of("defaultReportPrintFormat", PRINT_FORMATS),
    Attribute::boolean("showTotalOnReport"),
    Attribute::one_of("showExpenseOnReport", SHOWN_EXPENSES),
    Attribute::boolean("showInstructHelpPanel"),
    Attribute::boolean("useQuickItinAsDefault"),
    Attribute::boolean("enableOcrForUi"),
    Attribute::boolean("enableOcrForEmail"),
    Attribute::boolean("enableTripBasedAssistant").read_only(),
    // The values are a policy's: two words or three sentences.
    Attribute::text("processorReportAccess", 0),
];

const INVOICE_PREFERENCES: &[Attribute] = &[
    Attribute::boolean("emailOnPurchasingAssigned"),
    Attribute::boolean("emailOnPurchasingSendBack"),
    Attribute::boolean("emailOnFaxImageAvailablePaymentRequest"),
    Attribute::boolean("promptNewLineItemsPaymentRequest"),
    Attribute::boolean("displayInlineImage"),
    Attribute::boolean("autoOpenImage"),
];

const WORKFLOW_PREFERENCES: &[Attribute] = &[
    Attribute::boolean("emailStatusChangeOnCashAdvance"),
    Attribute::boolean("emailAwaitApprovalOnCashAdvance"),
    Attribute::boolean("emailStatusChangeOnReport"),
    Attribute::boolean("emailAwaitApprovalOnReport"),
    Attribute::boolean("promptForApproverOnReportSubmit"),
    Attribute::boolean("emailStatusChangeOnTravelRequest"),
    Attribute::boolean("emailAwaitApprovalOnTravelRequest"),
    Attribute::boolean("promptForApproverOnTravelRequestSubmit"),
    Attribute::boolean("emailStatusChangeOnPayment"),
    Attribute::boolean("emailAwaitApprovalOnPayment"),
    Attribute::boolean("promptForApproverOnPaymentSubmit"),
    Attribute::boolean("emailOnPurchaseRequestStatusChange"),
    Attribute::boolean("emailOnPurchaseRequestAwaitApproval"),
    Attribute::boolean("promptForPurchaseRequestApproverOnSubmit"),
];

const ADP: &[Attribute] = &[
    Attribute::text("companyCode", 0).required(),
    Attribute::text("deductionCode", 0).required(),
    Attribute::text("employeeFileNumber", 0).required(),
];

const PAYROLLS: &[Attribute] = &[Attribute::complex("adp", ADP)];

const EXTENSIONS: &[Attribute] = &[
    Attribute::complex(USER, PROFILE),
    Attribute::complex(APPROVER, APPROVER_TYPES),
    Attribute::complex(APPROVER_LIMIT, APPROVER_LIMITS),
    Attribute::complex(DELEGATE, DELEGATED_PRODUCTS),
    Attribute::complex(ROLE, ROLE_LIST),
    Attribute::complex(USER_PREFERENCE, USER_PREFERENCES),
    Attribute::complex(INVOICE_PREFERENCE, INVOICE_PREFERENCES),
    Attribute::complex(WORKFLOW_PREFERENCE, WORKFLOW_PREFERENCES),
    Attribute::complex(PAYROLL, PAYROLLS),
];

/// A spend profile with its payroll, each extension a complex attribute named by its URN.
pub(crate) static SPEND: Schema = Schema {
    core: CORE,
    attributes: EXTENSIONS,
};

/// The attributes of the extension of this URN; none when it is no extension of a spend profile.
pub(crate) fn attributes(urn: &str) -> &'static [Attribute] {
    EXTENSIONS
        .iter()
        .find(|extension| extension.name == urn)
        .map_or(&[], Attribute::inside)
}

/// The extension that a written path or key begins with, in the spelling of the schema; `None` for anything else.
pub(crate) fn extension_of(path: &str) -> Option<&'static str> {
    let is_head = |urn: &str| {
        let head = path.get(..urn.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(urn))
            && matches!(path.as_bytes().get(urn.len()), None | Some(b':'))
    };
    if is_head(PAYROLL_BY_THE_GUIDE) {
        return Some(PAYROLL);
    }
    URNS.into_iter().find(|urn| is_head(urn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::path::Target;

    #[test]
    fn a_path_belongs_to_the_extension_whose_whole_urn_it_begins_with() {
        let preference = format!("{USER_PREFERENCE}:showImagingIntro");
        assert_eq!(extension_of(&preference), Some(USER_PREFERENCE));
        assert_eq!(extension_of(&format!("{USER}:")), Some(USER));
        assert_eq!(extension_of(PAYROLL_BY_THE_GUIDE), Some(PAYROLL));
        assert_eq!(extension_of("userName"), None);
    }

    #[test]
    fn every_extension_has_attributes_and_the_documented_paths_name_them() {
        assert!(URNS.into_iter().all(|urn| !attributes(urn).is_empty()));
        for path in [
            format!("{USER}:locale"),
            format!("{USER}:"),
            format!(r#"{USER}:customData[id eq "custom2"].value"#),
            format!(r#"{ROLE}:roles[roleName eq "SHD_ROLE_ADMIN"]"#),
            format!(
                r#"{APPROVER_LIMIT}:authorizedApprover[approvalType eq "report" and approvalGroup eq "rg1-rg1_1"]"#
            ),
            format!(
                r#"{APPROVER}:report[approver.value eq "{}"]"#,
                uuid::Uuid::nil()
            ),
        ] {
            assert!(Target::read(&SPEND, &path).is_some(), "{path}");
        }
    }
}
