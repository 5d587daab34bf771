//! The spend extensions of a user: their schema, the roles, and how Spend shows them.

mod country;
pub(crate) mod filter;
pub(crate) mod judge;
pub(crate) mod preference;
pub(crate) mod role_code;
pub(crate) mod schema;
pub(crate) mod show;
