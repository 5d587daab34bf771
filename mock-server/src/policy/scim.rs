//! Keys of SCIM v4.

use super::Definition;

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[];
