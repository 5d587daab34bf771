//! Users v3.0: the flat user of old connectors, with `NextPage`, in JSON and XML.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::record::Record;
use crate::company::users::Users;
use crate::error::{Format, Refusal, ScimType, json_response, xml_response};
use crate::scim::compare::fold;
use crate::scim::page::USERS_V3_0_LIST;
use crate::scim::schema::ENTERPRISE;
use crate::world::World;

use super::parameters::Parameters;

/// The path below the base URL.
const PATH: &str = "/api/v3.0/common/users";

/// The members of a kept user that a v3.0 user is made of.
const MEMBERS: [&str; 6] = [
    "userName",
    "active",
    "name",
    "emails",
    "phoneNumbers",
    ENTERPRISE,
];

/// `GET /api/v3.0/common/users`. ASSUMED: no scope is asked for, since none is listed for it.
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let format = format(&headers);
    match answer(&world, &arrival, query.as_deref()) {
        Ok(page) => match format {
            Format::Json => json_response(StatusCode::OK, &page),
            Format::Xml => xml_response(StatusCode::OK, xml(&page)),
        },
        Err(refusal) => refusal.v3(format, arrival.correlation_text(), arrival.now(&world)),
    }
}

/// XML when `Accept` is missing or asks for it; JSON when it asks for JSON.
pub(super) fn format(headers: &HeaderMap) -> Format {
    let accept = headers
        .get(header::ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .unwrap_or_default();
    if accept.contains("json") {
        Format::Json
    } else {
        Format::Xml
    }
}

fn answer(world: &World, arrival: &Arrival, query: Option<&str>) -> Result<Value, Refusal> {
    let caller = Caller::admit(arrival)?;
    let parameters = Parameters::read(query);
    let limit = USERS_V3_0_LIST.count("limit", parameters.get("limit"))?;
    let filter = Filter::read(&parameters)?;
    let version = caller.company.read();
    let users = &version.users;
    let start = parameters
        .get("offset")
        .map_or(Ok(0), |offset| position(users, offset))?;
    let mut items = Vec::new();
    let mut last: Option<&Record> = None;
    let mut has_more = false;
    for record in users.slice(start, users.len()) {
        let user = Flat {
            members: record.members(&MEMBERS),
        };
        if !filter.holds(&user) {
            continue;
        }
        if items.len() == limit {
            has_more = true;
            break;
        }
        items.push(user.item(record.id, &world.base_url));
        last = Some(record);
    }
    let next = last
        .filter(|_| has_more)
        .map(|last| next_page(&world.base_url, &parameters, limit, last.place()));
    // ASSUMED: null behind the last page; the v3 pages show null as well as nothing.
    Ok(json!({"Items": items, "NextPage": next}))
}

/// The opaque offset is the place of the last user that was given.
fn position(users: &Users, offset: &str) -> Result<usize, Refusal> {
    let place = offset.split_once('-').and_then(|(created, id)| {
        Some((
            i64::from_str_radix(created, 16).ok()?,
            Uuid::try_parse(id).ok()?,
        ))
    });
    place
        .map(|place| users.position_behind(place))
        .ok_or_else(|| Refusal::bad_request(ScimType::InvalidValue, "The offset is not valid"))
}

/// The filters, in the order in which the link to the next page repeats them.
const FILTERS: [&str; 5] = ["user", "employeeID", "lastName", "primaryEmail", "active"];

fn next_page(
    base_url: &str,
    parameters: &Parameters<'_>,
    limit: usize,
    (created, id): (i64, Uuid),
) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("offset", &format!("{created:x}-{}", id.simple()));
    query.append_pair("limit", &limit.to_string());
    for name in FILTERS {
        if let Some(value) = parameters.get(name) {
            query.append_pair(name, value);
        }
    }
    format!("{base_url}{PATH}?{}", query.finish())
}

/// What a list asks for. ASSUMED: several filters must all hold; the OpenAPI file does not combine them.
///
/// The OpenAPI file wants `primaryEmail`, `employeeID` and `lastName` in the exact spelling and case; ASSUMED: a
/// login counts in any case, as it does everywhere else.
struct Filter {
    user: Option<String>,
    texts: [Option<String>; 3],
    active: Option<bool>,
}

