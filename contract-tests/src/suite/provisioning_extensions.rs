//! User Provisioning v4: what becomes of each extension of one user.

use serde_json::{Value, json};

use super::provisioning_bulk::found;
use super::provisioning_calls::{
    APPROVER, CORE, DELEGATE, PAYROLL, PREFERENCE, ROLE, SPEND, TRAVEL, USERS, WORKFLOW, bulk,
    came_to, employ, entrant, extension, failing, followed, messages, operation, patched,
    provision, roles, spend_reply, spend_user, spend_user_with, tells,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, id_of};

register! { $ each_provisioning_extension of "provisioning_extensions", page::PROVISIONING;
    untouched_extensions_have_nothing_to_do: "provisioning.v4.provisions.status", Write;
    the_documented_extensions_are_all_told: "provisioning.v4.provisions.status", Write;
    only_touched_extensions_may_be_told: "provisioning.v4.provisions.status", FreshCompany;
    a_failed_identity_leaves_the_rest_alone: "provisioning.v4.bulk.create", Write;
    a_failed_extension_leaves_identity_written: "provisioning.v4.users.create", Write;
    a_failed_extension_has_a_code_and_a_reason: "provisioning.v4.provisions.status", Write;
    a_failed_extension_may_have_code_400: "provisioning.v4.provisions.status", FreshCompany;
    what_depends_on_failed_spend_is_not_written: "provisioning.v4.users.create", FreshCompany;
    nothing_of_spend_is_written_without_its_user: "provisioning.v4.users.create", FreshCompany;
    travel_does_not_depend_on_spend: "provisioning.v4.users.create", FreshCompany;
    travel_needs_a_rule_class: "provisioning.v4.users.create", FreshCompany;
    a_warning_alone_is_a_success: "provisioning.v4.provisions.status", FreshCompany;
    a_warning_alone_may_be_a_failure: "provisioning.v4.provisions.status", FreshCompany;
    a_warning_beside_an_error_stays_a_warning: "provisioning.v4.provisions.status", FreshCompany;
    a_role_and_an_approver_may_come_together: "provisioning.v4.users.create", FreshCompany;
}

/// The extensions of the documented reply.
const DOCUMENTED: [&str; 10] = [
    CORE, ENTERPRISE, SPEND, ROLE, APPROVER, DELEGATE, PREFERENCE, WORKFLOW, PAYROLL, TRAVEL,
];

async fn untouched_extensions_have_nothing_to_do(session: &mut Session) -> Claim {
    let done = created(session, "plain", json!({})).await?;
    for name in [CORE, ENTERPRISE] {
        came_to(&done, name, &["success"])?;
    }
    for name in [
        SPEND, ROLE, APPROVER, DELEGATE, PREFERENCE, WORKFLOW, PAYROLL,
    ] {
        came_to(&done, name, &["no-op"])?;
        let found = extension(&done, name).unwrap_or_default();
        same(name, Some("200"), found["status"]["code"].as_str())?;
        same(name, &json!(true), &found["status"]["success"])?;
        holds("nothing to say", messages(&done, name).is_empty())?;
    }
    // A recording has success where nothing was asked.
    came_to(&done, TRAVEL, &["no-op", "success"])
}

async fn the_documented_extensions_are_all_told(session: &mut Session) -> Claim {
    let done = created(session, "all", json!({})).await?;
    for name in DOCUMENTED {
        holds(name, extension(&done, name).is_some())?;
    }
    Ok(())
}

async fn only_touched_extensions_may_be_told(session: &mut Session) -> Claim {
    decide(session, "provisioning.extensions-shown", "touched").await?;
    let done = created(session, "touched", json!({ SPEND: spend_user() })).await?;
    for name in DOCUMENTED {
        let is_touched = [CORE, ENTERPRISE, SPEND].contains(&name);
        same(name, is_touched, extension(&done, name).is_some())?;
    }
    Ok(())
}

