//! The token endpoint: what is refused, with the numeric code and the sentence of the page's table.

use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, TOKEN, Wish};

register! { $ each_oauth_refusal of "oauth_refusals", page::OAUTH;
    a_wrong_secret_is_code_64: "oauth2.token.create";
    an_unknown_client_is_code_61: "oauth2.token.create";
    a_missing_username_is_code_51: "oauth2.token.create";
    a_missing_password_is_code_52: "oauth2.token.create";
    a_missing_client_id_is_code_62: "oauth2.token.create";
    a_missing_client_secret_is_code_63: "oauth2.token.create";
    a_missing_grant_type_is_code_65: "oauth2.token.create";
    a_missing_refresh_token_is_code_106: "oauth2.token.create";
    an_unknown_grant_is_code_60: "oauth2.token.create";
    an_unknown_refresh_token_is_code_108: "oauth2.token.create";
    an_expired_refresh_token_is_code_108: "oauth2.token.create", Clock;
    a_refresh_token_of_another_application_is_code_105: "oauth2.token.create", FreshCompany;
    an_unknown_credtype_is_code_120: "oauth2.token.create";
    a_json_body_is_code_135: "oauth2.token.create";
    more_scopes_than_granted_are_code_54: "oauth2.token.create";
    a_wrong_password_is_an_invalid_grant: "oauth2.token.create", FreshCompany;
    a_wrong_request_token_is_refused: "oauth2.token.create";
    #[source = page::COMPANY_AUTH]
    a_request_token_dies_after_a_day: "oauth2.token.create", Clock;
    credentials_in_the_query_are_refused: "oauth2.token.create";
    a_refusal_repeats_the_correlation_id_in_its_body: "oauth2.token.create";
}

async fn a_wrong_secret_is_code_64(session: &mut Session) -> Claim {
    let wrong = [("client_secret", Some("not-the-secret"))];
    refused(
        session,
        &wrong,
        64,
        "invalid_client",
        "Incorrect credentials. Please Retry",
    )
    .await
}

async fn an_unknown_client_is_code_61(session: &mut Session) -> Claim {
    let unknown = [("client_id", Some("00000000-0000-4000-8000-000000000000"))];
    refused(session, &unknown, 61, "invalid_client", "client not found").await
}

async fn a_missing_username_is_code_51(session: &mut Session) -> Claim {
    refused(
        session,
        &[("username", None)],
        51,
        "invalid_request",
        "username was not supplied",
    )
    .await
}

async fn a_missing_password_is_code_52(session: &mut Session) -> Claim {
    refused(
        session,
        &[("password", None)],
        52,
        "invalid_request",
        "password was not supplied",
    )
    .await
}

async fn a_missing_client_id_is_code_62(session: &mut Session) -> Claim {
    refused(
        session,
        &[("client_id", None)],
        62,
        "invalid_request",
        "client_id was not supplied",
    )
    .await
}

async fn a_missing_client_secret_is_code_63(session: &mut Session) -> Claim {
    refused(
        session,
        &[("client_secret", None)],
        63,
        "invalid_request",
        "client_secret was not supplied",
    )
    .await
}

async fn a_missing_grant_type_is_code_65(session: &mut Session) -> Claim {
    refused(
        session,
        &[("grant_type", None)],
        65,
        "invalid_request",
        "grant_type was not supplied",
    )
    .await
}

async fn a_missing_refresh_token_is_code_106(session: &mut Session) -> Claim {
    let fields = [("grant_type", Some("refresh_token"))];
    refused(
        session,
        &fields,
        106,
        "invalid_request",
        "refresh_token was not supplied",
    )
    .await
}

async fn an_unknown_grant_is_code_60(session: &mut Session) -> Claim {
    let reply = ask(session, &[("grant_type", Some("urn:example:grant"))]).await?;

    // Every refusal is 400 today; an old page had 403 for this one.
    reply.is_any(&[400, 403])?;
    reply.oauth_refusal(
        60,
        "invalid_grant",
        "these are not the grants you are looking for",
    )
}

async fn an_unknown_refresh_token_is_code_108(session: &mut Session) -> Claim {
    let reply = refresh(session, "0b7c6a8e-0000-4000-8000-000000000000").await?;
    is_108(&reply)
}

async fn an_expired_refresh_token_is_code_108(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;
    let token = refresh_token(session).await?;

    session.advance(190 * 86_400).await?;

    is_108(&refresh(session, &token).await?)
}

async fn a_refresh_token_of_another_application_is_code_105(session: &mut Session) -> Claim {
    let token = refresh_token(session).await?;
    session.enter(&Wish::default()).await?;

    let reply = refresh(session, &token).await?;

    reply.is_any(&[400, 403])?;
    reply.oauth_refusal(105, "invalid_grant", "this grant was not issued to you!")
}

async fn an_unknown_credtype_is_code_120(session: &mut Session) -> Claim {
    refused(
        session,
        &[("credtype", Some("fingerprint"))],
        120,
        "invalid_request",
        "credtype is invalid",
    )
    .await
}

