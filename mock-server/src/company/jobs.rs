//! The provision requests of a company: what is still to be done of each, and what became of it. No HTTP.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;

use super::held::Pace;
use super::provision::{Asked, Report};
use super::tokens::AccessToken;
use crate::policy::Policies;
use crate::policy::provisioning::{Completes, Duration, Polls, Retention, Timeout};

/// The most provision requests that a company keeps. Those that were carried out make room, the oldest first; one that
/// waits never does.
pub(crate) const MAX_JOBS: usize = 100_000;

/// The most bytes of requests that wait to be carried out, as they were sent; what would be more is refused.
const MAX_WAITING_BYTES: usize = 64 * 1024 * 1024;

/// The most memory that is kept of requests that were carried out, about; beyond it the oldest goes first.
const MAX_COMPLETED_BYTES: usize = 256 * 1024 * 1024;

/// How much of requests is kept.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    jobs: usize,
    waiting_bytes: usize,
    completed_bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            jobs: MAX_JOBS,
            waiting_bytes: MAX_WAITING_BYTES,
            completed_bytes: MAX_COMPLETED_BYTES,
        }
    }
}

/// So much waits that nothing more can.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Too many provision requests are waiting")]
pub(crate) struct Full;

/// What kind of request it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// One user.
    User,
    /// A bulk request.
    Bulk,
}

/// What an operation of a bulk request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verb {
    Post,
    Put,
    Patch,
    Delete,
}

/// What is to be done of an operation.
#[derive(Debug, Clone)]
pub(crate) enum Task {
    /// All of it.
    Whole {
        /// What it does.
        verb: Verb,
        /// The id in its path; `None` where the path is that of all users.
        id: Option<String>,
        /// What it sent.
        data: Value,
    },
    /// What the services behind the identity document have been sent, which is written already.
    Rest {
        /// For the spend profile, payroll included.
        spend: Asked,
        /// For the travel profile.
        travel: Asked,
    },
    /// Nothing, for it can only fail: its path names nothing.
    Lost,
}

/// What became of an operation.
#[derive(Debug, Clone)]
pub(crate) enum Fate {
    /// It waits.
    Waiting(Arc<Task>),
    /// Everything that was asked was done.
    Succeeded,
    /// Something was refused; the code is a status of HTTP.
    Failed(u16),
    /// It was not tried, since operations before it had failed.
    NotProcessed,
}

/// One operation of a request.
#[derive(Debug, Clone)]
pub(crate) struct Operation {
    /// Its bulkId.
    pub(crate) bulk_id: Option<Arc<str>>,
    /// The user that it is about, as soon as that is known.
    pub(crate) user: Option<Uuid>,
    /// What became of it.
    pub(crate) fate: Fate,
    /// What services have said so far; of an extension that nobody speaks of nothing was asked.
    pub(crate) reports: Vec<Report>,
}

impl Operation {
    /// One that is to be done as a whole.
    pub(crate) fn waiting(bulk_id: Option<Arc<str>>, task: Task) -> Self {
        Self {
            bulk_id,
            user: None,
            fate: Fate::Waiting(Arc::new(task)),
            reports: Vec::new(),
        }
    }

    /// The memory that it takes when nothing of it waits, about.
    fn bytes(&self) -> usize {
        let bulk_id = self.bulk_id.as_ref().map_or(0, |id| id.len());
        let reports = self.reports.iter().map(Report::bytes);
        size_of::<Self>() + bulk_id + reports.sum::<usize>()
    }
}

/// A request as it comes.
#[derive(Debug)]
pub(crate) struct Request {
    /// Of which kind it is.
    pub(crate) kind: Kind,
    /// Its correlation id.
    pub(crate) correlation: Arc<str>,
    /// Whose rights count when it is carried out.
    pub(crate) token: Arc<AccessToken>,
    /// After how many failed operations the rest is not processed.
    pub(crate) stop_after: Option<u64>,
    /// What it asks for.
    pub(crate) operations: Vec<Operation>,
    /// How large it was.
    pub(crate) bytes: usize,
    /// When it is carried out.
    pub(crate) pace: Pace,
}

