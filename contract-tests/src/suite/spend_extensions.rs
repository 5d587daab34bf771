//! Spend User v4.1: what was provisioned of a profile and its neighbours is read again.

use serde_json::{Value, json};

use super::readings::decide;
use super::spend_calls::{V4, V41, extension, provide, read, smallest, spender, urn};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::Session;

register! { $ each_spend_extension of "spend_extensions", page::SPEND_V4_1;
    every_member_that_was_written_is_read: "spend.v4_1.users.get", FreshCompany;
    an_office_stands_in_v4_1_alone: "spend.v4_1.users.get", FreshCompany;
    a_locale_of_six_letters_is_read: "spend.v4_1.users.get", FreshCompany;
    a_role_with_groups_is_read_with_them: "spend.v4_1.users.get", FreshCompany;
    a_role_of_everywhere_has_an_empty_group: "spend.v4_1.users.get", FreshCompany;
    a_role_of_everywhere_may_have_no_groups: "spend.v4_1.users.get", FreshCompany;
    entitlements_bring_the_roles_of_users: "spend.v4_1.users.get", FreshCompany;
    payroll_of_adp_is_read: "spend.v4_1.users.get", FreshCompany;
    preferences_are_read_as_written: "spend.v4_1.users.get", FreshCompany;
    preferences_of_invoices_are_read_as_written: "spend.v4_1.users.get", FreshCompany;
    preferences_of_the_workflow_are_read_as_written: "spend.v4_1.users.get", FreshCompany;
    what_a_processor_sees_stands_in_v4_1_alone: "spend.v4_1.users.get", FreshCompany;
}

async fn every_member_that_was_written_is_read(session: &mut Session) -> Claim {
    let written = json!({
        "reimbursementCurrency": "USD",
        "reimbursementType": "CONCUR_PAY",
        "ledgerCode": "DEFAULT",
        "country": "CA",
        "budgetCountryCode": "US",
        "stateProvince": "BC",
        "locale": "en-US",
        "cashAdvanceAccountCode": "1234",
        "testEmployee": true,
        "nonEmployee": true,
    });
    let id = provide(session, "written", written.clone(), &[]).await?;
    for path in [V4, V41] {
        let found = read(session, path, &id).await?[urn("User")].clone();
        for (name, value) in written.as_object().into_iter().flatten() {
            same(name, value, &found[name])?;
        }
    }
    Ok(())
}

async fn an_office_stands_in_v4_1_alone(session: &mut Session) -> Claim {
    let office = [
        ("officeLocationCountry", "CA"),
        ("officeLocationStateProvince", "BC"),
        ("officeLocationCity", "Vancouver"),
    ];
    let members: Value = office
        .iter()
        .map(|(name, text)| ((*name).to_owned(), json!(text)))
        .collect();
    let id = provide(session, "placed", spender(&members), &[]).await?;
    let newer = read(session, V41, &id).await?;
    let older = read(session, V4, &id).await?;
    for (name, text) in office {
        same(name, &json!(text), &newer[urn("User")][name])?;
        holds(
            format!("v4 has no {name}"),
            older[urn("User")].get(name).is_none(),
        )?;
    }
    Ok(())
}

async fn a_locale_of_six_letters_is_read(session: &mut Session) -> Claim {
    let profile = spender(&json!({ "locale": "es-419" }));
    let id = provide(session, "latin", profile, &[]).await?;
    let found = extension(session, &id, "User").await?;
    same("locale", &json!("es-419"), &found["locale"])
}

async fn a_role_with_groups_is_read_with_them(session: &mut Session) -> Claim {
    let groups = json!(["R&D-QA-Exp", "R&D-Dev-Exp"]);
    session.configure(&json!({ "roleGroups": groups })).await?;
    let role = json!({ "roleName": "EXP_PROCESSOR", "roleGroups": groups });
    let roles = json!({ "roles": [role] });
    let id = provide(session, "grouped", smallest(), &[("Role", roles)]).await?;
    let found = role_of(session, &id, "EXP_PROCESSOR").await?;
    let mut found: Vec<_> = found["roleGroups"].as_array().cloned().unwrap_or_default();
    found.sort_by_key(ToString::to_string);
    same(
        "roleGroups",
        vec![json!("R&D-Dev-Exp"), json!("R&D-QA-Exp")],
        found,
    )
}

async fn a_role_of_everywhere_has_an_empty_group(session: &mut Session) -> Claim {
    let id = everywhere(session).await?;
    let found = role_of(session, &id, "EXP_PROCESSOR").await?;
    same("EXP_PROCESSOR", Some(&json!([""])), found.get("roleGroups"))?;
    // The table says that this one knows no groups.
    let found = role_of(session, &id, "EXP_APPROVER").await?;
    same("EXP_APPROVER", None, found.get("roleGroups"))
}

