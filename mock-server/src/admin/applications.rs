//! Applications: create, list, look, change, delete.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use uuid::Uuid;

use crate::application::{Application, Grant, MAX_CONNECTIONS, MAX_REDIRECT_URIS};
use crate::ids;
use crate::registry::Registry;
use crate::world::World;

use super::companies::{check_key, check_scopes};
use super::fault::{AdminFault, body};
use super::place::Place;

/// The most applications that one process holds, those of companies included.
const MAX_APPLICATIONS: usize = 200_000;

/// The most applications that a list shows.
const MAX_LISTED: usize = 1_000;

/// The body of `POST /__admin/applications`; every member may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct NewApplication {
    key: Option<String>,
    grants: Option<Vec<String>>,
    scopes: Option<Vec<String>>,
    companies: Option<Vec<Uuid>>,
    redirect_uris: Option<Vec<String>>,
}

/// The body of `PATCH /__admin/applications/{client_id}`; what is left out stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    enabled: Option<bool>,
    refresh: Option<bool>,
    grants: Option<Vec<String>>,
    scopes: Option<Vec<String>>,
    companies: Option<Vec<Uuid>>,
    redirect_uris: Option<Vec<String>>,
}

impl Change {
    /// Makes the change, if all of it can be made.
    fn apply(self, registry: &Registry, application: &mut Application) -> Result<(), AdminFault> {
        check_scopes(self.scopes.as_deref())?;
        if let Some(names) = self.grants {
            application.grants = read_grants(&names)?;
        }
        if let Some(scopes) = self.scopes {
            application.scopes = scopes;
        }
        if let Some(companies) = self.companies {
            application.connect_only(check_companies(registry, companies)?);
            if application.keepers().count() > MAX_CONNECTIONS {
                return Err(too_many_connections());
            }
        }
        if let Some(uris) = self.redirect_uris {
            check_redirect_uris(&uris)?;
            application.redirect_uris = uris;
        }
        application.is_enabled = self.enabled.unwrap_or(application.is_enabled);
        application.may_refresh = self.refresh.unwrap_or(application.may_refresh);
        Ok(())
    }
}

