//! The operations by the names that journal, faults and rate limits use.

use axum::Json;
use serde_json::{Value, json};

use crate::operation;

/// `GET /__admin/operations`: each with its method and its path; one that has two paths is there twice.
pub(super) async fn list() -> Json<Value> {
    Json(json!({ "operations": operation::all() }))
}
