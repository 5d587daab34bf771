//! Companies that are set up for travel, and people who are provisioned into them.

use serde_json::{Value, json};

use super::people::newcomer;
use super::travel_v4_calls::TRAVEL;
use crate::finding::{Claim, Failure, holds, same};
use crate::reply::Reply;
use crate::request::Request;
use crate::session::{Session, id_of};

/// Where people are provisioned.
pub(super) const PROVISIONING: &str = "/profile/v4/Users";

/// The rule class of whoever does not care.
pub(super) const EVERYBODY: i64 = 31;

/// Sets the company up: two rule classes, two groups, two org units, two custom fields.
pub(super) async fn equip(session: &mut Session) -> Claim {
    let members = json!({
        "ruleClasses": [{ "id": EVERYBODY, "name": "Everybody" }, { "id": 32, "name": "Directors" }],
        "travelGroups": [701, 702],
        "travelOrgUnits": ["Surveying", "Archive"],
        "travelCustomFields": ["Project", "Ship"]
    });
    session.configure(&members).await
}

/// What became of the travel part of a write.
pub(super) struct Provisioned {
    pub(super) id: String,
    pub(super) part: Value,
}

impl Provisioned {
    /// Claims that Travel took it.
    pub(super) fn is_taken(&self) -> Claim {
        same(
            &format!("success of {}", self.part),
            &json!(true),
            &self.part["status"]["success"],
        )
    }

    /// Claims that Travel refused it, naming the member.
    pub(super) fn is_refused(&self, member: &str) -> Claim {
        let status = &self.part["status"];
        same("success", &json!(false), &status["success"])?;
        same("result", &json!("error"), &status["result"])?;
        let messages = self.part["messages"].as_array().cloned();
        let messages = messages.unwrap_or_default();
        let names = |message: &Value| {
            message["type"] == "error"
                && ["message", "schemaPath"].iter().any(|place| {
                    message[*place]
                        .as_str()
                        .unwrap_or_default()
                        .contains(member)
                })
        };
        holds(
            format!("an error names {member}: {messages:?}"),
            messages.iter().any(names),
        )
    }
}

/// Provisions a newcomer with this travel part.
pub(super) async fn provision(
    session: &mut Session,
    tag: &str,
    travel: Value,
) -> Result<Provisioned, Failure> {
    let mut user = newcomer(session, tag);
    if let Some(schemas) = user["schemas"].as_array_mut() {
        schemas.push(json!(TRAVEL));
    }
    user[TRAVEL] = travel;
    // What is wrong on purpose is told by the job, not by the answer.
    let request = Request::post(PROVISIONING).json(&user).deviant();
    let reply = session.call(request).await?;
    reply.is(201)?;
    outcome(session, &reply).await
}

/// Provisions somebody whom Travel takes, and gives the id.
pub(super) async fn traveller(
    session: &mut Session,
    tag: &str,
    travel: Value,
) -> Result<String, Failure> {
    let provisioned = provision(session, tag, travel).await?;
    provisioned.is_taken()?;
    Ok(provisioned.id)
}

/// Changes a provisioned user.
pub(super) async fn alter(
    session: &mut Session,
    id: &str,
    operations: Value,
) -> Result<Provisioned, Failure> {
    let body = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": operations
    });
    let request = Request::patch(format!("{PROVISIONING}/{id}")).json(&body);
    let reply = session.call(request.deviant()).await?;
    reply.is(200)?;
    outcome(session, &reply).await
}

/// What the job behind an answer says about the travel part.
async fn outcome(session: &mut Session, reply: &Reply) -> Result<Provisioned, Failure> {
    let body = reply.json()?;
    let id = id_of(&body)?;
    let job = body["meta"]["provisionId"].as_str().unwrap_or_default();
    let request = Request::get(format!("/profile/v4/provisions/{job}/status"))
        .query("attributes", "operations");
    let status = session.call(request.deviant()).await?.ok()?;
    same("completed", &json!(true), &status["status"]["completed"])?;
    let parts = status["operations"][0]["extensions"].as_array();
    let part = parts
        .into_iter()
        .flatten()
        .find(|part| part["name"] == TRAVEL);
    let part = part.cloned();
    let part =
        part.ok_or_else(|| Failure::disagrees(format!("{status} tells nothing of Travel")))?;
    Ok(Provisioned { id, part })
}

/// Somebody with a travel manager, and that one's id.
pub(super) async fn managed(session: &mut Session) -> Result<(String, String), Failure> {
    equip(session).await?;
    let class = json!({ "ruleClass": { "id": EVERYBODY } });
    let manager = traveller(session, "leader", class).await?;
    let part = json!({ "ruleClass": { "id": EVERYBODY }, "manager": { "value": manager } });
    let id = traveller(session, "follower", part).await?;
    Ok((id, manager))
}