/// A request as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// Its id.
    pub(crate) id: Uuid,
    /// Of which kind it is.
    pub(crate) kind: Kind,
    /// Its correlation id.
    pub(crate) correlation: Arc<str>,
    /// Whose rights count when it is carried out.
    pub(crate) token: Arc<AccessToken>,
    /// After how many failed operations the rest is not processed.
    pub(crate) stop_after: Option<u64>,
    /// What it asks for, and what became of it.
    pub(crate) operations: Vec<Operation>,
    /// When it came.
    pub(crate) created: Timestamp,
    /// When it was completed, in success or not.
    pub(crate) completed: Option<Timestamp>,
    /// When it is to be carried out; `None` when that depends on clients or on the admin API.
    pub(crate) due: Option<Timestamp>,
    /// When it is given up.
    deadline: Timestamp,
    /// How many times its status is still seen pending.
    polls: Option<u64>,
    pub(super) pace: Pace,
    ordinal: u64,
    /// How large it was while it waits; afterwards about what is kept of it.
    bytes: usize,
}

impl Job {
    /// The next moment at which something becomes of it by itself; `None` when it is completed.
    fn turn(&self) -> Option<Timestamp> {
        let due = self.due.map_or(self.deadline, |due| due.min(self.deadline));
        self.completed.is_none().then_some(due)
    }

    /// Whether it makes a difference how often its status is asked for.
    pub(crate) const fn counts_polls(&self) -> bool {
        self.polls.is_some() && self.completed.is_none()
    }

    /// Whether its status can still be read.
    pub(crate) fn is_kept(&self, now: Timestamp, policies: &Policies) -> bool {
        let days = i64::try_from(policies.number::<Retention>()).unwrap_or(i64::MAX);
        let kept = SignedDuration::from_hours(days.saturating_mul(24));
        self.created.saturating_add(kept).is_ok_and(|end| now < end)
    }
}

/// What happens to a request that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// It is carried out.
    CarriedOut,
    /// It took too long.
    GivenUp,
}

/// What is due.
#[derive(Debug)]
pub(crate) struct Due {
    /// The request.
    pub(crate) job: Arc<Job>,
    /// When it was due.
    pub(crate) at: Timestamp,
    /// What happens to it.
    pub(crate) event: Event,
}

/// The requests of a company at one moment; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jobs {
    bounds: Bounds,
    pub(super) kept: OrdMap<u64, Arc<Job>>,
    by_id: OrdMap<Uuid, u64>,
    /// Those that wait, with the time at which something becomes of them.
    pub(super) waiting: OrdMap<u64, Timestamp>,
    /// The same by that time.
    turns: OrdSet<(Timestamp, u64)>,
    /// The others by the time at which they came, so that those whose status cannot be read any more go first.
    completed: OrdSet<(Timestamp, u64)>,
    created: u64,
    waiting_bytes: usize,
    completed_bytes: usize,
}

impl Jobs {
    /// Keeps a request that comes now, unless too much waits.
    pub(crate) fn add(
        &mut self,
        request: Request,
        now: Timestamp,
        policies: &Policies,
        id: impl FnOnce(u64) -> Uuid,
    ) -> Result<Arc<Job>, Full> {
        let waiting_bytes = self.waiting_bytes.saturating_add(request.bytes);
        if self.waiting.len() >= self.bounds.jobs || waiting_bytes > self.bounds.waiting_bytes {
            return Err(Full);
        }
        let free = (request.pace == Pace::Policy).then(|| policies.choose::<Completes>());
        let due = match free {
            Some(Completes::Immediately) => Some(now),
            Some(Completes::AfterADuration) => Some(later(now, policies.number::<Duration>())),
            Some(Completes::AfterPolls | Completes::Manually) | None => None,
        };
        let deadline = || later(now, policies.number::<Timeout>().saturating_mul(60));
        let job = Arc::new(Job {
            id: id(self.created),
            kind: request.kind,
            correlation: request.correlation,
            token: request.token,
            stop_after: request.stop_after,
            operations: request.operations,
            created: now,
            completed: None,
            due,
            deadline: free.map_or(Timestamp::MAX, |_| deadline()),
            polls: (free == Some(Completes::AfterPolls)).then(|| policies.number::<Polls>()),
            pace: request.pace,
            ordinal: self.created,
            bytes: request.bytes,
        });
        self.created += 1;
        self.keep(Arc::clone(&job));
        self.make_room();
        Ok(job)
    }

