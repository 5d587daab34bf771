//! Says which fields of a record the connector neither maps nor declares to leave in the source's own record.

use concur_connector::{Source, User, mapping_table};
use serde_json::Value;

/// Every field of `record` that the mapping table does not know, and every one that it promises to map but `user` lacks.
pub(crate) fn unexplained(record: &Value, user: &User) -> Vec<String> {
    let unified = serde_json::to_value(user).unwrap();
    let mut leaves = Vec::new();
    collect(record, "", &mut leaves);
    leaves.sort();
    leaves.dedup();
    leaves
        .into_iter()
        .filter_map(|(path, is_null)| lost(&path, is_null, &unified))
        .collect()
}

fn lost(path: &str, is_null: bool, unified: &Value) -> Option<String> {
    let rows: Vec<_> = mapping_table()
        .iter()
        .filter(|row| row.source == Source::Identity)
        .filter(|row| {
            row.concur == path
                // A null or an empty list in place of a structure says nothing of its parts, which have the rows.
                || is_null && row.concur.strip_prefix(path).is_some_and(|rest| rest.starts_with(['.', ':']))
        })
        .collect();
    if rows.is_empty() {
        return Some(format!("{path}: neither mapped nor declared to be left"));
    }
    if is_null {
        return None;
    }
    let missing = rows
        .iter()
        .filter_map(|row| row.unified)
        .find(|field| !has(unified, field));
    missing.map(|field| format!("{path}: promised as {field}, which is absent"))
}

/// Whether some entry on that path has a value.
fn has(value: &Value, path: &str) -> bool {
    match (value, path.split_once('.')) {
        (Value::Array(entries), _) => entries.iter().any(|entry| has(entry, path)),
        (value, Some((first, rest))) => value.get(first).is_some_and(|inner| has(inner, rest)),
        (value, None) => value.get(path).is_some_and(|leaf| !leaf.is_null()),
    }
}

/// The leaves of a record in the notation of the mapping table: no brackets of lists, a colon behind a schema's name.
fn collect(value: &Value, path: &str, leaves: &mut Vec<(String, bool)>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, member) in members {
                let step = match path {
                    "" => name.clone(),
                    path if path.starts_with("urn:") && !path.contains(":User:") => {
                        format!("{path}:{name}")
                    }
                    path => format!("{path}.{name}"),
                };
                collect(member, &step, leaves);
            }
        }
        Value::Array(entries) if !entries.is_empty() => {
            for entry in entries {
                collect(entry, path, leaves);
            }
        }
        Value::Null | Value::Array(_) | Value::Object(_) => leaves.push((path.to_owned(), true)),
        _ => leaves.push((path.to_owned(), false)),
    }
}
