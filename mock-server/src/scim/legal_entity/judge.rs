//! Whether a legal entity fits its schema, and what of it is kept.

use serde_json::{Map, Value};

use super::{ADDRESS, ATTRIBUTES};
use crate::scim::attribute::{Attribute, Kind, Mutability};
use crate::scim::validate::Fault;

/// Checks a whole legal entity and keeps what a client may write, in the schema's order.
///
/// The sentence about lengths is that of the page's sample. ASSUMED: the others follow it; null counts as absent, and
/// members that the schema does not know are passed over, as they are of users.
pub(crate) fn judge(given: &Map<String, Value>) -> Result<Map<String, Value>, Vec<Fault>> {
    let mut faults = Vec::new();
    let kept = object(ATTRIBUTES, given, "", &mut faults);
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(faults)
    }
}

fn object(
    attributes: &'static [Attribute],
    given: &Map<String, Value>,
    outer: &str,
    faults: &mut Vec<Fault>,
) -> Map<String, Value> {
    let mut kept = Map::new();
    let written = |attribute: &&Attribute| attribute.mutability == Mutability::ReadWrite;
    for attribute in attributes.iter().filter(written) {
        let path = format!("{outer}{}", attribute.name);
        let value = given.get(attribute.name).filter(|value| !value.is_null());
        let judged = match (attribute.kind, value) {
            (_, None) if attribute.required => Err(format!("{path} is required")),
            (_, None) => continue,
            (Kind::Complex(_), Some(Value::Object(inner))) => {
                let inner = object(ADDRESS, inner, "address.", faults);
                Ok(Value::Object(inner))
            }
            (kind, Some(value)) => simple(kind, value, &path),
        };
        match judged {
            Ok(Value::Object(inner)) if inner.is_empty() => {}
            Ok(value) => {
                kept.insert(attribute.name.to_owned(), value);
            }
            Err(message) => faults.push(Fault {
                code: "INVALID_FIELD",
                message,
                path,
            }),
        }
    }
    kept
}

fn simple(kind: Kind, value: &Value, path: &str) -> Result<Value, String> {
    match (kind, value) {
        (Kind::Boolean, Value::Bool(_)) => Ok(value.clone()),
        (Kind::Boolean, _) => Err(format!("{path} must be true or false")),
        (Kind::Country, Value::String(text)) => {
            let is_code = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
            if is_code {
                Ok(value.clone())
            } else {
                Err(format!("{path} must be a country code of two letters"))
            }
        }
        (Kind::Text { max, .. }, Value::String(text)) => {
            if text.chars().count() > max {
                Err(format!("{path} exceeds maximum length of {max} characters"))
            } else {
                Ok(value.clone())
            }
        }
        (Kind::Complex(_), _) => Err(format!("{path} must be an object")),
        _ => Err(format!("{path} must be text")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn judged(given: &Value) -> Result<Value, Vec<(String, String)>> {
        let judged = judge(given.as_object().unwrap());
        let faults = |faults: Vec<Fault>| {
            let pairs = faults.into_iter();
            pairs.map(|fault| (fault.path, fault.message)).collect()
        };
        judged.map(Value::Object).map_err(faults)
    }

    #[test]
    fn what_a_client_may_write_is_kept_in_order() {
        let given = json!({
            "schemas": ["x"], "id": "le-1", "companyId": "c", "meta": {"version": 9}, "shoeSize": 1,
            "address": {"country": "GB", "planet": "Earth"}, "taxId": null, "name": "Acme", "active": false,
        });
        let expected = json!({"name": "Acme", "active": false, "address": {"country": "GB"}});
        assert_eq!(judged(&given).unwrap().to_string(), expected.to_string());
    }

    #[test]
    fn every_fault_is_named_in_the_words_of_the_sample() {
        let given = json!({
            "taxId": "1".repeat(19), "name": 1, "address": {"country": "gb", "region": "x".repeat(31)},
        });
        let faults = judged(&given).unwrap_err();
        let expected = [
            ("name", "name must be text"),
            ("active", "active is required"),
            ("taxId", "taxId exceeds maximum length of 18 characters"),
            (
                "address.region",
                "address.region exceeds maximum length of 30 characters",
            ),
            (
                "address.country",
                "address.country must be a country code of two letters",
            ),
        ];
        let expected = expected.map(|(path, text)| (path.to_owned(), text.to_owned()));
        assert_eq!(faults, expected);
        assert_eq!(
            judged(&json!({"active": true, "address": "here"}))
                .unwrap_err()
                .len(),
            1
        );
    }

    #[test]
    fn lengths_count_characters() {
        let given = json!({"active": true, "taxId": "é".repeat(18)});
        assert!(judged(&given).is_ok());
    }
}
