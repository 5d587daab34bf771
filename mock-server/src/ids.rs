//! Ids, secrets and tokens out of seeds: the only source of either.

use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Reads a UUID in the one spelling that Concur documents: 36 characters, in any case.
pub(crate) fn read(text: &str) -> Option<Uuid> {
    (text.len() == uuid::fmt::Hyphenated::LENGTH)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

/// A name space from which ids follow: the process seed, or a company's seed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seed {
    space: Uuid,
}

impl Seed {
    /// The name space of a number.
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            space: Uuid::new_v5(&Uuid::nil(), &seed.to_be_bytes()),
        }
    }

    /// A name space inside this one.
    pub(crate) fn within(self, name: &str) -> Self {
        Self {
            space: Uuid::new_v5(&self.space, name.as_bytes()),
        }
    }

    /// The id of the `ordinal`-th thing of a kind.
    pub(crate) fn id(self, kind: &str, ordinal: u64) -> Uuid {
        const ROOM: usize = 48;
        let mut name = [0_u8; ROOM];
        let length = kind.len().min(ROOM - 8);
        name[..length].copy_from_slice(&kind.as_bytes()[..length]);
        name[length..length + 8].copy_from_slice(&ordinal.to_be_bytes());
        Uuid::new_v5(&self.space, &name[..length + 8])
    }

    /// Thirty characters out of `a-z0-9`, the form of Concur's tokens that are no UUIDs.
    pub(crate) fn word(self, kind: &str, ordinal: u64) -> String {
        const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
        const LENGTH: usize = 30;
        let digest = Sha256::digest(self.id(kind, ordinal).as_bytes());
        digest
            .iter()
            .take(LENGTH)
            .map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]))
            .collect()
    }

    /// Thirty-two bytes for a generator of pseudo-random numbers.
    pub(crate) fn bytes(self) -> [u8; 32] {
        Sha256::digest(self.space.as_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_and_another_seed_others() {
        assert_eq!(Seed::new(7).id("user", 1), Seed::new(7).id("user", 1));
        assert_ne!(Seed::new(7).id("user", 1), Seed::new(8).id("user", 1));
        assert_ne!(Seed::new(7).id("user", 1), Seed::new(7).id("user", 2));
        assert_ne!(Seed::new(7).id("user", 1), Seed::new(7).id("company", 1));
        assert_eq!(Seed::new(7).word("request", 0).len(), 30);
    }
}
