//! One-time tokens: asked for at one endpoint, mailed, exchanged at the other.

use serde_json::Value;

use super::token_forms::{ask, ask_wrongly, authorised, form, known_user, member, refused};
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Application, Session};

const OTP: &str = "/oauth2/v0/otp";

register! { $ each_oauth_one_time of "oauth_one_time", page::OAUTH;
    a_one_time_token_is_mailed_to_the_user: "oauth2.otp.create", FreshCompany;
    the_mail_links_to_the_application_with_the_token: "oauth2.otp.create", FreshCompany;
    a_one_time_token_signs_its_user_in: "oauth2.token.create", FreshCompany;
    what_was_said_first_must_be_said_again: "oauth2.token.create", FreshCompany;
    what_was_said_first_must_be_said_unchanged: "oauth2.token.create", FreshCompany;
    a_wrong_one_time_token_is_refused: "oauth2.token.create", FreshCompany;
    a_one_time_token_that_nobody_asked_for_is_code_83: "oauth2.token.create", FreshCompany;
    a_one_time_token_works_once: "oauth2.token.create", FreshCompany;
    an_address_of_nobody_is_code_55: "oauth2.token.create", FreshCompany;
    too_many_open_requests_are_code_82: "oauth2.otp.create", FreshCompany;
    a_missing_one_time_token_is_code_56: "oauth2.token.create", FreshCompany;
    a_missing_channel_type_is_code_57: "oauth2.token.create", FreshCompany;
    a_missing_channel_handle_is_code_58: "oauth2.token.create", FreshCompany;
    another_channel_is_code_80: "oauth2.token.create", FreshCompany;
    asking_without_channel_type_is_code_57: "oauth2.otp.create", FreshCompany;
    asking_without_channel_handle_is_code_58: "oauth2.otp.create", FreshCompany;
    asking_for_another_channel_is_code_80: "oauth2.otp.create", FreshCompany;
    asking_for_nobody_mails_nobody: "oauth2.otp.create", FreshCompany;
    asking_without_client_id_is_code_62: "oauth2.otp.create", FreshCompany;
    asking_without_client_secret_is_code_63: "oauth2.otp.create", FreshCompany;
    asking_as_an_unknown_client_is_code_61: "oauth2.otp.create", FreshCompany;
    asking_without_the_grant_is_code_60: "oauth2.otp.create", FreshCompany;
    asking_in_json_is_code_135: "oauth2.otp.create", FreshCompany;
}

async fn a_one_time_token_is_mailed_to_the_user(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[]).await?;

    let mail = newest_mail(session).await?;

    same("to", &asked.address, &member(&mail, "to")?)?;
    let token = member(&mail, "token")?;
    let rest = token.strip_prefix("dd-").unwrap_or_default();
    same(&format!("signs of {token} behind dd-"), 30, rest.len())
}

async fn the_mail_links_to_the_application_with_the_token(session: &mut Session) -> Claim {
    let link = "https://application.example.com/welcome?from=mail";
    Asked::new(session, &[("link", link)]).await?;

    let mail = newest_mail(session).await?;

    let (sent, token) = (member(&mail, "link")?, member(&mail, "token")?);
    holds(format!("{sent} begins with {link}"), sent.starts_with(link))?;
    let appended = format!("token={token}");
    holds(
        format!("{sent} ends with {appended}"),
        sent.ends_with(&appended),
    )
}

async fn a_one_time_token_signs_its_user_in(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[]).await?;

    let reply = asked.exchange(session, &asked.token, &[]).await?.ok()?;

    for token in ["access_token", "refresh_token", "id_token"] {
        holds(format!("there is a {token}"), reply[token].is_string())?;
    }
    Ok(())
}

async fn what_was_said_first_must_be_said_again(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[("name", "Robin"), ("seat", "17")]).await?;

    for less in [&[][..], &[("name", "Robin")], &[("seat", "17")]] {
        let reply = asked.exchange(session, &asked.token, less).await?;
        refused(&reply, 84, "invalid_request", "fact verification failed")?;
    }
    let all = [("name", "Robin"), ("seat", "17")];
    asked.exchange(session, &asked.token, &all).await?.is(200)
}

async fn what_was_said_first_must_be_said_unchanged(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[("seat", "17")]).await?;

    let reply = asked
        .exchange(session, &asked.token, &[("seat", "18")])
        .await?;

    refused(&reply, 84, "invalid_request", "fact verification failed")
}

async fn a_wrong_one_time_token_is_refused(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[]).await?;
    let wrong = "dd-000000000000000000000000000000";

    let reply = asked.exchange(session, wrong, &[]).await?;

    // The table has two codes for it and does not say which is which.
    reply.is_any(&[400, 403])?;
    let code = reply.json()?["code"].clone();
    holds(
        format!("{code} is 83 or 85"),
        [83, 85].iter().any(|one| code == *one),
    )
}

