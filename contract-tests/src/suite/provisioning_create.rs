//! User Provisioning v4: a user is created, identity at once and the rest later.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{
    APPROVER, CORE, ROLE, SPEND, TRAVEL, USERS, asking, came_to, employ, entrant, followed,
    operation, provision, provision_of, spend, spend_reply, spend_user,
};
use super::readings::decide;
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish, id_of};

register! { $ each_provisioning_create of "provisioning_create", page::PROVISIONING;
    a_create_answers_201_with_identity: "provisioning.v4.users.create", Write;
    the_answer_says_where_the_provision_is_followed: "provisioning.v4.provisions.status", Write;
    the_identity_is_there_before_the_rest: "provisioning.v4.users.create", FreshCompany;
    the_answer_echoes_identity_alone: "provisioning.v4.users.create", Write;
    entitlements_are_stored_though_not_echoed: "provisioning.v4.users.create", Write;
    spend_is_written_when_the_provision_is_carried_out: "provisioning.v4.users.create", FreshCompany;
    every_part_of_a_whole_user_comes_to_success: "provisioning.v4.provisions.status", FreshCompany;
    the_middle_initial_is_that_of_the_middle_name: "provisioning.v4.users.create", Write;
    the_printed_legal_name_is_kept: "provisioning.v4.users.create", Write;
    a_body_may_be_labelled_as_scim: "provisioning.v4.users.create", Write;
    the_older_base_path_creates_as_well: "provisioning.v4.users.create", Write;
    the_path_may_end_in_a_slash: "provisioning.v4.users.create", Write;
    verified_is_written_with_its_scope: "provisioning.v4.users.create", FreshCompany;
}

async fn a_create_answers_201_with_identity(session: &mut Session) -> Claim {
    let user = newcomer(session, "whole");
    let answer = provision(session, &user).await?;
    for member in ["userName", "active"] {
        same(member, &user[member], &answer[member])?;
    }
    let number = &answer[ENTERPRISE]["employeeNumber"];
    same(
        "employeeNumber",
        &user[ENTERPRISE]["employeeNumber"],
        number,
    )?;
    same("version", &json!(0), &answer["meta"]["version"])?;
    same(
        "displayName",
        &json!("Robin Newcomer"),
        &answer["displayName"],
    )?;

    let known = session.user(&id_of(&answer)?).await?;
    same("userName", &user["userName"], &known["userName"])
}

async fn the_answer_says_where_the_provision_is_followed(session: &mut Session) -> Claim {
    let user = newcomer(session, "followed");
    let answer = provision(session, &user).await?;
    let id = provision_of(&answer)?;
    let base = session.company().base_url.clone();
    let address = answer["meta"]["statusUrl"].as_str().unwrap_or_default();
    let expected = format!("{base}/profile/v4/provisions/{id}/status");
    same("statusUrl", expected.as_str(), address)?;
    let path = address.strip_prefix(&base).unwrap_or_default().to_owned();

    let status = session.call(Request::get(path)).await?.ok()?;
    same("id", Some(id.as_str()), status["id"].as_str())
}

async fn the_identity_is_there_before_the_rest(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let user = entrant(session, "early", json!({ SPEND: spend_user() }));
    let answer = provision(session, &user).await?;
    let known = session.user(&id_of(&answer)?).await?;
    same("userName", &user["userName"], &known["userName"])?;

    let status = session.call(asking(&provision_of(&answer)?)).await?.ok()?;
    same("completed", &json!(false), &status["status"]["completed"])
}

async fn the_answer_echoes_identity_alone(session: &mut Session) -> Claim {
    let user = entrant(
        session,
        "echo",
        json!({ "entitlements": ["Expense"], SPEND: spend_user(), ROLE: { "roles": [] }, TRAVEL: { "ruleClass": { "id": 1 } } }),
    );
    let answer = provision(session, &user).await?;
    same("title", &Value::Null, &answer["title"])?;
    for member in ["entitlements", SPEND, ROLE, TRAVEL] {
        holds(format!("no {member}"), answer.get(member).is_none())?;
    }
    let listed = answer["schemas"].to_string();
    holds("schemas of identity only", !listed.contains("spend"))
}

async fn entitlements_are_stored_though_not_echoed(session: &mut Session) -> Claim {
    let user = entrant(
        session,
        "entitled",
        json!({ "entitlements": ["Expense", "Request"] }),
    );
    let id = id_of(&provision(session, &user).await?)?;
    let known = session.user_with(&id, "entitlements").await?;
    same(
        "entitlements",
        &user["entitlements"],
        &known["entitlements"],
    )
}

