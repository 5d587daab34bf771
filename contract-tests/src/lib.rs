//! The harness: cassettes and their replay, targets, and the conformance suite.
#![doc = include_str!("../README.md")]

pub mod arrived;
pub mod cassette;
pub mod contract;
pub mod finding;
pub mod matching;
pub mod player;
pub mod reply;
pub mod request;
pub mod rows;
pub mod session;
pub mod suite;
pub mod target;
