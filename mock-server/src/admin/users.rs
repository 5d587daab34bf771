//! How a user signs in: the password, and what stands in the way.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::company::logins::SignIn;
use crate::ids;
use crate::world::World;

use super::companies::find;
use super::fault::{AdminFault, body};
use super::place::Place;

/// The longest password, in bytes.
const MAX_PASSWORD_BYTES: usize = 1_000;

/// The body of `PATCH /__admin/companies/{id}/users/{user}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    password: Option<String>,
    sign_in: Option<String>,
}

/// `PATCH /__admin/companies/{id}/users/{user}`
pub(super) async fn change(
    State(world): State<Arc<World>>,
    Place((company, user)): Place<(String, String)>,
    given: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, AdminFault> {
    let company = find(&world, &company)?;
    let id = ids::read(&user).filter(|id| company.read().users.get(*id).is_some());
    let id = id.ok_or_else(|| AdminFault::nothing("user", &user))?;
    let change: Change = body(given)?;
    let is_fit = |password: &String| (1..=MAX_PASSWORD_BYTES).contains(&password.len());
    if !change.password.as_ref().is_none_or(is_fit) {
        return Err(AdminFault::bad_request(format!(
            "password must have 1 to {MAX_PASSWORD_BYTES} bytes"
        )));
    }
    let state = match &change.sign_in {
        Some(name) => Some(SignIn::read(name).ok_or_else(unknown_state)?),
        None => None,
    };
    let Ok((has_password, state)) = company.write(|version| {
        let logins = &mut version.logins;
        if let Some(password) = &change.password {
            logins.set_password(id, password);
        }
        if let Some(state) = state {
            logins.set_state(id, state);
        }
        Ok::<_, Infallible>((logins.has_password(id), logins.state(id)))
    });
    Ok(Json(json!({
        "id": id,
        "has_password": has_password,
        "sign_in": state.name(),
    })))
}

fn unknown_state() -> AdminFault {
    let names = SignIn::ALL.map(SignIn::name).join(", ");
    AdminFault::bad_request(format!("sign_in must be one of {names}"))
}
