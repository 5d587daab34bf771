//! Identity v4.1: which new user is refused, and with which words.

use serde_json::{Value, json};

use super::identity_v4_1_create::{create, post, with};
use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, Failure, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, USERS, Wish};

register! { $ each_identity_v4_1_create_refusal of "identity_v4_1_create_refusals", page::IDENTITY_V4_1;
    each_required_attribute_is_required: "identity.v4_1.users.create", Write;
    a_company_other_than_that_of_the_token_is_refused: "identity.v4_1.users.create", FreshCompany;
    #[source = page::PROVISIONING]
    a_taken_login_is_409: "identity.v4_1.users.create", Write;
    #[source = page::PROVISIONING]
    a_taken_login_is_409_in_another_case_too: "identity.v4_1.users.create", Write;
    #[source = page::PROVISIONING]
    a_taken_employee_number_is_409: "identity.v4_1.users.create", Write;
    a_taken_external_id_is_409: "identity.v4_1.users.create", Write;
    an_employee_number_may_repeat_in_another_company: "identity.v4_1.users.create", FreshCompany;
    a_body_that_is_no_json_is_400: "identity.v4_1.users.create", Write;
    a_name_that_is_too_long_is_400: "identity.v4_1.users.create", Write;
    an_employee_number_that_is_too_long_is_400: "identity.v4_1.users.create", Write;
    a_forbidden_sign_in_the_login_is_400: "identity.v4_1.users.create", Write;
    two_addresses_of_one_type_are_400: "identity.v4_1.users.create", Write;
    a_manager_who_is_nobody_is_400: "identity.v4_1.users.create", Write;
}

async fn each_required_attribute_is_required(session: &mut Session) -> Claim {
    let whole = newcomer(session, "required");
    let pointers = [
        "/userName",
        "/active",
        "/name",
        "/name/familyName",
        "/name/givenName",
        "/emails",
        &format!("/{ENTERPRISE}/companyId"),
    ];
    for pointer in pointers {
        let mut lacking = whole.clone();
        let (parent, name) = pointer.rsplit_once('/').unwrap_or_default();
        if let Some(Value::Object(parent)) = lacking.pointer_mut(parent) {
            parent.remove(name);
        }
        let reply = session
            .call(Request::post(USERS).json(&lacking).deviant())
            .await?;
        reply
            .refused(400)
            .map_err(|failure| Failure::disagrees(format!("without {pointer}: {failure}")))?;
    }
    // Complete it is accepted, so that nothing else can have been the reason.
    session.create(&whole).await.map(drop)
}

async fn a_company_other_than_that_of_the_token_is_refused(session: &mut Session) -> Claim {
    let other = session.found(&Wish::default()).await?.company_id;
    let user = newcomer_with(session, "spy", json!({}), json!({ "companyId": other }));

    // Only that it does not happen is sure: the company comes from the token.
    let reply = session.call(Request::post(USERS).json(&user)).await?;
    reply.is_any(&[400, 403, 404]).map(drop)
}

async fn a_taken_login_is_409(session: &mut Session) -> Claim {
    create(session, "taken").await?;
    let mut again = newcomer(session, "taken");
    again[ENTERPRISE]["employeeNumber"] = Value::from("E-another");

    conflict(
        &post(session, &again).await?,
        "Principal with lookup type 'userName' with provided value already exists",
    )
}

async fn a_taken_login_is_409_in_another_case_too(session: &mut Session) -> Claim {
    create(session, "capitals").await?;
    let mut again = newcomer(session, "capitals");
    again["userName"] = Value::from("CAPITALS@newcomer.example");
    again[ENTERPRISE]["employeeNumber"] = Value::from("E-another");

    post(session, &again).await?.refused(409).map(drop)
}

async fn a_taken_employee_number_is_409(session: &mut Session) -> Claim {
    create(session, "number").await?;
    let again = newcomer_with(
        session,
        "number-2",
        json!({}),
        json!({ "employeeNumber": "E-number" }),
    );

    let sentence =
        "Principal with lookup type 'companyId,employeeNumber' with provided value already exists";
    conflict(&post(session, &again).await?, sentence)
}

async fn a_taken_external_id_is_409(session: &mut Session) -> Claim {
    with(session, "external", "externalId", Value::from("X-same"))
        .await?
        .is(200)?;
    let again = with(session, "external-2", "externalId", Value::from("X-same")).await?;

    same(
        "scimType",
        Some("uniqueness"),
        again.refused(409)?.scim_type.as_deref(),
    )
}

async fn an_employee_number_may_repeat_in_another_company(session: &mut Session) -> Claim {
    create(session, "here").await?;
    session.enter(&Wish::default()).await?;
    let again = newcomer_with(
        session,
        "there",
        json!({}),
        json!({ "employeeNumber": "E-here" }),
    );

    post(session, &again).await?.is(200)
}

async fn a_body_that_is_no_json_is_400(session: &mut Session) -> Claim {
    let request = Request::post(USERS)
        .body("application/json", "{\"userName\":")
        .deviant();
    session.call(request).await?.refused(400).map(drop)
}

async fn a_name_that_is_too_long_is_400(session: &mut Session) -> Claim {
    let long = "x".repeat(33);
    let user = newcomer_with(
        session,
        "long",
        json!({ "name": { "familyName": long, "givenName": "Robin" } }),
        json!({}),
    );
    session
        .call(Request::post(USERS).json(&user).deviant())
        .await?
        .refused(400)
        .map(drop)
}

async fn an_employee_number_that_is_too_long_is_400(session: &mut Session) -> Claim {
    let number = json!({ "employeeNumber": "9".repeat(49) });
    let user = newcomer_with(session, "digits", json!({}), number);
    session
        .call(Request::post(USERS).json(&user).deviant())
        .await?
        .refused(400)
        .map(drop)
}

async fn a_forbidden_sign_in_the_login_is_400(session: &mut Session) -> Claim {
    for sign in ["#", "%", "[", "'", "?"] {
        let mut user = newcomer(session, "sign");
        user["userName"] = Value::from(format!("si{sign}gn@newcomer.example"));
        session
            .call(Request::post(USERS).json(&user).deviant())
            .await?
            .refused(400)?;
    }
    Ok(())
}

async fn two_addresses_of_one_type_are_400(session: &mut Session) -> Claim {
    let emails = json!([{ "value": "a@newcomer.example", "type": "work" }, { "value": "b@newcomer.example", "type": "work" }]);
    let user = newcomer_with(session, "twice", json!({ "emails": emails }), json!({}));
    session
        .call(Request::post(USERS).json(&user).deviant())
        .await?
        .refused(400)
        .map(drop)
}

async fn a_manager_who_is_nobody_is_400(session: &mut Session) -> Claim {
    let nobody = json!({ "manager": { "value": "00000000-0000-4000-8000-000000000000" } });
    let user = newcomer_with(session, "orphan", json!({}), nobody);
    post(session, &user).await?.refused(400).map(drop)
}

fn conflict(reply: &Reply, sentence: &str) -> Claim {
    let refusal = reply.refused(409)?;
    same("scimType", Some("uniqueness"), refusal.scim_type.as_deref())?;
    same("detail", Some(sentence), refusal.detail.as_deref())
}
