//! Roles: which can be given, in which groups, and how they are taken.

use super::*;

fn set(version: &mut Version, roles: &Value) -> Said {
    patch(version, &[json!(["replace", "Role:roles", roles])])
}

#[test]
fn roles_are_given_in_groups_and_the_list_is_the_whole() {
    let mut version = with_profile(&[]);
    let roles = json!([
        {"roleName": "SHD_ROLE_ADMIN", "roleGroups": ["R&D-QA-Exp", "EMEA"]},
        {"roleName": "EXP_APPROVER", "roleGroups": []},
        {"roleName": "SHD_TAX_ADMIN", "roleGroups": [""]},
        {"roleName": "REQ_APPROVER"},
    ]);
    assert_eq!(
        set(&mut version, &roles).texts("Role"),
        Vec::<String>::new()
    );
    let expected = [
        "EXP_APPROVER@",
        "REQ_APPROVER@",
        "SHD_ROLE_ADMIN@EMEA",
        "SHD_ROLE_ADMIN@R&D-QA-Exp",
        "SHD_TAX_ADMIN@",
    ];
    assert_eq!(held(&version), expected);
    set(
        &mut version,
        &json!([{"roleName": "SHD_ROLE_ADMIN", "roleGroups": ["EMEA"]}]),
    );
    assert_eq!(held(&version), ["SHD_ROLE_ADMIN@EMEA"]);
}

#[test]
fn a_role_must_be_in_the_table_and_its_group_in_the_configuration() {
    let mut version = with_profile(&[]);
    let mut refused = |role: Value| {
        let said = set(&mut version, &json!([{"roleName": "EXP_APPROVER"}, role]));
        assert_eq!(held(&version), Vec::<String>::new());
        said.texts("Role")
    };
    let at = |part: &str| vec![format!("Invalid Value: 'Role:roles[1].{part}'")];
    for code in ["ROLE_OF_NOBODY", "N/A", "TRAVEL_USER", "exp_approver"] {
        assert_eq!(refused(json!({"roleName": code})), at("roleName"), "{code}");
    }
    let unaware = json!({"roleName": "REQ_APPROVER", "roleGroups": ["R&D"]});
    assert_eq!(refused(unaware), at("roleGroups"));
    let unknown = json!({"roleName": "SHD_ROLE_ADMIN", "roleGroups": ["R&D", "MARS"]});
    assert_eq!(refused(unknown), at("roleGroups[1]"));
    let missing = "Missing required attribute 'Role:roles[1].roleName'";
    assert_eq!(refused(json!({"roleGroups": []})), [missing]);
}

#[test]
fn two_roles_exclude_each_other() {
    let mut version = with_profile(&[]);
    let both = json!([{"roleName": "EXP_ATTENDEE_ADMIN"}, {"roleName": "EXP_ATTENDEE_ADMIN_RO"}]);
    let texts = set(&mut version, &both).texts("Role");
    assert_eq!(texts, ["Invalid Value: 'Role:roles[1].roleName'"]);
    set(&mut version, &json!([{"roleName": "EXP_ATTENDEE_ADMIN"}]));
    let said = set(
        &mut version,
        &json!([{"roleName": "EXP_ATTENDEE_ADMIN_RO"}]),
    );
    assert_eq!(said.outcome("Role"), Outcome::Success);
    assert_eq!(held(&version), ["EXP_ATTENDEE_ADMIN_RO@"]);
}

