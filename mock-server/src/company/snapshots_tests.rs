//! Snapshots of a company: what comes back, what stays, and who frees what is replaced.

use super::*;
use crate::clock::Clock;
use crate::company::seed;
use crate::company::{Origin, Version};
use crate::disposal::Disposal;
use crate::disposal::tests::held;
use crate::ids::Seed;
use crate::policy::Policies;
use jiff::SignedDuration;

fn company(users: usize, disposal: Disposal) -> Company {
    let seed = Seed::new(1);
    let origin = Origin {
        id: Uuid::nil(),
        key: "snapshots".to_owned(),
        seed,
        client_id: Uuid::nil(),
        owns_application: true,
        known_user: None,
        shared_names: Arc::default(),
        disposal: Arc::new(disposal),
    };
    let first = Version {
        users: seed::users(seed, users),
        policies: Policies::default(),
        ..Version::default()
    };
    Company::new(origin, Clock::live(), first)
}

fn remove_first_user(company: &Company) -> Uuid {
    let id = company.read().users.at(0).unwrap().id;
    let removed = company.write(|version| Ok::<_, Infallible>(version.remove_user(id)));
    assert_eq!(removed, Ok(true));
    id
}

fn restore(company: &Company, name: &str) {
    let saved = company.saved(name).unwrap();
    let how = (TokensAfterRestore::Kept, ClockAfterRestore::Restored);
    company.restore(&saved, how.0, how.1, |_| true);
}

#[test]
fn what_changed_after_a_snapshot_is_undone_by_restoring_it() {
    let company = company(5, Disposal::default());
    remove_first_user(&company);
    company.take_snapshot("four").unwrap();
    let gone = remove_first_user(&company);
    restore(&company, "four");
    assert_eq!(company.read().users.len(), 4);
    assert!(company.read().users.get(gone).is_some());
    restore(&company, FIRST);
    assert_eq!(company.read().users.len(), 5);
    restore(&company, "four");
    assert_eq!(company.read().users.len(), 4);
}

#[test]
fn a_name_is_taken_once_and_some_are_kept() {
    let company = company(0, Disposal::default());
    company.take_snapshot("one").unwrap();
    let taken = company.take_snapshot("one").unwrap_err();
    assert_eq!(taken, SnapshotError::Taken("one".to_owned()));
    for name in [FIRST, NOW] {
        let reserved = SnapshotError::Reserved(name.to_owned());
        assert_eq!(company.take_snapshot(name).unwrap_err(), reserved);
        assert_eq!(company.forget_snapshot(name).unwrap_err(), reserved);
    }
    company.forget_snapshot("one").unwrap();
    assert!(company.saved("one").is_err() && company.forget_snapshot("one").is_err());
    company.take_snapshot("one").unwrap();
}

#[test]
fn there_is_room_for_so_many_snapshots() {
    let company = company(1, Disposal::default());
    for number in 0..MAX_SNAPSHOTS {
        company.take_snapshot(&number.to_string()).unwrap();
    }
    let full = company.take_snapshot("more").unwrap_err();
    assert_eq!(full, SnapshotError::Full);
    assert_eq!(company.all_saved().len(), MAX_SNAPSHOTS + 1);
}

#[test]
fn a_clock_comes_back_or_runs_on_as_asked() {
    let company = company(0, Disposal::default());
    let then: Timestamp = "2026-01-15T09:00:00Z".parse().unwrap();
    company.clock.set(ClockMode::Frozen(then)).unwrap();
    let saved = company.take_snapshot("then").unwrap();
    company
        .clock
        .advance(SignedDuration::from_hours(1))
        .unwrap();
    let tokens = TokensAfterRestore::Kept;
    company.restore(&saved, tokens, ClockAfterRestore::Kept, |_| true);
    assert_eq!(company.clock.now().to_string(), "2026-01-15T10:00:00Z");
    company.restore(&saved, tokens, ClockAfterRestore::Restored, |_| true);
    assert_eq!(company.clock.now(), then);
}

#[test]
fn a_restored_request_token_counts_on_from_those_that_came_later() {
    let company = company(0, Disposal::default());
    let value = || {
        let version = company.read();
        version.tokens.request(Uuid::nil()).unwrap().value.clone()
    };
    let first = value();
    company.renew_request_token(Uuid::nil());
    let second = value();
    let saved = company.saved(FIRST).unwrap();
    let how = (TokensAfterRestore::Restored, ClockAfterRestore::Kept);
    company.restore(&saved, how.0, how.1, |_| true);
    assert_eq!(value(), first);
    company.renew_request_token(Uuid::nil());
    assert_ne!(value(), second, "nobody may guess it from the past");
    company.restore(&saved, how.0, how.1, |_| false);
    let version = company.read();
    assert!(version.tokens.request(Uuid::nil()).is_none(), "it is gone");
}

#[test]
fn who_restores_does_not_free_what_was_there() {
    let (disposal, mut empty) = held();
    let company = company(1_000, disposal);
    company.take_snapshot("full").unwrap();
    let Ok(()) = company.write(|version| {
        version.users = seed::users(Seed::new(2), 1_000);
        Ok::<_, Infallible>(())
    });
    let big = Arc::downgrade(company.read().users.at(500).unwrap());
    restore(&company, "full");
    assert!(big.upgrade().is_some(), "it waits for the other thread");
    empty();
    assert!(big.upgrade().is_none());
}
