#![doc = include_str!("../README.md")]

mod concur;
mod config;
mod connector;
mod error;
mod field;
mod mapping;
mod unified;

pub use config::{Api, Config, Credentials, StoredToken, TokenObserver};
pub use connector::Connector;
pub use error::{CursorProblem, DecodeProblem, Error, Refusal};
pub use field::Field;
pub use mapping::{MappedField, Source, mapping_table};
pub use secrecy::SecretString;
pub use unified::{
    Address, Change, Email, Manager, NewUser, Organization, Page, Phone, PlainDate, Query,
    RemoteData, Status, User,
};
