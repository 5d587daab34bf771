//! Keys of the token endpoint.

use super::Definition;

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[];
