//! Tests of the forms of a PATCH.

use super::*;

/// Applies the operations to a full extension; afterwards its member is as expected.
fn check(operations: &Value, member: &str, expected: &Value) {
    let mut version = company();
    create(&mut version, &full());
    let report = patch(&mut version, operations);
    assert_eq!(report.outcome, Outcome::Success, "{operations} {report:?}");
    assert_eq!(kept(&version)[member], *expected, "{operations}");
}

#[test]
fn every_published_form_of_a_patch_is_taken() {
    let unit = json!({"orgUnit": "OrgUnit1"});
    check(&one("replace", ":", &unit), "orgUnit", &json!("OrgUnit1"));
    check(&one("add", "", &unit), "orgUnit", &json!("OrgUnit1"));
    let male = json!("Male");
    check(&one("replace", ":gender", &male), "gender", &male);
    check(&one("remove", ":orgUnit", &male), "orgUnit", &json!(null));
    let misspelt = "urn:ietf:params:scim:schemas:extension:travel:2.0:groups";
    let groups = json!([{"op": "remove", "path": misspelt, "value": [143_519_481]}]);
    check(&groups, "groups", &json!([143_519_480]));
    let first = json!([143_519_480]);
    let groups = one("remove", ":groups", &first);
    check(&groups, "groups", &json!([143_519_481]));
    let third = json!([143_519_482]);
    check(&one("add", ":groups", &third), "groups", &third);
}

#[test]
fn one_part_of_a_reference_stands_for_all_of_it() {
    let class = json!({"id": 624_901, "name": "Executive"});
    let by_id = one("replace", ":ruleClass", &json!({"id": 624_901}));
    check(&by_id, "ruleClass", &class);
    let by_name = one("replace", ":ruleClass.name", &json!("Executive"));
    check(&by_name, "ruleClass", &class);
    let ada = json!({"value": ADA.to_string()});
    check(&one("replace", ":manager", &ada), "manager", &ada);
    let by_number = one("replace", ":manager.employeeNumber", &json!("7"));
    check(&by_number, "manager", &ada);
    let nobody = one("remove", ":manager", &json!(null));
    check(&nobody, "manager", &json!(null));
}

#[test]
fn one_custom_field_is_picked_by_its_name() {
    let (first, second) = (
        json!({"name": "custom1", "value": "1"}),
        json!({"name": "Cost Object", "value": "2"}),
    );
    let path = r#":customFields[name eq "cost object"].value"#;
    let changed = json!([first, {"name": "Cost Object", "value": "9"}]);
    check(&one("replace", path, &json!("9")), "customFields", &changed);
    let path = r#":customFields[name eq "Travel Purpose"].value"#;
    let filled = json!([first, second, {"name": "Travel Purpose", "value": "9"}]);
    check(&one("replace", path, &json!("9")), "customFields", &filled);
    let path = r#":customFields[name eq "custom1"]"#;
    let removed = one("remove", path, &json!(null));
    check(&removed, "customFields", &json!([second]));
    let object = json!({"name": "custom1", "value": "testing"});
    let added = one("add", ":customFields", &object);
    check(&added, "customFields", &json!([object]));
}

#[test]
fn a_patch_that_fails_somewhere_changes_nothing() {
    for (operations, path) in [
        (one("replace", ":seat", &json!("A")), ":seat"),
        (one("remove", ":", &json!(null)), ""),
        (one("remove", ":ruleClass", &json!(null)), ":ruleClass"),
        (
            one("replace", ":ruleClass", &json!({"id": 1})),
            ":ruleClass.id",
        ),
        (one("add", ":groups", &json!([1])), ":groups[0]"),
        (
            one(
                "replace",
                r#":customFields[name eq "Other"].value"#,
                &json!("9"),
            ),
            r#":customFields[name eq "Other"].value"#,
        ),
        (
            json!([{"op": "add", "path": format!("{TRAVEL}:"), "orgUnit": "EMEA"}]),
            ":",
        ),
    ] {
        let mut version = company();
        create(&mut version, &full());
        let before = kept(&version);
        let mut operations = operations.as_array().unwrap().clone();
        let good = one("replace", ":gender", &json!("Male"));
        operations.insert(0, good[0].clone());
        let report = patch(&mut version, &json!(operations));
        assert_eq!(paths(&report), [path], "{operations:?}");
        assert_eq!(kept(&version), before, "{operations:?}");
    }
}

#[test]
fn a_patch_makes_a_profile_where_none_was_if_it_names_a_rule_class() {
    let mut version = company();
    let unit = one("add", ":orgUnit", &json!("EMEA"));
    assert_eq!(paths(&patch(&mut version, &unit)), [":ruleClass"]);
    let class = one("add", ":", &json!({"ruleClass": {"id": 624_900}}));
    assert_eq!(patch(&mut version, &class).outcome, Outcome::Success);
    assert!(show::has_profile(&version, ADA));
}

#[test]
fn one_custom_field_joins_the_others_where_the_policy_says_so() {
    let mut version = company();
    set(
        &mut version,
        &json!({"travel.custom-field-object": "joins"}),
    );
    create(&mut version, &full());
    let field = one(
        "add",
        ":customFields",
        &json!({"name": "custom1", "value": "testing"}),
    );
    patch(&mut version, &field);
    let expected =
        json!([{"name": "Cost Object", "value": "2"}, {"name": "custom1", "value": "testing"}]);
    assert_eq!(kept(&version)["customFields"], expected);
}
