//! Spend User v4.1: the limits of an approver, of the global group and of others.

use serde_json::{Value, json};

use super::spend_calls::{V4, V41, extension, found, list, provide, refuses, smallest, urn};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::Session;

register! { $ each_spend_limit of "spend_limits", page::SPEND_V4_1;
    only_limits_of_the_global_group_are_shown_unasked: "spend.v4_1.users.get", FreshCompany;
    all_limits_are_shown_when_asked_for: "spend.v4_1.users.get", FreshCompany;
    asking_for_limits_shows_limits: "spend.v4_1.users.list", FreshCompany;
    a_limit_keeps_its_sixteen_digits: "spend.v4_1.users.get", FreshCompany;
    both_kinds_of_approvers_have_limits: "spend.v4_1.users.get", FreshCompany;
    a_filter_finds_who_has_a_limit_of_a_group: "spend.v4_1.users.list", FreshCompany;
    a_filter_of_a_limit_needs_its_brackets: "spend.v4_1.users.list", FreshCompany;
}

/// The parameter that asks for all limits of a user.
const WANTED: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit";

async fn only_limits_of_the_global_group_are_shown_unasked(session: &mut Session) -> Claim {
    let id = limited(session).await?;
    for path in [V4, V41] {
        let user = super::spend_calls::read(session, path, &id).await?;
        let limits = list_of(&user[WANTED], "authorizedApprover");
        same(path, vec![global()], limits)?;
    }
    Ok(())
}

async fn all_limits_are_shown_when_asked_for(session: &mut Session) -> Claim {
    let id = limited(session).await?;
    let limits = all_limits(session, &id).await?;
    let limits = list_of(&limits, "authorizedApprover");
    same("there are two", 2, limits.len())?;
    for limit in [global(), of_group()] {
        holds(format!("{limit} is shown"), limits.contains(&limit))?;
    }
    Ok(())
}

async fn asking_for_limits_shows_limits(session: &mut Session) -> Claim {
    let id = limited(session).await?;
    let page = list(session, V41, &[("attributes", WANTED)]).await?;
    let users = page["Resources"].as_array().cloned().unwrap_or_default();
    let user = users.iter().find(|user| user["id"] == *id);
    let limits = user.map(|user| list_of(&user[WANTED], "authorizedApprover"));
    same(
        "limits in the list",
        Some(2),
        limits.map(|limits| limits.len()),
    )
}

async fn a_limit_keeps_its_sixteen_digits(session: &mut Session) -> Claim {
    let id = limited(session).await?;
    let limits = extension(session, &id, "ApproverLimit").await?;
    let limit = &limits["authorizedApprover"][0]["approvalLimit"];
    same("approvalLimit", Some(999_999_999_999_999.1), limit.as_f64())
}

async fn both_kinds_of_approvers_have_limits(session: &mut Session) -> Claim {
    let id = limited(session).await?;
    let limits = extension(session, &id, "ApproverLimit").await?;
    let found = list_of(&limits, "costObjectApprover");
    same("there is one", 1, found.len())?;
    same(
        "approvalLimit",
        Some(0.5),
        found[0]["approvalLimit"].as_f64(),
    )?;
    same("approvalType", &json!("report"), &found[0]["approvalType"])
}

async fn a_filter_finds_who_has_a_limit_of_a_group(session: &mut Session) -> Claim {
    let id = limited(session).await?;
    for (kind, group, expected) in [
        ("report", "HR", true),
        ("report", "", true),
        ("request", "HR", false),
        ("report", "IT", false),
    ] {
        let filter = format!(
            "{WANTED}:authorizedApprover[approvalType eq \"{kind}\" and approvalGroup eq \"{group}\"]"
        );
        let users = found(session, V41, &filter).await?;
        same(&filter, expected, users.contains(&id))?;
        if group == "HR" && expected {
            same("nobody else", 1, users.len())?;
        }
    }
    Ok(())
}

async fn a_filter_of_a_limit_needs_its_brackets(session: &mut Session) -> Claim {
    limited(session).await?;
    for wrong in [
        format!("{WANTED}:authorizedApprover.approvalGroup eq \"HR\""),
        format!("{WANTED} eq \"HR\""),
    ] {
        refuses(session, V41, &[("filter", &wrong)]).await?;
    }
    Ok(())
}

/// The limit everywhere.
fn global() -> Value {
    json!({
        "approvalType": "report", "exceptionApprovalAuthority": false, "approvalLimit": 999_999_999_999_999.1,
        "reimbursementCurrency": "USD", "approvalGroup": "", "level": 1
    })
}

/// The limit in one group.
fn of_group() -> Value {
    json!({
        "approvalType": "report", "exceptionApprovalAuthority": true, "approvalLimit": 2500.5,
        "reimbursementCurrency": "USD", "approvalGroup": "HR", "level": 2
    })
}

/// An approver with a limit everywhere, one in a group, and one for cost objects.
async fn limited(session: &mut Session) -> Result<String, Failure> {
    session
        .configure(&json!({ "approvalGroups": ["HR", "IT"] }))
        .await?;
    let roles = [
        "EXP_APPROVER",
        "SHD_AUTHORIZED_APPROVER",
        "SHD_COST_OBJECT_APPROVER",
    ];
    let roles: Vec<Value> = roles
        .iter()
        .map(|role| json!({ "roleName": role }))
        .collect();
    let cost_object = json!({
        "approvalType": "report", "exceptionApprovalAuthority": false, "approvalLimit": 0.5,
        "reimbursementCurrency": "USD", "approvalGroup": ""
    });
    let limits = json!({
        "authorizedApprover": [global(), of_group()],
        "costObjectApprover": [cost_object]
    });
    let beside = [
        ("Role", json!({ "roles": roles })),
        ("ApproverLimit", limits),
    ];
    provide(session, "limited", smallest(), &beside).await
}

/// All limits of a user.
async fn all_limits(session: &mut Session, id: &str) -> Result<Value, Failure> {
    let request = Request::get(format!("{V41}/{id}")).query("attributes", WANTED);
    let user = session.call(request).await?.ok()?;
    same("id", &json!(id), &user["id"])?;
    Ok(user[urn("ApproverLimit")].clone())
}

fn list_of(limits: &Value, kind: &str) -> Vec<Value> {
    limits[kind].as_array().cloned().unwrap_or_default()
}
