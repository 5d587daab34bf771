//! Templates: what new companies can begin with. Put, list, delete.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::company::snapshots::NOW;
use crate::founding::Content;
use crate::templates::{Placed, Template, TooManyTemplates};
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;
use super::snapshots::check_name;

impl From<TooManyTemplates> for AdminFault {
    fn from(error: TooManyTemplates) -> Self {
        Self::conflict(error.to_string())
    }
}

/// A company, or a snapshot of it: the body of `PUT /__admin/templates/{name}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    company: Uuid,
    /// Absent, what the company is now.
    snapshot: Option<String>,
}

impl Source {
    /// What it holds.
    pub(super) fn template(self, world: &World) -> Result<Template, AdminFault> {
        let company = find(world, &self.company.to_string())?;
        let snapshot = self.snapshot.unwrap_or_else(|| NOW.to_owned());
        let saved = company.saved(&snapshot)?;
        Ok(Template {
            content: Content::of(&company, saved),
            company: company.id,
            snapshot,
        })
    }
}

/// `PUT /__admin/templates/{name}`
pub(super) async fn put(
    State(world): State<Arc<World>>,
    Place(name): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, AdminFault> {
    check_name(&name)?;
    let template = body::<Source>(given)?.template(&world)?;
    let row = shown(&name, &template);
    let status = match world.templates.put(&name, template)? {
        Placed::New => StatusCode::CREATED,
        Placed::Replaced => StatusCode::OK,
    };
    Ok((status, Json(row)).into_response())
}

/// `GET /__admin/templates`
pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Value> {
    let all = world.templates.all();
    let rows: Vec<Value> = all
        .iter()
        .map(|(name, template)| shown(name, template))
        .collect();
    Json(json!({ "templates": rows }))
}

/// `DELETE /__admin/templates/{name}`
pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Place(name): Place<String>,
) -> Result<StatusCode, AdminFault> {
    if world.forget_template(&name) {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(AdminFault::nothing("template", &name))
    }
}

fn shown(name: &str, template: &Template) -> Value {
    json!({
        "name": name,
        "company": template.company,
        "snapshot": template.snapshot,
        "users": template.content.version.users.len(),
    })
}
