//! The calls of User Provisioning v4 that cases need on their way to what they claim.

use serde_json::{Value, json};

use super::people::newcomer;
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{ENTERPRISE, Session, id_of};

/// The users of User Provisioning v4.
pub(super) const USERS: &str = "/profile/v4/Users";

/// Many operations at once.
pub(super) const BULK: &str = "/profile/v4/Bulk";

/// The core of a user.
pub(super) const CORE: &str = "urn:ietf:params:scim:schemas:core:2.0:User";

pub(super) const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
pub(super) const ROLE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
pub(super) const APPROVER: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Approver";
pub(super) const LIMIT: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:ApproverLimit";
pub(super) const DELEGATE: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:Delegate";
pub(super) const PREFERENCE: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:UserPreference";
pub(super) const WORKFLOW: &str =
    "urn:ietf:params:scim:schemas:extension:spend:2.0:WorkflowPreference";
pub(super) const PAYROLL: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll";
pub(super) const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

const BULK_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";

/// A newcomer with these members beside those of identity.
pub(super) fn entrant(session: &Session, tag: &str, members: Value) -> Value {
    let mut user = newcomer(session, tag);
    if let (Some(user), Value::Object(members)) = (user.as_object_mut(), members) {
        user.extend(members);
    }
    user
}

/// What spend needs of everybody.
pub(super) fn spend_user() -> Value {
    json!({ "reimbursementCurrency": "USD", "country": "US", "locale": "en-US", "ledgerCode": "DEFAULT" })
}

/// The same with other members.
pub(super) fn spend_user_with(members: Value) -> Value {
    let mut user = spend_user();
    if let (Some(user), Value::Object(members)) = (user.as_object_mut(), members) {
        user.extend(members);
    }
    user
}

/// Creates a user; anything but 201 is a failure.
pub(super) async fn provision(session: &mut Session, user: &Value) -> Result<Value, Failure> {
    let reply = session.call(Request::post(USERS).json(user)).await?;
    reply.is(201)?;
    let answer = reply.json()?;
    id_of(&answer)?;
    Ok(answer)
}

/// Creates a user with a spend profile and these members, and waits for all of it.
pub(super) async fn employ(
    session: &mut Session,
    tag: &str,
    members: Value,
) -> Result<String, Failure> {
    let mut user = entrant(session, tag, json!({ SPEND: spend_user() }));
    if let (Some(user), Value::Object(members)) = (user.as_object_mut(), members) {
        user.extend(members);
    }
    let answer = provision(session, &user).await?;
    let done = followed(session, &answer).await?;
    same(
        &format!("{tag} is provisioned: {done}"),
        &json!(true),
        &done["status"]["success"],
    )?;
    id_of(&answer)
}

/// A PATCH of these operations.
pub(super) fn patching(id: &str, operations: &Value) -> Request {
    let body = json!({ "schemas": [PATCH_OP], "Operations": operations });
    Request::patch(format!("{USERS}/{id}")).json(&body)
}

/// Sends a PATCH and gives what became of it.
pub(super) async fn patched(
    session: &mut Session,
    id: &str,
    operations: &Value,
) -> Result<Value, Failure> {
    let answer = session.call(patching(id, operations)).await?.ok()?;
    followed(session, &answer).await
}

/// Sends a PATCH that must succeed as a whole.
pub(super) async fn change(session: &mut Session, id: &str, operations: &Value) -> Claim {
    let done = patched(session, id, operations).await?;
    same(
        &format!("{operations} is carried out: {done}"),
        &json!(true),
        &done["status"]["success"],
    )
}

/// The id of the provision that an answer names.
pub(super) fn provision_of(answer: &Value) -> Result<String, Failure> {
    let id = answer["meta"]["provisionId"].as_str();
    id.map(ToOwned::to_owned)
        .ok_or_else(|| Failure::disagrees(format!("no provision in {answer}")))
}

/// A request for the state of a provision.
pub(super) fn asking(provision: &str) -> Request {
    Request::get(format!("/profile/v4/provisions/{provision}/status"))
}

/// The state of a provision with its operations.
pub(super) async fn detail(session: &mut Session, provision: &str) -> Result<Value, Failure> {
    let request = asking(provision).query("attributes", "operations");
    session.call(request).await?.ok()
}

/// The state of the provision that an answer to a write of one user names.
pub(super) async fn followed(session: &mut Session, answer: &Value) -> Result<Value, Failure> {
    detail(session, &provision_of(answer)?).await
}

/// A bulk request of these operations.
pub(super) fn bulking(operations: &Value) -> Request {
    let body = json!({ "schemas": [BULK_REQUEST], "Operations": operations });
    Request::post(BULK).json(&body)
}

