//! The Event Subscription Service: topics, and an application's subscriptions to them. Nothing is delivered yet.

mod sent;
mod topics;

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::application::Application;
use crate::caller::{ApplicationCaller, Arrival, missing_scope};
use crate::error::{Refusal, ScimRefusal, json_response};
use crate::policy::Policies;
use crate::policy::events::{
    AccessFlags, OneSubscription, SixthSubscription, TakenId, UnknownTopic,
};
use crate::registry::Registry;
use crate::subscription::{MAX_SUBSCRIPTIONS, Subscription};
use crate::world::World;

use self::sent::invalid;
use self::topics::Topic;
use super::parameters::json_body;
use super::unknown::Segment;

/// The scope that every call needs.
const SCOPE: &str = "events.topic.read";

/// The routes. DIFFERS: Concur keeps subscriptions apart by data centre; here an application has one set of them.
pub(super) fn router() -> Router<Arc<World>> {
    Router::new()
        .route("/events/v4/topics", get(list_topics))
        .route("/events/v4/subscriptions", get(list))
        .route("/events/v4/subscriptions/webhook", get(list).put(save))
        .route("/events/v4/subscriptions/{id}", get(read).delete(delete))
}

/// Whether a path belongs to this service, so that it is refused in its shape.
pub(super) fn owns(path: &str) -> bool {
    path.starts_with("/events/")
}

/// A refusal as this service writes it.
pub(super) struct EventsRefusal(pub(super) Refusal);

