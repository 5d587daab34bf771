//! Settings: defaults leave no trace, and a processor's access has rules of its own.

use super::*;

#[test]
fn what_equals_a_default_is_not_kept() {
    let mut version = with_profile(&[]);
    let sent = json!({
        format!("{URN}:WorkflowPreference"): {"emailStatusChangeOnReport": true, "promptForApproverOnReportSubmit": true},
        format!("{URN}:InvoicePreference"): {"autoOpenImage": false, "displayInlineImage": true},
        format!("{URN}:UserPreference"): {"expenseAuditRequired": "always", "showImagingIntro": true},
    });
    create(&mut version, &sent);
    let workflow = Extension::SpendWorkflowPreference;
    assert_eq!(
        kept(&version, workflow),
        json!({"promptForApproverOnReportSubmit": true})
    );
    assert_eq!(
        kept(&version, Extension::SpendInvoicePreference),
        json!({"displayInlineImage": true})
    );
    assert_eq!(
        kept(&version, Extension::SpendUserPreference),
        json!({"expenseAuditRequired": "ALWAYS"})
    );
    let operations = [
        json!([
            "replace",
            "WorkflowPreference:promptForApproverOnReportSubmit",
            false
        ]),
        json!(["add", "UserPreference:", {"showImagingIntro": false}]),
        json!(["replace", "UserPreference:expenseAuditRequired", null]),
    ];
    let said = patch(&mut version, &operations);
    assert_eq!(said.outcome("InvoicePreference"), Outcome::NoOp);
    assert_eq!(kept(&version, workflow), json!({}));
    assert_eq!(
        kept(&version, Extension::SpendUserPreference),
        json!({"showImagingIntro": false})
    );
}

#[test]
fn settings_have_types_and_closed_values() {
    let mut version = with_profile(&[]);
    let operations = [
        json!(["replace", "UserPreference:showExpenseOnReport", "SOME"]),
        json!([
            "replace",
            "WorkflowPreference:emailStatusChangeOnReport",
            "yes"
        ]),
    ];
    let said = patch(&mut version, &operations);
    assert_eq!(
        said.texts("UserPreference"),
        ["Invalid Value: 'UserPreference:showExpenseOnReport'"]
    );
    let path = "WorkflowPreference:emailStatusChangeOnReport";
    assert_eq!(
        said.texts("WorkflowPreference"),
        [format!("Invalid Value: '{path}'")]
    );
}

const ACCESS: &str = "UserPreference:processorReportAccess";

fn access(version: &mut Version, value: &Value) -> Vec<String> {
    patch(version, &[json!(["replace", ACCESS, value])]).texts("UserPreference")
}

#[test]
fn access_to_reports_is_for_processors_and_never_null_again() {
    let mut version = with_profile(&[]);
    let texts = access(&mut version, &json!("COMPLETE"));
    assert_eq!(texts, [format!("Invalid Permissions for '{ACCESS}'")]);
    version.roles.give_in(ADA, "EXP_PROCESSOR", "US");
    assert!(access(&mut version, &json!("complete")).is_empty());
    assert!(access(&mut version, &json!("RESTRICTED")).is_empty());
    let refused = [format!("Invalid Value: '{ACCESS}'")];
    assert_eq!(access(&mut version, &Value::Null), refused);
    let said = patch(&mut version, &[json!(["remove", ACCESS])]);
    assert_eq!(said.texts("UserPreference"), refused);
    let said = patch(&mut version, &[json!(["remove", "UserPreference:"])]);
    assert_eq!(said.outcome("UserPreference"), Outcome::Success);
    let expected = json!({"processorReportAccess": "RESTRICTED"});
    assert_eq!(kept(&version, Extension::SpendUserPreference), expected);
}

#[test]
fn access_to_reports_has_words_or_sentences() {
    let (word, sentence) = (json!("COMPLETE"), json!("All reports including returned"));
    let is_taken = |policy: &str, value: &Value| {
        let mut version = with_profile(&[("spend.processor-report-access", policy)]);
        version.roles.give(ADA, "EXP_PROCESSOR");
        access(&mut version, value).is_empty()
    };
    assert!(is_taken("words", &word) && !is_taken("words", &sentence));
    assert!(!is_taken("sentences", &word) && is_taken("sentences", &sentence));
    assert!(is_taken("either", &word) && is_taken("either", &sentence));
    assert!(!is_taken("either", &json!("NONE")));
}

#[test]
fn what_only_the_service_writes_is_refused_by_path() {
    let mut version = with_profile(&[]);
    let path = "UserPreference:enableTripBasedAssistant";
    let said = patch(&mut version, &[json!(["replace", path, true])]);
    assert_eq!(said.outcome("UserPreference"), Outcome::Error);
}
