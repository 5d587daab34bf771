//! Provision requests that a fault holds. No HTTP.

use std::convert::Infallible;
use std::sync::Arc;

use jiff::Timestamp;

use super::Company;
use super::jobs::{Job, Jobs};

/// When a request is carried out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Pace {
    /// When the company's policy has it.
    #[default]
    Policy,
    /// Not before it is released, since a fault holds it.
    Stuck,
}

impl Jobs {
    /// The first request that waits and that no fault holds.
    pub(super) fn first_free(&self) -> Option<&Arc<Job>> {
        self.all_waiting().find(|job| job.pace == Pace::Policy)
    }

    /// Whether a fault holds a request.
    fn has_stuck(&self) -> bool {
        self.all_waiting().any(|job| job.pace == Pace::Stuck)
    }

    /// Lets the requests go on that a fault held: they are due now.
    fn release(&mut self, now: Timestamp) {
        let stuck = self.all_waiting().filter(|job| job.pace == Pace::Stuck);
        let stuck: Vec<Arc<Job>> = stuck.cloned().collect();
        for job in stuck {
            let mut free = Job::clone(&job);
            free.pace = Pace::Policy;
            free.due = Some(now);
            self.keep(Arc::new(free));
        }
    }

    fn all_waiting(&self) -> impl Iterator<Item = &Arc<Job>> {
        let waiting = self.waiting.keys();
        waiting.filter_map(|ordinal| self.kept.get(ordinal))
    }
}

impl Company {
    /// Lets the provision requests go on that a fault held.
    pub(crate) fn release_jobs(&self) {
        if !self.read().jobs.has_stuck() {
            return;
        }
        let now = self.clock.now();
        let Ok(()) = self.write(|version| {
            version.jobs.release(now);
            Ok::<(), Infallible>(())
        });
    }
}
