//! `/__admin/…`: what only a mock has. Never a path of Concur.

mod access;
mod applications;
mod clock;
mod companies;
mod configuration;
mod contract;
mod fault;
mod faults;
mod kind;
mod operations;
mod outbox;
mod pages;
mod place;
mod policy;
mod provisions;
mod rate_limits;
mod snapshots;
mod templates;
mod transfer;
mod users;

pub(crate) use access::Access;
pub(crate) use companies::DEFAULT_USERS;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::response::Response;
use axum::routing::{any, get, patch, post, put};
use axum::{Router, middleware};
use http::StatusCode;
use serde_json::json;

use crate::error::json_response;
use crate::world::World;

/// The routes of the admin API.
pub(crate) fn router(access: Access) -> Router<Arc<World>> {
    let [top, below] = place::ELSEWHERE;
    Router::new()
        .route("/__admin/health", get(health))
        .route("/__admin/policy", get(policy::list))
        .route("/__admin/operations", get(operations::list))
        .route("/__admin/openapi.json", get(contract::admin))
        .route("/__admin/contract", get(contract::list))
        .route("/__admin/contract/{file}", get(contract::document))
        .route(
            "/__admin/companies",
            get(companies::list).post(companies::create),
        )
        .route(
            "/__admin/companies/{id}",
            get(companies::read)
                .patch(companies::change)
                .delete(companies::delete),
        )
        .route(
            "/__admin/companies/{id}/outbox",
            get(outbox::read).delete(outbox::empty),
        )
        .route("/__admin/companies/{id}/provisions", get(provisions::read))
        .route(
            "/__admin/companies/{id}/provisions/{provision}/complete",
            post(provisions::complete),
        )
        .route("/__admin/companies/{id}/users/{user}", patch(users::change))
        .route(
            "/__admin/applications",
            get(applications::list).post(applications::create),
        )
        .route(
            "/__admin/applications/{client_id}",
            get(applications::read)
                .patch(applications::change)
                .delete(applications::delete),
        )
        .route("/__admin/companies/{id}/reset", post(companies::reset))
        .route(
            "/__admin/companies/{id}/request-token",
            post(companies::request_token),
        )
        .route(
            "/__admin/companies/{id}/policy",
            get(policy::read).patch(policy::change),
        )
        .route(
            "/__admin/companies/{id}/configuration",
            get(configuration::read).patch(configuration::change),
        )
        .route(
            "/__admin/companies/{id}/clock",
            get(clock::read).put(clock::set),
        )
        .route(
            "/__admin/companies/{id}/clock/advance",
            post(clock::advance),
        )
        .merge(keeping())
        .merge(disturbing())
        .route(top, any(place::no_such_path))
        .route(below, any(place::no_such_path))
        .method_not_allowed_fallback(place::no_such_method)
        .layer(middleware::from_fn(kind::judge))
        .layer(middleware::from_fn_with_state(access, access::judge))
}

/// What has requests meet with something else than the service.
fn disturbing() -> Router<Arc<World>> {
    Router::new()
        .route(
            "/__admin/companies/{id}/faults",
            get(faults::read).put(faults::plan).delete(faults::clear),
        )
        .route(
            "/__admin/companies/{id}/rate-limits",
            get(rate_limits::read)
                .put(rate_limits::set)
                .delete(rate_limits::clear),
        )
}

/// What keeps companies and puts them back.
fn keeping() -> Router<Arc<World>> {
    Router::new()
        .route(
            "/__admin/companies/{id}/snapshots",
            get(snapshots::list).post(snapshots::take),
        )
        .route(
            "/__admin/companies/{id}/snapshots/{name}",
            get(snapshots::read).delete(snapshots::delete),
        )
        .route(
            "/__admin/companies/{id}/snapshots/{name}/restore",
            post(snapshots::restore),
        )
        .route(
            "/__admin/companies/{id}/snapshots/{name}/diff/{other}",
            get(snapshots::diff),
        )
        .route("/__admin/companies/{id}/export", get(transfer::export))
        .route(
            "/__admin/companies/import",
            // A file is read while it comes and has a bound of its own.
            post(transfer::import).layer(DefaultBodyLimit::disable()),
        )
        .route("/__admin/templates", get(templates::list))
        .route(
            "/__admin/templates/{name}",
            put(templates::put).delete(templates::delete),
        )
}

async fn health(State(world): State<Arc<World>>) -> Response {
    let body = json!({
        "status": "ok",
        "version": env!("CARGO_PKG_VERSION"),
        "companies": world.registry().company_count(),
    });
    json_response(StatusCode::OK, &body)
}
