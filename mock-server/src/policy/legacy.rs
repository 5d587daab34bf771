//! Keys of Users v3.0, Users v3.1, User v1 and Profile v1.

use super::Definition;

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[];
