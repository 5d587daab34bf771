//! User v1.0: one profile, batches of users and of passwords, and the employee form, all in XML.

mod access;
mod batch;
mod fields;
mod form;
mod identity;
mod message;
mod passwords;
mod sent;
mod shown;
mod spend;

use std::sync::Arc;

use axum::Extension;
use axum::Router;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::response::Response;
use axum::routing::{get, post};
use bytes::Bytes;
use http::StatusCode;

use crate::caller::{Arrival, Caller};
use crate::error::{Format, Refusal, ScimType, xml_response};
use crate::world::World;
use crate::xml::read::{self, Element};
use crate::xml::write::{Node, XML_SCHEMA_INSTANCE};

use super::parameters::Parameters;

/// The path below the base URL.
pub(super) const BASE: &str = "/api/user/v1.0";

/// The namespace of every document but one.
const NAMESPACE: &str = "http://www.concursolutions.com/api/user/2011/02";
/// The namespace of that one, the sample of the GET.
const SECURE_NAMESPACE: &str = "https://www.concursolutions.com/api/user/2011/02";

/// The scope of the API, which is as old as its way to sign in.
const SCOPE: &str = "USER";

/// The most users of a batch.
const MAX_BATCH: usize = 500;

/// The most users that are answered as a batch at all.
const MAX_ANSWERED: usize = 1_000;

/// The longest body that is read: a full batch of full profiles is larger than what the other services read.
pub(super) const MAX_BATCH_BYTES: usize = 4_194_304;

/// The routes, in one of the spellings that the pages have.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route(&format!("{BASE}/user"), get(profile))
        .route(&format!("{BASE}/users"), post(users))
        .route(&format!("{BASE}/users/password"), post(new_passwords))
        .route(&format!("{BASE}/FormFields"), get(form_fields))
        .layer(DefaultBodyLimit::max(MAX_BATCH_BYTES))
}

/// Whether a path belongs to this API, so that it is refused in its shape.
pub(super) fn owns(path: &str) -> bool {
    path.starts_with("/api/user/")
}

/// `GET /user`: the profile of the token's user, or of the one with `loginID`.
async fn profile(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    RawQuery(query): RawQuery,
) -> Response {
    let answer = || {
        let caller = admit(&arrival)?;
        let parameters = Parameters::read(query.as_deref());
        let version = caller.company.read();
        let record = access::readable(&caller, &version, parameters.get("loginID"))?;
        Ok(shown::profile(&version, &record))
    };
    respond(&world, &arrival, answer())
}

/// `GET /FormFields`: the fields of the employee form.
async fn form_fields(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
) -> Response {
    let answer = || {
        let caller = admit(&arrival)?;
        let version = caller.company.read();
        let length = version.policies.choose();
        Ok(form::fields(length, &version.configuration))
    };
    respond(&world, &arrival, answer())
}

/// `POST /users`: adds and changes users.
async fn users(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let answer = admit_writer(&arrival, access::USER_WRITERS).and_then(|caller| {
        let items = items(body, "batch", "UserProfile")?;
        batch::answer(&caller, &items)
    });
    respond(&world, &arrival, answer)
}

/// `POST /Users/password`: once set passwords.
async fn new_passwords(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let answer = admit_writer(&arrival, access::PASSWORD_WRITERS).and_then(|caller| {
        let items = items(body, "UserBatch", "User")?;
        passwords::answer(&caller, &items)
    });
    respond(&world, &arrival, answer)
}

/// Admits a caller in one of these roles.
fn admit_writer(arrival: &Arrival, roles: &[&str]) -> Result<Caller, Refusal> {
    let caller = admit(arrival)?;
    access::may_write(&caller, roles)?;
    Ok(caller)
}

/// ASSUMED: tokens of today need the scope that is named after the API.
fn admit(arrival: &Arrival) -> Result<Caller, Refusal> {
    let caller = Caller::admit_any_scheme(arrival)?;
    caller.requires(SCOPE)?;
    Ok(caller)
}

fn respond(world: &World, arrival: &Arrival, answer: Result<Node, Refusal>) -> Response {
    match answer {
        Ok(node) => xml_response(StatusCode::OK, node.document()),
        Err(refusal) => refusal.v3(Format::Xml, arrival.correlation_text(), arrival.now(world)),
    }
}

/// The items of a batch of this root. ASSUMED: other elements beside the items say nothing.
///
/// A body that is no batch is refused as a whole; the platform's page does so with a batch of no users, too.
fn items(
    body: Result<Bytes, BytesRejection>,
    root: &str,
    item: &str,
) -> Result<Vec<Element>, Refusal> {
    let invalid = || bad_request("The Request XML is invalid");
    let body = body.map_err(|rejection| Refusal {
        status: rejection.status(),
        ..invalid()
    })?;
    let document = read::read(&body, &[NAMESPACE, SECURE_NAMESPACE]).map_err(|_| invalid())?;
    if document.name != root || !document.is_known {
        return Err(invalid());
    }
    let mut items = document.children;
    items.retain(|element| element.is_known && element.name == item);
    match items.len() {
        0 => Err(bad_request("Missing Required Parameters")),
        1..=MAX_ANSWERED => Ok(items),
        _ => Err(bad_request(message::OVER_LIMIT)),
    }
}

fn bad_request(detail: &str) -> Refusal {
    Refusal::bad_request(ScimType::InvalidSyntax, detail)
}

/// The root of a reply, with the namespaces of the samples.
fn root(name: &'static str, namespace: &'static str, nodes: Vec<Node>) -> Node {
    Node::nodes(name, nodes)
        .with("xmlns", namespace)
        .with("xmlns:i", XML_SCHEMA_INSTANCE)
}
