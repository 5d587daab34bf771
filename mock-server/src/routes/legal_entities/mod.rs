//! Legal Entity v4.1, a part of Identity: its paths, its callers, what a legal entity looks like.

mod search;
mod write;

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use http::StatusCode;
use serde_json::{Map, Value};

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::legal_entities::LegalEntity;
use crate::error::{Refusal, ScimRefusal, ScimType, json_response};
use crate::policy::legal_entity::{IdForm, OtherCompany};
use crate::scim::legal_entity::{Head, read_id, shown, write_id};
use crate::world::World;

use super::parameters::Parameters;
use super::unknown::Segment;

const PATH: &str = "/profile/identity/v4.1/LegalEntities";

/// The routes of the service.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route(PATH, post(write::create))
        .route(&format!("{PATH}/.search"), post(search::search))
        .route(
            &format!("{PATH}/{{id}}"),
            get(read).put(write::replace).patch(write::patch),
        )
}

/// The scope that reads.
const READ: &str = "company.legalentity.read";
/// The scope that writes.
const WRITE: &str = "company.legalentity.writeonly";

/// Admits a caller with this scope for the company of its token, or for the one that the query or the body names where the
/// token has none. ASSUMED: a token of a user is as little one of a company here as it is for the users of Identity v4.1.
fn admit(
    world: &World,
    arrival: &Arrival,
    query: Option<&str>,
    body: Option<&str>,
    scope: &str,
) -> Result<Caller, Refusal> {
    let parameters = Parameters::read(query);
    let named = [parameters.get("companyId"), body];
    let first = named.iter().copied().flatten().next();
    let caller = Caller::admit_for(arrival, world, first)?;
    caller.requires(scope)?;
    let own = &caller.company.id_text;
    let is_other = |id: &&str| !id.eq_ignore_ascii_case(own);
    let other = named.into_iter().flatten().find(is_other);
    match (other, caller.company.read().policies.choose()) {
        (Some(_), OtherCompany::Refused) => Err(Refusal::bad_request(
            ScimType::InvalidValue,
            "companyId does not name the company of the access token",
        )),
        _ => Ok(caller),
    }
}

/// `GET …/LegalEntities/{id}`
async fn read(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    Segment(id): Segment,
    RawQuery(query): RawQuery,
) -> Result<Response, ScimRefusal> {
    let caller = admit(&world, &arrival, query.as_deref(), None, READ)?;
    let version = caller.company.read();
    let entity = find(&version, &id)?;
    let view = View::new(&world, &caller, &version);
    Ok(view.reply(entity))
}

/// The legal entity of this id.
fn find<'v>(version: &'v Version, id: &str) -> Result<&'v Arc<LegalEntity>, Refusal> {
    let found = read_id(id, version.policies.choose());
    let found = found.and_then(|id| version.legal_entities.get(id));
    found.ok_or_else(|| {
        let shown: String = id.chars().take(64).collect();
        Refusal::not_found(format!("Legal entity {shown} not found"))
    })
}

/// How legal entities are shown to one reader.
struct View {
    company: String,
    base: String,
    form: IdForm,
}

impl View {
    fn new(world: &World, caller: &Caller, version: &Version) -> Self {
        let base_url = world.base_url(version.situation.data_centre);
        Self {
            company: caller.company.id_text.clone(),
            base: format!("{base_url}{PATH}/"),
            form: version.policies.choose(),
        }
    }

    fn show(&self, entity: &LegalEntity) -> Map<String, Value> {
        let id = write_id(entity.id, self.form);
        let head = Head {
            id: &id,
            company: &self.company,
            created: entity.created,
            last_modified: entity.last_modified,
            version: entity.version,
            base: &self.base,
        };
        shown(&head, entity.read())
    }

    fn reply(&self, entity: &LegalEntity) -> Response {
        json_response(StatusCode::OK, &Value::Object(self.show(entity)))
    }
}
