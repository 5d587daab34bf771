//! Between the one identity document and the user that SCIM v4 shows and writes.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::scim::attribute::{Attribute, named};
use crate::scim::compare::{Moment, fold};
use crate::scim::derive::{Meta, Resource};
use crate::scim::schema::{ENTERPRISE, SAP, is_extension};
use crate::scim::validate::Fault;

use super::schema::SCIM_USER;

/// What a user has for SCIM v4 alone, without nulls: `locale`, and of the SAP extension the rest.
pub(crate) type Own = Map<String, Value>;

/// The end of the user's validity.
pub(crate) const VALID_TO: &str = "validTo";
/// The members of the SAP extension that no other service has.
const OWN_IN_SAP: [&str; 3] = ["validFrom", VALID_TO, "contactPreferences"];
/// The member of the core that no other service has.
const LOCALE: &str = "locale";

/// A time as the SAP extension shows it.
pub(crate) fn instant(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// Whether the user is active.
pub(crate) fn is_active(user: &Map<String, Value>) -> bool {
    user.get("active") == Some(&Value::Bool(true))
}

/// The user as SCIM v4 sees it, without nulls.
///
/// ASSUMED: a user is valid from its creation on unless a client said otherwise, as the replies to POST show; one that
/// was inactive before SCIM v4 knew it is valid up to its termination or its last change.
pub(crate) fn seen(identity: &Resource, own: &Own, meta: Meta) -> Map<String, Value> {
    let mut user = known(SCIM_USER.attributes, identity);
    if let Some(locale) = own.get(LOCALE) {
        user.insert(LOCALE.to_owned(), locale.clone());
    }
    let mut sap = match user.shift_remove(SAP) {
        Some(Value::Object(sap)) => sap,
        _ => Map::new(),
    };
    for name in OWN_IN_SAP {
        if let Some(value) = own.get(name) {
            sap.insert(name.to_owned(), value.clone());
        }
    }
    sap.entry("validFrom")
        .or_insert_with(|| Value::from(instant(meta.created)));
    if !is_active(identity) {
        sap.entry(VALID_TO)
            .or_insert_with(|| Value::from(end(identity, meta)));
    }
    let emails: Vec<Value> = entries(identity, "emails")
        .map(|email| json!({"value": email["value"], "verified": email["verified"] == true}))
        .collect();
    if !emails.is_empty() {
        sap.insert("emails".to_owned(), Value::Array(emails));
    }
    user.insert(SAP.to_owned(), Value::Object(sap));
    drop_silent_notifications(&mut user);
    user
}

/// No example of the service shows the flag while it is down.
fn drop_silent_notifications(user: &mut Map<String, Value>) {
    let emails = user.get_mut("emails").and_then(Value::as_array_mut);
    for email in emails
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        if email.get("notifications") == Some(&Value::Bool(false)) {
            email.shift_remove("notifications");
        }
    }
}

fn end(identity: &Resource, meta: Meta) -> String {
    let terminated = identity
        .get(ENTERPRISE)
        .and_then(|enterprise| enterprise.get("terminationDate")?.as_str())
        .and_then(Moment::read);
    terminated.map_or_else(
        || instant(meta.last_modified),
        |moment| format!("{}T00:00:00Z", moment.day()),
    )
}

/// The members that the schema knows, at every depth.
fn known(attributes: &'static [Attribute], object: &Map<String, Value>) -> Map<String, Value> {
    object
        .iter()
        .filter_map(|(name, value)| {
            let attribute = named(attributes, name)?;
            let value = match (attribute.inside(), value) {
                ([], value) => value.clone(),
                (inside, Value::Object(object)) => Value::Object(known(inside, object)),
                (inside, Value::Array(entries)) => entries
                    .iter()
                    .filter_map(Value::as_object)
                    .map(|entry| Value::Object(known(inside, entry)))
                    .collect(),
                (_, value) => value.clone(),
            };
            Some((name.clone(), value))
        })
        .collect()
}

fn entries<'v>(object: &'v Map<String, Value>, name: &str) -> impl Iterator<Item = &'v Value> {
    object
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

