//! Order, unique values, cursors and old versions of users.

use super::*;
use crate::policy::{Policies, Setting};
use crate::scim::derive::Meta;
use serde_json::{Value, json};

fn user(id: u128, second: i64, name: &str) -> (Arc<Record>, Values) {
    let Value::Object(resource) = json!({
        "userName": name,
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": "c"},
    }) else {
        unreachable!()
    };
    let time = jiff::Timestamp::from_second(second).unwrap();
    let meta = Meta {
        created: time,
        last_modified: time,
        version: 0,
    };
    (
        Record::write(Uuid::from_u128(id), &resource, meta).unwrap(),
        Values::of(&resource),
    )
}

fn rules(policy: &Value) -> Rules {
    let settings = Setting::read_all(policy.as_object().unwrap()).unwrap();
    Rules::of(&Policies::default().with(&settings))
}

fn usual() -> Rules {
    Rules::of(&Policies::default())
}

fn filled() -> Users {
    let mut users = Users::default();
    for (id, second, name) in [(3, 10, "c@x"), (1, 20, "a@x"), (2, 10, "b@x")] {
        let (record, values) = user(id, second, name);
        users.insert(record, &values, usual()).unwrap();
    }
    users
}

fn ids(users: &Users) -> Vec<u128> {
    users.iter().map(|record| record.id.as_u128()).collect()
}

#[test]
fn order_is_creation_time_then_id_whatever_came_first() {
    assert_eq!(ids(&filled()), [2, 3, 1]);
}

#[test]
fn a_value_is_found_and_refused_in_any_case() {
    let mut users = filled();
    assert_eq!(
        users
            .find(Unique::UserName, "a@x")
            .map(|record| record.id.as_u128()),
        Some(1)
    );
    let (record, values) = user(9, 30, "A@X");
    assert_eq!(
        users.insert(record, &values, usual()),
        Err(Taken(Unique::UserName))
    );
    assert_eq!(users.len(), 3);
}

#[test]
fn values_that_differ_in_case_live_side_by_side_where_case_counts() {
    let exact = rules(&json!({"users.unique-value-case": "exact"}));
    let mut users = filled();
    let (record, values) = user(9, 5, "A@X");
    assert_eq!(users.insert(record, &values, exact), Ok(()));
    let found = users.find_all(Unique::UserName, "a@x");
    let found: Vec<u128> = found.iter().map(|record| record.id.as_u128()).collect();
    assert_eq!(found, [9, 1], "in the order of the list");
    let (record, values) = user(8, 50, "A@X");
    assert_eq!(
        users.insert(record, &values, exact),
        Err(Taken(Unique::UserName))
    );
    let (record, values) = user(9, 5, "A@X");
    assert_eq!(users.replace(record, &values, usual()), Ok(()), "it stays");
}

#[test]
fn a_replaced_user_keeps_its_place_and_frees_its_old_value() {
    let mut users = filled();
    let (record, values) = user(3, 10, "new@x");
    users.replace(record, &values, usual()).unwrap();
    assert_eq!(ids(&users), [2, 3, 1]);
    assert!(users.find(Unique::UserName, "c@x").is_none());
    assert!(users.find(Unique::UserName, "new@x").is_some());
}

#[test]
fn a_place_stays_good_when_its_user_is_gone() {
    let mut users = filled();
    assert_eq!(users.position_behind_user(10, Uuid::from_u128(3)), Some(2));
    assert!(users.remove(Uuid::from_u128(3)));
    assert_eq!(users.position_behind_user(10, Uuid::from_u128(3)), Some(1));
    assert!(!users.remove(Uuid::from_u128(3)));
}

#[test]
fn the_oldest_graves_make_room() {
    let mut users = filled();
    assert!(users.remove(Uuid::from_u128(3)));
    for number in 0..MAX_GRAVES {
        users.bury(Uuid::from_u128(1_000 + number as u128), 30_000_000);
    }
    assert_eq!(users.graves.len(), MAX_GRAVES);
    assert_eq!(users.position_behind_user(10, Uuid::from_u128(3)), None);
    assert!(
        users
            .position_behind_user(30, Uuid::from_u128(1_000))
            .is_some()
    );
}

#[test]
fn an_older_version_is_not_changed_by_writers() {
    let before = filled();
    let mut after = before.clone();
    after.remove(Uuid::from_u128(1));
    assert_eq!((before.len(), after.len()), (3, 2));
}