async fn a_json_body_is_code_135(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let body = serde_json::json!({
        "grant_type": "client_credentials", "client_id": company.client_id, "client_secret": company.client_secret
    });

    let reply = session
        .send(Request::post(TOKEN).json(&body).deviant())
        .await?;

    reply.is(400)?;
    reply.oauth_refusal(135, "invalid_request", "unsupported request format")
}

async fn more_scopes_than_granted_are_code_54(session: &mut Session) -> Claim {
    let token = refresh_token(session).await?;
    let fields = [
        ("grant_type", Some("refresh_token")),
        ("refresh_token", Some(token.as_str())),
        ("scope", Some("identity.user.ids.read EXPRPT.unheard")),
    ];
    refused(
        session,
        &fields,
        54,
        "invalid_scope",
        "requested scope exceeds granted scope",
    )
    .await
}

async fn a_wrong_password_is_an_invalid_grant(session: &mut Session) -> Claim {
    let login = session.company().user.clone().map(|user| user.user_name);
    let login =
        login.ok_or_else(|| Failure::harness("the company names no user who can sign in"))?;

    let fields = [
        ("credtype", Some("password")),
        ("username", Some(login.as_str())),
        ("password", Some("not-the-password")),
    ];
    let reply = ask(session, &fields).await?;

    // The table has the sentence twice, and the sample body writes one word with another capital.
    reply.is(400)?;
    let body = reply.json()?;
    holds(
        format!("{} is 5 or 19", body["code"]),
        [5, 19].iter().any(|code| body["code"] == *code),
    )?;
    same(
        "error",
        "invalid_grant",
        body["error"].as_str().unwrap_or_default(),
    )?;
    let sentence = body["error_description"].as_str().unwrap_or_default();
    holds(
        sentence,
        sentence.eq_ignore_ascii_case("Incorrect credentials. Please Retry"),
    )
}

async fn a_wrong_request_token_is_refused(session: &mut Session) -> Claim {
    let reply = ask(
        session,
        &[("password", Some("at-000000000000000000000000000000"))],
    )
    .await?;
    is_refusal(&reply)
}

async fn a_request_token_dies_after_a_day(session: &mut Session) -> Claim {
    session.advance(23 * 3600).await?;
    ask(session, &[]).await?.is(200)?;

    session.advance(2 * 3600).await?;

    is_refusal(&ask(session, &[]).await?)
}

async fn credentials_in_the_query_are_refused(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let request = Request::post(TOKEN)
        .query("client_id", company.client_id)
        .query("client_secret", company.client_secret)
        .query("grant_type", "client_credentials")
        .form(&[])
        .deviant();

    is_refusal(&session.send(request).await?)
}

async fn a_refusal_repeats_the_correlation_id_in_its_body(session: &mut Session) -> Claim {
    let reply = ask(session, &[("client_secret", Some("not-the-secret"))]).await?;

    let body = reply.json()?;
    let header = reply
        .header("concur-correlationid")
        .unwrap_or_default()
        .to_owned();
    same(
        "concur-correlationid",
        header.as_str(),
        body["concur-correlationid"].as_str().unwrap_or_default(),
    )
}

/// Asks by the company's request token, with some fields changed or left out.
async fn ask(session: &mut Session, changes: &[(&str, Option<&str>)]) -> Result<Reply, Failure> {
    let company = session.company().clone();
    let mut fields = vec![
        ("client_id", Some(company.client_id.as_str())),
        ("client_secret", Some(company.client_secret.as_str())),
        ("grant_type", Some("password")),
        ("credtype", Some("authtoken")),
        ("username", Some(company.company_id.as_str())),
        ("password", Some(company.request_token.as_str())),
    ];
    fields.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    fields.extend(changes);
    let form: Vec<_> = fields
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect();
    session
        .send(Request::post(TOKEN).form(&form).deviant())
        .await
}

async fn refused(
    session: &mut Session,
    changes: &[(&str, Option<&str>)],
    code: u16,
    error: &str,
    description: &str,
) -> Claim {
    let reply = ask(session, changes).await?;
    reply.is(400)?;
    reply.oauth_refusal(code, error, description)
}

async fn refresh(session: &mut Session, token: &str) -> Result<Reply, Failure> {
    ask(
        session,
        &[
            ("grant_type", Some("refresh_token")),
            ("refresh_token", Some(token)),
        ],
    )
    .await
}

async fn refresh_token(session: &mut Session) -> Result<String, Failure> {
    let reply = session.grant(&session.company().clone()).await?.ok()?;
    Ok(reply["refresh_token"]
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

fn is_108(reply: &Reply) -> Claim {
    // Nearly every refusal is 400; the one printed sample of this code came with 403.
    reply.is_any(&[400, 403])?;
    reply.oauth_refusal(108, "invalid_grant", "bad or expired refresh token")
}

/// The page gives no code for these: the shape is all that can be claimed.
fn is_refusal(reply: &Reply) -> Claim {
    reply.is_any(&[400, 401, 403])?;
    let body = reply.json()?;
    holds("`code` is a number", body["code"].is_u64())?;
    holds("`error` is a word", body["error"].is_string())
}
