//! What became of a plan: what was planned, what happened, what is left.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::plan::{Fault, Phase};

/// The account of a plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FaultAccount {
    /// The seed of the plan.
    pub seed: u64,
    /// The faults, in the order of the plan.
    pub faults: Vec<FaultEntry>,
    /// What happened, the oldest first.
    pub firings: Vec<Firing>,
    /// How many older firings were forgotten, since only the last 1,000 are kept.
    pub forgotten: u64,
}

/// The account of one fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FaultEntry {
    /// The fault as it was planned.
    #[serde(flatten)]
    pub fault: Fault,
    /// How many requests it could have befallen so far.
    pub attempts: u64,
    /// How often it is to happen; `None` where its schedule does not say.
    pub planned: Option<u64>,
    /// How often it happened.
    pub fired: u64,
    /// How often it is still to happen; `None` where its schedule does not say.
    pub left: Option<u64>,
}

/// One time that a fault happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Firing {
    /// Its number among the firings of the plan, from 1 on.
    pub sequence: u64,
    /// The name of the fault.
    pub fault: String,
    /// The operation that it befell.
    pub operation: String,
    /// What happened.
    pub kind: super::kind::Kind,
    /// Whether the request was carried out.
    pub phase: Phase,
    /// The number of the attempt, from 1 on.
    pub attempt: u64,
    /// When, by the company's clock.
    pub time: Timestamp,
    /// The correlation id of the request.
    pub correlation_id: String,
}

/// Faults that were planned and did not happen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("planned and not fired: {}", .0.join(", "))]
pub struct UnfiredFaults(Vec<String>);

impl FaultAccount {
    /// Says which faults did not happen as often as planned; of one whose schedule does not say how often, once will do.
    pub fn check_fired(&self) -> Result<(), UnfiredFaults> {
        let left = |entry: &&FaultEntry| match entry.left {
            Some(left) => left > 0,
            None => entry.fired == 0,
        };
        let unfired: Vec<String> = self
            .faults
            .iter()
            .filter(left)
            .map(|entry| match entry.left {
                Some(left) => format!("{} ({left} left)", entry.fault.name),
                None => format!("{} (never fired)", entry.fault.name),
            })
            .collect();
        if unfired.is_empty() {
            Ok(())
        } else {
            Err(UnfiredFaults(unfired))
        }
    }
}
