//! Which extension waits for which.

use super::*;

fn approver_and_role() -> Value {
    let limit =
        json!({"approvalType": "report", "approvalLimit": 1, "reimbursementCurrency": "USD"});
    json!({
        format!("{URN}:Role"): {"roles": [{"roleName": "EXP_APPROVER"}]},
        format!("{URN}:ApproverLimit"): {"authorizedApprover": [limit]},
    })
}

#[test]
fn reports_come_in_the_documented_order() {
    let mut version = company(&[]);
    let said = create(&mut version, &json!({}));
    let names: Vec<&str> = said
        .0
        .iter()
        .filter_map(|report| report.urn.rsplit(':').next())
        .collect();
    let expected = [
        "WorkflowPreference",
        "Role",
        "UserPreference",
        "Approver",
        "Payroll",
        "User",
        "Delegate",
        "ApproverLimit",
        "InvoicePreference",
    ];
    assert_eq!(names, expected);
    assert!(said.0.iter().all(|report| report.outcome == Outcome::NoOp));
}

#[test]
fn without_a_profile_nothing_else_is_written() {
    let mut version = company(&[]);
    let mut sent = approver_and_role();
    let said = create(&mut version, &sent);
    assert_eq!(
        (said.outcome("User"), said.outcome("Role")),
        (Outcome::NoOp, Outcome::NoOp)
    );
    sent[format!("{URN}:User")] = json!({"country": "US"});
    let said = create(&mut version, &sent);
    assert_eq!(
        (said.outcome("User"), said.outcome("Role")),
        (Outcome::Error, Outcome::NoOp)
    );
    assert_eq!(held(&version), Vec::<String>::new());
    sent[format!("{URN}:User")] = profile();
    let said = create(&mut version, &sent);
    assert_eq!(
        (said.outcome("User"), said.outcome("Role")),
        (Outcome::Success, Outcome::Success)
    );
    assert_eq!(held(&version), ["EXP_APPROVER@"]);
}

#[test]
fn a_profile_that_was_there_lets_the_rest_go_on_unless_the_policy_says_otherwise() {
    let operations = [
        json!(["replace", "User:country", "USA"]),
        json!(["replace", "InvoicePreference:autoOpenImage", true]),
    ];
    let go_on = |policy: &str| {
        let mut version = with_profile(&[("spend.failed-user", policy)]);
        let said = patch(&mut version, &operations);
        assert_eq!(said.outcome("User"), Outcome::Error);
        said.outcome("InvoicePreference")
    };
    assert_eq!(go_on("exists"), Outcome::Success);
    assert_eq!(go_on("no-op"), Outcome::NoOp);
}

#[test]
fn roles_of_a_request_count_for_the_rest_of_it_or_not() {
    let outcome = |policy: &str| {
        let mut version = with_profile(&[("spend.processing-order", policy)]);
        let said = create(&mut version, &approver_and_role());
        assert_eq!(said.outcome("Role"), Outcome::Success);
        said.outcome("ApproverLimit")
    };
    assert_eq!(outcome("roles-first"), Outcome::Success);
    assert_eq!(outcome("roles-last"), Outcome::Error);
}

#[test]
fn one_that_fails_leaves_the_others_alone() {
    let mut version = with_profile(&[]);
    let operations = [
        json!(["replace", "Role:roles", [{"roleName": "NOTHING"}]]),
        json!(["replace", "InvoicePreference:autoOpenImage", true]),
    ];
    let said = patch(&mut version, &operations);
    assert_eq!(said.outcome("Role"), Outcome::Error);
    assert_eq!(said.outcome("InvoicePreference"), Outcome::Success);
    assert_eq!(said.outcome("User"), Outcome::NoOp);
}
