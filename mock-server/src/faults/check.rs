//! Whether a plan can be carried out, and if not, what was expected.

use std::collections::BTreeSet;

use url::Url;

use crate::operation;

use super::kind::{Kind, MAX_MILLISECONDS, MAX_RETRY_SECONDS, MAX_STALE_SECONDS, RetryAfter};
use super::plan::{Fault, Plan, Schedule, Step};

/// The most faults of a plan.
const MAX_FAULTS: usize = 100;
/// The most steps of a list.
const MAX_STEPS: usize = 1_000;
/// The longest name, in characters.
const MAX_NAME: usize = 100;
/// The longest address that token answers can name, in bytes.
const MAX_URL_BYTES: usize = 2_048;

/// A plan cannot be carried out; the text says what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PlanError(String);

/// How many data centres the mock serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Served {
    /// One: nobody can move.
    One,
    /// Two.
    Two,
}

/// Refuses a plan that cannot be carried out.
pub(crate) fn check(plan: &Plan, served: Served) -> Result<(), PlanError> {
    if plan.faults.len() > MAX_FAULTS {
        let text = format!(
            "a plan has at most {MAX_FAULTS} faults, not {}",
            plan.faults.len()
        );
        return Err(PlanError(text));
    }
    let mut names = BTreeSet::new();
    for fault in &plan.faults {
        let length = fault.name.chars().count();
        if !(1..=MAX_NAME).contains(&length) {
            let text = format!("the name of a fault has 1 to {MAX_NAME} characters, not {length}");
            return Err(PlanError(text));
        }
        let wrong = |text: String| PlanError(format!("the fault `{}`: {text}", fault.name));
        if !names.insert(&fault.name) {
            return Err(wrong(
                "two faults have this name; choose another".to_owned(),
            ));
        }
        check_fault(fault, served).map_err(wrong)?;
    }
    Ok(())
}

fn check_fault(fault: &Fault, served: Served) -> Result<(), String> {
    check_schedule(fault)?;
    if fault.at_most == Some(0) {
        return Err("at_most must be at least 1; leave the fault out instead".to_owned());
    }
    for kind in fault.kinds() {
        check_kind(kind, served).map_err(|text| format!("{}: {text}", kind.name()))?;
        let operations = operation::all().iter();
        let mut selected = operations.filter(|operation| fault.operation.selects(operation));
        if !selected.any(|operation| kind.can_befall(operation)) {
            let name = kind.name();
            return Err(format!(
                "`{}` selects no operation that {name} can befall",
                fault.operation
            ));
        }
        if fault
            .phase
            .is_some_and(|phase| !kind.phases().contains(&phase))
        {
            let phases: Vec<String> = kind
                .phases()
                .iter()
                .map(|phase| format!("{phase:?}").to_lowercase())
                .collect();
            return Err(format!(
                "{} has the phase {}; leave `phase` out",
                kind.name(),
                phases.join(" or ")
            ));
        }
    }
    Ok(())
}

fn check_schedule(fault: &Fault) -> Result<(), String> {
    let needs_kind = match &fault.schedule {
        Schedule::List(steps) => {
            if steps.is_empty() || steps.len() > MAX_STEPS {
                return Err(format!(
                    "a list has 1 to {MAX_STEPS} steps, not {}",
                    steps.len()
                ));
            }
            steps.contains(&Step::Fault)
        }
        Schedule::First(0) | Schedule::Every(0) => {
            return Err("first and every take a number of at least 1".to_owned());
        }
        Schedule::Window {
            from: None,
            until: None,
        } => return Err("a window needs `from`, `until` or both".to_owned()),
        Schedule::Window {
            from: Some(from),
            until: Some(until),
        } if from >= until => return Err("a window begins before it ends".to_owned()),
        Schedule::Probability(chance) if !(*chance > 0.0 && *chance <= 1.0) => {
            return Err("a probability is above 0 and at most 1".to_owned());
        }
        _ => true,
    };
    if needs_kind && fault.kind.is_none() {
        return Err("`kind` is missing: it says what happens, for instance \"reset\"".to_owned());
    }
    Ok(())
}

