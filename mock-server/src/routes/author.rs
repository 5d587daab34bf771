//! On whose behalf a user is written: a caller who waits for it, or one whose request is carried out later.

use jiff::Timestamp;

use crate::caller::Caller;
use crate::company::Company;
use crate::scim::scope::Rights;

/// On whose behalf a user is written, and when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Author<'a> {
    /// The company whose user it is.
    pub(super) company: &'a Company,
    /// What may be written.
    pub(super) rights: Rights,
    /// When it counts as written.
    pub(super) time: Time,
}

/// When a user counts as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    /// By the company's clock, read while nobody else writes, so that the order of creation is the order of times.
    Now,
    /// At this moment, which is past: what was asked for is carried out late.
    At(Timestamp),
}

impl<'a> Author<'a> {
    /// A caller who writes now.
    pub(super) fn of(caller: &'a Caller) -> Self {
        Self {
            company: &caller.company,
            rights: caller.token.rights,
            time: Time::Now,
        }
    }

    /// The moment at which a user counts as written.
    pub(super) fn now(&self) -> Timestamp {
        match self.time {
            Time::Now => self.company.clock.now(),
            Time::At(time) => time,
        }
    }
}
