//! A plan of faults as it is written: which faults, when, and how often.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::Value;

use crate::operation::Selector;

use super::kind::Kind;

/// What is to befall the requests of a company. Of several faults that could befall one request, the first in the plan
/// does.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// From it, the company and the number of an attempt follows what a probability decides.
    #[serde(default)]
    pub seed: u64,
    /// The faults, the first in line first.
    pub faults: Vec<Fault>,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Fault {
    /// What accounts and the journal call it; no two faults of a plan have the same.
    pub name: String,
    /// The operations that it may befall; absent, all.
    #[serde(default)]
    pub operation: Selector,
    /// What happens; absent where the steps of the schedule say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Whether the request was carried out; absent, what the kind mostly means.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// Which attempts it befalls; absent, every one.
    #[serde(default)]
    pub schedule: Schedule,
    /// How often it happens at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<u64>,
}

/// Whether the request was carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Nothing happened.
    Before,
    /// It was carried out, and its answer was lost or spoilt.
    After,
}

/// Which attempts a fault befalls. An attempt is a request that the fault could befall; the first is number 1.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Schedule {
    /// Every attempt.
    #[default]
    Always,
    /// The first so many.
    First(u64),
    /// Every so-manieth: 4 means the fourth, the eighth, and so on.
    Every(u64),
    /// Attempt by attempt; behind the last step nothing happens any more.
    List(Vec<Step>),
    /// While the company's clock shows a time of this window.
    Window {
        /// From this time on; absent, from the beginning.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Timestamp>,
        /// Before this time; absent, without an end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// With this probability, above 0 and at most 1. The same plan decides the same for the same attempt.
    Probability(f64),
}

/// What happens to one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The fault's own kind: `"fault"`.
    Fault,
    /// Nothing: `"pass"`.
    Pass,
    /// This kind.
    Kind(Kind),
}

const FAULT: &str = "fault";
const PASS: &str = "pass";

impl Serialize for Step {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fault => serializer.serialize_str(FAULT),
            Self::Pass => serializer.serialize_str(PASS),
            Self::Kind(kind) => kind.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Step {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        match value.as_str() {
            Some(FAULT) => Ok(Self::Fault),
            Some(PASS) => Ok(Self::Pass),
            _ => Kind::deserialize(value).map(Self::Kind).map_err(|error| {
                let expected = "expected `fault`, `pass` or a kind of fault";
                de::Error::custom(format!("{expected}: {error}"))
            }),
        }
    }
}

impl Plan {
    /// A plan with one fault.
    pub fn of(fault: Fault) -> Self {
        Self {
            seed: 0,
            faults: vec![fault],
        }
    }
}

impl Fault {
    /// A fault that befalls every attempt of these operations.
    pub fn new(name: impl Into<String>, operation: Selector, kind: Kind) -> Self {
        Self {
            name: name.into(),
            operation,
            kind: Some(kind),
            phase: None,
            schedule: Schedule::Always,
            at_most: None,
        }
    }

    /// The fault in this phase.
    #[must_use]
    pub const fn in_phase(mut self, phase: Phase) -> Self {
        self.phase = Some(phase);
        self
    }

    /// The fault by this schedule.
    #[must_use]
    pub fn by(mut self, schedule: Schedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// The fault, so often at most.
    #[must_use]
    pub const fn at_most(mut self, times: u64) -> Self {
        self.at_most = Some(times);
        self
    }

    /// Every kind that it can be.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &Kind> {
        let steps = match &self.schedule {
            Schedule::List(steps) => steps.as_slice(),
            _ => &[],
        };
        let others = steps.iter().filter_map(|step| match step {
            Step::Kind(kind) => Some(kind),
            Step::Fault | Step::Pass => None,
        });
        self.kind.iter().chain(others)
    }

    /// How often it is planned; `None` where nobody can know.
    pub(crate) fn planned(&self) -> Option<u64> {
        let scheduled = match &self.schedule {
            Schedule::First(count) => Some(*count),
            Schedule::List(steps) => {
                let faults = steps.iter().filter(|step| **step != Step::Pass);
                u64::try_from(faults.count()).ok()
            }
            Schedule::Always
            | Schedule::Every(_)
            | Schedule::Window { .. }
            | Schedule::Probability(_) => None,
        };
        match (scheduled, self.at_most) {
            (Some(scheduled), Some(most)) => Some(scheduled.min(most)),
            (scheduled, most) => scheduled.or(most),
        }
    }
}
