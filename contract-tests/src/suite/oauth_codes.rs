//! The token endpoint: the codes of the table that need an application, a company or a user in a certain state.

use serde_json::json;

use super::token_forms::{
    ask, ask_wrongly, authorised, known_user, member, own_application, refresh, refused, sign_in,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, USERS, id_of};

register! { $ each_oauth_code of "oauth_codes", page::OAUTH;
    a_disabled_application_is_code_59: "oauth2.token.create", FreshCompany;
    a_grant_that_the_application_may_not_use_is_code_60: "oauth2.token.create", FreshCompany;
    a_refresh_that_the_application_may_not_do_is_code_107: "oauth2.token.create", FreshCompany;
    #[source = page::BEST_PRACTICES]
    a_company_that_authorises_no_more_is_code_53: "oauth2.token.create", FreshCompany;
    a_request_token_of_another_application_is_code_136: "oauth2.token.create", FreshCompany;
    #[source = page::COMPANY_AUTH]
    a_company_under_maintenance_is_code_134: "oauth2.token.create", FreshCompany;
    #[source = page::E_RECEIPTS_USER]
    a_user_who_lives_elsewhere_is_code_16_with_an_address: "oauth2.token.create", FreshCompany;
    #[source = page::E_RECEIPTS_USER]
    the_user_signs_in_at_the_address_that_code_16_names: "oauth2.token.create", FreshCompany;
    #[source = page::RELEASE_2021_01]
    a_request_token_works_in_every_data_centre: "oauth2.token.create", FreshCompany;
    an_unknown_username_is_code_100: "oauth2.token.create", FreshCompany;
    a_disabled_account_is_code_10: "oauth2.token.create", FreshCompany;
    an_account_of_a_disabled_company_is_code_11: "oauth2.token.create", FreshCompany;
    an_ended_password_is_code_12: "oauth2.token.create", FreshCompany;
    an_expired_password_is_code_13: "oauth2.token.create", FreshCompany;
    a_locked_account_is_code_14: "oauth2.token.create", FreshCompany;
    an_account_that_is_refused_without_reason_is_code_19: "oauth2.token.create", FreshCompany;
    a_forbidden_address_of_the_network_is_code_20: "oauth2.token.create", FreshCompany;
    a_password_of_a_user_with_single_sign_on_is_code_21: "oauth2.token.create", FreshCompany;
    a_password_that_must_be_changed_is_code_139: "oauth2.token.create", FreshCompany;
    #[source = page::SUPPORT]
    a_company_under_maintenance_answers_503: "identity.v4_1.users.list", FreshCompany;
    a_user_signs_in_again_when_the_account_is_normal: "oauth2.token.create", FreshCompany;
    a_new_password_takes_the_place_of_the_old_one: "oauth2.token.create", FreshCompany;
    a_company_token_needs_its_request_token: "oauth2.token.create", FreshCompany;
    a_missing_authorization_code_is_code_101: "oauth2.token.create", FreshCompany;
    a_missing_redirect_address_is_code_102: "oauth2.token.create", FreshCompany;
    a_made_up_authorization_code_is_code_103: "oauth2.token.create", FreshCompany;
}

async fn a_disabled_application_is_code_59(session: &mut Session) -> Claim {
    let application = own_application(session);
    sign_in(session, &application).await?.is(200)?;

    let change = json!({ "enabled": false });
    session
        .change_application(&application.client_id, &change)
        .await?;

    let reply = sign_in(session, &application).await?;
    refused(&reply, 59, "access_denied", "client disabled")
}

async fn a_grant_that_the_application_may_not_use_is_code_60(session: &mut Session) -> Claim {
    let application = authorised(session, &["client_credentials"]).await?;

    let reply = sign_in(session, &application).await?;

    let sentence = "these are not the grants you are looking for";
    refused(&reply, 60, "invalid_grant", sentence)
}

async fn a_refresh_that_the_application_may_not_do_is_code_107(session: &mut Session) -> Claim {
    let application = own_application(session);
    let reply = sign_in(session, &application).await?.ok()?;
    let token = member(&reply, "refresh_token")?;

    let change = json!({ "refresh": false });
    session
        .change_application(&application.client_id, &change)
        .await?;

    let reply = refresh(session, &application, &token).await?;
    refused(&reply, 107, "invalid_request", "refresh disallowed for app")
}

