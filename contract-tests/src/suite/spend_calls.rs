//! The spend profile in both releases, and the provisioning that fills it, as cases call them.

use serde_json::{Value, json};

use super::people::newcomer;
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, id_of};

/// The users of the older release.
pub(super) const V4: &str = "/profile/spend/v4/Users";

/// The users of the newer one.
pub(super) const V41: &str = "/profile/spend/v4.1/Users";

/// The fields of the employee form.
pub(super) const FORM_FIELDS: &str = "/profile/spend/v4.1/FormFields";

/// Each release with its word for the size of a page.
pub(super) const RELEASES: [(&str, &str); 2] = [(V4, "itemsPerPage"), (V41, "count")];

/// Nobody's id.
pub(super) const NOBODY: &str = "6d2f0b84-93c7-4a15-8e60-f1b7a4d95c32";

/// Payroll is of the enterprise, all other extensions are of spend.
pub(super) const PAYROLL: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll";

/// The users of User Provisioning.
const PROVISIONED: &str = "/profile/v4/Users";

/// No company of a case needs more pages.
const PAGES: usize = 60;

/// The URN of a spend extension.
pub(super) fn urn(name: &str) -> String {
    format!("urn:ietf:params:scim:schemas:extension:spend:2.0:{name}")
}

/// The smallest spend profile that the page allows.
pub(super) fn smallest() -> Value {
    json!({ "reimbursementCurrency": "USD", "country": "US", "locale": "en-US" })
}

/// The smallest spend profile with other members set.
pub(super) fn spender(members: &Value) -> Value {
    let mut profile = smallest();
    if let (Some(profile), Some(members)) = (profile.as_object_mut(), members.as_object()) {
        profile.extend(members.clone());
    }
    profile
}

/// Provisions a newcomer with a spend profile and these extensions beside it, and gives the id.
pub(super) async fn provide(
    session: &mut Session,
    tag: &str,
    profile: Value,
    beside: &[(&str, Value)],
) -> Result<String, Failure> {
    let mut user = newcomer(session, tag);
    user["entitlements"] = json!(["Expense", "Request"]);
    user[urn("User")] = profile;
    for (name, extension) in beside {
        user[extension_urn(name)] = extension.clone();
    }
    let request = Request::post(format!("{PROVISIONED}/")).json(&user);
    let reply = session.call(request.deviant()).await?;
    reply.is(201)?;
    id_of(&reply.json()?)
}

/// Replaces one member of a spend extension, such as `User:country`, through User Provisioning.
pub(super) async fn set(session: &mut Session, id: &str, path: &str, value: Value) -> Claim {
    let path = urn(path);
    provision(
        session,
        id,
        json!([{ "op": "replace", "path": path, "value": value }]),
    )
    .await
}

/// Changes a user through User Provisioning by these operations.
pub(super) async fn provision(session: &mut Session, id: &str, operations: Value) -> Claim {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    let request = Request::patch(format!("{PROVISIONED}/{id}")).json(&body);
    session.call(request.deviant()).await?.is(200)
}

/// An approver of these roles, who may approve reports of others.
pub(super) async fn approver(session: &mut Session, tag: &str) -> Result<String, Failure> {
    let roles = ["EXP_APPROVER", "REQ_APPROVER", "INV_APPROVER"];
    let roles: Vec<Value> = roles
        .iter()
        .map(|role| json!({ "roleName": role }))
        .collect();
    provide(
        session,
        tag,
        smallest(),
        &[("Role", json!({ "roles": roles }))],
    )
    .await
}

/// A request for a list with these parameters.
pub(super) fn listing(path: &str, query: &[(&str, &str)]) -> Request {
    query
        .iter()
        .fold(Request::get(path), |request, (name, value)| {
            request.query(name, *value)
        })
}

/// The body of a list with these parameters.
pub(super) async fn list(
    session: &mut Session,
    path: &str,
    query: &[(&str, &str)],
) -> Result<Value, Failure> {
    session.call(listing(path, query)).await?.ok()
}

/// One user in one release.
pub(super) async fn read(session: &mut Session, path: &str, id: &str) -> Result<Value, Failure> {
    session
        .call(Request::get(format!("{path}/{id}")))
        .await?
        .ok()
}

/// One extension of a user in the newer release.
pub(super) async fn extension(
    session: &mut Session,
    id: &str,
    name: &str,
) -> Result<Value, Failure> {
    let user = read(session, V41, id).await?;
    let urn = extension_urn(name);
    let extension = user.get(&urn).cloned();
    extension.ok_or_else(|| Failure::disagrees(format!("{id} has no {urn}")))
}

/// The resources of a list.
pub(super) fn shown(page: &Value) -> Vec<Value> {
    page["Resources"].as_array().cloned().unwrap_or_default()
}

/// The ids in a list, in its order.
pub(super) fn ids(page: &Value) -> Result<Vec<String>, Failure> {
    shown(page).iter().map(id_of).collect()
}

/// The ids of everybody whom a filter finds, over all pages, sorted.
pub(super) async fn found(
    session: &mut Session,
    path: &str,
    filter: &str,
) -> Result<Vec<String>, Failure> {
    let mut found = Vec::new();
    for _ in 0..PAGES {
        let start = (found.len() + 1).to_string();
        let page = list(session, path, &[("startIndex", &start), ("filter", filter)]).await?;
        let ids = ids(&page)?;
        let total = page["totalResults"].as_u64().unwrap_or_default();
        let ends = ids.is_empty() || (found.len() + ids.len()) as u64 >= total;
        found.extend(ids);
        if ends {
            found.sort();
            return Ok(found);
        }
    }
    Err(Failure::disagrees("the list does not come to an end"))
}

/// Claims a refusal in the form of this service: the status is a number, and there are no messages of Concur's own.
pub(super) fn refused(reply: &Reply, status: u16) -> Claim {
    reply.is(status)?;
    let body = reply.json()?;
    same(&reply.line(), json!(status), body["status"].clone())?;
    let detail = body["detail"].as_str().unwrap_or_default();
    holds("the refusal says why", !detail.is_empty())
}

/// Sends what is wrong on purpose and claims that it is refused.
pub(super) async fn refuses(session: &mut Session, path: &str, query: &[(&str, &str)]) -> Claim {
    let reply = session.call(listing(path, query).deviant()).await?;
    refused(&reply, 400)
}

fn extension_urn(name: &str) -> String {
    if name == "Payroll" {
        PAYROLL.to_owned()
    } else {
        urn(name)
    }
}
