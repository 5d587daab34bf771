//! The forms of PATCH that the pages and the sample collection show, on spend data.

use super::*;

fn user(version: &Version) -> Value {
    kept(version, Extension::SpendUser)
}

#[test]
fn an_extension_is_patched_with_and_without_a_trailing_colon() {
    let mut version = with_profile(&[]);
    for (path, code) in [("User", "EU"), ("User:", "APAC")] {
        let said = patch(&mut version, &[json!(["add", path, {"ledgerCode": code}])]);
        assert_eq!(said.outcome("User"), Outcome::Success);
        let mut expected = profile();
        expected["ledgerCode"] = json!(code);
        assert_eq!(user(&version), expected);
    }
    let said = patch(&mut version, &[json!(["remove", "User:ledgerCode"])]);
    assert_eq!(said.outcome("User"), Outcome::Success);
    assert_eq!(user(&version), profile());
}

#[test]
fn names_are_found_in_any_case_of_the_urn() {
    let mut version = with_profile(&[]);
    let operation = json!({"op": "replace", "path": format!("{}:USER:ledgercode", URN.to_uppercase()), "value": "EU"});
    let reports = write(&mut version, ADA, Sent::Patch(&[operation]), now());
    assert_eq!(Said(reports).outcome("User"), Outcome::Success);
    assert_eq!(user(&version)["ledgerCode"], "EU");
}

#[test]
fn the_whole_profile_can_neither_be_removed_nor_emptied() {
    let mut version = with_profile(&[]);
    for operation in [
        json!(["remove", "User:"]),
        json!(["remove", "User:country"]),
        json!(["replace", "User:locale", null]),
    ] {
        let said = patch(&mut version, std::slice::from_ref(&operation));
        assert_eq!(said.outcome("User"), Outcome::Error, "{operation}");
        assert_eq!(user(&version), profile());
    }
}

#[test]
fn a_patch_makes_a_profile_where_there_is_none() {
    let mut version = company(&[]);
    let said = patch(&mut version, &[json!(["add", "User:", {"country": "US"}])]);
    assert_eq!(said.texts("User").len(), 2);
    let said = patch(&mut version, &[json!(["add", "User:", profile()])]);
    assert_eq!(said.outcome("User"), Outcome::Success);
    assert_eq!(user(&version), profile());
}

#[test]
fn what_cannot_be_applied_fails_with_its_path_and_nothing_is_written() {
    let mut version = with_profile(&[]);
    let good = json!(["replace", "User:ledgerCode", "EU"]);
    for (operation, text) in [
        (
            json!(["add", "User:"]),
            "operation add on [User:] needs a value",
        ),
        (
            json!(["replace", "User:shoeSize", 43]),
            "Invalid attribute path [User:shoeSize]",
        ),
        (
            json!(["replace", r#"User:customData[id eq "custom2"].value"#, "x"]),
            r#"no value matches the path [User:customData[id eq "custom2"].value]"#,
        ),
        (json!(["replace", "User:", "text"]), "Invalid Value: 'User'"),
    ] {
        let said = patch(&mut version, &[good.clone(), operation]);
        assert_eq!(said.texts("User"), [text]);
        assert_eq!(user(&version), profile());
    }
    let said = patch(&mut version, &[json!(["add", "Approver:report", [1]])]);
    assert_eq!(
        said.texts("Approver"),
        ["Invalid Value: 'Approver:report[0]'"]
    );
}

#[test]
fn the_documented_patch_goes_through_in_order() {
    let mut version = with_profile(&[]);
    version.roles.give(ADA, "EXP_APPROVER");
    version.roles.give(ADA, "SHD_ROLE_ADMIN");
    let limit = |amount: f64, group: &str| {
        json!({"approvalType": "report", "exceptionApprovalAuthority": true, "approvalLimit": amount,
            "reimbursementCurrency": "USD", "approvalGroup": group})
    };
    patch(
        &mut version,
        &[json!(["add", "User:customData", [{"id": "custom2", "value": "old"}]])],
    );
    let operations = [
        json!(["replace", "Approver:request", [{"approver": {"employeeNumber": "E2"}, "primary": true}]]),
        json!(["replace", "ApproverLimit", {"authorizedApprover": [limit(7.5, "rg1-rg1_1")],
            "costObjectApprover": [limit(99_999_999_999_999.98, "")]}]),
        json!([
            "replace",
            r#"User:customData[id eq "custom2"].value"#,
            "Replaced_Value"
        ]),
        json!(["remove", r#"Role:roles[roleName eq "SHD_ROLE_ADMIN"]"#]),
        json!([
            "remove",
            r#"ApproverLimit:authorizedApprover[approvalType eq "report" and approvalGroup eq "rg1-rg1_1"]"#
        ]),
        json!(["add", "Role:roles", [{"roleName": "EXP_APPROVER"}, {"roleName": "SHD_ROLE_ADMIN", "roleGroups": ["R&D-QA-Exp"]}]]),
    ];
    let said = patch(&mut version, &operations);
    for name in ["User", "Approver", "ApproverLimit", "Role"] {
        assert_eq!(said.texts(name), Vec::<String>::new());
        assert_eq!(said.outcome(name), Outcome::Success, "{name}");
    }
    assert_eq!(
        user(&version)["customData"],
        json!([{"id": "custom2", "value": "Replaced_Value"}])
    );
    let limits = kept(&version, Extension::SpendApproverLimit);
    assert_eq!(limits.get("authorizedApprover"), None);
    assert_eq!(
        limits["costObjectApprover"][0]["approvalLimit"],
        99_999_999_999_999.98
    );
    assert_eq!(
        held(&version),
        ["EXP_APPROVER@", "SHD_ROLE_ADMIN@R&D-QA-Exp"]
    );
}
