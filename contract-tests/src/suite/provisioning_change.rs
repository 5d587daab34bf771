//! User Provisioning v4: a user is changed, replaced and deleted.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{
    ROLE, SPEND, USERS, WORKFLOW, asking, change, employ, entrant, followed, patched, patching,
    provision, provision_of, roles, spend, spend_user,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

register! { $ each_provisioning_change of "provisioning_change", page::PROVISIONING;
    a_patch_answers_200_with_identity_and_a_provision: "provisioning.v4.users.patch", Write;
    every_write_has_a_provision_of_its_own: "provisioning.v4.users.patch", Write;
    a_patch_of_identity_shows_at_once: "provisioning.v4.users.patch", FreshCompany;
    a_patch_of_spend_waits_for_its_provision: "provisioning.v4.users.patch", FreshCompany;
    a_put_erases_what_is_not_sent: "provisioning.v4.users.replace", Write;
    a_put_without_spend_takes_the_other_spend_extensions_away: "provisioning.v4.users.replace", FreshCompany;
    a_put_keeps_the_company: "provisioning.v4.users.replace", FreshCompany;
    the_company_cannot_be_changed: "provisioning.v4.users.patch", Write;
    a_taken_login_cannot_be_patched_in: "provisioning.v4.users.patch", Write;
    whoever_leaves_is_switched_off: "provisioning.v4.users.patch", Write;
    a_delete_is_204_and_the_user_is_gone: "provisioning.v4.users.delete", Write;
    an_unknown_user_is_404: "provisioning.v4.users.delete", Write;
    a_user_of_another_company_is_404: "provisioning.v4.users.patch", FreshCompany;
    the_older_base_path_changes_as_well: "provisioning.v4.users.patch", Write;
    a_broken_patch_changes_nothing_and_starts_nothing: "provisioning.v4.users.patch", FreshCompany;
    what_failed_can_be_sent_again_alone: "provisioning.v4.users.patch", FreshCompany;
}

async fn a_patch_answers_200_with_identity_and_a_provision(session: &mut Session) -> Claim {
    let id = hired(session, "plain").await?;
    let operations = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let answer = session.call(patching(&id, &operations)).await?.ok()?;
    same("id", Some(id.as_str()), answer["id"].as_str())?;
    same("title", &json!("Pilot"), &answer["title"])?;
    let status = followed(session, &answer).await?;
    same("success", &json!(true), &status["status"]["success"])?;
    same(
        "provisionType",
        &json!("User"),
        &status["meta"]["provisionType"],
    )
}

async fn every_write_has_a_provision_of_its_own(session: &mut Session) -> Claim {
    let id = hired(session, "twice").await?;
    let operations = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let first = session.call(patching(&id, &operations)).await?.ok()?;
    let second = session.call(patching(&id, &operations)).await?.ok()?;
    holds(
        "two provisions",
        provision_of(&first)? != provision_of(&second)?,
    )
}

async fn a_patch_of_identity_shows_at_once(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let id = hired(session, "soon").await?;
    let operations = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    session.call(patching(&id, &operations)).await?.is(200)?;
    let user = session.user(&id).await?;
    same("title", &json!("Pilot"), &user["title"])
}

async fn a_patch_of_spend_waits_for_its_provision(session: &mut Session) -> Claim {
    let id = employ(session, "waits", json!({})).await?;
    decide(session, "provisioning.completes", "manually").await?;
    let path = format!("{SPEND}:stateProvince");
    let operations = json!([{ "op": "replace", "path": path, "value": "WA" }]);
    let answer = session.call(patching(&id, &operations)).await?.ok()?;
    let before = spend(session, &id).await?;
    holds("not yet", before[SPEND]["stateProvince"].is_null())?;

    session.complete(&provision_of(&answer)?).await?;
    let after = spend(session, &id).await?;
    same(
        "stateProvince",
        &json!("WA"),
        &after[SPEND]["stateProvince"],
    )
}

async fn a_put_erases_what_is_not_sent(session: &mut Session) -> Claim {
    let mut user = newcomer(session, "erased");
    user["title"] = json!("Pilot");
    user[ENTERPRISE]["department"] = json!("Tower");
    let id = id_of(&provision(session, &user).await?)?;
    let mut less = newcomer(session, "erased");
    less["id"] = json!(id);
    let answer = replace(session, &id, &less).await?.ok()?;
    provision_of(&answer)?;
    let known = session.user(&id).await?;
    holds("no title", known["title"].is_null())?;
    holds("no department", known[ENTERPRISE]["department"].is_null())?;
    same("userName", &less["userName"], &known["userName"])
}

async fn a_put_without_spend_takes_the_other_spend_extensions_away(session: &mut Session) -> Claim {
    let id = employ(
        session,
        "reset",
        json!({
            ROLE: { "roles": [{ "roleName": "EXP_APPROVER" }] },
            WORKFLOW: { "promptForApproverOnReportSubmit": true }
        }),
    )
    .await?;
    let held = roles(session, &id).await?;
    holds(
        "the role is there",
        held.contains(&"EXP_APPROVER".to_owned()),
    )?;
    let mut less = newcomer(session, "reset");
    less["id"] = json!(id);
    let answer = replace(session, &id, &less).await?.ok()?;
    followed(session, &answer).await?;

    let held = roles(session, &id).await?;
    holds(
        "the role is gone",
        !held.contains(&"EXP_APPROVER".to_owned()),
    )?;
    let profile = spend(session, &id).await?;
    holds(
        "the default is back",
        profile[WORKFLOW]["promptForApproverOnReportSubmit"] != true,
    )
}

