//! `spend:2.0:Role`: the roles of a user and the groups in which they count.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::approver::error;
use crate::company::Version;
use crate::company::provision::Message;
use crate::company::roles::GLOBAL;
use crate::policy::spend_writing::EntitlementRoles;
use crate::scim::spend::judge::{Fault, entry_path};
use crate::scim::spend::role_code::{self, BY_ENTITLEMENT, EXCLUSIVE, SPECIAL};
use crate::scim::spend::schema::ROLE;

/// A role with a group in which it counts.
type Grant = (String, String);

/// The roles of a user as the extension shows them; roles of other services are none of Spend's.
pub(super) fn shown(version: &Version, user: Uuid) -> Map<String, Value> {
    let mut groups: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let held = version.roles.of_user(user);
    for (code, group) in held.filter(|(code, _)| role_code::find(code).is_some()) {
        groups.entry(code).or_default().push(group);
    }
    let roles: Vec<Value> = groups
        .into_iter()
        .map(|(code, groups)| json!({"roleName": code, "roleGroups": groups}))
        .collect();
    let mut shown = Map::new();
    if !roles.is_empty() {
        shown.insert("roles".to_owned(), Value::Array(roles));
    }
    shown
}

/// Whether the role follows from an entitlement.
fn is_entitlement(code: &str) -> bool {
    BY_ENTITLEMENT.iter().any(|(_, role)| *role == code)
}

/// The roles that the user has and that a write may take away.
fn held(version: &Version, user: Uuid) -> BTreeSet<Grant> {
    let held = version.roles.of_user(user);
    held.filter(|(code, _)| role_code::find(code).is_some() && !is_entitlement(code))
        .map(|(code, group)| (code.to_string(), group.to_string()))
        .collect()
}

/// Gives and takes roles until the user has those of this list, unless something is wrong with it.
///
/// Roles of entitlements stay as they are, whether they are listed or not. A role that stays is not judged again.
pub(super) fn write(version: &mut Version, user: Uuid, given: &Map<String, Value>) -> Vec<Message> {
    let before = held(version, user);
    let (after, messages) = judge(version, user, given, &before);
    if !messages.is_empty() {
        return messages;
    }
    for (code, group) in before.difference(&after) {
        version.roles.take_in(user, code, group);
    }
    for (code, group) in after.difference(&before) {
        version.roles.give_in(user, code, group);
    }
    messages
}

fn judge(
    version: &Version,
    user: Uuid,
    given: &Map<String, Value>,
    before: &BTreeSet<Grant>,
) -> (BTreeSet<Grant>, Vec<Message>) {
    let list = format!("{ROLE}:roles");
    let (mut after, mut faults) = (BTreeSet::new(), Vec::new());
    let entries = given.get("roles").and_then(Value::as_array);
    for (at, entry) in entries.into_iter().flatten().enumerate() {
        let path = entry_path(&list, entry, at);
        let code = entry["roleName"].as_str().unwrap_or_default();
        if is_entitlement(code) {
            faults.extend(unentitled(version, user, code, &path));
            continue;
        }
        let groups = groups(entry);
        let grants = groups
            .iter()
            .map(|group| (code.to_owned(), (*group).to_owned()));
        let grants: Vec<Grant> = grants.collect();
        if grants.iter().any(|grant| !before.contains(grant)) {
            faults.extend(unfit(version, code, &groups, &path));
        }
        after.extend(grants);
        let holds = |code: &str| after.iter().any(|(held, _)| held == code);
        if EXCLUSIVE.contains(&code) && EXCLUSIVE.into_iter().all(holds) {
            faults.push(Fault::value(&format!("{path}.roleName")));
        }
    }
    (after, faults.into_iter().map(error).collect())
}

/// The groups of an entry: none stands for the global one, and so does an empty text.
fn groups(entry: &Value) -> Vec<&str> {
    let groups = entry.get("roleGroups").and_then(Value::as_array);
    let groups: Vec<&str> = groups
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    if groups.is_empty() {
        vec![GLOBAL]
    } else {
        groups
    }
}

fn unentitled(version: &Version, user: Uuid, code: &str, path: &str) -> Option<Fault> {
    let is_refused = version.policies.choose::<EntitlementRoles>() == EntitlementRoles::Refused;
    (is_refused && !version.roles.holds(user, code))
        .then(|| Fault::value(&format!("{path}.roleName")))
}

/// What is wrong with a role that the user does not have yet in all these groups.
fn unfit(version: &Version, code: &str, groups: &[&str], path: &str) -> Vec<Fault> {
    let role = role_code::find(code).filter(|_| !SPECIAL.contains(&code));
    let Some(role) = role else {
        return vec![Fault::value(&format!("{path}.roleName"))];
    };
    let is_local = groups.iter().any(|group| *group != GLOBAL);
    if is_local && !role.is_group_aware() {
        return vec![Fault::value(&format!("{path}.roleGroups"))];
    }
    let known = &version.configuration.role_groups;
    groups
        .iter()
        .enumerate()
        .filter(|(_, group)| **group != GLOBAL && !known.iter().any(|known| known == *group))
        .map(|(at, _)| Fault::value(&format!("{path}.roleGroups[{at}]")))
        .collect()
}
