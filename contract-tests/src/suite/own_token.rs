//! The token of a user, beside that of the company.

use crate::finding::Failure;
use crate::request::Request;
use crate::session::{Session, TOKEN};
use crate::target::SignIn;

/// Signs the company's known user in.
pub(super) async fn own_token(session: &mut Session) -> Result<(String, SignIn), Failure> {
    let user = session.company().user.clone();
    let user = user.ok_or_else(|| Failure::harness("the company has no known user"))?;
    let token = token_of(session, &user.user_name, &user.password).await?;
    Ok((token, user))
}

/// Signs anybody in.
pub(super) async fn token_of(
    session: &mut Session,
    user_name: &str,
    password: &str,
) -> Result<String, Failure> {
    let company = session.company().clone();
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "password"),
        ("username", user_name),
        ("password", password),
    ]);
    let reply = session.send(form).await?.ok()?;
    let token = reply["access_token"].as_str().map(ToOwned::to_owned);
    token.ok_or_else(|| Failure::disagrees("the token reply holds no access_token"))
}
