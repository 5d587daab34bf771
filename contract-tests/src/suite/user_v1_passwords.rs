//! User v1: batches of passwords.

use super::user_v1_calls::{NAMESPACE, PASSWORDS, Record, call, posting, refused, take_in};
use super::xml_tree::Element;
use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::session::{Session, Wish};

register! { $ each_user_v1_password of "user_v1_passwords", page::USER_V1;
    a_known_login_succeeds: "user.v1.passwords.update", Write;
    an_unknown_login_fails_with_a_message: "user.v1.passwords.update", Write;
    each_password_stands_alone: "user.v1.passwords.update", Write;
    a_batch_in_which_all_fail_is_still_200: "user.v1.passwords.update", Write;
    too_many_passwords_are_refused: "user.v1.passwords.update", Write;
    passwords_in_broken_xml_are_refused: "user.v1.passwords.update", Write;
    passwords_need_a_token: "user.v1.passwords.update", Write;
    passwords_need_their_scope: "user.v1.passwords.update", FreshCompany;
}

async fn a_known_login_succeeds(session: &mut Session) -> Claim {
    take_in(session, &Record::new("owner")).await?;
    let result = send(session, &["owner@batch.example"]).await?;
    counts(&result, 1, 0)?;
    let told = result.list("UserPasswordStatusList");
    same("records", 1, told.len())?;
    same(
        "LoginID",
        Some("owner@batch.example"),
        told[0].text_of("LoginID"),
    )?;
    same("Status", Some("Success"), told[0].text_of("Status"))
}

async fn an_unknown_login_fails_with_a_message(session: &mut Session) -> Claim {
    let result = send(session, &["nobody@batch.example"]).await?;
    counts(&result, 0, 1)?;
    let told = result.list("UserPasswordStatusList");
    same("records", 1, told.len())?;
    same("Status", Some("Failed"), told[0].text_of("Status"))?;
    let message = told[0].text_of("Message").unwrap_or_default();
    holds("it says why", !message.is_empty())
}

async fn each_password_stands_alone(session: &mut Session) -> Claim {
    take_in(session, &Record::new("owner")).await?;
    let result = send(session, &["owner@batch.example", "nobody@batch.example"]).await?;
    counts(&result, 1, 1)?;
    same("records", 2, result.list("UserPasswordStatusList").len())
}

async fn a_batch_in_which_all_fail_is_still_200(session: &mut Session) -> Claim {
    let result = send(session, &["one@batch.example", "two@batch.example"]).await?;
    counts(&result, 0, 2)
}

async fn too_many_passwords_are_refused(session: &mut Session) -> Claim {
    let logins: Vec<_> = (0..501)
        .map(|at| format!("mass{at}@batch.example"))
        .collect();
    let logins: Vec<_> = logins.iter().map(String::as_str).collect();
    let reply = call(session, posting(PASSWORDS, batch(&logins)).deviant()).await?;
    reply.is_any(&[200, 400])?;
    let message = "Maximum User Records per Batch Exceeded";
    holds(
        format!("{} says why", reply.line()),
        reply.text().contains(message),
    )
}

async fn passwords_in_broken_xml_are_refused(session: &mut Session) -> Claim {
    let whole = batch(&["owner@batch.example"]);
    for text in ["", "password", "<UserBatch>", &whole.replace("</User>", "")] {
        let reply = call(session, posting(PASSWORDS, text).deviant()).await?;
        reply.is_any(&[200, 400])?;
        let message = "The Request XML is invalid";
        holds(
            format!("`{text}` is refused"),
            reply.text().contains(message),
        )?;
    }
    Ok(())
}

async fn passwords_need_a_token(session: &mut Session) -> Claim {
    let request = posting(PASSWORDS, batch(&["owner@batch.example"])).deviant();
    refused(&session.send(request).await?, &[401])
}

async fn passwords_need_their_scope(session: &mut Session) -> Claim {
    session
        .enter(&Wish::scopes(&["identity.user.ids.read"]))
        .await?;
    let request = posting(PASSWORDS, batch(&["owner@batch.example"]));
    refused(&call(session, request).await?, &[403])
}

fn batch(logins: &[&str]) -> String {
    let user = |login: &&str| {
        format!("<User><LoginID>{login}</LoginID><Password>Correct-Horse-8</Password></User>")
    };
    let users: String = logins.iter().map(user).collect();
    format!("<UserBatch xmlns=\"{NAMESPACE}\">{users}</UserBatch>")
}

async fn send(session: &mut Session, logins: &[&str]) -> Result<Element, Failure> {
    let reply = call(session, posting(PASSWORDS, batch(logins))).await?;
    Element::of(&reply, "BatchResult")
}

fn counts(result: &Element, succeeded: usize, failed: usize) -> Claim {
    same(
        "RecordsSucceeded",
        Some(succeeded),
        result.number_of("RecordsSucceeded"),
    )?;
    same(
        "RecordsFailed",
        Some(failed),
        result.number_of("RecordsFailed"),
    )
}
