//! XML as the services of v1 to v3 read and write it: small trees, no schema, no HTTP.

pub(crate) mod read;
pub(crate) mod write;

/// Whether XML 1.0 has a place for the character.
const fn is_char(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}
