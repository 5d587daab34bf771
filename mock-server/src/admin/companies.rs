//! Companies: create, list, look, move, delete, reset.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{StatusCode, Uri};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::company::Company;
use crate::company::seed::MAX_SEEDED_USERS;
use crate::company::situation::{DataCentre, Service, Situation};
use crate::credentials::Credentials;
use crate::founding::{Founding, FoundingError};
use crate::ids;
use crate::policy::Setting;
use crate::routes;
use crate::world::World;

use super::fault::{AdminFault, body};
use super::pages::Page;
use super::place::Place;
use super::templates::Source;

/// How many users a company gets when none are asked for.
pub(crate) const DEFAULT_USERS: usize = 100;

/// The body of `POST /__admin/companies`; every member may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCompany {
    key: Option<String>,
    seed: Option<u64>,
    users: Option<usize>,
    scopes: Option<Vec<String>>,
    application: Option<Uuid>,
    template: Option<String>,
    from: Option<Source>,
    #[serde(default)]
    policy: Map<String, Value>,
}

/// The longest key, in bytes.
const MAX_KEY_BYTES: usize = 200;

/// The most scopes of an application. ASSUMED: no page names a limit; a token that names many more is too long for a header.
const MAX_SCOPES: usize = 500;

impl NewCompany {
    fn founding(self, world: &World) -> Result<Founding, AdminFault> {
        let sources = usize::from(self.template.is_some()) + usize::from(self.from.is_some());
        let is_seeded = self.seed.is_some() || self.users.is_some();
        if sources > 1 || (sources == 1 && is_seeded) {
            return Err(AdminFault::bad_request(
                "a company begins with a template, or from another company, or with users out of a seed: name one of the three",
            ));
        }
        let users = self.users.unwrap_or(DEFAULT_USERS);
        if users > MAX_SEEDED_USERS {
            return Err(AdminFault::bad_request(format!(
                "users must be at most {MAX_SEEDED_USERS}"
            )));
        }
        check_key(self.key.as_deref())?;
        check_scopes(self.scopes.as_deref())?;
        if self.application.is_some() && self.scopes.is_some() {
            return Err(AdminFault::bad_request(
                "scopes belong to the application: leave them out, or PATCH /__admin/applications",
            ));
        }
        let content = match (self.template, self.from) {
            (Some(name), _) => {
                let template = world.templates.get(&name);
                let template = template.ok_or_else(|| AdminFault::nothing("template", &name))?;
                Some(template.content)
            }
            (None, Some(source)) => Some(source.template(world)?.content),
            (None, None) => None,
        };
        Ok(Founding {
            content,
            key: self.key,
            seed: self.seed,
            users,
            scopes: self.scopes,
            application: self.application,
            policies: Setting::read_all(&self.policy)?,
        })
    }
}

/// Refuses a key that is empty or too long.
pub(super) fn check_key(key: Option<&str>) -> Result<(), AdminFault> {
    if key.is_some_and(|key| key.is_empty() || key.len() > MAX_KEY_BYTES) {
        return Err(AdminFault::bad_request(format!(
            "key must have 1 to {MAX_KEY_BYTES} bytes"
        )));
    }
    Ok(())
}

/// Refuses scopes that are no words after RFC 6749, and more than a token could carry.
pub(super) fn check_scopes(scopes: Option<&[String]>) -> Result<(), AdminFault> {
    let scopes = scopes.unwrap_or_default();
    let is_word = |scope: &String| {
        !scope.is_empty()
            && scope
                .bytes()
                .all(|byte| byte.is_ascii_graphic() && !b"\"\\".contains(&byte))
    };
    if scopes.len() > MAX_SCOPES || !scopes.iter().all(is_word) {
        return Err(AdminFault::bad_request(format!(
            "scopes must be at most {MAX_SCOPES} words of ASCII without blanks, quotes and backslashes"
        )));
    }
    Ok(())
}

/// `POST /__admin/companies`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, AdminFault> {
    let founding = body::<NewCompany>(given)?.founding(&world)?;
    let maker = Arc::clone(&world);
    // Many users take a while, and the other requests shall not wait for them.
    let founded = tokio::task::spawn_blocking(move || maker.found(&founding)).await;
    let founded = founded.map_err(|_| AdminFault::internal("the company could not be made"))?;
    let company = founded.map_err(refused)?;
    let credentials = Credentials::of(&world, &company, company.client_id);
    Ok((StatusCode::CREATED, Json(credentials)).into_response())
}

