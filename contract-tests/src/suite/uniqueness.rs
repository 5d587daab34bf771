//! What nobody else may have: logins, employee numbers, external ids, over every API that writes them.

use serde_json::{Value, json};

use super::identity_v4_create as v4;
use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::{Reply, ScimRefusal};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, Wish};

const OVER: &str = "users.user-name-unique-over";

register! { $ each_uniqueness of "uniqueness", page::IDENTITY_V4_1;
    a_login_of_v4_is_taken_in_v4_1: "identity.v4_1.users.create", Write;
    a_login_of_v4_1_is_taken_in_v4: "identity.v4.users.create", Write;
    an_employee_number_of_v4_is_taken_in_v4_1: "identity.v4_1.users.create", Write;
    an_external_id_is_taken_in_every_case: "identity.v4_1.users.create", Write;
    a_taken_external_id_cannot_be_patched_in: "identity.v4_1.users.patch", Write;
    a_taken_employee_number_cannot_be_replaced_in: "identity.v4_1.users.replace", Write;
    ones_own_values_are_no_conflict: "identity.v4_1.users.patch", Write;
    a_value_that_was_given_up_is_free: "identity.v4_1.users.patch", Write;
    a_deleted_users_values_are_free: "identity.v4_1.users.delete", Write;
    users_without_number_do_not_collide: "identity.v4_1.users.create", Write;
    a_refused_create_takes_no_value: "identity.v4_1.users.create", Write;
    a_disabled_user_keeps_its_login: "identity.v4_1.users.create", Write;
    a_conflict_says_uniqueness: "identity.v4_1.users.create", Write;
    an_external_id_may_repeat_in_another_company: "identity.v4_1.users.create", FreshCompany;
    a_login_may_repeat_where_the_company_is_the_bound: "identity.v4_1.users.create", FreshCompany;
    a_login_is_unique_over_all_companies: "identity.v4_1.users.create", FreshCompany;
    a_login_is_unique_over_all_companies_in_v4_too: "identity.v4.users.create", FreshCompany;
    a_renamed_login_is_free_for_every_company: "identity.v4_1.users.patch", FreshCompany;
    nobody_takes_the_login_of_another_company_by_patch: "identity.v4_1.users.patch", FreshCompany;
}

async fn a_login_of_v4_is_taken_in_v4_1(session: &mut Session) -> Claim {
    v4::hire(session, "taken", json!({}), json!({})).await?;
    let again = other_number(session, "taken");
    conflicts(&post(session, USERS, &again).await?).map(drop)
}

async fn a_login_of_v4_1_is_taken_in_v4(session: &mut Session) -> Claim {
    session.create(&newcomer(session, "taken")).await?;
    let again = other_number(session, "taken");
    conflicts(&post(session, v4::USERS, &again).await?).map(drop)
}

async fn an_employee_number_of_v4_is_taken_in_v4_1(session: &mut Session) -> Claim {
    v4::hire(session, "first", json!({}), json!({})).await?;
    let number = json!({ "employeeNumber": "E-first" });
    let again = newcomer_with(session, "second", json!({}), number);
    conflicts(&post(session, USERS, &again).await?).map(drop)
}

async fn an_external_id_is_taken_in_every_case(session: &mut Session) -> Claim {
    create_with_external_id(session, "first", "Hr-17")
        .await?
        .is(200)?;
    let again = create_with_external_id(session, "second", "HR-17").await?;
    conflicts(&again).map(drop)
}

async fn a_taken_external_id_cannot_be_patched_in(session: &mut Session) -> Claim {
    create_with_external_id(session, "first", "hr-17")
        .await?
        .is(200)?;
    let id = session.create_id(&newcomer(session, "second")).await?;

    let operations = json!([{ "op": "add", "path": "externalId", "value": "hr-17" }]);
    conflicts(&session.patch(&id, operations).await?)?;

    holds(
        "nothing was written",
        session.user(&id).await?["externalId"].is_null(),
    )
}

async fn a_taken_employee_number_cannot_be_replaced_in(session: &mut Session) -> Claim {
    session.create(&newcomer(session, "first")).await?;
    let id = session.create_id(&newcomer(session, "second")).await?;
    let number = json!({ "employeeNumber": "E-first" });
    let user = newcomer_with(session, "second", json!({}), number);

    let request = Request::put(format!("{USERS}/{id}")).json(&user);
    conflicts(&session.call(request).await?)?;

    let kept = session.user(&id).await?[ENTERPRISE]["employeeNumber"].clone();
    same("employeeNumber", Value::from("E-second"), kept)
}

async fn ones_own_values_are_no_conflict(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "own")).await?;
    let operations = json!([
        { "op": "replace", "path": "userName", "value": "own@newcomer.example" },
        { "op": "replace", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "E-own" }
    ]);
    session.patch(&id, operations).await?.is(200)
}

async fn a_value_that_was_given_up_is_free(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "given")).await?;
    let number = format!("{ENTERPRISE}:employeeNumber");
    let operations = json!([
        { "op": "replace", "path": "userName", "value": "other@newcomer.example" },
        { "op": "replace", "path": number, "value": "E-other" }
    ]);
    session.patch(&id, operations).await?.is(200)?;

    session.create(&newcomer(session, "given")).await.map(drop)
}

