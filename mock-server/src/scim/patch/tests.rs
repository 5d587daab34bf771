//! What each form of operation does.

use super::*;
use crate::scim::schema::ENTERPRISE;
use crate::scim::scope::Rights;
use serde_json::json;

const ALL: [&str; 4] = [
    "identity.user.coreenterprise.writeonly",
    "identity.user.externalID.writeonly",
    "identity.user.sap.writeonly",
    "identity.user.emails.verified.writeonly",
];

fn user() -> Value {
    json!({
        "userName": "ada@example.com",
        "nickName": "A",
        "name": {"givenName": "Ada", "familyName": "Byron"},
        "emails": [{"type": "home", "value": "h@x.example"}, {"type": "work", "value": "w@x.example"}],
        "entitlements": ["Expense", "Invoice"],
        ENTERPRISE: {
            "companyId": "c1",
            "costCenter": "10",
            "leavesOfAbsence": [{"startDate": "2020-06-01"}, {"startDate": "2021-06-01"}],
        },
    })
}

fn patched_with(scopes: &[&str], operations: &Value) -> Result<Value, PatchError> {
    let Value::Object(mut document) = user() else {
        unreachable!()
    };
    let body = json!({ "Operations": operations });
    let rights = Rights::of(scopes.iter().copied());
    let policies = crate::policy::Policies::default();
    apply(&mut document, &body, Dialect::identity(rights, &policies))?;
    Ok(Value::Object(document))
}

fn patched(operation: &Value) -> Result<Value, PatchError> {
    patched_with(&ALL, &json!([operation]))
}

#[test]
fn a_simple_path_is_set_and_removed() {
    assert_eq!(
        patched(&json!({"op": "replace", "path": "name.givenName", "value": "Eve"})).unwrap()["name"]
            ["givenName"],
        "Eve"
    );
    assert_eq!(
        patched(&json!({"op": "remove", "path": "nickName", "value": "whatever"}))
            .unwrap()
            .get("nickName"),
        None
    );
}

#[test]
fn an_extension_is_merged_with_and_without_a_trailing_colon() {
    for path in [ENTERPRISE.to_owned(), format!("{ENTERPRISE}:")] {
        let user =
            patched(&json!({"op": "add", "path": path, "value": {"department": "Sales"}})).unwrap();
        assert_eq!(user[ENTERPRISE]["department"], "Sales");
        assert_eq!(user[ENTERPRISE]["costCenter"], "10");
    }
}

#[test]
fn a_value_without_a_path_may_have_urn_keys() {
    let user = patched(
        &json!({"op": "replace", "value": {"title": "Dr", ENTERPRISE: {"costCenter": "20"}}}),
    )
    .unwrap();
    assert_eq!(
        (&user["title"], &user[ENTERPRISE]["costCenter"]),
        (&json!("Dr"), &json!("20"))
    );
}

