//! Reads single members out of a document's text and skips the rest, so that only what is asked for is parsed.

use serde_json::{Map, Value};

use super::raw;

/// The wanted top-level members of the object in `text`; a text that is no object gives none.
pub(crate) fn members(text: &str, wanted: &[&str]) -> Map<String, Value> {
    let mut found = Map::new();
    for (name, value) in raw::members(text).into_iter().flatten() {
        if wanted.contains(&name)
            && let Ok(value) = serde_json::from_str(value)
        {
            found.insert(name.to_owned(), value);
            if found.len() == wanted.len() {
                break;
            }
        }
    }
    found
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