async fn a_role_of_everywhere_may_have_no_groups(session: &mut Session) -> Claim {
    decide(session, "spend.role-groups-of-global", "left-out").await?;
    let id = everywhere(session).await?;
    for name in ["EXP_APPROVER", "EXP_PROCESSOR"] {
        let found = role_of(session, &id, name).await?;
        same(name, None, found.get("roleGroups"))?;
    }
    Ok(())
}

async fn everywhere(session: &mut Session) -> Result<String, Failure> {
    let roles = json!({ "roles": [
        { "roleName": "EXP_APPROVER" },
        { "roleName": "EXP_PROCESSOR", "roleGroups": [] }
    ] });
    provide(session, "everywhere", smallest(), &[("Role", roles)]).await
}

async fn entitlements_bring_the_roles_of_users(session: &mut Session) -> Claim {
    let id = provide(session, "entitled", smallest(), &[]).await?;
    for name in ["EXP_USER", "REQ_USER"] {
        role_of(session, &id, name).await?;
    }
    let roles = extension(session, &id, "Role").await?;
    let is_invoice = |role: &Value| role["roleName"] == "INV_PMT_USER";
    let roles = roles["roles"].as_array().cloned().unwrap_or_default();
    holds("invoices were not asked for", !roles.iter().any(is_invoice))
}

async fn payroll_of_adp_is_read(session: &mut Session) -> Claim {
    let payroll = json!({ "adp": { "companyCode": "7QX", "deductionCode": "D21", "employeeFileNumber": "4417" } });
    let profile = spender(&json!({ "reimbursementType": "ADP_PAYROLL" }));
    let id = provide(session, "paid", profile, &[("Payroll", payroll.clone())]).await?;
    same(
        "payroll",
        payroll,
        extension(session, &id, "Payroll").await?,
    )
}

async fn preferences_are_read_as_written(session: &mut Session) -> Claim {
    let written = json!({
        "showImagingIntro": false, "expenseAuditRequired": "ALWAYS", "showExpenseOnReport": "PARENT",
        "allowReceiptImageAvailEmails": false, "defaultReportPrintFormat": "FAX", "enableOcrForUi": true,
        "useQuickItinAsDefault": true, "promptForReportPrintFormat": true
    });
    is_read_as_written(session, "UserPreference", &written).await
}

async fn preferences_of_invoices_are_read_as_written(session: &mut Session) -> Claim {
    let written = json!({
        "emailOnPurchasingAssigned": true, "emailOnPurchasingSendBack": false, "displayInlineImage": true,
        "emailOnFaxImageAvailablePaymentRequest": true, "promptNewLineItemsPaymentRequest": true, "autoOpenImage": false
    });
    is_read_as_written(session, "InvoicePreference", &written).await
}

async fn preferences_of_the_workflow_are_read_as_written(session: &mut Session) -> Claim {
    let written = json!({
        "emailStatusChangeOnReport": false, "promptForApproverOnReportSubmit": true,
        "emailOnPurchaseRequestStatusChange": false, "promptForPurchaseRequestApproverOnSubmit": true
    });
    is_read_as_written(session, "WorkflowPreference", &written).await
}

async fn is_read_as_written(session: &mut Session, name: &str, written: &Value) -> Claim {
    let id = provide(session, "choosy", smallest(), &[(name, written.clone())]).await?;
    let found = extension(session, &id, name).await?;
    for (member, value) in written.as_object().into_iter().flatten() {
        same(member, value, &found[member])?;
    }
    Ok(())
}

async fn what_a_processor_sees_stands_in_v4_1_alone(session: &mut Session) -> Claim {
    let beside = [
        (
            "Role",
            json!({ "roles": [{ "roleName": "EXP_PROCESSOR" }] }),
        ),
        (
            "UserPreference",
            json!({ "processorReportAccess": "RESTRICTED" }),
        ),
    ];
    let id = provide(session, "processor", smallest(), &beside).await?;
    let found = extension(session, &id, "UserPreference").await?;
    same(
        "v4.1",
        &json!("RESTRICTED"),
        &found["processorReportAccess"],
    )?;
    let older = read(session, V4, &id).await?[urn("UserPreference")].clone();
    holds(
        "v4 does not know it",
        older.get("processorReportAccess").is_none(),
    )
}

/// One role of a user.
async fn role_of(session: &mut Session, id: &str, name: &str) -> Result<Value, Failure> {
    let extension = extension(session, id, "Role").await?;
    let roles = extension["roles"].as_array().into_iter().flatten();
    let role = roles
        .into_iter()
        .find(|role| role["roleName"] == name)
        .cloned();
    role.ok_or_else(|| Failure::disagrees(format!("no {name} in {extension}")))
}
