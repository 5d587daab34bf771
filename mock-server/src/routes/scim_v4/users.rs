//! Users through SCIM v4: list, get, create, replace, patch, delete.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::error::{Refusal, ScimRefusal, ScimType, json_response};
use crate::ids;
use crate::policy::scim::{CreatePath, CreateStatus, DeletedUser, NumberFilter};
use crate::scim::compare::fold;
use crate::scim::sap::exact::Exact;
use crate::scim::sap::show::Form;
use crate::scim::schema::ENTERPRISE;
use crate::scim::select::Wish;
use crate::world::World;

use super::super::identity_read::unknown_user;
use super::super::identity_write::DELETE;
use super::super::pages::Start;
use super::super::parameters::{Parameters, json_body, object};
use super::super::unknown::{Segment, no_such_resource};
use super::super::user_change::{Written, missing_scope, patch_schemas};
use super::list::{self, Frame};
use super::view::{UserView, wish};
use super::write;

/// `GET /scim/v4/Users`
pub(super) async fn list(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let parameters = Parameters::read(query.as_deref());
    let version = caller.company.read();
    let users = &version.users;
    let count = list::count(&version, &parameters)?;
    let wish = wish(&parameters);
    let view = UserView::new(&world, &caller, &version, &wish, Form::Read)?;
    let filter = list::filter(&parameters)?;
    let (start, way) = way(&parameters, |cursor| Start::read(users, cursor))?;
    let found = filter
        .map(|filter| {
            let unique = sought(&filter, version.policies.choose())?;
            // As in searches of Identity, nobody is found by what the reader may not see.
            let is_visible = caller.token.rights.read.meets(unique.read());
            let mut found = users.find_all(unique, &fold(&filter.value));
            found.retain(|_| is_visible);
            Ok::<_, Refusal>(found)
        })
        .transpose()?;
    let is_filtered = found.is_some();
    let (total, records): (usize, Vec<&Arc<Record>>) = match found {
        None => (users.len(), users.slice(start.position, count).collect()),
        Some(found) => (
            found.len(),
            found
                .into_iter()
                .skip(start.index - 1)
                .take(count)
                .collect(),
        ),
    };
    let has_more = !is_filtered && start.position + records.len() < total;
    let numbers = start.numbers(total, &records, has_more && way == Way::Cursor);
    let resources = records
        .into_iter()
        .map(|record| view.show(record))
        .collect::<Result<_, _>>()?;
    let frame = Frame {
        total,
        start_index: start.index,
        next_cursor: numbers.next_cursor,
    };
    Ok(list::reply(frame, resources))
}

/// How a reader goes from page to page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By `startIndex`.
    Index,
    /// By the cursor of the page before, or in no way yet.
    Cursor,
}

/// Where the page starts, and how the reader goes on.
///
/// ASSUMED: the two ways exclude one another in a request, and a reader that has not chosen the index yet is given a
/// cursor; the page only says that a cursor may be preferred.
fn way(
    parameters: &Parameters<'_>,
    read: impl FnOnce(Option<&str>) -> Result<Start, Refusal>,
) -> Result<(Start, Way), Refusal> {
    match (parameters.get("startIndex"), parameters.get("cursor")) {
        (Some(_), Some(_)) => Err(Refusal::bad_request(
            ScimType::InvalidValue,
            "startIndex and cursor cannot be used together",
        )),
        (Some(_), None) => {
            let index = list::start(parameters)?;
            let position = index - 1;
            Ok((Start { position, index }, Way::Index))
        }
        (None, cursor) => Ok((read(cursor)?, Way::Cursor)),
    }
}

/// The employee number as the page spells it for filters.
const EMPLOYEE_NUMBER: &str =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:employeeNumber";

/// The value that a filter looks for.
fn sought(filter: &Exact, spelling: NumberFilter) -> Result<Unique, Refusal> {
    let by_the_rfc = format!("{ENTERPRISE}:employeeNumber");
    if filter.is_about("userName") {
        Ok(Unique::UserName)
    } else if filter.is_about("externalId") {
        Ok(Unique::ExternalId)
    } else if filter.is_about(EMPLOYEE_NUMBER)
        || (spelling == NumberFilter::Either && filter.is_about(&by_the_rfc))
    {
        Ok(Unique::EmployeeNumber)
    } else {
        Err(filter.unsupported().into())
    }
}

/// `GET /scim/v4/Users/{id}`. ASSUMED: `attributes` and `excludedAttributes` work here, too.
pub(super) async fn get(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_reader(&arrival)?;
    let wish = wish(&Parameters::read(query.as_deref()));
    let version = caller.company.read();
    let view = UserView::new(&world, &caller, &version, &wish, Form::Read)?;
    let record = ids::read(&id).and_then(|id| version.users.get(id));
    let user = view.show(record.ok_or_else(|| unknown_user(&caller.company, &id))?)?;
    Ok(json_response(StatusCode::OK, &user))
}

/// `POST /scim/v4/Users`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    Ok(create_for(&world, &caller, body)?)
}

/// `POST /scim/y/v4/Users`, which the page prints once.
pub(super) async fn create_astray(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let path = caller.company.read().policies.choose::<CreatePath>();
    match path {
        CreatePath::One => Err(no_such_resource().into()),
        CreatePath::Both => Ok(create_for(&world, &caller, body)?),
    }
}

fn create_for(
    world: &World,
    caller: &Caller,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, Refusal> {
    let given = object(json_body(body)?)?;
    let user = write::add(caller, &given)?;
    let status = match caller.company.read().policies.choose::<CreateStatus>() {
        CreateStatus::Created => StatusCode::CREATED,
        CreateStatus::Ok => StatusCode::OK,
    };
    written(world, caller, &user, status)
}

/// `PUT /scim/v4/Users/{id}`
pub(super) async fn replace(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let given = object(json_body(body)?)?;
    let user = write::replace(&caller, &id, &given)?;
    Ok(written(&world, &caller, &user, StatusCode::OK)?)
}

/// `PATCH /scim/v4/Users/{id}`: all operations or none.
pub(super) async fn patch(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let caller = super::admit_writer(&arrival)?;
    let body = json_body(body)?;
    patch_schemas(&body)?;
    let user = write::patch(&caller, &id, &body)?;
    Ok(written(&world, &caller, &user, StatusCode::OK)?)
}

/// The reply to a write, masked like any reply.
fn written(
    world: &World,
    caller: &Caller,
    user: &Written,
    status: StatusCode,
) -> Result<Response, Refusal> {
    let version = caller.company.read();
    let wish = Wish::default();
    let view = UserView::new(world, caller, &version, &wish, Form::Written)?;
    let user = view.show_resource(user.record.id, &user.resource, user.meta)?;
    Ok(json_response(status, &user))
}

/// `DELETE /scim/v4/Users/{id}`: a soft delete.
pub(super) async fn delete(
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
) -> Result<Response, ScimRefusal> {
    let caller = super::welcome(Caller::admit(&arrival)?)?;
    if !caller.token.holds(DELETE) {
        return Err(missing_scope(DELETE).into());
    }
    let fate = caller.company.read().policies.choose::<DeletedUser>();
    match fate {
        DeletedUser::Inactive => write::deactivate(&caller, &id)?,
        DeletedUser::Gone => write::remove(&caller, &id)?,
    }
    Ok(StatusCode::NO_CONTENT.into_response())
}
