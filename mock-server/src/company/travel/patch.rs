//! A PATCH of the travel extension, in the forms that Concur's pages and sample collection show.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::super::configuration::Configuration;
use super::super::provision::Message;
use super::invalid;
use crate::policy::judging::HasNoMiddleName;
use crate::policy::travel::CustomFieldObject;
use crate::policy::writing::ListAdd;
use crate::policy::{Choice as _, Policies, Setting};
use crate::scim::patch::{self, Adding, Dialect, PatchError};
use crate::scim::scope::{Rights, Write};
use crate::scim::travel::schema::{TRAVEL, TRAVEL_USER};

/// The extension's URN without what it extends, as the sample collection writes it in one path.
const MISSPELT: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:";

/// Members whose parts name one thing, so that a new part does away with the others.
const REFERENCES: [&str; 2] = ["ruleClass", "manager"];

/// What the operations make of the kept extension. Every operation that fails has its message, and one is enough to
/// refuse them all.
pub(super) fn apply(
    before: Map<String, Value>,
    operations: &[Value],
    configuration: &Configuration,
    policies: &Policies,
) -> Result<Map<String, Value>, Vec<Message>> {
    // The name of a traveller is where this member belongs, whatever the core user does with it.
    let kept = HasNoMiddleName::Kept as u64;
    let policies = policies.with(&[Setting::Value(HasNoMiddleName::DEFINITION, kept)]);
    let mut document = Map::new();
    if !before.is_empty() {
        let before = with_empty_fields(before, configuration);
        document.insert(TRAVEL.to_owned(), Value::Object(before));
    }
    let mut messages = Vec::new();
    for operation in operations {
        let operation = spelt_right(operation);
        loosen(&mut document, &operation);
        let adding = adding(&operation, &policies);
        let dialect = Dialect {
            schema: &TRAVEL_USER,
            rights: Rights::of(Write::ALL.map(Write::name)),
            adding,
            policies: &policies,
        };
        let body = json!({"Operations": [&*operation]});
        if let Err(error) = patch::apply(&mut document, &body, dialect) {
            messages.push(invalid(&to_blame(&error, &operation)));
        }
    }
    if !messages.is_empty() {
        return Err(messages);
    }
    let after = document.remove(TRAVEL).unwrap_or_default();
    let Value::Object(after) = after else {
        return Err(vec![invalid(TRAVEL)]);
    };
    Ok(without_empty_fields(after))
}

/// The operation with the path that its author meant.
fn spelt_right(operation: &Value) -> Cow<'_, Value> {
    let path = operation.get("path").and_then(Value::as_str);
    let rest = path
        .and_then(|path| Some((path.get(..MISSPELT.len())?, &path[MISSPELT.len()..])))
        .filter(|(front, _)| front.eq_ignore_ascii_case(MISSPELT))
        .map(|(_, rest)| rest);
    let is_right = |rest: &str| {
        let first = rest.split(':').next().unwrap_or_default();
        first.eq_ignore_ascii_case("User")
    };
    match rest {
        Some(rest) if !is_right(rest) => {
            let mut operation = operation.clone();
            operation["path"] = Value::from(format!("{TRAVEL}:{rest}"));
            Cow::Owned(operation)
        }
        _ => Cow::Borrowed(operation),
    }
}

/// Takes away the parts that a new part of the same reference contradicts.
fn loosen(document: &mut Map<String, Value>, operation: &Value) {
    let Some(kept) = document.get_mut(TRAVEL).and_then(Value::as_object_mut) else {
        return;
    };
    if operation["op"] == "remove" {
        return;
    }
    let path = operation["path"].as_str().unwrap_or_default();
    let rest = path.get(TRAVEL.len()..).unwrap_or_default();
    let named = rest.trim_start_matches(':').split('.').next();
    for reference in REFERENCES {
        let is_named = named.is_some_and(|named| named.eq_ignore_ascii_case(reference));
        let is_member = named == Some("") && operation["value"].get(reference).is_some();
        if is_named || is_member {
            kept.shift_remove(reference);
        }
    }
}

/// What `add` does to the list of this operation: it replaces it, as the provisioning page says of every value without a
/// filter, and so does the single custom field that an official sample sends.
fn adding(operation: &Value, policies: &Policies) -> Adding {
    let is_object = operation["value"].is_object();
    let is_one_field = is_object
        && operation["path"]
            .as_str()
            .is_some_and(|path| path.to_ascii_lowercase().ends_with(":customfields"));
    let joins = policies.choose::<CustomFieldObject>() == CustomFieldObject::Joins;
    match policies.choose() {
        ListAdd::Appends => Adding::Appends,
        _ if is_one_field && joins => Adding::Appends,
        ListAdd::LeavesAppend | ListAdd::Replaces => Adding::ReplacesLeaves,
    }
}

/// The path that an operation fails for, as far as a message needs it.
fn to_blame(error: &PatchError, operation: &Value) -> String {
    const SHOWN: usize = 255;
    let path = match error {
        PatchError::Path(path)
        | PatchError::NoTarget(path)
        | PatchError::Mutability(path)
        | PatchError::Value { path, .. } => path.as_str(),
        PatchError::Syntax(_) | PatchError::Scope(_) => {
            operation["path"].as_str().unwrap_or_default()
        }
    };
    let path = if path.is_empty() { TRAVEL } else { path };
    path.chars().take(SHOWN).collect()
}

/// The extension with every field of the company, as it is read: a field without a value can be picked, too.
fn with_empty_fields(
    mut members: Map<String, Value>,
    configuration: &Configuration,
) -> Map<String, Value> {
    let mut fields = match members.shift_remove("customFields") {
        Some(Value::Array(fields)) => fields,
        _ => Vec::new(),
    };
    for name in &configuration.travel_custom_fields {
        if fields.iter().all(|field| field["name"] != name.as_str()) {
            fields.push(json!({"name": name}));
        }
    }
    members.insert("customFields".to_owned(), Value::from(fields));
    members
}

fn without_empty_fields(mut members: Map<String, Value>) -> Map<String, Value> {
    if let Some(fields) = members
        .get_mut("customFields")
        .and_then(Value::as_array_mut)
    {
        fields.retain(|field| {
            !field.is_object() || !field["name"].is_string() || field.get("value").is_some()
        });
    }
    members
}
