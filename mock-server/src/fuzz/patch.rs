//! PATCH: a refused one leaves the company as it was, an accepted one leaves documents that can be read back.

use std::convert::Infallible;
use std::sync::Arc;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::{Clock, ClockMode};
use crate::company::extensions::Extension;
use crate::company::provision::{Outcome, Report, Sent, Severity};
use crate::company::record::{Extent, Record};
use crate::company::unique::{Rules, Values};
use crate::company::{Company, Origin, Version, seed, spend, travel};
use crate::ids::Seed;
use crate::scim::derive;
use crate::scim::patch::{self, Dialect, MAX_OPERATIONS, split};
use crate::scim::path::Target;
use crate::scim::schema::IDENTITY_USER;
use crate::scim::scope::{Rights, Write};
use crate::scim::shape::Gaps;
use crate::scim::spend::schema::{PAYROLL_BY_THE_GUIDE, SPEND, URNS, USER};
use crate::scim::travel::schema::{TRAVEL, TRAVEL_USER};
use crate::scim::validate;

use super::choice;

thread_local! {
    /// One for every thread, since a run looks at it before and after.
    static COMPANY: Company = company();
}

fn company() -> Company {
    let seed = Seed::new(1);
    let origin = Origin {
        id: Uuid::nil(),
        key: "fuzzed".to_owned(),
        seed,
        client_id: Uuid::nil(),
        owns_application: false,
        known_user: None,
        shared_names: Arc::default(),
        disposal: Arc::default(),
    };
    let first = Version {
        users: seed::users(seed, 2),
        ..Version::default()
    };
    let clock = Clock::live();
    let then = "2026-01-15T09:00:00Z".parse().expect("a time");
    clock.set(ClockMode::Frozen(then)).expect("it is in range");
    Company::new(origin, clock, first)
}

/// The first byte chooses how the rest is read: as a whole body, or as a path with an operation and a value behind it. The
/// operations go to Identity, and taken apart to the services behind it.
pub fn patch(bytes: &[u8]) {
    let (variant, rest) = choice(bytes);
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let body = if variant % 2 == 0 {
        let Ok(body) = serde_json::from_str(text) else {
            return;
        };
        body
    } else {
        let (path, value) = text.split_once('\n').unwrap_or((text, "null"));
        path_reads_in_range(path);
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        let op = ["add", "replace", "remove"][usize::from(variant / 2 % 3)];
        json!({"Operations": [{"op": op, "path": path, "value": value}]})
    };
    COMPANY.with(|company| {
        apply(company, &body);
        apply_to_services(company, &body);
    });
}

fn path_reads_in_range(path: &str) {
    for schema in [&IDENTITY_USER, &SPEND, &TRAVEL_USER] {
        if let Some(target) = Target::read(schema, path) {
            assert!(target.last().is_some(), "{path:?} points at nothing");
        }
    }
}

/// The operations as they reach the services behind the identity document, taken apart.
fn apply_to_services(company: &Company, body: &Value) {
    let Ok(parts) = split::operations(body) else {
        return;
    };
    let given = body["Operations"].as_array().map_or(0, Vec::len);
    assert!((1..=MAX_OPERATIONS).contains(&given));
    if given == 1 && parts.spend.is_empty() && parts.travel.is_empty() {
        assert_eq!(parts.identity.len(), 1, "an operation got lost");
    }
    for (operations, urns) in [(&parts.spend, &URNS[..]), (&parts.travel, &[TRAVEL])] {
        for operation in operations {
            let path = operation["path"].as_str().unwrap_or_default();
            let is_named = urns.iter().any(|urn| path.starts_with(urn));
            assert!(
                is_named || path.starts_with(PAYROLL_BY_THE_GUIDE),
                "{path:?} is for others"
            );
        }
    }
    apply_to_spend(company, &parts.spend);
    apply_to_travel(company, &parts.travel);
}