async fn a_one_time_token_that_nobody_asked_for_is_code_83(session: &mut Session) -> Claim {
    let asked = Asked::nothing(session).await?;
    let made_up = "dd-000000000000000000000000000000";

    let reply = asked.exchange(session, made_up, &[]).await?;

    refused(&reply, 83, "invalid_request", "otp not found")
}

async fn a_one_time_token_works_once(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[]).await?;
    asked.exchange(session, &asked.token, &[]).await?.is(200)?;

    let reply = asked.exchange(session, &asked.token, &[]).await?;

    reply.is_any(&[400, 403])?;
    let code = reply.json()?["code"].clone();
    holds(
        format!("{code} is 83 or 85"),
        [83, 85].iter().any(|one| code == *one),
    )
}

async fn an_address_of_nobody_is_code_55(session: &mut Session) -> Claim {
    let mut asked = Asked::new(session, &[]).await?;
    "nobody@newcomer.example".clone_into(&mut asked.address);

    let reply = asked.exchange(session, &asked.token, &[]).await?;

    refused(&reply, 55, "invalid_request", "we don't know this email")
}

async fn too_many_open_requests_are_code_82(session: &mut Session) -> Claim {
    // How many are too many is not said.
    session
        .set_policy(&serde_json::json!({ "oauth.otp-open-requests": 3 }))
        .await?;
    let asked = Asked::nothing(session).await?;
    let fields = [
        ("channel_type", "email"),
        ("channel_handle", asked.address.as_str()),
    ];
    for _ in 0..3 {
        let request = form(OTP, &asked.application, &fields);
        session.send(request).await?.is(200)?;
    }
    let reply = session.send(form(OTP, &asked.application, &fields)).await?;
    is_code(&reply, 82)
}

async fn a_missing_one_time_token_is_code_56(session: &mut Session) -> Claim {
    let reply = incomplete(session, "otp").await?;
    refused(&reply, 56, "invalid_request", "otp was not supplied")
}

async fn a_missing_channel_type_is_code_57(session: &mut Session) -> Claim {
    is_code(&incomplete(session, "channel_type").await?, 57)
}

async fn a_missing_channel_handle_is_code_58(session: &mut Session) -> Claim {
    is_code(&incomplete(session, "channel_handle").await?, 58)
}

async fn another_channel_is_code_80(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[]).await?;
    let fields = [
        ("grant_type", "otp"),
        ("channel_type", "pigeon"),
        ("channel_handle", asked.address.as_str()),
        ("otp", asked.token.as_str()),
    ];

    let reply = ask_wrongly(session, &asked.application, &fields).await?;

    refused(&reply, 80, "invalid_request", "invalid channel type")
}

async fn asking_without_channel_type_is_code_57(session: &mut Session) -> Claim {
    let fields = [("channel_handle", "robin@newcomer.example")];
    is_code(&asking(session, &fields).await?, 57)
}

async fn asking_without_channel_handle_is_code_58(session: &mut Session) -> Claim {
    is_code(&asking(session, &[("channel_type", "email")]).await?, 58)
}

async fn asking_for_another_channel_is_code_80(session: &mut Session) -> Claim {
    let fields = [("channel_type", "pigeon"), ("channel_handle", "roof 7")];
    let reply = asking(session, &fields).await?;
    refused(&reply, 80, "invalid_request", "invalid channel type")
}

async fn asking_for_nobody_mails_nobody(session: &mut Session) -> Claim {
    let asked = Asked::new(session, &[]).await?;
    let before = session.mails().await?.len();
    let nobody = "nobody@newcomer.example";
    let fields = [("channel_type", "email"), ("channel_handle", nobody)];

    let reply = session
        .send(
            form(OTP, &asked.application, &fields)
                .deviant()
                .other_reading(),
        )
        .await?;

    // The table of this call has no code for it; that of the token call has 55.
    if reply.status() != 200 {
        reply.is_any(&[400, 403])?;
        let code = reply.json()?["code"].clone();
        holds(
            format!("{code} is 55 or 81"),
            [55, 81].iter().any(|one| code == *one),
        )?;
    }
    same("mails", before, session.mails().await?.len())
}

async fn asking_without_client_id_is_code_62(session: &mut Session) -> Claim {
    asking_without(session, "client_id", 62).await
}

async fn asking_without_client_secret_is_code_63(session: &mut Session) -> Claim {
    asking_without(session, "client_secret", 63).await
}

async fn asking_as_an_unknown_client_is_code_61(session: &mut Session) -> Claim {
    let nobody = Application {
        client_id: "00000000-0000-4000-8000-000000000000".to_owned(),
        client_secret: "any".to_owned(),
    };
    let address = address(session).await?;
    let fields = [("channel_type", "email"), ("channel_handle", &address)];

    let reply = session.send(form(OTP, &nobody, &fields)).await?;

    let sentence = "client_id is not known to us";
    refused(&reply, 61, "invalid_client", sentence)
}

