//! Takes a changed profile apart: what of it belongs to the identity document, to the travel extension, to the profile itself.

use serde_json::{Map, Value, json};

use super::compose::{
    ADDRESS_PARTS, ADDRESS_TYPES, CORE_PARTS, EMAIL_TYPES, ENTERPRISE_PARTS, LANGUAGE_EMPTIED,
    NAME_PARTS, OWN, OWN_GENERAL, OWN_SECURITY, PHONE_TYPES, Profile, TEXT, Types,
};
use super::rules::{entries, manager};
use crate::company::Version;
use crate::scim::derive::Resource;
use crate::scim::schema::ENTERPRISE;

/// A profile before and after an update.
#[derive(Clone, Copy)]
pub(super) struct Step<'s> {
    pub(super) before: &'s Profile,
    pub(super) after: &'s Profile,
}

/// Elements of `General` and the parts of a travel name.
const TRAVEL_NAME: &Types = &[
    ("namePrefix", "NamePrefix"),
    ("givenName", "FirstName"),
    ("middleName", "MiddleName"),
    ("familyName", "LastName"),
    ("honorificSuffix", "NameSuffix"),
];

impl Step<'_> {
    fn has_changed(self, section: &str) -> bool {
        self.before.get(section) != self.after.get(section)
    }

    /// The new value of an element; `None` if it is the old one, null if there is none any more.
    fn change(self, group: &str, element: &str) -> Option<Value> {
        let of = |profile: &Profile| {
            let group = profile.get(group);
            group
                .map(|group| group[element].clone())
                .unwrap_or_default()
        };
        let (old, new) = (of(self.before), of(self.after));
        (old != new).then_some(new)
    }

    /// Brings the changed elements of a group into the members of the same.
    fn carry(self, group: &str, names: &Types, into: &mut Map<String, Value>) {
        for (member, element) in names {
            if let Some(new) = self.change(group, element) {
                set(into, member, new);
            }
        }
    }
}

fn set(members: &mut Map<String, Value>, name: &str, value: Value) {
    if value.is_null() {
        members.shift_remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
}

/// Changes an object inside, which is made if it is not there and goes if it ends empty.
fn inside(
    members: &mut Map<String, Value>,
    name: &str,
    change: impl FnOnce(&mut Map<String, Value>),
) {
    let mut object = match members.get(name) {
        Some(Value::Object(object)) => object.clone(),
        _ => Map::new(),
    };
    change(&mut object);
    if object.is_empty() {
        members.shift_remove(name);
    } else {
        members.insert(name.to_owned(), Value::Object(object));
    }
}

/// The identity document after the step.
pub(super) fn identity(step: Step<'_>, before: &Resource) -> Resource {
    let mut resource = before.clone();
    inside(&mut resource, "name", |name| {
        step.carry("General", NAME_PARTS, name);
        if let Some(Value::Bool(flag)) = step.change("TSAInfo", "NoMiddleName") {
            name.insert("hasNoMiddleName".to_owned(), Value::from(flag));
        }
        // The initial follows from the middle name.
        if step.change("General", "MiddleName").is_some() {
            name.shift_remove("middleInitial");
        }
    });
    step.carry("General", CORE_PARTS, &mut resource);
    inside(&mut resource, ENTERPRISE, |enterprise| {
        step.carry("General", ENTERPRISE_PARTS, enterprise);
    });
    if let Some(language) = step.change("General", "PreferredLanguage")
        && !language.is_null()
    {
        resource.insert("preferredLanguage".to_owned(), language);
    }
    if let Some(birth) = step.change("TSAInfo", "DateOfBirth") {
        set(&mut resource, "dateOfBirth", birth);
    }
    if step.has_changed("EmergencyContact") {
        emergency_contact(step.after, &mut resource);
    }
    if step.has_changed("Telephones") {
        let list = telephones(step.after, &resource);
        replace(&mut resource, "phoneNumbers", PHONE_TYPES, list);
    }
    if step.has_changed("Addresses") {
        let list = addresses(step.after, &resource);
        replace(&mut resource, "addresses", ADDRESS_TYPES, list);
    }
    if step.has_changed("EmailAddresses") {
        let list = emails(step.after, &resource);
        replace(&mut resource, "emails", EMAIL_TYPES, list);
    }
    resource
}

/// Puts entries in the place of those whose types the profile knows.
fn replace(resource: &mut Resource, list: &str, types: &Types, entries: Vec<Value>) {
    let mut kept = match resource.shift_remove(list) {
        Some(Value::Array(kept)) => kept,
        _ => Vec::new(),
    };
    kept.retain(|entry| types.iter().all(|(today, _)| entry["type"] != *today));
    kept.splice(0..0, entries);
    if !kept.is_empty() {
        resource.insert(list.to_owned(), Value::from(kept));
    }
}

fn today(types: &Types, kind: &Value) -> Option<&'static str> {
    let found = types.iter().find(|(_, name)| kind == name);
    found.map(|(today, _)| *today)
}

