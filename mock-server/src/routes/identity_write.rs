//! Writing through Identity v4 and v4.1: create, replace, patch, delete.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimRefusal, ScimType};
use crate::ids;
use crate::policy::Policies;
use crate::policy::identity::DeleteUnknown;
use crate::policy::writing::{PatchSchemas, Verified, VerifiedByPut, VerifiedV4, WriteSchemas};
use crate::scim::discovery::Release;
use crate::scim::patch::{self, Dialect};
use crate::scim::schema::{CORE, ENTERPRISE, IDENTITY_USER, SAP, SETTINGS};
use crate::scim::scope::Write;
use crate::scim::shape::Form;
use crate::scim::transition::{hold_verified, put_back};
use crate::scim::validate;
use crate::world::World;

use super::identity_read::unknown_user;
use super::identity_reply::written;
use super::parameters::{json_body, object};
use super::unknown::Segment;
use super::user_change::{
    add, change, checked, checked_as, missing_scope, patch_schemas, refused_patch,
};

/// `POST …/Users`; Concur answers 200, not 201.
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let policies = policies(&caller);
    let given = object(json_body(body)?)?;
    user_schemas(&given, &policies)?;
    refuse_withdrawn(&given, &policies)?;
    // Without this scope there is nothing to create, whatever else may be passed over.
    let mut resource = checked_as(&IDENTITY_USER, &caller, &given)?;
    if !writes_verified(release, Form::Created, &policies) {
        hold_verified(&Map::new(), &mut resource);
    }
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
    let policies = policies(&caller);
    let given = object(json_body(body)?)?;
    user_schemas(&given, &policies)?;
    let user = change(&caller, &id, |before| {
        let mut resource = checked(&caller, &given)?;
        if !caller.token.rights.may_write(Write::CoreEnterprise) {
            put_back(before, &mut resource, Write::CoreEnterprise);
        }
        if !writes_verified(release, Form::Replaced, &policies) {
            hold_verified(before, &mut resource);
        }
        Ok(resource)
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
    let policies = policies(&caller);
    let body = json_body(body)?;
    patch_schemas(&body)?;
    refuse_unnamed(&body, &policies)?;
    let is_writable = writes_verified(release, Form::Read, &policies);
    let rights = if is_writable {
        caller.token.rights
    } else {
        caller.token.rights.without(Write::EmailsVerified)
    };
    let dialect = Dialect::identity(rights, &policies);
    let user = change(&caller, &id, |before| {
        let mut resource = before.clone();
        patch::apply(&mut resource, &body, dialect).map_err(|error| refused_patch(&error))?;
        let mut resource =
            validate::document(&resource, &policies).map_err(Refusal::invalid_document)?;
        if !is_writable {
            hold_verified(before, &mut resource);
        }
        Ok(resource)
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

fn policies(caller: &Caller) -> Policies {
    caller.company.read().policies.clone()
}

/// Whether a write of this kind may set `emails.verified` at all; scopes are looked at elsewhere.
fn writes_verified(release: Release, form: Form, policies: &Policies) -> bool {
    let by_release =
        release == Release::V4_1 || policies.choose::<VerifiedV4>() == VerifiedV4::ByScope;
    let by_kind =
        form != Form::Replaced || policies.choose::<VerifiedByPut>() == VerifiedByPut::Written;
    by_release && by_kind && policies.choose::<Verified>() == Verified::ByScope
}

/// The release note of January 2025: a create that carries `verified` is refused.
fn refuse_withdrawn(given: &Map<String, Value>, policies: &Policies) -> Result<(), Refusal> {
    let emails = given.get("emails").and_then(Value::as_array);
    let carries = emails
        .into_iter()
        .flatten()
        .any(|email| email.get("verified").is_some());
    if carries && policies.choose::<Verified>() == Verified::Withdrawn {
        let detail = "emails.verified cannot be set";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
    }
    Ok(())
}

/// What `schemas` of a whole user must name. ASSUMED: nothing; the create example names the core schema alone.
fn user_schemas(given: &Map<String, Value>, policies: &Policies) -> Result<(), Refusal> {
    let extensions = [ENTERPRISE, SAP, SETTINGS];
    let needed: Vec<&str> = match policies.choose() {
        WriteSchemas::Ignored => return Ok(()),
        WriteSchemas::Core => vec![CORE],
        WriteSchemas::All => {
            let used = extensions
                .into_iter()
                .filter(|urn| given.contains_key(*urn));
            std::iter::once(CORE).chain(used).collect()
        }
    };
    let named = given.get("schemas").and_then(Value::as_array);
    let is_named = |urn: &&str| named.is_some_and(|named| named.iter().any(|name| name == *urn));
    if needed.iter().all(is_named) {
        return Ok(());
    }
    Err(Refusal::bad_request(
        ScimType::InvalidSyntax,
        format!("schemas must name {}", needed.join(", ")),
    ))
}

/// The pages show `schemas` in every PATCH; whether it is needed is a policy.
fn refuse_unnamed(body: &Value, policies: &Policies) -> Result<(), Refusal> {
    let is_absent = body.get("schemas").is_none_or(Value::is_null);
    if is_absent && policies.choose::<PatchSchemas>() == PatchSchemas::Required {
        let detail = "schemas must name the PatchOp message";
        return Err(Refusal::bad_request(ScimType::InvalidSyntax, detail));
    }
    Ok(())
}
