//! Whether a document fits the schema, and what of it is kept.

use serde_json::{Map, Value};

use super::attribute::{Attribute, Kind, Mutability, Plurality};
use super::compare::{Moment, fold};
use super::resource::Schema;
use super::rules;
use super::schema;
use super::scope::{Rights, Write};

/// One fault of a document, in the form of Concur's error extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// `INVALID_VALUE` and the like.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) message: String,
    /// The attribute.
    pub(crate) path: String,
}

impl Fault {
    /// ASSUMED: only the sentence about sizes is documented; the others follow its form.
    fn new(message: String, path: &str) -> Self {
        Self {
            code: "INVALID_VALUE",
            message,
            path: path.to_owned(),
        }
    }

    fn missing(path: &str) -> Self {
        Self::new(format!("Missing required attribute '{path}'"), path)
    }

    /// A value that is not what it must be.
    pub(crate) fn value(path: &str, expected: &str) -> Self {
        Self::new(format!("Invalid Value: '{path}' must be {expected}"), path)
    }

    fn size(path: &str) -> Self {
        Self::new(format!("Invalid '{path}' Size"), path)
    }
}

/// The most entries of a list for which no limit is published. ASSUMED: that there is one; this one is that of
/// `leavesOfAbsence`.
pub(crate) const MAX_ENTRIES: usize = 100;

/// The most faults that one refusal lists.
const MAX_FAULTS: usize = 20;

/// Checks a whole document and keeps what a client may write, in the schema's order.
///
/// Read-only attributes are ignored, as in Concur's examples, which send them and get the service's values back. Null
/// counts as absent. ASSUMED: unknown members are ignored, too; no page says what becomes of them.
pub(crate) fn document(given: &Map<String, Value>) -> Result<Map<String, Value>, Vec<Fault>> {
    document_of(&schema::IDENTITY_USER, given)
}

