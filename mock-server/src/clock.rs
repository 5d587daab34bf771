//! The virtual clock of a company, and the only reader of system time.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// How a clock runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// The farthest a clock may be set off, in seconds: a hundred years, so that every date stays printable.
pub(crate) const MAX_OFFSET_SECONDS: i64 = 100 * 366 * 86_400;

impl Clock {
    /// A clock that follows system time.
    pub(crate) const fn live() -> Self {
        Self {
            mode: Mutex::new(ClockMode::Offset(SignedDuration::ZERO)),
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
    pub(crate) fn set(&self, mode: ClockMode) {
        *self.mode.lock().unwrap_or_else(PoisonError::into_inner) = mode;
    }

    /// Moves it by a duration, whichever way it runs.
    pub(crate) fn advance(&self, by: SignedDuration) {
        let mut mode = self.mode.lock().unwrap_or_else(PoisonError::into_inner);
        *mode = match *mode {
            ClockMode::Offset(offset) => ClockMode::Offset(offset.saturating_add(by)),
            ClockMode::Frozen(at) => ClockMode::Frozen(at.saturating_add(by).unwrap_or(at)),
        };
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
        clock.set(ClockMode::Frozen(start));
        assert_eq!(clock.now(), start);
        clock.advance(SignedDuration::from_hours(2));
        assert_eq!(clock.now().to_string(), "2026-01-15T11:00:00Z");
    }

    #[test]
    fn a_clock_that_is_set_off_keeps_its_distance() {
        let clock = Clock::live();
        let before = clock.now();
        clock.advance(SignedDuration::from_hours(24));
        assert!(clock.now() >= before + SignedDuration::from_hours(24));
    }
}
