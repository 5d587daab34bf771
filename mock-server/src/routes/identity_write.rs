//! Writing through Identity v4 and v4.1: create, replace, patch, delete.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::error::ScimRefusal;
use crate::ids;
use crate::policy::identity::DeleteUnknown;
use crate::scim::discovery::Release;
use crate::scim::shape::Form;
use crate::world::World;

use super::author::Author;
use super::identity_document::{created, patched, refuse_unnamed, replaced, user_schemas};
use super::identity_read::unknown_user;
use super::identity_reply::written;
use super::parameters::{json_body, object};
use super::unknown::Segment;
use super::user_change::{add, change, missing_scope, patch_schemas};

/// `POST …/Users`; Concur answers 200, not 201.
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let given = object(json_body(body)?)?;
    let resource = created(Author::of(&caller), release, &given)?;
    let user = add(&caller, resource)?;
    Ok(written(&world, release, &caller, &user, Form::Created)?)
}

/// `PUT …/Users/{id}`: what is missing becomes its default or null.
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let given = object(json_body(body)?)?;
    user_schemas(&given, &caller.company.read().policies)?;
    let user = change(&caller, &id, |before| {
        replaced(Author::of(&caller), release, before, &given)
    })?;
    Ok(written(&world, release, &caller, &user, Form::Replaced)?)
}

/// `PATCH …/Users/{id}`: all operations or none.
pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let body = json_body(body)?;
    patch_schemas(&body)?;
    refuse_unnamed(&body, &caller.company.read().policies)?;
    let user = change(&caller, &id, |before| {
        patched(Author::of(&caller), release, before, &body)
    })?;
    // The user of this change, whatever another writer has made of it since.
    Ok(written(&world, release, &caller, &user, Form::Read)?)
}

/// The scope that deletes users.
pub(super) const DELETE: &str = "identity.user.delete";

/// `DELETE …/Users/{id}`
pub(super) async fn delete(
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit(&arrival)?;
    if !caller.token.holds(DELETE) {
        return Err(missing_scope(DELETE).into());
    }
    caller.company.write(|version| {
        if ids::read(&id).is_some_and(|user| version.remove_user(user)) {
            return Ok(());
        }
        let refusal = unknown_user(&caller.company, &id);
        let is_nobody = refusal.status == StatusCode::NOT_FOUND;
        match version.policies.choose() {
            DeleteUnknown::NoContent if is_nobody => Ok(()),
            DeleteUnknown::NoContent | DeleteUnknown::NotFound => Err(refusal),
        }
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
