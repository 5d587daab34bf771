//! A plan that is being carried out: counts attempts, decides what befalls which, and keeps the account.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use jiff::Timestamp;
use uuid::Uuid;

use crate::ids::Seed;
use crate::operation::Operation;

use super::account::{FaultAccount, FaultEntry, Firing};
use super::kind::Kind;
use super::plan::{Fault, Phase, Plan, Schedule, Step};

/// The most firings that are kept; beyond it the oldest goes first and is counted.
const MAX_FIRINGS: usize = 1_000;
/// The longest page that is kept to be repeated, in bytes.
const MAX_PAGE_BYTES: usize = 8 * 1024 * 1024;

/// A plan, and how far it is carried out.
#[derive(Debug)]
pub(crate) struct Running {
    plan: Plan,
    seed: Seed,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    counts: Vec<Counts>,
    firings: VecDeque<Firing>,
    sequence: u64,
    forgotten: u64,
    /// By operation the page that was answered last, where one is to be repeated.
    pages: BTreeMap<&'static str, Bytes>,
}

/// How often a fault could have happened, and did.
#[derive(Debug, Clone, Default)]
struct Counts {
    attempts: u64,
    fired: u64,
    /// Attempts by operation, so that operations side by side do not change each other's luck.
    by_operation: BTreeMap<&'static str, u64>,
}

/// A request that faults may befall.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Occasion<'o> {
    /// What it asks for.
    pub(crate) operation: &'static Operation,
    /// When it came, by the company's clock.
    pub(crate) time: Timestamp,
    /// Its correlation id.
    pub(crate) correlation: &'o str,
}

/// What befalls a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The name of the fault.
    pub(crate) name: String,
    /// What happens.
    pub(crate) kind: Kind,
    /// Whether the request is carried out.
    pub(crate) phase: Phase,
}

impl Running {
    /// A plan at its beginning. Companies have luck of their own.
    pub(super) fn new(plan: Plan, company: Uuid) -> Self {
        let state = State {
            counts: vec![Counts::default(); plan.faults.len()],
            ..State::default()
        };
        Self {
            seed: Seed::new(plan.seed).within(&company.to_string()),
            plan,
            state: Mutex::new(state),
        }
    }

    /// How far back stale reads go, in seconds.
    pub(super) fn memory(&self) -> u64 {
        let kinds = self.plan.faults.iter().flat_map(Fault::kinds);
        let seconds = kinds.map(|kind| match kind {
            Kind::StaleRead { seconds } => *seconds,
            _ => 0,
        });
        seconds.max().unwrap_or_default()
    }

    /// Decides what befalls a request; `fits` says whether a kind that can befall the operation can befall this request.
    /// A request that a fault befalls is no attempt of those behind it in the plan.
    pub(crate) fn choose(
        &self,
        occasion: Occasion<'_>,
        fits: impl Fn(&Kind) -> bool,
    ) -> Option<Chosen> {
        let mut state = self.state();
        let faults = self.plan.faults.iter().enumerate();
        let mut chosen = faults.filter_map(|(number, fault)| {
            let counts = state.counts.get_mut(number)?;
            let (attempt, kind) = self.judge(fault, counts, occasion, &fits)?;
            Some((attempt, fault, kind.clone()))
        });
        let (attempt, fault, kind) = chosen.next()?;
        drop(chosen);
        let phase = fault.phase.or_else(|| kind.phases().first().copied());
        let phase = phase.unwrap_or(Phase::Before);
        let chosen = Chosen {
            name: fault.name.clone(),
            kind,
            phase,
        };
        state.note(&chosen, attempt, occasion);
        Some(chosen)
    }

