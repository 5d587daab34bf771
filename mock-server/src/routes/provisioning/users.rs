//! One user: created, replaced, patched. What is not of the identity document becomes a provision request.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use bytes::Bytes;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::jobs::{Job, Kind, Operation, Request, Task};
use crate::company::provision::Report;
use crate::error::{Refusal, ScimRefusal};
use crate::scim::shape::Form;
use crate::world::World;

use super::super::author::Author;
use super::super::identity_document::refuse_unnamed;
use super::super::parameters::{json_body, object};
use super::super::unknown::Segment;
use super::super::user_change::{Written, patch_schemas};
use super::identity;
use super::parts::{self, Parts};
use super::reply::written;

/// `POST /Users`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let bytes = length(&body);
    let given = object(json_body(body)?)?;
    let policies = &caller.company.read().policies;
    let parts = parts::created(&given, &caller.token, policies)?;
    let (user, job) = caller.company.write(|version| {
        let user = identity::create(version, Author::of(&caller), &parts.identity)?;
        let rest = Rest::new(&user, identity::all_written(), parts, bytes);
        let job = rest.keep(version, &caller, &arrival)?;
        Ok::<_, ScimRefusal>((user, job))
    })?;
    Ok(written(&world, &caller, &user, &job, Form::Created)?)
}

/// `PUT /Users/{id}`
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let bytes = length(&body);
    let given = object(json_body(body)?)?;
    let policies = &caller.company.read().policies;
    let parts = parts::replaced(&given, &caller.token, policies)?;
    let (user, job) = caller.company.write(|version| {
        let user = identity::replace(version, Author::of(&caller), &id, &parts.identity)?;
        let rest = Rest::new(&user, identity::all_written(), parts, bytes);
        let job = rest.keep(version, &caller, &arrival)?;
        Ok::<_, ScimRefusal>((user, job))
    })?;
    Ok(written(&world, &caller, &user, &job, Form::Replaced)?)
}

/// `PATCH /Users/{id}`: of the identity document all operations or none.
pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let bytes = length(&body);
    let body = json_body(body)?;
    patch_schemas(&body)?;
    let policies = &caller.company.read().policies;
    refuse_unnamed(&body, policies)?;
    let parts = parts::patched(&body, &caller.token, policies)?;
    let (user, job) = caller.company.write(|version| {
        let user = identity::patch(version, Author::of(&caller), &id, &parts.identity)?;
        let reports = identity::patch_written(&parts.identity);
        let job = Rest::new(&user, reports, parts, bytes).keep(version, &caller, &arrival)?;
        Ok::<_, ScimRefusal>((user, job))
    })?;
    Ok(written(&world, &caller, &user, &job, Form::Read)?)
}

fn length(body: &Result<Bytes, BytesRejection>) -> usize {
    body.as_ref().map_or(0, Bytes::len)
}

/// What is left of a request whose identity part is written.
struct Rest {
    operation: Operation,
    bytes: usize,
}

impl Rest {
    fn new<I>(user: &Written, reports: Vec<Report>, parts: Parts<I>, bytes: usize) -> Self {
        let task = Task::Rest {
            spend: parts.spend,
            travel: parts.travel,
        };
        let operation = Operation {
            user: Some(user.record.id),
            reports,
            ..Operation::waiting(None, task)
        };
        Self { operation, bytes }
    }

    /// Keeps it as a provision request.
    fn keep(
        self,
        version: &mut Version,
        caller: &Caller,
        arrival: &Arrival,
    ) -> Result<Arc<Job>, Refusal> {
        let request = Request {
            kind: Kind::User,
            correlation: Arc::from(arrival.correlation_text()),
            token: Arc::clone(&caller.token),
            stop_after: None,
            operations: vec![self.operation],
            bytes: self.bytes,
            pace: arrival.disturbance.pace(),
        };
        super::keep(version, &caller.company, request)
    }
}