/// `POST /__admin/applications`
pub(super) async fn create(
    State(world): State<Arc<World>>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Response, AdminFault> {
    let wish: NewApplication = body(given)?;
    check_key(wish.key.as_deref())?;
    let seed = world.application_seed(wish.key.as_deref());
    let mut application = Application::new(seed.id("client", 0), seed, world.clock.now());
    let change = Change {
        grants: wish.grants,
        scopes: wish.scopes,
        companies: wish.companies,
        redirect_uris: wish.redirect_uris,
        ..Change::default()
    };
    let made = world.change(|registry| {
        change.apply(registry, &mut application)?;
        if registry.application(application.client_id).is_some() {
            return Err(AdminFault::conflict(
                "an application with this key exists; choose another key or delete it first",
            ));
        }
        if registry.application_count() >= MAX_APPLICATIONS {
            return Err(AdminFault::conflict(format!(
                "the mock holds {MAX_APPLICATIONS} applications, which is the most"
            )));
        }
        Ok(registry.register(application))
    })?;
    Ok((StatusCode::CREATED, Json(shown(&made))).into_response())
}

/// `GET /__admin/applications`: the first of them by client id, and how many there are.
pub(super) async fn list(State(world): State<Arc<World>>) -> Json<Value> {
    let registry = world.registry();
    let rows: Vec<Value> = registry
        .applications()
        .take(MAX_LISTED)
        .map(|application| shown(application))
        .collect();
    Json(json!({"total": registry.application_count(), "applications": rows}))
}

/// `GET /__admin/applications/{client_id}`
pub(super) async fn read(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Json<Value>, AdminFault> {
    let application = ids::read(&id).and_then(|id| world.application(id));
    let application = application.ok_or_else(|| AdminFault::nothing("application", &id))?;
    Ok(Json(shown(&application)))
}

/// `PATCH /__admin/applications/{client_id}`
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, AdminFault> {
    let missing = || AdminFault::nothing("application", &id);
    let client_id = ids::read(&id).ok_or_else(missing)?;
    let change: Change = body(given)?;
    let changed = world.change_application(client_id, |application| {
        // Nobody else changes the registry meanwhile.
        change.apply(&world.registry(), application)
    })?;
    Ok(Json(shown(&*changed.ok_or_else(missing)?)))
}

/// `DELETE /__admin/applications/{client_id}`: deletes it with every token of it.
pub(super) async fn delete(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<StatusCode, AdminFault> {
    let missing = || AdminFault::nothing("application", &id);
    let client_id = ids::read(&id).ok_or_else(missing)?;
    world.change(|registry| {
        if registry.unregister(client_id) {
            Ok(StatusCode::NO_CONTENT)
        } else {
            Err(missing())
        }
    })
}

fn shown(application: &Application) -> Value {
    let grants: Vec<&str> = application
        .grants
        .iter()
        .map(|grant| grant.name())
        .collect();
    let subscriptions: Vec<Value> = application
        .subscriptions
        .iter()
        .map(|(id, subscription)| {
            json!({
                "id": id,
                "topic": subscription.topic,
                "filter": subscription.filter,
                "endpoint": subscription.endpoint,
            })
        })
        .collect();
    json!({
        "client_id": application.client_id,
        "client_secret": application.shown_secret(),
        "grants": grants,
        "scopes": application.scopes,
        "companies": application.companies,
        "redirect_uris": application.redirect_uris,
        "enabled": application.is_enabled,
        "refresh": application.may_refresh,
        "subscriptions": subscriptions,
    })
}

/// The grants of these names without repetitions, if they all exist.
fn read_grants(names: &[String]) -> Result<Vec<Grant>, AdminFault> {
    let mut grants = Vec::new();
    for name in names {
        let grant = Grant::read(name).ok_or_else(unknown_grant)?;
        if !grants.contains(&grant) {
            grants.push(grant);
        }
    }
    Ok(grants)
}

fn unknown_grant() -> AdminFault {
    let names = Grant::ALL.map(Grant::name).join(", ");
    AdminFault::bad_request(format!("grants must be of {names}"))
}

fn too_many_connections() -> AdminFault {
    AdminFault::bad_request(format!(
        "an application is connected to at most {MAX_CONNECTIONS} companies"
    ))
}

/// The companies without repetitions, if they all exist.
fn check_companies(registry: &Registry, companies: Vec<Uuid>) -> Result<Vec<Uuid>, AdminFault> {
    if companies.len() > MAX_CONNECTIONS {
        return Err(too_many_connections());
    }
    let mut distinct = Vec::with_capacity(companies.len());
    let mut seen = std::collections::BTreeSet::new();
    for company in companies {
        if registry.company(company).is_none() {
            return Err(AdminFault::bad_request(format!(
                "there is no company `{company}`"
            )));
        }
        if seen.insert(company) {
            distinct.push(company);
        }
    }
    Ok(distinct)
}

/// Refuses what could not stand in a `Location` header with more behind it.
/// Schemes whose addresses a browser runs or shows instead of going there.
const RUN_BY_BROWSERS: [&str; 4] = ["javascript", "data", "vbscript", "blob"];

fn check_redirect_uris(uris: &[String]) -> Result<(), AdminFault> {
    let is_fit = |uri: &String| {
        uri.chars().all(|letter| letter.is_ascii_graphic())
            && !uri.contains('#')
            && Url::parse(uri).is_ok_and(|url| !RUN_BY_BROWSERS.contains(&url.scheme()))
    };
    if uris.len() > MAX_REDIRECT_URIS || !uris.iter().all(is_fit) {
        return Err(AdminFault::bad_request(format!(
            "redirect_uris must be at most {MAX_REDIRECT_URIS} absolute addresses without a fragment, none that a browser runs itself"
        )));
    }
    Ok(())
}
