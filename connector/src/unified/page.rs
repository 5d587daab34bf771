//! The envelope of every list, and what a page can be asked for.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Page<T> {
    /// What is on this page.
    pub result: Vec<T>,
    /// Asks for the page after this one; null exactly on the last.
    pub next_cursor: Option<String>,
    /// Asks for the page before this one; null where the source only leads forward.
    pub prev_cursor: Option<String>,
    /// How many things are on this page, not in the whole list.
    pub result_count: usize,
}

/// Which page is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// At most this many users; the source may give fewer.
    #[schemars(range(min = 1))]
    pub limit: Option<u32>,
    /// The `next_cursor` of the page before.
    pub cursor: Option<String>,
}