/// Each extension is told of once, and one that fails is as it was.
fn apply_to_spend(company: &Company, operations: &[Value]) {
    let mut version = Version::clone(&company.read());
    let user = version.users.iter().next().expect("there are two users").id;
    let now = company.clock.now();
    let profile = json!({"reimbursementCurrency": "USD", "country": "US", "locale": "en-US"});
    let profile = profile.as_object().expect("it is an object").clone();
    version
        .extensions
        .keep(user, Extension::SpendUser, profile, now);
    let before = version.extensions.text(user, Extension::SpendUser).cloned();
    let reports = spend::write(&mut version, user, Sent::Patch(operations), now);
    assert_eq!(reports.len(), URNS.len());
    let after = version.extensions.text(user, Extension::SpendUser);
    let has_failed = |report: &Report| report.urn == USER && report.outcome == Outcome::Error;
    if reports.iter().any(has_failed) {
        assert_eq!(after, before.as_ref(), "a refused change shows");
    }
    assert!(after.is_some(), "the profile went away");
}

/// The extension is written as a whole or not at all, and what is kept fits when it is sent again.
fn apply_to_travel(company: &Company, operations: &[Value]) {
    let mut version = Version::clone(&company.read());
    let user = version.users.iter().next().expect("there are two users").id;
    let now = company.clock.now();
    let profile = json!({
        "ruleClass": {"name": "Executive"},
        "customFields": [{"name": "custom1", "value": "a"}, {"name": "Cost Object", "value": "b"}],
    });
    let profile = profile.as_object().expect("it is an object");
    travel::adopt(&mut version, user, profile, now).expect("the profile fits");
    let before = version.extensions.read(user, Extension::Travel);
    let report = travel::write(&mut version, user, Sent::Patch(operations), now);
    let after = version.extensions.read(user, Extension::Travel);
    assert_eq!(
        report.outcome == Outcome::Error,
        report
            .messages
            .iter()
            .any(|message| message.severity == Severity::Error)
    );
    if report.outcome != Outcome::Success {
        assert_eq!(after, before, "a refused change shows");
    } else if travel::adopt(&mut version, user, &after, now).is_ok() {
        let again = version.extensions.read(user, Extension::Travel);
        assert_eq!(
            again, after,
            "what is kept is kept differently the second time"
        );
    } else {
        panic!("what is kept does not fit: {after:?}");
    }
}

fn text(company: &Company, record: &Record) -> Vec<u8> {
    let gaps = Gaps {
        company: &company.id_text,
        location: "",
    };
    let mut out = Vec::new();
    record.copy(gaps, Extent::Full, &mut out);
    out
}

fn apply(company: &Company, body: &Value) {
    let rights = Rights::of(Write::ALL.map(Write::name));
    let before = company.read().users.clone();
    let record = before.iter().next().expect("there are two users");
    let outcome = company.write(|version| {
        let policies = version.policies.clone();
        let (kept, meta) = record.read(&company.id_text).expect("it can be read");
        let mut resource = kept.clone();
        patch::apply(&mut resource, body, Dialect::identity(rights, &policies))
            .map_err(|error| error.to_string())?;
        let mut valid =
            validate::document(&resource, &policies).map_err(|faults| format!("{faults:?}"))?;
        derive::carry_over(&kept, &mut valid, &policies);
        derive::complete(&mut valid, meta.created, &policies);
        let next = Record::write(record.id, &valid, meta).ok_or("too large")?;
        let replaced = version
            .users
            .replace(next, &Values::of(&valid), Rules::of(&policies));
        replaced.map_err(|taken| taken.to_string())?;
        Ok::<_, String>(valid)
    });
    let after = company.read().users.clone();
    let found = after.get(record.id).expect("nobody was removed");
    match outcome {
        Ok(valid) => {
            let text = text(company, found);
            assert!(
                serde_json::from_slice::<Value>(&text).is_ok(),
                "no JSON: {}",
                String::from_utf8_lossy(&text)
            );
            let (kept, _) = found.read(&company.id_text).expect("it can be read");
            assert_eq!(kept, valid);
            let Ok(()) = company.write(|version| {
                version.users = before.clone();
                Ok::<(), Infallible>(())
            });
        }
        Err(reason) => {
            assert!(!reason.is_empty());
            assert_eq!(
                text(company, found),
                text(company, record),
                "a refused change shows"
            );
        }
    }
}
