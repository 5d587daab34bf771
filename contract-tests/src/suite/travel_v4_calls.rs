//! The one call of Travel v4, and what it refuses.

use serde_json::Value;

use crate::finding::{Claim, Failure, holds};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::Session;

/// The travel extension.
pub(super) const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

/// The travel users, one by one.
pub(super) const TRAVEL_USERS: &str = "/profile/travel/v4/Users";

/// What Travel keeps to itself without the private scope.
pub(super) const PRIVATE: [&str; 3] = ["travelCrsName", "travelNameRemark", "gender"];

/// What Travel shows of a user.
pub(super) async fn travel_of(session: &mut Session, id: &str) -> Result<Value, Failure> {
    let request = Request::get(format!("{TRAVEL_USERS}/{id}"));
    let body = session.call(request).await?.ok()?;
    let part = body[TRAVEL].clone();
    holds(format!("{body} has a travel part"), part.is_object())?;
    Ok(part)
}

/// Claims a refusal in the words of Travel: two members, and nothing of SCIM.
pub(super) fn refused(reply: &Reply, statuses: &[u16]) -> Claim {
    reply.is_any(statuses)?;
    let body = reply.json()?;
    for name in ["errorCode", "errorMessage"] {
        let text = body[name].as_str().unwrap_or_default();
        holds(format!("{body} has an {name}"), !text.is_empty())?;
    }
    holds("there are no schemas", body.get("schemas").is_none())
}
