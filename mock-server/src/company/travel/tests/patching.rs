//! Tests of the forms of a PATCH.

use super::*;

#[test]
fn every_published_form_of_a_patch_is_taken() {
    let misspelt = "urn:ietf:params:scim:schemas:extension:travel:2.0:groups";
    let groups = json!([{"op": "remove", "path": misspelt, "value": [143_519_481]}]);
    for (operations, member, expected) in [
        (
            one("replace", ":", &json!({"orgUnit": "OrgUnit1"})),
            "orgUnit",
            json!("OrgUnit1"),
        ),
        (
            one("add", "", &json!({"orgUnit": "OrgUnit1"})),
            "orgUnit",
            json!("OrgUnit1"),
        ),
        (
            one("replace", ":gender", &json!("Male")),
            "gender",
            json!("Male"),
        ),
        (
            one("remove", ":orgUnit", &json!("x")),
            "orgUnit",
            json!(null),
        ),
        (groups, "groups", json!([143_519_480])),
        (
            one("remove", ":groups", &json!([143_519_480])),
            "groups",
            json!([143_519_481]),
        ),
        (
            one("add", ":groups", &json!([143_519_482])),
            "groups",
            json!([143_519_482]),
        ),
        (
            one("replace", ":ruleClass", &json!({"id": 624_901})),
            "ruleClass",
            json!({"id": 624_901, "name": "Executive"}),
        ),
        (
            one("replace", ":ruleClass.name", &json!("Executive")),
            "ruleClass",
            json!({"id": 624_901, "name": "Executive"}),
        ),
        (
            one("replace", ":manager", &json!({"value": ADA.to_string()})),
            "manager",
            json!({"value": ADA.to_string()}),
        ),
        (
            one("replace", ":manager.employeeNumber", &json!("7")),
            "manager",
            json!({"value": ADA.to_string()}),
        ),
        (
            one("remove", ":manager", &json!(null)),
            "manager",
            json!(null),
        ),
        (
            one(
                "replace",
                r#":customFields[name eq "cost object"].value"#,
                &json!("9"),
            ),
            "customFields",
            json!([{"name": "custom1", "value": "1"}, {"name": "Cost Object", "value": "9"}]),
        ),
        (
            one(
                "replace",
                r#":customFields[name eq "Travel Purpose"].value"#,
                &json!("9"),
            ),
            "customFields",
            json!([{"name": "custom1", "value": "1"}, {"name": "Cost Object", "value": "2"},
                {"name": "Travel Purpose", "value": "9"}]),
        ),
        (
            one(
                "remove",
                r#":customFields[name eq "custom1"]"#,
                &json!(null),
            ),
            "customFields",
            json!([{"name": "Cost Object", "value": "2"}]),
        ),
        (
            one(
                "add",
                ":customFields",
                &json!({"name": "custom1", "value": "testing"}),
            ),
            "customFields",
            json!([{"name": "custom1", "value": "testing"}]),
        ),
    ] {
        let mut version = company();
        create(&mut version, &full());
        let report = patch(&mut version, &operations);
        assert_eq!(report.outcome, Outcome::Success, "{operations} {report:?}");
        assert_eq!(kept(&version)[member], expected, "{operations}");
    }
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
