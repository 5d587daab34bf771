//! Tests of what provisioning writes of travel.

mod patching;

use super::*;
use crate::company::provision::Severity;
use crate::company::record::Record;
use crate::company::unique::{Rules, Values};
use crate::policy::Setting;
use crate::scim::derive::Meta;
use crate::scim::schema::ENTERPRISE;
use serde_json::json;

const ADA: Uuid = Uuid::from_u128(1);
const BOSS: Uuid = Uuid::from_u128(0xA2);

/// A company of two users.
fn company() -> Version {
    let mut version = Version::default();
    for (id, name, number) in [(ADA, "ada@x", "7"), (BOSS, "boss@x", "B8")] {
        let resource = json!({
            "userName": name,
            "name": {"givenName": "Ada", "familyName": "Byron", "honorificPrefix": "Dr"},
            ENTERPRISE: {"companyId": "c", "employeeNumber": number},
        });
        let resource = resource.as_object().unwrap();
        let meta = Meta {
            created: Timestamp::UNIX_EPOCH,
            last_modified: Timestamp::UNIX_EPOCH,
            version: 0,
        };
        let record = Record::write(id, resource, meta).unwrap();
        let rules = Rules::of(&version.policies);
        version
            .users
            .insert(record, &Values::of(resource), rules)
            .unwrap();
    }
    version
}

fn set(version: &mut Version, policy: &Value) {
    let settings = Setting::read_all(policy.as_object().unwrap()).unwrap();
    version.policies = version.policies.with(&settings);
}

fn create(version: &mut Version, travel: &Value) -> Report {
    let extensions = json!({TRAVEL: travel});
    let sent = Sent::Create(extensions.as_object().unwrap());
    write(version, ADA, sent, Timestamp::UNIX_EPOCH)
}

fn replace(version: &mut Version, extensions: &Value) -> Report {
    let sent = Sent::Replace(extensions.as_object().unwrap());
    write(version, ADA, sent, Timestamp::UNIX_EPOCH)
}

fn patch(version: &mut Version, operations: &Value) -> Report {
    let sent = Sent::Patch(operations.as_array().unwrap());
    write(version, ADA, sent, Timestamp::UNIX_EPOCH)
}

fn one(op: &str, rest: &str, value: &Value) -> Value {
    json!([{"op": op, "path": format!("{TRAVEL}{rest}"), "value": value}])
}

fn kept(version: &Version) -> Value {
    Value::Object(version.extensions.read(ADA, Extension::Travel))
}

fn shown(version: &Version) -> Value {
    let record = version.users.get(ADA).unwrap();
    Value::Object(show::extension(version, record))
}

fn full() -> Value {
    json!({
        "ruleClass": {"name": "Test Rule Class"},
        "travelCrsName": "CRS",
        "gender": "female",
        "orgUnit": "EMEA",
        "customFields": [{"name": "custom1", "value": "1"}, {"name": "Cost Object", "value": "2"}],
        "manager": {"employeeNumber": "b8"},
        "groups": [143_519_480, 143_519_481],
    })
}

fn paths(report: &Report) -> Vec<&str> {
    assert_eq!(report.outcome, Outcome::Error, "{report:?}");
    let of = |message: &'_ Message| message.severity == Severity::Error;
    assert!(report.messages.iter().all(of));
    let messages = report.messages.iter();
    messages
        .map(|message| message.path.strip_prefix(TRAVEL).unwrap())
        .collect()
}

#[test]
fn what_is_created_is_shown_with_what_it_refers_to() {
    let mut version = company();
    assert_eq!(create(&mut version, &full()).outcome, Outcome::Success);
    let expected = json!({
        "ruleClass": {"name": "Test Rule Class", "id": 624_905},
        "travelCrsName": "CRS",
        "name": {"namePrefix": "Dr", "givenName": "Ada", "hasNoMiddleName": false, "middleName": null,
            "familyName": "Byron", "honorificSuffix": null},
        "travelNameRemark": "",
        "gender": "Female",
        "orgUnit": "EMEA",
        "customFields": [{"name": "custom1", "value": "1"}, {"name": "Cost Object", "value": "2"},
            {"name": "Travel Purpose"}],
        "manager": {"value": "00000000-0000-0000-0000-0000000000A2", "employeeNumber": "B8"},
        "groups": [143_519_480, 143_519_481],
    });
    assert_eq!(shown(&version), expected);
}

