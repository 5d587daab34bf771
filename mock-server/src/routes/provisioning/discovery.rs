//! What the provisioning service says about itself.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimRefusal, json_response};
use crate::scim::provisioning;
use crate::world::World;

use super::super::discovery::admitted;
use super::super::unknown::Segment;
use super::bulk::{MAX_BULK_BYTES, MAX_OPERATIONS};

/// `GET /ResourceTypes`
pub(super) async fn resource_types(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let types = provisioning::resource_types(&front(&world, &caller));
    Ok(json_response(StatusCode::OK, &types))
}

/// `GET /ResourceTypes/{id}`
pub(super) async fn resource_type(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let found = provisioning::resource_type(&front(&world, &caller), &id);
    let found = found.ok_or_else(|| unknown("Resource type", &id))?;
    Ok(json_response(StatusCode::OK, &found))
}

/// `GET /Schemas`
pub(super) async fn schemas(
    Extension(arrival): Extension<Arrival>,
) -> Result<Response, ScimRefusal> {
    super::admit_reader(&arrival)?;
    Ok(json_response(StatusCode::OK, &provisioning::schemas()))
}

/// `GET /Schemas/{id}`
pub(super) async fn schema(
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
) -> Result<Response, ScimRefusal> {
    super::admit_reader(&arrival)?;
    let found = provisioning::schema(&id).ok_or_else(|| unknown("Schema", &id))?;
    Ok(json_response(StatusCode::OK, &found))
}

/// `GET /ServiceProviderConfig`. No scope is listed for it; ASSUMED: nor is a token needed, as at Identity.
pub(super) async fn service_provider_config(
    Extension(arrival): Extension<Arrival>,
) -> Result<Response, ScimRefusal> {
    admitted(&arrival)?;
    let config = provisioning::service_provider_config(MAX_OPERATIONS, MAX_BULK_BYTES);
    Ok(json_response(StatusCode::OK, &config))
}

fn front(world: &World, caller: &Caller) -> String {
    let host = world.base_url_of(&caller.company);
    format!("{host}{}", super::PATHS[0])
}

fn unknown(kind: &str, id: &str) -> Refusal {
    let shown: String = id.chars().take(128).collect();
    Refusal::not_found(format!("{kind} {shown} not found"))
}
