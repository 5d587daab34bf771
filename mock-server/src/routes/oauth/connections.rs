//! `DELETE /app-mgmt/v0/connections`: a user takes back what an application was given.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use serde_json::json;

use crate::caller::{Arrival, Caller};
use crate::error::{Refusal, ScimRefusal, json_response};
use crate::policy::oauth::RevokedAccess;
use crate::world::World;

/// `DELETE /app-mgmt/v0/connections`: 200 and nothing else, as the page shows it.
pub(super) async fn revoke(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
) -> Result<Response, ScimRefusal> {
    end(&world, &arrival)?;
    Ok(StatusCode::OK.into_response())
}

/// `DELETE /appmgmt/v0/connections`: the spelling of the page of 2017, whose answer is a word.
pub(super) async fn revoke_old(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
) -> Result<Response, ScimRefusal> {
    end(&world, &arrival)?;
    Ok(json_response(StatusCode::OK, &json!("deleted")))
}

/// Ends every refresh token that the application holds for the user of the token. ASSUMED: refusals have the shape of the
/// newer services, since the page shows none; a company's token is refused, since the page asks for the user's.
fn end(world: &World, arrival: &Arrival) -> Result<(), Refusal> {
    let caller = Caller::admit_any(arrival)?;
    if caller.user().is_none() {
        return Err(Refusal::forbidden("The access token is not one of a user"));
    }
    let principal = caller.token.principal;
    let client_id = caller.application.client_id;
    let access = caller.company.read().policies.choose::<RevokedAccess>();
    world.change_tokens_of(&caller.company, client_id, |tokens| {
        let mut forgotten = tokens.end_refresh(client_id, principal);
        if access == RevokedAccess::Ends {
            forgotten.extend(tokens.end_access(client_id, principal));
        }
        (Vec::new(), forgotten, ())
    });
    Ok(())
}
