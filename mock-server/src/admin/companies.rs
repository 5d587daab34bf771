//! Companies: create, delete, reset.

use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::company::Company;
use crate::company::seed::MAX_SEEDED_USERS;
use crate::credentials::Credentials;
use crate::ids;
use crate::policy::Setting;
use crate::world::{Founding, World};

use super::fault::{AdminFault, body};

/// How many users a company gets when none are asked for.
pub(crate) const DEFAULT_USERS: usize = 100;

/// The body of `POST /__admin/companies`; every member may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCompany {
    key: Option<String>,
    seed: Option<u64>,
    users: Option<usize>,
    scopes: Option<Vec<String>>,
    #[serde(default)]
    policy: Map<String, Value>,
}

/// The longest key, in bytes.
const MAX_KEY_BYTES: usize = 200;

impl NewCompany {
    fn founding(self) -> Result<Founding, AdminFault> {
        let users = self.users.unwrap_or(DEFAULT_USERS);
        if users > MAX_SEEDED_USERS {
            return Err(AdminFault::bad_request(format!(
                "users must be at most {MAX_SEEDED_USERS}"
            )));
        }
        if self
            .key
            .as_ref()
            .is_some_and(|key| key.is_empty() || key.len() > MAX_KEY_BYTES)
        {
            return Err(AdminFault::bad_request(format!(
                "key must have 1 to {MAX_KEY_BYTES} bytes"
            )));
        }
        let has_blank = |scope: &String| scope.is_empty() || scope.contains(char::is_whitespace);
        if self.scopes.iter().flatten().any(has_blank) {
            return Err(AdminFault::bad_request(
                "scopes must be words without blanks",
            ));
        }
        Ok(Founding {
            key: self.key,
            seed: self.seed,
            users,
            scopes: self.scopes,
            policies: Setting::read_all(&self.policy)?,
        })
    }
}

/// `POST /__admin/companies`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, AdminFault> {
    let founding = body::<NewCompany>(given)?.founding()?;
    let maker = Arc::clone(&world);
    // Many users take a while, and the other requests shall not wait for them.
    let founded = tokio::task::spawn_blocking(move || maker.found(founding)).await;
    let founded = founded.map_err(|_| AdminFault::internal("the company could not be made"))?;
    let company = founded.map_err(|error| AdminFault::conflict(error.to_string()))?;
    let credentials = Credentials::of(&world.base_url, &company);
    Ok((StatusCode::CREATED, Json(credentials)).into_response())
}

/// `GET /__admin/companies/{id}`: what the company holds.
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let version = company.read();
    Ok(Json(json!({
        "company_id": company.id,
        "name": company.name,
        "users": version.users.len(),
        "document_bytes": version.users.bytes(),
    })))
}

/// `DELETE /__admin/companies/{id}`
pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<StatusCode, AdminFault> {
    let found = ids::read(&id).is_some_and(|id| world.dissolve(id));
    if found {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(AdminFault::no_company(&id))
    }
}

/// `POST /__admin/companies/{id}/request-token`: a new company request token, as the administration page of Concur makes
/// it; the answer is the company's credentials with it.
pub(super) async fn request_token(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<Response, AdminFault> {
    let company = find(&world, &id)?;
    company.renew_request_token();
    let credentials = Credentials::of(&world.base_url, &company);
    Ok((StatusCode::CREATED, Json(credentials)).into_response())
}

/// `POST /__admin/companies/{id}/reset`
pub(super) async fn reset(
    State(world): State<Arc<World>>,
    Path(id): Path<String>,
) -> Result<StatusCode, AdminFault> {
    find(&world, &id)?.reset();
    Ok(StatusCode::NO_CONTENT)
}

/// The company of this id.
pub(super) fn find(world: &World, id: &str) -> Result<Arc<Company>, AdminFault> {
    ids::read(id)
        .and_then(|id| world.company_of(id))
        .ok_or_else(|| AdminFault::no_company(id))
}
