//! Requests that no service answers, refused in the shape of the generation that they were meant for.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{FromRequestParts, Path, State};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderMap, StatusCode, Uri};
use serde::de::DeserializeOwned;

use crate::caller::Arrival;
use crate::error::{Format, Refusal, ScimRefusal};
use crate::world::World;

use super::{
    events, oauth, profile_v1, scim_v4, spend, travel, travel_profile, user_retrieval, user_v1,
    users_v3,
};

/// No such path.
pub(super) async fn path(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    refuse(&world, &arrival, &uri, &headers, no_such_resource())
}

/// The path knows no such method.
pub(super) async fn method(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    refuse(&world, &arrival, &uri, &headers, no_such_method())
}

/// Writes a refusal in the shape of the generation that the path belongs to.
pub(crate) fn refuse(
    world: &World,
    arrival: &Arrival,
    uri: &Uri,
    headers: &HeaderMap,
    refusal: Refusal,
) -> Response {
    if users_v3::owns(uri.path()) {
        return refusal.v3(
            users_v3::format(headers),
            arrival.correlation_text(),
            arrival.now(world),
        );
    }
    if uri.path().starts_with("/scim/") || user_retrieval::owns(uri.path()) {
        return scim_v4::as_scim(refusal.scim());
    }
    if spend::owns(uri.path()) {
        return refusal.spend();
    }
    if user_v1::owns(uri.path()) {
        return refusal.v3(Format::Xml, arrival.correlation_text(), arrival.now(world));
    }
    if travel_profile::owns(uri.path()) {
        return travel_profile::refuse(refusal, world, arrival);
    }
    if travel::owns(uri.path()) {
        return travel::refuse(&refusal);
    }
    if profile_v1::owns(uri.path()) {
        return profile_v1::refuse(refusal, world, arrival);
    }
    if events::owns(uri.path()) {
        return events::EventsRefusal(refusal).into_response();
    }
    let is_oauth = uri.path().starts_with("/oauth2/");
    if is_oauth
        && !matches!(
            refusal.status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        )
    {
        return oauth::refuse_format(refusal.status, world, arrival);
    }
    refusal.scim()
}

/// Writes the refusal of a request that a fault or a limit befalls, in the shape of the generation that the path belongs
/// to.
pub(crate) fn refuse_disturbed(
    world: &World,
    arrival: &Arrival,
    uri: &Uri,
    headers: &HeaderMap,
    mut refusal: Refusal,
) -> Response {
    if uri.path().starts_with("/oauth2/") {
        return oauth::refuse_status(refusal.status, &refusal.detail);
    }
    // The page of User v1 has words of its own for what nobody can explain.
    if refusal.status == StatusCode::INTERNAL_SERVER_ERROR && user_v1::owns(uri.path()) {
        "Unknown Error".clone_into(&mut refusal.detail);
    }
    refuse(world, arrival, uri, headers, refusal)
}

/// 405. ASSUMED: no page lists it.
pub(crate) fn no_such_method() -> Refusal {
    Refusal {
        status: StatusCode::METHOD_NOT_ALLOWED,
        ..Refusal::not_found("Method not allowed")
    }
}

/// 404 for a path.
pub(super) fn no_such_resource() -> Refusal {
    Refusal::not_found("No such resource")
}

/// What stands in a path where the route has a name: one segment, or several as a tuple. One that is no text names nothing,
/// so it is refused like an unknown id.
pub(super) struct Segment<T = String>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Segment<T> {
    type Rejection = ScimRefusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ScimRefusal> {
        let segment = Path::<T>::from_request_parts(parts, state).await;
        segment
            .map(|Path(named)| Self(named))
            .map_err(|_| no_such_resource().into())
    }
}
