//! What filters may ask about users, in few bytes and in a form that is compared without parsing.
//!
//! A row is a user's place in the order of lists and one value for each filterable attribute, in the order of the schema:
//! nothing where the attribute is absent, else a tag and the data. The value of a list is its entries one behind the
//! other, each with one value for each filterable attribute inside and a byte before it that says how long it is. Blocks
//! hold the values of up to 64 rows by attribute, and a filter answers for a whole block with a mask of bits.
//!
//! A user that does not fit this form, as one with a value of extreme length, has a place only; whoever reads that asks the
//! document instead.

mod block;
mod judge;
mod layout;
mod span;
mod write;

pub(crate) use block::{Block, MAX_ROWS};
pub(crate) use judge::Check;
pub(crate) use write::Row;

use uuid::Uuid;

/// A place in the order of lists, comparable as bytes: creation time in microseconds, then id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place([u8; 24]);

impl Place {
    /// The place of a user.
    pub(crate) fn new(created: i64, id: Uuid) -> Self {
        let mut bytes = [0; 24];
        // With the sign turned round, big-endian numbers order as bytes do.
        bytes[..8].copy_from_slice(&(created ^ i64::MIN).to_be_bytes());
        bytes[8..].copy_from_slice(id.as_bytes());
        Self(bytes)
    }

    /// The id, as bytes.
    fn id(&self) -> &[u8] {
        &self.0[8..]
    }
}

/// The first byte of a value says what follows.
mod tag {
    /// Folded text.
    pub(super) const TEXT: u8 = 0;
    /// A text that is a UUID in its usual spelling, as sixteen bytes.
    pub(super) const UUID: u8 = 1;
    /// No data.
    pub(super) const FALSE: u8 = 2;
    /// No data.
    pub(super) const TRUE: u8 = 3;
    /// A moment's key.
    pub(super) const MOMENT: u8 = 4;
}

/// The UUID that the text spells in the usual way, the only one that can be spelt again.
fn usual_uuid(text: &str) -> Option<Uuid> {
    if text.len() != uuid::fmt::Hyphenated::LENGTH {
        return None;
    }
    let id = Uuid::try_parse(text).ok()?;
    let mut room = Uuid::encode_buffer();
    (id.hyphenated().encode_lower(&mut room) == text).then_some(id)
}

#[cfg(test)]
mod tests;