/// A user of SCIM v4 taken apart into what is kept in two places.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Parts {
    /// The identity document.
    pub(crate) identity: Resource,
    /// What SCIM v4 has alone.
    pub(crate) own: Own,
}

/// Takes a judged user of SCIM v4 apart. What the service's schema does not know stays as it was in `before`.
pub(crate) fn take_apart(user: Map<String, Value>, before: &Resource) -> Result<Parts, Vec<Fault>> {
    let mut identity = unknown(before);
    let mut own = Own::new();
    let mut verified: Vec<(String, bool)> = Vec::new();
    for (name, value) in user {
        match (name.as_str(), value) {
            (LOCALE, value) => {
                own.insert(name, value);
            }
            (SAP, Value::Object(sap)) => {
                for (name, value) in sap {
                    match name.as_str() {
                        "emails" => verified = flags(&value),
                        name if OWN_IN_SAP.contains(&name) => {
                            own.insert(name.to_owned(), value);
                        }
                        _ => extend(&mut identity, SAP, [(name, value)]),
                    }
                }
            }
            (ENTERPRISE, Value::Object(enterprise)) => {
                extend(&mut identity, ENTERPRISE, enterprise);
            }
            (_, value) => {
                identity.insert(name, value);
            }
        }
    }
    verify(&mut identity, before, &verified)?;
    Ok(Parts { identity, own })
}

/// What of an identity document SCIM v4 does not know.
fn unknown(identity: &Resource) -> Resource {
    let mut rest = Resource::new();
    for (name, value) in identity {
        match (named(SCIM_USER.attributes, name), value) {
            (None, value) => {
                rest.insert(name.clone(), value.clone());
            }
            (Some(attribute), Value::Object(members)) if is_extension(attribute) => {
                let members: Map<String, Value> = members
                    .iter()
                    .filter(|(name, _)| named(attribute.inside(), name).is_none())
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect();
                if !members.is_empty() {
                    rest.insert(name.clone(), Value::Object(members));
                }
            }
            _ => {}
        }
    }
    rest
}

/// Adds members to an object of the document, which may have to be made.
fn extend(resource: &mut Resource, name: &str, members: impl IntoIterator<Item = (String, Value)>) {
    let object = resource
        .entry(name)
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(object) = object {
        object.extend(members);
    }
}

/// The flags of the SAP extension, by folded address.
fn flags(emails: &Value) -> Vec<(String, bool)> {
    emails
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|email| Some((fold(email["value"].as_str()?), email["verified"] == true)))
        .collect()
}

/// Writes the flags of the SAP extension to the addresses that they name. ASSUMED: a flag for an address that the user
/// does not have is refused, unless the change itself took the address away.
fn verify(
    identity: &mut Resource,
    before: &Resource,
    flags: &[(String, bool)],
) -> Result<(), Vec<Fault>> {
    let mut met: Vec<String> = entries(before, "emails")
        .filter_map(|email| email["value"].as_str().map(fold))
        .collect();
    let emails = identity.get_mut("emails").and_then(Value::as_array_mut);
    for email in emails
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
    {
        let Some(address) = email.get("value").and_then(Value::as_str).map(fold) else {
            continue;
        };
        if let Some((_, verified)) = flags.iter().find(|(flagged, _)| *flagged == address) {
            email.insert("verified".to_owned(), Value::Bool(*verified));
        }
        met.push(address);
    }
    if flags.iter().all(|(address, _)| met.contains(address)) {
        return Ok(());
    }
    let path = format!("{SAP}:emails.value");
    Err(vec![Fault::value(
        &path,
        "one of the user's e-mail addresses",
    )])
}

/// The end of validity that is kept after a write.
///
/// `asked` and `before` are what the client's document and the document before it have, `kept` is what the service made
/// of a change of `active`. A client that says something new has its way; silence ends nothing while the user is
/// inactive.
pub(crate) fn valid_to(
    asked: Option<&Value>,
    before: Option<&Value>,
    kept: Option<Value>,
    is_active: bool,
) -> Option<Value> {
    match asked {
        Some(asked) if before != Some(asked) => Some(asked.clone()),
        None if is_active => None,
        _ => kept,
    }
}

#[cfg(test)]
#[path = "user_tests.rs"]
mod tests;