async fn asking_without_the_grant_is_code_60(session: &mut Session) -> Claim {
    let application = authorised(session, &["password"]).await?;
    let address = address(session).await?;
    let fields = [("channel_type", "email"), ("channel_handle", &address)];

    let reply = session.send(form(OTP, &application, &fields)).await?;

    is_code(&reply, 60)
}

async fn asking_in_json_is_code_135(session: &mut Session) -> Claim {
    let application = authorised(session, &["otp"]).await?;
    let body = serde_json::json!({
        "client_id": application.client_id, "client_secret": application.client_secret,
        "channel_type": "email", "channel_handle": "robin@newcomer.example"
    });

    let reply = session
        .send(Request::post(OTP).json(&body).deviant())
        .await?;

    let sentence = "unsupported request format";
    refused(&reply, 135, "invalid_request", sentence)
}

/// An application that asked for a one-time token, and what the user got.
struct Asked {
    application: Application,
    address: String,
    token: String,
}

impl Asked {
    async fn new(session: &mut Session, facts: &[(&str, &str)]) -> Result<Self, Failure> {
        let mut asked = Self::nothing(session).await?;
        let mut fields = vec![
            ("channel_type", "email"),
            ("channel_handle", asked.address.as_str()),
        ];
        fields.extend(facts);
        let reply = session.send(form(OTP, &asked.application, &fields)).await?;
        let reply = reply.ok()?;
        // One guide prints another word, with two letters in the wrong order.
        let word = reply["message"].as_str().unwrap_or_default();
        holds(word, ["otp sent", "opt sent"].contains(&word))?;
        asked.token = member(&newest_mail(session).await?, "token")?;
        Ok(asked)
    }

    /// An application that may ask and did not.
    async fn nothing(session: &mut Session) -> Result<Self, Failure> {
        Ok(Self {
            application: authorised(session, &["otp", "refresh_token"]).await?,
            address: address(session).await?,
            token: String::new(),
        })
    }

    async fn exchange(
        &self,
        session: &mut Session,
        token: &str,
        facts: &[(&str, &str)],
    ) -> Result<Reply, Failure> {
        let mut fields = vec![
            ("grant_type", "otp"),
            ("channel_type", "email"),
            ("channel_handle", self.address.as_str()),
            ("otp", token),
        ];
        fields.extend(facts);
        ask(session, &self.application, &fields).await
    }
}

/// The address of the known user.
async fn address(session: &mut Session) -> Result<String, Failure> {
    let id = known_user(session)?.id;
    let user = session.user(&id).await?;
    let mut emails = user["emails"].as_array().into_iter().flatten();
    let work = emails.find(|email| email["type"] == "work");
    let address = work.and_then(|email| email["value"].as_str());
    address
        .map(ToOwned::to_owned)
        .ok_or_else(|| Failure::harness("the known user has no work address"))
}

async fn newest_mail(session: &mut Session) -> Result<Value, Failure> {
    let mails = session.mails().await?;
    mails
        .last()
        .cloned()
        .ok_or_else(|| Failure::disagrees("no mail was sent"))
}

/// Exchanges a good one-time token without one of the fields.
async fn incomplete(session: &mut Session, missing: &str) -> Result<Reply, Failure> {
    let asked = Asked::new(session, &[]).await?;
    let mut fields = vec![
        ("grant_type", "otp"),
        ("channel_type", "email"),
        ("channel_handle", asked.address.as_str()),
        ("otp", asked.token.as_str()),
    ];
    fields.retain(|(name, _)| *name != missing);
    ask_wrongly(session, &asked.application, &fields).await
}

async fn asking(session: &mut Session, fields: &[(&str, &str)]) -> Result<Reply, Failure> {
    let application = authorised(session, &["otp"]).await?;
    session
        .send(form(OTP, &application, fields).deviant())
        .await
}

async fn asking_without(session: &mut Session, missing: &str, code: u16) -> Claim {
    let application = authorised(session, &["otp"]).await?;
    let address = address(session).await?;
    let mut fields = vec![
        ("client_id", application.client_id.as_str()),
        ("client_secret", application.client_secret.as_str()),
        ("channel_type", "email"),
        ("channel_handle", address.as_str()),
    ];
    fields.retain(|(name, _)| *name != missing);
    let reply = session
        .send(Request::post(OTP).form(&fields).deviant())
        .await?;
    is_code(&reply, code)
}

/// The page describes these in words of its own; the code is what counts.
fn is_code(reply: &Reply, code: u16) -> Claim {
    reply.is_any(&[400, 403])?;
    same("code", Value::from(code), reply.json()?["code"].clone())
}
