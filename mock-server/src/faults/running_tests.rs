//! Which attempts a plan befalls, and what its account says.

use serde_json::{Value, json};

use super::*;
use crate::operation;

const GET: &str = "identity.v4_1.users.get";
const LIST: &str = "identity.v4_1.users.list";

fn running(plan: Value) -> Running {
    Running::new(serde_json::from_value(plan).unwrap(), Uuid::nil())
}

fn named(name: &str) -> &'static Operation {
    let mut all = operation::all().iter();
    all.find(|operation| operation.name == name).unwrap()
}

fn at<'o>(name: &str, time: &str) -> Occasion<'o> {
    Occasion {
        operation: named(name),
        time: time.parse().unwrap(),
        correlation: "a-correlation",
    }
}

fn attempt(running: &Running, name: &str) -> Option<Kind> {
    let occasion = at(name, "2026-01-05T09:00:00Z");
    running.choose(occasion, |_| true).map(|chosen| chosen.kind)
}

/// Which of so many attempts something befalls, counted from 1.
fn befallen(running: &Running, attempts: usize) -> Vec<usize> {
    (1..=attempts)
        .filter(|_| attempt(running, GET).is_some())
        .collect()
}

fn schedule(schedule: &Value) -> Running {
    running(json!({"faults": [{"name": "a", "kind": "reset", "schedule": schedule}]}))
}

#[test]
fn a_schedule_says_which_attempts() {
    assert_eq!(befallen(&schedule(&json!({"first": 2})), 6), [1, 2]);
    assert_eq!(befallen(&schedule(&json!({"every": 3})), 7), [3, 6]);
    let list = json!({"list": ["pass", "fault", "pass", "fault"]});
    assert_eq!(befallen(&schedule(&list), 6), [2, 4]);
    assert_eq!(befallen(&schedule(&json!("always")), 3), [1, 2, 3]);
}

#[test]
fn a_window_is_one_of_the_company_s_clock() {
    let window = json!({"from": "2026-01-05T09:00:00Z", "until": "2026-01-05T10:00:00Z"});
    let running = schedule(&json!({ "window": window }));
    for (time, is_befallen) in [
        ("2026-01-05T08:59:59Z", false),
        ("2026-01-05T09:00:00Z", true),
        ("2026-01-05T09:59:59Z", true),
        ("2026-01-05T10:00:00Z", false),
    ] {
        let chosen = running.choose(at(GET, time), |_| true);
        assert_eq!(chosen.is_some(), is_befallen, "{time}");
    }
}

#[test]
fn a_probability_decides_the_same_again_and_about_as_often_as_it_says() {
    let plan = |seed| {
        running(json!({"seed": seed, "faults": [
            {"name": "a", "kind": "reset", "schedule": {"probability": 0.1}}
        ]}))
    };
    let first = befallen(&plan(7), 2_000);
    assert_eq!(first, befallen(&plan(7), 2_000));
    assert_ne!(first, befallen(&plan(8), 2_000));
    assert!((120..280).contains(&first.len()), "{}", first.len());
}

#[test]
fn operations_side_by_side_do_not_change_each_other_s_luck() {
    let plan = || schedule(&json!({"probability": 0.5}));
    let alone = befallen(&plan(), 50);
    let busy = plan();
    let among: Vec<usize> = (1..=50)
        .filter(|_| {
            attempt(&busy, LIST);
            attempt(&busy, GET).is_some()
        })
        .collect();
    assert_eq!(alone, among);
}

#[test]
fn a_list_may_mix_kinds() {
    let steps = json!([{"status": 503}, "reset", "pass", "fault"]);
    let running = running(
        json!({"faults": [{"name": "a", "kind": "empty_reply", "schedule": {"list": steps}}]}),
    );
    let met: Vec<Option<Kind>> = (0..5).map(|_| attempt(&running, GET)).collect();
    let expected = [
        Some(Kind::Status(503)),
        Some(Kind::Reset),
        None,
        Some(Kind::EmptyReply),
        None,
    ];
    assert_eq!(met, expected);
}

#[test]
fn what_a_fault_cannot_befall_is_no_attempt() {
    let list =
        json!({"faults": [{"name": "a", "kind": "repeated_page", "schedule": {"first": 1}}]});
    let running = running(list);
    assert_eq!(attempt(&running, GET), None);
    let never = running.choose(at(LIST, "2026-01-05T09:00:00Z"), |_| false);
    assert_eq!(never, None);
    assert_eq!(running.account().faults[0].attempts, 0);
    assert_eq!(attempt(&running, LIST), Some(Kind::RepeatedPage));
}

#[test]
fn the_first_fault_of_the_plan_that_can_does_and_the_request_is_no_attempt_of_the_others() {
    let running = running(json!({"faults": [
        {"name": "one", "kind": "reset", "schedule": {"first": 1}},
        {"name": "two", "kind": {"status": 500}, "schedule": {"first": 1}},
    ]}));
    let met: Vec<Option<Kind>> = (0..3).map(|_| attempt(&running, GET)).collect();
    assert_eq!(met, [Some(Kind::Reset), Some(Kind::Status(500)), None]);
    let account = running.account();
    assert_eq!(
        (account.faults[0].attempts, account.faults[1].attempts),
        (3, 2)
    );
}

#[test]
fn the_account_says_what_was_planned_what_happened_and_what_is_left() {
    let running = running(json!({"faults": [
        {"name": "few", "kind": "reset", "schedule": {"first": 3}, "at_most": 2},
        {"name": "some", "operation": LIST, "kind": "reset", "schedule": {"every": 2}},
    ]}));
    attempt(&running, GET);
    let account = running.account();
    let few = &account.faults[0];
    assert_eq!((few.planned, few.fired, few.left), (Some(2), 1, Some(1)));
    let some = &account.faults[1];
    assert_eq!((some.planned, some.fired, some.left), (None, 0, None));
    let firing = &account.firings[0];
    assert_eq!((firing.sequence, firing.attempt), (1, 1));
    assert_eq!(firing.correlation_id, "a-correlation");
    let unfired = account.check_fired().unwrap_err().to_string();
    assert_eq!(
        unfired,
        "planned and not fired: few (1 left), some (never fired)"
    );
    attempt(&running, GET);
    attempt(&running, LIST);
    attempt(&running, LIST);
    running.account().check_fired().unwrap();
}

#[test]
fn the_firings_are_bounded_and_what_was_forgotten_is_counted() {
    let running = schedule(&json!("always"));
    for _ in 0..MAX_FIRINGS + 3 {
        attempt(&running, GET);
    }
    let account = running.account();
    assert_eq!((account.firings.len(), account.forgotten), (MAX_FIRINGS, 3));
    assert_eq!(account.firings[0].sequence, 4);
}
