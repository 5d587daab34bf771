//! Reads single members out of a document's text and skips the rest, so that a scan parses what it compares only.

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt;

/// The wanted top-level members of the object in `text`; a text that is no object gives none.
pub(crate) fn members(text: &str, wanted: &[&str]) -> Map<String, Value> {
    let mut reader = serde_json::Deserializer::from_str(text);
    Wanted(wanted).deserialize(&mut reader).unwrap_or_default()
}

/// A member's name, borrowed from the text unless it holds escapes; serde's own `Cow` always copies.
pub(crate) struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a member's name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }
}

struct Wanted<'w>(&'w [&'w str]);

impl<'de> DeserializeSeed<'de> for Wanted<'_> {
    type Value = Map<String, Value>;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Wanted<'_> {
    type Value = Map<String, Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut found = Map::new();
        while let Some(name) = object.next_key_seed(Name)? {
            if self.0.contains(&name.as_ref()) {
                found.insert(name.into_owned(), object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn only_the_wanted_members_are_read() {
        let found = members(r#"{"a":1,"b":{"a":2},"c":[3]}"#, &["c", "a"]);
        assert_eq!(Value::Object(found), json!({"a": 1, "c": [3]}));
    }

    #[test]
    fn a_text_that_is_no_object_has_no_members() {
        assert!(members("[1]", &["a"]).is_empty());
    }
}
