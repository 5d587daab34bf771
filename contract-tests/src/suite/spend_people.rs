//! Spend User v4.1: approvers, delegates and managers of a user.

use serde_json::{Value, json};

use super::spend_calls::{approver, extension, provide, set, smallest, spender};
use super::{page, register};
use crate::finding::{Claim, same};
use crate::session::Session;

register! { $ each_spend_person of "spend_people", page::SPEND_V4_1;
    approvers_are_read_by_their_ids: "spend.v4_1.users.get", FreshCompany;
    an_approver_by_number_is_read_by_the_id: "spend.v4_1.users.get", FreshCompany;
    delegates_are_read_with_what_they_may_do: "spend.v4_1.users.get", FreshCompany;
    a_manager_of_reports_is_read_by_the_id: "spend.v4_1.users.get", FreshCompany;
    a_circle_of_managers_is_nulled: "spend.v4_1.users.get", FreshCompany;
    a_hierarchy_of_reports_is_read: "spend.v4_1.users.get", FreshCompany;
}

async fn approvers_are_read_by_their_ids(session: &mut Session) -> Claim {
    let (one, other) = (
        approver(session, "boss").await?,
        approver(session, "second").await?,
    );
    let written = json!({
        "report": [
            { "approver": { "value": one }, "primary": true },
            { "approver": { "value": other }, "primary": false }
        ],
        "request": [{ "approver": { "value": one }, "primary": true }]
    });
    let beside = [("Approver", written.clone())];
    let id = provide(session, "led", smallest(), &beside).await?;
    let found = extension(session, &id, "Approver").await?;
    for (kind, list) in written.as_object().into_iter().flatten() {
        let list = list.as_array().cloned().unwrap_or_default();
        same(kind, Some(list.len()), found[kind].as_array().map(Vec::len))?;
        for (at, one) in list.iter().enumerate() {
            let shown = &found[kind][at];
            same(kind, &one["primary"], &shown["primary"])?;
            same(kind, &one["approver"]["value"], &shown["approver"]["value"])?;
        }
    }
    Ok(())
}

async fn an_approver_by_number_is_read_by_the_id(session: &mut Session) -> Claim {
    let boss = approver(session, "boss").await?;
    let by_number =
        json!({ "report": [{ "approver": { "employeeNumber": "E-boss" }, "primary": true }] });
    let id = provide(session, "led", smallest(), &[("Approver", by_number)]).await?;
    let found = extension(session, &id, "Approver").await?;
    same(
        "the approver",
        &json!(boss),
        &found["report"][0]["approver"]["value"],
    )
}

async fn delegates_are_read_with_what_they_may_do(session: &mut Session) -> Claim {
    // Whoever acts for another must use the same product.
    let roles = json!({ "roles": [{ "roleName": "INV_PURCH_REQ_USER" }] });
    let beside = [("Role", roles.clone())];
    let helper = provide(session, "helper", smallest(), &beside).await?;
    let delegate = json!({
        "canApprove": false, "canPrepare": true, "canPrepareForApproval": true,
        "canReceiveApprovalEmail": false, "canReceiveEmail": true, "canSubmit": true,
        "canSubmitTravelRequest": false, "canUseBi": false, "canViewReceipt": true,
        "delegate": { "value": helper }
    });
    let beside = [
        ("Role", roles),
        ("Delegate", json!({ "purchaseRequest": [delegate] })),
    ];
    let id = provide(session, "helped", smallest(), &beside).await?;
    let found = extension(session, &id, "Delegate").await?["purchaseRequest"][0].clone();
    for (name, value) in delegate.as_object().into_iter().flatten() {
        if name != "delegate" {
            same(name, value, &found[name])?;
        }
    }
    same("delegate", &json!(helper), &found["delegate"]["value"])
}

async fn a_manager_of_reports_is_read_by_the_id(session: &mut Session) -> Claim {
    let manager = approver(session, "chief").await?;
    for reference in [
        json!({ "value": manager }),
        json!({ "employeeNumber": "E-chief" }),
    ] {
        let tag = if reference.get("value").is_some() {
            "by-id"
        } else {
            "by-number"
        };
        let profile = spender(&json!({ "biManager": reference }));
        let id = provide(session, tag, profile, &[]).await?;
        let found = extension(session, &id, "User").await?;
        same(tag, &json!(manager), &found["biManager"]["value"])?;
    }
    Ok(())
}

async fn a_circle_of_managers_is_nulled(session: &mut Session) -> Claim {
    let top = provide(session, "top", smallest(), &[]).await?;
    let profile = spender(&json!({ "biManager": { "value": top } }));
    let below = provide(session, "below", profile, &[]).await?;
    set(session, &top, "User:biManager", json!({ "value": below })).await?;
    let found = extension(session, &top, "User").await?;
    same("biManager", Some(&Value::Null), found.get("biManager"))
}

async fn a_hierarchy_of_reports_is_read(session: &mut Session) -> Claim {
    let lists = json!([{ "name": "Regions", "items": [{ "code": "NA", "value": "North America", "syncGuid": "1b4e28ba-2fa1-41d2-883f-0016d3cca427" }] }]);
    session
        .configure(&json!({ "lists": lists, "customFields": [] }))
        .await?;
    let profile = spender(&json!({ "biHierarchy": { "code": "NA" } }));
    let id = provide(session, "ranked", profile, &[]).await?;
    let found = extension(session, &id, "User").await?;
    same("code", &json!("NA"), &found["biHierarchy"]["code"])
}