async fn a_put_keeps_the_company(session: &mut Session) -> Claim {
    let id = hired(session, "stays").await?;
    let mut other = newcomer(session, "stays");
    other["id"] = json!(id);
    other[ENTERPRISE]["companyId"] = json!("11111111-1111-4111-8111-111111111111");
    let reply = replace(session, &id, &other).await?;
    holds("refused", [400, 403, 404].contains(&reply.status()))?;
    let known = session.user(&id).await?;
    let company = session.company().company_id.clone();
    same(
        "companyId",
        &json!(company),
        &known[ENTERPRISE]["companyId"],
    )
}

async fn the_company_cannot_be_changed(session: &mut Session) -> Claim {
    let id = hired(session, "stays").await?;
    let path = format!("{ENTERPRISE}:companyId");
    let value = "11111111-1111-4111-8111-111111111111";
    let operations = json!([{ "op": "replace", "path": path, "value": value }]);
    let refusal = session
        .call(patching(&id, &operations))
        .await?
        .refused(400)?;
    same("scimType", Some("mutability"), refusal.scim_type.as_deref())
}

async fn a_taken_login_cannot_be_patched_in(session: &mut Session) -> Claim {
    hired(session, "first").await?;
    let id = hired(session, "second").await?;
    let value = "first@newcomer.example";
    let operations = json!([{ "op": "replace", "path": "userName", "value": value }]);
    let reply = session.call(patching(&id, &operations)).await?;
    reply.refused(409).map(drop)
}

async fn whoever_leaves_is_switched_off(session: &mut Session) -> Claim {
    let id = hired(session, "leaver").await?;
    let operations = json!([
        { "op": "replace", "path": "active", "value": false },
        { "op": "replace", "path": format!("{ENTERPRISE}:terminationDate"), "value": "2026-01-31T00:00:00Z" }
    ]);
    change(session, &id, &operations).await?;
    let known = session.user(&id).await?;
    same("active", &json!(false), &known["active"])?;
    let end = known[ENTERPRISE]["terminationDate"].as_str();
    holds(
        "the day",
        end.is_some_and(|end| end.starts_with("2026-01-31")),
    )
}

async fn a_delete_is_204_and_the_user_is_gone(session: &mut Session) -> Claim {
    let id = hired(session, "gone").await?;
    let path = format!("{USERS}/{id}");
    session.call(Request::delete(&path)).await?.is(204)?;
    let known = Request::get(format!("{}/{id}", crate::session::USERS));
    session.call(known).await?.refused(404)?;
    session
        .call(Request::delete(path))
        .await?
        .refused(404)
        .map(drop)
}

async fn an_unknown_user_is_404(session: &mut Session) -> Claim {
    let nobody = "00000000-0000-4000-8000-000000000000";
    let operations = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    session
        .call(patching(nobody, &operations))
        .await?
        .refused(404)?;
    let mut user = newcomer(session, "nobody");
    user["id"] = json!(nobody);
    replace(session, nobody, &user).await?.refused(404)?;
    let request = Request::delete(format!("{USERS}/{nobody}"));
    session.call(request).await?.refused(404).map(drop)
}

async fn a_user_of_another_company_is_404(session: &mut Session) -> Claim {
    let id = hired(session, "theirs").await?;
    session.enter(&Wish::default()).await?;
    let operations = json!([{ "op": "replace", "path": "title", "value": "Pilot" }]);
    let reply = session.call(patching(&id, &operations)).await?;
    reply.refused(404).map(drop)
}

async fn the_older_base_path_changes_as_well(session: &mut Session) -> Claim {
    let id = hired(session, "older").await?;
    let body = json!({ "Operations": [{ "op": "replace", "path": "title", "value": "Pilot" }] });
    let request = Request::patch(format!("/provisioning/v4/Users/{id}")).json(&body);
    let answer = session.call(request).await?.ok()?;
    same("title", &json!("Pilot"), &answer["title"])?;
    let request = Request::delete(format!("/provisioning/v4/Users/{id}"));
    session.call(request).await?.is(204)
}

async fn a_broken_patch_changes_nothing_and_starts_nothing(session: &mut Session) -> Claim {
    let id = hired(session, "whole").await?;
    let before = session.provisions().await?.len();
    let operations = json!([
        { "op": "replace", "path": "title", "value": "Pilot" },
        { "op": "replace", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "9".repeat(49) }
    ]);
    session
        .call(patching(&id, &operations))
        .await?
        .refused(400)?;
    holds("no title", session.user(&id).await?["title"].is_null())?;
    same("provisions", before, session.provisions().await?.len())
}

async fn what_failed_can_be_sent_again_alone(session: &mut Session) -> Claim {
    let bad = json!({ "reimbursementCurrency": "USDX", "country": "US", "locale": "en-US" });
    let user = entrant(session, "again", json!({ SPEND: bad }));
    let request = Request::post(USERS).json(&user).deviant();
    let reply = session.call(request).await?;
    reply.is(201)?;
    let answer = reply.json()?;
    let status = session.call(asking(&provision_of(&answer)?)).await?.ok()?;
    same("success", &json!(false), &status["status"]["success"])?;

    let id = id_of(&answer)?;
    let operations = json!([{ "op": "add", "value": { SPEND: spend_user() } }]);
    let done = patched(session, &id, &operations).await?;
    same("success", &json!(true), &done["status"]["success"])?;
    let profile = spend(session, &id).await?;
    same(
        "currency",
        &json!("USD"),
        &profile[SPEND]["reimbursementCurrency"],
    )
}

async fn hired(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let user = newcomer(session, tag);
    id_of(&provision(session, &user).await?)
}

async fn replace(session: &mut Session, id: &str, user: &Value) -> Result<Reply, Failure> {
    let request = Request::put(format!("{USERS}/{id}")).json(user);
    session.call(request).await
}
