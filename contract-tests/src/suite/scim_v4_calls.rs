//! The calls of SCIM v4 that cases need on their way to what they claim.

use serde_json::{Value, json};

use crate::finding::{Failure, holds};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, id_of};

/// The users of SCIM v4.
pub(super) const USERS: &str = "/scim/v4/Users";

/// The groups of SCIM v4.
pub(super) const GROUPS: &str = "/scim/v4/Groups";

/// SAP's extension of a user.
pub(super) const SAP_USER: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";

/// SAP's extension of a group.
pub(super) const SAP_GROUP: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:Group";

/// The media type of every body.
const SCIM_JSON: &str = "application/scim+json";

/// Sets a body of this service.
pub(super) fn scim(request: Request, body: &Value) -> Request {
    request.body(SCIM_JSON, body.to_string())
}

/// Sets a body that is wrong on purpose.
pub(super) fn scim_text(request: Request, body: &str) -> Request {
    request.body(SCIM_JSON, body).deviant()
}

/// The user of the page's example, with another name.
pub(super) fn joiner(session: &Session, tag: &str) -> Value {
    let login = format!("{tag}@joiner.example");
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", SAP_USER, ENTERPRISE],
        "userName": login,
        "active": true,
        "name": { "familyName": "Joiner", "givenName": "Toni" },
        "emails": [{ "value": login, "type": "work" }],
        SAP_USER: { "userUuid": format!("ips-{tag}") },
        ENTERPRISE: { "companyId": session.company().company_id, "employeeNumber": format!("J-{tag}") }
    })
}

/// Creates a user; anything but 201 is a failure.
pub(super) async fn join(session: &mut Session, user: &Value) -> Result<Value, Failure> {
    let reply = session.call(scim(Request::post(USERS), user)).await?;
    reply.is(201)?;
    let user = reply.json()?;
    id_of(&user)?;
    Ok(user)
}

/// Creates the user of that tag and gives the id.
pub(super) async fn join_id(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let user = joiner(session, tag);
    id_of(&join(session, &user).await?)
}

/// Reads a user.
pub(super) async fn read(session: &mut Session, id: &str) -> Result<Value, Failure> {
    session
        .call(Request::get(format!("{USERS}/{id}")))
        .await?
        .ok()
}

/// A list with these parameters.
pub(super) async fn list(
    session: &mut Session,
    path: &str,
    query: &[(&str, &str)],
) -> Result<Value, Failure> {
    session.call(listing(path, query)).await?.ok()
}

/// A request for a list with these parameters.
pub(super) fn listing(path: &str, query: &[(&str, &str)]) -> Request {
    query
        .iter()
        .fold(Request::get(path), |request, (name, value)| {
            request.query(name, *value)
        })
}

/// Sends a PATCH of these operations, as it comes back.
pub(super) async fn patch(
    session: &mut Session,
    path: &str,
    operations: &Value,
) -> Result<Reply, Failure> {
    session.call(patching(path, operations)).await
}

/// A PATCH of these operations.
pub(super) fn patching(path: &str, operations: &Value) -> Request {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    scim(Request::patch(path), &body)
}

/// The resources of a list, at least one.
pub(super) fn shown(page: &Value) -> Result<Vec<Value>, Failure> {
    let resources = page["Resources"].as_array().cloned().unwrap_or_default();
    holds("somebody is listed", !resources.is_empty())?;
    Ok(resources)
}