impl Filter {
    fn read(parameters: &Parameters<'_>) -> Result<Self, Refusal> {
        let active = match parameters
            .get("active")
            .map(str::to_ascii_lowercase)
            .as_deref()
        {
            None => None,
            Some("true") => Some(true),
            Some("false") => Some(false),
            Some(_) => {
                return Err(Refusal::bad_request(
                    ScimType::InvalidValue,
                    "active must be true or false",
                ));
            }
        };
        let exact = |name| parameters.get(name).map(str::to_owned);
        Ok(Self {
            user: parameters.get("user").map(fold),
            texts: [
                exact("employeeID"),
                exact("lastName"),
                exact("primaryEmail"),
            ],
            active,
        })
    }

    fn holds(&self, user: &Flat) -> bool {
        let login_holds = self
            .user
            .as_ref()
            .is_none_or(|wanted| user.text("userName").map(fold).as_ref() == Some(wanted));
        let values = [
            user.employee_id(),
            user.name("familyName"),
            user.primary_email(),
        ];
        let mut texts = self.texts.iter().zip(values);
        let texts_hold = texts
            .all(|(wanted, value)| wanted.as_deref().is_none_or(|wanted| value == Some(wanted)));
        let is_active = user.members.get("active") == Some(&Value::Bool(true));
        login_holds && texts_hold && self.active.is_none_or(|active| active == is_active)
    }
}

/// A kept user seen as v3.0 sees it.
struct Flat {
    members: Map<String, Value>,
}

impl Flat {
    fn text(&self, name: &str) -> Option<&str> {
        self.members.get(name).and_then(Value::as_str)
    }

    fn name(&self, part: &str) -> Option<&str> {
        self.members.get("name")?.get(part)?.as_str()
    }

    fn employee_id(&self) -> Option<&str> {
        self.members
            .get(ENTERPRISE)?
            .get("employeeNumber")?
            .as_str()
    }

    fn typed(&self, list: &str, kind: &str) -> Option<&str> {
        let entries = self.members.get(list)?.as_array()?;
        entries
            .iter()
            .find(|entry| entry["type"] == kind)?
            .get("value")?
            .as_str()
    }

    /// ASSUMED: the work address is the primary one, else the first.
    fn primary_email(&self) -> Option<&str> {
        self.typed("emails", "work")
            .or_else(|| self.members.get("emails")?.get(0)?.get("value")?.as_str())
    }

    /// A v3.0 user. ASSUMED: `ID` is the user's UUID and `OrganizationUnit` is null, as it is in v3.1.
    fn item(&self, id: Uuid, base_url: &str) -> Value {
        json!({
            "Active": self.members.get("active").and_then(Value::as_bool).unwrap_or_default(),
            "CellPhoneNumber": self.typed("phoneNumbers", "mobile"),
            "EmployeeID": self.employee_id(),
            "FirstName": self.name("givenName"),
            "ID": id.to_string(),
            "LastName": self.name("familyName"),
            "LoginID": self.text("userName"),
            "MiddleName": self.name("middleName"),
            "OrganizationUnit": Value::Null,
            "PrimaryEmail": self.primary_email(),
            "URI": format!("{base_url}{PATH}/{id}"),
        })
    }
}

/// The page as XML. ASSUMED: the form of the one published v3.2 page, root and rows named after the collection.
fn xml(page: &Value) -> String {
    let mut out = String::from(
        r#"<Users xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Items>"#,
    );
    for item in page["Items"].as_array().into_iter().flatten() {
        out.push_str("<User>");
        for (name, value) in item.as_object().into_iter().flatten() {
            element(&mut out, name, value);
        }
        out.push_str("</User>");
    }
    out.push_str("</Items>");
    element(&mut out, "NextPage", &page["NextPage"]);
    out.push_str("</Users>");
    out
}

fn element(out: &mut String, name: &str, value: &Value) {
    let text = match value {
        Value::Null => {
            out.push('<');
            out.push_str(name);
            out.push_str(r#" xsi:nil="true" />"#);
            return;
        }
        Value::String(text) => quick_xml::escape::escape(text.as_str()).into_owned(),
        value => value.to_string(),
    };
    for part in ["<", name, ">", &text, "</", name, ">"] {
        out.push_str(part);
    }
}
