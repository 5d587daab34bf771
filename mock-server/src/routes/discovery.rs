//! The discovery resources of Identity v4 and v4.1. They need no scope; ASSUMED: nor a token, as older pages say.

use axum::Extension;
use axum::response::Response;
use http::StatusCode;

use crate::error::{Refusal, ScimRefusal, json_response};
use crate::scim::discovery::{self, Release};

use super::unknown::Segment;

/// `GET …/ResourceTypes`
pub(super) async fn resource_types() -> Response {
    json_response(StatusCode::OK, &discovery::resource_types())
}

/// `GET …/ServiceProviderConfig`
pub(super) async fn service_provider_config(Extension(release): Extension<Release>) -> Response {
    json_response(StatusCode::OK, &discovery::service_provider_config(release))
}

/// `GET …/Schemas`
pub(super) async fn schemas(Extension(release): Extension<Release>) -> Response {
    json_response(StatusCode::OK, &discovery::schemas(release))
}

/// `GET …/Schemas/{urn}`
pub(super) async fn schema(Segment(urn): Segment) -> Result<Response, ScimRefusal> {
    let schema = discovery::schema(&urn).ok_or_else(|| {
        Refusal::not_found(format!(
            "Schema {} not found",
            urn.chars().take(128).collect::<String>()
        ))
    })?;
    Ok(json_response(StatusCode::OK, &schema))
}
