//! Tests of the provision requests of a company.

use serde_json::json;

use super::*;
use crate::company::provision::Message;
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
        pace: Pace::Policy,
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
    let added = jobs.add(request(10), time(at), &policies(policy), id);
    added.unwrap().id
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

/// Requests of which so many are kept, or so many bytes of each kind.
fn bounded(jobs: usize, waiting_bytes: usize, completed_bytes: usize) -> Jobs {
    let bounds = Bounds {
        jobs,
        waiting_bytes,
        completed_bytes,
    };
    Jobs {
        bounds,
        ..Jobs::default()
    }
}

#[test]
fn a_status_is_still_there_after_a_thousand_others() {
    let mut jobs = Jobs::default();
    let first = add(&mut jobs, 0, &json!({}));
    for _ in 0..1_000 {
        add(&mut jobs, 1, &json!({}));
        carry_out(&mut jobs, 1);
    }
    assert!(jobs.get(first).unwrap().completed.is_some());
}

#[test]
fn a_request_that_waits_is_kept_and_a_new_one_refused() {
    let manually = policies(&json!({"provisioning.completes": "manually"}));
    let mut jobs = bounded(2, usize::MAX, usize::MAX);
    for _ in 0..2 {
        assert!(jobs.add(request(1), time(0), &manually, id).is_ok());
    }
    let full = jobs.add(request(1), time(1), &manually, id);
    assert_eq!(full.unwrap_err(), Full);
    assert_eq!(jobs.iter().count(), 2);

    let mut jobs = bounded(9, 30, usize::MAX);
    let first = jobs.add(request(20), time(0), &manually, id).unwrap();
    let full = jobs.add(request(11), time(1), &manually, id);
    assert_eq!(full.unwrap_err(), Full);
    assert!(jobs.add(request(10), time(1), &manually, id).is_ok());
    jobs.complete(&first, Vec::new(), time(2));
    assert!(jobs.add(request(20), time(2), &manually, id).is_ok());
    assert_eq!(jobs.waiting_bytes, 30);
}

#[test]
fn requests_that_were_carried_out_make_room_the_oldest_first() {
    let manually = json!({"provisioning.completes": "manually"});
    let mut jobs = bounded(3, usize::MAX, usize::MAX);
    let waits = add(&mut jobs, 0, &manually);
    let [newer, oldest] = [5, 1].map(|at| add(&mut jobs, at, &manually));
    for done in [newer, oldest] {
        let job = Arc::clone(jobs.get(done).unwrap());
        jobs.complete(&job, Vec::new(), time(6));
    }
    let last = add(&mut jobs, 7, &manually);
    assert!(jobs.get(oldest).is_none());
    assert!(
        [waits, newer, last]
            .iter()
            .all(|id| jobs.get(*id).is_some())
    );
    assert_eq!(jobs.by_id.len(), 3);
    add(&mut jobs, 8, &manually);
    assert!(jobs.get(newer).is_none() && jobs.get(waits).is_some());
    assert_eq!((jobs.completed_bytes, jobs.completed.len()), (0, 0));
}

#[test]
fn what_is_kept_of_requests_that_were_carried_out_is_bounded_in_bytes() {
    let said = Operation {
        reports: vec![Report::of(
            "urn",
            vec![Message::error("p", "x".repeat(1_000))],
        )],
        fate: Fate::Failed(207),
        ..Operation::waiting(Some(Arc::from("1")), Task::Lost)
    };
    let mut jobs = bounded(100, usize::MAX, 5_000);
    let mut complete = |at: i64| {
        let id = add(&mut jobs, at, &json!({}));
        let job = Arc::clone(jobs.get(id).unwrap());
        jobs.complete(&job, vec![said.clone()], time(at));
        (id, jobs.iter().count(), jobs.completed_bytes)
    };
    let (first, _, one) = complete(0);
    assert!((1_000..2_500).contains(&one), "{one}");
    let counts: Vec<usize> = (1..10).map(|at| complete(at).1).collect();
    assert_eq!(counts[8], 5_000 / one);
    assert!(jobs.get(first).is_none() && jobs.completed_bytes <= 5_000);
}
