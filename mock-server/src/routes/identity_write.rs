//! Writing through Identity v4.1: create, replace, patch, delete.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::record::{Record, to_microseconds};
use crate::company::unique::Values;
use crate::company::users::Users;
use crate::company::{self};
use crate::error::{Refusal, ScimRefusal, ScimType, bytes_response};
use crate::scim::derive::{Meta, Resource, complete};
use crate::scim::discovery::Version;
use crate::scim::patch::{self, PatchError};
use crate::scim::schema::ENTERPRISE;
use crate::scim::scope::{Read, Write};
use crate::scim::select::{Selection, Wish};
use crate::scim::shape::{Form, Gaps, shape};
use crate::scim::validate;
use crate::world::World;

use super::identity_v4_1::unknown_user;
use super::listing::{View, single};
use super::parameters::json_body;

/// `POST /profile/identity/v4.1/Users`; Concur answers 200, not 201.
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let mut resource = checked(&caller, &object(json_body(body)?)?)?;
    validate::restrain_verified(&mut resource, &Map::new(), caller.token.rights);
    let company = &caller.company;
    let (id, resource, meta) = company.write(|version| {
        // Read here, so that the order of creation is the order of times.
        let created = to_microseconds(company.clock.now());
        complete(&mut resource, created);
        let meta = Meta {
            created,
            last_modified: created,
            version: 0,
        };
        let id = company.seed.id("created user", version.users_created);
        complete_manager(&version.users, id, &mut resource)?;
        let record = Record::write(id, &resource, meta).ok_or_else(too_large)?;
        let inserted = version.users.insert(record, &Values::of(&resource));
        inserted.map_err(|taken| Refusal::taken(taken.to_string()))?;
        version.users_created += 1;
        Ok::<_, Refusal>((id, resource, meta))
    })?;
    Ok(written(
        &world,
        &caller,
        id,
        &resource,
        meta,
        Form::Created,
    )?)
}

/// `PUT /profile/identity/v4.1/Users/{id}`: what is missing becomes its default or null.
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let given = object(json_body(body)?)?;
    let (id, resource, meta) = change(&caller, &id, |before| {
        let mut resource = checked(&caller, &given)?;
        validate::restrain_verified(&mut resource, before, caller.token.rights);
        Ok(resource)
    })?;
    Ok(written(
        &world,
        &caller,
        id,
        &resource,
        meta,
        Form::Replaced,
    )?)
}

/// `PATCH /profile/identity/v4.1/Users/{id}`: all operations or none.
pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_writer(&arrival)?;
    let body = json_body(body)?;
    refuse_other_schemas(&body)?;
    let rights = caller.token.rights;
    let (id, ..) = change(&caller, &id, |before| {
        let mut resource = before.clone();
        patch::apply(&mut resource, &body, rights).map_err(|error| refused_patch(&error))?;
        let mut resource = validate::document(&resource).map_err(Refusal::invalid_document)?;
        validate::restrain_verified(&mut resource, before, rights);
        Ok(resource)
    })?;
    let version = caller.company.read();
    let wish = Wish::default();
    let view = View::new(&world, Version::V4_1, &caller, &version.users, &wish)?;
    let record = version
        .users
        .get(id)
        .ok_or_else(|| unknown_user(&id.to_string()))?;
    Ok(single(&view, record)?)
}

