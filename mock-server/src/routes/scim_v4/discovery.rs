//! The discovery resources of SCIM v4. ASSUMED: like those of Identity they need neither scope nor token.

use axum::response::Response;
use http::StatusCode;

use crate::error::{Refusal, ScimRefusal, json_response};
use crate::scim::sap::discovery;

use super::super::unknown::Segment;

/// `GET /scim/v4/ServiceProviderConfig`
pub(super) async fn service_provider_config() -> Response {
    json_response(StatusCode::OK, &discovery::service_provider_config())
}

/// `GET /scim/v4/Schemas`
pub(super) async fn schemas() -> Response {
    json_response(StatusCode::OK, &discovery::schemas())
}

/// `GET /scim/v4/Schemas/{urn}`
pub(super) async fn schema(Segment(urn): Segment) -> Result<Response, ScimRefusal> {
    let schema = discovery::schema(&urn).ok_or_else(|| {
        let shown: String = urn.chars().take(128).collect();
        Refusal::not_found(format!("Schema {shown} not found"))
    })?;
    Ok(json_response(StatusCode::OK, &schema))
}