#[test]
fn roles_of_entitlements_come_with_entitlements_alone() {
    let sent = json!([{"roleName": "EXP_USER", "roleGroups": ["R&D-Dev-Exp"]}, {"roleName": "EXP_APPROVER"}]);
    let mut version = with_profile(&[]);
    assert_eq!(set(&mut version, &sent).texts("Role"), Vec::<String>::new());
    assert_eq!(held(&version), ["EXP_APPROVER@"]);
    version.roles.give(ADA, "REQ_USER");
    set(&mut version, &json!([]));
    assert_eq!(held(&version), ["REQ_USER@"]);

    let mut strict = with_profile(&[("spend.entitlement-roles", "refused")]);
    let texts = set(&mut strict, &sent).texts("Role");
    assert_eq!(texts, ["Invalid Value: 'Role:roles[0].roleName'"]);
    strict.roles.give(ADA, "EXP_USER");
    assert_eq!(set(&mut strict, &sent).outcome("Role"), Outcome::Success);
    assert_eq!(held(&strict), ["EXP_APPROVER@", "EXP_USER@"]);
}

#[test]
fn roles_are_taken_one_by_one_by_name_and_all_at_once() {
    let mut version = with_profile(&[]);
    version.roles.give(ADA, "CompanyAdmin");
    version.roles.give(ADA, "EXP_USER");
    let roles = json!([{"roleName": "EXP_APPROVER"}, {"roleName": "SHD_ROLE_ADMIN", "roleGroups": ["US"]},
        {"roleName": "REQ_APPROVER"}]);
    set(&mut version, &roles);
    let one = json!(["remove", r#"Role:roles[roleName eq "SHD_ROLE_ADMIN"]"#]);
    assert_eq!(
        patch(&mut version, std::slice::from_ref(&one)).outcome("Role"),
        Outcome::Success
    );
    assert_eq!(
        held(&version),
        [
            "CompanyAdmin@",
            "EXP_APPROVER@",
            "EXP_USER@",
            "REQ_APPROVER@"
        ]
    );
    assert_eq!(patch(&mut version, &[one]).outcome("Role"), Outcome::Error);
    patch(
        &mut version,
        &[json!(["remove", "Role:roles", [{"roleName": "REQ_APPROVER"}]])],
    );
    assert_eq!(
        held(&version),
        ["CompanyAdmin@", "EXP_APPROVER@", "EXP_USER@"]
    );
    patch(&mut version, &[json!(["remove", "Role:"])]);
    assert_eq!(held(&version), ["CompanyAdmin@", "EXP_USER@"]);
}

#[test]
fn a_role_that_stays_is_not_judged_again() {
    let mut version = with_profile(&[]);
    version.roles.give_in(ADA, "SHD_ROLE_ADMIN", "CLOSED");
    version.roles.give(ADA, "EXP_TRAVEL_AND_EXPENSE_USER");
    let more = json!(["add", r#"Role:roles[roleName eq "SHD_ROLE_ADMIN"]"#, {"roleGroups": ["CLOSED", "US"]}]);
    let said = patch(&mut version, &[more]);
    let text = "Invalid Value: 'Role:roles[1].roleGroups[0]'";
    assert_eq!(said.texts("Role"), [text]);
    let roles = json!([{"roleName": "EXP_TRAVEL_AND_EXPENSE_USER"}, {"roleName": "SHD_ROLE_ADMIN", "roleGroups": ["CLOSED"]},
        {"roleName": "EXP_APPROVER"}]);
    assert_eq!(
        set(&mut version, &roles).texts("Role"),
        Vec::<String>::new()
    );
}

#[test]
fn a_profile_changes_when_its_roles_do() {
    let mut version = with_profile(&[]);
    version.date_roles(now());
    let changed = |version: &Version| version.extensions.spend_changed(ADA);
    let later = now() + jiff::SignedDuration::from_secs(60);
    let roles = json!({format!("{URN}:Role"): {"roles": [{"roleName": "EXP_APPROVER"}]}});
    for at in [now(), later] {
        let roles = roles.as_object().unwrap();
        write(&mut version, ADA, Sent::Create(roles), at);
        assert_eq!(changed(&version), Some(now()), "the second is the same");
    }
    let none = json!([{"op": "remove", "path": format!("{URN}:Role:roles")}]);
    let none = none.as_array().unwrap();
    write(&mut version, ADA, Sent::Patch(none), later);
    assert_eq!(changed(&version), Some(later));
}
