//! Every edge between mock, connector and Concur's words; a red file names the two sides that disagree.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod architecture;
mod companies_are_hired;
mod connection;
mod connector_meets_faults;
mod connector_reads_documented_payloads;
mod connector_reads_examples;
mod connector_replays_recordings;
mod connector_talks_to_mock;
mod connector_writes_everything;
mod documents_are_sound;
mod fault_matrix;
mod filters;
mod fixtures_are_used;
mod lectern;
mod mapping_oracle;
mod mock_obeys_contract;
mod properties;
mod rows;
mod suite_bites;
mod suite_bites_older_users;
mod suite_bites_provisioning;
mod suite_bites_spend;
mod suite_bites_travel_and_events;
mod suite_says_no;