impl From<Refusal> for EventsRefusal {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for EventsRefusal {
    /// ASSUMED: no page shows a refusal; its member is the one in which the service tells that it did something.
    fn into_response(self) -> Response {
        message(self.0.status, &self.0.detail)
    }
}

fn message(status: StatusCode, text: &str) -> Response {
    json_response(status, &json!({ "message": text }))
}

/// `GET /events/v4/topics`
async fn list_topics(Extension(arrival): Extension<Arrival>) -> Result<Response, EventsRefusal> {
    let caller = admit(&arrival)?;
    let names = topics::names(&caller.token, &arrival.policies);
    Ok(json_response(StatusCode::OK, &json!(names)))
}

/// `GET /events/v4/subscriptions`, and the place below it that a sample collection asks. ASSUMED: by id, as the two of
/// the page's example stand.
async fn list(Extension(arrival): Extension<Arrival>) -> Result<Response, EventsRefusal> {
    let application = admit(&arrival)?.application;
    let rows: Vec<Value> = application
        .subscriptions
        .iter()
        .map(|(id, subscription)| shown(&application, id, subscription, &arrival.policies))
        .collect();
    Ok(json_response(StatusCode::OK, &Value::from(rows)))
}

/// `GET /events/v4/subscriptions/{id}`
async fn read(
    Extension(arrival): Extension<Arrival>,
    id: Result<Segment, ScimRefusal>,
) -> Result<Response, EventsRefusal> {
    let application = admit(&arrival)?.application;
    let id = name(id)?;
    let subscription = application.subscriptions.get(&id);
    let subscription = subscription.ok_or_else(|| no_such(&id))?;
    let row = shown(&application, &id, subscription, &arrival.policies);
    let body = match arrival.policies.choose::<OneSubscription>() {
        OneSubscription::Array => json!([row]),
        OneSubscription::Object => row,
    };
    Ok(json_response(StatusCode::OK, &body))
}

/// `PUT /events/v4/subscriptions/webhook`: makes a subscription, or changes the one that has this id.
async fn save(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, EventsRefusal> {
    let caller = admit(&arrival)?;
    let (id, subscription) = sent::read(&json_body(body)?)?;
    judge_topic(&caller, &arrival, &subscription.topic)?;
    let client_id = caller.application.client_id;
    world.change(|registry| {
        judge_id(registry, client_id, &id, &arrival.policies)?;
        change(registry, client_id, |application| {
            let is_new = !application.subscriptions.contains_key(&id);
            if is_new && application.subscriptions.len() >= MAX_SUBSCRIPTIONS {
                return Err(one_too_many(&arrival.policies));
            }
            application.subscriptions.insert(id.clone(), subscription);
            Ok(())
        })
    })?;
    let text = format!("Subscription '{id}' saved successfully");
    Ok(message(StatusCode::OK, &text))
}

/// `DELETE /events/v4/subscriptions/{id}`. ASSUMED: what is marked for deletion is shown no more and leaves its place and
/// its id free at once.
async fn delete(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    id: Result<Segment, ScimRefusal>,
) -> Result<Response, EventsRefusal> {
    let client_id = admit(&arrival)?.application.client_id;
    let id = name(id)?;
    world.change(|registry| {
        change(registry, client_id, |application| {
            let removed = application.subscriptions.remove(&id);
            removed.map(drop).ok_or_else(|| no_such(&id))
        })
    })?;
    let text = format!("Subscription '{id}' marked for deletion");
    Ok(message(StatusCode::OK, &text))
}

/// Admits an application's own token with the scope of the service.
fn admit(arrival: &Arrival) -> Result<ApplicationCaller, Refusal> {
    let caller = ApplicationCaller::admit(arrival)?;
    caller.requires(SCOPE, &arrival.policies)?;
    Ok(caller)
}

/// ASSUMED: a topic whose scope the token lacks is refused like any call whose scope it lacks.
fn judge_topic(caller: &ApplicationCaller, arrival: &Arrival, name: &str) -> Result<(), Refusal> {
    let detail = "The topic does not exist";
    match (Topic::named(name), arrival.policies.choose()) {
        (Some(topic), _) if topic.is_open_to(&caller.token) => Ok(()),
        (Some(_), _) => Err(missing_scope(arrival.policies.choose())),
        (None, UnknownTopic::Accepted) => Ok(()),
        (None, UnknownTopic::BadRequest) => Err(invalid(detail)),
        (None, UnknownTopic::Forbidden) => Err(Refusal::forbidden(detail)),
    }
}

fn judge_id(
    registry: &Registry,
    client_id: Uuid,
    id: &str,
    policies: &Policies,
) -> Result<(), Refusal> {
    if registry
        .subscriber(id)
        .is_none_or(|owner| owner == client_id)
    {
        return Ok(());
    }
    let detail = "The subscription id belongs to another application";
    Err(match policies.choose::<TakenId>() {
        TakenId::Forbidden => Refusal::forbidden(detail),
        TakenId::BadRequest => invalid(detail),
        TakenId::Conflict => Refusal::taken(detail),
    })
}

fn one_too_many(policies: &Policies) -> Refusal {
    let detail = format!("An application has at most {MAX_SUBSCRIPTIONS} subscriptions");
    match policies.choose::<SixthSubscription>() {
        SixthSubscription::BadRequest => invalid(&detail),
        SixthSubscription::Forbidden => Refusal::forbidden(detail),
    }
}

fn change(
    registry: &mut Registry,
    client_id: Uuid,
    change: impl FnOnce(&mut Application) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let application = registry.application(client_id);
    // It may have been deleted since it was admitted.
    let gone = || Refusal::unauthorized("The access token is not valid");
    let mut application = Application::clone(application.ok_or_else(gone)?);
    change(&mut application)?;
    registry.register(application);
    Ok(())
}

fn name(id: Result<Segment, ScimRefusal>) -> Result<String, Refusal> {
    id.map(|Segment(id)| id)
        .map_err(|ScimRefusal(refusal)| refusal)
}

/// ASSUMED: no page says what an unknown id gets, and one of another application is as unknown as any.
fn no_such(id: &str) -> Refusal {
    const SHOWN: usize = 64;
    let shown: String = id.chars().take(SHOWN).collect();
    Refusal::not_found(format!("Subscription '{shown}' not found"))
}

/// A subscription with its read-only members. Its companies are those that the application is connected to.
fn shown(
    application: &Application,
    id: &str,
    subscription: &Subscription,
    policies: &Policies,
) -> Value {
    let mut row = Map::new();
    let mut put = |name: &str, value: Value| row.insert(name.to_owned(), value);
    if policies.choose::<AccessFlags>() == AccessFlags::Present {
        put("allowPublicAccess", Value::from(true));
        put("startFromEarliest", Value::from(false));
    }
    put("id", Value::from(id));
    put("topic", Value::from(subscription.topic.as_str()));
    put("filter", Value::from(subscription.filter.as_str()));
    put("webHookConfig", json!({"endpoint": subscription.endpoint}));
    put("applicationId", json!(application.client_id));
    put("scope", Value::from(""));
    put("groups", json!([]));
    put("companyIds", json!(application.companies));
    Value::Object(row)
}
