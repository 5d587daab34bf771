//! `spend:User` as a whole: what it must have, what is configured, what a PUT does.

use std::sync::Arc;

use super::*;
use crate::company::configuration::Edition;

fn user(more: &Value) -> Value {
    let mut user = profile();
    let members = user.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    json!({format!("{URN}:User"): user})
}

/// The errors of a POST of a profile with these members.
fn refused(settings: &[(&str, &str)], more: &Value) -> Vec<String> {
    let mut version = company(settings);
    let said = create(&mut version, &user(more));
    let texts = said.texts("User");
    let is_kept = kept(&version, Extension::SpendUser) != json!({});
    assert_eq!(is_kept, said.outcome("User") == Outcome::Success);
    texts
}

#[test]
fn a_profile_is_kept_in_one_spelling() {
    let mut version = company(&[]);
    let more = json!({"locale": "en_US", "ledgerCode": "default", "stateProvince": "WA", "country": "us",
        "reimbursementType": "CONCUR_PAY", "budgetCountryCode": "US", "testEmployee": true});
    let said = create(&mut version, &user(&more));
    assert_eq!((said.outcome("User"), said.0.len()), (Outcome::Success, 9));
    let expected = json!({"reimbursementCurrency": "USD", "country": "US", "locale": "en-US",
        "ledgerCode": "DEFAULT", "stateProvince": "WA", "reimbursementType": "CONCUR_PAY",
        "budgetCountryCode": "US", "testEmployee": true});
    assert_eq!(kept(&version, Extension::SpendUser), expected);
    let changed = version.extensions.changed(ADA, Extension::SpendUser);
    assert_eq!(changed, Some(now()));
}

#[test]
fn what_is_required_must_be_there_at_the_beginning() {
    let mut version = company(&[]);
    let urn = format!("{URN}:User");
    let said = create(&mut version, &json!({urn.clone(): {}}));
    let missing = |name: &str| format!("Missing required attribute 'User:{name}'");
    let expected = ["reimbursementCurrency", "country", "locale"].map(missing);
    assert_eq!(said.texts("User"), expected);
    let said = create(&mut version, &json!({urn: "en-US"}));
    assert_eq!(said.texts("User"), ["Invalid Value: 'User'"]);
    let blank = json!({"reimbursementCurrency": "", "country": "", "locale": ""});
    let size = |name: &str| format!("Invalid 'User:{name}' Size");
    assert_eq!(
        refused(&[], &blank),
        ["reimbursementCurrency", "country", "locale"].map(size)
    );
}

#[test]
fn currencies_and_ledgers_are_those_of_the_configuration() {
    let more = json!({"reimbursementCurrency": "XTS", "ledgerCode": "MOON"});
    let expected = [
        "Invalid Value: 'User:reimbursementCurrency'",
        "Invalid Value: 'User:ledgerCode'",
    ];
    assert_eq!(refused(&[], &more), expected);
    let mut version = with_profile(&[]);
    Arc::make_mut(&mut version.configuration).currencies.clear();
    let said = patch(
        &mut version,
        &[json!(["replace", "User:stateProvince", "WA"])],
    );
    assert_eq!(said.texts("User"), Vec::<String>::new());
}

#[test]
fn a_locale_is_a_tag_of_five_or_six_characters() {
    let none = Vec::<String>::new();
    let locale =
        |settings: &[(&str, &str)], locale: &str| refused(settings, &json!({"locale": locale}));
    assert_eq!(locale(&[], "es-419"), none);
    assert_eq!(locale(&[], "english"), ["Invalid 'User:locale' Size"]);
    assert_eq!(locale(&[], "12-US"), ["Invalid Value: 'User:locale'"]);
    let five = [("spend.locale", "five")];
    assert_eq!(locale(&five, "es-419"), ["Invalid 'User:locale' Size"]);
    assert_eq!(locale(&five, "it-IT"), none);
}

#[test]
fn a_test_employee_is_made_at_the_beginning_and_later_words_are_passed_over() {
    let mut version = with_profile(&[]);
    let operations = [
        json!(["replace", "User:testEmployee", true]),
        json!(["replace", "User:ledgerCode", "EU"]),
    ];
    let said = patch(&mut version, &operations);
    assert_eq!(said.outcome("User"), Outcome::Success);
    assert_eq!(said.texts("User"), ["!Invalid Value: 'User:testEmployee'"]);
    assert_eq!(said.paths("User"), ["User:testEmployee"]);
    let kept = kept(&version, Extension::SpendUser);
    assert_eq!(
        (kept.get("testEmployee"), &kept["ledgerCode"]),
        (None, &json!("EU"))
    );
    let said = patch(
        &mut version,
        &[json!(["replace", "User:testEmployee", false])],
    );
    assert_eq!(said.texts("User"), Vec::<String>::new());
}