async fn a_deleted_users_values_are_free(session: &mut Session) -> Claim {
    let first = create_with_external_id(session, "gone", "hr-17")
        .await?
        .ok()?;
    let id = crate::session::id_of(&first)?;
    let request = Request::delete(format!("{USERS}/{id}"));
    session.call(request).await?.is(204)?;

    create_with_external_id(session, "gone", "hr-17")
        .await?
        .is(200)
}

async fn users_without_number_do_not_collide(session: &mut Session) -> Claim {
    for tag in ["first", "second"] {
        let mut user = newcomer(session, tag);
        user[ENTERPRISE] = json!({ "companyId": session.company().company_id });
        session.create(&user).await?;
    }
    Ok(())
}

async fn a_refused_create_takes_no_value(session: &mut Session) -> Claim {
    session.create(&newcomer(session, "first")).await?;
    // Its number is taken, so its login must stay free.
    let number = json!({ "employeeNumber": "E-first" });
    let refused = newcomer_with(session, "second", json!({}), number);
    conflicts(&post(session, USERS, &refused).await?)?;

    session.create(&newcomer(session, "second")).await.map(drop)
}

async fn a_disabled_user_keeps_its_login(session: &mut Session) -> Claim {
    let user = newcomer_with(session, "kept", json!({ "active": false }), json!({}));
    session.create(&user).await?;
    let again = other_number(session, "kept");
    conflicts(&post(session, USERS, &again).await?).map(drop)
}

async fn a_conflict_says_uniqueness(session: &mut Session) -> Claim {
    session.create(&newcomer(session, "taken")).await?;
    let again = newcomer(session, "taken");

    let refusal = conflicts(&post(session, USERS, &again).await?)?;

    same("scimType", Some("uniqueness"), refusal.scim_type.as_deref())
}

async fn an_external_id_may_repeat_in_another_company(session: &mut Session) -> Claim {
    create_with_external_id(session, "here", "hr-17")
        .await?
        .is(200)?;
    session.enter(&Wish::default().seed(4711)).await?;
    create_with_external_id(session, "there", "hr-17")
        .await?
        .is(200)
}

async fn a_login_may_repeat_where_the_company_is_the_bound(session: &mut Session) -> Claim {
    session.enter(&Wish::policy(OVER, "company")).await?;
    session.create(&newcomer(session, "shared")).await?;
    session.enter(&Wish::policy(OVER, "company")).await?;
    session.create(&newcomer(session, "shared")).await.map(drop)
}

async fn a_login_is_unique_over_all_companies(session: &mut Session) -> Claim {
    taken_elsewhere(session, USERS).await
}

async fn a_login_is_unique_over_all_companies_in_v4_too(session: &mut Session) -> Claim {
    taken_elsewhere(session, v4::USERS).await
}

async fn a_renamed_login_is_free_for_every_company(session: &mut Session) -> Claim {
    let login = unheard_of(session).await?;
    let user = named(session, "first", &login);
    let id = session.create_id(&user).await?;
    let operations =
        json!([{ "op": "replace", "path": "userName", "value": format!("other-{login}") }]);
    session.patch(&id, operations).await?.is(200)?;

    session.enter(&Wish::policy(OVER, "process")).await?;

    session.create(&named(session, "second", &login)).await?;
    let taken = named(session, "third", &format!("other-{login}"));
    conflicts(&post(session, USERS, &taken).await?).map(drop)
}

async fn nobody_takes_the_login_of_another_company_by_patch(session: &mut Session) -> Claim {
    let login = unheard_of(session).await?;
    session.create(&named(session, "first", &login)).await?;
    session.enter(&Wish::policy(OVER, "process")).await?;
    let user = named(session, "second", &format!("second-{login}"));
    let id = session.create_id(&user).await?;

    let operations = json!([{ "op": "replace", "path": "userName", "value": login }]);
    conflicts(&session.patch(&id, operations).await?).map(drop)
}

/// Claims that a login is taken for a second company, through either version.
async fn taken_elsewhere(session: &mut Session, users: &str) -> Claim {
    let login = unheard_of(session).await?;
    session.create(&named(session, "first", &login)).await?;
    session.enter(&Wish::policy(OVER, "process")).await?;

    // Case makes no difference here either.
    let again = named(session, "second", &login.to_uppercase());
    conflicts(&post(session, users, &again).await?)?;

    let free = named(session, "second", &format!("free-{login}"));
    post(session, users, &free).await?.is(200)
}

/// Enters a company that shares its logins with all others, and makes up one that none of them has.
async fn unheard_of(session: &mut Session) -> Result<String, Failure> {
    session.enter(&Wish::policy(OVER, "process")).await?;
    Ok(format!("{}@newcomer.example", session.company().company_id))
}

fn named(session: &Session, tag: &str, login: &str) -> Value {
    newcomer_with(session, tag, json!({ "userName": login }), json!({}))
}

fn other_number(session: &Session, tag: &str) -> Value {
    newcomer_with(
        session,
        tag,
        json!({}),
        json!({ "employeeNumber": "E-other" }),
    )
}

async fn create_with_external_id(
    session: &mut Session,
    tag: &str,
    external: &str,
) -> Result<Reply, Failure> {
    let user = newcomer_with(session, tag, json!({ "externalId": external }), json!({}));
    post(session, USERS, &user).await
}

async fn post(session: &mut Session, users: &str, user: &Value) -> Result<Reply, Failure> {
    session.call(Request::post(users).json(user)).await
}

fn conflicts(reply: &Reply) -> Result<ScimRefusal, Failure> {
    reply.refused(409)
}
