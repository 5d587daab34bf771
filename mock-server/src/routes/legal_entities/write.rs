//! Writing legal entities: create, replace, patch. Nothing deletes one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::legal_entities::{LegalEntity, Unkept};
use crate::error::{Refusal, ScimRefusal, ScimType};
use crate::policy::Policies;
use crate::policy::legal_entity::DuplicateStatus;
use crate::scim::legal_entity::{LEGAL_ENTITY, SCHEMA, judge};
use crate::scim::patch::{self, Adding, Dialect, PatchError};
use crate::scim::scope::{Rights, Write};
use crate::world::World;

use super::super::parameters::{json_body, object};
use super::super::unknown::Segment;
use super::super::user_change::patch_schemas;
use super::{View, WRITE, admit, find};

/// `POST …/LegalEntities`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let named = body.as_ref().ok().and_then(|body| company(body));
    let named = named.as_deref();
    let caller = admit(&world, &arrival, query.as_deref(), named, WRITE)?;
    let members = whole(body)?;
    let company = &caller.company;
    let entity = company.write(|version| {
        let id = company
            .seed
            .id("legal entity", version.legal_entities.created);
        let entity = version
            .legal_entities
            .add(id, &members, company.clock.now());
        let entity = entity.map_err(|unkept| refused(unkept, &version.policies))?;
        version.legal_entities.created += 1;
        Ok::<_, Refusal>(entity)
    })?;
    Ok(written(&world, &caller, &entity))
}

/// `PUT …/LegalEntities/{id}`
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = admit(&world, &arrival, query.as_deref(), None, WRITE)?;
    let members = whole(body)?;
    let entity = change(&caller, &id, |_, _| Ok(members))?;
    Ok(written(&world, &caller, &entity))
}

/// `PATCH …/LegalEntities/{id}`
pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = admit(&world, &arrival, query.as_deref(), None, WRITE)?;
    let body = Value::Object(object(json_body(body)?)?);
    patch_schemas(&body)?;
    let entity = change(&caller, &id, |mut members, policies| {
        let dialect = Dialect {
            schema: &SCHEMA,
            // Its own scope was looked at; those of single attributes are users'.
            rights: Rights::of(Write::ALL.map(Write::name)),
            adding: Adding::Replaces,
            policies,
        };
        patch::apply(&mut members, &body, dialect).map_err(|error| refused_patch(&error))?;
        judge(&members).map_err(Refusal::invalid_document)
    })?;
    Ok(written(&world, &caller, &entity))
}

fn written(world: &World, caller: &Caller, entity: &LegalEntity) -> Response {
    View::new(world, caller, &caller.company.read()).reply(entity)
}

/// Writes a legal entity anew as what `make` makes of it.
fn change(
    caller: &Caller,
    id: &str,
    make: impl FnOnce(Map<String, Value>, &Policies) -> Result<Map<String, Value>, Refusal>,
) -> Result<Arc<LegalEntity>, Refusal> {
    let now = caller.company.clock.now();
    caller.company.write(|version: &mut Version| {
        let before = Arc::clone(find(version, id)?);
        let members = make(before.read(), &version.policies)?;
        let entity = version.legal_entities.change(&before, &members, now);
        entity.map_err(|unkept| refused(unkept, &version.policies))
    })
}

/// The company that a body names, whatever else is wrong with it.
fn company(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    Some(body.get("companyId")?.as_str()?.to_owned())
}

/// A whole legal entity. Bodies of the page's use cases leave `schemas` out.
fn whole(body: Result<Bytes, BytesRejection>) -> Result<Map<String, Value>, Refusal> {
    let body = object(json_body(body)?)?;
    let is_own = |schemas: &Value| *schemas == Value::from(vec![LEGAL_ENTITY]);
    let schemas = body.get("schemas").filter(|schemas| !schemas.is_null());
    if !schemas.is_none_or(is_own) {
        let detail = format!("schemas must be [\"{LEGAL_ENTITY}\"]");
        return Err(Refusal::bad_request(ScimType::InvalidSyntax, detail));
    }
    judge(&body).map_err(Refusal::invalid_document)
}

/// The refusal of what is not kept. ASSUMED: words and statuses; the page has the keywords.
fn refused(unkept: Unkept, policies: &Policies) -> Refusal {
    match unkept {
        Unkept::Taken => Refusal {
            status: match policies.choose() {
                DuplicateStatus::Conflict => StatusCode::CONFLICT,
                DuplicateStatus::BadRequest => StatusCode::BAD_REQUEST,
            },
            ..Refusal::taken(unkept.to_string())
        },
        Unkept::Full => Refusal::bad_request(ScimType::TooMany, unkept.to_string()),
    }
}

/// The refusal of a PATCH, in the keywords that the page lists.
fn refused_patch(error: &PatchError) -> Refusal {
    let scim_type = match error {
        PatchError::Syntax(_) => ScimType::InvalidSyntax,
        PatchError::Mutability(_) => ScimType::Mutability,
        _ => ScimType::InvalidValue,
    };
    Refusal::bad_request(scim_type, "The request is invalid")
        .with_message("INVALID_FIELD", error.to_string())
}