async fn a_company_that_authorises_no_more_is_code_53(session: &mut Session) -> Claim {
    let application = own_application(session);
    let company = session.company().clone();
    let reply = session.grant(&company).await?.ok()?;
    let token = member(&reply, "refresh_token")?;

    let change = json!({ "companies": [] });
    session
        .change_application(&application.client_id, &change)
        .await?;

    let reply = refresh(session, &application, &token).await?;
    let sentence = "company is not enabled for this client";
    refused(&reply, 53, "invalid_client", sentence)
}

async fn a_request_token_of_another_application_is_code_136(session: &mut Session) -> Claim {
    let other = authorised(session, &["password"]).await?;
    let token = session.request_token(&other.client_id).await?;

    let own = own_application(session);
    let reply = company_token(session, &own, &token).await?;

    let sentence = "Authtoken was not issued for you";
    refused(&reply, 136, "invalid_request", sentence)?;
    company_token(session, &other, &token).await?.is(200)
}

async fn a_company_under_maintenance_is_code_134(session: &mut Session) -> Claim {
    let application = own_application(session);
    session
        .change_company(&json!({ "maintenance": true }))
        .await?;

    let reply = sign_in(session, &application).await?;
    let sentence = "Company undergoing scheduled maintenance.";
    refused(&reply, 134, "invalid_request", sentence)?;

    session
        .change_company(&json!({ "maintenance": false }))
        .await?;
    sign_in(session, &application).await?.is(200)
}

async fn a_user_who_lives_elsewhere_is_code_16_with_an_address(session: &mut Session) -> Claim {
    elsewhere(session).await.map(drop)
}

async fn the_user_signs_in_at_the_address_that_code_16_names(session: &mut Session) -> Claim {
    let there = elsewhere(session).await?;
    session.turn_to(&there);

    let application = own_application(session);
    let reply = sign_in(session, &application).await?.ok()?;

    // The address of the refusal leads on; where to stay is what the token says.
    let home = member(&reply, "geolocation")?;
    session.turn_to(&home);
    let token = member(&reply, "refresh_token")?;
    refresh(session, &application, &token).await?.is(200)
}

async fn a_request_token_works_in_every_data_centre(session: &mut Session) -> Claim {
    let there = elsewhere(session).await?;

    let reply = session.grant(&session.company().clone()).await?.ok()?;

    let home = member(&reply, "geolocation")?;
    same("geolocation", &there, &home)?;
    session.turn_to(&home);
    let token = member(&reply, "access_token")?;
    let request = Request::get(USERS).bearer(&token);
    session.send(request).await?.people().map(drop)
}

async fn an_unknown_username_is_code_100(session: &mut Session) -> Claim {
    let fields = [
        ("grant_type", "password"),
        ("username", "nobody@newcomer.example"),
        ("password", "any"),
    ];
    let application = own_application(session);
    let reply = ask(session, &application, &fields).await?;

    reply.is_any(&[400, 403, 404])?;
    let sentence = "backend does not know about this username";
    reply.oauth_refusal(100, "invalid_request", sentence)
}

async fn a_disabled_account_is_code_10(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "disabled").await?;
    let sentence = "Account is disabled. Please contact support";
    refused(&reply, 10, "invalid_grant", sentence)
}

async fn an_account_of_a_disabled_company_is_code_11(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "company-disabled").await?;
    let sentence = "Account is disabled. Please contact support";
    refused(&reply, 11, "invalid_grant", sentence)
}

async fn an_ended_password_is_code_12(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "password-ended").await?;
    let sentence = "Logon Denied. Please contact support";
    refused(&reply, 12, "invalid_grant", sentence)
}

async fn an_expired_password_is_code_13(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "password-expired").await?;
    let sentence = "Logon Denied. Please contact support";
    refused(&reply, 13, "invalid_grant", sentence)
}

async fn a_locked_account_is_code_14(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "locked").await?;
    let sentence = "Account Locked. Please contact support";
    refused(&reply, 14, "invalid_grant", sentence)
}

async fn an_account_that_is_refused_without_reason_is_code_19(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "incorrect").await?;
    let sentence = "Incorrect credentials. Please Retry";
    refused(&reply, 19, "invalid_grant", sentence)
}

async fn a_forbidden_address_of_the_network_is_code_20(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "address-refused").await?;
    let sentence = "Logon Denied. Please contact support";
    refused(&reply, 20, "invalid_grant", sentence)
}

async fn a_password_of_a_user_with_single_sign_on_is_code_21(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "sso-only").await?;
    let sentence = "Incorrect credentials";
    refused(&reply, 21, "invalid_request", sentence)
}

