//! The connector against servers that behave, and against servers that lie.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod arrows;
mod grants;
mod hosts;
mod listing;
mod mapping;
mod older_apis;
mod refusals;
mod retries;
mod schema;
mod server;
mod tokens;
mod writes;