#[test]
fn add_without_a_filter_replaces_a_list_and_appends_leaves_of_absence() {
    let user = patched(&json!({"op": "add", "path": "entitlements", "value": ["Travel"]})).unwrap();
    assert_eq!(user["entitlements"], json!(["Travel"]));
    let path = format!("{ENTERPRISE}:leavesOfAbsence");
    let user = patched(&json!({"op": "add", "path": path, "value": [{"startDate": "2022-06-01"}]}))
        .unwrap();
    assert_eq!(
        user[ENTERPRISE]["leavesOfAbsence"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[test]
fn brackets_change_only_what_they_pick() {
    let user = patched(
        &json!({"op": "replace", "path": "emails[type eq \"work\"].value", "value": "n@x.example"}),
    )
    .unwrap();
    assert_eq!(user["emails"][0]["value"], "h@x.example");
    assert_eq!(user["emails"][1]["value"], "n@x.example");
    let user = patched(
        &json!({"op": "replace", "path": "emails[type eq \"work\"]", "value": "s@x.example"}),
    )
    .unwrap();
    assert_eq!(
        user["emails"][1],
        json!({"type": "work", "value": "s@x.example"})
    );
    let path = format!("{ENTERPRISE}:leavesOfAbsence[startDate eq \"2020-06-01\"]");
    let user = patched(&json!({"op": "remove", "path": path})).unwrap();
    assert_eq!(
        user[ENTERPRISE]["leavesOfAbsence"],
        json!([{"startDate": "2021-06-01"}])
    );
}

#[test]
fn brackets_that_pick_nothing_have_no_target() {
    let refused =
        patched(&json!({"op": "replace", "path": "emails[type eq \"other\"].value", "value": "x"}));
    assert!(matches!(refused, Err(PatchError::NoTarget(_))));
}

#[test]
fn remove_with_values_takes_those_entries_only() {
    let user =
        patched(&json!({"op": "remove", "path": "entitlements", "value": ["invoice"]})).unwrap();
    assert_eq!(user["entitlements"], json!(["Expense"]));
}

#[test]
fn what_the_service_owns_is_refused_by_path_and_ignored_in_an_object() {
    for path in ["id", "displayName", "meta.version", "name.formatted"] {
        let refused = patched(&json!({"op": "replace", "path": path, "value": "x"}));
        assert!(matches!(refused, Err(PatchError::Mutability(_))), "{path}");
    }
    let user = patched(&json!({"op": "add", "value": {"id": "x", "title": "Dr", "unheardOf": 1}}))
        .unwrap();
    assert_eq!((user.get("id"), user.get("unheardOf")), (None, None));
    assert_eq!(user["title"], "Dr");
}

#[test]
fn the_company_cannot_be_changed_but_may_be_repeated() {
    let path = format!("{ENTERPRISE}:companyId");
    assert!(patched(&json!({"op": "replace", "path": path, "value": "c1"})).is_ok());
    assert!(matches!(
        patched(&json!({"op": "replace", "path": path, "value": "c2"})),
        Err(PatchError::Mutability(_))
    ));
}

#[test]
fn the_core_schema_stands_for_the_user_itself() {
    use crate::scim::schema::CORE;

    for operation in [
        json!({"op": "replace", "value": {CORE: {"title": "Dr"}}}),
        json!({"op": "replace", "path": CORE, "value": {"title": "Dr"}}),
    ] {
        assert_eq!(patched(&operation).unwrap()["title"], "Dr", "{operation}");
    }
}

#[test]
fn lists_are_bounded_before_they_are_compared() {
    let many = vec!["Expense"; 101];
    for op in ["add", "replace", "remove"] {
        let refused = patched(&json!({"op": op, "path": "entitlements", "value": many}));
        assert!(matches!(refused, Err(PatchError::Value { .. })), "{op}");
    }
}

#[test]
fn a_manager_without_an_id_is_none() {
    let operations = json!([
        {"op": "add", "path": format!("{ENTERPRISE}:manager.value"), "value": "u2"},
        {"op": "remove", "path": format!("{ENTERPRISE}:manager.value")},
    ]);
    assert_eq!(
        patched_with(&ALL, &operations).unwrap()[ENTERPRISE].get("manager"),
        None
    );
}

#[test]
fn unknown_paths_and_operations_are_refused() {
    assert!(matches!(
        patched(&json!({"op": "add", "path": "nope", "value": 1})),
        Err(PatchError::Path(_))
    ));
    assert!(matches!(
        patched(&json!({"op": "move", "path": "title"})),
        Err(PatchError::Syntax(_))
    ));
    assert!(matches!(
        patched(&json!({"op": "add", "value": "text"})),
        Err(PatchError::Syntax(_))
    ));
    assert!(matches!(
        patched_with(&ALL, &json!([])),
        Err(PatchError::Syntax(_))
    ));
}

#[test]
fn an_attribute_with_a_scope_of_its_own_needs_it() {
    let operation = json!([{"op": "add", "path": "externalId", "value": "x"}]);
    assert_eq!(
        patched_with(&ALL[..1], &operation),
        Err(PatchError::Scope("identity.user.externalID.writeonly"))
    );
}

#[test]
fn verified_without_its_scope_is_ignored_and_the_rest_goes_through() {
    let user = patched_with(
        &ALL[..1],
        &json!([
            {"op": "replace", "path": "emails[type eq \"work\"].verified", "value": true},
            {"op": "replace", "path": "title", "value": "Dr"},
        ]),
    )
    .unwrap();
    assert_eq!(user["emails"][1].get("verified"), None);
    assert_eq!(user["title"], "Dr");
}
