//! What becomes of a user that is written: judged, completed, kept, and shown again.

use std::sync::Arc;

use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::company;
use crate::company::record::{Record, to_microseconds};
use crate::company::reporting::{self, Unfit};
use crate::company::unique::{Unique, Values};
use crate::company::validity::Activity;
use crate::error::{Refusal, ScimType, bytes_response};
use crate::ids;
use crate::policy::identity::CreateStatus;
use crate::scim::derive::{self, Meta, Resource};
use crate::scim::discovery::Release;
use crate::scim::patch::PatchError;
use crate::scim::resource::Schema;
use crate::scim::schema::{ENTERPRISE, IDENTITY_USER};
use crate::scim::scope::{Read, Write};
use crate::scim::select::{Selection, Wish};
use crate::scim::shape::{Form, Gaps, shape};
use crate::scim::validate;
use crate::world::World;

use super::identity_read::unknown_user;

/// A user as it was just written.
pub(super) struct Written {
    /// What is kept.
    pub(super) record: Arc<Record>,
    /// The identity document.
    pub(super) resource: Resource,
    /// Its bookkeeping.
    pub(super) meta: Meta,
}

/// A whole document that this caller may write.
pub(super) fn checked(caller: &Caller, given: &Map<String, Value>) -> Result<Resource, Refusal> {
    checked_as(&IDENTITY_USER, caller, given)
}

/// The same for the user of another service.
pub(super) fn checked_as(
    schema: &Schema,
    caller: &Caller,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    let resource = validate::document_of(schema, given).map_err(Refusal::invalid_document)?;
    if !caller.token.rights.may_write(Write::CoreEnterprise) {
        return Err(missing_scope(Write::CoreEnterprise.name()));
    }
    let company = resource
        .get(ENTERPRISE)
        .and_then(|enterprise| enterprise.get("companyId"))
        .and_then(Value::as_str);
    if company.is_none_or(|company| !company.eq_ignore_ascii_case(&caller.company.id_text)) {
        let text = format!(
            "Invalid Value: '{ENTERPRISE}:companyId' is not the company of the access token"
        );
        let refusal = Refusal::bad_request(ScimType::Mutability, "companyId cannot be changed");
        return Err(refusal.with_message("INVALID_VALUE", text));
    }
    Ok(resource)
}

/// Adds a user to the caller's company.
pub(super) fn add(caller: &Caller, resource: Resource) -> Result<Written, Refusal> {
    caller
        .company
        .write(|version| add_to(version, caller, resource))
}

/// Adds a user to the version that is being written.
pub(super) fn add_to(
    version: &mut company::Version,
    caller: &Caller,
    mut resource: Resource,
) -> Result<Written, Refusal> {
    restrain(caller, &Resource::new(), &mut resource)?;
    let company = &caller.company;
    // Read here, so that the order of creation is the order of times.
    let created = to_microseconds(company.clock.now());
    derive::complete(&mut resource, created);
    let meta = Meta {
        created,
        last_modified: created,
        version: 0,
    };
    let id = company.seed.id("created user", version.users_created);
    reporting::complete(&version.users, id, None, &mut resource).map_err(unfit_manager)?;
    let record = Record::write(id, &resource, meta).ok_or_else(too_large)?;
    let inserted = version
        .users
        .insert(Arc::clone(&record), &Values::of(&resource));
    inserted.map_err(|taken| Refusal::taken(taken.to_string()))?;
    version.users_created += 1;
    version.follow_activity(id, Activity::Active, activity(&resource), created);
    Ok(Written {
        record,
        resource,
        meta,
    })
}

fn activity(resource: &Resource) -> Activity {
    if resource.get("active") == Some(&Value::Bool(true)) {
        Activity::Active
    } else {
        Activity::Inactive
    }
}

/// Replaces a user by what `make` makes of it, and keeps the books.
pub(super) fn change(
    caller: &Caller,
    id: &str,
    make: impl FnOnce(&Resource) -> Result<Resource, Refusal>,
) -> Result<Written, Refusal> {
    caller
        .company
        .write(|version| change_in(version, caller, id, |before, _| make(before)))
}

