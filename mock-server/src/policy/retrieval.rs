//! Keys of User Retrieval v4.

use super::Definition;
use super::define::{Number as _, number};

/// Every key of this area.
pub(super) const ALL: &[&Definition] = &[IndexLag::DEFINITION];

number! {
    /// How far the index of User Retrieval is behind.
    IndexLag, "retrieval.index-lag",
    about: "How far the index of User Retrieval is behind what was written.",
    source: "User Retrieval v4: the index lags by up to a few minutes (U34 asks the same of Identity's search).",
    range: 0..=3600 "seconds",
    default: 0,
    strict_docs: 120,
    observed: 120,
}
