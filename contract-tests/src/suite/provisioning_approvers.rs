//! User Provisioning v4: who may approve what of whom.

use serde_json::{Value, json};

use super::provisioning_calls::{APPROVER, ROLE, came_to, change, employ, patched, spend, tells};
use super::{page, register};
use crate::finding::{Claim, Failure, same};
use crate::session::Session;

register! { $ each_provisioning_approver of "provisioning_approvers", page::PROVISIONING;
    an_approver_without_the_role_is_told_so: "provisioning.v4.provisions.status", FreshCompany;
    an_approver_of_reports_approves_no_requests: "provisioning.v4.users.patch", FreshCompany;
    an_unknown_approver_is_told_so: "provisioning.v4.provisions.status", FreshCompany;
    an_approver_is_known_by_number_alone: "provisioning.v4.users.patch", FreshCompany;
}

async fn an_approver_without_the_role_is_told_so(session: &mut Session) -> Claim {
    let boss = employ(session, "boss", json!({})).await?;
    let id = employ(session, "worker", json!({})).await?;
    let done = approving(session, &id, "report", json!({ "value": boss })).await?;
    came_to(&done, APPROVER, &["error"])?;
    let path = format!("{APPROVER}:report[0].approver");
    let words = format!("Invalid Permissions for '{path}'");
    tells(&done, APPROVER, "error", &words, "")?;

    let roles =
        json!([{ "op": "add", "value": { ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] } } }]);
    change(session, &boss, &roles).await?;
    let done = approving(session, &id, "report", json!({ "value": boss })).await?;
    came_to(&done, APPROVER, &["success"])
}

async fn an_approver_of_reports_approves_no_requests(session: &mut Session) -> Claim {
    let boss = approver(session, "boss").await?;
    let id = employ(session, "worker", json!({})).await?;
    let done = approving(session, &id, "request", json!({ "value": boss })).await?;
    came_to(&done, APPROVER, &["error"])?;
    let words = format!("Invalid Permissions for '{APPROVER}:request[0].approver'");
    tells(&done, APPROVER, "error", &words, "")
}

async fn an_unknown_approver_is_told_so(session: &mut Session) -> Claim {
    let id = employ(session, "worker", json!({})).await?;
    let nobody = "00000000-0000-4000-8000-000000000000";
    for reference in [
        json!({ "value": nobody }),
        json!({ "employeeNumber": "E-nobody" }),
    ] {
        let done = approving(session, &id, "report", reference).await?;
        came_to(&done, APPROVER, &["error"])?;
        let path = format!("{APPROVER}:report[0].approver");
        tells(&done, APPROVER, "error", "Invalid User ID", &path)?;
    }
    Ok(())
}

async fn an_approver_is_known_by_number_alone(session: &mut Session) -> Claim {
    let boss = approver(session, "boss").await?;
    let id = employ(session, "worker", json!({})).await?;
    let reference = json!({ "employeeNumber": "E-boss" });
    let done = approving(session, &id, "report", reference).await?;
    came_to(&done, APPROVER, &["success"])?;
    let profile = spend(session, &id).await?;
    let shown = &profile[APPROVER]["report"][0]["approver"]["value"];
    same("approver", &json!(boss), shown)
}

/// What became of a new approver.
pub(super) async fn approving(
    session: &mut Session,
    id: &str,
    kind: &str,
    reference: Value,
) -> Result<Value, Failure> {
    let value = json!([{ "approver": reference, "primary": true }]);
    let path = format!("{APPROVER}:{kind}");
    let operations = json!([{ "op": "replace", "path": path, "value": value }]);
    patched(session, id, &operations).await
}

/// A user who may approve reports.
pub(super) async fn approver(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let roles = json!({ "roles": [{ "roleName": "EXP_APPROVER" }] });
    employ(session, tag, json!({ ROLE: roles })).await
}
