//! The three-legged flow: a browser signs in, the application gets a code, the code buys a token.

use std::collections::BTreeMap;

use serde_json::json;
use url::Url;

use super::token_forms::{REDIRECT, ask, authorised, known_user, refused};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Answer, Application, Browser, Session};

const AUTHORIZE: &str = "/oauth2/v0/authorize";

/// What every application of these cases asks for.
const SCOPE: &str = "openid";

register! { $ each_oauth_authorize of "oauth_authorize", page::OAUTH;
    a_browser_without_session_is_asked_to_sign_in: "oauth2.authorize.get", FreshCompany;
    who_signs_in_comes_back_with_a_code: "oauth2.authorize.get", FreshCompany;
    the_redirect_names_the_geolocation: "oauth2.authorize.get", FreshCompany;
    an_address_with_a_query_of_its_own_keeps_it: "oauth2.authorize.get", FreshCompany;
    a_code_buys_the_tokens_of_its_user: "oauth2.token.create", FreshCompany;
    the_refresh_token_of_a_code_refreshes: "oauth2.token.create", FreshCompany;
    a_code_works_once: "oauth2.token.create", FreshCompany;
    a_code_is_good_for_its_redirect_only: "oauth2.token.create", FreshCompany;
    a_code_is_good_for_its_application_only: "oauth2.token.create", FreshCompany;
    a_code_ends_sooner_than_a_day: "oauth2.token.create", FreshCompany, Clock;
    #[source = page::SIGN_IN]
    who_denies_comes_back_with_the_word_for_it: "oauth2.authorize.get", FreshCompany;
    a_wrong_password_gives_no_code: "oauth2.authorize.get", FreshCompany;
    an_active_session_is_not_asked_for_the_password_again: "oauth2.authorize.get", FreshCompany;
    an_unknown_client_is_not_sent_anywhere: "oauth2.authorize.get", FreshCompany;
    an_address_that_is_not_registered_gets_nothing: "oauth2.authorize.get", FreshCompany;
    a_disabled_application_gets_no_code: "oauth2.authorize.get", FreshCompany;
    more_scopes_than_granted_give_no_code: "oauth2.authorize.get", FreshCompany;
}

async fn a_browser_without_session_is_asked_to_sign_in(session: &mut Session) -> Claim {
    let application = authorised(session, &["authorization_code"]).await?;

    let reply = session.send(question(&application)).await?;

    // The page itself, or a redirect to it.
    reply.is_any(&[200, 302, 303])?;
    let location = reply.header("location").unwrap_or_default();
    holds("nobody is sent back yet", !location.starts_with(REDIRECT))
}

async fn who_signs_in_comes_back_with_a_code(session: &mut Session) -> Claim {
    let mut visit = Visit::new(session, Answer::Allow).await?;

    let reply = visit.go(session).await?;

    let told = told(&reply)?;
    holds(
        "there is a code",
        told.get("code").is_some_and(|code| !code.is_empty()),
    )?;
    same("pages with a password", 1, visit.browser.passwords_typed())
}

async fn the_redirect_names_the_geolocation(session: &mut Session) -> Claim {
    let mut visit = Visit::new(session, Answer::Allow).await?;

    let reply = visit.go(session).await?;

    same(
        "geolocation",
        Some(&session.company().base_url),
        told(&reply)?.get("geolocation"),
    )
}

async fn an_address_with_a_query_of_its_own_keeps_it(session: &mut Session) -> Claim {
    let redirect = format!("{REDIRECT}?place=home");
    let company = session.company().company_id.clone();
    let application = session
        .apply(&json!({
            "grants": ["authorization_code"], "companies": [company], "redirect_uris": [redirect]
        }))
        .await?;
    let mut browser = Browser::new(known_user(session)?, Answer::Allow);
    let question = question_to(&application, &redirect, SCOPE);

    let reply = session.browse(&mut browser, question, REDIRECT).await?;

    let told = told(&reply)?;
    same("place", Some("home"), told.get("place").map(String::as_str))?;
    holds("there is a code", told.contains_key("code"))
}

async fn a_code_buys_the_tokens_of_its_user(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let (code, application) = visit.code(session).await?;

    let reply = buy(session, &application, &code, REDIRECT).await?.ok()?;

    for token in ["access_token", "refresh_token", "id_token"] {
        holds(format!("there is a {token}"), reply[token].is_string())?;
    }
    same(
        "geolocation",
        session.company().base_url.as_str(),
        reply["geolocation"].as_str().unwrap_or_default(),
    )
}

async fn the_refresh_token_of_a_code_refreshes(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let (code, application) = visit.code(session).await?;
    let reply = buy(session, &application, &code, REDIRECT).await?.ok()?;
    let token = super::token_forms::member(&reply, "refresh_token")?;

    super::token_forms::refresh(session, &application, &token)
        .await?
        .is(200)
}

async fn a_code_works_once(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let (code, application) = visit.code(session).await?;
    buy(session, &application, &code, REDIRECT).await?.is(200)?;

    let reply = buy(session, &application, &code, REDIRECT).await?;

    refused(&reply, 103, "invalid_request", "code is bad or expired")
}

async fn a_code_is_good_for_its_redirect_only(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let (code, application) = visit.code(session).await?;
    let other = "https://application.example.com/elsewhere";

    let reply = buy(session, &application, &code, other).await?;

    let sentence = "redirect_uri does not match the previous grant";
    refused(&reply, 104, "invalid_grant", sentence)
}

async fn a_code_is_good_for_its_application_only(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let (code, _) = visit.code(session).await?;
    let thief = authorised(session, &["authorization_code"]).await?;

    let reply = buy(session, &thief, &code, REDIRECT).await?;

    let sentence = "this grant was not issued to you!";
    refused(&reply, 105, "invalid_grant", sentence)
}