/// The entry of this type and value as it was, or a new one.
fn known(resource: &Resource, list: &str, kind: &str, value: &Value) -> Map<String, Value> {
    let entries = resource.get(list).and_then(Value::as_array);
    let mut entries = entries.into_iter().flatten();
    let found = entries.find(|entry| entry["type"] == kind && entry["value"] == *value);
    match found {
        Some(Value::Object(found)) => found.clone(),
        _ => Map::new(),
    }
}

fn telephones(profile: &Profile, resource: &Resource) -> Vec<Value> {
    let phones = entries(profile, "Telephones").into_iter();
    let phones = phones.filter_map(|phone| {
        let kind = today(PHONE_TYPES, &phone["Type"])?;
        let mut entry = known(resource, "phoneNumbers", kind, &phone["PhoneNumber"]);
        set(&mut entry, "type", Value::from(kind));
        set(&mut entry, "value", phone["PhoneNumber"].clone());
        if kind == "mobile" {
            set(&mut entry, "issuingCountry", phone["CountryCode"].clone());
            set(
                &mut entry,
                "primary",
                Value::from(phone["PrimaryMobile"] == true),
            );
            set(
                &mut entry,
                "notifications",
                Value::from(phone["ContactOptIn"] == true),
            );
        }
        if kind == "work" {
            set(&mut entry, "workExtension", phone["Extension"].clone());
        }
        Some(Value::Object(entry))
    });
    phones.collect()
}

fn addresses(profile: &Profile, resource: &Resource) -> Vec<Value> {
    let addresses = entries(profile, "Addresses").into_iter();
    let addresses = addresses.filter_map(|address| {
        let kind = today(ADDRESS_TYPES, &address["Type"])?;
        let mut entry = known(resource, "addresses", kind, &Value::Null);
        set(&mut entry, "type", Value::from(kind));
        for (member, element) in ADDRESS_PARTS {
            set(&mut entry, member, address[*element].clone());
        }
        Some(Value::Object(entry))
    });
    addresses.collect()
}

/// An address that is new is not verified.
fn emails(profile: &Profile, resource: &Resource) -> Vec<Value> {
    let emails = entries(profile, "EmailAddresses").into_iter();
    let emails = emails.filter_map(|email| {
        let kind = today(EMAIL_TYPES, &email["Type"])?;
        let mut entry = known(resource, "emails", kind, &email[TEXT]);
        set(&mut entry, "type", Value::from(kind));
        set(&mut entry, "value", email[TEXT].clone());
        set(
            &mut entry,
            "notifications",
            Value::from(email["Contact"] == true),
        );
        Some(Value::Object(entry))
    });
    emails.collect()
}

