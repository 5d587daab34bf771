//! SCIM and Concur's dialect of it as pure functions on JSON: no HTTP, no company.

pub(crate) mod attribute;
pub(crate) mod compact;
pub(crate) mod compare;
pub(crate) mod derive;
pub(crate) mod discovery;
pub(crate) mod evaluate;
pub(crate) mod filter;
pub(crate) mod grammar;
pub(crate) mod page;
pub(crate) mod patch;
pub(crate) mod path;
pub(crate) mod pluck;
mod raw;
pub(crate) mod resource;
pub(crate) mod retrieval;
mod rules;
pub(crate) mod sap;
pub(crate) mod schema;
pub(crate) mod scope;
pub(crate) mod select;
pub(crate) mod shape;
pub(crate) mod validate;
pub(crate) mod values;
