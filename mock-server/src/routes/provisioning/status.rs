//! What became of a provision request: `GET /provisions/{id}/status`.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value};

use crate::caller::{Arrival, Caller};
use crate::company::jobs::Job;
use crate::error::{Refusal, ScimRefusal, ScimType, json_response};
use crate::ids;
use crate::policy::Policies;
use crate::policy::provisioning::{GoneStatus, StatusCount};
use crate::scim::page::{Limits, start_index};
use crate::world::World;

use super::super::parameters::Parameters;
use super::super::unknown::Segment;
use super::bulk::MAX_OPERATIONS;
use super::reply::status_url;
use super::status_document::{Frame, State as OperationState, operation, summary};

/// The parameters that the page lists.
const LISTED: [&str; 4] = ["attributes", "startIndex", "count", "state"];

/// The members of a status, which `attributes` may name. All but one are always there.
const MEMBERS: [&str; 6] = [
    "schemas",
    "id",
    "operationsCount",
    "status",
    "meta",
    OPERATIONS,
];
const OPERATIONS: &str = "operations";

/// `GET /provisions/{id}/status`
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let version = caller.company.read();
    let policies = &version.policies;
    let parameters = Parameters::of_identity(query.as_deref(), &LISTED, policies)?;
    let window = Window::read(&parameters, policies)?;
    let job = find(&caller, &id, policies)?;
    let location = status_url(&world, &caller.company, &job);
    let frame = Frame {
        location: &location,
        company: &caller.company.id_text,
        policies,
    };
    let mut status = summary(&job, frame);
    if let Some(window) = window {
        window.add(&mut status, &job, policies);
    }
    if job.counts_polls() {
        let Ok(()) = caller.company.write(|version| {
            version.jobs.poll(job.id, caller.company.clock.now());
            Ok::<(), Infallible>(())
        });
    }
    Ok(json_response(StatusCode::OK, &Value::Object(status)))
}

/// The request of this id. ASSUMED: one of another company is as unknown as any.
fn find(caller: &Caller, id: &str, policies: &Policies) -> Result<Arc<Job>, Refusal> {
    let version = caller.company.read();
    let unknown = || {
        let shown: String = id.chars().take(64).collect();
        Refusal::not_found(format!("Provision request {shown} not found"))
    };
    let job = ids::read(id).and_then(|id| version.jobs.get(id));
    let job = job.ok_or_else(unknown)?;
    if job.is_kept(caller.company.clock.now(), policies) {
        return Ok(Arc::clone(job));
    }
    Err(match policies.choose() {
        GoneStatus::NotFound => unknown(),
        GoneStatus::Gone => Refusal {
            status: StatusCode::GONE,
            ..unknown()
        },
    })
}

/// Which operations are asked for.
struct Window {
    start: usize,
    count: usize,
    state: Option<OperationState>,
}

impl Window {
    /// Reads the parameters; `None` when the operations are not asked for. What is wrong is refused in either case.
    fn read(parameters: &Parameters<'_>, policies: &Policies) -> Result<Option<Self>, Refusal> {
        let attributes: Vec<&str> = parameters
            .get("attributes")
            .unwrap_or_default()
            .split(',')
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let is_one = |name: &&str, of: &str| name.eq_ignore_ascii_case(of);
        let is_unknown = |name: &&&str| !MEMBERS.iter().any(|known| is_one(name, known));
        if let Some(unknown) = attributes.iter().find(is_unknown) {
            let shown: String = unknown.chars().take(64).collect();
            let text = format!("Unrecognized attributes: {shown}");
            let refusal = Refusal::bad_request(ScimType::InvalidValue, text.clone());
            return Err(refusal.with_message("BAD_QUERY", text));
        }
        let default = usize::try_from(policies.number::<StatusCount>()).unwrap_or(MAX_OPERATIONS);
        let limits = Limits {
            default,
            max: MAX_OPERATIONS,
            min: 0,
        };
        let window = Self {
            start: start_index(parameters.get("startIndex"))?,
            count: limits.count("count", parameters.get("count"))?,
            state: parameters.get("state").map(state).transpose()?,
        };
        let are_wanted = attributes.iter().any(|name| is_one(name, OPERATIONS));
        Ok(are_wanted.then_some(window))
    }

    /// Adds the operations to a status, and what pages through them.
    fn add(&self, status: &mut Map<String, Value>, job: &Job, policies: &Policies) {
        let found: Vec<(usize, _)> = job
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| {
                self.state
                    .is_none_or(|state| OperationState::of(operation) == state)
            })
            .collect();
        let page: Vec<Value> = found
            .iter()
            .skip(self.start - 1)
            .take(self.count)
            .map(|(index, found)| operation(*index, found, job.kind, policies))
            .collect();
        let mut put = |name: &str, value: Value| status.insert(name.to_owned(), value);
        put("totalResults", Value::from(found.len()));
        put("itemsPerPage", Value::from(page.len()));
        put("startIndex", Value::from(self.start));
        put(OPERATIONS, Value::from(page));
    }
}

fn state(name: &str) -> Result<OperationState, Refusal> {
    OperationState::named(name).ok_or_else(|| {
        let detail = "state must be one of pending, success, failed";
        Refusal::bad_request(ScimType::InvalidValue, detail)
    })
}
