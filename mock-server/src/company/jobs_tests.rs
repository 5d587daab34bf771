//! Tests of the provision requests of a company.

use serde_json::json;

use super::*;
use crate::company::tokens::Principal;
use crate::policy::Setting;

fn time(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn policies(settings: &Value) -> Policies {
    let settings = Setting::read_all(settings.as_object().unwrap()).unwrap();
    Policies::default().with(&settings)
}

fn request(bytes: usize) -> Request {
    let principal = Principal::Company(Uuid::nil());
    let token = AccessToken::new(Uuid::nil(), principal, Arc::from([]), Timestamp::MAX);
    Request {
        kind: Kind::Bulk,
        correlation: Arc::from("c"),
        token: Arc::new(token),
        stop_after: None,
        operations: vec![Operation::waiting(None, Task::Lost)],
        bytes,
    }
}

fn id(ordinal: u64) -> Uuid {
    Uuid::from_u128(u128::from(ordinal) + 1)
}

fn add(jobs: &mut Jobs, at: i64, policy: &Value) -> Uuid {
    jobs.add(request(10), time(at), &policies(policy), id).id
}

/// What is due, as which request, when, and what happens to it.
fn due(jobs: &Jobs, now: i64) -> Option<(Uuid, Timestamp, Event)> {
    jobs.due(time(now))
        .map(|due| (due.job.id, due.at, due.event))
}

fn carry_out(jobs: &mut Jobs, now: i64) -> Vec<Uuid> {
    let mut done = Vec::new();
    while let Some(due) = jobs.due(time(now)) {
        done.push(due.job.id);
        jobs.complete(&due.job, Vec::new(), due.at);
    }
    done
}

#[test]
fn a_request_is_due_at_once_later_or_when_it_was_polled() {
    let mut jobs = Jobs::default();
    assert_eq!(jobs.next(), None);
    let first = add(&mut jobs, 0, &json!({}));
    assert_eq!(jobs.next(), Some(time(0)));
    assert_eq!(carry_out(&mut jobs, 0), [first]);
    assert_eq!(jobs.next(), None);

    let timed = json!({"provisioning.completes": "after-a-duration", "provisioning.duration": 30});
    let second = add(&mut jobs, 10, &timed);
    assert_eq!(due(&jobs, 39), None);
    assert_eq!(
        due(&jobs, 100),
        Some((second, time(40), Event::CarriedOut)),
        "it counts as carried out when it was due"
    );
    carry_out(&mut jobs, 100);

    let polled = json!({"provisioning.completes": "after-polls", "provisioning.polls": 2});
    let third = add(&mut jobs, 50, &polled);
    jobs.poll(third, time(55));
    assert_eq!(due(&jobs, 1_000), None);
    jobs.poll(third, time(60));
    assert_eq!(due(&jobs, 60), Some((third, time(60), Event::CarriedOut)));
}

#[test]
fn requests_are_processed_in_sequence() {
    let mut jobs = Jobs::default();
    let waits = add(&mut jobs, 0, &json!({"provisioning.completes": "manually"}));
    let due = add(&mut jobs, 5, &json!({}));
    assert_eq!(carry_out(&mut jobs, 5), [waits, due]);
}

#[test]
fn a_request_that_takes_too_long_is_given_up_and_no_other_for_it() {
    let mut jobs = Jobs::default();
    let never = json!({"provisioning.completes": "manually", "provisioning.timeout": 1});
    let older = add(&mut jobs, 0, &json!({"provisioning.completes": "manually"}));
    let late = add(&mut jobs, 0, &never);
    assert_eq!(due(&jobs, 59), None);
    assert_eq!(due(&jobs, 60), Some((late, time(60), Event::GivenUp)));
    assert_eq!(carry_out(&mut jobs, 60), [late]);
    assert!(jobs.get(older).unwrap().completed.is_none());
}

#[test]
fn a_request_is_kept_for_seven_days() {
    let mut jobs = Jobs::default();
    let id = add(&mut jobs, 0, &json!({}));
    let job = jobs.get(id).unwrap();
    let week = 7 * 24 * 3_600;
    assert!(job.is_kept(time(week - 1), &Policies::default()));
    assert!(!job.is_kept(time(week), &Policies::default()));
}

#[test]
fn the_oldest_requests_make_room() {
    let mut jobs = Jobs::default();
    let manually = json!({"provisioning.completes": "manually"});
    let first = add(&mut jobs, 0, &manually);
    for _ in 0..MAX_JOBS {
        add(&mut jobs, 1, &manually);
    }
    assert!(jobs.get(first).is_none());
    assert_eq!(jobs.iter().count(), MAX_JOBS);
    assert_eq!(jobs.by_id.len(), MAX_JOBS);

    let large = request(MAX_WAITING_BYTES);
    let large = jobs.add(large, time(2), &policies(&manually), id);
    assert_eq!(jobs.iter().count(), 1, "they hold too many bytes together");
    let at = time(3);
    jobs.complete(&large, Vec::new(), at);
    assert_eq!((jobs.waiting_bytes, jobs.next()), (0, None));
}
