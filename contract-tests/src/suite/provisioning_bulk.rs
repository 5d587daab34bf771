//! User Provisioning v4: many operations in one request.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{
    BULK, SPEND, accepted, asking, bulk, bulking, changing, detail, employ, hiring, operation,
    provision, queue, roles, spend, spend_user,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, id_of};

register! { $ each_provisioning_bulk of "provisioning_bulk", page::PROVISIONING;
    a_bulk_answers_202_with_everything_pending: "provisioning.v4.bulk.create", Write;
    the_location_of_the_answer_can_be_asked: "provisioning.v4.bulk.create", Write;
    nothing_is_done_before_the_provision_is_carried_out: "provisioning.v4.bulk.create", FreshCompany;
    one_bulk_creates_changes_replaces_and_deletes: "provisioning.v4.bulk.create", Write;
    operations_are_carried_out_in_their_order: "provisioning.v4.bulk.create", Write;
    the_names_of_the_request_come_back: "provisioning.v4.bulk.create", Write;
    a_change_needs_no_name: "provisioning.v4.bulk.create", Write;
    spend_is_written_by_a_bulk: "provisioning.v4.bulk.create", FreshCompany;
    the_printed_change_takes_a_role_away: "provisioning.v4.bulk.create", FreshCompany;
    the_schema_of_a_patch_may_be_named_as_well: "provisioning.v4.bulk.create", Write;
    the_company_may_stand_in_the_query: "provisioning.v4.bulk.create", Write;
    the_older_base_path_takes_a_bulk_as_well: "provisioning.v4.bulk.create", Write;
    the_path_may_end_in_a_slash: "provisioning.v4.bulk.create", Write;
}

async fn a_bulk_answers_202_with_everything_pending(session: &mut Session) -> Claim {
    let operations = json!([
        hiring(session, "a", json!({})),
        hiring(session, "b", json!({}))
    ]);
    let queued = queue(session, &operations).await?;
    let counts = json!({ "total": 2, "success": 0, "failed": 0, "pending": 2 });
    same("counts", &counts, &queued["operationsCount"])?;
    same("completed", &json!(false), &queued["status"]["completed"])?;
    holds("no success", queued["status"]["success"].is_null())?;
    same(
        "provisionType",
        &json!("Bulk"),
        &queued["meta"]["provisionType"],
    )?;
    holds("no operations", queued.get("operations").is_none())
}

async fn the_location_of_the_answer_can_be_asked(session: &mut Session) -> Claim {
    let operations = json!([hiring(session, "a", json!({}))]);
    let queued = queue(session, &operations).await?;
    let base = session.company().base_url.clone();
    let location = queued["meta"]["location"].as_str().unwrap_or_default();
    let path = location.strip_prefix(&base).unwrap_or_default().to_owned();
    let status = session.call(Request::get(path)).await?.ok()?;
    same("id", &queued["id"], &status["id"])?;
    same("success", &json!(true), &status["status"]["success"])
}

async fn nothing_is_done_before_the_provision_is_carried_out(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let operations = json!([hiring(session, "later", json!({}))]);
    let queued = queue(session, &operations).await?;
    same("before", 0, found(session, "later").await?.len())?;
    session.complete(&id_of(&queued)?).await?;
    same("after", 1, found(session, "later").await?.len())
}

async fn one_bulk_creates_changes_replaces_and_deletes(session: &mut Session) -> Claim {
    let changed = hired(session, "changed").await?;
    let replaced = hired(session, "replaced").await?;
    let deleted = hired(session, "deleted").await?;
    let mut data = newcomer(session, "replaced");
    data["id"] = json!(replaced);
    data["title"] = json!("Captain");
    let title = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let operations = json!([
        hiring(session, "created", json!({})),
        changing(&changed, &title),
        { "method": "PUT", "path": format!("/Users/{replaced}"), "bulkId": "put", "data": data },
        { "method": "DELETE", "path": format!("/Users/{deleted}") },
    ]);
    let done = bulk(session, &operations).await?;
    let counts = json!({ "total": 4, "success": 4, "failed": 0, "pending": 0 });
    same("counts", &counts, &done["operationsCount"])?;
    let created = operation(&done, 0)?["resource"]["id"].clone();
    same(
        "created",
        vec![created],
        ids_as_json(&found(session, "created").await?),
    )?;
    same(
        "changed",
        &json!("Pilot"),
        &session.user(&changed).await?["title"],
    )?;
    same(
        "replaced",
        &json!("Captain"),
        &session.user(&replaced).await?["title"],
    )?;
    let gone = Request::get(format!("{}/{deleted}", crate::session::USERS));
    session.call(gone).await?.refused(404).map(drop)
}

async fn operations_are_carried_out_in_their_order(session: &mut Session) -> Claim {
    let mut second = hiring(session, "second", json!({}));
    second["data"][ENTERPRISE]["employeeNumber"] = json!("E-first");
    let operations = json!([hiring(session, "first", json!({})), second]);
    let done = bulk(session, &operations).await?;
    let verdicts = [0, 1].map(|at| done["operations"][at]["status"]["success"].clone());
    same("success", [json!(true), json!(false)], verdicts)?;
    same("the second", 0, found(session, "second").await?.len())
}