/// The same for the user of another service.
pub(crate) fn document_of(
    schema: &Schema,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<Fault>> {
    let mut checker = Checker::default();
    let kept = checker.object(schema.attributes, given, "");
    checker.faults.extend(rules::faults(&kept));
    if checker.faults.is_empty() {
        return Ok(kept);
    }
    checker.faults.truncate(MAX_FAULTS);
    Err(checker.faults)
}

/// The scope beside the general one that the change from one document to the other needs and the token lacks, if any.
///
/// What stays as it is needs no scope; what goes away is written, too. `emails.verified` needs none here: without its
/// scope it is read-only.
pub(crate) fn missing_scope(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    rights: Rights,
) -> Option<Write> {
    let user_uuid = |user: &Map<String, Value>| {
        user.get(schema::SAP)
            .and_then(|sap| sap.get("userUuid"))
            .cloned()
    };
    let changes = [
        (
            Write::ExternalId,
            before.get("externalId") != after.get("externalId"),
        ),
        (Write::Sap, user_uuid(before) != user_uuid(after)),
    ];
    changes
        .into_iter()
        .find_map(|(write, is_changed)| (is_changed && !rights.may_write(write)).then_some(write))
}

#[derive(Default)]
struct Checker {
    faults: Vec<Fault>,
}

/// The path of a member.
pub(super) fn join(outer: &str, name: &str) -> String {
    let joint = if outer.starts_with("urn:") && outer.ends_with(":User") {
        ":"
    } else {
        "."
    };
    if outer.is_empty() {
        name.to_owned()
    } else {
        format!("{outer}{joint}{name}")
    }
}

impl Checker {
    fn object(
        &mut self,
        attributes: &'static [Attribute],
        given: &Map<String, Value>,
        outer: &str,
    ) -> Map<String, Value> {
        let mut kept = Map::new();
        for attribute in attributes {
            if attribute.mutability == Mutability::ReadOnly {
                continue;
            }
            let path = join(outer, attribute.name);
            let value = given.get(attribute.name).filter(|value| !value.is_null());
            match value {
                Some(value) => {
                    if let Some(value) = self.attribute(attribute, value, &path) {
                        kept.insert(attribute.name.to_owned(), value);
                    }
                }
                None if attribute.required => self.faults.push(Fault::missing(&path)),
                None => {}
            }
        }
        kept
    }

    fn attribute(&mut self, attribute: &Attribute, value: &Value, path: &str) -> Option<Value> {
        let Plurality::Many(max) = attribute.plurality else {
            return self.single(attribute, value, path);
        };
        let Value::Array(entries) = value else {
            self.faults.push(Fault::value(path, "a list"));
            return None;
        };
        if entries.len() > if max == 0 { MAX_ENTRIES } else { max } {
            self.faults.push(Fault::size(path));
            return None;
        }
        if entries.is_empty() {
            if attribute.required {
                self.faults.push(Fault::missing(path));
            }
            return None;
        }
        let kept = entries
            .iter()
            .filter_map(|entry| self.single(attribute, entry, path))
            .collect();
        Some(Value::Array(kept))
    }

    fn single(&mut self, attribute: &Attribute, value: &Value, path: &str) -> Option<Value> {
        match (attribute.kind, value) {
            (Kind::Complex(inside), Value::Object(given)) => {
                let kept = self.object(inside, given, path);
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            (Kind::Complex(_), _) => self.refuse(Fault::value(path, "an object")),
            (Kind::Boolean, Value::Bool(_)) => Some(value.clone()),
            (Kind::Boolean, _) => self.refuse(Fault::value(path, "true or false")),
            (Kind::Integer { min, max }, value) => match value.as_i64() {
                Some(number) if (min..=max).contains(&number) => Some(value.clone()),
                _ => self.refuse(Fault::value(
                    path,
                    &format!("a whole number from {min} to {max}"),
                )),
            },
            (kind, Value::String(text)) => self.text(kind, text, path, attribute.required),
            _ => self.refuse(Fault::value(path, "text")),
        }
    }

    fn refuse(&mut self, fault: Fault) -> Option<Value> {
        self.faults.push(fault);
        None
    }

    fn text(&mut self, kind: Kind, text: &str, path: &str, required: bool) -> Option<Value> {
        if required && text.trim().is_empty() {
            return self.refuse(Fault::missing(path));
        }
        match kind {
            Kind::OneOf(values) => {
                // ASSUMED: an official sample sends `"Work"` for `"work"`, so closed values are compared without case.
                let known = values.iter().find(|known| known.eq_ignore_ascii_case(text));
                match known {
                    Some(known) => Some(Value::from(*known)),
                    None => self.refuse(Fault::value(path, &format!("one of {}", listed(values)))),
                }
            }
            Kind::Date => match Moment::read(text) {
                Some(moment) if is_in_range(moment) => Some(Value::from(text)),
                _ => self.refuse(Fault::value(path, "a date from 1900-01-01 to 2079-06-06")),
            },
            Kind::Day => match Moment::read(text) {
                Some(moment @ Moment::Day(_)) if is_in_range(moment) => Some(Value::from(text)),
                _ => self.refuse(Fault::value(path, "a day of the form YYYY-MM-DD")),
            },
            Kind::Country => {
                if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
                    return Some(Value::from(text));
                }
                self.refuse(Fault::value(path, "a country code of two letters"))
            }
            Kind::Text { min, max } => {
                // XML, which v3.0 answers in, has no place for them.
                if text.contains(|letter: char| letter.is_control() && !"\n\r\t".contains(letter)) {
                    return self.refuse(Fault::value(path, "text without control characters"));
                }
                let length = text.chars().count();
                if length < min || (max != 0 && length > max) {
                    return self.refuse(Fault::size(path));
                }
                Some(Value::from(text))
            }
            _ => self.refuse(Fault::value(path, "something else than text")),
        }
    }
}

/// The entries of a list, none when it is absent.
pub(super) fn entries<'v>(
    object: &'v Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = &'v Value> {
    object
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn is_in_range(moment: Moment) -> bool {
    let day = moment.day();
    (jiff::civil::date(1900, 1, 1)..=jiff::civil::date(2079, 6, 6)).contains(&day)
}

/// A closed list as a sentence, cut where it would be a page.
fn listed(values: &[&str]) -> String {
    const SHOWN: usize = 12;
    let shown = values
        .iter()
        .take(SHOWN)
        .copied()
        .collect::<Vec<_>>()
        .join(", ");
    if values.len() > SHOWN {
        format!("{shown}, …")
    } else {
        shown
    }
}

/// Sets `emails.verified` for a token without its scope: what was true stays true for an unchanged address, all else is
/// false.
pub(crate) fn restrain_verified(
    kept: &mut Map<String, Value>,
    before: &Map<String, Value>,
    rights: Rights,
) {
    if rights.may_write(Write::EmailsVerified) {
        return;
    }
    let verified: Vec<String> = entries(before, "emails")
        .filter(|email| email["verified"] == true)
        .filter_map(|email| email["value"].as_str().map(fold))
        .collect();
    let emails = kept
        .get_mut("emails")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten();
    for email in emails.filter_map(Value::as_object_mut) {
        let stays = email
            .get("value")
            .and_then(Value::as_str)
            .is_some_and(|value| verified.contains(&fold(value)));
        email.insert("verified".to_owned(), Value::Bool(stays));
    }
}

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
