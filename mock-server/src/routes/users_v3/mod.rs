//! Users v3.0 and v3.1: the flat user of old connectors, in JSON and XML.

mod v3_0;
mod v3_1;

use std::sync::Arc;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::caller::Arrival;
use crate::error::{Format, Refusal, json_response, xml_response};
use crate::layers::media::prefers_json;
use crate::world::World;
use crate::xml::write::{Node, XML_SCHEMA_INSTANCE};

/// The routes of both versions.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route(v3_0::PATH, get(v3_0::list))
        .route(v3_1::PATH, get(v3_1::list))
}

/// Whether a path belongs to one of the two, so that it is refused in their shape.
pub(super) fn owns(path: &str) -> bool {
    path.starts_with("/api/v3") || path == v3_1::PATH || path.starts_with("/users/")
}

/// XML when `Accept` is missing or asks for it; JSON when it asks for JSON.
pub(super) fn format(headers: &HeaderMap) -> Format {
    if prefers_json(headers) {
        Format::Json
    } else {
        Format::Xml
    }
}

/// Answers a page, or its refusal, in the format that was asked for.
fn respond(
    world: &World,
    arrival: &Arrival,
    headers: &HeaderMap,
    page: Result<Value, Refusal>,
) -> Response {
    let format = format(headers);
    match page {
        Ok(page) => match format {
            Format::Json => json_response(StatusCode::OK, &page),
            Format::Xml => xml_response(StatusCode::OK, xml(&page)),
        },
        Err(refusal) => refusal.v3(format, arrival.correlation_text(), arrival.now(world)),
    }
}

/// What a list inside a page calls its entries.
const ROWS: [(&str, &str); 2] = [("Items", "User"), ("Emails", "Email")];

/// The page as XML. ASSUMED: the form of the one published v3.2 page, root and rows named after the collection; the six
/// addresses of v3.1, whose page has no XML, are `Email` each.
fn xml(page: &Value) -> String {
    Node::nodes("Users", members(page))
        .with("xmlns:xsd", "http://www.w3.org/2001/XMLSchema")
        .with("xmlns:xsi", XML_SCHEMA_INSTANCE)
        .document()
}

fn members(object: &Value) -> Vec<Node> {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, value)| member(name, value)).collect()
}

fn member(name: &str, value: &Value) -> Node {
    match value {
        Value::Array(entries) => {
            let row = ROWS.iter().find(|(list, _)| *list == name);
            let row = row.map_or(name, |(_, row)| *row);
            let nodes = entries.iter().map(|entry| member(row, entry)).collect();
            Node::nodes(name.to_owned(), nodes)
        }
        Value::Object(_) => Node::nodes(name.to_owned(), members(value)),
        value => Node::value(name.to_owned(), value),
    }
}

/// Reads `true` or `false` in any case.
fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_is_xml_with_one_element_for_each_row() {
        let page = json!({
            "total": 1,
            "Items": [{"LoginID": "a&b@example.com", "MiddleName": "", "Emails": ["a", ""], "OrganizationUnit": null}],
        });
        let text = xml(&page);
        let inside = "<total>1</total><Items><User><LoginID>a&amp;b@example.com</LoginID><MiddleName/>\
                      <Emails><Email>a</Email><Email/></Emails><OrganizationUnit xsi:nil=\"true\"/></User></Items></Users>";
        assert!(text.starts_with("<Users xmlns:xsd="), "{text}");
        assert!(text.ends_with(inside), "{text}");
    }
}
