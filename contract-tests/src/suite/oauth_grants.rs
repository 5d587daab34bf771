//! The token endpoint: what each grant gives.

use serde_json::Value;

use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, TOKEN};
use crate::target::SignIn;

register! { $ each_oauth_grant of "oauth_grants", page::OAUTH;
    #[source = page::COMPANY_AUTH]
    a_company_request_token_buys_a_company_token: "oauth2.token.create";
    the_token_reply_keeps_the_order_of_a_real_one: "oauth2.token.create";
    a_request_token_may_be_exchanged_several_times: "oauth2.token.create";
    a_user_signs_in_with_login_and_password: "oauth2.token.create", FreshCompany;
    credtype_password_may_be_spelled_out: "oauth2.token.create", FreshCompany;
    a_user_may_be_named_by_id: "oauth2.token.create", FreshCompany;
    client_credentials_give_neither_refresh_nor_id_token: "oauth2.token.create";
    a_refresh_token_gives_an_access_token_and_a_refresh_token: "oauth2.token.create";
    a_refresh_may_ask_for_fewer_scopes: "oauth2.token.create";
    an_access_token_lives_an_hour: "oauth2.token.create";
    a_refresh_token_lives_six_months_and_says_when_it_ends: "oauth2.token.create", Clock;
    refreshing_pushes_the_end_date_forward: "oauth2.token.create", Clock;
    geolocation_is_the_base_of_all_later_calls: "oauth2.token.create";
    the_scope_names_every_granted_scope: "oauth2.token.create", FreshCompany;
}

async fn a_company_request_token_buys_a_company_token(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;

    same(
        "token_type",
        "Bearer",
        reply["token_type"].as_str().unwrap_or_default(),
    )?;
    holds(
        "there is a refresh token",
        reply["refresh_token"].is_string(),
    )?;
    holds("there is an id token", reply["id_token"].is_string())
}

async fn the_token_reply_keeps_the_order_of_a_real_one(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;

    let keys: Vec<_> = reply
        .as_object()
        .map(|object| object.keys().collect())
        .unwrap_or_default();
    let seen = [
        "expires_in",
        "scope",
        "token_type",
        "access_token",
        "refresh_token",
        "refresh_expires_in",
        "geolocation",
        "id_token",
    ];
    same("the keys", keys, seen.to_vec())
}

async fn a_request_token_may_be_exchanged_several_times(session: &mut Session) -> Claim {
    for _ in 0..3 {
        session.grant(&session.company().clone()).await?.is(200)?;
    }
    Ok(())
}

async fn a_user_signs_in_with_login_and_password(session: &mut Session) -> Claim {
    let user = sign_in(session)?;
    let reply = password_grant(session, &user.user_name, &user.password, &[]).await?;

    holds(
        "there is a refresh token",
        reply["refresh_token"].is_string(),
    )?;
    holds("there is an id token", reply["id_token"].is_string())
}

async fn credtype_password_may_be_spelled_out(session: &mut Session) -> Claim {
    let user = sign_in(session)?;

    password_grant(
        session,
        &user.user_name,
        &user.password,
        &[("credtype", "password")],
    )
    .await?;
    Ok(())
}

async fn a_user_may_be_named_by_id(session: &mut Session) -> Claim {
    let user = sign_in(session)?;

    password_grant(session, &user.id, &user.password, &[]).await?;
    Ok(())
}

async fn client_credentials_give_neither_refresh_nor_id_token(session: &mut Session) -> Claim {
    let reply = exchange(session, &[("grant_type", "client_credentials")]).await?;

    holds(
        "there is no refresh token",
        reply.get("refresh_token").is_none(),
    )?;
    holds("there is no id token", reply.get("id_token").is_none())?;
    holds(
        "there is an access token",
        reply["access_token"].is_string(),
    )
}

async fn a_refresh_token_gives_an_access_token_and_a_refresh_token(session: &mut Session) -> Claim {
    let refresh = refresh_token(session).await?;
    let reply = exchange(
        session,
        &[("grant_type", "refresh_token"), ("refresh_token", &refresh)],
    )
    .await?;

    holds(
        "there is an access token",
        reply["access_token"].is_string(),
    )?;
    holds(
        "there is a refresh token",
        reply["refresh_token"].is_string(),
    )?;
    holds("there is an id token", reply["id_token"].is_string())?;
    same(
        "geolocation",
        reply["geolocation"].as_str().unwrap_or_default(),
        session.company().base_url.as_str(),
    )
}

