//! Contradictions about tokens and about requests as such: each reading is played when the company decides for it.

use serde_json::{Value, json};

use super::people::newcomer;
use super::readings::decide;
use super::token_forms::{member, own_application, refresh, sign_in};
use super::user_v1_calls::old_style;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, TOKEN, USERS, Wish};

register! { $ each_reading_of_tokens of "readings_of_tokens", page::OAUTH;
    expires_in_may_be_text: "oauth2.token.create", FreshCompany;
    the_end_of_a_refresh_token_may_be_text_or_unsaid: "oauth2.token.create", FreshCompany;
    an_application_may_get_an_id_token: "oauth2.token.create", FreshCompany;
    a_refusal_may_keep_the_geolocation_to_itself: "oauth2.token.create", FreshCompany;
    a_refusal_may_name_its_correlation_in_the_header_alone: "oauth2.token.create", FreshCompany;
    the_sentence_of_code_5_may_have_another_capital: "oauth2.token.create", FreshCompany;
    code_108_may_be_a_400: "oauth2.token.create", FreshCompany, Clock;
    code_53_may_be_a_403: "oauth2.token.create", FreshCompany;
    code_59_may_be_a_400: "oauth2.token.create", FreshCompany;
    code_60_may_be_a_400: "oauth2.token.create", FreshCompany;
    a_charset_may_be_refused: "oauth2.token.create", FreshCompany;
    a_refresh_token_may_change: "oauth2.token.create", FreshCompany;
    a_replaced_refresh_token_may_stay: "oauth2.token.create", FreshCompany;
    the_use_of_a_replaced_refresh_token_may_end_both: "oauth2.token.create", FreshCompany;
    an_application_may_hold_one_refresh_token: "oauth2.token.create", FreshCompany;
    the_scope_of_a_refresh_may_be_passed_over: "oauth2.token.create", FreshCompany;
    an_expired_token_may_be_401: "identity.v4_1.users.list", FreshCompany, Clock;
    a_token_behind_another_word_may_be_403: "identity.v4_1.users.list", FreshCompany;
    a_missing_scope_may_be_401: "identity.v4_1.users.list", FreshCompany;
    a_token_of_a_user_may_be_403: "identity.v4_1.users.list", FreshCompany;
    a_disabled_applications_token_may_be_401: "identity.v4_1.users.list", FreshCompany;
    a_body_in_pieces_may_be_taken: "identity.v4_1.users.create", FreshCompany;
    a_body_of_another_kind_may_be_taken: "identity.v4_1.users.create", FreshCompany;
    a_body_without_kind_may_be_refused: "identity.v4_1.users.create", FreshCompany;
    a_correlation_id_may_always_be_new: "identity.v4_1.users.list", FreshCompany;
    a_member_that_stands_twice_may_be_refused: "identity.v4_1.users.create", FreshCompany;
}

async fn expires_in_may_be_text(session: &mut Session) -> Claim {
    for (reading, expected) in [("number", json!(3600)), ("text", json!("3600"))] {
        decide(session, "oauth.expires-in", reading).await?;
        same(reading, &expected, &granted(session).await?["expires_in"])?;
    }
    Ok(())
}

async fn the_end_of_a_refresh_token_may_be_text_or_unsaid(session: &mut Session) -> Claim {
    let key = "oauth.refresh-expires-in";
    decide(session, key, "text").await?;
    let reply = granted(session).await?;
    holds("it is text", reply["refresh_expires_in"].is_string())?;
    decide(session, key, "absent").await?;
    let reply = granted(session).await?;
    holds("it is unsaid", reply.get("refresh_expires_in").is_none())
}

async fn an_application_may_get_an_id_token(session: &mut Session) -> Claim {
    let application = own_application(session);
    let fields = [("grant_type", "client_credentials")];
    for (reading, expected) in [("users-and-companies", false), ("every", true)] {
        decide(session, "oauth.id-token", reading).await?;
        let reply = super::token_forms::ask(session, &application, &fields).await?;
        same(reading, expected, reply.ok()?["id_token"].is_string())?;
    }
    Ok(())
}

