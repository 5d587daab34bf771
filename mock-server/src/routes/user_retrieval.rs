//! User Retrieval v4: one search over identity and spend data, from an index that may be behind.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderValue, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::caller::{Arrival, Caller};
use crate::company::history::Snapshot;
use crate::company::merged::{self, Merged};
use crate::company::record::Record;
use crate::company::search::{Found, Window};
use crate::error::{Refusal, ScimType, bytes_response};
use crate::policy::Policies;
use crate::policy::reading::ContinuationToken;
use crate::policy::retrieval::{ExcessiveCount, IndexLag, PayloadStatus, SearchPath, TotalName};
use crate::scim::discovery::Release;
use crate::scim::filter::{Filter, parse};
use crate::scim::page::USER_RETRIEVAL;
use crate::scim::retrieval::{HIDDEN, MERGED, SEARCH};
use crate::scim::scope::Read;
use crate::scim::select::{Selection, Wish};
use crate::world::World;

use super::listing::{Extras, Numbers};
use super::pages::Start;
use super::parameters::{json_body, object};
use super::scan;
use super::search_request::{SearchRequest, Terms};
use super::unknown;

/// The scope of the service.
const SCOPE: &str = "user.profile.search.read";

/// The largest body, in bytes: 10 KB. ASSUMED: of 1024 bytes each.
const MAX_PAYLOAD_BYTES: usize = 10_240;

/// Its URN is that of the RFC, where Identity v4.1 wants Concur's.
const TERMS: Terms = Terms {
    schemas: &["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
    foreign: &[],
    former_cursor: ContinuationToken::Accepted,
};

/// Whether a path is the service's; the provisioning service has the others below the same front.
pub(super) fn owns(path: &str) -> bool {
    matches!(
        path,
        "/profile/v4/Users/.search" | "/profile/v4/Users/search"
    )
}

/// `POST /profile/v4/Users/.search`
pub(super) async fn search(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let outcome = match Caller::admit(&arrival) {
        Ok(caller) => answer(&world, &caller, body).await,
        Err(refusal) => Err(refusal),
    };
    let mut response = outcome.unwrap_or_else(Refusal::scim);
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/scim+json"),
    );
    response
}

/// `POST /profile/v4/Users/search`, where the policy takes the prose at its word.
pub(super) async fn search_without_dot(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    // A bad token is told so: whose policy would say that there is no such path?
    match arrival.policies.choose::<SearchPath>() {
        SearchPath::Dotted if Caller::admit(&arrival).is_ok() => unknown::no_such_resource().scim(),
        SearchPath::Dotted | SearchPath::Either => {
            search(State(world), Extension(arrival), body).await
        }
    }
}

async fn answer(
    world: &World,
    caller: &Caller,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    caller.requires(SCOPE)?;
    let company = &caller.company;
    let policies = company.read().policies.clone();
    refuse_large(&body, &policies)?;
    let body = object(json_body(body)?)?;
    refuse_excessive_count(&body, &policies)?;
    let request = SearchRequest::read(&body, &TERMS)?;
    let filter = request.filter.as_deref();
    let filter = filter.map(|filter| parse(filter, &SEARCH)).transpose()?;
    let count = USER_RETRIEVAL.count("count", request.count.as_deref())?;
    let snapshot = company.snapshot(policies.number::<IndexLag>());
    let start = Start::read(&snapshot.users, request.cursor.as_deref())?;
    let merged = Merged {
        snapshot: &snapshot,
        company: &company.id_text,
    };
    let shown = Shown::new(world, caller, &merged, &request.wish)?;
    let window = Window {
        position: start.position,
        count,
    };
    let found = find(caller, &snapshot, filter, window).await?;
    let page: Vec<&Arc<Record>> = found.page.iter().collect();
    let numbers = start.numbers(found.total, &page, found.has_more);
    let name = match policies.choose::<TotalName>() {
        TotalName::TotalResults => "totalResults",
        TotalName::Total => "total",
    };
    shown.page(name, &page, &numbers)
}

