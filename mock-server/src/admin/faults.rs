//! A company's plan of faults: made, looked at, ended.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use http::StatusCode;

use crate::faults::{FaultAccount, Plan, PlanError};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;

impl From<PlanError> for AdminFault {
    fn from(error: PlanError) -> Self {
        Self::bad_request(error.to_string())
    }
}

/// `GET /__admin/companies/{id}/faults`: the plan and what became of it.
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<FaultAccount>, AdminFault> {
    Ok(Json(find(&world, &id)?.faults.account()))
}

/// `PUT /__admin/companies/{id}/faults`: this plan and no other from now on.
pub(super) async fn plan(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<FaultAccount>, AdminFault> {
    let company = find(&world, &id)?;
    let plan: Plan = body(given)?;
    company.plan_faults(plan, world.served())?;
    Ok(Json(company.faults.account()))
}

/// `DELETE /__admin/companies/{id}/faults`
pub(super) async fn clear(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<StatusCode, AdminFault> {
    find(&world, &id)?.clear_faults();
    Ok(StatusCode::NO_CONTENT)
}