async fn a_code_ends_sooner_than_a_day(session: &mut Session) -> Claim {
    // How long it lives is not stated; that the code table knows an expired one is.
    let visit = Visit::new(session, Answer::Allow).await?;
    let (code, application) = visit.code(session).await?;

    session.advance(86_400).await?;

    let reply = buy(session, &application, &code, REDIRECT).await?;
    refused(&reply, 103, "invalid_request", "code is bad or expired")
}

async fn who_denies_comes_back_with_the_word_for_it(session: &mut Session) -> Claim {
    let mut visit = Visit::new(session, Answer::Deny).await?;

    let reply = visit.go(session).await?;

    let told = told(&reply)?;
    let said = |name: &str| told.get(name).map(String::as_str);
    same("error_code", Some("user_denied"), said("error_code"))?;
    same(
        "error_description",
        Some("The user denied your request."),
        said("error_description"),
    )?;
    same("code", None, said("code"))
}

async fn a_wrong_password_gives_no_code(session: &mut Session) -> Claim {
    let mut visit = Visit::new(session, Answer::Allow).await?;
    let mut person = known_user(session)?;
    "not-the-password".clone_into(&mut person.password);
    visit.browser = Browser::new(person, Answer::Allow);

    let reply = visit.go(session).await?;

    holds(
        "the password was asked for",
        visit.browser.passwords_typed() > 0,
    )?;
    no_code(&reply)
}

async fn an_active_session_is_not_asked_for_the_password_again(session: &mut Session) -> Claim {
    let mut visit = Visit::new(session, Answer::Allow).await?;
    told(&visit.go(session).await?)?;

    let again = visit.go(session).await?;

    holds("there is a code", told(&again)?.contains_key("code"))?;
    same("pages with a password", 1, visit.browser.passwords_typed())
}

async fn an_unknown_client_is_not_sent_anywhere(session: &mut Session) -> Claim {
    let nobody = Application {
        client_id: "00000000-0000-4000-8000-000000000000".to_owned(),
        client_secret: String::new(),
    };
    let mut browser = Browser::new(known_user(session)?, Answer::Allow);

    let reply = session
        .browse(&mut browser, question(&nobody), REDIRECT)
        .await?;

    holds("nobody is sent back", reply.header("location").is_none())?;
    reply.is_any(&[400, 401, 403])
}

async fn an_address_that_is_not_registered_gets_nothing(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let stranger = "https://stranger.example.net/catch";
    let mut browser = Browser::new(known_user(session)?, Answer::Allow);
    let question = question_to(&visit.application, stranger, SCOPE);

    let reply = session.browse(&mut browser, question, stranger).await?;

    holds("nobody is sent there", reply.header("location").is_none())?;
    reply.is_any(&[400, 401, 403])
}

async fn a_disabled_application_gets_no_code(session: &mut Session) -> Claim {
    let mut visit = Visit::new(session, Answer::Allow).await?;
    let client = visit.application.client_id.clone();
    session
        .change_application(&client, &json!({ "enabled": false }))
        .await?;

    no_code(&visit.go(session).await?)
}

async fn more_scopes_than_granted_give_no_code(session: &mut Session) -> Claim {
    let visit = Visit::new(session, Answer::Allow).await?;
    let mut browser = Browser::new(known_user(session)?, Answer::Allow);
    let question = question_to(&visit.application, REDIRECT, "openid EXPRPT.unheard");

    no_code(&session.browse(&mut browser, question, REDIRECT).await?)
}

/// One person on the way from an application and back to it.
struct Visit {
    application: Application,
    browser: Browser,
}

impl Visit {
    async fn new(session: &mut Session, answer: Answer) -> Result<Self, Failure> {
        Ok(Self {
            application: authorised(session, &["authorization_code", "refresh_token"]).await?,
            browser: Browser::new(known_user(session)?, answer),
        })
    }

    async fn go(&mut self, session: &mut Session) -> Result<Reply, Failure> {
        session
            .browse(&mut self.browser, question(&self.application), REDIRECT)
            .await
    }

    /// Comes back with a code.
    async fn code(mut self, session: &mut Session) -> Result<(String, Application), Failure> {
        let reply = self.go(session).await?;
        let code = told(&reply)?.remove("code");
        let code = code.ok_or_else(|| Failure::disagrees("there is no code"))?;
        Ok((code, self.application))
    }
}

fn question(application: &Application) -> Request {
    question_to(application, REDIRECT, SCOPE)
}

fn question_to(application: &Application, redirect: &str, scope: &str) -> Request {
    Request::get(AUTHORIZE)
        .query("client_id", application.client_id.as_str())
        .query("redirect_uri", redirect)
        .query("scope", scope)
        .query("response_type", "code")
        .query("state", "seat-17")
}

async fn buy(
    session: &mut Session,
    application: &Application,
    code: &str,
    redirect: &str,
) -> Result<Reply, Failure> {
    let fields = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", redirect),
        ("code", code),
    ];
    ask(session, application, &fields).await
}

/// What the redirect tells the application.
fn told(reply: &Reply) -> Result<BTreeMap<String, String>, Failure> {
    reply.is_any(&[302, 303])?;
    let location = reply.header("location").unwrap_or_default();
    holds(
        format!("{location} is the application's address"),
        location.starts_with(REDIRECT),
    )?;
    let url =
        Url::parse(location).map_err(|error| Failure::disagrees(format!("{location}: {error}")))?;
    Ok(url.query_pairs().into_owned().collect())
}

fn no_code(reply: &Reply) -> Claim {
    let location = reply.header("location").unwrap_or_default();
    holds(
        format!("{location} carries no code"),
        !location.contains("?code=") && !location.contains("&code="),
    )
}
