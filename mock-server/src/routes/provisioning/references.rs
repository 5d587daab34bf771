//! `bulkId:…`: how an operation of a bulk request names a user that another one of it creates (RFC 7644 §3.7.2).

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

use crate::error::{Refusal, ScimType};

/// What stands before the bulkId.
const FRONT: &str = "bulkId:";

/// Whether there is a reference anywhere in the data.
pub(super) fn are_in(data: &Value) -> bool {
    match data {
        Value::String(text) => is_one(text),
        Value::Array(entries) => entries.iter().any(are_in),
        Value::Object(members) => members.values().any(are_in),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Whether this text is a reference.
pub(super) fn is_one(text: &str) -> bool {
    text.starts_with(FRONT)
}

/// The data with every reference exchanged for the id of the user.
pub(super) fn resolved(data: &Value, created: &BTreeMap<Arc<str>, Uuid>) -> Result<Value, Refusal> {
    Ok(match data {
        Value::String(text) => Value::from(resolved_id(text, created)?),
        Value::Array(entries) => entries
            .iter()
            .map(|entry| resolved(entry, created))
            .collect::<Result<_, _>>()?,
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, value)| Ok((name.clone(), resolved(value, created)?)))
                .collect::<Result<_, Refusal>>()?,
        ),
        other => other.clone(),
    })
}

/// A text, or the id of the user if it is a reference.
pub(super) fn resolved_id(
    text: &str,
    created: &BTreeMap<Arc<str>, Uuid>,
) -> Result<String, Refusal> {
    let Some(bulk_id) = text.strip_prefix(FRONT) else {
        return Ok(text.to_owned());
    };
    created.get(bulk_id).map(Uuid::to_string).ok_or_else(|| {
        let shown: String = bulk_id.chars().take(64).collect();
        let detail = format!("No user was created by the operation with the bulkId {shown}");
        Refusal::bad_request(ScimType::InvalidValue, detail)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn references_stand_for_users_wherever_they_are() {
        let created = BTreeMap::from([(Arc::from("boss"), Uuid::from_u128(7))]);
        let data = json!({"manager": {"value": "bulkId:boss"}, "list": ["bulkId:boss", 1, null]});
        assert!(are_in(&data));
        let id = Uuid::from_u128(7).to_string();
        assert_eq!(
            resolved(&data, &created).unwrap(),
            json!({"manager": {"value": id}, "list": [id, 1, null]})
        );
        let plain = json!({"a": "about bulkId:boss"});
        assert!(!are_in(&plain));
        assert_eq!(resolved(&plain, &created).unwrap(), plain);
        assert!(resolved(&json!(["bulkId:nobody"]), &created).is_err());
    }
}