async fn the_names_of_the_request_come_back(session: &mut Session) -> Claim {
    let operations = json!([
        hiring(session, "a", json!({})),
        hiring(session, "b", json!({}))
    ]);
    let done = bulk(session, &operations).await?;
    for (at, name) in [(0, "a"), (1, "b")] {
        let one = operation(&done, at)?;
        same("bulkId", Some(name), one["bulkId"].as_str())?;
        same(
            "id",
            Some((at + 1).to_string().as_str()),
            one["id"].as_str(),
        )?;
    }
    Ok(())
}

async fn a_change_needs_no_name(session: &mut Session) -> Claim {
    let id = hired(session, "nameless").await?;
    let title = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let done = bulk(session, &json!([changing(&id, &title)])).await?;
    let one = operation(&done, 0)?;
    same("success", &json!(true), &one["status"]["success"])?;
    holds("no name", one["bulkId"].is_null())?;
    same("id", Some(id.as_str()), one["resource"]["id"].as_str())
}

async fn spend_is_written_by_a_bulk(session: &mut Session) -> Claim {
    let operations = json!([hiring(session, "spender", json!({ SPEND: spend_user() }))]);
    let done = bulk(session, &operations).await?;
    let id = operation(&done, 0)?["resource"]["id"].clone();
    let profile = spend(session, id.as_str().unwrap_or_default()).await?;
    same(
        "currency",
        &json!("USD"),
        &profile[SPEND]["reimbursementCurrency"],
    )
}

async fn the_printed_change_takes_a_role_away(session: &mut Session) -> Claim {
    let role = super::provisioning_calls::ROLE;
    let held = json!({ role: { "roles": [{ "roleName": "EXP_APPROVER" }, { "roleName": "SHD_ROLE_ADMIN" }] } });
    let id = employ(session, "roles", held).await?;
    let path = format!("{role}:roles[roleName eq \"SHD_ROLE_ADMIN\"]");
    let removal = json!([
        { "op": "add", "path": format!("{ENTERPRISE}:department"), "value": "Tower" },
        { "op": "remove", "path": path }
    ]);
    let done = bulk(session, &json!([changing(&id, &removal)])).await?;
    same("success", &json!(true), &done["status"]["success"])?;
    same(
        "roles",
        vec!["EXP_APPROVER".to_owned()],
        roles(session, &id).await?,
    )?;
    let known = session.user(&id).await?;
    same(
        "department",
        &json!("Tower"),
        &known[ENTERPRISE]["department"],
    )
}

async fn the_schema_of_a_patch_may_be_named_as_well(session: &mut Session) -> Claim {
    let id = hired(session, "both").await?;
    let patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    let mut one = changing(
        &id,
        &json!([{ "op": "replace", "path": "title", "value": "Pilot" }]),
    );
    one["data"]["schemas"] = json!([patch]);
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest", patch],
        "failOnErrors": 1,
        "Operations": [one]
    });
    let queued = accepted(&session.call(Request::post(BULK).json(&body)).await?)?;
    let status = session.call(asking(&id_of(&queued)?)).await?.ok()?;
    same("success", &json!(true), &status["status"]["success"])
}

async fn the_company_may_stand_in_the_query(session: &mut Session) -> Claim {
    let company = session.company().company_id.clone();
    let operations = json!([hiring(session, "query", json!({}))]);
    let request = bulking(&operations).query("companyId", company);
    accepted(&session.call(request).await?)?;
    same("found", 1, found(session, "query").await?.len())
}

async fn the_older_base_path_takes_a_bulk_as_well(session: &mut Session) -> Claim {
    let mut request = bulking(&json!([hiring(session, "older", json!({}))]));
    "/provisioning/v4/Bulk".clone_into(&mut request.path);
    let queued = accepted(&session.call(request).await?)?;
    detail(session, &id_of(&queued)?).await?;
    same("found", 1, found(session, "older").await?.len())
}

async fn the_path_may_end_in_a_slash(session: &mut Session) -> Claim {
    let mut request = bulking(&json!([hiring(session, "slash", json!({}))]));
    request.path = format!("{BULK}/");
    accepted(&session.call(request).await?)?;
    same("found", 1, found(session, "slash").await?.len())
}

/// Claims that an operation is not carried out: refused with the request, or failed by itself.
pub(super) async fn fails_or_is_refused(session: &mut Session, operations: Value) -> Claim {
    let reply = session.call(bulking(&operations).deviant()).await?;
    if reply.status() == 400 {
        return reply.refused(400).map(drop);
    }
    let done = detail(session, &id_of(&accepted(&reply)?)?).await?;
    let one = operation(&done, 0)?;
    same("success", &json!(false), &one["status"]["success"])
}

/// The ids of the users with the login of that tag.
pub(super) async fn found(session: &mut Session, tag: &str) -> Result<Vec<String>, Failure> {
    let filter = format!("userName eq \"{tag}@newcomer.example\"");
    session.find(&filter).await
}

fn ids_as_json(ids: &[String]) -> Vec<Value> {
    ids.iter().map(|id| json!(id)).collect()
}

/// A user with nothing but an identity.
pub(super) async fn hired(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let user = newcomer(session, tag);
    id_of(&provision(session, &user).await?)
}
