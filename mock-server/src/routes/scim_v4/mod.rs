//! SCIM v4, the service for SAP's Identity Provisioning: its paths, its callers, its media type.

mod discovery;
mod groups;
mod list;
mod membership;
mod users;
mod view;
mod write;

use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::{get, post};
use http::{HeaderValue, header};

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::error::Refusal;
use crate::policy::scim::Clients;
use crate::world::World;

/// The path under which the service is served.
const PATH: &str = "/scim/v4";

/// The routes of SCIM v4.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/scim/v4/Users", get(users::list).post(users::create))
        .route("/scim/y/v4/Users", post(users::create_astray))
        .route(
            "/scim/v4/Users/{id}",
            get(users::get)
                .put(users::replace)
                .patch(users::patch)
                .delete(users::delete),
        )
        .route("/scim/v4/Groups", get(groups::list))
        .route(
            "/scim/v4/Groups/{id}",
            get(groups::get)
                .put(membership::replace)
                .patch(membership::patch),
        )
        .route(
            "/scim/v4/ServiceProviderConfig",
            get(discovery::service_provider_config),
        )
        .route("/scim/v4/Schemas", get(discovery::schemas))
        .route("/scim/v4/Schemas/{urn}", get(discovery::schema))
        .layer(map_response(|response: Response| async {
            as_scim(response)
        }))
}

/// The answer in the media type of the service, refusals included.
pub(super) fn as_scim(mut response: Response) -> Response {
    if let Some(content_type) = response.headers_mut().get_mut(header::CONTENT_TYPE) {
        *content_type = HeaderValue::from_static("application/scim+json");
    }
    response
}

/// The scope that marks an application of the Identity Provisioning Service. DIFFERS: at Concur it is the client id
/// that does; which ones do is not published.
const MARK: &str = "mock.identity-provisioning-service";

/// Admits a caller whose application may use the service.
fn welcome(caller: Caller) -> Result<Caller, Refusal> {
    let clients = caller.company.read().policies.choose::<Clients>();
    match clients {
        Clients::Marked if !caller.token.holds(MARK) => Err(Refusal::forbidden(
            "The access token was not issued to the Identity Provisioning Service",
        )),
        Clients::Any | Clients::Marked => Ok(caller),
    }
}

/// Admits a reader of users or groups.
fn admit_reader(arrival: &Arrival) -> Result<Caller, Refusal> {
    Caller::admit_reader(arrival).and_then(welcome)
}

/// Admits a writer of users or groups.
fn admit_writer(arrival: &Arrival) -> Result<Caller, Refusal> {
    Caller::admit_writer(arrival).and_then(welcome)
}

/// What stands before `/Users` and `/Groups` in addresses.
fn base(world: &World, version: &Version) -> String {
    format!("{}{PATH}", world.base_url(version.situation.data_centre))
}
