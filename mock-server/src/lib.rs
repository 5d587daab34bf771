#![doc = include_str!("../README.md")]

mod admin;
mod application;
mod bearer;
mod caller;
mod clock;
mod company;
mod credentials;
mod embedded;
mod error;
#[doc(hidden)]
pub mod fuzz;
mod ids;
mod layers;
mod listener;
mod operation;
mod policy;
mod registry;
mod routes;
mod scim;
mod server;
mod settings;
mod shared_names;
mod signing;
mod subscription;
mod timed_body;
mod tls;
mod world;
mod xml;

pub use credentials::{Credentials, UserCredentials};
pub use embedded::{MockCompany, NewCompany, NewCompanyError};
pub use policy::PolicyError;
pub use server::MockConcur;
pub use settings::{Settings, StartError, Tls};
pub use signing::KeyError;
pub use tls::{Authority, TlsError};
