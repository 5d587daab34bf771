//! The tokens themselves: what they claim, and that the published key proves it.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::Value;

use super::{page, register};
use crate::finding::{Claim, Failure, holds, same};
use crate::request::Request;
use crate::session::{Session, TOKEN};

const JWKS: &str = "/oauth2/v0/jwks";

register! { $ each_oauth_claim of "oauth_claims", page::OAUTH;
    the_published_key_verifies_an_access_token: "oauth2.jwks.get";
    the_published_key_verifies_an_id_token: "oauth2.jwks.get";
    the_key_set_shows_public_parts_only: "oauth2.jwks.get";
    an_access_token_names_its_company: "oauth2.token.create";
    an_access_token_names_its_user: "oauth2.token.create", FreshCompany;
    an_access_token_of_an_application_says_so: "oauth2.token.create";
    an_access_token_carries_the_granted_scopes: "oauth2.token.create";
    the_claims_last_an_hour: "oauth2.token.create";
    the_claims_follow_the_company_clock: "oauth2.token.create", Clock;
    an_id_token_is_for_the_client: "oauth2.token.create";
    #[source = page::RELEASE_2026_04]
    the_withdrawn_claims_are_gone: "oauth2.token.create";
}

async fn the_published_key_verifies_an_access_token(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;
    verify(session, &reply["access_token"]).await.map(drop)
}

async fn the_published_key_verifies_an_id_token(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;
    verify(session, &reply["id_token"]).await.map(drop)
}

async fn the_key_set_shows_public_parts_only(session: &mut Session) -> Claim {
    let keys = session.send(Request::get(JWKS)).await?.ok()?;

    let keys = keys["keys"].as_array().cloned().unwrap_or_default();
    holds("there is a key", !keys.is_empty())?;
    for key in keys {
        same("kty", "RSA", key["kty"].as_str().unwrap_or_default())?;
        for part in ["kid", "n", "e"] {
            holds(format!("the key has `{part}`"), key[part].is_string())?;
        }
        for part in ["d", "p", "q", "dp", "dq", "qi"] {
            holds(format!("the key has no `{part}`"), key.get(part).is_none())?;
        }
    }
    Ok(())
}

async fn an_access_token_names_its_company(session: &mut Session) -> Claim {
    let claims = company_claims(session).await?;

    same(
        "sub",
        session.company().company_id.to_lowercase(),
        text(&claims, "sub").to_lowercase(),
    )?;
    same("concur.type", "company", text(&claims, "concur.type"))?;
    same(
        "iss",
        session.company().base_url.as_str(),
        text(&claims, "iss"),
    )?;
    same("aud", "*", text(&claims, "aud"))?;
    same(
        "concur.version",
        Value::from(2),
        claims["concur.version"].clone(),
    )
}

async fn an_access_token_names_its_user(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let user = company
        .user
        .ok_or_else(|| Failure::harness("the company names no user who can sign in"))?;
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "password"),
        ("username", &user.user_name),
        ("password", &user.password),
    ]);
    let reply = session.send(form).await?.ok()?;

    let claims = verify(session, &reply["access_token"]).await?;

    same(
        "sub",
        user.id.to_lowercase(),
        text(&claims, "sub").to_lowercase(),
    )?;
    same("concur.type", "user", text(&claims, "concur.type"))
}

async fn an_access_token_of_an_application_says_so(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let form = Request::post(TOKEN).form(&[
        ("client_id", &company.client_id),
        ("client_secret", &company.client_secret),
        ("grant_type", "client_credentials"),
    ]);
    let reply = session.send(form).await?.ok()?;

    let claims = verify(session, &reply["access_token"]).await?;

    same("concur.type", "app", text(&claims, "concur.type"))
}

async fn an_access_token_carries_the_granted_scopes(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;
    let claims = verify(session, &reply["access_token"]).await?;

    let claimed: Vec<_> = claims["concur.scopes"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let granted: Vec<_> = reply["scope"]
        .as_str()
        .unwrap_or_default()
        .split(' ')
        .collect();
    same("concur.scopes", granted, claimed)
}

async fn the_claims_last_an_hour(session: &mut Session) -> Claim {
    let claims = company_claims(session).await?;

    let at = |name: &str| claims[name].as_i64().unwrap_or_default();
    same("exp - nbf", 3600, at("exp") - at("nbf"))?;
    same("iat", at("nbf"), at("iat"))
}

async fn the_claims_follow_the_company_clock(session: &mut Session) -> Claim {
    session.freeze("2026-01-15T09:00:00Z").await?;

    let claims = company_claims(session).await?;

    same("iat", Some(1_768_467_600), claims["iat"].as_i64())
}

async fn an_id_token_is_for_the_client(session: &mut Session) -> Claim {
    let company = session.company().clone();
    let reply = session.grant(&company).await?.ok()?;

    let claims = verify(session, &reply["id_token"]).await?;

    same("aud", company.client_id.as_str(), text(&claims, "aud"))?;
    same(
        "sub",
        company.company_id.to_lowercase(),
        text(&claims, "sub").to_lowercase(),
    )?;
    same("concur.type", "company", text(&claims, "concur.type"))?;
    same("iss", company.base_url.as_str(), text(&claims, "iss"))?;
    holds("there is an at_hash", claims["at_hash"].is_string())
}

async fn the_withdrawn_claims_are_gone(session: &mut Session) -> Claim {
    let reply = session.grant(&session.company().clone()).await?.ok()?;

    for token in ["access_token", "id_token"] {
        let claims = verify(session, &reply[token]).await?;
        for gone in ["concur.profile", "concur.app"] {
            holds(
                format!("the {token} claims no {gone}"),
                claims.get(gone).is_none(),
            )?;
        }
    }
    Ok(())
}

async fn company_claims(session: &mut Session) -> Result<Value, Failure> {
    let reply = session.grant(&session.company().clone()).await?.ok()?;
    verify(session, &reply["access_token"]).await
}

/// The claims of a token whose signature the published key of its `kid` verifies.
async fn verify(session: &mut Session, token: &Value) -> Result<Value, Failure> {
    let token = token
        .as_str()
        .ok_or_else(|| Failure::disagrees("there is no token"))?;
    let header = decode_header(token).map_err(unproven)?;
    same("alg", Algorithm::RS256, header.alg)?;
    same("typ", Some("JWT"), header.typ.as_deref())?;
    let kid = header
        .kid
        .ok_or_else(|| Failure::disagrees("the token names no key"))?;

    let keys = session.send(Request::get(JWKS)).await?.ok()?;
    let key = keys["keys"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|key| key["kid"] == kid.as_str());
    let key = key.ok_or_else(|| Failure::disagrees(format!("key {kid} is not published")))?;
    let key = DecodingKey::from_rsa_components(text(key, "n"), text(key, "e")).map_err(unproven)?;

    // Times are judged by the cases: they are those of the company's clock, not of this machine.
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    decode::<Value>(token, &key, &rules)
        .map(|proven| proven.claims)
        .map_err(unproven)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err wants"
)]
fn unproven(error: jsonwebtoken::errors::Error) -> Failure {
    Failure::disagrees(format!("the token does not verify: {error}"))
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}
