//! Contradictions about what spend does with a request: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_approvers::{approver, approving};
use super::provisioning_calls::{
    APPROVER, LIMIT, PAYROLL, ROLE, SPEND, USERS, came_to, change, custom, employ, followed,
    patched, patching, provision_of, roles, spend, spend_reply, spend_user, spend_user_with,
};
use super::provisioning_extensions::wrong;
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, id_of};

register! { $ each_provisioning_spend_reading of "provisioning_spend_readings", page::PROVISIONING;
    roles_may_come_behind_what_needs_them: "provisioning.v4.users.create", FreshCompany;
    a_failed_user_may_stop_the_rest_of_spend: "provisioning.v4.users.patch", FreshCompany;
    a_replacement_may_keep_the_user_of_spend: "provisioning.v4.users.replace", FreshCompany;
    a_locale_may_have_to_be_of_five_signs: "provisioning.v4.users.create", FreshCompany;
    the_first_of_two_fields_may_count: "provisioning.v4.users.create", FreshCompany;
    a_misprinted_payroll_may_be_passed_over: "provisioning.v4.users.create", FreshCompany;
    whoever_left_may_still_approve: "provisioning.v4.users.patch", FreshCompany;
    the_role_of_an_entitlement_may_be_refused: "provisioning.v4.users.create", FreshCompany;
    custom_fields_may_have_one_name_alone: "provisioning.v4.users.create", FreshCompany;
    approvers_of_invoices_may_have_one_name_alone: "provisioning.v4.users.patch", FreshCompany;
    limits_of_reports_may_have_one_name_alone: "provisioning.v4.users.patch", FreshCompany;
}

/// As one table of the guide has it.
const MISPRINTED: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Payroll";

async fn roles_may_come_behind_what_needs_them(session: &mut Session) -> Claim {
    let limit = json!({
        "approvalType": "report", "exceptionApprovalAuthority": true, "approvalLimit": 7.5,
        "reimbursementCurrency": "USD", "approvalGroup": ""
    });
    let members = json!({
        SPEND: spend_user(),
        ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] },
        LIMIT: { "authorizedApprover": [limit] }
    });
    for (reading, result) in [("roles-first", "success"), ("roles-last", "error")] {
        decide(session, "spend.processing-order", reading).await?;
        let done = outcome(session, reading, members.clone()).await?;
        came_to(&done, ROLE, &["success"])?;
        came_to(&done, LIMIT, &[result])?;
    }
    Ok(())
}

async fn a_failed_user_may_stop_the_rest_of_spend(session: &mut Session) -> Claim {
    for (reading, expected) in [
        ("exists", vec!["EXP_APPROVER".to_owned()]),
        ("no-op", vec![]),
    ] {
        decide(session, "spend.failed-user", reading).await?;
        let id = employ(session, reading, json!({})).await?;
        let operations = json!([
            { "op": "replace", "path": format!("{SPEND}:reimbursementCurrency"), "value": "USDX" },
            { "op": "add", "path": format!("{ROLE}:roles"), "value": [{ "roleName": "EXP_APPROVER" }] }
        ]);
        let done = patched(session, &id, &operations).await?;
        came_to(&done, SPEND, &["error"])?;
        same(reading, expected, roles(session, &id).await?)?;
    }
    Ok(())
}

async fn a_replacement_may_keep_the_user_of_spend(session: &mut Session) -> Claim {
    for (reading, kept) in [("kept", true), ("reset", false)] {
        decide(session, "spend.put-without-user", reading).await?;
        let profile = spend_user_with(json!({ "stateProvince": "WA" }));
        let id = employ(session, reading, json!({ SPEND: profile })).await?;
        let mut less = newcomer(session, reading);
        less["id"] = json!(id);
        let request = Request::put(format!("{USERS}/{id}")).json(&less);
        let answer = session.call(request).await?.ok()?;
        provision_of(&answer)?;
        followed(session, &answer).await?;
        let profile = spend(session, &id).await?;
        same(reading, kept, profile[SPEND]["stateProvince"] == "WA")?;
    }
    Ok(())
}

async fn a_locale_may_have_to_be_of_five_signs(session: &mut Session) -> Claim {
    for (reading, result) in [("tag", "success"), ("five", "error")] {
        decide(session, "spend.locale", reading).await?;
        let profile = spend_user_with(json!({ "locale": "es-419" }));
        let done = outcome(session, reading, json!({ SPEND: profile })).await?;
        came_to(&done, SPEND, &[result])?;
    }
    Ok(())
}

async fn the_first_of_two_fields_may_count(session: &mut Session) -> Claim {
    let field = json!({ "id": "orgUnit1", "label": "Unit", "list": null, "maxLength": 48, "required": false });
    session
        .configure(&json!({ "customFields": [field] }))
        .await?;
    let twice = json!([{ "id": "orgUnit1", "value": "one" }, { "id": "orgUnit1", "value": "two" }]);
    let profile = spend_user_with(json!({ "customData": twice }));
    for (reading, expected) in [("last", "two"), ("first", "one")] {
        decide(session, "spend.repeated-custom-field", reading).await?;
        let id = employ(session, reading, json!({ SPEND: profile })).await?;
        let shown = spend(session, &id).await?;
        same(
            reading,
            Some(expected),
            custom(&shown, "orgUnit1").as_deref(),
        )?;
    }
    decide(session, "spend.repeated-custom-field", "refused").await?;
    let done = outcome(session, "refused", json!({ SPEND: profile })).await?;
    came_to(&done, SPEND, &["error"])
}

