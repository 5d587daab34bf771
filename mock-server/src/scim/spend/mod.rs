//! The spend extensions of a user: their schema, the roles, and how Spend shows them.

mod country;
pub(crate) mod filter;
pub(crate) mod judge;
pub(crate) mod preference;
#[allow(
    clippy::allow_attributes,
    dead_code,
    reason = "the writing side judges roles by it"
)]
pub(crate) mod role_code;
#[allow(
    clippy::allow_attributes,
    dead_code,
    reason = "the writing side reads its tables"
)]
pub(crate) mod schema;
pub(crate) mod show;
