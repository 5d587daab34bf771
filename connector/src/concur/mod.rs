//! Concur as it is: hosts, tokens, calls, documents. Knows nothing of the unified model.

pub(crate) mod client;
mod decode;
mod grant;
pub(crate) mod identity;
pub(crate) mod identity_user;
pub(crate) mod identity_write;
mod origin;
pub(crate) mod pages;
pub(crate) mod record;
mod refusal;
mod token;
mod transport;
pub(crate) mod users_v3;
