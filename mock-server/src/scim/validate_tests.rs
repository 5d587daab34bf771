//! What documents are refused for.

use super::*;
use crate::scim::rules::FORBIDDEN_IN_USER_NAME;
use crate::scim::schema::ENTERPRISE;
use serde_json::json;

fn user() -> Value {
    json!({
        "userName": "ada@example.com",
        "active": true,
        "name": {"givenName": "Ada", "familyName": "Byron"},
        "emails": [{"type": "work", "value": "ada@example.com"}],
        ENTERPRISE: {"companyId": "4f8c1a52-0000-4000-8000-000000000000"},
    })
}

fn faults(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut user = user();
    change(&mut user);
    document(user.as_object().unwrap(), &Policies::default()).map_or_else(
        |faults| faults.into_iter().map(|fault| fault.message).collect(),
        |_| Vec::new(),
    )
}

#[test]
fn the_least_user_is_accepted() {
    assert_eq!(faults(|_| {}), Vec::<String>::new());
}

#[test]
fn every_required_attribute_is_missed_by_name() {
    let faults = faults(|user| *user = json!({}));
    for path in ["userName", "active", "name", "emails", ENTERPRISE] {
        assert!(
            faults.contains(&format!("Missing required attribute '{path}'")),
            "{path}: {faults:?}"
        );
    }
}

#[test]
fn a_length_violation_uses_concurs_sentence() {
    assert_eq!(
        faults(|user| user["name"]["givenName"] = json!("x".repeat(33))),
        ["Invalid 'name.givenName' Size"]
    );
    assert_eq!(
        faults(|user| user[ENTERPRISE]["costCenter"] = json!("x".repeat(26))),
        [format!("Invalid '{ENTERPRISE}:costCenter' Size")]
    );
}

#[test]
fn a_user_name_needs_a_domain_and_none_of_the_forbidden_characters() {
    assert_eq!(faults(|user| user["userName"] = json!("ada")).len(), 1);
    for character in FORBIDDEN_IN_USER_NAME.chars() {
        let name = format!("ada{character}@example.com");
        assert_eq!(
            faults(|user| user["userName"] = json!(name)).len(),
            1,
            "{character}"
        );
    }
}

#[test]
fn types_and_closed_values_are_checked() {
    assert_eq!(faults(|user| user["active"] = json!("true")).len(), 1);
    assert_eq!(
        faults(|user| user["emails"] = json!("ada@example.com")).len(),
        1
    );
    assert_eq!(
        faults(|user| user["timezone"] = json!("Mars/Olympus")).len(),
        1
    );
    assert_eq!(
        faults(|user| user["preferredLanguage"] = json!("xx")).len(),
        1
    );
    assert_eq!(
        faults(|user| user["preferredLanguage"] = json!("de-DE")).len(),
        0
    );
    assert_eq!(
        faults(|user| user[ENTERPRISE]["startDate"] = json!("soon")).len(),
        1
    );
}

#[test]
fn one_entry_per_type_except_mobiles() {
    let two = |kind: &str| json!([{"type": kind, "value": "1"}, {"type": kind, "value": "2"}]);
    assert_eq!(faults(|user| user["phoneNumbers"] = two("work")).len(), 1);
    assert_eq!(faults(|user| user["phoneNumbers"] = two("mobile")).len(), 0);
    assert_eq!(
        faults(|user| user["emails"] =
            json!([{"type": "work", "value": "a@b"}, {"type": "Work", "value": "c@d"}]))
        .len(),
        1
    );
}

#[test]
fn leaves_must_not_overlap_nor_run_backwards() {
    let leaves = |leaves: Value| faults(|user| user[ENTERPRISE]["leavesOfAbsence"] = leaves).len();
    assert_eq!(
        leaves(
            json!([{"startDate": "2020-01-01", "endDate": "2020-02-01"}, {"startDate": "2020-03-01"}])
        ),
        0
    );
    assert_eq!(
        leaves(json!([{"startDate": "2020-01-01", "endDate": "2019-02-01"}])),
        1
    );
    assert_eq!(
        leaves(json!([{"startDate": "2020-01-01"}, {"startDate": "2020-03-01"}])),
        1
    );
}

#[test]
fn unknown_and_read_only_members_are_ignored() {
    let mut user = user();
    user["unheardOf"] = json!(1);
    user["displayName"] = json!("Someone Else");
    let kept = document(user.as_object().unwrap(), &Policies::default()).unwrap();
    assert!(!kept.contains_key("unheardOf") && !kept.contains_key("displayName"));
}

#[test]
fn of_mobile_numbers_exactly_one_is_the_primary() {
    let phones = |flags: &[Option<bool>]| {
        let phones: Vec<Value> = flags
            .iter()
            .map(|flag| match flag {
                Some(flag) => json!({"type": "mobile", "value": "1", "primary": flag}),
                None => json!({"type": "mobile", "value": "1"}),
            })
            .collect();
        faults(|user| user["phoneNumbers"] = json!(phones)).len()
    };
    assert_eq!(phones(&[Some(true), Some(false)]), 0);
    assert_eq!(phones(&[None, Some(false)]), 0);
    assert_eq!(phones(&[Some(true), Some(true)]), 1);
    assert_eq!(phones(&[Some(false)]), 1);
}

#[test]
fn members_of_one_type_of_number_are_refused_at_another() {
    for phone in [
        json!({"type": "work", "value": "1", "primary": true}),
        json!({"type": "fax", "value": "1", "notifications": true}),
        json!({"type": "work", "value": "1", "issuingCountry": "US"}),
        json!({"type": "home", "value": "1", "workExtension": "7"}),
    ] {
        assert_eq!(
            faults(|user| user["phoneNumbers"] = json!([phone])).len(),
            1,
            "{phone}"
        );
    }
}

#[test]
fn forms_that_no_page_shows_are_refused() {
    let refused = |change: fn(&mut Value)| faults(change).len();
    assert_eq!(
        refused(|user| user["addresses"] = json!([{"country": "1!"}])),
        1
    );
    assert_eq!(
        refused(|user| user["preferredLanguage"] = json!("en-<x>")),
        1
    );
    assert_eq!(refused(|user| user["title"] = json!("a\u{1}b")), 1);
    assert_eq!(
        refused(|user| user["userName"] = json!("a da@example.com")),
        1
    );
    assert_eq!(
        refused(|user| user["userName"] = json!("a@b@example.com")),
        1
    );
    assert_eq!(
        refused(|user| user[ENTERPRISE]["leavesOfAbsence"] =
            json!([{"startDate": "2020-01-01T05:00:00Z"}])),
        1
    );
}

#[test]
fn a_user_without_addresses_stays_without_and_one_with_some_keeps_one() {
    let (with, mut without) = (user(), user());
    without.as_object_mut().unwrap().remove("emails");
    let changed = |before: &Value, after: &Value| {
        let [before, after] = [before, after].map(|user| user.as_object().unwrap());
        changed_of(&schema::IDENTITY_USER, before, after, &Policies::default())
    };
    assert!(changed(&without, &without).is_ok() && changed(&without, &with).is_ok());
    assert_eq!(changed(&with, &without).unwrap_err().len(), 1);
}

#[test]
fn a_list_whose_entries_hold_nothing_known_is_not_kept() {
    let mut user = user();
    user["addresses"] = json!([{"planet": "Mars"}]);
    let kept = document(user.as_object().unwrap(), &Policies::default()).unwrap();
    assert!(!kept.contains_key("addresses"), "{kept:?}");
}
