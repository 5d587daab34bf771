//! User Provisioning v4: roles, and what hangs on them: entitlements, limits and delegates.

use serde_json::{Value, json};

use super::provisioning_approvers::approver;
use super::provisioning_calls::{
    APPROVER, DELEGATE, LIMIT, ROLE, SPEND, came_to, change, employ, followed, patched, roles,
    spend,
};
use super::provisioning_extensions::wrong;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, id_of};

register! { $ each_provisioning_role of "provisioning_roles", page::PROVISIONING;
    entitlements_bring_their_roles: "provisioning.v4.users.create", FreshCompany;
    a_role_goes_with_its_entitlement: "provisioning.v4.users.patch", FreshCompany;
    the_role_of_an_entitlement_cannot_be_given: "provisioning.v4.users.create", FreshCompany;
    an_unknown_role_is_an_error: "provisioning.v4.users.patch", FreshCompany;
    a_role_may_be_of_groups: "provisioning.v4.users.patch", FreshCompany;
    a_group_that_is_not_configured_is_an_error: "provisioning.v4.users.patch", FreshCompany;
    a_list_of_roles_replaces_those_before: "provisioning.v4.users.patch", FreshCompany;
    only_report_and_request_have_further_approvers: "provisioning.v4.users.patch", FreshCompany;
    a_limit_needs_the_role_of_its_kind: "provisioning.v4.users.patch", FreshCompany;
    a_limit_of_a_group_needs_the_group: "provisioning.v4.users.patch", FreshCompany;
    a_delegate_needs_the_role_of_the_product: "provisioning.v4.users.patch", FreshCompany;
    a_delegate_must_be_active: "provisioning.v4.users.patch", FreshCompany;
    a_delegation_has_an_end_in_either_spelling: "provisioning.v4.users.patch", FreshCompany;
}

async fn entitlements_bring_their_roles(session: &mut Session) -> Claim {
    for (entitlement, role) in [
        ("Expense", "EXP_USER"),
        ("Request", "REQ_USER"),
        ("Invoice", "INV_PMT_USER"),
    ] {
        let id = employ(
            session,
            entitlement,
            json!({ "entitlements": [entitlement] }),
        )
        .await?;
        same(
            entitlement,
            vec![role.to_owned()],
            roles(session, &id).await?,
        )?;
    }
    Ok(())
}

async fn a_role_goes_with_its_entitlement(session: &mut Session) -> Claim {
    let both = json!({ "entitlements": ["Expense", "Request"] });
    let id = employ(session, "both", both).await?;
    let one = json!([{ "op": "replace", "path": "entitlements", "value": ["Request"] }]);
    change(session, &id, &one).await?;
    same(
        "roles",
        vec!["REQ_USER".to_owned()],
        roles(session, &id).await?,
    )
}

async fn the_role_of_an_entitlement_cannot_be_given(session: &mut Session) -> Claim {
    // An example gives it all the same: only that nothing comes of it is sure.
    let given = json!({ "roles": [{ "roleName": "EXP_USER" }, { "roleName": "EXP_APPROVER" }] });
    let profile = super::provisioning_calls::spend_user();
    let answer = wrong(session, "given", json!({ SPEND: profile, ROLE: given })).await?;
    followed(session, &answer).await?;
    let held = roles(session, &id_of(&answer)?).await?;
    holds("no user of expense", !held.contains(&"EXP_USER".to_owned()))
}

async fn an_unknown_role_is_an_error(session: &mut Session) -> Claim {
    let id = employ(session, "strange", json!({})).await?;
    let done = giving(session, &id, json!([{ "roleName": "EXP_CAPTAIN" }])).await?;
    came_to(&done, ROLE, &["error"])?;
    same("roles", Vec::<String>::new(), roles(session, &id).await?)
}

async fn a_role_may_be_of_groups(session: &mut Session) -> Claim {
    let group = json!({ "roleGroups": ["R&D-QA-Exp"] });
    session.configure(&group).await?;
    let id = employ(session, "grouped", json!({})).await?;
    let one = json!([{ "roleName": "EXP_PROCESSOR", "roleGroups": ["R&D-QA-Exp"] }]);
    let done = giving(session, &id, one).await?;
    came_to(&done, ROLE, &["success"])?;
    let profile = spend(session, &id).await?;
    let groups = &profile[ROLE]["roles"][0]["roleGroups"];
    same("groups", &json!(["R&D-QA-Exp"]), groups)
}

async fn a_group_that_is_not_configured_is_an_error(session: &mut Session) -> Claim {
    session
        .configure(&json!({ "roleGroups": ["R&D-QA-Exp"] }))
        .await?;
    let id = employ(session, "elsewhere", json!({})).await?;
    let one = json!([{ "roleName": "EXP_PROCESSOR", "roleGroups": ["Nowhere"] }]);
    let done = giving(session, &id, one).await?;
    came_to(&done, ROLE, &["error"])
}

