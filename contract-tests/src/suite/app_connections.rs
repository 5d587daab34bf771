//! Application management: the end of a connection.

use super::token_forms::{
    application_token, authorised, known_user, member, own_application, refresh, refused, sign_in,
};
use super::{page, register};
use crate::finding::{Claim, Failure, holds};
use crate::request::Request;
use crate::session::{Application, Session};

const CONNECTIONS: &str = "/app-mgmt/v0/connections";
const AS_BEFORE: &str = "/appmgmt/v0/connections";

register! { $ each_app_connection of "app_connections", page::OAUTH;
    revoking_ends_the_refresh_token: "app_mgmt.connections.revoke", FreshCompany;
    revoking_ends_every_refresh_token_of_the_user: "app_mgmt.connections.revoke", FreshCompany;
    revoking_leaves_other_applications_connected: "app_mgmt.connections.revoke", FreshCompany, Clock;
    revoking_leaves_the_company_connected: "app_mgmt.connections.revoke", FreshCompany;
    who_was_revoked_may_sign_in_again: "app_mgmt.connections.revoke", FreshCompany;
    revoking_without_a_token_is_refused: "app_mgmt.connections.revoke", FreshCompany;
    revoking_with_a_token_that_is_none_is_refused: "app_mgmt.connections.revoke", FreshCompany;
    the_older_spelling_revokes_too: "app_mgmt.connections.revoke_as_before", FreshCompany;
    the_older_spelling_answers_with_a_word: "app_mgmt.connections.revoke_as_before", FreshCompany;
}

async fn revoking_ends_the_refresh_token(session: &mut Session) -> Claim {
    revokes(session, CONNECTIONS).await
}

async fn revoking_ends_every_refresh_token_of_the_user(session: &mut Session) -> Claim {
    let application = own_application(session);
    let first = Connection::new(session, &application).await?;
    let second = Connection::new(session, &application).await?;

    first.revoke(session, CONNECTIONS).await?;

    for connection in [&first, &second] {
        connection.is_ended(session, &application).await?;
    }
    Ok(())
}

async fn revoking_leaves_other_applications_connected(session: &mut Session) -> Claim {
    let own = own_application(session);
    let other = authorised(session, &["password", "refresh_token"]).await?;
    let here = Connection::new(session, &own).await?;
    // No claim names the application, so two tokens of one second would be one text.
    session.advance(1).await?;
    let there = Connection::new(session, &other).await?;

    here.revoke(session, CONNECTIONS).await?;

    here.is_ended(session, &own).await?;
    refresh(session, &other, &there.refresh).await?.is(200)
}

async fn revoking_leaves_the_company_connected(session: &mut Session) -> Claim {
    let application = own_application(session);
    let company = session.grant(&session.company().clone()).await?.ok()?;
    let company = member(&company, "refresh_token")?;
    let user = Connection::new(session, &application).await?;

    user.revoke(session, CONNECTIONS).await?;

    user.is_ended(session, &application).await?;
    refresh(session, &application, &company).await?.is(200)
}

async fn who_was_revoked_may_sign_in_again(session: &mut Session) -> Claim {
    let application = own_application(session);
    let connection = Connection::new(session, &application).await?;
    connection.revoke(session, CONNECTIONS).await?;

    let again = Connection::new(session, &application).await?;

    refresh(session, &application, &again.refresh)
        .await?
        .is(200)
}

async fn revoking_without_a_token_is_refused(session: &mut Session) -> Claim {
    let application = own_application(session);
    let connection = Connection::new(session, &application).await?;

    let request = Request::delete(CONNECTIONS).deviant();
    session.send(request).await?.is_any(&[401, 403])?;

    let still = refresh(session, &application, &connection.refresh).await?;
    still.is(200)
}

async fn revoking_with_a_token_that_is_none_is_refused(session: &mut Session) -> Claim {
    known_user(session)?;
    let request = Request::delete(CONNECTIONS).bearer("nonsense");
    session.send(request).await?.is_any(&[401, 403])?;

    // An application has no connection with itself.
    let application = own_application(session);
    let token = application_token(session, &application).await?;
    let request = Request::delete(CONNECTIONS).bearer(&token);
    session.send(request).await?.is_any(&[400, 401, 403, 404])
}

async fn the_older_spelling_revokes_too(session: &mut Session) -> Claim {
    revokes(session, AS_BEFORE).await
}

async fn the_older_spelling_answers_with_a_word(session: &mut Session) -> Claim {
    let application = own_application(session);
    let connection = Connection::new(session, &application).await?;

    let request = Request::delete(AS_BEFORE).bearer(&connection.access);
    let reply = session.send(request).await?;

    reply.is(200)?;
    let word = reply.text();
    holds(
        format!("{word} is the word"),
        word.trim_matches('"') == "deleted",
    )
}

async fn revokes(session: &mut Session, path: &str) -> Claim {
    let application = own_application(session);
    let connection = Connection::new(session, &application).await?;
    refresh(session, &application, &connection.refresh)
        .await?
        .is(200)?;

    connection.revoke(session, path).await?;

    connection.is_ended(session, &application).await
}

/// What an application holds of a user.
struct Connection {
    access: String,
    refresh: String,
}

impl Connection {
    async fn new(session: &mut Session, application: &Application) -> Result<Self, Failure> {
        let reply = sign_in(session, application).await?.ok()?;
        Ok(Self {
            access: member(&reply, "access_token")?,
            refresh: member(&reply, "refresh_token")?,
        })
    }

    async fn revoke(&self, session: &mut Session, path: &str) -> Claim {
        let request = Request::delete(path).bearer(&self.access);
        session.send(request).await?.is(200)
    }

    async fn is_ended(&self, session: &mut Session, application: &Application) -> Claim {
        let reply = refresh(session, application, &self.refresh).await?;
        refused(&reply, 108, "invalid_grant", "bad or expired refresh token")
    }
}
