//! The oracle refuses documents that are wrong, each in one place.

use std::fs;

use concur_contract::contract::{Violation, fixtures_folder};
use serde_json::{Value, json};

use super::{headers, index, operation, visit};

#[test]
fn every_misspelt_member_is_refused() {
    each_member_changed(|object, name| {
        let value = object.remove(name).unwrap();
        object.insert(format!("{name}_"), value);
    });
}

#[test]
fn every_member_of_another_type_is_refused() {
    each_member_changed(|object, name| {
        object.insert(name.to_owned(), json!({"": 0}));
    });
}

/// Changes one member of one example at a time and expects that the oracle notices.
fn each_member_changed(change: impl Fn(&mut serde_json::Map<String, Value>, &str)) {
    let mut unnoticed = Vec::new();
    for example in index()
        .into_iter()
        .filter(|example| example.content_type.ends_with("json"))
    {
        let document: Value = serde_json::from_slice(&example.body()).unwrap();
        let mut members = Vec::new();
        visit(&document, "", &mut |pointer, node| {
            for name in node.as_object().into_iter().flat_map(serde_json::Map::keys) {
                members.push((pointer.to_owned(), name.clone()));
            }
        });
        for (pointer, name) in members {
            let mut changed = document.clone();
            change(
                changed
                    .pointer_mut(&pointer)
                    .unwrap()
                    .as_object_mut()
                    .unwrap(),
                &name,
            );
            if example
                .judge(&serde_json::to_vec(&changed).unwrap())
                .is_empty()
            {
                unnoticed.push(format!("{} {pointer}/{name}", example.file));
            }
        }
    }

    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
}

#[test]
fn a_document_that_is_wrong_in_one_place_is_refused_for_that_place() {
    const USER: &str = "identity_v4_1__user__two_emails.json";
    const PAGE: &str = "identity_v4_1__page__first.json";
    const ENTERPRISE: &str = "/urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    let start_date = format!("{ENTERPRISE}/startDate");
    let manager = format!("{ENTERPRISE}/manager");
    let cases: [(&str, &str, Value, &str); 14] = [
        (USER, "/active", json!("true"), "type"),
        (USER, "/id", json!("20417"), "format"),
        (USER, "/emails/1/type", json!("Work"), "enum"),
        (USER, "/emails/1/verified", json!("true"), "type"),
        (USER, "/name/familyName", json!("x".repeat(33)), "maxLength"),
        (USER, "/meta/version", json!("4"), "type"),
        (
            USER,
            "/meta/created",
            json!("2023-02-06 15:31:08"),
            "format",
        ),
        (
            USER,
            "/meta/location",
            json!("/profile/identity/v4.1/Users/1"),
            "format",
        ),
        (USER, &start_date, json!("06/02/2023"), "pattern"),
        (
            USER,
            &manager,
            json!("8e2a6b90-7c41-4d3f-b5e8-60f19a4c2d73"),
            "type",
        ),
        (PAGE, "/totalResults", json!("3"), "type"),
        (
            PAGE,
            "/schemas/0",
            json!("urn:ietf:params:scim:api:messages:2.0:ListResponses"),
            "const",
        ),
        (
            "identity_v4_1__error_404__plain.json",
            "/status",
            json!(404),
            "type",
        ),
        (
            "oauth2__error_61__client.json",
            "/error",
            json!("invalid_grant"),
            "const",
        ),
    ];
    let examples = index();
    for (file, pointer, value, rule) in cases {
        let example = examples
            .iter()
            .find(|example| example.file == file)
            .unwrap();
        let mut document: Value = serde_json::from_slice(&example.body()).unwrap();
        *document.pointer_mut(pointer).unwrap() = value;

        let found = example.judge(&serde_json::to_vec(&document).unwrap());

        let hit = |violation: &Violation| violation.pointer == pointer && violation.rule == rule;
        assert!(found.iter().any(hit), "{file}{pointer}: {found:#?}");
    }
}

#[test]
fn a_known_document_under_another_status_or_operation_is_refused() {
    let body =
        fs::read(fixtures_folder().join("examples/identity_v4_1__created__sparse.json")).unwrap();
    let error =
        fs::read(fixtures_folder().join("examples/identity_v4_1__error_404__plain.json")).unwrap();
    let json = headers("application/json");

    assert!(
        !operation("identity.v4_1.users.create")
            .check_response(201, &json, &body)
            .is_empty()
    );
    assert!(
        !operation("identity.v4_1.users.delete")
            .check_response(200, &json, &body)
            .is_empty()
    );
    assert!(
        !operation("identity.v4_1.users.list")
            .check_response(200, &json, &body)
            .is_empty()
    );
    assert!(
        !operation("identity.v4_1.users.get")
            .check_response(400, &json, &error)
            .is_empty()
    );
    assert!(
        !operation("users.v3_0.list")
            .check_response(403, &json, &error)
            .is_empty()
    );
}