async fn a_refusal_may_keep_the_geolocation_to_itself(session: &mut Session) -> Claim {
    for (reading, expected) in [("always", true), ("elsewhere", false)] {
        decide(session, "oauth.refusal-geolocation", reading).await?;
        let body = refused_refresh(session).await?;
        same(reading, expected, body["geolocation"].is_string())?;
    }
    Ok(())
}

async fn a_refusal_may_name_its_correlation_in_the_header_alone(session: &mut Session) -> Claim {
    for (reading, expected) in [("body", true), ("header", false)] {
        decide(session, "oauth.refusal-correlation", reading).await?;
        let body = refused_refresh(session).await?;
        same(reading, expected, body["concur-correlationid"].is_string())?;
    }
    Ok(())
}

async fn the_sentence_of_code_5_may_have_another_capital(session: &mut Session) -> Claim {
    let application = own_application(session);
    let user = super::token_forms::known_user(session)?;
    let fields = [
        ("grant_type", "password"),
        ("username", user.user_name.as_str()),
        ("password", "not-the-password"),
    ];
    for sentence in [
        "Incorrect credentials. Please Retry",
        "Incorrect Credentials. Please Retry",
    ] {
        decide(session, "oauth.retry-words", sentence).await?;
        let reply = super::token_forms::ask(session, &application, &fields).await?;
        let found = reply.json()?["error_description"].clone();
        same("the sentence", json!(sentence), found)?;
    }
    Ok(())
}

async fn code_108_may_be_a_400(session: &mut Session) -> Claim {
    let application = own_application(session);
    let token = member(&granted(session).await?, "refresh_token")?;
    session.advance(200 * 86_400).await?;
    for (reading, status) in [("403", 403), ("400", 400)] {
        decide(session, "oauth.status-of-108", reading).await?;
        let reply = refresh(session, &application, &token).await?;
        reply.is(status)?;
        let sentence = "bad or expired refresh token";
        reply.oauth_refusal(108, "invalid_grant", sentence)?;
    }
    Ok(())
}

async fn code_53_may_be_a_403(session: &mut Session) -> Claim {
    let application = own_application(session);
    let token = member(&granted(session).await?, "refresh_token")?;
    session
        .change_application(&application.client_id, &json!({ "companies": [] }))
        .await?;
    for (reading, status) in [("400", 400), ("403", 403)] {
        decide(session, "oauth.status-of-53", reading).await?;
        let reply = refresh(session, &application, &token).await?;
        reply.is(status)?;
        let sentence = "company is not enabled for this client";
        reply.oauth_refusal(53, "invalid_client", sentence)?;
    }
    Ok(())
}

async fn code_59_may_be_a_400(session: &mut Session) -> Claim {
    let application = own_application(session);
    session
        .change_application(&application.client_id, &json!({ "enabled": false }))
        .await?;
    for (reading, status) in [("403", 403), ("400", 400)] {
        decide(session, "oauth.status-of-59", reading).await?;
        let reply = sign_in(session, &application).await?;
        reply.is(status)?;
        reply.oauth_refusal(59, "access_denied", "client disabled")?;
    }
    Ok(())
}

async fn code_60_may_be_a_400(session: &mut Session) -> Claim {
    let application = own_application(session);
    let grants = json!({ "grants": ["client_credentials"] });
    session
        .change_application(&application.client_id, &grants)
        .await?;
    for (reading, status) in [("403", 403), ("400", 400)] {
        decide(session, "oauth.status-of-60", reading).await?;
        let reply = session.grant(&session.company().clone()).await?;
        reply.is(status)?;
    }
    Ok(())
}

async fn a_charset_may_be_refused(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([
            ("client_id", company.client_id.as_str()),
            ("client_secret", company.client_secret.as_str()),
            ("grant_type", "client_credentials"),
        ])
        .finish();
    let kind = "application/x-www-form-urlencoded; charset=utf-8";
    let request = Request::post(TOKEN).body(kind, form);
    decide(session, "oauth.form-charset", "accepted").await?;
    session.send(request.clone()).await?.is(200)?;
    decide(session, "oauth.form-charset", "refused").await?;
    let sentence = "unsupported request format";
    session
        .send(request)
        .await?
        .oauth_refusal(135, "invalid_request", sentence)
}

