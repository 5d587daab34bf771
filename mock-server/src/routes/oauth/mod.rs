//! OAuth2: the token endpoint, one-time tokens, the sign-in page, revocation, secrets and the public keys.

mod about;
mod asking;
mod authorize;
mod connections;
mod disturbed;
mod form;
mod grant;
mod issue;
mod one_time;
mod refusal;
mod secrets;
mod sign_in;
mod texts;

use std::sync::Arc;

use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::{delete, get, patch, post};
use axum::{Extension, Router};
use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::caller::{Arrival, Disturbance};
use crate::error::json_response;
use crate::world::World;

pub(crate) use self::about::{About, about};
use self::asking::{Asking, Refused, authenticate, response};
pub(crate) use self::disturbed::{is_oauth_code, refuse_code, refuse_status};
use self::form::Form;
use self::grant::grant;
use self::issue::issue;
use self::refusal::{Endpoint, TokenRefusal};

/// The routes of OAuth2 and of the management of applications.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/oauth2/v0/token", post(token))
        .route("/oauth2/v0/otp", post(otp))
        .route("/oauth2/v0/authorize", get(authorize::show))
        .route(
            authorize::VERIFY_CREDENTIALS,
            post(authorize::verify_credentials),
        )
        .route(authorize::AUTHORIZE_CLIENT, post(authorize::answer))
        .route("/app-mgmt/v0/connections", delete(connections::revoke))
        .route("/appmgmt/v0/connections", delete(connections::revoke_old))
        .route(
            "/app-mgmt/v4/{app}/secrets",
            get(secrets::list).post(secrets::create),
        )
        .route(
            "/app-mgmt/v4/{app}/secrets/{secret}",
            patch(secrets::set_status).delete(secrets::delete),
        )
        .route("/oauth2/v0/jwks", get(jwks))
}

/// `GET /oauth2/v0/jwks`
async fn jwks(State(world): State<Arc<World>>) -> Response {
    json_response(StatusCode::OK, world.signer.jwks())
}

/// `POST /oauth2/v0/token`
async fn token(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = Form::read(&headers, query.as_deref(), body).map_err(Refused::from);
    let outcome = ask(&world, &arrival, form, |asking| {
        let granted = grant(asking)?;
        issue(asking, granted)
    });
    outcome.unwrap_or_else(|refused| response(&world, &arrival, &refused, Endpoint::Token))
}

/// The answer to a request that is refused before it is looked at: code 135. ASSUMED: the table has no code that fits
/// better.
pub(super) fn refuse_format(status: StatusCode, world: &World, arrival: &Arrival) -> Response {
    let refused = Refused::from(TokenRefusal::UnsupportedFormat);
    let mut response = response(world, arrival, &refused, Endpoint::Token);
    *response.status_mut() = status;
    response
}

/// `POST /oauth2/v0/otp`
async fn otp(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let form = Form::read(&headers, query.as_deref(), body).map_err(Refused::from);
    let outcome = ask(&world, &arrival, form, one_time::send);
    match outcome {
        Ok(answer) => json_response(StatusCode::OK, &answer),
        Err(refused) => response(&world, &arrival, &refused, Endpoint::Otp),
    }
}

/// Finds the application and lets it ask. A refusal that is about no company is told by the policy of the application's
/// home.
fn ask<T>(
    world: &World,
    arrival: &Arrival,
    form: Result<Form, Refused>,
    answer: impl FnOnce(&Asking<'_>) -> Result<T, Refused>,
) -> Result<T, Refused> {
    let form = form?;
    let application = authenticate(world, &form)?;
    let asking = Asking {
        world,
        data_centre: arrival.data_centre,
        application: &application,
        form: &form,
        moved: match &arrival.disturbance {
            Disturbance::Moved(url) => Some(url),
            Disturbance::None | Disturbance::JobStuck => None,
        },
    };
    answer(&asking).map_err(|refused| Refused {
        refusal: refused.refusal,
        company: refused.company.or_else(|| world.home_of(&application)),
    })
}
