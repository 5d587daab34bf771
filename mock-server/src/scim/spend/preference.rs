//! What the settings of a spend profile are until somebody changes them.
//!
//! Source: Spend User v4.1 names the defaults of the workflow preferences and the trues among the user preferences.
//! ASSUMED: the others; booleans without a stated default are false, and closed lists begin with the value of the first
//! examples.

use serde_json::{Map, Value};

use super::schema::{INVOICE_PREFERENCE, USER_PREFERENCE, WORKFLOW_PREFERENCE, attributes};
use crate::scim::attribute::Kind;

/// The settings that are on.
const ON: [&str; 19] = [
    "showImagingIntro",
    "allowCreditCardTransArrivalEmails",
    "allowReceiptImageAvailEmails",
    "promptForCardTransactionsOnReport",
    "showInstructHelpPanel",
    "emailOnPurchasingAssigned",
    "emailOnPurchasingSendBack",
    "emailOnFaxImageAvailablePaymentRequest",
    "promptNewLineItemsPaymentRequest",
    "emailStatusChangeOnCashAdvance",
    "emailAwaitApprovalOnCashAdvance",
    "emailStatusChangeOnReport",
    "emailAwaitApprovalOnReport",
    "emailStatusChangeOnTravelRequest",
    "emailAwaitApprovalOnTravelRequest",
    "emailStatusChangeOnPayment",
    "emailAwaitApprovalOnPayment",
    "emailOnPurchaseRequestStatusChange",
    "emailOnPurchaseRequestAwaitApproval",
];

/// The settings that are words.
const WORDS: [(&str, &str); 3] = [
    ("expenseAuditRequired", "REQUIRED"),
    ("defaultReportPrintFormat", "DETAILED"),
    ("showExpenseOnReport", "ALL"),
];

/// The defaults of an extension, in the order of its table; empty for one that holds no settings. What is null by default
/// is not among them.
pub(crate) fn defaults(urn: &str) -> Map<String, Value> {
    if ![USER_PREFERENCE, INVOICE_PREFERENCE, WORKFLOW_PREFERENCE].contains(&urn) {
        return Map::new();
    }
    let named = |name: &str| match WORDS.iter().find(|(word, _)| *word == name) {
        Some((_, value)) => Value::from(*value),
        None => Value::from(ON.contains(&name)),
    };
    attributes(urn)
        .iter()
        .filter(|attribute| matches!(attribute.kind, Kind::Boolean | Kind::OneOf(_)))
        .map(|attribute| (attribute.name.to_owned(), named(attribute.name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::spend::schema::USER;

    #[test]
    fn settings_have_their_stated_defaults_and_other_extensions_none() {
        let workflow = defaults(WORKFLOW_PREFERENCE);
        assert_eq!(workflow["emailStatusChangeOnReport"], true);
        assert_eq!(workflow["promptForApproverOnReportSubmit"], false);
        let user = defaults(USER_PREFERENCE);
        assert_eq!(user["showImagingIntro"], true);
        assert_eq!(user["expenseAuditRequired"], "REQUIRED");
        assert_eq!(user.get("processorReportAccess"), None);
        assert!(defaults(USER).is_empty());
    }

    #[test]
    fn every_setting_that_is_on_is_one_of_the_tables() {
        let known: Vec<String> = [USER_PREFERENCE, INVOICE_PREFERENCE, WORKFLOW_PREFERENCE]
            .into_iter()
            .flat_map(|urn| defaults(urn).into_iter().map(|(name, _)| name))
            .collect();
        assert!(
            ON.iter()
                .all(|name| known.iter().any(|known| known == name))
        );
    }
}
