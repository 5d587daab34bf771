//! Versions of a company that were given a name: taken and restored in constant time, whatever they hold.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::{Arc, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::tokens::Forgotten;
use super::{Company, Version, end_of_request_token};
use crate::clock::ClockMode;

/// The most snapshots that a company has. Each keeps what changed since, so many of them are cheap and not free.
pub(crate) const MAX_SNAPSHOTS: usize = 1_000;

/// The name of what the company began with, which it always has.
pub(crate) const FIRST: &str = "first";

/// The name of what the company is at this moment, which is no snapshot.
pub(crate) const NOW: &str = "now";

/// A version that was given a name.
#[derive(Debug, Clone)]
pub(crate) struct Saved {
    /// What the company held.
    pub(crate) version: Arc<Version>,
    /// How its clock ran.
    pub(crate) clock: ClockMode,
    /// When it was taken, by that clock.
    pub(crate) taken: Timestamp,
}

/// What becomes of tokens when a snapshot is restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokensAfterRestore {
    /// Who holds a token goes on with it, unless its user is gone. A test that restores in a loop signs in once.
    #[default]
    Kept,
    /// Those of the snapshot are good again, and those that came later are not.
    Restored,
}

/// What becomes of the clock when a snapshot is restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClockAfterRestore {
    /// It runs on as it does.
    Kept,
    /// It runs as it did when the snapshot was taken: live, at the same offset, or frozen at the same time.
    #[default]
    Restored,
}

/// Why there is no such snapshot.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SnapshotError {
    /// Nothing has the name.
    #[error("there is no snapshot `{0}`; GET …/snapshots lists them")]
    Unknown(String),
    /// Another one has the name.
    #[error("there is a snapshot `{0}`; delete it first or choose another name")]
    Taken(String),
    /// The name means something.
    #[error("`{0}` is kept for what every company has; choose another name")]
    Reserved(String),
    /// There is no room for another one.
    #[error("a company has at most {MAX_SNAPSHOTS} snapshots; delete some first")]
    Full,
}

/// What a restore means for whoever knows tokens by their text.
#[derive(Debug, Default)]
pub(crate) struct Exchanged {
    /// They are no longer known.
    pub(crate) forgotten: Forgotten,
    /// They are known again.
    pub(crate) known: Vec<Arc<str>>,
}

impl Exchanged {
    /// Whether it means nothing.
    pub(crate) const fn is_empty(&self) -> bool {
        self.forgotten.is_empty() && self.known.is_empty()
    }
}

/// The snapshots of a company by name.
#[derive(Debug, Default)]
pub(super) struct Snapshots(BTreeMap<String, Saved>);

impl Company {
    /// Gives the present version a name.
    pub(crate) fn take_snapshot(&self, name: &str) -> Result<Saved, SnapshotError> {
        if [FIRST, NOW].contains(&name) {
            return Err(SnapshotError::Reserved(name.to_owned()));
        }
        let mut snapshots = self.snapshots();
        if snapshots.0.contains_key(name) {
            return Err(SnapshotError::Taken(name.to_owned()));
        }
        if snapshots.0.len() >= MAX_SNAPSHOTS {
            return Err(SnapshotError::Full);
        }
        let saved = self.present();
        snapshots.0.insert(name.to_owned(), saved.clone());
        Ok(saved)
    }

    /// What the company is now, as a snapshot would hold it.
    pub(crate) fn present(&self) -> Saved {
        Saved {
            version: self.version.load_full(),
            clock: self.clock.mode(),
            taken: self.clock.now(),
        }
    }

    /// What the company began with.
    pub(crate) const fn beginning(&self) -> &Saved {
        &self.first
    }

    /// The snapshot of this name, the beginning and the present included.
    pub(crate) fn saved(&self, name: &str) -> Result<Saved, SnapshotError> {
        match name {
            FIRST => Ok(self.first.clone()),
            NOW => Ok(self.present()),
            name => {
                let found = self.snapshots().0.get(name).cloned();
                found.ok_or_else(|| SnapshotError::Unknown(name.to_owned()))
            }
        }
    }

    /// Every snapshot by name, the beginning before the others.
    pub(crate) fn all_saved(&self) -> Vec<(String, Saved)> {
        let first = (FIRST.to_owned(), self.first.clone());
        let snapshots = self.snapshots();
        let others = snapshots.0.iter();
        let others = others.map(|(name, saved)| (name.clone(), saved.clone()));
        [first].into_iter().chain(others).collect()
    }

    /// Forgets a snapshot.
    pub(crate) fn forget_snapshot(&self, name: &str) -> Result<(), SnapshotError> {
        if [FIRST, NOW].contains(&name) {
            return Err(SnapshotError::Reserved(name.to_owned()));
        }
        let gone = self.snapshots().0.remove(name);
        let gone = gone.ok_or_else(|| SnapshotError::Unknown(name.to_owned()))?;
        self.disposal.take(gone.version);
        Ok(())
    }

    /// Makes the company what it was. Nothing is copied, so it takes as long for a million users as for none; what clients
    /// know of the company is told.
    ///
    /// Tokens that are kept end where their user is gone, since ids come again: that looks at every token if users have
    /// any. The tokens of applications that are gone do not come back.
    pub(crate) fn restore(
        &self,
        saved: &Saved,
        tokens: TokensAfterRestore,
        clock: ClockAfterRestore,
        may_enter: impl Fn(Uuid) -> bool,
    ) -> Exchanged {
        if clock == ClockAfterRestore::Restored {
            self.clock.resume(saved.clock);
        }
        let expires = end_of_request_token(&self.clock);
        let Ok(exchanged) = self.write(|version| {
            let before = std::mem::replace(version, Version::clone(&saved.version));
            version.roles.keep_words(&before.roles);
            version.one_times.close_applications(&may_enter);
            Ok::<_, Infallible>(match tokens {
                TokensAfterRestore::Kept => {
                    version.tokens = before.tokens;
                    version.tokens.prolong_requests(expires);
                    let users = &version.users;
                    Exchanged {
                        forgotten: version.tokens.end_users(|user| users.get(user).is_some()),
                        known: Vec::new(),
                    }
                }
                TokensAfterRestore::Restored => {
                    version.tokens.count_on(&before.tokens);
                    version.tokens.end_applications(&may_enter);
                    Exchanged {
                        forgotten: before.tokens.texts_beyond(&version.tokens),
                        known: version.tokens.texts_beyond(&before.tokens),
                    }
                }
            })
        });
        self.forget_history();
        exchanged
    }

    fn snapshots(&self) -> MutexGuard<'_, Snapshots> {
        let snapshots = self.snapshots.lock();
        snapshots.unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
#[path = "snapshots_tests.rs"]
mod tests;
