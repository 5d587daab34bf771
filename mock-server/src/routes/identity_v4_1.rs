//! Reading through Identity v4.1: list and search.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bytes::Bytes;
use serde_json::{Map, Value};

use crate::caller::{Arrival, Caller};
use crate::company::record::Record;
use crate::company::search::Window;
use crate::company::users::{MICROSECONDS, Users};
use crate::error::{Refusal, ScimRefusal, ScimType};
use crate::scim::discovery::Release;
use crate::scim::filter::{Filter, IDENTITY_SEARCH, parse};
use crate::scim::page::{Cursor, IDENTITY_V4_1_LIST, IDENTITY_V4_1_SEARCH, PageError};
use crate::scim::scope::Read;
use crate::scim::select::Wish;
use crate::world::World;

use super::listing::{Numbers, View, page};
use super::parameters::{Parameters, json_body};
use super::scan;

/// `GET /profile/identity/v4.1/Users`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let parameters = Parameters::read(query.as_deref());
    // ASSUMED: both were removed on purpose when v4.1 came; a client that sends them would take a page of everyone for
    // its answer, so they are refused rather than ignored.
    for name in ["filter", "startIndex"] {
        if parameters.get(name).is_some() {
            let detail =
                format!("Parameter {name} is not supported; use POST /Users/.search and cursor");
            return Err(Refusal::bad_request(ScimType::InvalidValue, detail).into());
        }
    }
    let count = IDENTITY_V4_1_LIST
        .count("count", parameters.get("count"))
        .map_err(Refusal::from)?;
    let wish = Wish::of_query(
        parameters.get("attributes"),
        parameters.get("excludedAttributes"),
    );
    let version = caller.company.read();
    let users = &version.users;
    let start = Start::read(users, parameters.get("cursor"))?;
    let view = View::new(&world, Release::V4_1, &caller, users, &wish)?;
    let records: Vec<&Arc<Record>> = users.slice(start.position, count).collect();
    let has_more = start.position + records.len() < users.len();
    let numbers = start.numbers(users.len(), &records, has_more);
    Ok(page(&view, records.into_iter(), &numbers)?)
}

/// Where a page starts.
pub(super) struct Start {
    /// 0-based, among all users.
    pub(super) position: usize,
    /// 1-based, among the matches.
    pub(super) index: usize,
}

impl Start {
    /// Reads a cursor; an empty one stands for the beginning.
    pub(super) fn read(users: &Users, cursor: Option<&str>) -> Result<Self, Refusal> {
        let Some(text) = cursor.filter(|text| !text.is_empty()) else {
            return Ok(Self {
                position: 0,
                index: 1,
            });
        };
        let cursor = Cursor::read(text)?;
        let position = users
            .position_behind_user(cursor.created, cursor.id)
            .ok_or(PageError::Cursor)?;
        Ok(Self {
            position,
            index: cursor.start_index,
        })
    }

    /// The numbers of the page; an empty page never has a successor.
    pub(super) fn numbers(
        &self,
        total: usize,
        records: &[&Arc<Record>],
        has_more: bool,
    ) -> Numbers {
        let next_cursor = records.last().filter(|_| has_more).map(|last| {
            let (created, id) = last.place();
            Cursor {
                created: created.div_euclid(MICROSECONDS),
                id,
                start_index: self.index.saturating_add(records.len()),
            }
            .write()
        });
        Numbers {
            total,
            start_index: self.index,
            next_cursor,
        }
    }
}

/// The URN that the body must carry; the one of the RFC is refused, as the search guide says.
const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest";

/// What a search asks for.
struct Search {
    filter: Option<Filter>,
    count: usize,
    cursor: Option<String>,
    wish: Wish,
}

impl Search {
    fn read(body: &Value, scopes: Read) -> Result<Self, Refusal> {
        let wrong = |detail: &str| Refusal::bad_request(ScimType::InvalidValue, detail);
        let Some(body) = body.as_object() else {
            return Err(Refusal::bad_request(
                ScimType::InvalidSyntax,
                "The request body must be an object",
            ));
        };
        if body.get("schemas") != Some(&Value::from(vec![SEARCH_REQUEST])) {
            return Err(wrong(&format!("schemas must be [\"{SEARCH_REQUEST}\"]")));
        }
        if body.contains_key("startIndex") {
            return Err(wrong("startIndex is not accepted; use cursor"));
        }
        let text = |name: &str| match body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(wrong(&format!("{name} must be text"))),
        };
        let count = match body.get("count") {
            None | Some(Value::Null) => None,
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) => return Err(wrong("count must be a whole number")),
        };
        // The OpenAPI file still has the cursor's former name.
        let cursor = text("cursor")?.or(text("continuationToken")?);
        // ASSUMED: an empty filter counts as none; the guide lets it be absent.
        let filter = text("filter")?.filter(|filter| !filter.trim().is_empty());
        let filter = filter
            .map(|filter| parse(&filter, &IDENTITY_SEARCH))
            .transpose()?;
        Ok(Self {
            filter: filter.map(|filter| filter.masked(scopes)),
            count: IDENTITY_V4_1_SEARCH.count("count", count.as_deref())?,
            cursor,
            wish: Wish {
                attributes: names(body, "attributes")?.filter(|names| !names.is_empty()),
                excluded: names(body, "excludedAttributes")?.unwrap_or_default(),
            },
        })
    }
}

fn names(body: &Map<String, Value>, name: &str) -> Result<Option<Vec<String>>, Refusal> {
    let wrong = || {
        Refusal::bad_request(
            ScimType::InvalidValue,
            format!("{name} must be a list of texts"),
        )
    };
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().map(str::to_owned).ok_or_else(wrong))
            .collect::<Result<_, _>>()
            .map(Some),
        Some(_) => Err(wrong()),
    }
}

/// `POST /profile/identity/v4.1/Users/.search`
pub(super) async fn search(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let search = Search::read(&json_body(body)?, caller.token.rights.read)?;
    let version = Arc::clone(&caller.company.read());
    let users = &version.users;
    let start = Start::read(users, search.cursor.as_deref())?;
    let view = View::new(&world, Release::V4_1, &caller, users, &search.wish)?;
    let Some(filter) = search.filter else {
        let records: Vec<&Arc<Record>> = users.slice(start.position, search.count).collect();
        let has_more = start.position + records.len() < users.len();
        let numbers = start.numbers(users.len(), &records, has_more);
        return Ok(page(&view, records.into_iter(), &numbers)?);
    };
    let window = Window {
        position: start.position,
        count: search.count,
    };
    let found = scan::find(&version, filter, window).await?;
    let records: Vec<&Arc<Record>> = found.page.iter().collect();
    let numbers = start.numbers(found.total, &records, found.has_more);
    Ok(page(&view, records.into_iter(), &numbers)?)
}
