//! The forms in which SCIM v4 shows a user.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::scim::derive::Meta;
use crate::scim::schema::{CORE, ENTERPRISE, SAP};

/// How much is spelt out; the reference's examples differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// GET and lists: empty lists and nulls are spelt out.
    Read,
    /// POST, PUT and PATCH: only what has a value, and the end of validity.
    Written,
}

/// Attributes that a read shows as null when they have no value.
const READ_NULLS: [&str; 3] = ["emergencyContacts", "title", "nickName"];
/// Lists that a read shows as empty when they have no entry.
const READ_LISTS: [&str; 2] = ["addresses", "phoneNumbers"];
/// What a read shows as null inside the enterprise extension.
const READ_ENTERPRISE_NULLS: [&str; 2] = ["manager", "costCenter"];

/// Completes a user with what stands around its attributes.
pub(crate) fn show(
    mut user: Map<String, Value>,
    id: &str,
    meta: Meta,
    location: &str,
    form: Form,
) -> Map<String, Value> {
    let mut nulls = |within: Option<&str>, names: &[&str]| {
        let object = match within {
            Some(name) => user.get_mut(name).and_then(Value::as_object_mut),
            None => Some(&mut user),
        };
        if let Some(object) = object {
            for name in names {
                object.entry(*name).or_insert(Value::Null);
            }
        }
    };
    nulls(Some(SAP), &["validTo"]);
    if form == Form::Read {
        nulls(None, &READ_NULLS);
        nulls(Some("name"), &["familyNamePrefix"]);
        nulls(Some(ENTERPRISE), &READ_ENTERPRISE_NULLS);
        for name in READ_LISTS {
            user.entry(name).or_insert_with(|| json!([]));
        }
    }
    // Every user has a SAP extension here, so all three are listed.
    user.insert("schemas".to_owned(), json!([CORE, ENTERPRISE, SAP]));
    user.insert("id".to_owned(), Value::from(id));
    let time = |time: Timestamp| time.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    let meta = json!({
        "resourceType": "User",
        "created": time(meta.created),
        "lastModified": time(meta.last_modified),
        "version": meta.version,
        "location": format!("{location}{id}"),
    });
    user.insert("meta".to_owned(), meta);
    user
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(form: Form) -> Value {
        let Value::Object(user) = json!({
            "name": {"familyName": "Doe"},
            ENTERPRISE: {"companyId": "c"},
            SAP: {"validFrom": "2025-12-16T18:59:39Z"},
        }) else {
            unreachable!()
        };
        let time = "2025-12-16T18:59:39.000543Z".parse().unwrap();
        let meta = Meta {
            created: time,
            last_modified: time,
            version: 0,
        };
        Value::Object(show(user, "u1", meta, "http://mock/scim/v4/Users/", form))
    }

    #[test]
    fn a_read_spells_out_nulls_and_a_write_only_the_end_of_validity() {
        let read = shown(Form::Read);
        assert_eq!(
            read[ENTERPRISE],
            json!({"companyId": "c", "manager": null, "costCenter": null})
        );
        assert_eq!(read["addresses"], json!([]));
        assert!(read.as_object().unwrap().contains_key("emergencyContacts"));
        let written = shown(Form::Written);
        assert_eq!(written[SAP]["validTo"], Value::Null);
        assert!(!written.as_object().unwrap().contains_key("addresses"));
        assert_eq!(written["meta"]["location"], "http://mock/scim/v4/Users/u1");
        assert_eq!(written["meta"]["created"], "2025-12-16T18:59:39.000543Z");
    }
}
