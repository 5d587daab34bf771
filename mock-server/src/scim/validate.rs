//! Whether a document fits the schema, and what of it is kept.

use serde_json::{Map, Value};

use crate::policy::judging::{
    ContactLists, EmailsRequired, LengthWords, RequiredSet, UnknownMembers, VerifiedText,
};
use crate::policy::{Choice as _, Policies, Setting};

use super::attribute::{Attribute, Kind, Mutability, Plurality};
use super::compare::Moment;
use super::mutable::{Leave, leave};
use super::resource::Schema;
use super::rules;
use super::schema;

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

    /// A member that the schema does not know, in the words for an unknown attribute of a filter.
    fn unknown(path: &str) -> Self {
        Self {
            code: "INVALID_INPUT",
            message: format!("Invalid attribute path [{path}]"),
            path: path.to_owned(),
        }
    }

    /// A value of a wrong length; `bound` says which bound it breaks.
    fn size(path: &str, bound: Bound, words: LengthWords) -> Self {
        match (words, bound) {
            (LengthWords::Size, _) => Self::new(format!("Invalid '{path}' Size"), path),
            (LengthWords::Length, Bound::Most(max, unit)) => Self {
                code: "INVALID_FIELD",
                message: format!("{path} exceeds maximum length of {max} {unit}"),
                path: path.to_owned(),
            },
            (LengthWords::Length, Bound::Least(min)) => Self {
                code: "INVALID_FIELD",
                message: format!("{path} is below minimum length of {min} characters"),
                path: path.to_owned(),
            },
        }
    }
}

/// The bound that a length breaks.
#[derive(Debug, Clone, Copy)]
enum Bound {
    Most(usize, &'static str),
    Least(usize),
}

/// The most entries of a list for which no limit is published. ASSUMED: that there is one; this one is that of
/// `leavesOfAbsence`.
pub(crate) const MAX_ENTRIES: usize = 100;

/// The most faults that one refusal lists.
const MAX_FAULTS: usize = 20;

/// Checks a whole document and keeps what a client may write, in the schema's order.
///
/// Read-only attributes are ignored, as in Concur's examples, which send them and get the service's values back. Null
/// counts as absent. ASSUMED: unknown members are ignored, too, unless the policy has them refused; no page says what
/// becomes of them.
pub(crate) fn document(
    given: &Map<String, Value>,
    policies: &Policies,
) -> Result<Map<String, Value>, Vec<Fault>> {
    document_of(&schema::IDENTITY_USER, given, policies)
}

/// The same for a document that a change made of another one. ASSUMED: a user without mail addresses, of which real
/// companies have some although they are required (Q29), can be changed and stay without.
pub(crate) fn changed_of(
    schema: &Schema,
    before: &Map<String, Value>,
    given: &Map<String, Value>,
    policies: &Policies,
) -> Result<Map<String, Value>, Vec<Fault>> {
    let has_none = |user: &Map<String, Value>| {
        let emails = user.get("emails").and_then(Value::as_array);
        emails.is_none_or(Vec::is_empty)
    };
    if has_none(before) && has_none(given) {
        let optional = Setting::Value(EmailsRequired::DEFINITION, EmailsRequired::Optional as u64);
        return document_of(schema, given, &policies.with(&[optional]));
    }
    document_of(schema, given, policies)
}

/// The same for the user of another service.
pub(crate) fn document_of(
    schema: &Schema,
    given: &Map<String, Value>,
    policies: &Policies,
) -> Result<Map<String, Value>, Vec<Fault>> {
    let mut checker = Checker {
        faults: Vec::new(),
        policies,
    };
    let kept = checker.object(schema.attributes, given, "");
    checker.faults.extend(rules::faults(&kept, policies));
    if checker.faults.is_empty() {
        return Ok(kept);
    }
    checker.faults.truncate(MAX_FAULTS);
    Err(checker.faults)
}

struct Checker<'p> {
    faults: Vec<Fault>,
    policies: &'p Policies,
}

