//! Seeded users are what clients could have made, and nothing else.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::*;
use crate::company::provision::Sent;
use crate::company::record::Extent;
use crate::company::spend::entitlement;
use crate::company::{Version, spend, travel};
use crate::policy::Policies;
use crate::scim::shape::Gaps;
use crate::scim::spend::schema::{APPROVER, USER};
use crate::scim::travel::schema::TRAVEL;
use crate::scim::validate;

fn texts(users: &Users) -> Vec<String> {
    let gaps = Gaps {
        company: "c",
        location: "l",
    };
    let text = |record: &Arc<Record>| {
        let mut out = Vec::new();
        record.copy(gaps, Extent::Full, &mut out);
        String::from_utf8(out).unwrap()
    };
    users.iter().map(text).collect()
}

#[test]
fn a_seed_gives_the_same_users_again_and_another_seed_others() {
    let text = |seed: u64| texts(&users(Seed::new(seed), 20));
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
}

#[test]
fn threads_make_the_same_users_in_the_same_order_as_one_does() {
    let crowd = Crowd::new(Seed::new(4), (CHUNK + 70) as u64);
    let alone = some(&crowd, 0..CHUNK + 70);
    let many = directory(Seed::new(4), CHUNK + 70);
    let ids = |record: &Arc<Record>| record.id;
    assert!(many.users.iter().map(ids).eq(alone.records.iter().map(ids)));
    assert_eq!(many.extensions.bytes(), {
        let lengths = alone.kept.iter().map(|(_, kept)| kept.bytes());
        lengths.sum::<usize>()
    });
}

/// Whether a user could have been created but for the addresses that some do not have.
fn fits(resource: &Map<String, Value>) -> bool {
    let settings = serde_json::json!({"identity.emails-required": "optional"});
    let settings = crate::policy::Setting::read_all(settings.as_object().unwrap()).unwrap();
    let policies = Policies::default().with(&settings);
    validate::document(resource, &policies).is_ok()
}

#[test]
fn every_seeded_user_is_one_that_could_have_been_created() {
    let company = Uuid::nil().to_string();
    let users = users(Seed::new(5), 600);
    assert_eq!(users.len(), 600);
    for record in users.iter() {
        let (resource, meta) = record.read(&company).unwrap();
        assert!(fits(&resource), "{}", record.id);
        let again = Record::write(record.id, &resource, meta).unwrap();
        assert_eq!(texts_of(record), texts_of(&again), "{}", record.id);
    }
}

fn texts_of(record: &Record) -> String {
    let gaps = Gaps {
        company: "c",
        location: "l",
    };
    let mut out = Vec::new();
    record.copy(gaps, Extent::Default, &mut out);
    record.copy(gaps, Extent::Full, &mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn every_seeded_user_is_found_by_its_values_and_by_its_manager() {
    let users = users(Seed::new(6), 200);
    for record in users.iter() {
        let values = record.unique();
        for unique in crate::company::unique::Unique::ALL {
            let value = values.get(unique).unwrap();
            assert_eq!(users.find(unique, value.folded()).unwrap().id, record.id);
        }
        if let Some(manager) = values.manager {
            assert!(users.reports(manager).any(|report| report == record.id));
        }
    }
}

#[test]
fn every_seeded_profile_is_one_that_could_have_been_provisioned() {
    let Directory {
        users,
        extensions,
        roles,
    } = directory(Seed::new(7), 600);
    let mut version = Version {
        users: users.clone(),
        roles,
        ..Version::default()
    };
    let now = Timestamp::UNIX_EPOCH;
    for record in users.iter() {
        let sent = Map::from_iter(
            [
                (USER, Extension::SpendUser),
                (APPROVER, Extension::SpendApprover),
                (TRAVEL, Extension::Travel),
            ]
            .map(|(urn, part)| {
                (
                    urn.to_owned(),
                    Value::Object(extensions.read(record.id, part)),
                )
            }),
        );
        let mut reports = spend::write(&mut version, record.id, Sent::Create(&sent), now);
        reports.push(travel::write(
            &mut version,
            record.id,
            Sent::Create(&sent),
            now,
        ));
        for report in reports {
            assert_eq!(report.messages, [], "{}", record.id);
        }
        for part in [
            Extension::SpendUser,
            Extension::SpendApprover,
            Extension::Travel,
        ] {
            let kept = version.extensions.read(record.id, part);
            assert_eq!(kept, extensions.read(record.id, part), "{}", record.id);
        }
    }
}

#[test]
fn every_seeded_user_has_the_roles_of_its_entitlements() {
    let Directory { users, roles, .. } = directory(Seed::new(8), 100);
    let held = |roles: &Roles, user: Uuid| -> Vec<String> {
        roles
            .of_user(user)
            .map(|(role, _)| role.to_string())
            .collect()
    };
    for record in users.iter() {
        let mut followed = roles.clone();
        entitlement::follow(&mut followed, record.id, &record.members(&["entitlements"]));
        assert_eq!(held(&followed, record.id), held(&roles, record.id));
        assert!(roles.holders("EXP_USER").binary_search(&record.id).is_ok());
    }
}
