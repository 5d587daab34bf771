//! One file per Concur service: parse, call, answer.

mod author;
mod discovery;
mod events;
mod flat;
mod identity_document;
mod identity_read;
mod identity_reply;
mod identity_v4;
mod identity_v4_1;
mod identity_write;
mod legal_entities;
mod listing;
mod oauth;
mod pages;
mod parameters;
mod profile_v1;
mod provisioning;
mod references;
mod scan;
mod scim_v4;
mod search_request;
mod spend;
mod travel;
mod travel_profile;
mod unknown;
mod user_change;
mod user_retrieval;
mod user_v1;
mod users_v3;
mod wishes;

pub(crate) use oauth::{About, about, is_oauth_code, refuse_code};
pub(crate) use parameters::Parameters;
pub(crate) use provisioning::{carry_out, carry_out_due};
pub(crate) use travel_profile::profile_of as travel_profile_of;
pub(crate) use unknown::{no_such_method, refuse, refuse_disturbed};

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};
use axum::{Extension, Router};
use http::StatusCode;

use crate::policy::Policies;
use crate::policy::hygiene::LargeBody;
use crate::scim::discovery::Release;
use crate::world::World;

/// The longest request body that is read. ASSUMED: Concur publishes no limit for these services; the largest one that it
/// publishes, for bulk provisioning, is 400 KB.
pub(crate) const MAX_BODY_BYTES: usize = 1_048_576;

/// The longest request body that the service behind a path reads.
pub(crate) fn max_body_bytes(path: &str) -> usize {
    if user_v1::owns(path) {
        user_v1::MAX_BATCH_BYTES
    } else if provisioning::owns_bulk(path) {
        provisioning::MAX_BULK_BYTES
    } else {
        MAX_BODY_BYTES
    }
}

/// The status of a longer one.
pub(crate) fn too_large_status(path: &str, policies: &Policies) -> StatusCode {
    if provisioning::owns_bulk(path) {
        return provisioning::too_large_status(policies);
    }
    match policies.choose() {
        LargeBody::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        LargeBody::BadRequest => StatusCode::BAD_REQUEST,
    }
}

/// The routes of Concur's services.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .merge(oauth::router())
        .merge(identity(Release::V4, get(identity_v4::list)))
        .merge(identity(Release::V4_1, get(identity_v4_1::list)))
        .route(
            "/profile/identity/v4/Users/lookup",
            get(identity_v4::lookup),
        )
        .route(
            "/profile/identity/v4.1/Users/.search",
            post(identity_v4_1::search),
        )
        .merge(legal_entities::router())
        .merge(users_v3::router())
        .merge(user_v1::router())
        .route("/profile/v4/Users/.search", post(user_retrieval::search))
        .route(
            "/profile/v4/Users/search",
            post(user_retrieval::search_without_dot),
        )
        .merge(provisioning::router())
        .merge(scim_v4::router())
        .merge(events::router())
        .merge(spend::router())
        .route(profile_v1::PATH, get(profile_v1::me))
        .merge(travel::router())
        .merge(travel_profile::router())
        .fallback(unknown::path)
        .method_not_allowed_fallback(unknown::method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}

/// The paths that both releases of Identity have; only their lists are read in two ways.
fn identity(release: Release, list: MethodRouter<Arc<World>>) -> Router<Arc<World>> {
    let path = |rest: &str| format!("{}{rest}", release.path());
    Router::new()
        .route(&path("/Users"), list.post(identity_write::create))
        .route(
            &path("/Users/{id}"),
            get(identity_read::get)
                .put(identity_write::replace)
                .patch(identity_write::patch)
                .delete(identity_write::delete),
        )
        .route(&path("/ResourceTypes"), get(discovery::resource_types))
        .route(
            &path("/ServiceProviderConfig"),
            get(discovery::service_provider_config),
        )
        .route(&path("/Schemas"), get(discovery::schemas))
        .route(&path("/Schemas/{urn}"), get(discovery::schema))
        .layer(Extension(release))
}
