//! What a company's users were a while ago, for readers whose index lags behind.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::Version;
use super::extensions::Extensions;
use super::users::Users;

/// The most states that are remembered; beyond it the oldest goes, and a late reader sees more than it should.
const MAX_STATES: usize = 10_000;

/// Users and what is kept beside their documents, as they were together.
#[derive(Debug, Clone)]
pub(crate) struct Snapshot {
    /// The users.
    pub(crate) users: Users,
    /// What services keep of them.
    pub(crate) extensions: Extensions,
}

impl Snapshot {
    /// The users of this version.
    pub(crate) fn of(version: &Version) -> Self {
        Self {
            users: version.users.clone(),
            extensions: version.extensions.clone(),
        }
    }
}

/// States of the recent past, in the order in which they came; each with the time since when it held.
#[derive(Debug, Default)]
pub(crate) struct History {
    states: VecDeque<(Timestamp, Snapshot)>,
}

impl History {
    /// Notes that one version followed the other, as far as readers that lag this far have to know.
    pub(crate) fn note(
        &mut self,
        before: &Version,
        after: &Version,
        now: Timestamp,
        lag: SignedDuration,
    ) {
        if lag.is_zero() {
            self.states.clear();
            return;
        }
        let is_same = before.users.is(&after.users) && before.extensions.is(&after.extensions);
        if is_same {
            return;
        }
        // A clock that was set back has left states of a future behind.
        while self.states.back().is_some_and(|(since, _)| *since > now) {
            self.states.pop_back();
        }
        if self.states.is_empty() {
            // Whatever came before counts as indexed.
            self.states
                .push_back((Timestamp::MIN, Snapshot::of(before)));
        }
        self.states.push_back((now, Snapshot::of(after)));
        let seen = now.saturating_sub(lag).unwrap_or(Timestamp::MIN);
        while self.states.get(1).is_some_and(|(since, _)| *since <= seen)
            || self.states.len() > MAX_STATES
        {
            self.states.pop_front();
        }
    }

    /// Forgets the past and gives it back.
    pub(crate) fn take(&mut self) -> Self {
        std::mem::take(self)
    }

    /// What held at this time; `None` when nothing else is known than the present.
    pub(crate) fn at(&self, time: Timestamp) -> Option<&Snapshot> {
        let behind = self.states.partition_point(|(since, _)| *since <= time);
        let state = self.states.get(behind.saturating_sub(1));
        state.map(|(_, snapshot)| snapshot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::seed;
    use crate::ids::Seed;

    const LAG: SignedDuration = SignedDuration::from_secs(60);

    fn version(users: usize) -> Version {
        Version {
            users: seed::users(Seed::new(1), users),
            ..Version::default()
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    fn count(history: &History, second: i64) -> Option<usize> {
        history.at(at(second)).map(|state| state.users.len())
    }

    #[test]
    fn a_late_reader_sees_what_was_there_at_its_time() {
        let mut history = History::default();
        let versions = [version(1), version(2), version(3)];
        history.note(&versions[0], &versions[1], at(0), LAG);
        history.note(&versions[1], &versions[2], at(30), LAG);
        assert_eq!(count(&history, -1), Some(1));
        assert_eq!(count(&history, 0), Some(2));
        assert_eq!(count(&history, 29), Some(2));
        assert_eq!(count(&history, 30), Some(3));
    }

    #[test]
    fn what_no_reader_can_ask_for_is_forgotten() {
        let mut history = History::default();
        let versions = [version(1), version(2)];
        for round in 0..100 {
            history.note(&versions[0], &versions[1], at(round * 120), LAG);
            history.note(&versions[1], &versions[0], at(round * 120 + 1), LAG);
        }
        assert!(history.states.len() <= 3, "{}", history.states.len());
    }

    #[test]
    fn nothing_is_remembered_without_a_lag_or_a_change() {
        let mut history = History::default();
        let same = version(1);
        history.note(&same, &same.clone(), at(0), LAG);
        assert_eq!(count(&history, 0), None);
        history.note(&same, &version(2), at(1), LAG);
        history.note(&same, &version(2), at(2), SignedDuration::ZERO);
        assert_eq!(count(&history, 2), None);
    }

    #[test]
    fn the_states_are_bounded() {
        let mut history = History::default();
        let versions = [version(1), version(2)];
        for _ in 0..=MAX_STATES {
            history.note(&versions[0], &versions[1], at(0), LAG);
        }
        assert_eq!(history.states.len(), MAX_STATES);
    }
}
