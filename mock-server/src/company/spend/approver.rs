//! `spend:2.0:Approver`: who approves what a user submits.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::person;
use crate::company::Version;
use crate::company::provision::Message;
use crate::policy::spend_writing::InactiveApprover;
use crate::scim::spend::judge::{Fault, entry_path};
use crate::scim::spend::schema::APPROVER;

/// The role that an approver of each type must hold, in any group.
///
/// ASSUMED: which it is for each of them; the pages name the first and the second, and say `…` of the others.
const ROLES: [(&str, &str); 7] = [
    ("report", "EXP_APPROVER"),
    ("request", "REQ_APPROVER"),
    ("cashAdvance", "EXP_APPROVER"),
    ("invoice", "INV_APPROVER"),
    ("purchaseRequest", "INV_PURCH_REQ_APPROVER"),
    ("statement", "STATEMENT_APPROVER"),
    ("budget", "SHD_BUDGET_APPROVER"),
];

/// The types that may have an approver beside the primary one.
const WITH_A_SECOND: [&str; 2] = ["report", "request"];

/// What stands in the lists, with the employee numbers of today.
pub(super) fn shown(version: &Version, kept: &Map<String, Value>) -> Map<String, Value> {
    person::shown_in(&version.users, kept, "approver")
}

/// What is kept of lists that fit the table, and what is wrong with them. An approver that stays is not judged again.
///
/// ASSUMED: a type has at most one approver of each kind, primary and not.
pub(super) fn judge(
    version: &Version,
    given: &Map<String, Value>,
    before: &Map<String, Value>,
) -> (Map<String, Value>, Vec<Message>) {
    let (mut kept, mut messages) = (Map::new(), Vec::new());
    for (kind, entries) in given {
        let list = format!("{APPROVER}:{kind}");
        let mut list_kept: Vec<Value> = Vec::new();
        for (at, entry) in entries.as_array().into_iter().flatten().enumerate() {
            let path = entry_path(&list, entry, at);
            let primary = &entry["primary"];
            let is_second = *primary == false;
            let is_repeated = list_kept.iter().any(|kept| kept["primary"] == *primary);
            if is_repeated || (is_second && !WITH_A_SECOND.contains(&kind.as_str())) {
                messages.push(error(Fault::value(&format!("{path}.primary"))));
            }
            match approver(version, kind, &entry["approver"], before) {
                Ok(approver) => list_kept.push(json!({"approver": approver, "primary": primary})),
                Err(unfit) => messages.push(unfit.message(&format!("{path}.approver"))),
            }
        }
        kept.insert(kind.clone(), Value::Array(list_kept));
    }
    (kept, messages)
}

/// Why a user cannot be named where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    /// No user of the company, or none that counts.
    Unknown,
    /// It lacks a role.
    Roleless,
}

impl Unfit {
    /// What is said of it, in the words that were seen.
    pub(super) fn message(self, path: &str) -> Message {
        match self {
            Self::Unknown => Message::error(path, "Invalid User ID"),
            Self::Roleless => Message::error(path, format!("Invalid Permissions for '{path}'")),
        }
    }
}

/// A fault of the table as a message.
pub(super) fn error(fault: Fault) -> Message {
    Message::error(fault.path, fault.text)
}

fn approver(
    version: &Version,
    kind: &str,
    reference: &Value,
    before: &Map<String, Value>,
) -> Result<Value, Unfit> {
    let stays = entries(before, kind)
        .map(|entry| &entry["approver"])
        .find(|kept| is_same(kept, reference));
    if let Some(kept) = stays {
        return Ok(kept.clone());
    }
    let user = person::meant(&version.users, reference).ok_or(Unfit::Unknown)?;
    let must_be_active = version.policies.choose::<InactiveApprover>() == InactiveApprover::Refused;
    if must_be_active && !person::is_active(&version.users, user) {
        return Err(Unfit::Unknown);
    }
    if may_approve(version, user, kind) {
        Ok(person::kept(user))
    } else {
        Err(Unfit::Roleless)
    }
}

fn may_approve(version: &Version, user: Uuid, kind: &str) -> bool {
    let role = ROLES.iter().find(|(known, _)| *known == kind);
    role.is_none_or(|(_, role)| version.roles.holds_anywhere(user, role))
}

/// Whether a reference names what is kept: the same id, or the same number of somebody who is not there yet.
pub(super) fn is_same(kept: &Value, reference: &Value) -> bool {
    let text = |value: &Value, name: &str| {
        let text = value.get(name).and_then(Value::as_str);
        text.map(str::to_ascii_lowercase)
    };
    match (text(kept, "value"), text(reference, "value")) {
        (Some(kept), Some(given)) => kept == given,
        (None, None) => {
            let number = text(kept, "employeeNumber");
            number.is_some() && number == text(reference, "employeeNumber")
        }
        _ => false,
    }
}

/// The entries of a kept list.
pub(super) fn entries<'l>(
    lists: &'l Map<String, Value>,
    list: &str,
) -> impl Iterator<Item = &'l Value> {
    lists
        .get(list)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}
