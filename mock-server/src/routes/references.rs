//! Whom and what a user's document refers to: a manager of the company, a legal entity of it.

use serde_json::Value;
use uuid::Uuid;

use crate::company::Version;
use crate::company::reporting::{self, Unfit};
use crate::error::Refusal;
use crate::policy::Policies;
use crate::policy::writing::{UnfitManager, UnknownLegalEntity};
use crate::scim::derive::Resource;
use crate::scim::legal_entity;
use crate::scim::schema::ENTERPRISE;
use crate::scim::validate;

/// Judges what a user refers to that is written, and brings it into the form in which it is kept. A reference that stays is
/// not judged again.
pub(super) fn place(
    version: &Version,
    user: Uuid,
    before: &Resource,
    manager_before: Option<Uuid>,
    resource: &mut Resource,
) -> Result<(), Refusal> {
    let policies = &version.policies;
    place_manager(version, user, manager_before, resource, policies)?;
    let entity = legal_entity_of(resource);
    let is_judged = policies.choose::<UnknownLegalEntity>() == UnknownLegalEntity::Refused;
    match entity {
        Some(entity) if is_judged && legal_entity_of(before) != Some(entity) => {
            let id = legal_entity::read_id(entity, policies.choose());
            let known = id.and_then(|id| version.legal_entities.get(id));
            known
                .map(drop)
                .ok_or_else(|| unfit("legalEntity", "is not a legal entity of the company"))
        }
        _ => Ok(()),
    }
}

fn place_manager(
    version: &Version,
    user: Uuid,
    before: Option<Uuid>,
    resource: &mut Resource,
    policies: &Policies,
) -> Result<(), Refusal> {
    let placed = reporting::complete(&version.users, user, before, resource);
    match (placed, policies.choose()) {
        (Err(_), UnfitManager::Dropped) => {
            let enterprise = resource.get_mut(ENTERPRISE).and_then(Value::as_object_mut);
            if let Some(enterprise) = enterprise {
                enterprise.shift_remove("manager");
            }
            Ok(())
        }
        (placed, _) => placed.map_err(|reason: Unfit| unfit("manager.value", reason)),
    }
}

fn legal_entity_of(resource: &Resource) -> Option<&str> {
    resource.get(ENTERPRISE)?.get("legalEntity")?.as_str()
}

/// The refusal of a member of the enterprise extension.
fn unfit(member: &str, reason: impl std::fmt::Display) -> Refusal {
    let path = format!("{ENTERPRISE}:{member}");
    Refusal::invalid_document(vec![validate::Fault {
        code: "INVALID_VALUE",
        message: format!("Invalid Value: '{path}' {reason}"),
        path,
    }])
}