fn check_kind(kind: &Kind, served: Served) -> Result<(), String> {
    match kind {
        Kind::Status(status) if !(400..=599).contains(status) => {
            Err(format!("a status from 400 to 599, not {status}"))
        }
        Kind::WrongContentType { status } if !(200..=599).contains(status) => {
            Err(format!("a status from 200 to 599, not {status}"))
        }
        Kind::TooManyRequests {
            retry_after: RetryAfter::Seconds(seconds) | RetryAfter::Date(seconds),
        } if *seconds > MAX_RETRY_SECONDS => Err(format!(
            "at most {MAX_RETRY_SECONDS} seconds, not {seconds}"
        )),
        Kind::OauthError(code) | Kind::RefusedRefresh { code }
            if !crate::routes::is_oauth_code(*code) =>
        {
            Err(format!(
                "{code} is no code of the table; docs/oauth-codes.md lists them"
            ))
        }
        Kind::Stall { milliseconds, .. } | Kind::Dribble { milliseconds, .. }
            if !(1..=MAX_MILLISECONDS).contains(milliseconds) =>
        {
            Err(format!(
                "1 to {MAX_MILLISECONDS} milliseconds, not {milliseconds}"
            ))
        }
        Kind::Dribble { bytes: 0, .. } => Err("a drop has at least one byte".to_owned()),
        Kind::LostItems { count: 0 } | Kind::ShortPage { count: 0 } => {
            Err("a count of at least 1".to_owned())
        }
        Kind::StaleRead { seconds } if !(1..=MAX_STALE_SECONDS).contains(seconds) => {
            Err(format!("1 to {MAX_STALE_SECONDS} seconds, not {seconds}"))
        }
        Kind::MovedGeolocation { url: None } if served == Served::One => Err(
            "the mock serves one data centre; name a `url`, or start it with --second-listen"
                .to_owned(),
        ),
        Kind::MovedGeolocation { url: Some(url) } => check_url(url),
        _ => Ok(()),
    }
}

fn check_url(text: &str) -> Result<(), String> {
    let url = Url::parse(text)
        .ok()
        .filter(|_| text.len() <= MAX_URL_BYTES);
    let is_web = url.is_some_and(|url| matches!(url.scheme(), "http" | "https"));
    if is_web {
        return Ok(());
    }
    Err(format!(
        "`url` is an http or https address of at most {MAX_URL_BYTES} bytes"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn judge(fault: &Value) -> Result<(), String> {
        let plan = json!({ "faults": [fault] });
        let plan: Plan = serde_json::from_value(plan).map_err(|error| error.to_string())?;
        check(&plan, Served::One).map_err(|error| error.to_string())
    }

    #[test]
    fn a_plan_that_makes_sense_is_taken() {
        for fault in [
            json!({"name": "a", "kind": "reset"}),
            json!({"name": "a", "kind": "reset", "phase": "after", "schedule": {"first": 3}}),
            json!({"name": "a", "schedule": {"list": [{"status": 503}, "pass", "reset"]}}),
            json!({"name": "a", "operation": "oauth2.*", "kind": {"refused_refresh": {}}}),
            json!({"name": "a", "kind": "stuck_job", "at_most": 1}),
            json!({"name": "a", "kind": {"stall": {"milliseconds": 1}}, "phase": "before"}),
            json!({"name": "a", "kind": "reset", "schedule": {"probability": 0.5}}),
        ] {
            assert_eq!(judge(&fault), Ok(()), "{fault}");
        }
    }

    #[test]
    fn a_plan_that_makes_none_is_refused_with_what_was_expected() {
        for (fault, expected) in [
            (json!({"name": "", "kind": "reset"}), "characters"),
            (json!({"name": "a"}), "`kind` is missing"),
            (
                json!({"name": "a", "schedule": {"list": ["fault"]}}),
                "`kind` is missing",
            ),
            (json!({"name": "a", "kind": {"status": 200}}), "400 to 599"),
            (
                json!({"name": "a", "kind": "reset", "schedule": {"first": 0}}),
                "at least 1",
            ),
            (
                json!({"name": "a", "kind": "reset", "schedule": {"list": []}}),
                "steps",
            ),
            (
                json!({"name": "a", "kind": "reset", "schedule": {"probability": 1.5}}),
                "above 0",
            ),
            (
                json!({"name": "a", "kind": "reset", "schedule": {"window": {}}}),
                "`from`",
            ),
            (
                json!({"name": "a", "kind": "reset", "at_most": 0}),
                "at_most",
            ),
            (
                json!({"name": "a", "kind": {"truncate": {"at": 1}}, "phase": "before"}),
                "phase after",
            ),
            (
                json!({"name": "a", "kind": {"refused_refresh": {"code": 1}}}),
                "no code",
            ),
            (
                json!({"name": "a", "kind": {"moved_geolocation": {}}}),
                "--second-listen",
            ),
            (
                json!({"name": "a", "kind": {"moved_geolocation": {"url": "ftp://a"}}}),
                "http",
            ),
            (
                json!({"name": "a", "operation": "scim.*", "kind": "stuck_job"}),
                "selects no operation",
            ),
            (
                json!({"name": "a", "operation": "nobody", "kind": "reset"}),
                "is no operation",
            ),
            (json!({"name": "a", "kind": "explode"}), "unknown variant"),
            (
                json!({"name": "a", "schedule": {"list": ["explode"]}}),
                "expected `fault`, `pass`",
            ),
        ] {
            let refused = judge(&fault).unwrap_err();
            assert!(refused.contains(expected), "{fault}: {refused}");
        }
    }

    #[test]
    fn two_faults_have_two_names() {
        let fault = json!({"name": "a", "kind": "reset"});
        let plan = serde_json::from_value(json!({"faults": [fault, fault]})).unwrap();
        assert!(check(&plan, Served::One).is_err());
    }
}