#[test]
fn nothing_is_kept_of_an_extension_with_one_fault() {
    for (member, value, path) in [
        ("ruleClass", json!(null), ":ruleClass"),
        ("ruleClass", json!({}), ":ruleClass"),
        ("ruleClass", json!({"id": 1}), ":ruleClass.id"),
        (
            "ruleClass",
            json!({"name": "test rule class"}),
            ":ruleClass.name",
        ),
        (
            "ruleClass",
            json!({"id": 624_905, "name": "Executive"}),
            ":ruleClass.name",
        ),
        ("ruleClass", json!("Executive"), ":ruleClass"),
        ("gender", json!("X"), ":gender"),
        ("orgUnit", json!("emea"), ":orgUnit"),
        ("groups", json!([143_519_480, 1]), ":groups[1]"),
        ("groups", json!(["143519480"]), ":groups[0]"),
        ("manager", json!({"employeeNumber": "9"}), ":manager"),
        ("manager", json!({"value": "no id"}), ":manager"),
        (
            "name",
            json!({"givenName": "x".repeat(33)}),
            ":name.givenName",
        ),
        (
            "customFields",
            json!([{"value": "1"}]),
            ":customFields[0].name",
        ),
        (
            "customFields",
            json!([{"name": "Other", "value": "1"}]),
            ":customFields[name eq \"Other\"]",
        ),
    ] {
        let mut version = company();
        let mut travel = full();
        travel[member] = value;
        let report = create(&mut version, &travel);
        assert_eq!(paths(&report), [path], "{travel}");
        assert!(!show::has_profile(&version, ADA), "{travel}");
    }
}

#[test]
fn a_message_has_the_words_that_were_seen() {
    let mut version = company();
    let mut travel = full();
    travel["name"] = json!({"givenName": "x".repeat(33)});
    travel["gender"] = json!("none");
    let report = create(&mut version, &travel);
    let texts: Vec<&str> = report
        .messages
        .iter()
        .map(|message| message.text.as_str())
        .collect();
    assert_eq!(
        texts,
        [
            format!("Invalid '{TRAVEL}:name.givenName' Size"),
            format!("Invalid Value: '{TRAVEL}:gender'"),
        ]
    );
    let mut travel = full();
    travel["manager"] = json!({"value": Uuid::nil().to_string()});
    assert_eq!(
        create(&mut version, &travel).messages[0].text,
        "Invalid User ID"
    );
}

#[test]
fn a_put_erases_what_it_leaves_out_of_the_extension() {
    let mut version = company();
    create(&mut version, &full());
    let sent = json!({TRAVEL: {"ruleClass": {"id": 624_900}}});
    assert_eq!(replace(&mut version, &sent).outcome, Outcome::Success);
    let class = json!({"id": 624_900, "name": "Default Travel Class"});
    assert_eq!(kept(&version), json!({"ruleClass": class}));
    let without = json!({TRAVEL: {"orgUnit": "EMEA"}});
    assert_eq!(paths(&replace(&mut version, &without)), [":ruleClass"]);
}

#[test]
fn a_put_without_the_extension_leaves_it_or_erases_it() {
    let mut version = company();
    create(&mut version, &full());
    assert_eq!(replace(&mut version, &json!({})).outcome, Outcome::NoOp);
    assert!(show::has_profile(&version, ADA));
    set(
        &mut version,
        &json!({"travel.put-without-extension": "erased"}),
    );
    assert_eq!(replace(&mut version, &json!({})).outcome, Outcome::Success);
    assert!(!show::has_profile(&version, ADA));
    assert_eq!(replace(&mut version, &json!({})).outcome, Outcome::NoOp);
}

#[test]
fn a_manager_may_come_later_where_the_policy_says_so() {
    let mut version = company();
    set(&mut version, &json!({"travel.unknown-manager": "kept"}));
    let mut travel = full();
    travel["manager"] = json!({"employeeNumber": "99"});
    assert_eq!(create(&mut version, &travel).outcome, Outcome::Success);
    let manager = json!({"value": null, "employeeNumber": "99"});
    assert_eq!(shown(&version)["manager"], manager);
}

#[test]
fn the_open_api_file_asks_for_more() {
    let mut version = company();
    set(&mut version, &json!({"travel.required": "open-api"}));
    let mut travel = full();
    assert_eq!(paths(&create(&mut version, &travel)), [":name"]);
    travel["name"] = json!({"givenName": "A"});
    assert_eq!(create(&mut version, &travel).outcome, Outcome::Success);
}

#[test]
fn the_name_of_a_traveller_is_its_own_or_that_of_the_user() {
    let mut version = company();
    let mut travel = full();
    travel["name"] = json!({"givenName": "Augusta", "hasNoMiddleName": true});
    create(&mut version, &travel);
    let own = json!({"namePrefix": null, "givenName": "Augusta", "hasNoMiddleName": true, "middleName": null,
        "familyName": null, "honorificSuffix": null});
    assert_eq!(shown(&version)["name"], own);
    create(&mut version, &full());
    set(&mut version, &json!({"travel.unset-name": "left-out"}));
    assert_eq!(shown(&version).get("name"), None);
}