async fn a_refresh_may_ask_for_fewer_scopes(session: &mut Session) -> Claim {
    let refresh = refresh_token(session).await?;
    let narrow = "identity.user.ids.read";
    let reply = exchange(
        session,
        &[
            ("grant_type", "refresh_token"),
            ("refresh_token", &refresh),
            ("scope", narrow),
        ],
    )
    .await?;

    same("scope", reply["scope"].as_str().unwrap_or_default(), narrow)
}

async fn an_access_token_lives_an_hour(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;

    // The pages print a text, real answers hold a number.
    let seconds = number(&reply["expires_in"])?;
    same("expires_in", 3600, seconds)
}

async fn a_refresh_token_lives_six_months_and_says_when_it_ends(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let reply = session.grant(&session.company().clone()).await?.ok()?;

    // An absolute time in spite of its name. Six calendar months or 180 days: the pages know both.
    let days = (number(&reply["refresh_expires_in"])? - 1_768_467_600) / 86_400;
    holds(
        format!("{days} days are about six months"),
        (180..=184).contains(&days),
    )
}

async fn refreshing_pushes_the_end_date_forward(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let first = session.grant(&session.company().clone()).await?.ok()?;
    let refresh = first["refresh_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned();

    session.advance(30 * 86_400).await?;
    let second = exchange(
        session,
        &[("grant_type", "refresh_token"), ("refresh_token", &refresh)],
    )
    .await?;

    let (before, after) = (
        number(&first["refresh_expires_in"])?,
        number(&second["refresh_expires_in"])?,
    );
    holds(format!("{after} is later than {before}"), after > before)
}

async fn geolocation_is_the_base_of_all_later_calls(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;

    // A base without path: the tool page that appends `/oauth2/v0/token` is a slip.
    same(
        "geolocation",
        reply["geolocation"].as_str().unwrap_or_default(),
        session.company().base_url.as_str(),
    )
}

async fn the_scope_names_every_granted_scope(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let reply = session.grant(&company).await?.ok()?;

    let granted: Vec<_> = reply["scope"]
        .as_str()
        .unwrap_or_default()
        .split(' ')
        .collect();
    let missing: Vec<_> = company
        .scopes
        .iter()
        .filter(|scope| !granted.contains(&scope.as_str()))
        .collect();
    same("scopes that are missing", missing, Vec::<&String>::new())
}

/// Sends a grant of the session's application and claims success.
async fn exchange(session: &mut Session, fields: &[(&str, &str)]) -> Result<Value, Failure> {
    let company = session.company().clone();
    let mut form = vec![
        ("client_id", company.client_id.as_str()),
        ("client_secret", company.client_secret.as_str()),
    ];
    form.extend(fields);
    session.send(Request::post(TOKEN).form(&form)).await?.ok()
}

async fn password_grant(
    session: &mut Session,
    name: &str,
    password: &str,
    more: &[(&str, &str)],
) -> Result<Value, Failure> {
    let mut fields = vec![
        ("grant_type", "password"),
        ("username", name),
        ("password", password),
    ];
    fields.extend(more);
    exchange(session, &fields).await
}

async fn refresh_token(session: &mut Session) -> Result<String, Failure> {
    let reply = session.grant(&session.company().clone()).await?.ok()?;
    let token = reply["refresh_token"].as_str().map(ToOwned::to_owned);
    token.ok_or_else(|| Failure::disagrees("there is no refresh token"))
}

fn sign_in(session: &Session) -> Result<SignIn, Failure> {
    let user = session.company().user.clone();
    user.ok_or_else(|| Failure::harness("the company names no user who can sign in"))
}

fn number(value: &Value) -> Result<i64, Failure> {
    let read = value
        .as_i64()
        .or_else(|| value.as_str().and_then(|text| text.parse().ok()));
    read.ok_or_else(|| Failure::disagrees(format!("{value} is no number")))
}
