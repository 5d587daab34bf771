//! Keys of requests as such: paths, headers, bodies.

use super::Definition;

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[];
