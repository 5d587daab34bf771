//! What the cases of documented contradictions need: to decide one, and to write without being held to the other reading.

use serde_json::{Value, json};

use super::people::newcomer_with;
use crate::finding::{Claim, Failure};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, USERS, id_of};

/// Decides one contradiction for the session's company.
pub(super) async fn decide(
    session: &mut Session,
    key: &str,
    value: impl Into<Value> + Send,
) -> Claim {
    let value = value.into();
    session.set_policy(&json!({ key: value })).await
}

/// A newcomer with these members.
pub(super) async fn hire(
    session: &mut Session,
    tag: &str,
    core: Value,
    enterprise: Value,
) -> Result<String, Failure> {
    let reply = post(session, tag, core, enterprise).await?;
    id_of(&reply.ok()?)
}

/// The answer to the creation of such a newcomer.
pub(super) async fn post(
    session: &mut Session,
    tag: &str,
    core: Value,
    enterprise: Value,
) -> Result<Reply, Failure> {
    let user = newcomer_with(session, tag, core, enterprise);
    session
        .call(Request::post(USERS).json(&user).deviant())
        .await
}

/// The answer to a change of one operation.
pub(super) async fn change(
    session: &mut Session,
    id: &str,
    operation: &str,
    path: &str,
    value: Value,
) -> Result<Reply, Failure> {
    let operations = json!([{ "op": operation, "path": path, "value": value }]);
    session.patch_wrongly(id, operations).await
}

/// The answer to a list with these parameters.
pub(super) async fn list(
    session: &mut Session,
    path: &str,
    query: &[(&str, &str)],
) -> Result<Reply, Failure> {
    let request = query
        .iter()
        .fold(Request::get(path), |request, (name, value)| {
            request.query(name, *value)
        });
    session.call(request.deviant()).await
}
