//! Bulk requests: up to a hundred operations, carried out behind the reply.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bytes::Bytes;
use http::StatusCode;
use serde_json::Value;

use crate::caller::{Arrival, Caller};
use crate::company::jobs::{Kind, Request};
use crate::error::{Refusal, ScimRefusal, ScimType, json_response};
use crate::policy::Policies;
use crate::policy::provisioning::{BulkReply, OverBytesStatus};
use crate::world::World;

use super::super::parameters::{Parameters, json_body};
use super::bulk_request;
use super::reply::status_url;
use super::run::carry_out_due;
use super::status_document::{Frame, summary};

pub(super) use super::bulk_request::MAX_OPERATIONS;

/// The largest request: 400 KB. ASSUMED: of 1024 bytes each.
pub(in crate::routes) const MAX_BULK_BYTES: usize = 409_600;

/// The status of a larger one.
pub(in crate::routes) fn too_large_status(policies: &Policies) -> StatusCode {
    match policies.choose() {
        OverBytesStatus::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        OverBytesStatus::BadRequest => StatusCode::BAD_REQUEST,
    }
}

/// `POST /Bulk`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let company = &caller.company;
    let policies = company.read().policies.clone();
    judge_query(&caller, query.as_deref(), &policies)?;
    let bytes = body.as_ref().map_or(0, Bytes::len);
    if bytes > MAX_BULK_BYTES {
        return Err(too_large(&policies).into());
    }
    let asked = bulk_request::read(json_body(body)?, &policies)?;
    let request = Request {
        kind: Kind::Bulk,
        correlation: Arc::from(arrival.correlation_text()),
        token: Arc::clone(&caller.token),
        stop_after: asked.stop_after,
        operations: asked.operations,
        bytes,
        pace: arrival.disturbance.pace(),
    };
    let mut job = company.write(|version| super::keep(version, company, request))?;
    if policies.choose::<BulkReply>() == BulkReply::Processed {
        carry_out_due(company);
        let version = company.read();
        job = version.jobs.get(job.id).map_or(job, Arc::clone);
    }
    let location = status_url(&world, company, &job);
    let frame = Frame {
        location: &location,
        company: &company.id_text,
        policies: &policies,
    };
    let status = Value::Object(summary(&job, frame));
    Ok(json_response(StatusCode::ACCEPTED, &status))
}

fn too_large(policies: &Policies) -> Refusal {
    let detail = format!("The request body is larger than {MAX_BULK_BYTES} bytes");
    Refusal {
        status: too_large_status(policies),
        ..Refusal::bad_request(ScimType::InvalidSyntax, detail)
    }
}

/// The OpenAPI file: with a bearer token `companyId` is optional. ASSUMED: another company than that of the token is refused.
fn judge_query(caller: &Caller, query: Option<&str>, policies: &Policies) -> Result<(), Refusal> {
    let parameters = Parameters::of_identity(query, &["companyId"], policies)?;
    let company = parameters.get("companyId");
    if company.is_none_or(|company| company.eq_ignore_ascii_case(&caller.company.id_text)) {
        return Ok(());
    }
    Err(Refusal::bad_request(
        ScimType::InvalidValue,
        "companyId is not the company of the access token",
    ))
}
