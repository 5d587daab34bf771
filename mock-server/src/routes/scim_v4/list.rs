//! What the lists of users and of groups have in common: count, start, the frame around a page.

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::company::Version;
use crate::error::{Refusal, json_response};
use crate::policy::scim::CountMaximum;
use crate::scim::page::{SCIM_V4_LIST, SCIM_V4_SHORT_LIST, start_index};
use crate::scim::sap::exact::Exact;

use super::super::parameters::Parameters;

/// The page length that a request asks for.
pub(super) fn count(version: &Version, parameters: &Parameters<'_>) -> Result<usize, Refusal> {
    let limits = match version.policies.choose::<CountMaximum>() {
        CountMaximum::Thousand => SCIM_V4_LIST,
        CountMaximum::Hundred => SCIM_V4_SHORT_LIST,
    };
    Ok(limits.count("count", parameters.get("count"))?)
}

/// The 1-based index of the first resource that a request asks for.
pub(super) fn start(parameters: &Parameters<'_>) -> Result<usize, Refusal> {
    Ok(start_index(parameters.get("startIndex"))?)
}

/// The filter of a request; an empty one counts as none.
pub(super) fn filter(parameters: &Parameters<'_>) -> Result<Option<Exact>, Refusal> {
    let filter = parameters
        .get("filter")
        .filter(|filter| !filter.trim().is_empty());
    Ok(filter.map(Exact::read).transpose()?)
}

/// The numbers around a page.
pub(super) struct Frame {
    /// All matches.
    pub(super) total: usize,
    /// 1-based index of the first resource of the page.
    pub(super) start_index: usize,
    /// Where the next page starts, for readers who follow cursors.
    pub(super) next_cursor: Option<String>,
}

/// The reply with a page of resources.
pub(super) fn reply(frame: Frame, resources: Vec<Value>) -> Response {
    let mut list = Map::new();
    let mut put = |name: &str, value: Value| list.insert(name.to_owned(), value);
    put(
        "schemas",
        json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]),
    );
    put("totalResults", Value::from(frame.total));
    put("startIndex", Value::from(frame.start_index));
    put("itemsPerPage", Value::from(resources.len()));
    put("Resources", Value::Array(resources));
    if let Some(cursor) = frame.next_cursor {
        put("nextCursor", Value::from(cursor));
    }
    json_response(StatusCode::OK, &Value::Object(list))
}
