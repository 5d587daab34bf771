//! The provider's own record, kept byte for byte.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// The record as the provider wrote it: order, number formats and unknown fields included.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RemoteData(#[schemars(with = "serde_json::Value")] Box<RawValue>);

impl RemoteData {
    pub(crate) fn new(text: Box<RawValue>) -> Self {
        Self(text)
    }

    /// The text of the record.
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

/// Two records are equal when their texts are.
impl PartialEq for RemoteData {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for RemoteData {}
