//! The token endpoint: a user's own login, and what becomes of it.

use serde_json::json;

use super::{page, register};
use crate::finding::{Claim, Failure};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, TOKEN, USERS};

register! { $ each_oauth_user of "oauth_users", page::OAUTH;
    a_deactivated_user_is_code_10: "oauth2.token.create", FreshCompany;
    a_refresh_token_of_a_deactivated_user_is_code_123: "oauth2.token.create", FreshCompany;
    a_users_token_opens_no_company: "identity.v4_1.users.list", FreshCompany;
}

async fn a_deactivated_user_is_code_10(session: &mut Session) -> Claim {
    let id = sign_in(session).await?.1;
    deactivate(session, &id).await?;

    let description = "Account is disabled. Please contact support";
    login(session)
        .await?
        .oauth_refusal(10, "invalid_grant", description)
}

async fn a_refresh_token_of_a_deactivated_user_is_code_123(session: &mut Session) -> Claim {
    let (reply, id) = sign_in(session).await?;
    deactivate(session, &id).await?;
    let refresh = reply["refresh_token"].as_str().unwrap_or_default();

    let company = session.company().clone();
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh),
    ]);
    let refused = session.send(form).await?;
    refused.oauth_refusal(123, "invalid_request", "principal is disabled")
}

async fn a_users_token_opens_no_company(session: &mut Session) -> Claim {
    let (reply, _) = sign_in(session).await?;
    let token = reply["access_token"].as_str().unwrap_or_default();

    let refused = session.send(Request::get(USERS).bearer(token)).await?;
    refused.refused(400).map(drop)
}

/// Signs the known user in.
async fn sign_in(session: &mut Session) -> Result<(serde_json::Value, String), Failure> {
    let reply = login(session).await?.ok()?;
    let user = session.company().user.clone();
    let user = user.ok_or_else(|| Failure::harness("the company has no known user".to_owned()))?;
    Ok((reply, user.id))
}

async fn login(session: &mut Session) -> Result<Reply, Failure> {
    let company = session.company().clone();
    let user = company.user.clone();
    let user = user.ok_or_else(|| Failure::harness("the company has no known user".to_owned()))?;
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "password"),
        ("username", &user.user_name),
        ("password", &user.password),
    ]);
    session.send(form).await
}

async fn deactivate(session: &mut Session, id: &str) -> Claim {
    let change = json!([{ "op": "replace", "path": "active", "value": false }]);
    session.patch(id, change).await?.is(200)
}