/// What the OpenAPI file requires beyond the reference page.
const REQUIRED_BY_OPEN_API: [&str; 2] = ["timezone", "preferredLanguage"];

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

impl Checker<'_> {
    fn object(
        &mut self,
        attributes: &'static [Attribute],
        given: &Map<String, Value>,
        outer: &str,
    ) -> Map<String, Value> {
        let mut kept = Map::new();
        if self.policies.choose::<UnknownMembers>() == UnknownMembers::Refused {
            self.refuse_unknown(attributes, given, outer);
        }
        for attribute in attributes {
            if matches!(
                leave(attribute, self.policies),
                Leave::Passed | Leave::As(Mutability::ReadOnly)
            ) {
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
                None if self.requires(attribute, &path) => self.faults.push(Fault::missing(&path)),
                None => {}
            }
        }
        kept
    }

    fn refuse_unknown(
        &mut self,
        attributes: &'static [Attribute],
        given: &Map<String, Value>,
        outer: &str,
    ) {
        let is_known = |name: &str| attributes.iter().any(|attribute| attribute.name == name);
        let unknown = given.keys().filter(|name| !is_known(name));
        self.faults.extend(
            unknown
                .take(MAX_FAULTS)
                .map(|name| Fault::unknown(&join(outer, name))),
        );
    }

    fn requires(&self, attribute: &Attribute, path: &str) -> bool {
        let by_open_api = || {
            let is_named = REQUIRED_BY_OPEN_API.contains(&path)
                || (attribute.name == "startDate" && path.starts_with(schema::ENTERPRISE));
            let is_leave = path.contains("leavesOfAbsence");
            is_named && !is_leave && self.policies.choose::<RequiredSet>() == RequiredSet::OpenApi
        };
        if path == "emails" {
            return self.policies.choose::<EmailsRequired>() == EmailsRequired::Required;
        }
        attribute.required || by_open_api()
    }

    fn attribute(&mut self, attribute: &Attribute, value: &Value, path: &str) -> Option<Value> {
        let Plurality::Many(max) = attribute.plurality else {
            return self.single(attribute, value, path);
        };
        let takes_text = path == "emergencyContacts.emails" || path == "emergencyContacts.phones";
        let entries = match value {
            Value::Array(entries) => entries.as_slice(),
            Value::String(_)
                if takes_text && self.policies.choose::<ContactLists>() == ContactLists::Either =>
            {
                std::slice::from_ref(value)
            }
            _ => {
                self.faults.push(Fault::value(path, "a list"));
                return None;
            }
        };
        let max = if max == 0 { MAX_ENTRIES } else { max };
        if entries.len() > max {
            self.refuse_size(path, Bound::Most(max, "entries"));
            return None;
        }
        let faults = self.faults.len();
        let kept: Vec<Value> = entries
            .iter()
            .filter_map(|entry| self.single(attribute, entry, path))
            .collect();
        // A list is also empty when nothing that is known was in its entries.
        if kept.is_empty() {
            if self.faults.len() == faults && self.requires(attribute, path) {
                self.faults.push(Fault::missing(path));
            }
            return None;
        }
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
            (Kind::Boolean, Value::String(text))
                if path == "emails.verified"
                    && ["true", "false"].contains(&text.as_str())
                    && self.policies.choose::<VerifiedText>() == VerifiedText::Either =>
            {
                Some(Value::Bool(text == "true"))
            }
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

    fn refuse_size(&mut self, path: &str, bound: Bound) {
        let words = self.policies.choose();
        self.faults.push(Fault::size(path, bound, words));
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
                    let bound = if length < min {
                        Bound::Least(min)
                    } else {
                        Bound::Most(max, "characters")
                    };
                    self.refuse_size(path, bound);
                    return None;
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

#[cfg(test)]
#[path = "validate_tests.rs"]
mod tests;
