//! The discovery resources of Identity v4 and v4.1. They need no scope; ASSUMED: nor a token, as older pages say, unless
//! the policy asks for one.

use axum::Extension;
use axum::response::Response;
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimRefusal, json_response};
use crate::policy::Policies;
use crate::policy::identity::{DiscoveryToken, SchemaIds};
use crate::scim::discovery::{self, Release};
use crate::scim::schema::CORE;

use super::pages::list_limits;
use super::unknown::Segment;

/// `GET …/ResourceTypes`
pub(super) async fn resource_types(
    Extension(arrival): Extension<Arrival>,
) -> Result<Response, ScimRefusal> {
    let policies = admitted(&arrival)?;
    let types = discovery::resource_types(policies.choose());
    Ok(json_response(StatusCode::OK, &types))
}

/// `GET …/ServiceProviderConfig`
pub(super) async fn service_provider_config(
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
) -> Result<Response, ScimRefusal> {
    let policies = admitted(&arrival)?;
    let limits = list_limits(release, policies);
    let config = discovery::service_provider_config(release, limits);
    Ok(json_response(StatusCode::OK, &config))
}

/// `GET …/Schemas`
pub(super) async fn schemas(
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
) -> Result<Response, ScimRefusal> {
    admitted(&arrival)?;
    Ok(json_response(StatusCode::OK, &discovery::schemas(release)))
}

/// The id that the OpenAPI file gives the core schema.
const CORE_BY_OPEN_API: &str = "com:concur:cte:user:2.0";

/// `GET …/Schemas/{urn}`
pub(super) async fn schema(
    Extension(arrival): Extension<Arrival>,
    Segment(urn): Segment,
) -> Result<Response, ScimRefusal> {
    let policies = admitted(&arrival)?;
    let is_other_id =
        urn == CORE_BY_OPEN_API && policies.choose::<SchemaIds>() == SchemaIds::Either;
    let sought = if is_other_id { CORE } else { urn.as_str() };
    let schema = discovery::schema(sought).ok_or_else(|| {
        Refusal::not_found(format!(
            "Schema {} not found",
            urn.chars().take(128).collect::<String>()
        ))
    })?;
    Ok(json_response(StatusCode::OK, &schema))
}

/// The policies of the caller's company, or of the process where no company is known.
pub(super) fn admitted(arrival: &Arrival) -> Result<&Policies, Refusal> {
    if arrival.policies.choose::<DiscoveryToken>() == DiscoveryToken::Needed {
        Caller::admit(arrival)?;
    }
    Ok(&arrival.policies)
}
