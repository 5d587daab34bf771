//! Writing through Identity v4 and v4.1: create, replace, patch, delete.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimRefusal};
use crate::ids;
use crate::scim::discovery::Release;
use crate::scim::patch::{self, Dialect};
use crate::scim::select::Wish;
use crate::scim::shape::Form;
use crate::scim::validate;
use crate::world::World;

use super::identity_read::unknown_user;
use super::listing::{View, single};
use super::parameters::{json_body, object};
use super::unknown::Segment;
use super::user_change::{
    add, change, checked, missing_scope, patch_schemas, refused_patch, written,
};

/// `POST …/Users`; Concur answers 200, not 201.
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let resource = checked(&caller, &object(json_body(body)?)?)?;
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
    let user = change(&caller, &id, |_| checked(&caller, &given))?;
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
    let dialect = Dialect::identity(caller.token.rights);
    let user = change(&caller, &id, |before| {
        let mut resource = before.clone();
        patch::apply(&mut resource, &body, dialect).map_err(|error| refused_patch(&error))?;
        validate::document(&resource).map_err(Refusal::invalid_document)
    })?;
    let version = caller.company.read();
    let wish = Wish::default();
    let view = View::new(&world, release, &caller, &version.users, &wish)?;
    // The record of this change, whatever another writer has made of the user since.
    Ok(single(&view, &user.record)?)
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
    let user = ids::read(&id).ok_or_else(|| unknown_user(&id))?;
    caller.company.write(|version| {
        if version.remove_user(user) {
            Ok(())
        } else {
            Err(unknown_user(&id))
        }
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
