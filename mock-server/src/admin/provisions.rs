//! A company's provision requests: looked at, and carried out by hand.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::company::jobs::Job;
use crate::ids;
use crate::routes;
use crate::world::World;

use super::companies::find;
use super::fault::AdminFault;
use super::place::Place;

/// `GET /__admin/companies/{id}/provisions`: the requests that are kept, the oldest first.
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let version = company.read();
    let provisions: Vec<Value> = version.jobs.iter().map(|job| shown(job)).collect();
    Ok(Json(json!({ "provisions": provisions })))
}

/// `POST /__admin/companies/{id}/provisions/{provisionId}/complete`
pub(super) async fn complete(
    State(world): State<Arc<World>>,
    Place((id, provision)): Place<(String, String)>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let job = ids::read(&provision).and_then(|id| routes::carry_out(&company, id));
    let job = job.ok_or_else(|| AdminFault::nothing("provision request", &provision))?;
    Ok(Json(shown(&job)))
}

fn shown(job: &Job) -> Value {
    json!({
        "id": job.id,
        "state": if job.completed.is_some() { "completed" } else { "waiting" },
        "created": job.created,
        "due": job.due,
    })
}
