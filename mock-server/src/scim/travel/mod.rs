//! The travel extension as provisioning writes it: its names and limits. No HTTP, no company.

pub(crate) mod schema;
