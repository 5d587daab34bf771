//! User Provisioning v4: every form of a change that the pages and the sample collection print, by its effect on identity and spend.

use serde_json::json;

use super::people::newcomer;
use super::provisioning_bulk::hired;
use super::provisioning_calls::{change, employ, patching};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{ENTERPRISE, Session};

register! { $ each_provisioning_patch_form of "provisioning_patch_forms", page::PROVISIONING;
    simple_paths_are_replaced: "provisioning.v4.users.patch", Write;
    entitlements_are_added_as_a_list: "provisioning.v4.users.patch", Write;
    attributes_of_the_enterprise_extension_are_reached: "provisioning.v4.users.patch", Write;
    #[source = page::SAMPLE_COLLECTION] a_whole_extension_is_reached_without_colon: "provisioning.v4.users.patch", Write;
    a_filter_reaches_a_part_of_an_address: "provisioning.v4.users.patch", FreshCompany;
    #[source = page::SAMPLE_COLLECTION] a_filter_may_take_the_address_itself: "provisioning.v4.users.patch", Write;
    #[source = page::SAMPLE_COLLECTION] a_removal_may_name_the_value: "provisioning.v4.users.patch", Write;
    #[source = page::SAMPLE_COLLECTION] a_filter_without_brackets_takes_one_entitlement_or_nothing: "provisioning.v4.users.patch", Write;
    #[source = page::SAMPLE_COLLECTION] the_nickname_is_no_part_of_the_name: "provisioning.v4.users.patch", Write;
}

async fn simple_paths_are_replaced(session: &mut Session) -> Claim {
    let id = hired(session, "simple").await?;
    let operations = json!([
        { "op": "replace", "path": "userName", "value": "renamed@newcomer.example" },
        { "op": "replace", "path": "name.givenName", "value": "Kim" },
        { "op": "add", "path": "title", "value": "Pilot" },
        { "op": "replace", "path": "active", "value": false }
    ]);
    change(session, &id, &operations).await?;
    let known = session.user(&id).await?;
    same(
        "userName",
        &json!("renamed@newcomer.example"),
        &known["userName"],
    )?;
    same("givenName", &json!("Kim"), &known["name"]["givenName"])?;
    same("title", &json!("Pilot"), &known["title"])?;
    same("active", &json!(false), &known["active"])
}

async fn entitlements_are_added_as_a_list(session: &mut Session) -> Claim {
    let id = hired(session, "listed").await?;
    let all = ["Expense", "Request", "Travel"];
    let operations = json!([{ "op": "add", "path": "entitlements", "value": all }]);
    change(session, &id, &operations).await?;
    same(
        "entitlements",
        all.map(str::to_owned).to_vec(),
        entitlements(session, &id).await?,
    )
}

async fn attributes_of_the_enterprise_extension_are_reached(session: &mut Session) -> Claim {
    let manager = session.create_id(&newcomer(session, "chief")).await?;
    let id = hired(session, "led").await?;
    let operations = json!([
        { "op": "replace", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "Updated-1" },
        { "op": "replace", "path": format!("{ENTERPRISE}:manager.value"), "value": manager }
    ]);
    change(session, &id, &operations).await?;
    let known = session.user(&id).await?[ENTERPRISE].clone();
    same(
        "employeeNumber",
        &json!("Updated-1"),
        &known["employeeNumber"],
    )?;
    same("manager", &json!(manager), &known["manager"]["value"])
}

async fn a_whole_extension_is_reached_without_colon(session: &mut Session) -> Claim {
    let id = hired(session, "bare").await?;
    let value = json!({ "startDate": "2026-02-02T00:00:00Z" });
    let operations = json!([{ "op": "add", "path": ENTERPRISE, "value": value }]);
    change(session, &id, &operations).await?;
    let known = session.user(&id).await?[ENTERPRISE].clone();
    let start = known["startDate"].as_str();
    holds(
        "startDate",
        start.is_some_and(|day| day.starts_with("2026-02-02")),
    )?;
    same("employeeNumber", &json!("E-bare"), &known["employeeNumber"])
}

async fn a_filter_reaches_a_part_of_an_address(session: &mut Session) -> Claim {
    let user = super::readings_of_creates::verified_email();
    let id = employ(session, "seen", user).await?;
    let path = "emails[type eq \"work\"].verified";
    let operations = json!([{ "op": "replace", "path": path, "value": false }]);
    change(session, &id, &operations).await?;
    let email = session.user(&id).await?["emails"][0].clone();
    same("verified", &json!(false), &email["verified"])?;
    same("value", &json!("a@newcomer.example"), &email["value"])
}

async fn a_filter_may_take_the_address_itself(session: &mut Session) -> Claim {
    let id = hired(session, "scalar").await?;
    let path = "emails[type eq \"work\"]";
    let operations = json!([{ "op": "replace", "path": path, "value": "moved@newcomer.example" }]);
    change(session, &id, &operations).await?;
    let emails = session.user(&id).await?["emails"].clone();
    same(
        "value",
        &json!("moved@newcomer.example"),
        &emails[0]["value"],
    )?;
    same("type", &json!("work"), &emails[0]["type"])
}

async fn a_removal_may_name_the_value(session: &mut Session) -> Claim {
    let id = hired(session, "nick").await?;
    let operations = json!([{ "op": "add", "path": "nickName", "value": "Rob" }]);
    change(session, &id, &operations).await?;
    same(
        "before",
        &json!("Rob"),
        &session.user(&id).await?["nickName"],
    )?;
    let operations = json!([{ "op": "remove", "path": "nickName", "value": "Rob" }]);
    change(session, &id, &operations).await?;
    holds(
        "no nickname",
        session.user(&id).await?["nickName"].is_null(),
    )
}

async fn a_filter_without_brackets_takes_one_entitlement_or_nothing(
    session: &mut Session,
) -> Claim {
    let id = hired(session, "bracket").await?;
    let both = ["Expense", "Invoice"];
    let operations = json!([{ "op": "add", "path": "entitlements", "value": both }]);
    change(session, &id, &operations).await?;
    let operations = json!([{ "op": "remove", "path": "entitlements eq \"Invoice\"" }]);
    let reply = session.call(patching(&id, &operations).deviant()).await?;
    let kept = entitlements(session, &id).await?;
    // The only printed body with it is no JSON.
    if reply.status() == 200 {
        return same("entitlements", vec!["Expense".to_owned()], kept);
    }
    reply.refused(400)?;
    same("entitlements", both.map(str::to_owned).to_vec(), kept)
}

async fn the_nickname_is_no_part_of_the_name(session: &mut Session) -> Claim {
    let id = hired(session, "nested").await?;
    let operations = json!([{ "op": "add", "path": "name.nickName", "value": "Rob" }]);
    let reply = session.call(patching(&id, &operations).deviant()).await?;
    reply.refused(400)?;
    holds(
        "no nickname",
        session.user(&id).await?["nickName"].is_null(),
    )
}

async fn entitlements(session: &mut Session, id: &str) -> Result<Vec<String>, Failure> {
    let known = session.user_with(id, "entitlements").await?;
    let listed = known["entitlements"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let mut names: Vec<String> = listed
        .iter()
        .filter_map(|one| one.as_str().map(ToOwned::to_owned))
        .collect();
    names.sort();
    Ok(names)
}
