//! Rate limits of a company: off by default, by the company's clock, counted by operation and caller. No HTTP.

mod bucket;
mod limit;
mod preset;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwapOption;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use uuid::Uuid;

use crate::operation::Operation;
use bucket::{Bucket, Size};
pub use limit::{Per, RateLimit, RateLimits, RetryAfterForm};
pub use preset::RateLimitPreset;
pub(crate) use preset::presets;

/// The most limits of a company.
const MAX_LIMITS: usize = 100;
/// The most callers that one limit counts; beyond it those with a full bucket are forgotten, and if there are none, all.
const MAX_BUCKETS: usize = 10_000;
/// The most requests of a bucket.
const MAX_REQUESTS: u32 = 1_000_000;
/// The longest time in which a bucket fills, in seconds: a day.
const MAX_SECONDS: u32 = 86_400;
/// The longest name, and the longest words of a refusal, in characters.
const MAX_TEXT: usize = 200;

/// Limits make no sense; the text says what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct RateLimitError(String);

/// The limits that hold, and what became of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RateLimitAccount {
    /// The limits, those of presets first.
    pub limits: Vec<RateLimitEntry>,
    /// The presets that there are.
    pub presets: Vec<RateLimitPreset>,
}

/// What became of one limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RateLimitEntry {
    /// The limit.
    #[serde(flatten)]
    pub limit: RateLimit,
    /// How many requests it let pass.
    pub passed: u64,
    /// How many it refused.
    pub refused: u64,
}

/// Who sends a request, and to which operation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sender {
    /// What is asked for.
    pub(crate) operation: &'static Operation,
    /// The application.
    pub(crate) application: Uuid,
    /// The user, company or application that the token speaks for.
    pub(crate) principal: Uuid,
}

/// A request that is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exceeded {
    /// By which limit.
    pub(crate) limit: RateLimit,
    /// How long until a request is let pass again.
    pub(crate) wait: SignedDuration,
}

/// The limits of a company, if there are any.
#[derive(Debug, Default)]
pub(crate) struct Limits(ArcSwapOption<Vec<Counter>>);

#[derive(Debug)]
struct Counter {
    limit: RateLimit,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    buckets: HashMap<Uuid, Bucket>,
    passed: u64,
    refused: u64,
}

impl Limits {
    /// Whether there are none.
    pub(crate) fn are_none(&self) -> bool {
        self.0.load().is_none()
    }

    /// Lets these limits hold from now on, with full buckets.
    pub(crate) fn set(&self, wanted: RateLimits) -> Result<(), RateLimitError> {
        let limits = resolve(wanted)?;
        let counter = |limit| Counter {
            limit,
            state: Mutex::default(),
        };
        let counters: Vec<Counter> = limits.into_iter().map(counter).collect();
        let counters = (!counters.is_empty()).then(|| std::sync::Arc::new(counters));
        self.0.store(counters);
        Ok(())
    }

    /// Ends all limits.
    pub(crate) fn clear(&self) {
        self.0.store(None);
    }

    /// Counts a request; the first limit that is exceeded refuses it, and the limits behind it do not count it.
    pub(crate) fn judge(&self, sender: Sender, now: Timestamp) -> Result<(), Exceeded> {
        let counters = self.0.load();
        for counter in counters.iter().flat_map(|counters| counters.iter()) {
            if counter.limit.operation.selects(sender.operation) {
                counter.judge(sender, now)?;
            }
        }
        Ok(())
    }

    /// What became of the limits.
    pub(crate) fn account(&self) -> RateLimitAccount {
        let counters = self.0.load();
        let entry = |counter: &Counter| {
            let state = counter.state();
            RateLimitEntry {
                limit: counter.limit.clone(),
                passed: state.passed,
                refused: state.refused,
            }
        };
        RateLimitAccount {
            limits: counters
                .iter()
                .flat_map(|counters| counters.iter().map(entry))
                .collect(),
            presets: presets(),
        }
    }
}

