//! The virtual clock of a company, and the only reader of system time.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// How a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClockMode {
    /// It follows system time at this distance; zero means live.
    Offset(SignedDuration),
    /// It stands still at this time.
    Frozen(Timestamp),
}

/// A clock that can be frozen, set off and advanced.
#[derive(Debug)]
pub(crate) struct Clock {
    mode: Mutex<ClockMode>,
}

/// The earliest time that a clock may show, 1970-01-01.
const EARLIEST: i64 = 0;
/// The latest time that a clock may show, 2079-06-05: the day before the last one that Concur's dates may name.
const LATEST: i64 = 3_453_148_800;

/// A clock would show a time that documents cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a clock shows times from 1970-01-01 to 2079-06-05")]
pub(crate) struct OutOfRange;

impl Clock {
    /// A clock that follows system time.
    pub(crate) const fn live() -> Self {
        Self {
            mode: Mutex::new(ClockMode::Offset(SignedDuration::ZERO)),
        }
    }

    /// Another clock that runs as this one does.
    pub(crate) fn copied(&self) -> Self {
        Self {
            mode: Mutex::new(self.mode()),
        }
    }

    /// The time it shows.
    pub(crate) fn now(&self) -> Timestamp {
        Self::read(self.mode())
    }

    /// How it runs.
    pub(crate) fn mode(&self) -> ClockMode {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sets how it runs.
    pub(crate) fn set(&self, mode: ClockMode) -> Result<(), OutOfRange> {
        self.change(|_| Ok(mode))
    }

    /// Moves it by a duration, whichever way it runs.
    pub(crate) fn advance(&self, by: SignedDuration) -> Result<(), OutOfRange> {
        self.change(|mode| match mode {
            ClockMode::Offset(offset) => Ok(ClockMode::Offset(offset.saturating_add(by))),
            ClockMode::Frozen(at) => at
                .saturating_add(by)
                .map(ClockMode::Frozen)
                .map_err(|_| OutOfRange),
        })
    }

    /// Changes how it runs, if it then shows a time that documents can hold.
    fn change(
        &self,
        next: impl FnOnce(ClockMode) -> Result<ClockMode, OutOfRange>,
    ) -> Result<(), OutOfRange> {
        let mut mode = self.mode.lock().unwrap_or_else(PoisonError::into_inner);
        let next = next(*mode)?;
        let range = EARLIEST..=LATEST;
        if !range.contains(&Self::read(next).as_second()) {
            return Err(OutOfRange);
        }
        *mode = next;
        Ok(())
    }

    /// Runs again as it, or another clock, once did.
    pub(crate) fn resume(&self, mode: ClockMode) {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    fn read(mode: ClockMode) -> Timestamp {
        match mode {
            ClockMode::Frozen(at) => at,
            ClockMode::Offset(offset) => {
                let now = system_time();
                now.saturating_add(offset).unwrap_or(now)
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the clock that everything else reads"
)]
fn system_time() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_only_when_advanced() {
        let clock = Clock::live();
        let start: Timestamp = "2026-01-15T09:00:00Z".parse().unwrap();
        clock.set(ClockMode::Frozen(start)).unwrap();
        assert_eq!(clock.now(), start);
        clock.advance(SignedDuration::from_hours(2)).unwrap();
        assert_eq!(clock.now().to_string(), "2026-01-15T11:00:00Z");
    }

    #[test]
    fn a_clock_that_is_set_off_keeps_its_distance() {
        let clock = Clock::live();
        let before = clock.now();
        clock.advance(SignedDuration::from_hours(24)).unwrap();
        assert!(clock.now() >= before + SignedDuration::from_hours(24));
    }

    #[test]
    fn a_time_that_documents_cannot_hold_is_refused() {
        let clock = Clock::live();
        for time in ["1969-12-31T23:59:59Z", "2079-06-06T00:00:00Z"] {
            assert_eq!(
                clock.set(ClockMode::Frozen(time.parse().unwrap())),
                Err(OutOfRange),
                "{time}"
            );
        }
        assert_eq!(clock.advance(SignedDuration::MAX), Err(OutOfRange));
        assert_eq!(clock.mode(), ClockMode::Offset(SignedDuration::ZERO));
    }
}
