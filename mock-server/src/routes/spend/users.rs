//! Reading spend users: a page of them, or one.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::extensions::{Extension as Part, Extensions};
use crate::error::{Refusal, ScimRefusal, ScimType, SpendRefusal, json_response};
use crate::ids;
use crate::policy::Policies;
use crate::policy::spend::{DefaultCount, StartIndexCounts, UnknownUser, WithoutProfile};
use crate::scim::evaluate;
use crate::scim::filter::Filter;
use crate::scim::page::{Limits, SPEND_LIST, start_index};
use crate::scim::spend::filter::{self, SpendFilterError};
use crate::scim::spend::schema::{APPROVER_LIMIT, USER};
use crate::scim::spend::show::{self, Groups, Release};
use crate::world::World;

use super::super::identity_read::unknown_user;
use super::super::parameters::Parameters;
use super::super::scan;
use super::super::unknown::Segment;
use super::view::View;

/// `GET …/Users`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, SpendRefusal> {
    let caller = super::admit(&arrival, &headers)?;
    let parameters = Parameters::read(query.as_deref());
    let version = Version::clone(&caller.company.read());
    let policies = &version.policies;
    let window = Window::read(&parameters, release, policies)?;
    let base_url = world.base_url(version.situation.data_centre);
    let view = View::new(&version, base_url, release, parameters.get("attributes"))?;
    let wanted = parameters
        .get("filter")
        .filter(|text| !text.trim().is_empty());
    let wanted = wanted.map(|text| filter::read(text, release, policies.choose()));
    let found = match wanted.transpose().map_err(Refusal::from)? {
        Some(filter) => find(&version.extensions, filter, window).await?,
        None => Found {
            total: version.extensions.spenders().len(),
            page: version
                .extensions
                .spenders()
                .slice(window.skipped, window.count)
                .collect(),
        },
    };
    let records = found.page.iter().filter_map(|id| version.users.get(*id));
    let users: Vec<Value> = records.map(|record| view.user(record)).collect();
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
        "totalResults": found.total,
        "itemsPerPage": users.len(),
        "startIndex": window.start,
        "Resources": users,
    });
    Ok(json_response(StatusCode::OK, &body))
}

/// Which users a request asks for.
#[derive(Debug, Clone, Copy)]
struct Window {
    /// The index that was sent.
    start: usize,
    /// How many users stand before the page.
    skipped: usize,
    count: usize,
}

impl Window {
    fn read(
        parameters: &Parameters<'_>,
        release: Release,
        policies: &Policies,
    ) -> Result<Self, Refusal> {
        let name = match release {
            Release::V4 => "itemsPerPage",
            Release::V4_1 => "count",
        };
        let default = usize::try_from(policies.number::<DefaultCount>());
        let limits = Limits {
            default: default.unwrap_or(SPEND_LIST.default),
            ..SPEND_LIST
        };
        let count = limits.count(name, parameters.get(name))?;
        let start = start_index(parameters.get("startIndex"))?;
        let skipped = match policies.choose() {
            StartIndexCounts::Users => start - 1,
            StartIndexCounts::Pages => (start - 1).saturating_mul(count),
        };
        Ok(Self {
            start,
            skipped,
            count,
        })
    }
}

/// What a filter finds: how many, and those of the page.
#[derive(Debug, Default)]
struct Found {
    total: usize,
    page: Vec<Uuid>,
}

/// Asks every spend user, since no index knows what filters of Spend ask for.
async fn find(extensions: &Extensions, filter: Filter, window: Window) -> Result<Found, Refusal> {
    let extensions = extensions.clone();
    let rows = extensions.spenders().len();
    let search = move || {
        let mut found = Found::default();
        let mut members = Vec::new();
        evaluate::members(&filter, &mut members);
        for user in extensions.spenders().iter() {
            if !evaluate::holds(&filter, &asked(&extensions, user, &members)) {
                continue;
            }
            if found.total >= window.skipped && found.page.len() < window.count {
                found.page.push(user);
            }
            found.total += 1;
        }
        found
    };
    scan::aside(rows, search).await
}

/// What a filter may look at: the members as they are shown, so that it finds what a reader sees.
fn asked(extensions: &Extensions, user: Uuid, members: &[&str]) -> Map<String, Value> {
    let mut asked = Map::new();
    for member in members {
        let shown = match *member {
            USER => show::profile(extensions.read(user, Part::SpendUser), Release::V4_1),
            APPROVER_LIMIT => {
                show::limits(extensions.read(user, Part::SpendApproverLimit), Groups::All)
            }
            _ => continue,
        };
        asked.insert((*member).to_owned(), Value::Object(shown));
    }
    asked
}

/// `GET …/Users/{id}`
pub(super) async fn get(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Extension(release): Extension<Release>,
    id: Result<Segment, ScimRefusal>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, SpendRefusal> {
    let Segment(id) = id?;
    let caller = super::admit(&arrival, &headers)?;
    let parameters = Parameters::read(query.as_deref());
    let version = caller.company.read();
    let base_url = world.base_url(version.situation.data_centre);
    let view = View::new(&version, base_url, release, parameters.get("attributes"))?;
    let user = match look_up(&caller, &version, &id)? {
        Looked::Spender(user) => match version.users.get(user) {
            Some(record) => view.user(record),
            None => view.nothing(user),
        },
        Looked::Nothing(user) => view.nothing(user),
    };
    Ok(json_response(StatusCode::OK, &user))
}

/// Whom an id means.
enum Looked {
    /// A user with a spend profile.
    Spender(Uuid),
    /// Nobody, or a user without one, of whom the policy shows nothing rather than refuse the request.
    Nothing(Uuid),
}

fn look_up(caller: &Caller, version: &Version, id: &str) -> Result<Looked, Refusal> {
    let unknown = || unknown_user(&caller.company, id);
    let user = ids::read(id).ok_or_else(unknown)?;
    let is_shown = if version.users.get(user).is_none() {
        version.policies.choose::<UnknownUser>() == UnknownUser::Empty
    } else if version.extensions.has_spend_profile(user) {
        return Ok(Looked::Spender(user));
    } else {
        version.policies.choose::<WithoutProfile>() == WithoutProfile::Empty
    };
    if is_shown {
        Ok(Looked::Nothing(user))
    } else {
        Err(unknown())
    }
}

/// The form has a field list for everyone; this only says whether the user is one of Spend.
pub(super) fn refuse_unknown(caller: &Caller, version: &Version, id: &str) -> Result<(), Refusal> {
    if ids::read(id).is_none() {
        let detail = "userId must be a UUID";
        return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
    }
    look_up(caller, version, id).map(|_| ())
}

/// ASSUMED: the keyword; the page has the shape of an error alone.
impl From<SpendFilterError> for Refusal {
    fn from(error: SpendFilterError) -> Self {
        Self::bad_request(ScimType::InvalidFilter, error.to_string())
    }
}