    /// Whether the others are the same, unchanged.
    pub(super) fn is(&self, others: &Self) -> bool {
        self.kept.ptr_eq(&others.kept)
    }

    /// The request of this id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&Arc<Job>> {
        self.kept.get(self.by_id.get(&id)?)
    }

    /// Every request, the oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Job>> {
        self.kept.values()
    }

    /// When something becomes of a request next, if any waits.
    pub(crate) fn next(&self) -> Option<Timestamp> {
        self.turns.get_min().map(|(turn, _)| *turn)
    }

    /// What is due by this time, the earliest first.
    ///
    /// ASSUMED: requests are processed in sequence, as the guide says, so one that is due waits for those before it and
    /// takes them along, even if they alone would have to wait longer; but for those that a fault holds.
    pub(crate) fn due(&self, now: Timestamp) -> Option<Due> {
        let (at, ordinal) = self.turns.get_min().filter(|(turn, _)| *turn <= now)?;
        let job = self.kept.get(ordinal)?;
        if job.due.is_none_or(|due| job.deadline <= due) {
            return Some(Due {
                job: Arc::clone(job),
                at: *at,
                event: Event::GivenUp,
            });
        }
        let first = self.first_free()?;
        Some(Due {
            job: Arc::clone(first),
            at: *at,
            event: Event::CarriedOut,
        })
    }

    /// Completes a request: this became of its operations.
    pub(crate) fn complete(&mut self, job: &Job, operations: Vec<Operation>, now: Timestamp) {
        let held = operations.iter().map(Operation::bytes).sum::<usize>();
        self.keep(Arc::new(Job {
            operations,
            completed: Some(now),
            bytes: size_of::<Job>() + job.correlation.len() + held,
            ..job.clone()
        }));
        self.make_room();
    }

    /// Counts that the status of a request was asked for.
    pub(crate) fn poll(&mut self, id: Uuid, now: Timestamp) {
        let Some(job) = self.get(id).filter(|job| job.completed.is_none()) else {
            return;
        };
        let Some(polls) = job.polls else { return };
        let left = polls.saturating_sub(1);
        self.keep(Arc::new(Job {
            polls: Some(left),
            due: (left == 0).then_some(now),
            ..Job::clone(job)
        }));
    }

    pub(super) fn keep(&mut self, job: Arc<Job>) {
        self.forget(job.ordinal);
        self.by_id.insert(job.id, job.ordinal);
        if let Some(turn) = job.turn() {
            self.waiting.insert(job.ordinal, turn);
            self.turns.insert((turn, job.ordinal));
            self.waiting_bytes += job.bytes;
        } else {
            self.completed.insert((job.created, job.ordinal));
            self.completed_bytes += job.bytes;
        }
        self.kept.insert(job.ordinal, job);
    }

    fn forget(&mut self, ordinal: u64) {
        let Some(job) = self.kept.remove(&ordinal) else {
            return;
        };
        self.by_id.remove(&job.id);
        if let Some(turn) = self.waiting.remove(&ordinal) {
            self.turns.remove(&(turn, ordinal));
            self.waiting_bytes -= job.bytes;
        } else {
            self.completed.remove(&(job.created, ordinal));
            self.completed_bytes -= job.bytes;
        }
    }

    /// Lets the oldest requests go that were carried out, as far as there are too many.
    fn make_room(&mut self) {
        while self.kept.len() > self.bounds.jobs
            || self.completed_bytes > self.bounds.completed_bytes
        {
            let Some((_, oldest)) = self.completed.get_min().copied() else {
                break;
            };
            self.forget(oldest);
        }
    }
}

fn later(now: Timestamp, seconds: u64) -> Timestamp {
    let span = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.saturating_add(span).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
#[path = "jobs_tests.rs"]
mod tests;
