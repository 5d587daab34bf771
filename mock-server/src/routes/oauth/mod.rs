//! OAuth2: the token endpoint and the public keys.

mod grant;
mod issue;
mod refusal;

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};

use crate::application::Application;
use crate::caller::Arrival;
use crate::error::json_response;
use crate::ids;
use crate::world::World;

use self::grant::grant;
use self::issue::issue;
use self::refusal::TokenRefusal;
use super::parameters::Parameters;

/// `GET /oauth2/v0/jwks`
pub(super) async fn jwks(State(world): State<Arc<World>>) -> Response {
    json_response(StatusCode::OK, world.signer.jwks())
}

/// `POST /oauth2/v0/token`
pub(super) async fn token(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let outcome = read_form(&headers, body).and_then(|form| {
        let form = Parameters::read(Some(&form));
        let application = authenticate(&world, &form)?;
        let granted = grant(&world, &application, &form)?;
        Ok((application, granted))
    });
    match outcome {
        Ok((application, granted)) => issue(&world, &application, granted),
        Err(refusal) => refusal.response(arrival.correlation_text(), &world.base_url),
    }
}

/// The body as text, when it is a form. ASSUMED: a charset behind the type is let pass, since one guide forbids it and
/// older samples of the authentication page send it.
fn read_form(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<String, TokenRefusal> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(FORM) {
        return Err(TokenRefusal::UnsupportedFormat);
    }
    let body = body.map_err(|_| TokenRefusal::UnsupportedFormat)?;
    String::from_utf8(body.into()).map_err(|_| TokenRefusal::UnsupportedFormat)
}

/// A field of the form; an empty one counts as missing.
fn field<'f>(
    form: &'f Parameters<'_>,
    name: &str,
    missing: TokenRefusal,
) -> Result<&'f str, TokenRefusal> {
    form.get(name)
        .filter(|value| !value.is_empty())
        .ok_or(missing)
}

fn authenticate(world: &World, form: &Parameters<'_>) -> Result<Arc<Application>, TokenRefusal> {
    let client_id = field(form, "client_id", TokenRefusal::NoClientId)?;
    let secret = field(form, "client_secret", TokenRefusal::NoClientSecret)?;
    let application = ids::read(client_id)
        .and_then(|id| world.application(id))
        .ok_or(TokenRefusal::UnknownClient)?;
    if application.client_secret != secret {
        return Err(TokenRefusal::BadClientSecret);
    }
    Ok(application)
}
