//! What only a mock has, over real HTTP: the admin API, isolation, the clock, the command.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

mod admin;
mod admin_access;
mod bounds;
mod client;
mod clock;
mod command;
mod configuration;
mod events;
mod faults;
mod fuzzing;
mod hostile;
mod identity_policies;
mod isolation;
mod legal_entities;
mod oauth;
mod policies;
mod profile_v1;
mod provisioning;
mod rate_limits;
mod requests;
mod retrieval;
mod scim_v4;
mod scim_v4_groups;
mod scim_v4_membership;
mod scim_v4_policies;
mod scim_v4_users;
mod scim_v4_writes;
mod search;
mod snapshots;
mod spend;
mod spend_changes;
mod templates;
mod tls;
mod transfer;
mod travel;
mod travel_profile;
mod travel_profile_writes;
mod user_v1;
mod user_v1_access;
mod user_v1_policies;
mod user_v1_refusals;
mod users_v3_1;