/// What is answered where a company cannot be founded.
#[expect(clippy::needless_pass_by_value, reason = "errors are mapped by value")]
pub(super) fn refused(error: FoundingError) -> AdminFault {
    match error {
        FoundingError::NoApplication(_) => AdminFault::bad_request(error.to_string()),
        _ => AdminFault::conflict(error.to_string()),
    }
}

/// The most companies that one page of the list names.
const MAX_LISTED: usize = 1_000;

/// `GET /__admin/companies`: a page of them by id, and how many there are.
pub(super) async fn list(
    State(world): State<Arc<World>>,
    uri: Uri,
) -> Result<Json<Value>, AdminFault> {
    let page = Page::read(uri.query(), MAX_LISTED)?;
    let registry = world.registry();
    let mut companies = registry.companies_behind(page.after);
    let rows: Vec<Value> = companies
        .by_ref()
        .take(page.count)
        .map(|company| {
            json!({
                "company_id": company.id,
                "key": company.key,
                "name": company.name,
                "client_id": company.client_id,
                "users": company.read().users.len(),
            })
        })
        .collect();
    let last = rows.last().map(|row| row["company_id"].clone());
    let next = last.filter(|_| companies.next().is_some());
    Ok(Json(
        json!({"total": registry.company_count(), "companies": rows, "next": next}),
    ))
}

/// `GET /__admin/companies/{id}`: what the company holds.
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    Ok(holds(&*find(&world, &id)?))
}

fn holds(company: &Company) -> Json<Value> {
    let version = company.read();
    Json(json!({
        "company_id": company.id,
        "name": company.name,
        "users": version.users.len(),
        "document_bytes": version.users.bytes() + version.extensions.bytes(),
        "data_centre": version.situation.data_centre.name(),
        "maintenance": version.situation.service == Service::Maintenance,
    }))
}

/// The body of `PATCH /__admin/companies/{id}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    maintenance: Option<bool>,
    data_centre: Option<String>,
}

/// `PATCH /__admin/companies/{id}`: where the company lives, and whether it can be reached.
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &id)?;
    let change: Change = body(given)?;
    let data_centre = match change.data_centre {
        Some(name) => Some(data_centre(&world, &name)?),
        None => None,
    };
    let service = change.maintenance.map(|is_maintained| {
        if is_maintained {
            Service::Maintenance
        } else {
            Service::Running
        }
    });
    company.change_situation(|situation| Situation {
        data_centre: data_centre.unwrap_or(situation.data_centre),
        service: service.unwrap_or(situation.service),
    });
    Ok(holds(&company))
}

fn data_centre(world: &World, name: &str) -> Result<DataCentre, AdminFault> {
    let data_centre = DataCentre::read(name)
        .ok_or_else(|| AdminFault::bad_request("data_centre must be `first` or `second`"))?;
    if world.is_served(data_centre) {
        Ok(data_centre)
    } else {
        Err(AdminFault::conflict(
            "there is no second data centre; start the mock with --second-listen ADDR",
        ))
    }
}

/// `DELETE /__admin/companies/{id}`
pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<StatusCode, AdminFault> {
    let found = ids::read(&id).is_some_and(|id| world.dissolve(id));
    if found {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(AdminFault::no_company(&id))
    }
}

/// The body of `POST …/request-token`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ForWhom {
    client_id: Option<Uuid>,
}

/// `POST /__admin/companies/{id}/request-token`: a new company request token, as the administration page of Concur makes
/// it for the application whose id is typed in; the answer is the way into the company with it.
pub(super) async fn request_token(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, AdminFault> {
    let company = find(&world, &id)?;
    let asked: ForWhom = body(given)?;
    let client_id = asked.client_id.unwrap_or(company.client_id);
    if world.application(client_id).is_none() {
        return Err(AdminFault::bad_request(format!(
            "there is no application `{client_id}`"
        )));
    }
    company.renew_request_token(client_id);
    let credentials = Credentials::of(&world, &company, client_id);
    Ok((StatusCode::CREATED, Json(credentials)).into_response())
}

/// `POST /__admin/companies/{id}/reset`
pub(super) async fn reset(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<StatusCode, AdminFault> {
    let company = find(&world, &id)?;
    world.reset(&company);
    Ok(StatusCode::NO_CONTENT)
}

/// The company of this id.
pub(super) fn find(world: &World, id: &str) -> Result<Arc<Company>, AdminFault> {
    let company = ids::read(id)
        .and_then(|id| world.company_of(id))
        .ok_or_else(|| AdminFault::no_company(id))?;
    routes::carry_out_due(&company);
    Ok(company)
}
