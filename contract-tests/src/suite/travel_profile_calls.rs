//! The calls of Travel Profile, in XML, that cases need on their way to what they claim.

use std::fmt::Write as _;

use serde_json::Value;

use super::travel_v4_calls::travel_of;
use super::user_v1_calls::old_style;
use super::xml_tree::Element;
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, id_of};

/// One profile, read and written.
pub(super) const PROFILE: &str = "/api/travelprofile/v2.0/profile";

/// Who changed.
pub(super) const SUMMARY: &str = "/api/travelprofile/v2.0/summary";

/// The older reading service, for both.
pub(super) const PROFILE_V1: &str = "/api/travelprofile/v1.0/profile";

/// The answer to a write that was carried out as a whole.
pub(super) const SUCCESS: &str = "S001";

/// A password that every case gives.
pub(super) const PASSWORD: &str = "Correct-Horse-7";

/// Sends with the company's token, in the spelling of the page.
pub(super) async fn call(session: &mut Session, request: Request) -> Result<Reply, Failure> {
    let token = session.token().await?;
    session.send(old_style(request, &token)).await
}

/// A request for the profile of somebody.
pub(super) fn asking(path: &str, kind: &str, value: &str) -> Request {
    Request::get(path)
        .query("userid_type", kind)
        .query("userid_value", value)
}

/// The profile of a login.
pub(super) async fn profile(session: &mut Session, login: &str) -> Result<Element, Failure> {
    let reply = call(session, asking(PROFILE, "login", login)).await?;
    Element::of(&reply, "ProfileResponse")
}

/// The login and the id of anybody of the company.
pub(super) async fn anybody(session: &mut Session) -> Result<(String, String), Failure> {
    let id = session.somebody().await?;
    let user = session.user(&id).await?;
    let login = user["userName"].as_str().unwrap_or_default().to_owned();
    Ok((login, id))
}

/// The body of a write.
pub(super) fn body(action: &str, login: &str, sections: &str) -> String {
    format!(
        "<ProfileResponse xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" Action=\"{action}\" LoginId=\"{login}\">{sections}</ProfileResponse>"
    )
}

/// A request with an XML body.
pub(super) fn posting(xml: impl Into<Vec<u8>>) -> Request {
    Request::post(PROFILE).body("application/xml", xml)
}

/// Updates somebody and claims that all of it was carried out.
pub(super) async fn update(session: &mut Session, login: &str, sections: &str) -> Claim {
    let reply = call(session, posting(body("Update", login, sections))).await?;
    has_code(&reply, &[SUCCESS]).map(drop)
}

/// Updates somebody with what is wrong on purpose.
pub(super) async fn update_wrongly(
    session: &mut Session,
    login: &str,
    sections: &str,
) -> Result<Reply, Failure> {
    let request = posting(body("Update", login, sections));
    call(session, request.deviant()).await
}

/// What a new user needs, with a travel configuration that the company has.
pub(super) async fn general(
    session: &mut Session,
    more: &[(&str, &str)],
) -> Result<String, Failure> {
    let (login, _) = anybody(session).await?;
    let known = profile(session, &login).await?;
    let configuration = known.text_at("General/TravelConfigID").unwrap_or_default();
    holds(
        "the company has a travel configuration",
        !configuration.is_empty(),
    )?;
    let mut elements = vec![("FirstName", "Robin"), ("LastName", "Traveller")];
    for (name, text) in more {
        match elements.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = *text,
            None => elements.push((*name, *text)),
        }
    }
    elements.push(("TravelConfigID", configuration));
    let mut whole = "<General>".to_owned();
    for (name, text) in elements {
        // Writing into a text cannot fail.
        let _written = write!(whole, "<{name}>{text}</{name}>");
    }
    Ok(whole + "</General>")
}

/// Creates somebody with these sections beside what is needed, and gives the login.
pub(super) async fn create(
    session: &mut Session,
    tag: &str,
    sections: &str,
) -> Result<String, Failure> {
    let login = format!("{tag}@travels.example");
    let needed = general(session, &[]).await?;
    let sections = format!("{needed}{sections}<Password>{PASSWORD}</Password>");
    let reply = call(session, posting(body("Create", &login, &sections))).await?;
    has_code(&reply, &[SUCCESS])?;
    Ok(login)
}

/// The identity of a login.
pub(super) async fn identity(session: &mut Session, login: &str) -> Result<Value, Failure> {
    let found = session.find(&format!("userName eq \"{login}\"")).await?;
    same(&format!("users of {login}"), 1, found.len())?;
    let user = session.user(&found[0]).await?;
    id_of(&user)?;
    Ok(user)
}

/// What Travel v4 shows of a login.
pub(super) async fn travel(session: &mut Session, login: &str) -> Result<Value, Failure> {
    let user = identity(session, login).await?;
    travel_of(session, user["id"].as_str().unwrap_or_default()).await
}

/// Claims the code of an answer to a write, and gives the member that it names.
pub(super) fn has_code(reply: &Reply, codes: &[&str]) -> Result<String, Failure> {
    let message = Element::of(reply, "TravelProfileResponseMessage")?;
    let code = message.text_of("Code").unwrap_or_default();
    holds(
        format!(
            "{} has one of {codes:?}, not {code}: {}",
            reply.line(),
            reply.text()
        ),
        codes.contains(&code),
    )?;
    let text = message.text_of("Message").unwrap_or_default();
    holds("there is a Message", !text.is_empty())?;
    Ok(message.text_of("Field").unwrap_or_default().to_owned())
}

/// Claims a warning of that kind about that member.
pub(super) fn warns(reply: &Reply, codes: &[&str], member: &str) -> Claim {
    let field = has_code(reply, codes)?;
    holds(format!("{field} names {member}"), field.contains(member))
}

/// Claims a refusal of the whole, and gives all that it says.
pub(super) fn refused(reply: &Reply, statuses: &[u16]) -> Result<String, Failure> {
    reply.is_any(statuses)?;
    let error = Element::named(reply, "Error")?;
    let message = error.child("Message").cloned().unwrap_or_default();
    let inner = message.children.iter().flat_map(|one| &one.children);
    let words: Vec<_> = std::iter::once(message.text.as_str())
        .chain(inner.map(|part| part.text.as_str()))
        .collect();
    let words = words.join(" ").trim().to_owned();
    holds(format!("{} says why", reply.line()), !words.is_empty())?;
    let id = error.text_of("Id").unwrap_or_default();
    same("Id", id.to_uppercase().as_str(), id)?;
    let time = error.text_of("Server-Time").unwrap_or_default();
    same("the length of Server-Time", 19, time.len())?;
    Ok(words)
}
