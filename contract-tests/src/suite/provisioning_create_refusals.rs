//! User Provisioning v4: users who are not created.

use serde_json::{Value, json};

use super::people::newcomer;
use super::provisioning_calls::{USERS, provision};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, Wish};

register! { $ each_provisioning_create_refusal of "provisioning_create_refusals", page::PROVISIONING;
    a_taken_employee_number_is_409_in_the_known_words: "provisioning.v4.users.create", Write;
    a_taken_login_is_409: "provisioning.v4.users.create", Write;
    a_refused_create_starts_no_provision: "provisioning.v4.users.create", FreshCompany;
    each_part_of_the_minimum_is_required: "provisioning.v4.users.create", Write;
    another_company_than_that_of_the_token_is_refused: "provisioning.v4.users.create", FreshCompany;
}

async fn a_taken_employee_number_is_409_in_the_known_words(session: &mut Session) -> Claim {
    let first = newcomer(session, "first");
    provision(session, &first).await?;
    let mut second = newcomer(session, "second");
    second[ENTERPRISE]["employeeNumber"] = first[ENTERPRISE]["employeeNumber"].clone();
    let refusal = session
        .call(Request::post(USERS).json(&second))
        .await?
        .refused(409)?;
    same("scimType", Some("uniqueness"), refusal.scim_type.as_deref())?;
    let words =
        "Principal with lookup type 'companyId,employeeNumber' with provided value already exists";
    same("detail", Some(words), refusal.detail.as_deref())
}

async fn a_taken_login_is_409(session: &mut Session) -> Claim {
    let first = newcomer(session, "first");
    provision(session, &first).await?;
    let mut second = newcomer(session, "second");
    second["userName"] = first["userName"].clone();
    let reply = session.call(Request::post(USERS).json(&second)).await?;
    reply.refused(409).map(drop)
}

async fn a_refused_create_starts_no_provision(session: &mut Session) -> Claim {
    let user = newcomer(session, "once");
    provision(session, &user).await?;
    let before = session.provisions().await?.len();
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.refused(409)?;
    same("provisions", before, session.provisions().await?.len())?;
    same("somebody came before", 1, before)
}

async fn each_part_of_the_minimum_is_required(session: &mut Session) -> Claim {
    let whole = newcomer(session, "minimum");
    let company = format!("/{ENTERPRISE}/companyId");
    for pointer in ["/userName", "/active", "/name", "/emails", &company] {
        let mut lacking = whole.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(Value::Object(parent)) = lacking.pointer_mut(parent) {
            parent.remove(name);
        }
        let request = Request::post(USERS).json(&lacking).deviant();
        let reply = session.call(request).await?;
        reply
            .refused(400)
            .map_err(|failure| Failure::disagrees(format!("without {pointer}: {failure}")))?;
    }
    Ok(())
}

async fn another_company_than_that_of_the_token_is_refused(session: &mut Session) -> Claim {
    let other = session.found(&Wish::default()).await?.company_id;
    let mut user = newcomer(session, "spy");
    user[ENTERPRISE]["companyId"] = json!(other);
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    let status = reply.status();
    holds("refused", [400, 403, 404].contains(&status))?;
    reply.refused(status).map(drop)
}