/// `DELETE /profile/identity/v4.1/Users/{id}`
pub(super) async fn delete(
    Extension(arrival): Extension<Arrival>,
    Path(id): Path<String>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit(&arrival)?;
    if !caller.token.rights.may_write(Write::Delete) {
        return Err(
            Refusal::forbidden("The access token lacks the scope identity.user.delete").into(),
        );
    }
    let user = Uuid::try_parse(&id).map_err(|_| unknown_user(&id))?;
    caller.company.write(|version| {
        if version.users.remove(user) {
            Ok(())
        } else {
            Err(unknown_user(&id))
        }
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn object(body: Value) -> Result<Map<String, Value>, Refusal> {
    match body {
        Value::Object(object) => Ok(object),
        _ => Err(Refusal::bad_request(
            ScimType::InvalidSyntax,
            "The request body must be an object",
        )),
    }
}

/// A whole document that this caller may write.
fn checked(caller: &Caller, given: &Map<String, Value>) -> Result<Resource, Refusal> {
    let resource = validate::document(given).map_err(Refusal::invalid_document)?;
    if let Some(write) = validate::missing_scope(&resource, caller.token.rights) {
        return Err(missing_scope(write.name()));
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

fn missing_scope(scope: &str) -> Refusal {
    Refusal::forbidden(format!("The access token lacks the scope {scope}"))
}

fn too_large() -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, "The user is too large to be kept")
}

/// The body's `schemas`, if it has any, must name the `PatchOp` message; clients and Concur's own guide leave it out.
fn refuse_other_schemas(body: &Value) -> Result<(), Refusal> {
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

fn refused_patch(error: &PatchError) -> Refusal {
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

/// Replaces a user by what `make` makes of it, and keeps the books.
fn change(
    caller: &Caller,
    id: &str,
    make: impl FnOnce(&Resource) -> Result<Resource, Refusal>,
) -> Result<(Uuid, Resource, Meta), Refusal> {
    let user = Uuid::try_parse(id).map_err(|_| unknown_user(id))?;
    caller.company.write(|version: &mut company::Version| {
        let before = version.users.get(user).ok_or_else(|| unknown_user(id))?;
        let (before, meta) = before
            .read(&caller.company.id_text)
            .ok_or_else(|| Refusal::internal("A kept document could not be read"))?;
        let mut resource = make(&before)?;
        complete(&mut resource, meta.created);
        complete_manager(&version.users, user, &mut resource)?;
        // A client cannot set it, so neither way of writing may lose it.
        if let Some(locale) = before.get("localeOverrides") {
            resource.insert("localeOverrides".to_owned(), locale.clone());
        }
        let meta = Meta {
            last_modified: to_microseconds(caller.now),
            version: meta.version + 1,
            ..meta
        };
        let record = Record::write(user, &resource, meta).ok_or_else(too_large)?;
        let values = Values::of(&resource);
        version
            .users
            .replace(record, &values)
            .map_err(|taken| Refusal::taken(taken.to_string()))?;
        Ok((user, resource, meta))
    })
}

/// How many managers are followed upwards in search of a circle.
const MAX_LEVELS: usize = 1_000;

/// Checks that the manager is another user of the company and no report of this one, and adds its employee number.
/// ASSUMED: all of it; the pages only say that `manager.value` sets the manager.
fn complete_manager(users: &Users, user: Uuid, resource: &mut Resource) -> Result<(), Refusal> {
    let manager = resource
        .get_mut(ENTERPRISE)
        .and_then(|enterprise| enterprise.get_mut("manager"))
        .and_then(Value::as_object_mut);
    let Some(manager) = manager else {
        return Ok(());
    };
    let path = format!("{ENTERPRISE}:manager.value");
    let wrong = |reason: &str| {
        let fault = validate::Fault {
            code: "INVALID_VALUE",
            message: format!("Invalid Value: '{path}' {reason}"),
            path: path.clone(),
        };
        Refusal::invalid_document(vec![fault])
    };
    let id = manager
        .get("value")
        .and_then(Value::as_str)
        .and_then(|id| Uuid::try_parse(id).ok());
    let record = id
        .and_then(|id| users.get(id))
        .ok_or_else(|| wrong("is not a user of the company"))?;
    let mut above = Some(Arc::clone(record));
    for _ in 0..MAX_LEVELS {
        let Some(record) = above else { break };
        if record.id == user {
            return Err(wrong("reports to the user"));
        }
        above = manager_of(&record).and_then(|id| users.get(id).cloned());
    }
    manager.shift_remove("employeeNumber");
    let enterprise = record.members(&[ENTERPRISE]);
    if let Some(number) = enterprise
        .get(ENTERPRISE)
        .and_then(|enterprise| enterprise.get("employeeNumber"))
    {
        manager.insert("employeeNumber".to_owned(), number.clone());
    }
    Ok(())
}

fn manager_of(record: &Record) -> Option<Uuid> {
    let members = record.members(&[ENTERPRISE]);
    Uuid::try_parse(
        members
            .get(ENTERPRISE)?
            .get("manager")?
            .get("value")?
            .as_str()?,
    )
    .ok()
}

/// The reply to a create or replace: in its own form, masked like any reply. ASSUMED: that read scopes count here, too.
fn written(
    world: &World,
    caller: &Caller,
    id: Uuid,
    resource: &Resource,
    meta: Meta,
    form: Form,
) -> Result<Response, Refusal> {
    let gaps = Gaps {
        company: &caller.company.id_text,
        location: world.user_location(Version::V4_1),
    };
    let shaped = shape(resource, &id.to_string(), meta, gaps, form);
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
    Ok(bytes_response(
        StatusCode::OK,
        HeaderValue::from_static("application/json"),
        body,
    ))
}
