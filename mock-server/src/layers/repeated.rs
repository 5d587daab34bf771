//! Whether a JSON text has an object with one member twice, which a reader of values no longer sees.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor};

/// The message by which the walk ends early.
const REPEATED: &str = "a member is there twice";

/// Whether some object in the text names a member twice. A text that is no JSON has none; others refuse it.
pub(super) fn has_repeated_member(text: &[u8]) -> bool {
    let mut reader = serde_json::Deserializer::from_slice(text);
    let walked = Walk.deserialize(&mut reader);
    walked.is_err_and(|error| error.to_string().starts_with(REPEATED))
}

/// Goes through a value; the reader bounds how deep.
struct Walk;

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let mut names = BTreeSet::new();
        while let Some(name) = object.next_key::<String>()? {
            if !names.insert(name) {
                return Err(A::Error::custom(REPEATED));
            }
            object.next_value_seed(Self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while list.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::has_repeated_member;

    #[test]
    fn a_member_is_repeated_within_one_object_only() {
        for text in [r#"{"a":1,"a":1}"#, r#"[{"b":{"a":null,"\u0061":[]}}]"#] {
            assert!(has_repeated_member(text.as_bytes()), "{text}");
        }
        for text in [
            r#"{"a":1,"A":1,"b":{"a":true,"c":[{"a":-1},{"a":0.5}]}}"#,
            r#"{"a":"#,
            "",
            "null",
        ] {
            assert!(!has_repeated_member(text.as_bytes()), "{text}");
        }
    }
}
