//! What SCIM v4, the service for SAP's Identity Provisioning, has of its own: its user, its groups, its discovery.
//!
//! Sources: Concur's SCIM v4 reference, its page of SCIM groups, and the published OpenAPI file.

pub(crate) mod discovery;
pub(crate) mod exact;
pub(crate) mod group;
pub(crate) mod members;
pub(crate) mod membership;
pub(crate) mod schema;
pub(crate) mod show;
pub(crate) mod user;
