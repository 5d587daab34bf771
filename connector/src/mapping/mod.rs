//! Concur's documents as unified ones and back: the only place that knows both. Total and pure.

mod date;
pub(crate) mod identity;
pub(crate) mod place;
mod table;
pub(crate) mod users_v3;
pub(crate) mod write;

pub use table::{MappedField, Source, mapping_table};
