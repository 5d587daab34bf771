//! What an administrator of a company has configured: look at it, change it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use bytes::Bytes;

use crate::company::configuration::Configuration;
use crate::company::configuration_change::{ConfigurationChange, ConfigurationError};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;

impl From<ConfigurationError> for AdminFault {
    fn from(error: ConfigurationError) -> Self {
        Self::bad_request(error.to_string())
    }
}

/// `GET /__admin/companies/{id}/configuration`
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Configuration>, AdminFault> {
    let company = find(&world, &id)?;
    let configuration = Arc::clone(&company.read().configuration);
    Ok(Json(Configuration::clone(&configuration)))
}

/// `PATCH /__admin/companies/{id}/configuration`: named members replace what was there. Users keep what they refer to.
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Configuration>, AdminFault> {
    let company = find(&world, &id)?;
    let change: ConfigurationChange = body(given)?;
    let after = company.write(|version| {
        let after = change.apply(&version.configuration)?;
        version.configuration = Arc::new(after.clone());
        Ok::<_, ConfigurationError>(after)
    })?;
    Ok(Json(after))
}