async fn a_password_that_must_be_changed_is_code_139(session: &mut Session) -> Claim {
    let reply = signed_in_as(session, "password-change-required").await?;
    let sentence = "Logon Denied. Password must be changed to meet company policy.";
    refused(&reply, 139, "invalid_request", sentence)
}

async fn a_company_under_maintenance_answers_503(session: &mut Session) -> Claim {
    session.call(Request::get(USERS)).await?.is(200)?;
    let maintained = json!({ "maintenance": true });
    session.change_company(&maintained).await?;
    session.call(Request::get(USERS)).await?.is(503)
}

async fn a_user_signs_in_again_when_the_account_is_normal(session: &mut Session) -> Claim {
    holds(
        "a locked account is refused",
        signed_in_as(session, "locked").await?.status() != 200,
    )?;
    signed_in_as(session, "normal").await?.is(200)
}

async fn a_new_password_takes_the_place_of_the_old_one(session: &mut Session) -> Claim {
    let application = own_application(session);
    let user = known_user(session)?;
    let change = json!({ "password": "another-password" });
    session.change_sign_in(&user.id, &change).await?;

    let reply = sign_in(session, &application).await?;
    reply.is(400)?;
    let fields = [
        ("grant_type", "password"),
        ("username", user.user_name.as_str()),
        ("password", "another-password"),
    ];
    ask(session, &application, &fields).await?.is(200)
}

async fn a_company_token_needs_its_request_token(session: &mut Session) -> Claim {
    // A company cannot be signed in by the password of one of its users.
    let application = own_application(session);
    let company = session.company().company_id.clone();
    let password = known_user(session)?.password;
    let fields = [
        ("grant_type", "password"),
        ("username", company.as_str()),
        ("password", password.as_str()),
    ];

    let reply = ask(session, &application, &fields).await?;

    reply.is_any(&[400, 403, 404])?;
    holds("there is a code", reply.json()?["code"].is_u64())
}

async fn a_missing_authorization_code_is_code_101(session: &mut Session) -> Claim {
    let fields = [("redirect_uri", super::token_forms::REDIRECT)];
    let reply = by_code(session, &fields).await?;
    refused(&reply, 101, "invalid_request", "code was not supplied")
}

async fn a_missing_redirect_address_is_code_102(session: &mut Session) -> Claim {
    let reply = by_code(session, &[("code", "made-up")]).await?;
    let sentence = "redirect_uri was not supplied";
    refused(&reply, 102, "invalid_request", sentence)
}

async fn a_made_up_authorization_code_is_code_103(session: &mut Session) -> Claim {
    let fields = [
        ("redirect_uri", super::token_forms::REDIRECT),
        ("code", "made-up"),
    ];
    let reply = by_code(session, &fields).await?;
    refused(&reply, 103, "invalid_request", "code is bad or expired")
}

async fn by_code(session: &mut Session, fields: &[(&str, &str)]) -> Result<Reply, Failure> {
    let application = authorised(session, &["authorization_code"]).await?;
    let mut all = vec![("grant_type", "authorization_code")];
    all.extend(fields);
    ask_wrongly(session, &application, &all).await
}

/// Moves the company to the second data centre and gives the address that the refusal names.
async fn elsewhere(session: &mut Session) -> Result<String, Failure> {
    let here = session.company().base_url.clone();
    let application = own_application(session);
    session
        .change_company(&json!({ "data_centre": "second" }))
        .await?;

    let reply = sign_in(session, &application).await?;
    reply.is(400)?;
    reply.oauth_refusal(16, "invalid_request", "user lives elsewhere")?;
    let there = member(&reply.json()?, "geolocation")?;
    holds(format!("{there} is another place"), there != here)?;
    Ok(there)
}

/// Signs the known user in after the account was brought into that state.
async fn signed_in_as(session: &mut Session, state: &str) -> Result<Reply, Failure> {
    let user = known_user(session)?;
    session
        .change_sign_in(&user.id, &json!({ "sign_in": state }))
        .await?;
    let known = session.user(&user.id).await?;
    // The account is told apart from the user: whoever cannot sign in is still active.
    same("id", &user.id, &id_of(&known)?)?;
    same("active", Some(true), known["active"].as_bool())?;
    let application = own_application(session);
    sign_in(session, &application).await
}

async fn company_token(
    session: &mut Session,
    application: &crate::session::Application,
    token: &str,
) -> Result<Reply, Failure> {
    let company = session.company().company_id.clone();
    let fields = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("username", company.as_str()),
        ("password", token),
    ];
    ask(session, application, &fields).await
}
