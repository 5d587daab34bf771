//! Identity v4.1: what ties a user to its manager.

use serde_json::{Value, json};

use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS};

register! { $ each_identity_v4_1_manager of "identity_v4_1_managers", page::IDENTITY_V4_1;
    a_managers_number_stands_beside_its_id: "identity.v4_1.users.get", Write;
    a_managers_new_number_shows_in_its_reports: "identity.v4_1.users.patch", Write;
    a_report_can_be_changed_when_its_manager_is_gone: "identity.v4_1.users.patch", Write;
    a_manager_is_a_user_of_the_company: "identity.v4_1.users.create", Write;
    nobody_manages_a_manager_of_its_own: "identity.v4_1.users.patch", Write;
    a_manager_is_removed_by_its_id: "identity.v4_1.users.patch", Write;
}

async fn a_managers_number_stands_beside_its_id(session: &mut Session) -> Claim {
    let (manager, report) = pair(session, "beside").await?;

    let shown = session.user(&report).await?;

    same(
        "id",
        json!(manager),
        shown[ENTERPRISE]["manager"]["value"].clone(),
    )?;
    same(
        "number",
        json!("E-beside-manager"),
        shown[ENTERPRISE]["manager"]["employeeNumber"].clone(),
    )
}

async fn a_managers_new_number_shows_in_its_reports(session: &mut Session) -> Claim {
    let (manager, report) = pair(session, "renumbered").await?;
    let path = format!("{ENTERPRISE}:employeeNumber");
    let renumber = json!([{ "op": "replace", "path": path, "value": "E-new" }]);
    session.patch(&manager, renumber).await?.is(200)?;

    let shown = session.user(&report).await?;
    same(
        "number",
        json!("E-new"),
        shown[ENTERPRISE]["manager"]["employeeNumber"].clone(),
    )?;
    let filter = |number: &str| format!("{ENTERPRISE}:manager.employeeNumber eq \"{number}\"");
    same(
        "by the new number",
        vec![report],
        session.find(&filter("E-new")).await?,
    )?;
    let stale = session.find(&filter("E-renumbered-manager")).await?;
    same("by the old number", Vec::<String>::new(), stale)
}

async fn a_report_can_be_changed_when_its_manager_is_gone(session: &mut Session) -> Claim {
    let (manager, report) = pair(session, "orphan").await?;
    session
        .call(Request::delete(format!("{USERS}/{manager}")))
        .await?
        .is(204)?;

    let change = json!([{ "op": "replace", "path": "title", "value": "Orphan" }]);
    let changed = session.patch(&report, change).await?.ok()?;

    same("title", json!("Orphan"), changed["title"].clone())
}

async fn a_manager_is_a_user_of_the_company(session: &mut Session) -> Claim {
    let manager = json!({ "value": "00000000-0000-4000-8000-000000000000" });
    let user = newcomer_with(session, "stray", json!({}), json!({ "manager": manager }));

    session
        .call(Request::post(USERS).json(&user))
        .await?
        .refused(400)
        .map(drop)
}

async fn nobody_manages_a_manager_of_its_own(session: &mut Session) -> Claim {
    let (manager, report) = pair(session, "circle").await?;

    for wrong in [&manager, &report] {
        let path = format!("{ENTERPRISE}:manager.value");
        let change = json!([{ "op": "add", "path": path, "value": wrong }]);
        session.patch(&manager, change).await?.refused(400)?;
    }
    Ok(())
}

async fn a_manager_is_removed_by_its_id(session: &mut Session) -> Claim {
    let (_, report) = pair(session, "freed").await?;
    let remove = json!([{ "op": "remove", "path": format!("{ENTERPRISE}:manager.value") }]);

    let changed = session.patch(&report, remove).await?.ok()?;

    holds(
        "there is no manager",
        changed[ENTERPRISE]["manager"] == Value::Null,
    )
}

/// A manager and a report.
async fn pair(session: &mut Session, tag: &str) -> Result<(String, String), Failure> {
    let manager = newcomer(session, &format!("{tag}-manager"));
    let manager = session.create_id(&manager).await?;
    let enterprise = json!({ "manager": { "value": manager } });
    let report = newcomer_with(session, tag, json!({}), enterprise);
    let report = session.create_id(&report).await?;
    Ok((manager, report))
}
