//! The cuts that PATCH makes: find the parent of an attribute, take away an attribute or some of its values.

use serde_json::{Map, Value};

use super::dialect::Adding;
use crate::scim::attribute::Attribute;
use crate::scim::schema::ENTERPRISE;

/// What happens to an object on the way that is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// It comes into being.
    Made,
    /// It stays absent.
    Stays,
}

/// The object that holds the attribute.
pub(super) fn parent<'d>(
    document: &'d mut Map<String, Value>,
    outer: &[&'static Attribute],
    absent: Absent,
) -> Option<&'d mut Map<String, Value>> {
    outer.iter().try_fold(document, |object, step| {
        if absent == Absent::Stays {
            return object.get_mut(step.name)?.as_object_mut();
        }
        object
            .entry(step.name)
            .or_insert_with(|| Value::Object(Map::new()))
            .as_object_mut()
    })
}

/// What stands at the end of the path.
pub(super) fn current<'d>(
    document: &'d Map<String, Value>,
    steps: &[&'static Attribute],
) -> Option<&'d Value> {
    let (last, outer) = steps.split_last()?;
    let parent = outer
        .iter()
        .try_fold(document, |object, step| object.get(step.name)?.as_object())?;
    parent.get(last.name)
}

/// Removes an attribute, or of a list the entries that equal one of the values, as the sample collection does.
pub(super) fn remove(
    parent: &mut Map<String, Value>,
    attribute: &Attribute,
    value: Option<&Value>,
) {
    let (Some(value), true) = (value, attribute.is_many()) else {
        parent.shift_remove(attribute.name);
        return;
    };
    let unwanted = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    if let Some(entries) = parent.get_mut(attribute.name).and_then(Value::as_array_mut) {
        entries.retain(|entry| !unwanted.iter().any(|unwanted| covers(unwanted, entry)));
    }
}

/// A list with more entries behind it. The RFC's `add` adds nothing twice (RFC 7644 §3.5.2.1).
pub(super) fn appended(
    parent: &Map<String, Value>,
    attribute: &Attribute,
    entries: Vec<Value>,
    adding: Adding,
) -> Vec<Value> {
    let mut kept = parent
        .get(attribute.name)
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    for entry in entries {
        if adding == Adding::Replaces || !kept.contains(&entry) {
            kept.push(entry);
        }
    }
    kept
}

/// Removes a manager without an id: taking the id away takes the manager away.
pub(super) fn drop_nobody(document: &mut Map<String, Value>) {
    let Some(enterprise) = document.get_mut(ENTERPRISE).and_then(Value::as_object_mut) else {
        return;
    };
    let is_nobody = enterprise
        .get("manager")
        .and_then(Value::as_object)
        .is_some_and(|manager| !manager.contains_key("value"));
    if is_nobody {
        enterprise.shift_remove("manager");
    }
}

/// Whether an entry has everything that the pattern says.
fn covers(pattern: &Value, entry: &Value) -> bool {
    match (pattern, entry) {
        (Value::Object(pattern), Value::Object(entry)) => pattern
            .iter()
            .all(|(name, value)| entry.get(name).is_some_and(|found| covers(value, found))),
        (Value::String(pattern), Value::String(entry)) => pattern.eq_ignore_ascii_case(entry),
        (pattern, entry) => pattern == entry,
    }
}