impl Counter {
    fn judge(&self, sender: Sender, now: Timestamp) -> Result<(), Exceeded> {
        let key = match self.limit.per {
            Per::Company => Uuid::nil(),
            Per::Application => sender.application,
            Per::User => sender.principal,
        };
        let size = Size {
            requests: self.limit.requests,
            seconds: self.limit.seconds,
        };
        let mut state = self.state();
        if state.buckets.len() >= MAX_BUCKETS && !state.buckets.contains_key(&key) {
            state.buckets.retain(|_, bucket| !bucket.is_full(now));
            if state.buckets.len() >= MAX_BUCKETS {
                state.buckets.clear();
            }
        }
        let bucket = state.buckets.entry(key).or_insert(Bucket::full(now));
        match bucket.take(size, now) {
            Ok(()) => {
                state.passed += 1;
                Ok(())
            }
            Err(wait) => {
                state.refused += 1;
                Err(Exceeded {
                    limit: self.limit.clone(),
                    wait,
                })
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The limits of the presets and those that are written out.
fn resolve(wanted: RateLimits) -> Result<Vec<RateLimit>, RateLimitError> {
    let known = presets();
    let mut limits = Vec::new();
    for name in wanted.presets {
        let preset = known.iter().find(|preset| preset.name == name);
        let preset = preset.ok_or_else(|| {
            let names: Vec<&str> = known.iter().map(|preset| preset.name).collect();
            let shown: String = name.chars().take(MAX_TEXT).collect();
            RateLimitError(format!(
                "there is no preset `{shown}`; there are {}",
                names.join(", ")
            ))
        })?;
        limits.extend(preset.limits.iter().cloned());
    }
    limits.extend(wanted.limits);
    check(&limits)?;
    Ok(limits)
}

fn check(limits: &[RateLimit]) -> Result<(), RateLimitError> {
    let wrong = |text: String| Err(RateLimitError(text));
    if limits.len() > MAX_LIMITS {
        return wrong(format!("at most {MAX_LIMITS} limits"));
    }
    let mut names = BTreeSet::new();
    for limit in limits {
        let name = &limit.name;
        if !(1..=MAX_TEXT).contains(&name.chars().count()) {
            return wrong(format!(
                "the name of a limit has 1 to {MAX_TEXT} characters"
            ));
        }
        if !names.insert(name) {
            return wrong(format!(
                "two limits are called `{name}`; choose another name"
            ));
        }
        if !(1..=MAX_REQUESTS).contains(&limit.requests) {
            return wrong(format!("`{name}`: requests from 1 to {MAX_REQUESTS}"));
        }
        if !(1..=MAX_SECONDS).contains(&limit.seconds) {
            return wrong(format!("`{name}`: seconds from 1 to {MAX_SECONDS}"));
        }
        if limit
            .status
            .is_some_and(|status| !(400..=599).contains(&status))
        {
            return wrong(format!("`{name}`: a status from 400 to 599"));
        }
        let words = limit.words.as_deref().unwrap_or_default();
        if words.chars().count() > MAX_TEXT {
            return wrong(format!("`{name}`: words of at most {MAX_TEXT} characters"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation;
    use serde_json::{Value, json};

    fn limits(wanted: &Value) -> Result<Limits, String> {
        let limits = Limits::default();
        let wanted = serde_json::from_value(wanted.clone()).map_err(|error| error.to_string())?;
        limits.set(wanted).map_err(|error| error.to_string())?;
        Ok(limits)
    }

    fn ask(limits: &Limits, application: u128, principal: u128) -> Option<String> {
        let sender = Sender {
            operation: &operation::all()[0],
            application: Uuid::from_u128(application),
            principal: Uuid::from_u128(principal),
        };
        let asked = limits.judge(sender, Timestamp::UNIX_EPOCH);
        asked.err().map(|exceeded| exceeded.limit.name)
    }

    #[test]
    fn a_bucket_belongs_to_whom_the_limit_says() {
        for (per, second_application, second_user) in [
            ("company", true, true),
            ("application", false, true),
            ("user", false, false),
        ] {
            let limit = json!({"name": "a", "requests": 1, "seconds": 60, "per": per});
            let limits = limits(&json!({"limits": [limit]})).unwrap();
            assert_eq!(ask(&limits, 1, 1), None);
            assert_eq!(ask(&limits, 1, 2).is_some(), second_user, "{per}");
            assert_eq!(ask(&limits, 2, 3).is_some(), second_application, "{per}");
            assert!(ask(&limits, 1, 1).is_some());
        }
    }

    #[test]
    fn every_preset_can_be_set_beside_the_others() {
        let names: Vec<&str> = presets().iter().map(|preset| preset.name).collect();
        let limits = limits(&json!({ "presets": names })).unwrap();
        assert_eq!(limits.account().limits.len(), 6);
    }

    #[test]
    fn limits_that_make_no_sense_are_refused_with_what_was_expected() {
        let limit = json!({"name": "a", "requests": 1, "seconds": 1});
        for (wanted, expected) in [
            (json!({"presets": ["fast"]}), "quick-expense"),
            (
                json!({"limits": [{"name": "a", "requests": 0, "seconds": 1}]}),
                "requests from 1",
            ),
            (
                json!({"limits": [{"name": "a", "requests": 1, "seconds": 0}]}),
                "seconds from 1",
            ),
            (json!({"limits": [limit, limit]}), "two limits"),
            (
                json!({"limits": [{"name": "a", "requests": 1, "seconds": 1, "status": 200}]}),
                "status",
            ),
            (
                json!({"limits": [{"name": "a", "requests": 1, "seconds": 1, "per": "day"}]}),
                "unknown variant",
            ),
        ] {
            let refused = limits(&wanted).unwrap_err();
            assert!(refused.contains(expected), "{wanted}: {refused}");
        }
    }

    #[test]
    fn the_callers_that_are_counted_are_bounded() {
        let limit = json!({"name": "a", "requests": 1, "seconds": 60});
        let limits = limits(&json!({"limits": [limit]})).unwrap();
        for caller in 0..=MAX_BUCKETS as u128 {
            assert_eq!(ask(&limits, caller, 0), None);
        }
        let counters = limits.0.load();
        let counted = counters.as_ref().unwrap()[0].state().buckets.len();
        assert!(counted <= MAX_BUCKETS, "{counted}");
    }
}