/// The users of this part of the list that the filter finds.
async fn find(
    caller: &Caller,
    snapshot: &Snapshot,
    filter: Option<Filter>,
    window: Window,
) -> Result<Found, Refusal> {
    let rows = filter
        .as_ref()
        .map_or(0, |filter| merged::rows_to_read(&snapshot.users, filter));
    let (company, snapshot) = (caller.company.id_text.clone(), snapshot.clone());
    let read = move || {
        let merged = Merged {
            snapshot: &snapshot,
            company: &company,
        };
        merged.find(filter.as_ref(), window)
    };
    scan::aside(rows, read).await
}

fn refuse_large(body: &Result<Bytes, BytesRejection>, policies: &Policies) -> Result<(), Refusal> {
    let is_large = match body {
        Ok(body) => body.len() > MAX_PAYLOAD_BYTES,
        Err(rejection) => rejection.status() == StatusCode::PAYLOAD_TOO_LARGE,
    };
    if !is_large {
        return Ok(());
    }
    let status = match policies.choose::<PayloadStatus>() {
        PayloadStatus::BadRequest => StatusCode::BAD_REQUEST,
        PayloadStatus::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
    };
    let detail = format!("The request body is larger than {MAX_PAYLOAD_BYTES} bytes");
    Err(Refusal {
        status,
        ..Refusal::bad_request(ScimType::InvalidSyntax, detail)
    })
}

fn refuse_excessive_count(body: &Map<String, Value>, policies: &Policies) -> Result<(), Refusal> {
    let is_excessive = body
        .get("count")
        .and_then(Value::as_f64)
        .is_some_and(|count| count > 1000.0);
    if is_excessive && policies.choose::<ExcessiveCount>() == ExcessiveCount::Refused {
        let detail = "count must be at most 1000";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
    }
    Ok(())
}

/// How users are shown to one reader.
struct Shown<'s> {
    merged: &'s Merged<'s>,
    organization: &'s str,
    location: &'s str,
    selection: Selection,
    extras: Extras,
}

impl<'s> Shown<'s> {
    /// Prepares what was asked for. ASSUMED: the service's one scope shows everything, and `meta.location` leads to
    /// Identity v4, as it does in the replies of the other services that are not Identity themselves.
    fn new(
        world: &'s World,
        caller: &'s Caller,
        merged: &'s Merged<'s>,
        wish: &Wish,
    ) -> Result<Self, Refusal> {
        let mut hiding = wish.clone();
        hiding.excluded.extend(HIDDEN.map(str::to_owned));
        Ok(Self {
            merged,
            organization: &caller.company.name,
            location: world.user_location(Release::V4, &caller.company),
            selection: Selection::compile_in(&MERGED, Read::ALL, &hiding)?,
            extras: Extras::of(wish),
        })
    }

    fn write(&self, record: &Record, out: &mut Vec<u8>) -> Result<(), Refusal> {
        let broken = || Refusal::internal("A kept document could not be read");
        let mut user = self
            .merged
            .document(record, self.location)
            .ok_or_else(broken)?;
        let users = &self.merged.snapshot.users;
        self.extras
            .add(&mut user, users, self.organization, self.location);
        let text = Value::Object(user).to_string();
        self.selection.copy(&text, out).map_err(|_| broken())
    }

    fn page(
        &self,
        total_name: &str,
        records: &[&Arc<Record>],
        numbers: &Numbers,
    ) -> Result<Response, Refusal> {
        let head = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"{total_name}":{},"itemsPerPage":{},"Resources":["#,
            numbers.total,
            records.len()
        );
        let mut out = head.into_bytes();
        for (number, record) in records.iter().enumerate() {
            if number > 0 {
                out.push(b',');
            }
            self.write(record, &mut out)?;
        }
        out.push(b']');
        if let Some(cursor) = &numbers.next_cursor {
            out.extend_from_slice(format!(",\"nextCursor\":{}", json!(cursor)).as_bytes());
        }
        out.push(b'}');
        let scim = HeaderValue::from_static("application/scim+json");
        Ok(bytes_response(StatusCode::OK, scim, out))
    }
}