async fn a_list_of_roles_replaces_those_before(session: &mut Session) -> Claim {
    let id = approver(session, "before").await?;
    let done = giving(session, &id, json!([{ "roleName": "SHD_ROLE_ADMIN" }])).await?;
    came_to(&done, ROLE, &["success"])?;
    same(
        "roles",
        vec!["SHD_ROLE_ADMIN".to_owned()],
        roles(session, &id).await?,
    )
}

async fn only_report_and_request_have_further_approvers(session: &mut Session) -> Claim {
    let boss = approver(session, "boss").await?;
    let id = employ(session, "worker", json!({})).await?;
    for (kind, results) in [("report", ["success"]), ("cashAdvance", ["error"])] {
        let value = json!([{ "approver": { "value": boss }, "primary": false }]);
        let path = format!("{APPROVER}:{kind}");
        let operations = json!([{ "op": "replace", "path": path, "value": value }]);
        let done = patched(session, &id, &operations).await?;
        came_to(&done, APPROVER, &results)?;
    }
    Ok(())
}

async fn a_limit_needs_the_role_of_its_kind(session: &mut Session) -> Claim {
    let id = employ(session, "roleless", json!({})).await?;
    let done = limiting(session, &id, "").await?;
    came_to(&done, LIMIT, &["error"])?;
    let id = approver(session, "approver").await?;
    let done = limiting(session, &id, "").await?;
    came_to(&done, LIMIT, &["success"])
}

async fn a_limit_of_a_group_needs_the_group(session: &mut Session) -> Claim {
    session
        .configure(&json!({ "approvalGroups": ["rg1-rg1_1"] }))
        .await?;
    let id = approver(session, "approver").await?;
    for (group, results) in [("rg1-rg1_1", ["success"]), ("rg9", ["error"])] {
        let done = limiting(session, &id, group).await?;
        came_to(&done, LIMIT, &results)?;
    }
    Ok(())
}

async fn a_delegate_needs_the_role_of_the_product(session: &mut Session) -> Claim {
    let id = entitled(session, "owner").await?;
    let without = employ(session, "without", json!({})).await?;
    let with = entitled(session, "with").await?;
    for (delegate, results) in [(without, ["error"]), (with, ["success"])] {
        let done = delegating(session, &id, &delegate, json!({})).await?;
        came_to(&done, DELEGATE, &results)?;
    }
    Ok(())
}

async fn a_delegate_must_be_active(session: &mut Session) -> Claim {
    let id = entitled(session, "owner").await?;
    let delegate = entitled(session, "leaver").await?;
    let off = json!([{ "op": "replace", "path": "active", "value": false }]);
    change(session, &delegate, &off).await?;
    let done = delegating(session, &id, &delegate, json!({})).await?;
    came_to(&done, DELEGATE, &["error"])
}

async fn a_delegation_has_an_end_in_either_spelling(session: &mut Session) -> Claim {
    let id = entitled(session, "owner").await?;
    let delegate = entitled(session, "delegate").await?;
    for spelling in ["temporaryDelegation", "temporaryDelegatation"] {
        let term = json!({
            "temporaryDelegationFromDate": "2026-02-19T03:15:00.000Z",
            "temporaryDelegationToDate": "2026-02-20T03:15:00.000Z"
        });
        let done = delegating(session, &id, &delegate, json!({ spelling: term })).await?;
        came_to(&done, DELEGATE, &["success"])?;
        let profile = spend(session, &id).await?;
        let kept = profile[DELEGATE]["expense"][0].to_string();
        holds(
            format!("{spelling} is kept in {kept}"),
            kept.contains("2026-02-20"),
        )?;
        let none = json!([{ "op": "remove", "path": format!("{DELEGATE}:") }]);
        change(session, &id, &none).await?;
    }
    Ok(())
}

/// A user of expense.
async fn entitled(session: &mut Session, tag: &str) -> Result<String, Failure> {
    employ(session, tag, json!({ "entitlements": ["Expense"] })).await
}

/// What became of these roles.
async fn giving(session: &mut Session, id: &str, value: Value) -> Result<Value, Failure> {
    let path = format!("{ROLE}:roles");
    let operations = json!([{ "op": "replace", "path": path, "value": value }]);
    patched(session, id, &operations).await
}

/// What became of a limit of reports.
async fn limiting(session: &mut Session, id: &str, group: &str) -> Result<Value, Failure> {
    let limit = json!({
        "approvalType": "report", "exceptionApprovalAuthority": true, "approvalLimit": 7.5,
        "reimbursementCurrency": "USD", "approvalGroup": group
    });
    let value = json!({ LIMIT: { "authorizedApprover": [limit] } });
    patched(session, id, &json!([{ "op": "replace", "value": value }])).await
}

/// What became of a delegate.
async fn delegating(
    session: &mut Session,
    id: &str,
    delegate: &str,
    term: Value,
) -> Result<Value, Failure> {
    let mut entry = json!({ "canPrepare": true, "delegate": { "value": delegate } });
    if let (Some(entry), Value::Object(term)) = (entry.as_object_mut(), term) {
        entry.extend(term);
    }
    let path = format!("{DELEGATE}:expense");
    let operations = json!([{ "op": "replace", "path": path, "value": [entry] }]);
    patched(session, id, &operations).await
}
