//! Inputs out of kept ones: bytes changed, cut, doubled and joined, words put in. The same seed gives the same inputs.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// The most changes that one input goes through.
const MAX_CHANGES: usize = 6;

/// The longest input, in bytes.
const MAX_BYTES: usize = 4_096;

/// Pieces that the grammars know, and some that they should not.
const WORDS: [&str; 40] = [
    " eq ",
    " ne ",
    " co ",
    " pr",
    " gt ",
    " and ",
    " or ",
    " not (",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\\",
    ".",
    ":",
    "emails",
    "addresses",
    "name",
    "userName",
    "active",
    "true",
    "null",
    "meta.created",
    "2025-01-01",
    "2025-01-01T00:00:00Z",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:",
    "urn:ietf:params:scim:schemas:core:2.0:User:",
    "[type eq \"work\"]",
    ".value",
    "{\"op\":\"add\"}",
    "%2F",
    "%00",
    "+",
    "&",
    "=",
    "\u{0}",
    "\u{130}",
    "9999999999999999999999",
    "-1",
];

/// A source of inputs.
pub(super) struct Generator {
    random: ChaCha8Rng,
    kept: Vec<Vec<u8>>,
}

impl Generator {
    /// A generator that starts from these inputs.
    pub(super) fn new(seed: u64, kept: Vec<Vec<u8>>) -> Self {
        Self {
            random: ChaCha8Rng::seed_from_u64(seed),
            kept,
        }
    }

    /// The next input.
    pub(super) fn next_input(&mut self) -> Vec<u8> {
        let at = self.below(self.kept.len());
        let mut input = self.kept[at].clone();
        for _ in 0..=self.below(MAX_CHANGES) {
            self.change(&mut input);
        }
        input.truncate(MAX_BYTES);
        input
    }

    fn below(&mut self, bound: usize) -> usize {
        let number = usize::try_from(self.random.next_u32()).unwrap_or_default();
        number % bound.max(1)
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        match self.below(7) {
            0 if at < input.len() => input[at] = u8::try_from(self.below(256)).unwrap_or_default(),
            1 if at < input.len() => {
                input.remove(at);
            }
            2 => input.truncate(at),
            3 => {
                let tail = input[at..].to_vec();
                input.extend(tail);
            }
            4 => {
                let other = self.below(self.kept.len());
                let from = self.below(self.kept[other].len());
                input.truncate(at);
                input.extend_from_slice(&self.kept[other][from..]);
            }
            _ => {
                let word = WORDS[self.below(WORDS.len())];
                input.splice(at..at, word.bytes());
            }
        }
    }
}
