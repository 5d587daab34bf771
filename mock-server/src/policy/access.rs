//! Keys of who is let in, and what the others are told.

use super::Definition;

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[];
