//! A company's rate limits: set, looked at, ended.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use http::StatusCode;

use crate::rate_limits::{RateLimitAccount, RateLimitError, RateLimits};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;

impl From<RateLimitError> for AdminFault {
    fn from(error: RateLimitError) -> Self {
        Self::bad_request(error.to_string())
    }
}

/// `GET /__admin/companies/{id}/rate-limits`
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<RateLimitAccount>, AdminFault> {
    Ok(Json(find(&world, &id)?.limits.account()))
}

/// `PUT /__admin/companies/{id}/rate-limits`: these limits and no others from now on.
pub(super) async fn set(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<RateLimitAccount>, AdminFault> {
    let company = find(&world, &id)?;
    let wanted: RateLimits = body(given)?;
    company.limits.set(wanted)?;
    Ok(Json(company.limits.account()))
}

/// `DELETE /__admin/companies/{id}/rate-limits`
pub(super) async fn clear(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<StatusCode, AdminFault> {
    find(&world, &id)?.limits.clear();
    Ok(StatusCode::NO_CONTENT)
}
