//! Reading through Identity v4.1: list and search.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use bytes::Bytes;

use crate::caller::{Arrival, Caller};
use crate::company::record::Record;
use crate::company::search::Window;
use crate::error::{Refusal, ScimRefusal, ScimType};
use crate::policy::Policies;
use crate::policy::legal_entity::UserFilter;
use crate::policy::reading::{
    FilterWithoutScope, InvalidFilterCode, RemovedParameters, SearchLag, SearchSchemas,
};
use crate::scim::discovery::Release;
use crate::scim::filter::{Filter, IDENTITY_SEARCH, parse};
use crate::scim::grammar::GrammarError;
use crate::scim::schema::ENTERPRISE;
use crate::scim::scope::Read;
use crate::scim::select::Wish;
use crate::world::World;

use super::listing::{Style, View, page};
use super::pages::{Bookmarked, count, list_limits, search_limits};
use super::parameters::{Parameters, json_body, object};
use super::scan;
use super::search_request::{SearchRequest, Terms};

/// `GET /profile/identity/v4.1/Users`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let version = caller.company.read();
    let policies = &version.policies;
    refuse_removed(query.as_deref(), policies)?;
    let parameters = Parameters::of_identity(query.as_deref(), &LISTED, policies)?;
    let limits = list_limits(Release::V4_1, policies);
    let count = count(limits, parameters.get("count"), policies)?;
    let wish = Wish::of_query(
        parameters.get("attributes"),
        parameters.get("excludedAttributes"),
    );
    let users = &version.users;
    let start = Bookmarked::read(&caller, users, parameters.get("cursor"), None, policies)?;
    let view = View::new(&world, Release::V4_1, &caller, users, &wish)?;
    let records: Vec<&Arc<Record>> = users.slice(start.place.position, count).collect();
    let has_more = start.place.position + records.len() < users.len();
    let style = Style::of(Release::V4_1, count, policies);
    let numbers = start.numbers(users.len(), &records, has_more, style);
    Ok(page(&view, records.into_iter(), &numbers)?)
}

/// The parameters of the list.
const LISTED: [&str; 4] = ["count", "cursor", "attributes", "excludedAttributes"];

/// ASSUMED: both were removed on purpose when v4.1 came; a client that sends them would take a page of everyone for its
/// answer, so they are refused rather than ignored.
fn refuse_removed(query: Option<&str>, policies: &Policies) -> Result<(), Refusal> {
    if policies.choose::<RemovedParameters>() == RemovedParameters::Ignored {
        return Ok(());
    }
    let parameters = Parameters::read(query);
    for name in ["filter", "startIndex"] {
        if parameters.get(name).is_some() {
            let detail =
                format!("Parameter {name} is not supported; use POST /Users/.search and cursor");
            return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
        }
    }
    Ok(())
}

/// The URN that the body must carry; the one of the RFC is refused, as the search guide says.
const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest";
/// The one of the RFC.
const RFC_SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";

/// What the body of a search must be.
fn terms(policies: &Policies) -> Terms {
    Terms {
        schemas: match policies.choose() {
            SearchSchemas::Exact => &[SEARCH_REQUEST],
            SearchSchemas::Either => &[SEARCH_REQUEST, RFC_SEARCH_REQUEST],
            SearchSchemas::Ignored => &[],
        },
        foreign: &["startIndex"],
        former_cursor: policies.choose(),
    }
}

/// The filter as this reader's scopes and the company's policies have it.
fn understood(filter: &str, scopes: Read, policies: &Policies) -> Result<Filter, Refusal> {
    let filter = parse(filter, &IDENTITY_SEARCH).map_err(|error| match policies.choose() {
        InvalidFilterCode::InvalidInput => Refusal::from(error),
        InvalidFilterCode::BadQuery => {
            Refusal::bad_request(ScimType::InvalidFilter, "The filter is invalid")
                .with_message("BAD_QUERY", error.to_string())
        }
    })?;
    let is_refused = policies.choose::<UserFilter>() == UserFilter::Refused;
    if is_refused && filter.names("legalEntity") {
        return Err(GrammarError::Attribute(format!("{ENTERPRISE}:legalEntity")).into());
    }
    let filter = filter.read_as(policies.choose(), policies.choose());
    let masked = filter.clone().masked(scopes);
    match policies.choose() {
        FilterWithoutScope::AsNull => Ok(masked),
        FilterWithoutScope::Answered => Ok(filter),
        FilterWithoutScope::Refused if masked == filter => Ok(filter),
        FilterWithoutScope::Refused => Err(Refusal::forbidden(
            "The access token may not read what the filter names",
        )),
    }
}

/// `POST /profile/identity/v4.1/Users/.search`
pub(super) async fn search(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = Caller::admit_reader(&arrival)?;
    let version = Arc::clone(&caller.company.read());
    let policies = &version.policies;
    let search = SearchRequest::read(&object(json_body(body)?)?, &terms(policies))?;
    let written = search.filter.as_deref();
    let filter = written
        .map(|filter| understood(filter, caller.token.rights.read, policies))
        .transpose()?;
    let limits = search_limits(policies);
    let count = count(limits, search.count.as_deref(), policies)?;
    // ASSUMED: the search is not behind, unless the policy has it so.
    let lag = policies.number::<SearchLag>();
    let late = (lag > 0).then(|| caller.company.snapshot(lag));
    let users = late.as_ref().map_or(&version.users, |late| &late.users);
    let start = Bookmarked::read(&caller, users, search.cursor.as_deref(), written, policies)?;
    let style = Style::of(Release::V4_1, count, policies);
    let view = View::new(&world, Release::V4_1, &caller, users, &search.wish)?;
    let Some(filter) = filter else {
        let records: Vec<&Arc<Record>> = users.slice(start.place.position, count).collect();
        let has_more = start.place.position + records.len() < users.len();
        let numbers = start.numbers(users.len(), &records, has_more, style);
        return Ok(page(&view, records.into_iter(), &numbers)?);
    };
    let window = Window {
        position: start.place.position,
        count,
    };
    let found = scan::find(users, filter, window).await?;
    let records: Vec<&Arc<Record>> = found.page.iter().collect();
    let numbers = start.numbers(found.total, &records, found.has_more, style);
    Ok(page(&view, records.into_iter(), &numbers)?)
}
