//! Users v3.0 and v3.1: the flat user of old connectors, in JSON and XML.

mod v3_0;
mod v3_1;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

use crate::caller::Arrival;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::company::users::Users;
use crate::error::{Format, Refusal, json_response, xml_response};
use crate::ids;
use crate::layers::media::prefers_json;
use crate::scim::compare::fold;
use crate::world::World;
use crate::xml::write::{Node, XML_SCHEMA_INSTANCE};

/// The routes of both versions.
pub(super) fn router() -> Router<Arc<World>> {
    let of = |edition| get(list).layer(Extension(edition));
    Router::new()
        .route(v3_0::PATH, of(Edition::V3_0))
        .route(v3_1::PATH, of(Edition::V3_1))
}

/// The two versions.
#[derive(Debug, Clone, Copy)]
enum Edition {
    V3_0,
    V3_1,
}

/// The list of either version. ASSUMED: no scope is asked for, since none is listed for them.
async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(edition): Extension<Edition>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let page = match edition {
        Edition::V3_0 => v3_0::answer(&world, &arrival, query.as_deref()).await,
        Edition::V3_1 => v3_1::answer(&world, &arrival, query.as_deref()).await,
    };
    respond(&world, &arrival, &headers, page)
}

/// What of a filter an index of the company answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LookUp<'f> {
    /// The user's id.
    Id(&'f str),
    /// A value that few users share, if not one alone.
    Value(Unique, &'f str),
}

impl<'f> LookUp<'f> {
    /// The value that is asked for; an index knows no empty ones.
    fn of(unique: Unique, asked: Option<&'f str>) -> Option<Self> {
        let asked = asked.filter(|asked| !asked.is_empty())?;
        Some(Self::Value(unique, asked))
    }

    /// The users that can be meant, in order; whether they are is up to the filter.
    fn candidates(self, users: &Users) -> Vec<&Arc<Record>> {
        match self {
            Self::Id(id) => ids::read(id)
                .and_then(|id| users.get(id))
                .into_iter()
                .collect(),
            Self::Value(unique, value) => users.find_all(unique, &fold(value)),
        }
    }
}

/// How many users have to be looked at.
fn rows(users: &Users, look_up: Option<LookUp<'_>>) -> usize {
    look_up.map_or(users.len(), |look_up| look_up.candidates(users).len())
}

/// The users from this position on that can meet a filter, in order.
fn candidates<'u>(
    users: &'u Users,
    look_up: Option<LookUp<'_>>,
    start: usize,
) -> Box<dyn Iterator<Item = &'u Arc<Record>> + 'u> {
    let Some(look_up) = look_up else {
        return Box::new(users.slice(start, users.len()));
    };
    let is_behind = move |record: &&Arc<Record>| users.position_behind(record.place()) > start;
    let found = look_up.candidates(users).into_iter();
    Box::new(found.filter(is_behind))
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
    use crate::company::seed;
    use crate::ids::Seed;
    use crate::scim::schema::ENTERPRISE;
    use serde_json::json;

    fn company() -> Users {
        seed::users(Seed::new(1), 50)
    }

    #[test]
    fn a_look_up_by_login_number_or_id_looks_at_one_user_of_many() {
        let users = company();
        let record = users.at(20).unwrap();
        let members = record.members(&["userName", ENTERPRISE]);
        let login = members["userName"].as_str().unwrap().to_ascii_uppercase();
        let number = members[ENTERPRISE]["employeeNumber"].as_str();
        let id = record.id.to_string();
        for look_up in [
            LookUp::of(Unique::UserName, Some(&login)),
            LookUp::of(Unique::EmployeeNumber, number),
            Some(LookUp::Id(&id)),
        ] {
            let found = |start| candidates(&users, look_up, start).map(|found| found.id);
            assert!(found(20).eq([record.id]), "{look_up:?}");
            assert_eq!(found(21).count(), 0, "{look_up:?}");
            assert_eq!(rows(&users, look_up), 1, "{look_up:?}");
        }
        assert_eq!(LookUp::of(Unique::UserName, Some("")), None);
        assert_eq!(candidates(&users, None, 20).count(), 30);
        assert_eq!(rows(&users, Some(LookUp::Id("nobody"))), 0);
    }

    #[test]
    fn each_version_asks_an_index_where_it_can() {
        for (query, v3_0, v3_1) in [
            ("user=a@x&active=true", true, false),
            ("loginid=a@x&isactive=true", false, true),
            ("employeeID=7", true, false),
            ("employeeid=7", false, true),
            ("id=00000000-0000-4000-8000-000000000000", false, true),
            ("lastName=Doe&lastname=Doe", false, false),
        ] {
            assert_eq!(v3_0::is_looked_up(query), v3_0, "{query}");
            assert_eq!(v3_1::is_looked_up(query), v3_1, "{query}");
        }
    }

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
