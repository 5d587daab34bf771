//! Whether a user may use the product: an open set of words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The state of a user. Readers must expect words that they do not know.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String", extend("examples" = ["active", "inactive"]))]
pub enum Status {
    /// May sign in.
    Active,
    /// May not sign in; everything else stays.
    Inactive,
    /// A word of the source that has no unified one.
    Other(String),
}

impl From<String> for Status {
    fn from(word: String) -> Self {
        match word.as_str() {
            "active" => Self::Active,
            "inactive" => Self::Inactive,
            _ => Self::Other(word),
        }
    }
}

impl From<Status> for String {
    fn from(status: Status) -> Self {
        match status {
            Status::Active => "active".to_owned(),
            Status::Inactive => "inactive".to_owned(),
            Status::Other(word) => word,
        }
    }
}
