//! `/app-mgmt/v4/{appID}/secrets`: an application renews its own secrets, a pre-release of Concur's.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::application::{Application, MAX_SECRETS, Secret, SecretStatus};
use crate::caller::{ApplicationCaller, Arrival};
use crate::error::{Refusal, ScimRefusal, ScimType, json_response};
use crate::ids;
use crate::routes::parameters::json_body;
use crate::routes::unknown::Segment;
use crate::world::World;

use super::asking::now;

const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// `GET /app-mgmt/v4/{appID}/secrets`
pub(super) async fn list(
    Extension(arrival): Extension<Arrival>,
    State(world): State<Arc<World>>,
    Segment(app): Segment,
) -> Result<Response, ScimRefusal> {
    let application = admit(&world, &arrival, &app)?;
    let secrets: Vec<Value> = application.secrets.iter().map(shown).collect();
    Ok(json_response(StatusCode::OK, &Value::from(secrets)))
}

/// `POST /app-mgmt/v4/{appID}/secrets`. ASSUMED: the answer, which the page does not show, is that of the list with the
/// secret itself; it is inactive, since the page's next step is to make it active.
pub(super) async fn create(
    Extension(arrival): Extension<Arrival>,
    State(world): State<Arc<World>>,
    Segment(app): Segment,
) -> Result<Response, ScimRefusal> {
    let client_id = admit(&world, &arrival, &app)?.client_id;
    let mut made = Value::Null;
    change(&world, client_id, |application, now| {
        if application.secrets.len() >= MAX_SECRETS {
            let detail = format!("An application has at most {MAX_SECRETS} secrets");
            return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
        }
        let secret = application.add_secret(SecretStatus::Inactive, now);
        made = shown(secret);
        made["secret"] = Value::from(secret.value.as_str());
        Ok(())
    })?;
    Ok(json_response(StatusCode::OK, &made))
}

/// `PATCH /app-mgmt/v4/{appID}/secrets/{secretID}`
pub(super) async fn set_status(
    Extension(arrival): Extension<Arrival>,
    State(world): State<Arc<World>>,
    Segment((app, secret)): Segment<(String, String)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, ScimRefusal> {
    let client_id = admit(&world, &arrival, &app)?.client_id;
    let status = status(&json_body(body)?)?;
    change(&world, client_id, |application, now| {
        let position = position(application, &secret)?;
        let secret = &mut application.secrets[position];
        secret.status = status;
        secret.updated = now;
        Ok(())
    })?;
    Ok(StatusCode::OK.into_response())
}

/// `DELETE /app-mgmt/v4/{appID}/secrets/{secretID}`
pub(super) async fn delete(
    Extension(arrival): Extension<Arrival>,
    State(world): State<Arc<World>>,
    Segment((app, secret)): Segment<(String, String)>,
) -> Result<Response, ScimRefusal> {
    let client_id = admit(&world, &arrival, &app)?.client_id;
    change(&world, client_id, |application, _| {
        let position = position(application, &secret)?;
        if application.secrets[position].status == SecretStatus::Active {
            let detail = "The secret is not inactive";
            return Err(Refusal::bad_request(ScimType::InvalidValue, detail));
        }
        application.secrets.remove(position);
        Ok(())
    })?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Admits the application that the path names. The page knows 401 and 404 alone. ASSUMED: 404 is for an application that
/// does not exist, 401 for one that is another one's.
fn admit(world: &World, arrival: &Arrival, app: &str) -> Result<Arc<Application>, Refusal> {
    let unauthorized = |refusal| Refusal {
        status: StatusCode::UNAUTHORIZED,
        ..refusal
    };
    let caller = ApplicationCaller::admit(arrival).map_err(unauthorized)?;
    let named = ids::read(app).and_then(|id| world.application(id));
    let named = named.ok_or_else(|| Refusal::not_found("App not found"))?;
    if named.client_id == caller.application.client_id {
        Ok(named)
    } else {
        Err(unauthorized(Refusal::forbidden("Invalid appId")))
    }
}

fn change(
    world: &World,
    client_id: Uuid,
    change: impl FnOnce(&mut Application, Timestamp) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let home = world
        .application(client_id)
        .and_then(|application| world.home_of(&application));
    let now = now(world, home.as_ref());
    let changed = world.change_application(client_id, |application| change(application, now))?;
    changed
        .map(drop)
        .ok_or_else(|| Refusal::not_found("App not found"))
}

fn position(application: &Application, secret: &str) -> Result<usize, Refusal> {
    let id = ids::read(secret);
    application
        .secrets
        .iter()
        .position(|secret| Some(secret.id) == id)
        .ok_or_else(|| Refusal::not_found("Secret not found"))
}

/// The one PATCH that the page knows: `replace` of `/status`.
fn status(patch: &Value) -> Result<SecretStatus, Refusal> {
    let invalid = |detail| Refusal::bad_request(ScimType::InvalidValue, detail);
    if patch["schemas"] != json!([PATCH_OP]) {
        return Err(invalid("Invalid schemas"));
    }
    let Some([operation]) = patch["Operations"].as_array().map(Vec::as_slice) else {
        return Err(invalid("Invalid operation"));
    };
    if operation["op"] != "replace" {
        return Err(invalid("Invalid operation"));
    }
    if operation["path"] != "/status" {
        return Err(invalid("Invalid path"));
    }
    match operation["value"].as_str() {
        Some("active") => Ok(SecretStatus::Active),
        Some("inactive") => Ok(SecretStatus::Inactive),
        _ => Err(invalid("Invalid status value")),
    }
}

fn shown(secret: &Secret) -> Value {
    let time = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string();
    let status = match secret.status {
        SecretStatus::Active => "Active",
        SecretStatus::Inactive => "Inactive",
    };
    json!({
        "createdAt": time(secret.created),
        "id": secret.id,
        "status": status,
        "updatedAt": time(secret.updated),
    })
}
