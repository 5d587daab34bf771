//! Every edge between mock, connector and Concur's words; a red file names the two sides that disagree.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod connection;
mod connector_replays_recordings;
mod connector_talks_to_mock;
mod documents_are_sound;
mod mock_obeys_contract;