async fn spend_is_written_when_the_provision_is_carried_out(session: &mut Session) -> Claim {
    decide(session, "provisioning.completes", "manually").await?;
    let user = entrant(session, "later", json!({ SPEND: spend_user() }));
    let answer = provision(session, &user).await?;
    let id = id_of(&answer)?;
    let before = spend_reply(session, &id).await?;
    holds("nothing of spend yet", !before.text().contains("\"USD\""))?;

    session.complete(&provision_of(&answer)?).await?;
    let profile = spend(session, &id).await?;
    same(
        "currency",
        &json!("USD"),
        &profile[SPEND]["reimbursementCurrency"],
    )
}

async fn every_part_of_a_whole_user_comes_to_success(session: &mut Session) -> Claim {
    let roles = json!({ "roles": [{ "roleName": "EXP_APPROVER", "roleGroups": [] }] });
    let boss = employ(session, "boss", json!({ ROLE: roles })).await?;
    session
        .configure(&json!({ "ruleClasses": [{ "id": 17, "name": "Crew" }] }))
        .await?;
    let report = json!({ "report": [{ "approver": { "value": boss }, "primary": true }] });
    let user = entrant(
        session,
        "whole",
        json!({
            SPEND: spend_user(), ROLE: roles, APPROVER: report,
            TRAVEL: { "ruleClass": { "id": 17 } }
        }),
    );
    let answer = provision(session, &user).await?;
    let done = followed(session, &answer).await?;

    same("success", &json!(true), &done["status"]["success"])?;
    same("id", &answer["id"], &operation(&done, 0)?["resource"]["id"])?;
    for name in [CORE, ENTERPRISE, SPEND, ROLE, APPROVER, TRAVEL] {
        came_to(&done, name, &["success"])?;
    }
    Ok(())
}

async fn the_middle_initial_is_that_of_the_middle_name(session: &mut Session) -> Claim {
    let name =
        json!({ "name": { "familyName": "Newcomer", "givenName": "Robin", "middleName": "Joe" } });
    let user = entrant(session, "middle", name);
    let answer = provision(session, &user).await?;
    same(
        "middleInitial",
        &json!("J"),
        &answer["name"]["middleInitial"],
    )?;
    same(
        "formatted",
        &json!("Newcomer, Robin Joe"),
        &answer["name"]["formatted"],
    )
}

async fn the_printed_legal_name_is_kept(session: &mut Session) -> Claim {
    let name = json!({ "name": { "familyName": "Newcomer", "givenName": "Robin", "legalName": "Mr. Robin Newcomer" } });
    let user = entrant(session, "legal", name);
    let answer = provision(session, &user).await?;
    same(
        "legalName",
        &json!("Mr. Robin Newcomer"),
        &answer["name"]["legalName"],
    )
}

async fn a_body_may_be_labelled_as_scim(session: &mut Session) -> Claim {
    let text = newcomer(session, "scim").to_string();
    let request = Request::post(USERS).body("application/scim+json", text);
    let answer = session.call(request).await?;
    answer.is(201)?;
    provision_of(&answer.json()?).map(drop)
}

async fn the_older_base_path_creates_as_well(session: &mut Session) -> Claim {
    let user = newcomer(session, "older");
    let request = Request::post("/provisioning/v4/Users").json(&user);
    let reply = session.call(request).await?;
    reply.is(201)?;
    let answer = reply.json()?;
    let path = format!(
        "/provisioning/v4/provisions/{}/status",
        provision_of(&answer)?
    );
    let status = session.call(Request::get(path)).await?.ok()?;
    same("id", &answer["meta"]["provisionId"], &status["id"])
}

async fn the_path_may_end_in_a_slash(session: &mut Session) -> Claim {
    let user = newcomer(session, "slash");
    let request = Request::post(format!("{USERS}/")).json(&user);
    let reply = session.call(request).await?;
    reply.is(201)?;
    let path = format!(
        "/profile/v4/provisions/{}/status/",
        provision_of(&reply.json()?)?
    );
    let status = session.call(Request::get(path)).await?.ok()?;
    holds("an id", status["id"].is_string())
}

async fn verified_is_written_with_its_scope(session: &mut Session) -> Claim {
    let user = entrant(
        session,
        "seen",
        super::readings_of_creates::verified_email(),
    );
    let answer = provision(session, &user).await?;
    same("verified", &json!(true), &answer["emails"][0]["verified"])?;

    let less = [
        "identity.user.coresensitive.read",
        "user.provision.write",
        "identity.user.coreenterprise.writeonly",
    ];
    session.enter(&Wish::scopes(&less)).await?;
    let email =
        json!({ "emails": [{ "value": "b@newcomer.example", "type": "work", "verified": true }] });
    let user = entrant(session, "unseen", email);
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.is(201)?;
    same(
        "verified",
        &json!(false),
        &reply.json()?["emails"][0]["verified"],
    )
}
