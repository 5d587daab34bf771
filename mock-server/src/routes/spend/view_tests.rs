//! What a spend user is made of.

use super::*;
use crate::company::seed;
use crate::ids::Seed;
use crate::policy::Setting;

const BASE: &str = "https://mock";

fn keep(version: &mut Version, user: Uuid, extension: Extension, members: &Value) {
    let members = members.as_object().unwrap().clone();
    let now = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
    version.extensions.keep(user, extension, members, now);
}

/// A company of three users, of whom the second has a spend profile.
fn version(policy: &Value) -> (Version, Vec<Uuid>) {
    let mut version = Version {
        users: seed::users(Seed::new(1), 3),
        ..Version::default()
    };
    let settings = Setting::read_all(policy.as_object().unwrap()).unwrap();
    version.policies = version.policies.with(&settings);
    let users: Vec<Uuid> = version.users.iter().map(|record| record.id).collect();
    let profile = json!({
        "country": "US", "biManager": {"employeeNumber": "100000"},
        "customData": [{"id": "custom3", "value": "CC-2000"}, {"id": "custom1", "value": "CC-2000"}],
    });
    keep(&mut version, users[1], Extension::SpendUser, &profile);
    (version, users)
}

fn shown(version: &Version, user: Uuid, attributes: Option<&str>) -> Value {
    let view = View::new(version, BASE, Release::V4_1, attributes).unwrap();
    view.user(version.users.get(user).unwrap())
}

#[test]
fn a_field_with_a_list_names_its_item_and_a_manager_is_its_id() {
    let (version, users) = version(&json!({}));
    let user = shown(&version, users[1], None);
    let configuration = &version.configuration;
    let field = configuration.custom_field("custom3").unwrap();
    let guid = &configuration.item(field, "CC-2000").unwrap().sync_guid;
    let href = format!("{BASE}/list/v4/items/{guid}");
    let expected = json!([
        {"id": "custom3", "value": "CC-2000", "syncGuid": guid, "href": href},
        {"id": "custom1", "value": "CC-2000"},
    ]);
    assert_eq!(user[USER]["customData"], expected);
    assert_eq!(user[USER]["biManager"], json!({"value": users[0]}));
    let location = format!("{BASE}/profile/spend/v4/Users/{}", users[1]);
    assert_eq!(user["meta"]["location"], location);
}

#[test]
fn approvers_and_delegates_have_the_number_of_today() {
    let (mut version, users) = version(&json!({}));
    let gone = Uuid::nil();
    let approver = json!({
        "report": [{"approver": {"value": users[0]}, "primary": true}],
        "budget": [{"approver": {"value": gone}, "primary": true}],
        "request": [{"approver": {"employeeNumber": "later"}, "primary": true}],
    });
    let delegate = json!({"expense": [{"canApprove": true, "delegate": {"value": users[2], "employeeNumber": "old"}}]});
    keep(&mut version, users[1], Extension::SpendApprover, &approver);
    keep(&mut version, users[1], Extension::SpendDelegate, &delegate);
    let user = shown(&version, users[1], None);
    let expected = json!({
        "report": [{"approver": {"value": users[0], "employeeNumber": "100000"}, "primary": true}],
        "budget": [{"approver": {"value": gone}, "primary": true}],
        "request": [{"approver": {"employeeNumber": "later"}, "primary": true}],
    });
    assert_eq!(user[APPROVER], expected);
    let delegate = &user[DELEGATE]["expense"][0]["delegate"];
    assert_eq!(
        *delegate,
        json!({"value": users[2], "employeeNumber": "100002"})
    );
}

#[test]
fn roles_are_those_given_and_those_of_entitlements_but_not_those_of_other_products() {
    let (mut version, users) = version(&json!({"spend.special-roles": "shown"}));
    for role in ["EXP_APPROVER", "EXP_USER", "TravelUser", "CompanyAdmin"] {
        version.roles.give(users[1], role);
    }
    version.roles.give_in(users[1], "EXP_PROXY_USER", "EMEA");
    let user = shown(&version, users[1], None);
    let names: Vec<&str> = user[ROLE]["roles"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|role| role["roleName"].as_str())
        // The seeded user may be entitled to requests or not.
        .filter(|name| !SPECIAL.contains(name) && *name != "REQ_USER")
        .collect();
    assert_eq!(names, ["EXP_APPROVER", "EXP_PROXY_USER", "EXP_USER"]);
}

#[test]
fn a_named_extension_stands_alone_unless_the_policy_shows_the_others_too() {
    let limits =
        json!({"authorizedApprover": [{"approvalType": "report", "approvalGroup": "rg2"}]});
    let (mut version, users) = version(&json!({}));
    keep(
        &mut version,
        users[1],
        Extension::SpendApproverLimit,
        &limits,
    );
    let default = shown(&version, users[1], None);
    assert_eq!(default[APPROVER_LIMIT], json!({}));
    let named = shown(&version, users[1], Some(APPROVER_LIMIT));
    assert_eq!(
        named[APPROVER_LIMIT],
        json!({"authorizedApprover":
        [{"approvalType": "report", "approvalGroup": "rg2"}]})
    );
    assert_eq!(named.get(USER), None);

    let settings = json!({"spend.attributes": "also", "spend.approver-limit-absent": "left-out"});
    let settings = Setting::read_all(settings.as_object().unwrap()).unwrap();
    version.policies = version.policies.with(&settings);
    let also = shown(&version, users[1], Some(APPROVER_LIMIT));
    assert!(also.get(USER).is_some() && also[APPROVER_LIMIT] == named[APPROVER_LIMIT]);
    let default = shown(&version, users[1], None);
    assert_eq!(default.get(APPROVER_LIMIT), None);
    let schemas = default["schemas"].as_array().unwrap();
    assert!(!schemas.contains(&json!(APPROVER_LIMIT)));
}

#[test]
fn other_names_than_those_of_extensions_are_refused() {
    let (version, _) = version(&json!({}));
    let refused = View::new(&version, BASE, Release::V4, Some("userName, x")).err();
    assert_eq!(
        refused.unwrap().detail,
        "Unrecognized attributes: userName, x"
    );
}