async fn a_misprinted_payroll_may_be_passed_over(session: &mut Session) -> Claim {
    let adp = json!({ "companyCode": "C1", "deductionCode": "HLTH", "employeeFileNumber": "1234" });
    let own = spend_user_with(json!({ "reimbursementType": "ADP_PAYROLL" }));
    let members = json!({ SPEND: own, MISPRINTED: { "adp": adp } });
    for (reading, kept) in [("either", true), ("enterprise", false)] {
        decide(session, "spend.payroll-urn", reading).await?;
        let answer = wrong(session, reading, members.clone()).await?;
        followed(session, &answer).await?;
        let profile = spend(session, &id_of(&answer)?).await?;
        same(
            reading,
            kept,
            profile[PAYROLL]["adp"]["companyCode"] == "C1",
        )?;
    }
    Ok(())
}

async fn whoever_left_may_still_approve(session: &mut Session) -> Claim {
    let boss = approver(session, "boss").await?;
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    change(session, &boss, &off).await?;
    let id = employ(session, "worker", json!({})).await?;
    for (reading, result) in [("refused", "error"), ("accepted", "success")] {
        decide(session, "spend.inactive-approver", reading).await?;
        let done = approving(session, &id, "report", json!({ "value": boss })).await?;
        came_to(&done, APPROVER, &[result])?;
    }
    let profile = spend(session, &id).await?;
    holds(
        "the approver",
        profile[APPROVER].to_string().contains(&boss),
    )
}

async fn the_role_of_an_entitlement_may_be_refused(session: &mut Session) -> Claim {
    let given = json!({ "roles": [{ "roleName": "EXP_USER" }] });
    let members = json!({ SPEND: spend_user(), ROLE: given });
    decide(session, "spend.entitlement-roles", "refused").await?;
    let done = outcome(session, "refused", members.clone()).await?;
    came_to(&done, ROLE, &["error"])?;
    decide(session, "spend.entitlement-roles", "ignored").await?;
    let done = outcome(session, "ignored", members).await?;
    same("success", &json!(true), &done["status"]["success"])
}

async fn custom_fields_may_have_one_name_alone(session: &mut Session) -> Claim {
    let field = json!({ "id": "custom1", "label": "Berth", "list": null, "maxLength": 48, "required": false });
    session
        .configure(&json!({ "customFields": [field] }))
        .await?;
    let profile =
        spend_user_with(json!({ "schemaCustomData": [{ "id": "custom1", "value": "A" }] }));
    for (reading, kept) in [("either", true), ("customData", false)] {
        decide(session, "spend.custom-data-name", reading).await?;
        let answer = wrong(session, reading, json!({ SPEND: profile })).await?;
        followed(session, &answer).await?;
        let shown = spend_reply(session, &id_of(&answer)?).await?;
        same(reading, kept, shown.text().contains("\"custom1\""))?;
    }
    Ok(())
}

async fn approvers_of_invoices_may_have_one_name_alone(session: &mut Session) -> Claim {
    let roles = json!({ "roles": [{ "roleName": "INV_APPROVER" }] });
    let boss = employ(session, "boss", json!({ ROLE: roles })).await?;
    let id = employ(session, "worker", json!({})).await?;
    for (reading, names) in [
        ("either", vec!["invoice", "payment"]),
        ("invoice", vec!["invoice"]),
        ("payment", vec!["payment"]),
    ] {
        decide(session, "spend.approver-types", reading).await?;
        for name in ["invoice", "payment"] {
            let value = json!([{ "approver": { "value": boss }, "primary": true }]);
            let path = format!("{APPROVER}:{name}");
            let operations = json!([{ "op": "replace", "path": path, "value": value }]);
            let reply = session.call(patching(&id, &operations).deviant()).await?;
            let taken = match reply.status() {
                200 => followed(session, &reply.json()?).await?["status"]["success"] == true,
                _ => false,
            };
            same(&format!("{reading}: {name}"), names.contains(&name), taken)?;
        }
    }
    Ok(())
}

async fn limits_of_reports_may_have_one_name_alone(session: &mut Session) -> Claim {
    let id = approver(session, "approver").await?;
    for (reading, names) in [
        ("either", vec!["report", "expense"]),
        ("report", vec!["report"]),
        ("expense", vec!["expense"]),
    ] {
        decide(session, "spend.approval-types", reading).await?;
        for name in ["report", "expense"] {
            let limit = json!({
                "approvalType": name, "exceptionApprovalAuthority": true, "approvalLimit": 7.5,
                "reimbursementCurrency": "USD", "approvalGroup": ""
            });
            let value = json!({ LIMIT: { "authorizedApprover": [limit] } });
            let done = patched(session, &id, &json!([{ "op": "replace", "value": value }])).await?;
            let taken = done["status"]["success"] == true;
            same(&format!("{reading}: {name}"), names.contains(&name), taken)?;
        }
    }
    Ok(())
}

/// What became of a creation of which a part may be wrong.
async fn outcome(session: &mut Session, tag: &str, members: Value) -> Result<Value, Failure> {
    let answer = wrong(session, tag, members).await?;
    followed(session, &answer).await
}
