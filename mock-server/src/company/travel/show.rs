//! The travel part of a user as its readers see it: every member there is, what is not set as null or as an empty text.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::Version;
use super::super::extensions::Extension;
use super::super::record::Record;
use super::refer::holder;
use crate::ids;
use crate::policy::travel::{ManagerIdCase, UnsetName};
use crate::scim::schema::ENTERPRISE;

/// The members that the private scope shows.
pub(crate) const PRIVATE: [&str; 3] = ["travelCrsName", "travelNameRemark", "gender"];

/// The parts of a travel name and of the name in the identity document, in the order of the published reply.
const NAME_PARTS: [(&str, &str); 6] = [
    ("namePrefix", "honorificPrefix"),
    ("givenName", "givenName"),
    ("hasNoMiddleName", "hasNoMiddleName"),
    ("middleName", "middleName"),
    ("familyName", "familyName"),
    ("honorificSuffix", "honorificSuffix"),
];

/// Whether the user has a travel profile.
pub(crate) fn has_profile(version: &Version, user: Uuid) -> bool {
    version.extensions.text(user, Extension::Travel).is_some()
}

/// The extension in the order of the published reply. What is not set is null there, but for the remark, which is empty;
/// ASSUMED: so it is with `ruleClass` and `gender`, which every published user has.
pub(crate) fn extension(version: &Version, record: &Record) -> Map<String, Value> {
    let kept = version.extensions.read(record.id, Extension::Travel);
    let or_null = |name: &str| kept.get(name).cloned().unwrap_or_default();
    let mut shown = Map::new();
    let mut put = |name: &str, value: Value| shown.insert(name.to_owned(), value);
    put("ruleClass", rule_class(version, &kept));
    put("travelCrsName", or_null("travelCrsName"));
    if let Some(name) = name(version, record, &kept) {
        put("name", name);
    }
    let remark = kept.get("travelNameRemark").cloned();
    put(
        "travelNameRemark",
        remark.unwrap_or_else(|| Value::from("")),
    );
    put("gender", or_null("gender"));
    put("orgUnit", or_null("orgUnit"));
    put("customFields", custom_fields(version, &kept));
    put("manager", manager(version, &kept));
    let groups = kept.get("groups").cloned();
    put("groups", groups.unwrap_or_else(|| json!([])));
    shown
}

/// The rule class by the name that it has today.
fn rule_class(version: &Version, kept: &Map<String, Value>) -> Value {
    let Some(class) = kept.get("ruleClass") else {
        return Value::Null;
    };
    let id = class["id"].as_i64();
    let classes = &version.configuration.rule_classes;
    let today = classes.iter().find(|known| Some(known.id) == id);
    let name = today.map_or_else(
        || class["name"].clone(),
        |known| Value::from(known.name.as_str()),
    );
    json!({"name": name, "id": id})
}

fn name(version: &Version, record: &Record, kept: &Map<String, Value>) -> Option<Value> {
    let own = kept.get("name").and_then(Value::as_object);
    if own.is_none() && version.policies.choose::<UnsetName>() == UnsetName::LeftOut {
        return None;
    }
    let identity = || record.members(&["name"]).remove("name").unwrap_or_default();
    let (source, is_own) = match own {
        Some(own) => (Value::Object(own.clone()), true),
        None => (identity(), false),
    };
    let parts = NAME_PARTS.into_iter().map(|(part, of_identity)| {
        let value = &source[if is_own { part } else { of_identity }];
        let value = match (part, value) {
            ("hasNoMiddleName", Value::Null) => Value::Bool(false),
            (_, value) => value.clone(),
        };
        (part.to_owned(), value)
    });
    Some(Value::Object(parts.collect()))
}

/// Every field of the company; one without a value has no member for it.
fn custom_fields(version: &Version, kept: &Map<String, Value>) -> Value {
    let fields = kept.get("customFields").and_then(Value::as_array);
    let of = |name: &str| {
        let mut fields = fields.into_iter().flatten();
        let found = fields.find(|field| field["name"] == name)?;
        found.get("value").cloned()
    };
    let names = version.configuration.travel_custom_fields.iter();
    names
        .map(|name| match of(name) {
            Some(value) => json!({"name": name, "value": value}),
            None => json!({"name": name}),
        })
        .collect()
}

/// The manager as it is today. ASSUMED: one who was deleted since keeps the id alone, and one whose number nobody has
/// the number alone.
fn manager(version: &Version, kept: &Map<String, Value>) -> Value {
    let Some(kept) = kept.get("manager") else {
        return Value::Null;
    };
    let by_id = kept["value"].as_str().and_then(ids::read);
    let by_number = || holder(version, kept["employeeNumber"].as_str()?);
    let Some(id) = by_id.or_else(by_number) else {
        return json!({"value": Value::Null, "employeeNumber": kept["employeeNumber"]});
    };
    let number = version
        .users
        .get(id)
        .and_then(|record| record.members(&[ENTERPRISE]).remove(ENTERPRISE))
        .map(|enterprise| enterprise["employeeNumber"].clone());
    let id = match version.policies.choose() {
        ManagerIdCase::Upper => id.to_string().to_uppercase(),
        ManagerIdCase::Lower => id.to_string(),
    };
    json!({"value": id, "employeeNumber": number})
}
