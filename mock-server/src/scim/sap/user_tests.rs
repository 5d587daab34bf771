//! What becomes of a user on its way between the identity document and SCIM v4.

use super::*;

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => unreachable!(),
    }
}

fn identity() -> Resource {
    object(json!({
        "userName": "ada@example.com",
        "active": true,
        "dateOfBirth": "1815-12-10",
        "localeOverrides": {"preferenceDistance": "km"},
        "entitlements": ["Expense"],
        "emails": [
            {"type": "work", "value": "Ada@example.com", "verified": true, "notifications": false},
            {"type": "home", "value": "home@example.com", "verified": false, "notifications": true},
        ],
        ENTERPRISE: {
            "companyId": "c",
            "employeeNumber": "7",
            "startDate": "2020-01-01",
            "leavesOfAbsence": [{"startDate": "2021-01-01"}],
        },
        SAP: {"userUuid": "ext-1"},
    }))
}

fn meta() -> Meta {
    Meta {
        created: "2025-12-16T18:59:39.000543Z".parse().unwrap(),
        last_modified: "2025-12-17T08:00:00.5Z".parse().unwrap(),
        version: 3,
    }
}

fn shown() -> Map<String, Value> {
    seen(&identity(), &Own::new(), meta())
}

#[test]
fn the_flags_of_addresses_stand_in_the_sap_extension_alone() {
    let user = shown();
    assert_eq!(
        user["emails"],
        json!([
            {"type": "work", "value": "Ada@example.com"},
            {"type": "home", "value": "home@example.com", "notifications": true},
        ])
    );
    assert_eq!(
        user[SAP],
        json!({
            "userUuid": "ext-1",
            "validFrom": "2025-12-16T18:59:39Z",
            "emails": [
                {"value": "Ada@example.com", "verified": true},
                {"value": "home@example.com", "verified": false},
            ],
        })
    );
}

#[test]
fn what_scim_v4_does_not_know_is_hidden_and_survives_a_write() {
    let user = shown();
    for name in ["dateOfBirth", "localeOverrides", "entitlements"] {
        assert!(!user.contains_key(name), "{name}");
    }
    assert_eq!(
        user[ENTERPRISE],
        json!({"companyId": "c", "employeeNumber": "7"})
    );

    let parts = take_apart(user, &identity()).unwrap();
    let mut expected = identity();
    expected["emails"][0]
        .as_object_mut()
        .unwrap()
        .shift_remove("notifications");
    assert_eq!(parts.identity, expected);
    assert_eq!(
        Value::Object(parts.own),
        json!({"validFrom": "2025-12-16T18:59:39Z"})
    );
}

#[test]
fn a_flag_finds_its_address_in_any_case_and_needs_one() {
    let mut user = shown();
    user[SAP]["emails"] = json!([{"value": "HOME@example.com", "verified": true}]);
    let parts = take_apart(user.clone(), &identity()).unwrap();
    assert_eq!(parts.identity["emails"][0].get("verified"), None);
    assert_eq!(parts.identity["emails"][1]["verified"], true);

    user[SAP]["emails"] = json!([{"value": "nobody@example.com", "verified": true}]);
    let faults = take_apart(user, &identity()).unwrap_err();
    assert_eq!(faults[0].path, format!("{SAP}:emails.value"));
}

#[test]
fn a_flag_of_an_address_that_the_change_took_away_goes_with_it() {
    let mut user = shown();
    user["emails"] = json!([{"type": "work", "value": "new@example.com"}]);
    let parts = take_apart(user, &identity()).unwrap();
    assert_eq!(
        parts.identity["emails"],
        json!([{"type": "work", "value": "new@example.com"}])
    );
}

#[test]
fn an_inactive_user_is_valid_up_to_its_end() {
    let mut leaver = identity();
    leaver["active"] = json!(false);
    let valid_to = |user: &Resource, own: &Own| seen(user, own, meta())[SAP][VALID_TO].clone();
    assert_eq!(valid_to(&leaver, &Own::new()), "2025-12-17T08:00:00Z");
    leaver[ENTERPRISE]["terminationDate"] = json!("2025-06-30T00:00:00.000");
    assert_eq!(valid_to(&leaver, &Own::new()), "2025-06-30T00:00:00Z");
    let own = object(json!({"validTo": "2025-07-01T00:00:00Z"}));
    assert_eq!(valid_to(&leaver, &own), "2025-07-01T00:00:00Z");
}

#[test]
fn a_client_that_says_something_new_sets_the_end_and_silence_ends_an_active_one() {
    let (old, new) = (json!("2030-01-01"), json!("2031-01-01"));
    assert_eq!(
        valid_to(Some(&new), Some(&old), None, true),
        Some(new.clone())
    );
    assert_eq!(
        valid_to(Some(&old), Some(&old), Some(new.clone()), false),
        Some(new.clone())
    );
    assert_eq!(valid_to(Some(&old), Some(&old), None, true), None);
    assert_eq!(valid_to(None, Some(&old), Some(old.clone()), true), None);
    assert_eq!(
        valid_to(None, Some(&old), Some(old.clone()), false),
        Some(old)
    );
}