async fn a_failed_identity_leaves_the_rest_alone(session: &mut Session) -> Claim {
    let mut bad = failing(session, "bad");
    bad["data"][SPEND] = spend_user();
    bad["data"][TRAVEL] = json!({ "ruleClass": { "id": 1 } });
    let done = bulk(session, &json!([bad])).await?;
    let only = operation(&done, 0)?;
    same("success", &json!(false), &only["status"]["success"])?;
    let failed =
        |name: &&str| extension(&done, name).is_some_and(|one| one["status"]["result"] == "error");
    holds("identity failed", [CORE, ENTERPRISE].iter().any(failed))?;
    for name in [SPEND, TRAVEL] {
        came_to(&done, name, &["no-op", "not-processed"])?;
    }
    same("found", 0, found(session, "bad").await?.len())
}

async fn a_failed_extension_leaves_identity_written(session: &mut Session) -> Claim {
    let bad = spend_user_with(json!({ "reimbursementCurrency": "USDX" }));
    let answer = wrong(session, "half", json!({ SPEND: bad })).await?;
    let done = followed(session, &answer).await?;
    for name in [CORE, ENTERPRISE] {
        came_to(&done, name, &["success"])?;
    }
    came_to(&done, SPEND, &["error"])?;
    same("overall", &json!(false), &done["status"]["success"])?;
    let only = operation(&done, 0)?;
    same("success", &json!(false), &only["status"]["success"])?;
    same("code", Some("207"), only["status"]["code"].as_str())?;
    session.user(&id_of(&answer)?).await.map(drop)
}

async fn a_failed_extension_has_a_code_and_a_reason(session: &mut Session) -> Claim {
    let bad = spend_user_with(json!({ "reimbursementCurrency": "USDX" }));
    let answer = wrong(session, "code", json!({ SPEND: bad })).await?;
    let done = followed(session, &answer).await?;
    let status = extension(&done, SPEND).unwrap_or_default()["status"].clone();
    same("code", Some("500"), status["code"].as_str())?;
    same("success", &json!(false), &status["success"])?;
    same("completed", &json!(true), &status["completed"])?;
    let is_error = |one: &Value| one["type"] == "error";
    holds("an error", messages(&done, SPEND).iter().any(is_error))
}

async fn a_failed_extension_may_have_code_400(session: &mut Session) -> Claim {
    decide(session, "provisioning.failed-extension-code", "400").await?;
    let bad = spend_user_with(json!({ "reimbursementCurrency": "USDX" }));
    let answer = wrong(session, "code", json!({ SPEND: bad })).await?;
    let done = followed(session, &answer).await?;
    let status = extension(&done, SPEND).unwrap_or_default()["status"].clone();
    same("code", Some("400"), status["code"].as_str())
}

async fn what_depends_on_failed_spend_is_not_written(session: &mut Session) -> Claim {
    let bad = spend_user_with(json!({ "reimbursementCurrency": "USDX" }));
    let roles = json!({ "roles": [{ "roleName": "EXP_APPROVER" }] });
    let answer = wrong(session, "chain", json!({ SPEND: bad, ROLE: roles })).await?;
    let done = followed(session, &answer).await?;
    came_to(&done, SPEND, &["error"])?;
    came_to(&done, ROLE, &["no-op", "not-processed"])?;
    let profile = spend_reply(session, &id_of(&answer)?).await?;
    holds("no role", !profile.text().contains("EXP_APPROVER"))
}

async fn nothing_of_spend_is_written_without_its_user(session: &mut Session) -> Claim {
    let roles = json!({ "roles": [{ "roleName": "EXP_APPROVER" }] });
    let answer = wrong(session, "alone", json!({ ROLE: roles })).await?;
    let done = followed(session, &answer).await?;
    came_to(&done, ROLE, &["no-op", "not-processed", "error"])?;
    let profile = spend_reply(session, &id_of(&answer)?).await?;
    holds("no role", !profile.text().contains("EXP_APPROVER"))
}

async fn travel_does_not_depend_on_spend(session: &mut Session) -> Claim {
    crews(session).await?;
    let bad = spend_user_with(json!({ "reimbursementCurrency": "USDX" }));
    let members = json!({ SPEND: bad, TRAVEL: { "ruleClass": { "name": "Crew" } } });
    let answer = wrong(session, "travels", members).await?;
    let done = followed(session, &answer).await?;
    came_to(&done, SPEND, &["error"])?;
    came_to(&done, TRAVEL, &["success"])
}

