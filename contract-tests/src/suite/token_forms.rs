//! Requests to the token endpoint as forms, and who sends them.

use serde_json::{Value, json};

use crate::finding::{Claim, Failure};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Application, Session, TOKEN};
use crate::target::SignIn;

/// Where the applications of the cases want their users back.
pub(super) const REDIRECT: &str = "https://application.example.com/signed-in";

/// The application of the session's company.
pub(super) fn own_application(session: &Session) -> Application {
    let company = session.company();
    Application {
        client_id: company.client_id.clone(),
        client_secret: company.client_secret.clone(),
    }
}

/// An application that the session's company authorised, with these grants.
pub(super) async fn authorised(
    session: &mut Session,
    grants: &[&str],
) -> Result<Application, Failure> {
    let company = session.company().company_id.clone();
    let wish = json!({ "grants": grants, "companies": [company], "redirect_uris": [REDIRECT] });
    session.apply(&wish).await
}

/// The user whose password is known.
pub(super) fn known_user(session: &Session) -> Result<SignIn, Failure> {
    let user = session.company().user.clone();
    user.ok_or_else(|| Failure::harness("the company names no user who can sign in"))
}

/// Sends a form with the application's credentials in front, as documented.
pub(super) async fn ask(
    session: &mut Session,
    application: &Application,
    fields: &[(&str, &str)],
) -> Result<Reply, Failure> {
    session.send(form(TOKEN, application, fields)).await
}

/// The same with a form that is wrong on purpose.
pub(super) async fn ask_wrongly(
    session: &mut Session,
    application: &Application,
    fields: &[(&str, &str)],
) -> Result<Reply, Failure> {
    session
        .send(form(TOKEN, application, fields).deviant())
        .await
}

/// A form with the application's credentials in front.
pub(super) fn form(path: &str, application: &Application, fields: &[(&str, &str)]) -> Request {
    let mut all = vec![
        ("client_id", application.client_id.as_str()),
        ("client_secret", application.client_secret.as_str()),
    ];
    all.extend(fields);
    Request::post(path).form(&all)
}

/// Signs the known user in by password.
pub(super) async fn sign_in(
    session: &mut Session,
    application: &Application,
) -> Result<Reply, Failure> {
    let user = known_user(session)?;
    let fields = [
        ("grant_type", "password"),
        ("username", user.user_name.as_str()),
        ("password", user.password.as_str()),
    ];
    ask(session, application, &fields).await
}

/// Exchanges a refresh token.
pub(super) async fn refresh(
    session: &mut Session,
    application: &Application,
    token: &str,
) -> Result<Reply, Failure> {
    let fields = [("grant_type", "refresh_token"), ("refresh_token", token)];
    ask(session, application, &fields).await
}

/// The token of an application itself.
pub(super) async fn application_token(
    session: &mut Session,
    application: &Application,
) -> Result<String, Failure> {
    let fields = [("grant_type", "client_credentials")];
    let reply = ask(session, application, &fields).await?.ok()?;
    member(&reply, "access_token")
}

/// A text that a reply must hold.
pub(super) fn member(reply: &Value, name: &str) -> Result<String, Failure> {
    let text = reply[name].as_str().map(ToOwned::to_owned);
    text.ok_or_else(|| Failure::disagrees(format!("there is no {name}")))
}

/// Claims a refusal of the table. Nearly every one is a 400; some older pages have 403 for some of them.
pub(super) fn refused(reply: &Reply, code: u16, error: &str, description: &str) -> Claim {
    reply.is_any(&[400, 403])?;
    reply.oauth_refusal(code, error, description)
}
