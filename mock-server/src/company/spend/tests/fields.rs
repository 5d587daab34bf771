//! Custom fields and the payroll.

use std::sync::Arc;

use super::*;

fn fields(version: &mut Version, fields: &Value) -> Said {
    patch(version, &[json!(["replace", "User:customData", fields])])
}

fn shown(version: &Version) -> Value {
    kept(version, Extension::SpendUser)["customData"].clone()
}

#[test]
fn a_field_must_be_of_the_form_and_its_value_of_its_list() {
    let mut version = with_profile(&[]);
    let path = |id: &str, part: &str| format!(r#"User:customData[id eq "{id}"].{part}"#);
    let given = json!([
        {"id": "custom3", "value": "CC-9999"},
        {"id": "custom99", "value": "x"},
        {"id": "custom1", "value": "x".repeat(49)},
    ]);
    let said = fields(&mut version, &given);
    let expected = [
        "Invalid List Item".to_owned(),
        format!("Invalid Value: '{}'", path("custom99", "id")),
        format!("Invalid '{}' Size", path("custom1", "value")),
    ];
    assert_eq!(said.texts("User"), expected);
    assert_eq!(said.paths("User")[0], path("custom3", "value"));
    let given = json!([
        {"id": "custom3", "value": "CC-2000", "syncGuid": "a", "href": "b"},
        {"id": "CUSTOM1", "value": "x"},
        {"id": "orgUnit1", "value": ""},
    ]);
    assert_eq!(
        fields(&mut version, &given).outcome("User"),
        Outcome::Success
    );
    let expected = json!([{"id": "custom3", "value": "CC-2000"}, {"id": "custom1", "value": "x"}]);
    assert_eq!(shown(&version), expected);
}

#[test]
fn a_field_that_stays_is_not_judged_again() {
    let mut version = with_profile(&[]);
    let old = json!({"id": "custom3", "value": "CC-2000"});
    fields(&mut version, &json!([old]));
    Arc::make_mut(&mut version.configuration).lists.clear();
    let new = json!({"id": "custom1", "value": "x"});
    let said = fields(&mut version, &json!([old, new]));
    assert_eq!(said.texts("User"), Vec::<String>::new());
    assert_eq!(shown(&version), json!([old, new]));
}

#[test]
fn a_field_that_comes_twice_counts_once() {
    let twice = json!([{"id": "orgUnit1", "value": "a"}, {"id": "orgUnit1", "value": "b"}]);
    let write = |policy: &str| {
        let mut version = with_profile(&[("spend.repeated-custom-field", policy)]);
        let said = fields(&mut version, &twice);
        (said.outcome("User"), shown(&version))
    };
    let one = |value: &str| json!([{"id": "orgUnit1", "value": value}]);
    assert_eq!(write("last"), (Outcome::Success, one("b")));
    assert_eq!(write("first"), (Outcome::Success, one("a")));
    assert_eq!(write("refused"), (Outcome::Error, Value::Null));
}

#[test]
fn a_required_field_must_be_there_at_the_beginning_and_stays() {
    let mut version = company(&[]);
    Arc::make_mut(&mut version.configuration).custom_fields[0].required = true;
    let urn = format!("{URN}:User");
    let said = create(&mut version, &json!({urn.clone(): profile()}));
    let missing = r#"Missing required attribute 'User:customData[id eq "orgUnit1"]'"#;
    assert_eq!(said.texts("User"), [missing]);
    let mut profile = profile();
    profile["customData"] = json!([{"id": "orgUnit1", "value": "a"}]);
    assert_eq!(
        create(&mut version, &json!({urn: profile})).outcome("User"),
        Outcome::Success
    );
    assert_eq!(fields(&mut version, &json!([])).texts("User"), [missing]);
}

#[test]
fn a_list_takes_the_place_of_all_fields_and_a_filter_of_one() {
    let mut version = with_profile(&[]);
    fields(
        &mut version,
        &json!([{"id": "custom1", "value": "a"}, {"id": "custom2", "value": "b"}]),
    );
    let path = r#"User:customData[id eq "custom2"]"#;
    patch(
        &mut version,
        &[json!(["replace", format!("{path}.value"), "c"])],
    );
    assert_eq!(
        shown(&version),
        json!([{"id": "custom1", "value": "a"}, {"id": "custom2", "value": "c"}])
    );
    patch(&mut version, &[json!(["remove", path])]);
    assert_eq!(shown(&version), json!([{"id": "custom1", "value": "a"}]));
    fields(&mut version, &json!([{"id": "custom5", "value": "d"}]));
    assert_eq!(shown(&version), json!([{"id": "custom5", "value": "d"}]));
    patch(
        &mut version,
        &[json!(["add", "User:schemaCustomData", {"id": "custom1", "value": "e"}])],
    );
    assert_eq!(shown(&version), json!([{"id": "custom1", "value": "e"}]));
}

#[test]
fn a_payroll_goes_with_adp_alone() {
    let adp = json!({"companyCode": "c", "deductionCode": "HLTH", "employeeFileNumber": "1234"});
    let urn = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:Payroll";
    let mut version = with_profile(&[]);
    let sent = json!({urn: {"adp": adp}});
    let said = create(&mut version, &sent);
    let expected = format!("Invalid Value: '{urn}:adp'");
    assert_eq!(said.texts("Payroll"), [expected]);
    patch(
        &mut version,
        &[json!(["replace", "User:reimbursementType", "ADP_PAYROLL"])],
    );
    assert_eq!(
        create(&mut version, &sent).outcome("Payroll"),
        Outcome::Success
    );
    assert_eq!(kept(&version, Extension::Payroll), json!({"adp": adp}));
    let said = patch(
        &mut version,
        &[json!(["replace", "Payroll:adp.deductionCode", "DNTL"])],
    );
    assert_eq!(said.outcome("Payroll"), Outcome::Success);
    assert_eq!(
        kept(&version, Extension::Payroll)["adp"]["deductionCode"],
        "DNTL"
    );
    let said = patch(
        &mut version,
        &[json!(["remove", "Payroll:adp.deductionCode"])],
    );
    assert_eq!(
        said.texts("Payroll"),
        [format!(
            "Missing required attribute '{urn}:adp.deductionCode'"
        )]
    );
    patch(
        &mut version,
        &[
            json!(["replace", "User:reimbursementType", "OTHER"]),
            json!(["remove", "Payroll:"]),
        ],
    );
    assert_eq!(kept(&version, Extension::Payroll), json!({}));
}
