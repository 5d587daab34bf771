//! Finding legal entities.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::caller::Arrival;
use crate::company::Version;
use crate::company::legal_entities::LegalEntities;
use crate::error::{Refusal, ScimRefusal, json_response};
use crate::policy::legal_entity::{DefaultCount, ItemsPerPage};
use crate::policy::reading::ContinuationToken;
use crate::scim::evaluate::holds;
use crate::scim::filter::{Filter, parse};
use crate::scim::legal_entity::{Cursor, SCHEMA, SEARCH, read_id, write_id};
use crate::scim::page::{LEGAL_ENTITY_SEARCH, Limits, PageError};
use crate::scim::scope::Read;
use crate::scim::select::Selection;
use crate::world::World;

use super::super::parameters::{json_body, object};
use super::super::scan;
use super::super::search_request::{SearchRequest, Terms};
use super::{READ, View, admit};

/// The page has the URN of the RFC; bodies of its use cases have none.
const TERMS: Terms = Terms {
    schemas: &["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
    foreign: &[],
    former_cursor: ContinuationToken::Ignored,
};

/// `POST …/LegalEntities/.search`
pub(super) async fn search(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = admit(&world, &arrival, query.as_deref(), None, READ)?;
    let version = Version::clone(&caller.company.read());
    let policies = &version.policies;
    let request = request(&object(json_body(body)?)?)?;
    let filter = request.filter.as_deref();
    let filter = filter.map(|filter| parse(filter, &SEARCH)).transpose();
    let filter = filter.map_err(Refusal::from)?;
    let default = usize::try_from(policies.number::<DefaultCount>());
    let limits = Limits {
        default: default.unwrap_or(LEGAL_ENTITY_SEARCH.default),
        ..LEGAL_ENTITY_SEARCH
    };
    let count = limits.count("count", request.count.as_deref());
    let count = count.map_err(Refusal::from)?;
    let selection = Selection::compile_in(&SCHEMA, Read::ALL, &request.wish);
    let selection = selection.map_err(Refusal::from)?;
    let window = Window {
        behind: place(&version, request.cursor.as_deref())?,
        count,
    };
    let view = View::new(&world, &caller, &version);
    let form = view.form;
    let found = find(version.legal_entities.clone(), view, filter, window).await?;
    let mut resources = Vec::with_capacity(found.page.len());
    for entity in &found.page {
        resources.push(selected(&selection, entity)?);
    }
    let mut body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": found.total,
        "itemsPerPage": match policies.choose() {
            ItemsPerPage::Requested => count,
            ItemsPerPage::Returned => resources.len(),
        },
        "startIndex": found.before + 1,
        "Resources": resources,
    });
    if let Some(last) = found.next {
        body["nextCursor"] = Value::from(Cursor(write_id(last, form)).write());
    }
    Ok(json_response(StatusCode::OK, &body))
}

fn request(body: &Map<String, Value>) -> Result<SearchRequest, Refusal> {
    let has_schemas = body
        .get("schemas")
        .is_some_and(|schemas| !schemas.is_null());
    let terms = Terms {
        schemas: if has_schemas { TERMS.schemas } else { &[] },
        ..TERMS
    };
    SearchRequest::read(body, &terms)
}

/// The legal entity behind which a page starts; the first page has an empty cursor, or none.
fn place(version: &Version, cursor: Option<&str>) -> Result<Option<Uuid>, Refusal> {
    let Some(cursor) = cursor.filter(|cursor| !cursor.is_empty()) else {
        return Ok(None);
    };
    let id = Cursor::read(cursor).and_then(|Cursor(id)| read_id(&id, version.policies.choose()));
    let id = id.filter(|id| version.legal_entities.get(*id).is_some());
    id.map(Some).ok_or_else(|| PageError::Cursor.into())
}

/// What a reply shows of one.
fn selected(selection: &Selection, entity: &Map<String, Value>) -> Result<Value, Refusal> {
    let broken = || Refusal::internal("A kept document could not be read");
    let text = serde_json::to_string(entity).map_err(|_| broken())?;
    let mut out = Vec::with_capacity(text.len());
    selection.copy(&text, &mut out).map_err(|_| broken())?;
    serde_json::from_slice(&out).map_err(|_| broken())
}

/// Which part of the matches is asked for.
#[derive(Debug, Clone, Copy)]
struct Window {
    behind: Option<Uuid>,
    count: usize,
}

/// What was found.
#[derive(Debug, Default)]
struct Found {
    total: usize,
    /// Matches in front of the page.
    before: usize,
    page: Vec<Map<String, Value>>,
    /// The last one of the page, where there are others behind it.
    next: Option<Uuid>,
}

async fn find(
    entities: LegalEntities,
    view: View,
    filter: Option<Filter>,
    window: Window,
) -> Result<Found, Refusal> {
    let rows = filter.as_ref().map_or(window.count, |_| entities.len());
    scan::aside(rows, move || match filter {
        Some(filter) => matching(&entities, &view, &filter, window),
        None => all(&entities, &view, window),
    })
    .await
}

fn all(entities: &LegalEntities, view: &View, window: Window) -> Found {
    let mut behind = entities.behind(window.behind);
    let page: Vec<_> = behind.by_ref().take(window.count).collect();
    let after = behind.count();
    Found {
        total: entities.len(),
        before: entities.len() - page.len() - after,
        next: page.last().filter(|_| after > 0).map(|last| last.id),
        page: page.into_iter().map(|entity| view.show(entity)).collect(),
    }
}

fn matching(entities: &LegalEntities, view: &View, filter: &Filter, window: Window) -> Found {
    let mut found = Found::default();
    let mut last = None;
    for entity in entities.behind(None) {
        let shown = view.show(entity);
        if !holds(filter, &shown) {
            continue;
        }
        found.total += 1;
        if window.behind.is_some_and(|behind| entity.id <= behind) {
            found.before += 1;
        } else if found.page.len() < window.count {
            found.page.push(shown);
            last = Some(entity.id);
        } else {
            found.next = last;
        }
    }
    found
}
