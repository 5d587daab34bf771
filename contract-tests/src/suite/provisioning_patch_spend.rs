//! User Provisioning v4: the printed forms of a change that are about spend.

use serde_json::{Value, json};

use super::provisioning_calls::{
    APPROVER, LIMIT, ROLE, SPEND, change, custom, employ, patching, roles, spend,
};
use super::{page, register};
use crate::finding::{Claim, Failure, same};
use crate::session::Session;

register! { $ each_provisioning_patch_of_spend of "provisioning_patch_spend", page::PROVISIONING;
    attributes_of_spend_are_reached: "provisioning.v4.users.patch", FreshCompany;
    #[source = page::SAMPLE_COLLECTION] a_whole_extension_is_reached_with_a_colon: "provisioning.v4.users.patch", FreshCompany;
    all_roles_are_removed_by_the_colon: "provisioning.v4.users.patch", FreshCompany;
    all_approvers_are_removed_by_the_colon: "provisioning.v4.users.patch", FreshCompany;
    extensions_are_named_in_a_value_without_path: "provisioning.v4.users.patch", FreshCompany;
    a_filter_reaches_the_value_of_a_custom_field: "provisioning.v4.users.patch", FreshCompany;
    a_list_of_custom_fields_replaces_them_all: "provisioning.v4.users.patch", FreshCompany;
    a_filter_removes_one_role: "provisioning.v4.users.patch", FreshCompany;
    a_filter_removes_one_custom_field: "provisioning.v4.users.patch", FreshCompany;
    a_filter_may_look_into_the_approver: "provisioning.v4.users.patch", FreshCompany;
    a_filter_may_have_two_conditions: "provisioning.v4.users.patch", FreshCompany;
    #[source = page::SAMPLE_COLLECTION] a_removal_may_name_the_roles: "provisioning.v4.users.patch", FreshCompany;
    #[source = page::SAMPLE_COLLECTION] an_addition_without_value_is_400: "provisioning.v4.users.patch", FreshCompany;
}

async fn attributes_of_spend_are_reached(session: &mut Session) -> Claim {
    let id = employ(session, "spender", json!({})).await?;
    let path = format!("{SPEND}:locale");
    let operations = json!([{ "op": "replace", "path": path, "value": "de-DE" }]);
    change(session, &id, &operations).await?;
    let profile = spend(session, &id).await?;
    same("locale", &json!("de-DE"), &profile[SPEND]["locale"])?;
    same("country", &json!("US"), &profile[SPEND]["country"])
}

async fn a_whole_extension_is_reached_with_a_colon(session: &mut Session) -> Claim {
    let id = employ(session, "colon", json!({})).await?;
    let value = json!({ "stateProvince": "WA", "country": "CA" });
    let operations = json!([{ "op": "add", "path": format!("{SPEND}:"), "value": value }]);
    change(session, &id, &operations).await?;
    let profile = spend(session, &id).await?[SPEND].clone();
    same("stateProvince", &json!("WA"), &profile["stateProvince"])?;
    same("country", &json!("CA"), &profile["country"])?;
    same("currency", &json!("USD"), &profile["reimbursementCurrency"])
}

async fn all_roles_are_removed_by_the_colon(session: &mut Session) -> Claim {
    let id = with_roles(session, "roles").await?;
    let operations = json!([{ "op": "remove", "path": format!("{ROLE}:") }]);
    change(session, &id, &operations).await?;
    same("roles", Vec::<String>::new(), roles(session, &id).await?)
}

async fn all_approvers_are_removed_by_the_colon(session: &mut Session) -> Claim {
    let (id, _) = approved(session).await?;
    let operations = json!([{ "op": "remove", "path": format!("{APPROVER}:") }]);
    change(session, &id, &operations).await?;
    same("approvers", 0, approvers(session, &id).await?.len())
}

async fn extensions_are_named_in_a_value_without_path(session: &mut Session) -> Claim {
    let (id, boss) = approved(session).await?;
    same("added", vec![boss], approvers(session, &id).await?)?;
    let held = json!({ ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] } });
    let other = employ(session, "other", held).await?;
    let report = json!({ "report": [{ "approver": { "value": other }, "primary": true }] });
    let operations = json!([{ "op": "replace", "value": { APPROVER: report } }]);
    change(session, &id, &operations).await?;
    same("replaced", vec![other], approvers(session, &id).await?)
}

async fn a_filter_reaches_the_value_of_a_custom_field(session: &mut Session) -> Claim {
    let id = with_fields(session).await?;
    let path = format!("{SPEND}:customData[id eq \"custom2\"].value");
    let operations = json!([{ "op": "replace", "path": path, "value": "changed" }]);
    change(session, &id, &operations).await?;
    let profile = spend(session, &id).await?;
    same(
        "the meant",
        Some("changed"),
        custom(&profile, "custom2").as_deref(),
    )?;
    same(
        "the other",
        Some("one"),
        custom(&profile, "custom1").as_deref(),
    )
}

async fn a_list_of_custom_fields_replaces_them_all(session: &mut Session) -> Claim {
    let id = with_fields(session).await?;
    let value = json!([{ "id": "custom2", "value": "changed" }]);
    let path = format!("{SPEND}:customData");
    let operations = json!([{ "op": "replace", "path": path, "value": value }]);
    change(session, &id, &operations).await?;
    let profile = spend(session, &id).await?;
    same(
        "the sent",
        Some("changed"),
        custom(&profile, "custom2").as_deref(),
    )?;
    let other = custom(&profile, "custom1").unwrap_or_default();
    same("the other", "", other.as_str())
}

