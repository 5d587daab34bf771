//! The roles that Spend knows.
//!
//! ASSUMED: the whole reply; the page has a table and no reply. The names of the members follow `roleName` of a user.

use axum::Extension;
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use crate::caller::Arrival;
use crate::error::{SpendRefusal, json_response};
use crate::policy::spend::RoleCodesForm;
use crate::scim::spend::role_code;

/// `GET …/Users/roleCodes`: the roles that can be provisioned, each once.
pub(super) async fn list(
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
) -> Result<Response, SpendRefusal> {
    let caller = super::admit(&arrival, &headers)?;
    let mut roles: Vec<Value> = Vec::new();
    let mut seen = Vec::new();
    for role in role_code::all() {
        let Some(code) = role.code.filter(|code| !seen.contains(code)) else {
            continue;
        };
        seen.push(code);
        roles.push(json!({
            "roleCode": code,
            "roleName": role.name,
            "groupAware": role.is_group_aware(),
            "shared": role.shared == "Y",
        }));
    }
    let body = match caller.company.read().policies.choose() {
        RoleCodesForm::Array => Value::Array(roles),
        RoleCodesForm::ListResponse => json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": roles.len(),
            "startIndex": 1,
            "itemsPerPage": roles.len(),
            "Resources": roles,
        }),
    };
    Ok(json_response(StatusCode::OK, &body))
}
