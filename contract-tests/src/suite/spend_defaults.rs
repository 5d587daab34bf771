//! Spend User v4 and v4.1: what a profile says of which nothing was said.

use serde_json::{Value, json};

use super::readings::decide;
use super::spend_calls::{PAYROLL, RELEASES, V4, V41, extension, provide, read, smallest, urn};
use super::spend_users::MEMBERS;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::Session;

/// Every preference of a user, each with its default where the page has one.
const PREFERENCES: [(&str, Option<bool>); 15] = [
    ("showImagingIntro", Some(true)),
    ("expenseAuditRequired", None),
    ("allowCreditCardTransArrivalEmails", Some(true)),
    ("allowReceiptImageAvailEmails", Some(true)),
    ("promptForCardTransactionsOnReport", Some(true)),
    ("autoAddTripCardTransOnReport", None),
    ("promptForReportPrintFormat", None),
    ("defaultReportPrintFormat", None),
    ("showTotalOnReport", None),
    ("showExpenseOnReport", None),
    ("showInstructHelpPanel", Some(true)),
    ("useQuickItinAsDefault", None),
    ("enableOcrForUi", None),
    ("enableOcrForEmail", None),
    ("enableTripBasedAssistant", None),
];

/// Every preference of the workflow with its default.
const WORKFLOW: [(&str, bool); 14] = [
    ("emailStatusChangeOnCashAdvance", true),
    ("emailAwaitApprovalOnCashAdvance", true),
    ("emailStatusChangeOnReport", true),
    ("emailAwaitApprovalOnReport", true),
    ("promptForApproverOnReportSubmit", false),
    ("emailStatusChangeOnTravelRequest", true),
    ("emailAwaitApprovalOnTravelRequest", true),
    ("promptForApproverOnTravelRequestSubmit", false),
    ("emailStatusChangeOnPayment", true),
    ("emailAwaitApprovalOnPayment", true),
    ("promptForApproverOnPaymentSubmit", false),
    ("emailOnPurchaseRequestStatusChange", true),
    ("emailOnPurchaseRequestAwaitApproval", true),
    ("promptForPurchaseRequestApproverOnSubmit", false),
];

register! { $ each_spend_default of "spend_defaults", page::SPEND_V4_1;
    every_member_of_the_profile_is_printed: "spend.v4_1.users.get", FreshCompany;
    what_was_never_said_is_an_empty_object: "spend.v4_1.users.get", FreshCompany;
    a_user_without_roles_has_an_empty_list: "spend.v4_1.users.get", FreshCompany;
    preferences_have_their_defaults: "spend.v4_1.users.get", FreshCompany;
    preferences_of_the_workflow_have_their_defaults: "spend.v4_1.users.get", FreshCompany;
    a_user_without_limits_has_an_empty_object: "spend.v4.users.get", FreshCompany;
    limits_that_are_absent_may_be_left_out: "spend.v4_1.users.get", FreshCompany;
}

async fn every_member_of_the_profile_is_printed(session: &mut Session) -> Claim {
    let id = provide(session, "plain", smallest(), &[]).await?;
    for (path, _) in RELEASES {
        let user = read(session, path, &id).await?;
        let profile = user[urn("User")].as_object().cloned().unwrap_or_default();
        for name in MEMBERS {
            holds(
                format!("{path}: {name} is printed"),
                profile.contains_key(name),
            )?;
        }
        let expected = [
            ("reimbursementType", Value::Null),
            ("budgetCountryCode", Value::Null),
            ("stateProvince", Value::Null),
            ("biManager", Value::Null),
            ("customData", json!([])),
            ("testEmployee", json!(false)),
            ("nonEmployee", json!(false)),
        ];
        for (name, value) in expected {
            same(name, Some(&value), profile.get(name))?;
        }
        let code = profile.get("cashAdvanceAccountCode");
        holds(
            "the code is null or empty",
            code == Some(&Value::Null) || code == Some(&json!("")),
        )?;
    }
    Ok(())
}

async fn what_was_never_said_is_an_empty_object(session: &mut Session) -> Claim {
    let id = provide(session, "silent", smallest(), &[]).await?;
    for (path, _) in RELEASES {
        let user = read(session, path, &id).await?;
        let names = [urn("Approver"), urn("Delegate"), urn("InvoicePreference")];
        for name in names.iter().map(String::as_str).chain([PAYROLL]) {
            same(name, Some(&json!({})), user.get(name))?;
        }
    }
    Ok(())
}

async fn a_user_without_roles_has_an_empty_list(session: &mut Session) -> Claim {
    let id = provide(session, "roleless", smallest(), &[]).await?;
    // What the entitlements bring goes with them.
    let operations = json!([{ "op": "remove", "path": "entitlements" }]);
    session.patch(&id, operations).await?.is(200)?;
    same(
        "roles",
        json!({ "roles": [] }),
        extension(session, &id, "Role").await?,
    )
}

async fn preferences_have_their_defaults(session: &mut Session) -> Claim {
    let id = provide(session, "default", smallest(), &[]).await?;
    let found = extension(session, &id, "UserPreference").await?;
    for (name, default) in PREFERENCES {
        let value = found.get(name);
        holds(format!("{name} is printed"), value.is_some())?;
        if let Some(default) = default {
            same(name, Some(&json!(default)), value)?;
        }
    }
    holds(
        "what a processor sees is left out",
        found.get("processorReportAccess").is_none(),
    )
}

async fn preferences_of_the_workflow_have_their_defaults(session: &mut Session) -> Claim {
    let id = provide(session, "flowing", smallest(), &[]).await?;
    let found = extension(session, &id, "WorkflowPreference").await?;
    for (name, default) in WORKFLOW {
        same(name, Some(&json!(default)), found.get(name))?;
    }
    Ok(())
}

async fn a_user_without_limits_has_an_empty_object(session: &mut Session) -> Claim {
    let id = provide(session, "limitless", smallest(), &[]).await?;
    let user = read(session, V4, &id).await?;
    same("limits", Some(&json!({})), user.get(urn("ApproverLimit")))
}

async fn limits_that_are_absent_may_be_left_out(session: &mut Session) -> Claim {
    let id = provide(session, "limitless", smallest(), &[]).await?;
    decide(session, "spend.approver-limit-absent", "left-out").await?;
    let user = read(session, V41, &id).await?;
    holds(
        "they are left out",
        user.get(urn("ApproverLimit")).is_none(),
    )?;
    let schemas = user["schemas"].as_array().cloned().unwrap_or_default();
    holds(
        "so is their URN",
        !schemas.contains(&json!(urn("ApproverLimit"))),
    )?;
    // A user of v4 prints them in every example; the contract has them there.
    let request = Request::get(format!("{V4}/{id}")).other_reading();
    let user = session.call(request).await?.ok()?;
    holds("the rest is there", user.get(urn("Approver")).is_some())
}