async fn a_refresh_token_may_change(session: &mut Session) -> Claim {
    for (reading, expected) in [("keeps", true), ("rotates", false)] {
        decide(session, "oauth.refresh-rotation", reading).await?;
        let (first, second) = rotated(session).await?;
        same(reading, expected, first == second)?;
    }
    Ok(())
}

async fn a_replaced_refresh_token_may_stay(session: &mut Session) -> Claim {
    decide(session, "oauth.refresh-rotation", "rotates").await?;
    let application = own_application(session);
    for (reading, status) in [("ends", 403), ("stays", 200)] {
        decide(session, "oauth.replaced-refresh-token", reading).await?;
        let (first, second) = rotated(session).await?;
        let reply = refresh(session, &application, &first).await?;
        same(reading, status == 200, reply.status() == 200)?;
        refresh(session, &application, &second).await?.is(200)?;
    }
    Ok(())
}

async fn the_use_of_a_replaced_refresh_token_may_end_both(session: &mut Session) -> Claim {
    decide(session, "oauth.refresh-rotation", "rotates").await?;
    decide(session, "oauth.replaced-refresh-token", "ends-both").await?;
    let application = own_application(session);
    let (first, second) = rotated(session).await?;
    for token in [first, second] {
        let reply = refresh(session, &application, &token).await?;
        let sentence = "bad or expired refresh token";
        reply.oauth_refusal(108, "invalid_grant", sentence)?;
    }
    Ok(())
}

async fn an_application_may_hold_one_refresh_token(session: &mut Session) -> Claim {
    let application = own_application(session);
    for (reading, status) in [("several", 200), ("one", 403)] {
        decide(session, "oauth.refresh-tokens-held", reading).await?;
        let first = member(
            &sign_in(session, &application).await?.ok()?,
            "refresh_token",
        )?;
        sign_in(session, &application).await?.is(200)?;
        let reply = refresh(session, &application, &first).await?;
        same(reading, status == 200, reply.status() == 200)?;
    }
    Ok(())
}

async fn the_scope_of_a_refresh_may_be_passed_over(session: &mut Session) -> Claim {
    let application = own_application(session);
    let reply = granted(session).await?;
    let (token, scope) = (member(&reply, "refresh_token")?, member(&reply, "scope")?);
    let narrow = "identity.user.ids.read";
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", token.as_str()),
        ("scope", narrow),
    ];
    for (reading, expected) in [("narrows", narrow), ("ignored", scope.as_str())] {
        decide(session, "oauth.refresh-scope", reading).await?;
        let reply = super::token_forms::ask(session, &application, &fields).await?;
        same(reading, expected, member(&reply.ok()?, "scope")?.as_str())?;
    }
    Ok(())
}

async fn an_expired_token_may_be_401(session: &mut Session) -> Claim {
    let token = session.token().await?;
    session.advance(3601).await?;
    decide(session, "access.expired-token", "401").await?;
    let request = Request::get(USERS).bearer(&token);
    session.send(request).await?.refused(401).map(drop)
}

async fn a_token_behind_another_word_may_be_403(session: &mut Session) -> Claim {
    let token = session.token().await?;
    for (reading, status) in [("401", 401), ("403", 403)] {
        decide(session, "access.unknown-token", reading).await?;
        let request = old_style(Request::get(USERS), &token).deviant();
        session.send(request).await?.refused(status)?;
    }
    Ok(())
}

async fn a_missing_scope_may_be_401(session: &mut Session) -> Claim {
    session.enter(&Wish::scopes(&["user.read"])).await?;
    session.call(Request::get(USERS)).await?.refused(403)?;
    decide(session, "access.missing-scope", "401").await?;
    session
        .call(Request::get(USERS))
        .await?
        .refused(401)
        .map(drop)
}

