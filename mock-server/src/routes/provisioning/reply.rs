//! The reply to a request for one user: the identity resource, and where to ask what became of the rest.

use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::company::Company;
use crate::company::jobs::Job;
use crate::error::{Refusal, bytes_response};
use crate::scim::discovery::Release;
use crate::scim::shape::Form;
use crate::world::World;

use super::super::identity_reply::document;
use super::super::user_change::Written;

/// Where the status of a request is read. ASSUMED: at the newer of the two paths, whichever was called.
pub(super) fn status_url(world: &World, company: &Company, job: &Job) -> String {
    let host = world.base_url_of(company);
    format!("{host}{}/provisions/{}/status", super::PATHS[0], job.id)
}

/// The reply: nothing of spend or travel is in it, nor the entitlements. Its location is that of Identity v4, as on the
/// page.
pub(super) fn written(
    world: &World,
    caller: &Caller,
    user: &Written,
    job: &Job,
    form: Form,
) -> Result<Response, Refusal> {
    let text = document(world, Release::V4, caller, user, form)?;
    let mut shown: Map<String, Value> = serde_json::from_slice(&text)
        .map_err(|_| Refusal::internal("A reply could not be written"))?;
    let meta = shown
        .entry("meta")
        .or_insert_with(|| Value::Object(Map::new()));
    if let Some(meta) = meta.as_object_mut() {
        let url = status_url(world, &caller.company, job);
        meta.insert("statusUrl".to_owned(), Value::from(url));
        meta.insert("provisionId".to_owned(), Value::from(job.id.to_string()));
    }
    let status = match form {
        Form::Created => StatusCode::CREATED,
        Form::Read | Form::Replaced => StatusCode::OK,
    };
    Ok(bytes_response(
        status,
        HeaderValue::from_static("application/json"),
        Value::Object(shown).to_string().into_bytes(),
    ))
}