/// Replaces a user of the version that is being written by what `make` makes of it and of its bookkeeping.
pub(super) fn change_in(
    version: &mut company::Version,
    caller: &Caller,
    id: &str,
    make: impl FnOnce(&Resource, Meta) -> Result<Resource, Refusal>,
) -> Result<Written, Refusal> {
    let user = ids::read(id).ok_or_else(|| unknown_user(id))?;
    let company = &caller.company;
    let (before, meta) = version
        .users
        .get(user)
        .ok_or_else(|| unknown_user(id))?
        .read(&company.id_text)
        .ok_or_else(|| Refusal::internal("A kept document could not be read"))?;
    let mut resource = make(&before, meta)?;
    restrain(caller, &before, &mut resource)?;
    derive::carry_over(&before, &mut resource);
    derive::complete(&mut resource, meta.created);
    let old = Values::of(&before);
    reporting::complete(&version.users, user, old.manager, &mut resource).map_err(unfit_manager)?;
    let last_modified = to_microseconds(company.clock.now());
    let meta = Meta {
        last_modified,
        version: meta.version + 1,
        ..meta
    };
    let record = Record::write(user, &resource, meta).ok_or_else(too_large)?;
    let new = Values::of(&resource);
    let replaced = version.users.replace(Arc::clone(&record), &new);
    replaced.map_err(|taken| Refusal::taken(taken.to_string()))?;
    if old.get(Unique::EmployeeNumber) != new.get(Unique::EmployeeNumber) {
        reporting::renumber(&mut version.users, user);
    }
    version.follow_activity(user, activity(&before), activity(&resource), last_modified);
    Ok(Written {
        record,
        resource,
        meta,
    })
}

/// Holds a change to what the caller's scopes allow: some attributes are refused without theirs, one stays as it is.
fn restrain(caller: &Caller, before: &Resource, after: &mut Resource) -> Result<(), Refusal> {
    let rights = caller.token.rights;
    if let Some(write) = validate::missing_scope(before, after, rights) {
        return Err(missing_scope(write.name()));
    }
    validate::restrain_verified(after, before, rights);
    Ok(())
}

/// The refusal of a write whose scope the token lacks.
pub(super) fn missing_scope(scope: &str) -> Refusal {
    Refusal::forbidden(format!("The access token lacks the scope {scope}"))
}

fn too_large() -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, "The user is too large to be kept")
}

/// The body's `schemas`, if it has any, must name the `PatchOp` message; clients and Concur's own guide leave it out.
pub(super) fn patch_schemas(body: &Value) -> Result<(), Refusal> {
    const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    match body.get("schemas") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(schemas)) if schemas.iter().any(|schema| schema == PATCH_OP) => Ok(()),
        Some(_) => Err(Refusal::bad_request(
            ScimType::InvalidSyntax,
            format!("schemas must be [\"{PATCH_OP}\"]"),
        )),
    }
}

/// The refusal of a PATCH.
pub(super) fn refused_patch(error: &PatchError) -> Refusal {
    let scim_type = match error {
        PatchError::Syntax(_) => ScimType::InvalidSyntax,
        PatchError::Path(_) => ScimType::InvalidPath,
        PatchError::NoTarget(_) => ScimType::NoTarget,
        PatchError::Mutability(_) => ScimType::Mutability,
        PatchError::Value { .. } => ScimType::InvalidValue,
        PatchError::Scope(scope) => return missing_scope(scope),
    };
    Refusal::bad_request(scim_type, error.to_string())
        .with_message("INVALID_INPUT", error.to_string())
}

/// A refusal of the manager in the resource.
fn unfit_manager(unfit: Unfit) -> Refusal {
    let path = format!("{ENTERPRISE}:manager.value");
    Refusal::invalid_document(vec![validate::Fault {
        code: "INVALID_VALUE",
        message: format!("Invalid Value: '{path}' {unfit}"),
        path,
    }])
}

/// The reply to a create or replace: in its own form, masked like any reply. ASSUMED: that read scopes count here, too.
pub(super) fn written(
    world: &World,
    release: Release,
    caller: &Caller,
    user: &Written,
    form: Form,
) -> Result<Response, Refusal> {
    let gaps = Gaps {
        company: &caller.company.id_text,
        location: world.user_location(release, &caller.company),
    };
    let shaped = shape(
        &user.resource,
        &user.record.id.to_string(),
        user.meta,
        gaps,
        form,
    );
    let mut text = shaped.text;
    text.truncate(shaped.default_end);
    text.push('}');
    let read = caller.token.rights.read;
    let body = if read == Read::ALL {
        text.into_bytes()
    } else {
        let selection = Selection::compile(read, &Wish::default())?;
        let mut out = Vec::with_capacity(text.len());
        selection
            .copy(&text, &mut out)
            .map_err(|_| Refusal::internal("A reply could not be written"))?;
        out
    };
    let policies = &caller.company.read().policies;
    let status = match (form, policies.choose::<CreateStatus>()) {
        (Form::Created, CreateStatus::Created) => StatusCode::CREATED,
        _ => StatusCode::OK,
    };
    Ok(bytes_response(
        status,
        HeaderValue::from_static("application/json"),
        body,
    ))
}