/// Sends a bulk request that must be taken, and gives the 202.
pub(super) async fn queue(session: &mut Session, operations: &Value) -> Result<Value, Failure> {
    let reply = session.call(bulking(operations)).await?;
    accepted(&reply)
}

/// Claims that a bulk request was taken.
pub(super) fn accepted(reply: &Reply) -> Result<Value, Failure> {
    reply.is(202)?;
    let answer = reply.json()?;
    id_of(&answer)?;
    Ok(answer)
}

/// Sends a bulk request and gives what became of it.
pub(super) async fn bulk(session: &mut Session, operations: &Value) -> Result<Value, Failure> {
    let queued = queue(session, operations).await?;
    detail(session, &id_of(&queued)?).await
}

/// An operation that creates a user.
pub(super) fn hiring(session: &Session, tag: &str, members: Value) -> Value {
    let user = entrant(session, tag, members);
    json!({ "method": "POST", "path": "/Users", "bulkId": tag, "data": user })
}

/// An operation that changes a user.
pub(super) fn changing(id: &str, operations: &Value) -> Value {
    let data = json!({ "Operations": operations });
    json!({ "method": "PATCH", "path": format!("/Users/{id}"), "data": data })
}

/// An operation that nothing can make succeed: the manager is nobody.
pub(super) fn failing(session: &Session, tag: &str) -> Value {
    let mut operation = hiring(session, tag, json!({}));
    let nobody = json!({ "value": "00000000-0000-4000-8000-000000000000" });
    operation["data"][ENTERPRISE]["manager"] = nobody;
    operation
}

/// The operation of that number.
pub(super) fn operation(detail: &Value, at: usize) -> Result<Value, Failure> {
    let operation = &detail["operations"][at];
    holds(
        format!("operation {at} in {detail}"),
        operation["id"].is_string(),
    )?;
    Ok(operation.clone())
}

/// What became of one extension of the only operation, or nothing where it is not told.
pub(super) fn extension(detail: &Value, name: &str) -> Option<Value> {
    let extensions = detail["operations"][0]["extensions"].as_array()?;
    extensions.iter().find(|one| one["name"] == name).cloned()
}

/// Claims that an extension of the only operation came to that result.
pub(super) fn came_to(detail: &Value, name: &str, results: &[&str]) -> Claim {
    let found = extension(detail, name).unwrap_or_default();
    let result = found["status"]["result"].as_str().unwrap_or_default();
    holds(
        format!("{name} is {results:?}: {found} in {detail}"),
        results.contains(&result),
    )
}

/// The messages of an extension of the only operation.
pub(super) fn messages(detail: &Value, name: &str) -> Vec<Value> {
    let found = extension(detail, name).unwrap_or_default();
    found["messages"].as_array().cloned().unwrap_or_default()
}

/// Claims that an extension of the only operation has that message.
pub(super) fn tells(detail: &Value, name: &str, kind: &str, message: &str, path: &str) -> Claim {
    let told = messages(detail, name);
    let is_it = |one: &Value| {
        one["code"] == "INVALID_VALUE"
            && one["type"] == kind
            && one["message"] == message
            && (path.is_empty() || one["schemaPath"] == path)
    };
    holds(
        format!("{name} tells the {kind} `{message}` at `{path}`: {detail}"),
        told.iter().any(is_it),
    )
}

/// The spend profile of a user, as it comes back.
pub(super) async fn spend_reply(session: &mut Session, id: &str) -> Result<Reply, Failure> {
    let request = Request::get(format!("/profile/spend/v4.1/Users/{id}"));
    session.call(request).await
}

/// The spend profile of a user.
pub(super) async fn spend(session: &mut Session, id: &str) -> Result<Value, Failure> {
    spend_reply(session, id).await?.ok()
}

/// The travel profile of a user.
pub(super) async fn travel(session: &mut Session, id: &str) -> Result<Value, Failure> {
    let request = Request::get(format!("/profile/travel/v4/Users/{id}"));
    session.call(request).await?.ok()
}

/// The names of a user's roles, sorted.
pub(super) async fn roles(session: &mut Session, id: &str) -> Result<Vec<String>, Failure> {
    let profile = spend(session, id).await?;
    let roles = profile[ROLE]["roles"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let name = |role: &Value| role["roleName"].as_str().map(ToOwned::to_owned);
    let mut names: Vec<String> = roles.iter().filter_map(name).collect();
    names.sort();
    Ok(names)
}

/// The value of a user's custom field.
pub(super) fn custom(profile: &Value, field: &str) -> Option<String> {
    let fields = profile[SPEND]["customData"].as_array()?;
    let found = fields.iter().find(|one| one["id"] == field)?;
    found["value"].as_str().map(ToOwned::to_owned)
}
