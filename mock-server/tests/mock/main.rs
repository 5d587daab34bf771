//! What only a mock has, over real HTTP: the admin API, isolation, the clock, the command.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod admin;
mod client;
mod clock;
mod command;
mod fuzzing;
mod isolation;
mod policies;
mod requests;