#[test]
fn an_error_keeps_the_whole_extension_from_being_written() {
    let mut version = with_profile(&[]);
    let before = kept(&version, Extension::SpendUser);
    let operations = [
        json!(["replace", "User:ledgerCode", "EU"]),
        json!(["replace", "User:country", "USA"]),
    ];
    let said = patch(&mut version, &operations);
    assert_eq!(said.texts("User"), ["Invalid 'User:country' Size"]);
    assert_eq!(kept(&version, Extension::SpendUser), before);
}

#[test]
fn the_manager_for_insights_is_an_employee_and_a_circle_is_nulled() {
    let manager = |reference: Value| json!(["replace", "User:biManager", reference]);
    let mut version = with_profile(&[]);
    let by_bob = json!({"biManager": {"value": BOB.to_string()}});
    for reference in [
        json!({"value": BOB.to_string()}),
        json!({"value": "e2"}),
        json!({"employeeNumber": "E2"}),
    ] {
        let said = patch(&mut version, &[manager(reference)]);
        assert_eq!(said.texts("User"), Vec::<String>::new());
        assert_eq!(
            kept(&version, Extension::SpendUser)["biManager"],
            by_bob["biManager"]
        );
    }
    let said = patch(
        &mut version,
        &[manager(json!({"value": NOBODY.to_string()}))],
    );
    assert_eq!(said.texts("User"), ["Invalid User ID"]);
    assert_eq!(said.paths("User"), ["User:biManager"]);

    let by_ada = json!({"biManager": {"value": ADA.to_string()}});
    let by_ada = by_ada.as_object().unwrap().clone();
    version
        .extensions
        .keep(EVE, Extension::SpendUser, by_ada, now());
    for circle in [ADA, EVE] {
        let said = patch(
            &mut version,
            &[manager(json!({"value": circle.to_string()}))],
        );
        assert_eq!(said.outcome("User"), Outcome::Success);
        assert_eq!(kept(&version, Extension::SpendUser).get("biManager"), None);
    }
}

#[test]
fn the_standard_edition_wants_custom21_beside_what_depends_on_it() {
    let write = |fields: Value| {
        let mut version = company(&[]);
        Arc::make_mut(&mut version.configuration).edition = Edition::Standard;
        let more = json!({"reimbursementType": "OTHER", "customData": fields});
        create(&mut version, &user(&more)).texts("User")
    };
    let unit = json!({"id": "orgUnit1", "value": "US"});
    let expected = [
        "Invalid Value: 'User:reimbursementType'",
        r#"Invalid Value: 'User:customData[id eq "orgUnit1"].value'"#,
    ];
    assert_eq!(write(json!([unit])), expected);
    let group = json!({"id": "custom21", "value": "US"});
    assert_eq!(write(json!([unit, group])), Vec::<String>::new());
}

#[test]
fn a_put_erases_what_it_does_not_send_and_resets_a_blank_profile() {
    let more = json!({"country": "DE", "ledgerCode": "EU", "testEmployee": true});
    let prepared = |settings: &[(&str, &str)]| {
        let mut version = company(settings);
        create(&mut version, &user(&more));
        patch(
            &mut version,
            &[json!(["add", "Approver:report",
            [{"approver": {"employeeNumber": "E2"}, "primary": true}]])],
        );
        version.roles.give(ADA, "EXP_AUDITOR_OF_OTHERS");
        version
    };
    let mut version = prepared(&[]);
    assert_ne!(kept(&version, Extension::SpendApprover), json!({}));
    let said = replace(&mut version, &user(&json!({"country": "FR"})));
    assert_eq!(said.outcome("Approver"), Outcome::Success);
    assert_eq!(said.outcome("Delegate"), Outcome::NoOp);
    let mut expected = profile();
    expected["country"] = json!("FR");
    expected["testEmployee"] = json!(true);
    assert_eq!(kept(&version, Extension::SpendUser), expected);
    assert_eq!(kept(&version, Extension::SpendApprover), json!({}));
    assert_eq!(held(&version), ["EXP_AUDITOR_OF_OTHERS@"]);

    let urn = format!("{URN}:User");
    let blank = json!({urn.clone(): {"reimbursementCurrency": "", "country": "", "locale": null, "customData": []}});
    let mut reset = profile();
    reset["testEmployee"] = json!(true);
    for sent in [blank, json!({})] {
        let mut version = prepared(&[]);
        let said = replace(&mut version, &sent);
        assert_eq!(said.outcome("User"), Outcome::Success);
        assert_eq!(kept(&version, Extension::SpendUser), reset);
        assert_eq!(kept(&version, Extension::SpendApprover), json!({}));
    }
    let mut version = prepared(&[("spend.put-without-user", "kept")]);
    let said = replace(&mut version, &json!({}));
    assert_eq!(said.outcome("User"), Outcome::NoOp);
    assert_eq!(kept(&version, Extension::SpendUser)["country"], "DE");
    let said = replace(&mut version, &json!({urn: {}}));
    assert_eq!(said.outcome("User"), Outcome::Error);
    let mut nobody = company(&[]);
    let said = replace(&mut nobody, &json!({}));
    assert!(said.0.iter().all(|report| report.outcome == Outcome::NoOp));
}
