//! Whether each value of a travel extension has its form, and what of it is kept.

use serde_json::{Map, Value};

use super::super::provision::Message;
use super::{invalid, path_of};
use crate::policy::Policies;
use crate::policy::judging::UnknownMembers;
use crate::policy::travel::RequiredSet;
use crate::scim::attribute::{Attribute, Kind};
use crate::scim::travel::schema::ATTRIBUTES;
use crate::scim::validate::MAX_ENTRIES;

/// The most messages about one extension.
const MAX_MESSAGES: usize = 20;

/// What the OpenAPI file requires beyond the reference page.
const REQUIRED_BY_OPEN_API: [&str; 2] = ["name", "travelCrsName"];

/// Checks a whole extension and keeps what it knows, in the schema's order. ASSUMED: an empty text is no value, as the
/// published replies have empty texts for what is not set.
pub(super) fn document(
    given: &Map<String, Value>,
    policies: &Policies,
) -> Result<Map<String, Value>, Vec<Message>> {
    let mut checker = Checker {
        messages: Vec::new(),
        unknown: policies.choose(),
    };
    let kept = checker.object(ATTRIBUTES, given, &path_of);
    if policies.choose::<RequiredSet>() == RequiredSet::OpenApi {
        for name in REQUIRED_BY_OPEN_API {
            if !kept.contains_key(name) {
                checker.messages.push(invalid(&path_of(name)));
            }
        }
    }
    if checker.messages.is_empty() {
        return Ok(kept);
    }
    checker.messages.truncate(MAX_MESSAGES);
    Err(checker.messages)
}

struct Checker {
    messages: Vec<Message>,
    unknown: UnknownMembers,
}

impl Checker {
    fn object(
        &mut self,
        attributes: &'static [Attribute],
        given: &Map<String, Value>,
        path: &dyn Fn(&str) -> String,
    ) -> Map<String, Value> {
        if self.unknown == UnknownMembers::Refused {
            let is_known = |name: &str| attributes.iter().any(|known| known.name == name);
            let unknown = given.keys().filter(|name| !is_known(name));
            let unknown = unknown.take(MAX_MESSAGES).map(|name| invalid(&path(name)));
            self.messages.extend(unknown);
        }
        let mut kept = Map::new();
        for attribute in attributes {
            let path = path(attribute.name);
            let value = match given.get(attribute.name) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) if text.is_empty() => None,
                Some(value) if attribute.is_many() => self.list(attribute, value, &path),
                Some(value) => self.single(attribute, value, &path),
            };
            if let Some(value) = value {
                kept.insert(attribute.name.to_owned(), value);
            } else if attribute.required && self.messages.iter().all(|known| known.path != path) {
                self.messages.push(invalid(&path));
            }
        }
        kept
    }

    /// A list; one object in its place counts as a list of it, as the sample collection sends it.
    fn list(&mut self, attribute: &Attribute, value: &Value, path: &str) -> Option<Value> {
        let entries = match value {
            Value::Array(entries) => entries.as_slice(),
            Value::Object(_) => std::slice::from_ref(value),
            _ => return self.refuse(invalid(path)),
        };
        if entries.len() > MAX_ENTRIES {
            return self.refuse(size(path));
        }
        let numbered = entries.iter().enumerate();
        let kept: Vec<Value> = numbered
            .filter_map(|(at, entry)| self.single(attribute, entry, &format!("{path}[{at}]")))
            .collect();
        (!kept.is_empty()).then_some(Value::Array(kept))
    }

    fn single(&mut self, attribute: &Attribute, value: &Value, path: &str) -> Option<Value> {
        match (attribute.kind, value) {
            (Kind::Complex(inside), Value::Object(given)) => {
                let kept = self.object(inside, given, &|name| format!("{path}.{name}"));
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            (Kind::Boolean, Value::Bool(_)) => Some(value.clone()),
            (Kind::Integer { min, max }, Value::Number(number))
                if number
                    .as_i64()
                    .is_some_and(|number| (min..=max).contains(&number)) =>
            {
                Some(value.clone())
            }
            (Kind::OneOf(values), Value::String(text)) => {
                // Closed values are compared without case, as in the core user.
                let known = values.iter().find(|known| known.eq_ignore_ascii_case(text));
                match known {
                    Some(known) => Some(Value::from(*known)),
                    None => self.refuse(invalid(path)),
                }
            }
            (Kind::Text { max, .. }, Value::String(text)) => {
                if text.contains(|letter: char| letter.is_control() && !"\n\r\t".contains(letter)) {
                    return self.refuse(invalid(path));
                }
                if text.chars().count() > max {
                    return self.refuse(size(path));
                }
                Some(value.clone())
            }
            _ => self.refuse(invalid(path)),
        }
    }

    fn refuse(&mut self, message: Message) -> Option<Value> {
        self.messages.push(message);
        None
    }
}

/// A text or list of a wrong length, in the words of the one published message.
fn size(path: &str) -> Message {
    Message::error(path, format!("Invalid '{path}' Size"))
}