/// ASSUMED: a contact without a name is none, and one without a relationship is related otherwise, since the core user
/// needs both.
fn emergency_contact(profile: &Profile, resource: &mut Resource) {
    let contact = profile.get("EmergencyContact").cloned().unwrap_or_default();
    if !contact["Name"].is_string() {
        resource.shift_remove("emergencyContacts");
        return;
    }
    let before = resource
        .get("emergencyContacts")
        .map(|contacts| contacts[0].clone());
    let mut entry = match before {
        Some(Value::Object(entry)) => entry,
        _ => Map::new(),
    };
    set(&mut entry, "name", contact["Name"].clone());
    let relationship = match contact["Relationship"].as_str() {
        Some("LifePartner") => "Life Partner",
        Some(relationship) if !relationship.is_empty() => relationship,
        _ => "Other",
    };
    set(&mut entry, "relationship", Value::from(relationship));
    let phones = contact["Phones"].as_array().cloned().unwrap_or_default();
    let phone = |kind: &str| {
        let mut phones = phones.iter();
        phones
            .find(|phone| phone["Type"] == kind)?
            .get(TEXT)
            .cloned()
    };
    let numbers: Vec<Value> = ["DayTime", "Alternate"]
        .into_iter()
        .filter_map(phone)
        .collect();
    entry.shift_remove("phones");
    if !numbers.is_empty() {
        set(&mut entry, "phones", Value::from(numbers));
    }
    for (member, element) in ADDRESS_PARTS {
        set(&mut entry, member, contact["Address"][*element].clone());
    }
    resource.insert("emergencyContacts".to_owned(), json!([entry]));
}

/// The travel extension after the step; `None` if nothing of it changes. ASSUMED: a user who has none gets one, with the
/// first rule class of the company where none is named.
pub(super) fn travel(
    step: Step<'_>,
    version: &Version,
    kept: &Map<String, Value>,
) -> Option<Map<String, Value>> {
    let mut members = kept.clone();
    if let Some(class) = step.change("General", "RuleClass") {
        members.insert("ruleClass".to_owned(), json!({"name": class}));
    }
    if let Some(gender) = step.change("TSAInfo", "Gender") {
        set(&mut members, "gender", gender);
    }
    if step.has_changed("CustomFields") {
        let fields = entries(step.after, "CustomFields").into_iter();
        let fields: Vec<Value> = fields
            .filter(|field| field[TEXT].is_string())
            .map(|field| json!({"name": field["Name"], "value": field[TEXT]}))
            .collect();
        set(&mut members, "customFields", Value::from(fields));
    }
    if step.has_changed("Roles") {
        let roles = entries(step.after, "Roles");
        let named = roles.iter().find(|role| role["Type"] == "Manager");
        let manager = named.and_then(|role| manager(version, role));
        let value = manager.map(|user| json!({"value": user.to_string()}));
        set(&mut members, "manager", value.unwrap_or_default());
    }
    if kept.contains_key("name") {
        inside(&mut members, "name", |name| {
            step.carry("General", TRAVEL_NAME, name);
            if let Some(Value::Bool(flag)) = step.change("TSAInfo", "NoMiddleName") {
                name.insert("hasNoMiddleName".to_owned(), Value::from(flag));
            }
        });
    }
    if members == *kept {
        return None;
    }
    if !members.contains_key("ruleClass") {
        let class = version.configuration.rule_classes.first()?;
        members.insert("ruleClass".to_owned(), json!({"id": class.id}));
    }
    Some(members)
}

/// What the profile itself keeps after the step.
pub(super) fn own(
    step: Step<'_>,
    kept: &Map<String, Value>,
    language: Option<&Value>,
) -> Map<String, Value> {
    let mut own = kept.clone();
    for section in OWN {
        let value = step.after.get(section).filter(|value| !is_empty(value));
        set(&mut own, section, value.cloned().unwrap_or_default());
    }
    for (group, names) in [
        ("General", OWN_GENERAL.as_slice()),
        ("TSAInfo", OWN_SECURITY.as_slice()),
    ] {
        inside(&mut own, group, |members| {
            for name in names {
                if let Some(new) = step.change(group, name) {
                    set(members, name, new);
                }
            }
        });
    }
    match step.change("General", "PreferredLanguage") {
        Some(Value::Null) => set(
            &mut own,
            LANGUAGE_EMPTIED,
            language.cloned().unwrap_or_default(),
        ),
        Some(_) => set(&mut own, LANGUAGE_EMPTIED, Value::Null),
        None => {}
    }
    own
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(entries) => entries.is_empty(),
        value => value.is_null(),
    }
}
