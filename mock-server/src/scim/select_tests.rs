//! What readers see.

use super::*;
use serde_json::{Value, json};

fn user() -> Value {
    json!({
        "schemas": [schema::CORE],
        "id": "u1",
        "externalId": "x1",
        "userName": "ada@example.com",
        "active": true,
        "name": {"givenName": "Ada", "familyName": "Byron"},
        "emails": [{"type": "home", "value": "a@home.example"}, {"type": "work", "value": "a@work.example"}],
        "emergencyContacts": [{"name": "Eve", "relationship": "Sister", "phones": ["1"]}],
        "entitlements": ["Expense"],
        schema::ENTERPRISE: {
            "employeeNumber": "7",
            "manager": {"value": "u2", "employeeNumber": "8", "displayName": "Bob"},
        },
        "unheardOf": 1,
    })
}

fn seen(scopes: Read, attributes: &[&str], excluded: &[&str]) -> Value {
    let wish = Wish {
        attributes: (!attributes.is_empty())
            .then(|| attributes.iter().map(ToString::to_string).collect()),
        excluded: excluded.iter().map(ToString::to_string).collect(),
    };
    let mut out = Vec::new();
    Selection::compile(scopes, &wish)
        .unwrap()
        .copy(&user().to_string(), &mut out)
        .unwrap();
    serde_json::from_slice(&out).unwrap()
}

#[test]
fn a_full_reader_sees_everything_but_what_must_be_requested() {
    let seen = seen(Read::ALL, &[], &[]);
    let mut expected = user();
    expected.as_object_mut().unwrap().remove("entitlements");
    expected[schema::ENTERPRISE]["manager"]
        .as_object_mut()
        .unwrap()
        .remove("displayName");
    assert_eq!(seen, expected);
}

#[test]
fn attributes_replace_the_default_set_and_keep_the_id() {
    assert_eq!(
        seen(Read::ALL, &["active"], &[]),
        json!({"id": "u1", "active": true})
    );
    assert_eq!(
        seen(Read::ALL, &["entitlements", "emails.value"], &[]),
        json!({
            "id": "u1",
            "emails": [{"value": "a@home.example"}, {"value": "a@work.example"}],
            "entitlements": ["Expense"],
        })
    );
}

#[test]
fn a_request_only_attribute_inside_an_extension_is_shown_when_named() {
    let path = format!("{}:manager.displayName", schema::ENTERPRISE);
    assert_eq!(
        seen(Read::ALL, &[&path], &[]),
        json!({"id": "u1", schema::ENTERPRISE: {"manager": {"displayName": "Bob"}}})
    );
}

#[test]
fn excluded_attributes_may_name_a_part_and_a_whole_extension() {
    let seen = seen(
        Read::ALL,
        &[],
        &["name.givenName", schema::ENTERPRISE, "id"],
    );
    assert_eq!(seen["name"], json!({"familyName": "Byron"}));
    assert_eq!(seen.get(schema::ENTERPRISE), None);
    assert_eq!(seen["id"], "u1");
}

#[test]
fn the_name_of_an_emergency_contact_needs_the_core_scope_and_the_rest_the_sensitive_one() {
    assert_eq!(
        seen(Read::CORE, &[], &[])["emergencyContacts"],
        json!([{"name": "Eve"}])
    );
    assert_eq!(
        seen(Read::SENSITIVE, &[], &[])["emergencyContacts"],
        json!([{"relationship": "Sister", "phones": ["1"]}])
    );
}

#[test]
fn a_reader_of_ids_sees_ids_only() {
    assert_eq!(
        seen(Read::IDS, &[], &[]),
        json!({"schemas": [schema::CORE], "id": "u1", "externalId": "x1", "userName": "ada@example.com"})
    );
}

#[test]
fn unknown_names_are_reported_together() {
    let wish = Wish {
        attributes: Some(vec!["active".into(), "nope".into()]),
        excluded: vec!["nor".into()],
    };
    let refused = Selection::compile(Read::ALL, &wish).unwrap_err();
    assert_eq!(refused.to_string(), "Unrecognized attributes: nope, nor");
}
