//! Travel v4: the travel extension of one user.

use std::sync::Arc;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Extension, Router};
use http::StatusCode;
use serde_json::{Map, Value, json};

use crate::caller::{Arrival, Caller};
use crate::company::travel::show;
use crate::error::{Refusal, json_response};
use crate::ids;
use crate::policy::travel::{PrivateWithoutScope, WithoutProfile};
use crate::scim::travel::schema::TRAVEL;
use crate::world::World;

use super::identity_read::unknown_user;
use super::unknown::no_such_resource;

/// The path of today, and the one of the sample collection.
const PATHS: [&str; 2] = ["/profile/travel/v4/Users/{id}", "/travel/v4/Users/{id}"];

/// Shows everything but what is private.
const GENERAL: &str = "travel.user.general.read";
/// Shows what is private.
const PRIVATE: &str = "travel.user.private.read";

/// The routes: one user, and neither a list nor a write.
pub(super) fn router() -> Router<Arc<World>> {
    PATHS
        .into_iter()
        .fold(Router::new(), |router, path| router.route(path, get(user)))
}

/// Whether a path belongs to this API, so that it is refused in its shape.
pub(super) fn owns(path: &str) -> bool {
    path.starts_with("/profile/travel/") || path.starts_with("/travel/")
}

/// The refusal of this API. ASSUMED: what the code is; the page names the two members and says no more, so it is the name
/// of the status.
pub(super) fn refuse(refusal: &Refusal) -> Response {
    let code = refusal
        .status
        .canonical_reason()
        .unwrap_or("Error")
        .replace(' ', "_")
        .to_uppercase();
    let body = json!({"errorCode": code, "errorMessage": refusal.detail});
    json_response(refusal.status, &body)
}

/// A refusal in the shape of this API, so that handlers can use `?`.
struct TravelRefusal(Refusal);

impl From<Refusal> for TravelRefusal {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for TravelRefusal {
    fn into_response(self) -> Response {
        refuse(&self.0)
    }
}

/// `GET …/Users/{id}`.
async fn user(
    Extension(arrival): Extension<Arrival>,
    id: Result<Path<String>, PathRejection>,
) -> Result<Response, TravelRefusal> {
    let Path(id) = id.map_err(|_| no_such_resource())?;
    let caller = Caller::admit(&arrival)?;
    let sight = Sight::of(&caller)?;
    let version = caller.company.read();
    let record = ids::read(&id).and_then(|id| version.users.get(id));
    let record = record.ok_or_else(|| unknown_user(&caller.company, &id))?;
    if !show::has_profile(&version, record.id)
        && version.policies.choose::<WithoutProfile>() == WithoutProfile::NotFound
    {
        let detail = format!("User {} has no travel profile", record.id);
        return Err(Refusal::not_found(detail).into());
    }
    let mut extension = show::extension(&version, record);
    sight.restrict(&mut extension, version.policies.choose())?;
    let body = json!({"id": record.id.to_string(), TRAVEL: extension});
    Ok(json_response(StatusCode::OK, &body))
}

/// What the caller's scopes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    All,
    General,
    Private,
}

impl Sight {
    /// ASSUMED: one of the two scopes is enough to ask.
    fn of(caller: &Caller) -> Result<Self, Refusal> {
        match (caller.token.holds(GENERAL), caller.token.holds(PRIVATE)) {
            (true, true) => Ok(Self::All),
            (false, true) => Ok(Self::Private),
            (_, false) => caller.requires(GENERAL).map(|()| Self::General),
        }
    }

    fn restrict(
        self,
        extension: &mut Map<String, Value>,
        policy: PrivateWithoutScope,
    ) -> Result<(), Refusal> {
        let is_private = |name: &str| show::PRIVATE.contains(&name);
        match (self, policy) {
            (Self::All, _) => {}
            (Self::Private, _) => extension.retain(|name, _| is_private(name)),
            (Self::General, PrivateWithoutScope::LeftOut) => {
                extension.retain(|name, _| !is_private(name));
            }
            (Self::General, PrivateWithoutScope::Null) => {
                for name in show::PRIVATE {
                    extension.insert(name.to_owned(), Value::Null);
                }
            }
            (Self::General, PrivateWithoutScope::Refused) => {
                let detail = format!("The access token lacks the scope {PRIVATE}");
                return Err(Refusal::forbidden(detail));
            }
        }
        Ok(())
    }
}
