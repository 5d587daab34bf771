//! Travel Profile v1 and v2: what a traveller likes and is, beside and over what the other services know, in XML.

mod access;
mod apart;
mod check;
mod compose;
mod elements;
mod first;
mod form;
mod merge;
mod message;
mod render;
mod rules;
mod summary;
mod telephones;
mod update;
mod values;

use std::sync::Arc;

use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::get;
use axum::{Extension, Router};
use bytes::Bytes;
use http::StatusCode;

use access::Whose;
use message::Refused;
use summary::{Release, Wish};

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimType, xml_response};
use crate::world::World;
use crate::xml::read::{self, Element};
use crate::xml::write::{Node, XML_SCHEMA_INSTANCE};

use super::parameters::Parameters;

const FIRST: &str = "/api/travelprofile/v1.0/profile";
const SECOND: &str = "/api/travelprofile/v2.0/profile";
const SUMMARY: &str = "/api/travelprofile/v2.0/summary";

/// The routes.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route(FIRST, get(first_profile))
        .route(SECOND, get(profile).post(change))
        .route(SUMMARY, get(summaries))
}

/// Whether a path belongs to this API, so that it is refused in its shape.
pub(super) fn owns(path: &str) -> bool {
    path.starts_with("/api/travelprofile/")
}

/// A refusal in the shape of this API.
pub(super) fn refuse(refusal: Refusal, world: &World, arrival: &Arrival) -> Response {
    message::refuse(refusal.into(), world, arrival)
}

fn respond(world: &World, arrival: &Arrival, answer: Result<Node, Refused>) -> Response {
    match answer {
        Ok(node) => xml_response(StatusCode::OK, node.document()),
        Err(refused) => message::refuse(refused, world, arrival),
    }
}

/// `GET v2.0/profile`.
async fn profile(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::read(query.as_deref());
    let answer = access::admit(&arrival)
        .and_then(|caller| shown(&caller, &parameters, Release::V2))
        .map_err(Refused::from);
    respond(&world, &arrival, answer)
}

/// `GET v1.0/profile`, which is a list where it is asked for a time.
async fn first_profile(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::read(query.as_deref());
    let answer = async {
        let caller = access::admit(&arrival)?;
        if parameters.get("LastModifiedDate").is_some() {
            return list(&world, &arrival, &caller, &parameters, Release::V1).await;
        }
        shown(&caller, &parameters, Release::V1)
    };
    respond(&world, &arrival, answer.await.map_err(Refused::from))
}

/// `GET v2.0/summary`.
async fn summaries(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Response {
    let parameters = Parameters::read(query.as_deref());
    let answer = async {
        let caller = access::admit(&arrival)?;
        list(&world, &arrival, &caller, &parameters, Release::V2).await
    };
    respond(&world, &arrival, answer.await.map_err(Refused::from))
}

/// `POST v2.0/profile`.
async fn change(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let answer = || {
        let caller = access::admit(&arrival)?;
        let root = document(body)?;
        update::answer(&caller, &root, arrival.correlation_text())
    };
    respond(&world, &arrival, answer())
}

async fn list(
    world: &World,
    arrival: &Arrival,
    caller: &Caller,
    parameters: &Parameters<'_>,
    release: Release,
) -> Result<Node, Refusal> {
    access::may_see_all(caller)?;
    let wish = Wish::read(caller, parameters)?;
    let version = caller.company.read().as_ref().clone();
    let path = match release {
        Release::V1 => FIRST,
        Release::V2 => SUMMARY,
    };
    let place = format!("{}{path}", world.base_url(arrival.data_centre));
    summary::page(version, wish, release, &place, parameters).await
}

/// The profile that a request asks for.
fn shown(caller: &Caller, parameters: &Parameters<'_>, release: Release) -> Result<Node, Refusal> {
    let version = caller.company.read();
    let whose = whose(parameters, release)?;
    let record = access::find(caller, &version, whose)?;
    let profile = compose::profile(&caller.company, &version, &record);
    let holds = |scope: &str| caller.token.holds(scope);
    let elements = match release {
        Release::V1 => first::elements(&profile, &holds),
        Release::V2 => render::elements(&profile, &holds),
    };
    let members = record.members(&["userName", "active"]);
    let status = if members.get("active").is_some_and(|active| *active == true) {
        "Active"
    } else {
        "Inactive"
    };
    let login = members.get("userName").and_then(|login| login.as_str());
    let root = Node::nodes("ProfileResponse", elements)
        .with("xmlns:xsd", "http://www.w3.org/2001/XMLSchema")
        .with("xmlns:xsi", XML_SCHEMA_INSTANCE)
        .with("Status", status);
    let root = match release {
        Release::V1 => root,
        Release::V2 => root.with("LoginId", login.unwrap_or_default().to_owned()),
    };
    let sync_id = version.extensions.sync_id(record.id);
    Ok(root.with("Unique", sync_id.unwrap_or_default()))
}

/// Who is meant. ASSUMED: one of the two parameters without the other is a fault, and v1 knows no UUIDs.
fn whose<'p>(parameters: &'p Parameters<'_>, release: Release) -> Result<Whose<'p>, Refusal> {
    let filled = |name| parameters.get(name).filter(|text| !text.is_empty());
    match (filled("userid_type"), filled("userid_value"), release) {
        (None, None, _) => Ok(Whose::Own),
        (Some("login"), Some(value), _) => Ok(Whose::Login(value)),
        (Some("xmlsyncid"), Some(value), _) => Ok(Whose::SyncId(value)),
        (Some("uuid"), Some(value), Release::V2) => Ok(Whose::Id(value)),
        _ => Err(Refusal::bad_request(
            ScimType::InvalidValue,
            "The userid_type or userid_value is invalid.",
        )),
    }
}

/// The body as a tree that the service knows. What is none is refused with the place of its first fault.
fn document(body: Result<Bytes, BytesRejection>) -> Result<Element, Refusal> {
    let body = body.map_err(|rejection| Refusal {
        status: rejection.status(),
        ..wrong_at(&[], 0)
    })?;
    let root = read::read_placed(&body, &[]).map_err(|fault| wrong_at(&body, fault.at))?;
    check::document(&root).map_err(|at| wrong_at(&body, at))?;
    Ok(root)
}

fn wrong_at(body: &[u8], at: usize) -> Refusal {
    let front = String::from_utf8_lossy(&body[..at.min(body.len())]);
    let line = 1 + front.matches('\n').count();
    let last = front.rsplit('\n').next().unwrap_or_default();
    let column = 1 + last.chars().count();
    let text = format!("There is an error in XML document ({line}, {column}).");
    Refusal::bad_request(ScimType::InvalidSyntax, text)
}

/// What these bodies, one after the other, make of a profile in which nothing is set; `None` if one is no profile.
pub(crate) fn profile_of(bodies: &[&[u8]]) -> Option<compose::Profile> {
    let mut profile = compose::Profile::new();
    for body in bodies {
        let root = document(Ok(Bytes::copy_from_slice(body))).ok()?;
        let mut notes = message::Notes::default();
        merge::group(elements::PROFILE, &mut profile, &root, "", &mut notes);
    }
    Some(profile)
}
