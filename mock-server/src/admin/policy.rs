//! Policies: list the keys, read and set them for a company.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use serde_json::{Map, Value, json};

use crate::company::Company;
use crate::policy::{PolicyError, Preset, Setting, definitions};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;

impl From<PolicyError> for AdminFault {
    fn from(error: PolicyError) -> Self {
        Self::bad_request(error.to_string())
    }
}

/// `GET /__admin/policy`: every key with its values, its default and what the process has for it.
pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Value> {
    let rows: Vec<Value> = definitions()
        .map(|definition| definition.describe(&world.policies))
        .collect();
    Json(json!({"presets": Preset::NAMES, "policies": rows}))
}

/// `GET /__admin/companies/{id}/policy`: what holds for the company, key by key.
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    Ok(effective(&*find(&world, &id)?))
}

/// `PATCH /__admin/companies/{id}/policy`: sets some keys, all or none of them; null goes back to the process's value.
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let settings = Setting::read_all(&body::<Map<String, Value>>(given)?)?;
    company.set_policies(&settings);
    Ok(effective(&company))
}

fn effective(company: &Company) -> Json<Value> {
    let version = company.read();
    let values: Map<String, Value> = definitions()
        .map(|definition| {
            let value = definition.show(version.policies.raw(definition));
            (definition.key.to_owned(), value)
        })
        .collect();
    Json(Value::Object(values))
}
