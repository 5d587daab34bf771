//! One file per Concur service: parse, call, answer.

mod discovery;
mod identity_v4;
mod identity_v4_1;
mod identity_write;
mod listing;
mod oauth;
mod parameters;
mod unknown;
mod user_change;
mod users_v3;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::world::World;

/// The longest request body that is read. ASSUMED: Concur publishes no limit for these services; the largest one that it
/// publishes, for bulk provisioning, is 400 KB.
pub(crate) const MAX_BODY_BYTES: usize = 1_048_576;

/// The routes of Concur's services.
pub(crate) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/oauth2/v0/token", post(oauth::token))
        .route("/oauth2/v0/jwks", get(oauth::jwks))
        .route("/profile/identity/v4/Users", get(identity_v4::list))
        .route("/profile/identity/v4/Users/{id}", get(identity_v4::get))
        .route(
            "/profile/identity/v4/ResourceTypes",
            get(discovery::resource_types),
        )
        .route(
            "/profile/identity/v4/ServiceProviderConfig",
            get(discovery::service_provider_config_v4),
        )
        .route("/profile/identity/v4/Schemas", get(discovery::schemas_v4))
        .route("/profile/identity/v4/Schemas/{urn}", get(discovery::schema))
        .route(
            "/profile/identity/v4.1/Users",
            get(identity_v4_1::list).post(identity_write::create),
        )
        .route(
            "/profile/identity/v4.1/Users/.search",
            post(identity_v4_1::search),
        )
        .route(
            "/profile/identity/v4.1/Users/{id}",
            get(identity_v4_1::get)
                .put(identity_write::replace)
                .patch(identity_write::patch)
                .delete(identity_write::delete),
        )
        .route(
            "/profile/identity/v4.1/ResourceTypes",
            get(discovery::resource_types),
        )
        .route(
            "/profile/identity/v4.1/ServiceProviderConfig",
            get(discovery::service_provider_config_v4_1),
        )
        .route(
            "/profile/identity/v4.1/Schemas",
            get(discovery::schemas_v4_1),
        )
        .route(
            "/profile/identity/v4.1/Schemas/{urn}",
            get(discovery::schema),
        )
        .route("/api/v3.0/common/users", get(users_v3::list))
        .fallback(unknown::path)
        .method_not_allowed_fallback(unknown::method)
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
}