async fn a_token_of_a_user_may_be_403(session: &mut Session) -> Claim {
    let application = own_application(session);
    let reply = sign_in(session, &application).await?.ok()?;
    let token = member(&reply, "access_token")?;
    for (reading, status) in [("400", 400), ("403", 403)] {
        decide(session, "access.user-token", reading).await?;
        let request = Request::get(USERS).bearer(&token);
        session.send(request).await?.refused(status)?;
    }
    Ok(())
}

async fn a_disabled_applications_token_may_be_401(session: &mut Session) -> Claim {
    let application = own_application(session);
    let token = session.token().await?;
    let change = json!({ "enabled": false });
    session
        .change_application(&application.client_id, &change)
        .await?;
    for (reading, status) in [("403", 403), ("401", 401)] {
        decide(session, "access.locked-application", reading).await?;
        let request = Request::get(USERS).bearer(&token);
        session.send(request).await?.refused(status)?;
    }
    Ok(())
}

async fn a_body_in_pieces_may_be_taken(session: &mut Session) -> Claim {
    let request = Request::post(USERS)
        .json(&newcomer(session, "pieces"))
        .header("transfer-encoding", "chunked")
        .deviant();
    session.call(request.clone()).await?.is(400)?;
    decide(session, "requests.chunked-body", "accepted").await?;
    session.call(request).await?.is(200)
}

async fn a_body_of_another_kind_may_be_taken(session: &mut Session) -> Claim {
    let user = newcomer(session, "kind").to_string();
    let request = Request::post(USERS).body("text/plain", user).deviant();
    session.call(request.clone()).await?.is(400)?;
    decide(session, "requests.wrong-content-type", "415").await?;
    let other = request.clone().other_reading();
    session.call(other).await?.is(415)?;
    decide(session, "requests.wrong-content-type", "ignored").await?;
    session.call(request).await?.is(200)
}

async fn a_body_without_kind_may_be_refused(session: &mut Session) -> Claim {
    decide(session, "requests.missing-content-type", "refused").await?;
    let mut request = Request::post(USERS)
        .json(&newcomer(session, "kindless"))
        .deviant();
    request.headers.clear();
    session.call(request).await?.is(400)
}

async fn a_correlation_id_may_always_be_new(session: &mut Session) -> Claim {
    let own = "5f0c1f2e-7a55-4f3e-9d3a-2f2f3a7f9b10";
    for (reading, expected) in [("echoed", true), ("fresh", false)] {
        decide(session, "requests.correlation-id", reading).await?;
        let request = Request::get(USERS).header("concur-correlationid", own);
        let reply = session.call(request).await?;
        reply.is(200)?;
        let back = reply.header("concur-correlationid") == Some(own);
        same(reading, expected, back)?;
    }
    Ok(())
}

async fn a_member_that_stands_twice_may_be_refused(session: &mut Session) -> Claim {
    let user = newcomer(session, "twice").to_string();
    let text = user.replacen('{', "{\"title\":\"first\",\"title\":\"second\",", 1);
    let request = Request::post(USERS).body("application/json", text);
    decide(session, "requests.repeated-member", "400").await?;
    session.call(request.clone()).await?.refused(400)?;
    decide(session, "requests.repeated-member", "last-counts").await?;
    let created = session.call(request).await?.ok()?;
    same("title", Some("second"), created["title"].as_str())
}

async fn granted(session: &mut Session) -> Result<Value, Failure> {
    session.grant(&session.company().clone()).await?.ok()
}

/// A refresh token and the one that its use gave.
async fn rotated(session: &mut Session) -> Result<(String, String), Failure> {
    let application = own_application(session);
    let first = member(&granted(session).await?, "refresh_token")?;
    let reply = refresh(session, &application, &first).await?.ok()?;
    Ok((first, member(&reply, "refresh_token")?))
}

/// The body of a refusal that has to do with the company.
async fn refused_refresh(session: &mut Session) -> Result<Value, Failure> {
    let application = own_application(session);
    let user = super::token_forms::known_user(session)?;
    let fields = [
        ("grant_type", "password"),
        ("username", user.user_name.as_str()),
        ("password", "not-the-password"),
    ];
    let reply = super::token_forms::ask(session, &application, &fields).await?;
    reply.is(400)?;
    reply.json()
}