async fn a_filter_removes_one_role(session: &mut Session) -> Claim {
    let id = with_roles(session, "roles").await?;
    let path = format!("{ROLE}:roles[roleName eq \"SHD_ROLE_ADMIN\"]");
    let operations = json!([{ "op": "remove", "path": path }]);
    change(session, &id, &operations).await?;
    same(
        "roles",
        vec!["EXP_APPROVER".to_owned()],
        roles(session, &id).await?,
    )
}

async fn a_filter_removes_one_custom_field(session: &mut Session) -> Claim {
    let id = with_fields(session).await?;
    let path = format!("{SPEND}:customData[id eq \"custom2\"]");
    let operations = json!([{ "op": "remove", "path": path }]);
    change(session, &id, &operations).await?;
    let profile = spend(session, &id).await?;
    same(
        "the removed",
        "",
        custom(&profile, "custom2").unwrap_or_default().as_str(),
    )?;
    same(
        "the other",
        Some("one"),
        custom(&profile, "custom1").as_deref(),
    )
}

async fn a_filter_may_look_into_the_approver(session: &mut Session) -> Claim {
    let (id, boss) = approved(session).await?;
    let path = format!("{APPROVER}:report[approver.value eq \"{boss}\"]");
    let operations = json!([{ "op": "remove", "path": path }]);
    change(session, &id, &operations).await?;
    same("approvers", 0, approvers(session, &id).await?.len())
}

async fn a_filter_may_have_two_conditions(session: &mut Session) -> Claim {
    let limit = |group: &str| json!({ "approvalType": "report", "exceptionApprovalAuthority": false, "approvalLimit": 7.5, "reimbursementCurrency": "USD", "approvalGroup": group });
    session
        .configure(&json!({ "approvalGroups": ["rg1-rg1_1"] }))
        .await?;
    let members = json!({
        ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] },
        LIMIT: { "authorizedApprover": [limit("rg1-rg1_1"), limit("")] }
    });
    let id = employ(session, "limited", members).await?;
    same(
        "before",
        vec!["", "rg1-rg1_1"],
        groups(&limits(session, &id).await?),
    )?;
    let path = format!(
        "{LIMIT}:authorizedApprover[approvalType eq \"report\" and approvalGroup eq \"rg1-rg1_1\"]"
    );
    let operations = json!([{ "op": "remove", "path": path }]);
    change(session, &id, &operations).await?;
    same("after", vec![""], groups(&limits(session, &id).await?))
}

async fn a_removal_may_name_the_roles(session: &mut Session) -> Claim {
    let id = with_roles(session, "named").await?;
    let value = json!([{ "roleName": "EXP_APPROVER" }]);
    let path = format!("{ROLE}:roles");
    let operations = json!([{ "op": "remove", "path": path, "value": value }]);
    change(session, &id, &operations).await?;
    same(
        "roles",
        vec!["SHD_ROLE_ADMIN".to_owned()],
        roles(session, &id).await?,
    )
}

async fn an_addition_without_value_is_400(session: &mut Session) -> Claim {
    let id = employ(session, "valueless", json!({})).await?;
    let path = format!("{SPEND}:");
    let operations = json!([{ "op": "add", "path": path, "ledgerCode": "DEFAULT" }]);
    let reply = session.call(patching(&id, &operations).deviant()).await?;
    reply.refused(400).map(drop)
}

/// A user with two roles.
async fn with_roles(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let names = json!([{ "roleName": "EXP_APPROVER" }, { "roleName": "SHD_ROLE_ADMIN" }]);
    employ(session, tag, json!({ ROLE: { "roles": names } })).await
}

/// A user with two custom fields.
async fn with_fields(session: &mut Session) -> Result<String, Failure> {
    let field = |id: &str| json!({ "id": id, "label": id, "list": null, "maxLength": 48, "required": false });
    let fields = [field("custom1"), field("custom2")];
    session
        .configure(&json!({ "customFields": fields }))
        .await?;
    let mut profile = super::provisioning_calls::spend_user();
    profile["customData"] =
        json!([{ "id": "custom1", "value": "one" }, { "id": "custom2", "value": "two" }]);
    employ(session, "fields", json!({ SPEND: profile })).await
}

/// A user and its approver of reports.
async fn approved(session: &mut Session) -> Result<(String, String), Failure> {
    let held = json!({ ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] } });
    let boss = employ(session, "boss", held).await?;
    let id = employ(session, "worker", json!({})).await?;
    let report = json!({ "report": [{ "approver": { "value": boss }, "primary": true }] });
    let operations = json!([{ "op": "add", "value": { APPROVER: report } }]);
    change(session, &id, &operations).await?;
    Ok((id, boss))
}

async fn approvers(session: &mut Session, id: &str) -> Result<Vec<String>, Failure> {
    let profile = spend(session, id).await?;
    let report = profile[APPROVER]["report"].as_array().cloned();
    let value = |one: &Value| one["approver"]["value"].as_str().map(ToOwned::to_owned);
    Ok(report
        .unwrap_or_default()
        .iter()
        .filter_map(value)
        .collect())
}

async fn limits(session: &mut Session, id: &str) -> Result<Vec<Value>, Failure> {
    let path = format!("/profile/spend/v4.1/Users/{id}");
    let request = crate::request::Request::get(path).query("attributes", LIMIT);
    let profile = session.call(request).await?.ok()?;
    let limits = profile[LIMIT]["authorizedApprover"].as_array().cloned();
    Ok(limits.unwrap_or_default())
}

fn groups(limits: &[Value]) -> Vec<&str> {
    let mut groups: Vec<&str> = limits
        .iter()
        .map(|one| one["approvalGroup"].as_str().unwrap_or_default())
        .collect();
    groups.sort_unstable();
    groups
}
