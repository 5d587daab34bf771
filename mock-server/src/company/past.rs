//! A company as it was, for one reader.

use std::sync::Arc;

use super::history::Snapshot;
use super::{Company, Origin, Version};

impl Company {
    /// The company as it was this many seconds ago, for one reader: what is written to it is lost.
    pub(crate) fn as_of(&self, ago: u64) -> Self {
        let Snapshot { users, extensions } = self.snapshot(ago);
        let version = Version {
            users,
            extensions,
            ..Version::clone(&self.read())
        };
        let origin = Origin {
            id: self.id,
            key: self.key.clone(),
            seed: self.seed,
            client_id: self.client_id,
            owns_application: self.owns_application,
            known_user: self.known_user.clone(),
            shared_names: Arc::clone(&self.shared_names),
            disposal: Arc::clone(&self.disposal),
        };
        Self::new(origin, self.clock.copied(), version)
    }
}