    /// Counts an attempt and says which it was and what befalls it.
    fn judge<'p>(
        &self,
        fault: &'p Fault,
        counts: &mut Counts,
        occasion: Occasion<'_>,
        fits: impl Fn(&Kind) -> bool,
    ) -> Option<(u64, &'p Kind)> {
        let operation = occasion.operation;
        if !fault.operation.selects(operation)
            || fault.at_most.is_some_and(|most| counts.fired >= most)
        {
            return None;
        }
        let attempt = counts.attempts + 1;
        let step = step(fault, attempt)?;
        let kind = match step {
            Step::Fault => fault.kind.as_ref(),
            Step::Kind(kind) => Some(kind),
            Step::Pass => None,
        };
        let would_fit = |kind: &Kind| kind.can_befall(operation) && fits(kind);
        let is_attempt = match kind {
            Some(kind) => would_fit(kind),
            // What passes is something that could have been befallen.
            None => fault.kinds().any(would_fit),
        };
        if !is_attempt {
            return None;
        }
        counts.attempts = attempt;
        let own = counts.by_operation.entry(operation.name).or_default();
        *own += 1;
        let is_due = match fault.schedule {
            Schedule::Always | Schedule::List(_) => true,
            Schedule::First(count) => attempt <= count,
            Schedule::Every(count) => attempt.is_multiple_of(count.max(1)),
            Schedule::Window { from, until } => {
                let time = occasion.time;
                from.is_none_or(|from| from <= time) && until.is_none_or(|until| time < until)
            }
            Schedule::Probability(chance) => self.luck(fault, operation, *own) < chance,
        };
        let kind = kind.filter(|_| is_due)?;
        counts.fired += 1;
        Some((attempt, kind))
    }

    /// A number from 0 up to 1 that follows from the seed, the company, the fault, the operation and the attempt.
    fn luck(&self, fault: &Fault, operation: &Operation, attempt: u64) -> f64 {
        let drawn = self.seed.within(&fault.name).within(operation.name);
        // The first 48 bits of a UUID are free of its version.
        let (bits, _) = drawn.id("attempt", attempt).as_u64_pair();
        let high = u32::try_from(bits >> 32).unwrap_or_default();
        f64::from(high) / (f64::from(u32::MAX) + 1.0)
    }

    /// What became of the plan.
    pub(super) fn account(&self) -> FaultAccount {
        let state = self.state();
        let faults = self.plan.faults.iter().zip(&state.counts);
        let entry = |(fault, counts): (&Fault, &Counts)| {
            let planned = fault.planned();
            FaultEntry {
                fault: fault.clone(),
                attempts: counts.attempts,
                planned,
                fired: counts.fired,
                left: planned.map(|planned| planned.saturating_sub(counts.fired)),
            }
        };
        FaultAccount {
            seed: self.plan.seed,
            faults: faults.map(entry).collect(),
            firings: state.firings.iter().cloned().collect(),
            forgotten: state.forgotten,
        }
    }

    /// Whether pages of this operation are to be repeated.
    pub(crate) fn repeats(&self, operation: &Operation) -> bool {
        let selecting = self
            .plan
            .faults
            .iter()
            .filter(|fault| fault.operation.selects(operation));
        selecting
            .flat_map(Fault::kinds)
            .any(|kind| *kind == Kind::RepeatedPage)
    }

    /// The page of this operation that was answered last.
    pub(crate) fn page_before(&self, operation: &Operation) -> Option<Bytes> {
        self.state().pages.get(operation.name).cloned()
    }

    /// Remembers a page that was answered. One that is too long to be kept cannot be repeated.
    pub(crate) fn remember(&self, operation: &'static Operation, page: &Bytes) {
        let mut state = self.state();
        if page.len() > MAX_PAGE_BYTES {
            state.pages.remove(operation.name);
        } else {
            state.pages.insert(operation.name, page.clone());
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the schedule has for an attempt; `None` when no attempt counts any more.
fn step(fault: &Fault, attempt: u64) -> Option<&Step> {
    match &fault.schedule {
        Schedule::List(steps) => {
            let at = usize::try_from(attempt.saturating_sub(1)).ok()?;
            steps.get(at)
        }
        _ => Some(&Step::Fault),
    }
}

impl State {
    fn note(&mut self, chosen: &Chosen, attempt: u64, occasion: Occasion<'_>) {
        self.sequence += 1;
        if self.firings.len() == MAX_FIRINGS {
            self.firings.pop_front();
            self.forgotten += 1;
        }
        self.firings.push_back(Firing {
            sequence: self.sequence,
            fault: chosen.name.clone(),
            operation: occasion.operation.name.to_owned(),
            kind: chosen.kind.clone(),
            phase: chosen.phase,
            attempt,
            time: occasion.time,
            correlation_id: occasion.correlation.to_owned(),
        });
    }
}

#[cfg(test)]
#[path = "running_tests.rs"]
mod tests;