async fn travel_needs_a_rule_class(session: &mut Session) -> Claim {
    crews(session).await?;
    let members = json!({ TRAVEL: { "gender": "Female" } });
    let answer = wrong(session, "ruleless", members).await?;
    let done = followed(session, &answer).await?;
    came_to(&done, TRAVEL, &["error"])?;
    let members = json!({ TRAVEL: { "ruleClass": { "id": 17 } } });
    let done = created(session, "ruled", members).await?;
    came_to(&done, TRAVEL, &["success"])
}

async fn a_warning_alone_is_a_success(session: &mut Session) -> Claim {
    let done = warned(session).await?;
    same("success", &json!(true), &done["status"]["success"])?;
    let path = format!("{SPEND}:testEmployee");
    tells(
        &done,
        SPEND,
        "warning",
        &format!("Invalid Value: '{path}'"),
        &path,
    )
}

async fn a_warning_alone_may_be_a_failure(session: &mut Session) -> Claim {
    decide(session, "provisioning.warnings-only", "failure").await?;
    let done = warned(session).await?;
    same("success", &json!(false), &done["status"]["success"])?;
    came_to(&done, SPEND, &["error"])
}

async fn a_warning_beside_an_error_stays_a_warning(session: &mut Session) -> Claim {
    let id = employ(session, "both", json!({})).await?;
    let operations = json!([
        { "op": "replace", "path": format!("{SPEND}:testEmployee"), "value": true },
        { "op": "replace", "path": format!("{SPEND}:reimbursementCurrency"), "value": "USDX" }
    ]);
    let done = patched(session, &id, &operations).await?;
    came_to(&done, SPEND, &["error"])?;
    let kinds: Vec<Value> = messages(&done, SPEND)
        .iter()
        .map(|one| one["type"].clone())
        .collect();
    holds("an error", kinds.contains(&json!("error")))?;
    holds("a warning", kinds.contains(&json!("warning")))
}

async fn a_role_and_an_approver_may_come_together(session: &mut Session) -> Claim {
    let roles_of = json!({ "roles": [{ "roleName": "EXP_APPROVER" }] });
    let boss = employ(session, "boss", json!({ ROLE: roles_of })).await?;
    let report = json!({ "report": [{ "approver": { "value": boss }, "primary": true }] });
    let id = employ(
        session,
        "together",
        json!({ ROLE: roles_of, APPROVER: report }),
    )
    .await?;
    let held = roles(session, &id).await?;
    same("roles", vec!["EXP_APPROVER".to_owned()], held)?;
    let profile = super::provisioning_calls::spend(session, &id).await?;
    let approver = &profile[APPROVER]["report"][0]["approver"]["value"];
    same("approver", &json!(boss), approver)
}

/// What became of a creation that must be taken.
async fn created(session: &mut Session, tag: &str, members: Value) -> Result<Value, Failure> {
    let user = entrant(session, tag, members);
    let answer = provision(session, &user).await?;
    followed(session, &answer).await
}

/// The answer to a creation of which a part will fail.
pub(super) async fn wrong(
    session: &mut Session,
    tag: &str,
    members: Value,
) -> Result<Value, Failure> {
    let user = entrant(session, tag, members);
    let reply = session
        .call(Request::post(USERS).json(&user).deviant())
        .await?;
    reply.is(201)?;
    reply.json()
}

/// What became of a change that only deserves a warning.
async fn warned(session: &mut Session) -> Result<Value, Failure> {
    let id = employ(session, "warned", json!({})).await?;
    let path = format!("{SPEND}:testEmployee");
    let operations = json!([{ "op": "replace", "path": path, "value": true }]);
    patched(session, &id, &operations).await
}

async fn crews(session: &mut Session) -> Claim {
    let classes = json!({ "ruleClasses": [{ "id": 17, "name": "Crew" }] });
    session.configure(&classes).await
}
