//! What a travel extension refers to and what must be there: rule class, groups, org unit, custom fields, manager.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::Version;
use super::super::configuration::{Configuration, RuleClass};
use super::super::provision::Message;
use super::super::unique::Unique;
use super::{invalid, path_of};
use crate::ids;
use crate::policy::travel::UnknownManager;
use crate::scim::compare::fold;

/// Brings the references into the form in which they are kept; says what is not there.
pub(super) fn resolve(members: &mut Map<String, Value>, version: &Version) -> Vec<Message> {
    let configuration = &version.configuration;
    let mut messages = Vec::new();
    rule_class(members, configuration, &mut messages);
    if let Some(unit) = members.get("orgUnit").and_then(Value::as_str)
        && !configuration
            .travel_org_units
            .iter()
            .any(|known| known == unit)
    {
        messages.push(invalid(&path_of("orgUnit")));
    }
    custom_fields(members, configuration, &mut messages);
    manager(members, version, &mut messages);
    groups(members, configuration, &mut messages);
    messages
}

/// A rule class is named by its id or its exact name. ASSUMED: where both are sent, both must name the same.
fn rule_class(
    members: &mut Map<String, Value>,
    configuration: &Configuration,
    messages: &mut Vec<Message>,
) {
    let Some(given) = members.get("ruleClass") else {
        return;
    };
    let (id, name) = (given["id"].as_i64(), given["name"].as_str());
    let is_meant = |known: &&RuleClass| {
        id.is_none_or(|id| known.id == id) && name.is_none_or(|name| known.name == name)
    };
    if let Some(known) = configuration.rule_classes.iter().find(is_meant) {
        let kept = json!({"id": known.id, "name": known.name});
        members.insert("ruleClass".to_owned(), kept);
        return;
    }
    let is_known = |id: i64| {
        configuration
            .rule_classes
            .iter()
            .any(|known| known.id == id)
    };
    let to_blame = if id.is_some_and(|id| name.is_none() || !is_known(id)) {
        "ruleClass.id"
    } else {
        "ruleClass.name"
    };
    messages.push(invalid(&path_of(to_blame)));
}

/// ASSUMED: a field that comes twice has the later value, since an official sample sends an id twice.
fn custom_fields(
    members: &mut Map<String, Value>,
    configuration: &Configuration,
    messages: &mut Vec<Message>,
) {
    let Some(Value::Array(given)) = members.shift_remove("customFields") else {
        return;
    };
    let mut kept: Vec<Value> = Vec::new();
    for field in given {
        let name = field["name"].as_str().unwrap_or_default().to_owned();
        let is_known = |known: &String| known.eq_ignore_ascii_case(&name);
        if !configuration.travel_custom_fields.iter().any(is_known) {
            messages.push(invalid(&path_of(&format!(
                "customFields[name eq \"{name}\"]"
            ))));
            continue;
        }
        kept.retain(|earlier| !is_same(&earlier["name"], &name));
        if field.get("value").is_some() {
            kept.push(field);
        }
    }
    if !kept.is_empty() {
        members.insert("customFields".to_owned(), Value::from(kept));
    }
}

/// Whether a kept name is this one, in any case.
fn is_same(kept: &Value, name: &str) -> bool {
    kept.as_str()
        .is_some_and(|kept| kept.eq_ignore_ascii_case(name))
}

/// A manager is named by its id, by its employee number, or by both, and kept by its id. The words for one that is not
/// there are those that were observed for approvers. ASSUMED: it must be there when the extension is written.
fn manager(members: &mut Map<String, Value>, version: &Version, messages: &mut Vec<Message>) {
    let Some(given) = members.get("manager") else {
        return;
    };
    let id = given["value"].as_str();
    let number = given["employeeNumber"].as_str();
    let found = match id {
        Some(id) => ids::read(id).filter(|id| version.users.get(*id).is_some()),
        None => number.and_then(|number| holder(version, number)),
    };
    let fits = |found: Uuid| {
        id.is_none() || number.is_none_or(|number| holder(version, number) == Some(found))
    };
    let may_wait = version.policies.choose::<UnknownManager>() == UnknownManager::Kept;
    let kept = match (found, number) {
        (Some(found), _) if fits(found) => json!({"value": found.to_string()}),
        (None, Some(number)) if may_wait && id.is_none() => json!({"employeeNumber": number}),
        _ => {
            messages.push(Message::error(path_of("manager"), "Invalid User ID"));
            return;
        }
    };
    members.insert("manager".to_owned(), kept);
}

/// The user of this employee number.
pub(super) fn holder(version: &Version, number: &str) -> Option<Uuid> {
    let found = version.users.find(Unique::EmployeeNumber, &fold(number))?;
    Some(found.id)
}

fn groups(
    members: &mut Map<String, Value>,
    configuration: &Configuration,
    messages: &mut Vec<Message>,
) {
    let Some(given) = members.get_mut("groups").and_then(Value::as_array_mut) else {
        return;
    };
    for (at, group) in given.iter().enumerate() {
        let is_known = |known: &i64| group.as_i64() == Some(*known);
        if !configuration.travel_groups.iter().any(is_known) {
            messages.push(invalid(&path_of(&format!("groups[{at}]"))));
        }
    }
    let mut seen = BTreeSet::new();
    given.retain(|group| seen.insert(group.as_i64()));
}
