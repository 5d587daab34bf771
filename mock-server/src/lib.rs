#![doc = include_str!("../README.md")]

mod admin;
mod application;
mod bearer;
mod caller;
mod clock;
mod company;
mod credentials;
mod disposal;
mod embedded;
mod error;
mod faults;
mod founding;
#[doc(hidden)]
pub mod fuzz;
mod ids;
mod layers;
mod listener;
mod operation;
mod policy;
mod rate_limits;
mod registry;
mod routes;
mod scim;
mod server;
mod settings;
mod shared_names;
mod signing;
mod subscription;
mod templates;
mod timed_body;
mod tls;
mod wire;
mod world;
mod xml;

pub use company::difference::{Difference, UserChange, UserDifference};
pub use company::snapshots::{ClockAfterRestore, TokensAfterRestore};
pub use credentials::{Credentials, UserCredentials};
pub use embedded::{CompanySource, MockCompany, NewCompany, NewCompanyError, SnapshotFailure};
pub use faults::{
    Fault, FaultAccount, FaultEntry, Firing, Kind, Phase, Plan, PlanError, RetryAfter, Schedule,
    Step, UnfiredFaults,
};
pub use operation::{Selector, SelectorError};
pub use policy::PolicyError;
pub use rate_limits::{
    Per, RateLimit, RateLimitAccount, RateLimitEntry, RateLimitError, RateLimitPreset, RateLimits,
    RetryAfterForm,
};
pub use server::MockConcur;
pub use settings::{Settings, StartError, Tls};
pub use signing::KeyError;
pub use tls::{Authority, TlsError};
