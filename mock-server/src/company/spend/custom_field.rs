//! The custom fields of a spend profile: which there are, which values they take, and what one does that comes twice.

use serde_json::{Map, Value, json};

use super::approver::{entries, error};
use crate::company::configuration::{Configuration, CustomField};
use crate::company::provision::Message;
use crate::policy::spend_writing::RepeatedCustomField;
use crate::scim::spend::judge::{Fault, entry_path};
use crate::scim::spend::schema::USER;

/// The member of the profile.
const MEMBER: &str = "customData";

/// Whether a profile is judged for what it lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// It was sent as a whole.
    Whole,
    /// Some of it was changed.
    Changed,
}

/// What is kept of the fields of a profile, by the ids of the configuration and without blanks. A field that stays is not
/// judged again.
pub(super) fn judge(
    configuration: &Configuration,
    profile: &mut Map<String, Value>,
    before: &Map<String, Value>,
    extent: Extent,
    repeated: RepeatedCustomField,
) -> Vec<Message> {
    let (mut kept, mut messages): (Vec<Value>, _) = (Vec::new(), Vec::new());
    let list = format!("{USER}:{MEMBER}");
    for (at, entry) in entries(profile, MEMBER).enumerate() {
        let path = entry_path(&list, entry, at);
        let (field, value) = match field(configuration, entry, before, &path) {
            Ok(judged) => judged,
            Err(fault) => {
                messages.push(fault);
                continue;
            }
        };
        let same = kept.iter().position(|kept| kept["id"] == field);
        let field = json!({"id": field, "value": value});
        match (same, repeated) {
            (None, _) => kept.push(field),
            (Some(at), RepeatedCustomField::Last) => kept[at] = field,
            (Some(_), RepeatedCustomField::First) => {}
            (Some(_), RepeatedCustomField::Refused) => {
                messages.push(error(Fault::value(&format!("{path}.id"))));
            }
        }
    }
    // ASSUMED: a blank takes a field away; replies show fields without a value as blank.
    kept.retain(|field| field["value"] != "");
    for field in configuration
        .custom_fields
        .iter()
        .filter(|field| field.required)
    {
        let is_it = |kept: &Value| kept["id"] == *field.id;
        let had = entries(before, MEMBER).any(is_it);
        if !kept.iter().any(is_it) && (extent == Extent::Whole || had) {
            let path = format!("{list}[id eq \"{}\"]", field.id);
            messages.push(error(Fault::missing(&path)));
        }
    }
    if kept.is_empty() {
        profile.shift_remove(MEMBER);
    } else {
        profile.insert(MEMBER.to_owned(), Value::Array(kept));
    }
    messages
}

/// A field of the form with the value that it is to have.
fn field(
    configuration: &Configuration,
    entry: &Value,
    before: &Map<String, Value>,
    path: &str,
) -> Result<(String, String), Message> {
    let text = |name: &str| entry[name].as_str().unwrap_or_default();
    let (id, value) = (text("id"), text("value"));
    let stays = entries(before, MEMBER).any(|kept| kept["id"] == id && kept["value"] == value);
    if stays {
        return Ok((id.to_owned(), value.to_owned()));
    }
    let is_meant = |field: &&CustomField| field.id.eq_ignore_ascii_case(id);
    let Some(field) = configuration.custom_fields.iter().find(is_meant) else {
        return Err(error(Fault::value(&format!("{path}.id"))));
    };
    let path = format!("{path}.value");
    if value.chars().count() > field.max_length {
        return Err(error(Fault::size(&path)));
    }
    let is_item = field.list.is_none() || configuration.item(field, value).is_some();
    if !value.is_empty() && !is_item {
        return Err(Message::error(path, "Invalid List Item"));
    }
    Ok((field.id.clone(), value.to_owned()))
}
