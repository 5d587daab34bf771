//! A company's snapshots: take, list, compare, restore, delete.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::company::difference::{Difference, MAX_DIFFERING, compare};
use crate::company::snapshots::{ClockAfterRestore, Saved, SnapshotError, TokensAfterRestore};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::pages::Page;
use super::place::Place;

impl From<SnapshotError> for AdminFault {
    fn from(error: SnapshotError) -> Self {
        match error {
            SnapshotError::Unknown(_) => Self::not_found(error.to_string()),
            SnapshotError::Reserved(_) => Self::bad_request(error.to_string()),
            SnapshotError::Taken(_) | SnapshotError::Full => Self::conflict(error.to_string()),
        }
    }
}

/// The longest name of a snapshot or template, in bytes.
const MAX_NAME_BYTES: usize = 100;

/// Refuses a name that could not stand in a path as it is.
pub(super) fn check_name(name: &str) -> Result<(), AdminFault> {
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if (1..=MAX_NAME_BYTES).contains(&name.len()) && name.bytes().all(is_fit) {
        return Ok(());
    }
    Err(AdminFault::bad_request(format!(
        "name must be 1 to {MAX_NAME_BYTES} letters, digits, hyphens and underscores of ASCII"
    )))
}

/// The body of `POST …/snapshots`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewSnapshot {
    name: String,
}

/// `POST /__admin/companies/{id}/snapshots`
pub(super) async fn take(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, AdminFault> {
    let company = find(&world, &id)?;
    let NewSnapshot { name } = body(given)?;
    check_name(&name)?;
    let saved = company.take_snapshot(&name)?;
    Ok((StatusCode::CREATED, Json(shown(&name, &saved))).into_response())
}

/// `GET /__admin/companies/{id}/snapshots`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    let all = find(&world, &id)?.all_saved();
    let rows: Vec<Value> = all.iter().map(|(name, saved)| shown(name, saved)).collect();
    Ok(Json(json!({ "snapshots": rows })))
}

/// `GET /__admin/companies/{id}/snapshots/{name}`
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place((id, name)): Place<(String, String)>,
) -> Result<Json<Value>, AdminFault> {
    let saved = find(&world, &id)?.saved(&name)?;
    Ok(Json(shown(&name, &saved)))
}

fn shown(name: &str, saved: &Saved) -> Value {
    json!({"name": name, "taken": saved.taken, "users": saved.version.users.len()})
}

/// `DELETE /__admin/companies/{id}/snapshots/{name}`
pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Place((id, name)): Place<(String, String)>,
) -> Result<StatusCode, AdminFault> {
    find(&world, &id)?.forget_snapshot(&name)?;
    Ok(StatusCode::NO_CONTENT)
}

/// The body of `POST …/restore`; both members may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Restore {
    tokens: Option<TokensAfterRestore>,
    clock: Option<ClockAfterRestore>,
}

/// `POST /__admin/companies/{id}/snapshots/{name}/restore`
pub(super) async fn restore(
    State(world): State<Arc<World>>,
    Place((id, name)): Place<(String, String)>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let how: Restore = body(given)?;
    let saved = company.saved(&name)?;
    let (tokens, clock) = (
        how.tokens.unwrap_or_default(),
        how.clock.unwrap_or_default(),
    );
    world.restore(&company, &saved, tokens, clock);
    Ok(Json(shown(&name, &saved)))
}

/// `GET /__admin/companies/{id}/snapshots/{a}/diff/{b}`
pub(super) async fn diff(
    State(world): State<Arc<World>>,
    Place((id, before, after)): Place<(String, String, String)>,
    uri: Uri,
) -> Result<Json<Difference>, AdminFault> {
    let company = find(&world, &id)?;
    let (before, after) = (company.saved(&before)?, company.saved(&after)?);
    let page = Page::read(uri.query(), MAX_DIFFERING)?;
    // Versions can differ in everything, and the other requests shall not wait for that.
    let compared = tokio::task::spawn_blocking(move || {
        compare(&before.version, &after.version, page.after, page.count)
    });
    let compared = compared.await;
    compared
        .map(Json)
        .map_err(|_| AdminFault::internal("the versions could not be compared"))
}
