//! User Provisioning Service v4: its paths and its callers. The identity part of one user is written before the reply, all
//! else behind it.

mod bulk;
mod bulk_request;
mod discovery;
mod identity;
mod parts;
mod references;
mod reply;
mod run;
mod services;
mod status;
mod status_document;
mod users;

pub(super) use bulk::{MAX_BULK_BYTES, too_large_status};
pub(crate) use run::{carry_out, carry_out_due};

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post, put};
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::company::jobs::{Job, Request};
use crate::company::{Company, Version};
use crate::error::Refusal;
use crate::world::World;

use super::identity_write;

/// The path under which the service is served, and the one that the pages of 2022 and the sample collection have.
const PATHS: [&str; 2] = ["/profile/v4", "/provisioning/v4"];

/// The scope that writes.
const WRITE: &str = "user.provision.write";

/// The scope that reads what became of a request.
const READ: &str = "user.provision.read";

/// The routes of the service.
pub(super) fn router() -> Router<Arc<World>> {
    PATHS
        .into_iter()
        .fold(Router::new(), |router, front| router.merge(below(front)))
}

/// Whether a path is that of bulk requests.
pub(super) fn owns_bulk(path: &str) -> bool {
    PATHS
        .iter()
        .any(|front| path.strip_prefix(front) == Some("/Bulk"))
}

fn below(front: &str) -> Router<Arc<World>> {
    let path = |rest: &str| format!("{front}{rest}");
    Router::new()
        .route(&path("/Users"), post(users::create))
        .route(
            &path("/Users/{id}"),
            put(users::replace)
                .patch(users::patch)
                .delete(identity_write::delete),
        )
        .route(&path("/Bulk"), post(bulk::create))
        .route(&path("/ResourceTypes"), get(discovery::resource_types))
        .route(&path("/ResourceTypes/{id}"), get(discovery::resource_type))
        .route(&path("/Schemas"), get(discovery::schemas))
        .route(&path("/Schemas/{id}"), get(discovery::schema))
        .route(
            &path("/ServiceProviderConfig"),
            get(discovery::service_provider_config),
        )
        .route(&path("/provisions/{id}/status"), get(status::read))
}

/// Admits a caller who provisions users; which attributes it may write is looked at later.
fn admit_writer(arrival: &Arrival) -> Result<Caller, Refusal> {
    let caller = Caller::admit(arrival)?;
    caller.requires(WRITE)?;
    Ok(caller)
}

/// Admits a caller who reads what became of requests.
fn admit_reader(arrival: &Arrival) -> Result<Caller, Refusal> {
    let caller = Caller::admit(arrival)?;
    caller.requires(READ)?;
    Ok(caller)
}

/// Keeps a provision request that comes now.
///
/// ASSUMED: a service of which too much is asked answers 503, which is the only status of its list that fits. Requests that
/// wait are never given up for new ones.
fn keep(version: &mut Version, company: &Company, request: Request) -> Result<Arc<Job>, Refusal> {
    let policies = version.policies.clone();
    let id = |ordinal| company.seed.id("provision", ordinal);
    let kept = version
        .jobs
        .add(request, company.clock.now(), &policies, id);
    kept.map_err(|full| Refusal {
        status: StatusCode::SERVICE_UNAVAILABLE,
        ..Refusal::internal(full.to_string())
    })
}
