//! A calendar date without time and zone, or the text that stood in its place.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date such as a start date: `2026-03-01`. A text that is no date stays as it was given, so that one odd value
/// neither hides a user nor disappears.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(from = "String", into = "String")]
#[schemars(with = "String")]
pub enum PlainDate {
    /// A calendar date.
    Day(Date),
    /// What was given instead of one.
    AsGiven(String),
}

impl From<String> for PlainDate {
    fn from(text: String) -> Self {
        if text.len() == "YYYY-MM-DD".len()
            && let Ok(date) = text.parse()
        {
            return Self::Day(date);
        }
        Self::AsGiven(text)
    }
}

impl From<Date> for PlainDate {
    fn from(date: Date) -> Self {
        Self::Day(date)
    }
}

impl From<PlainDate> for String {
    fn from(date: PlainDate) -> Self {
        date.to_string()
    }
}

impl std::fmt::Display for PlainDate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Day(date) => date.fmt(formatter),
            Self::AsGiven(text) => formatter.write_str(text),
        }
    }
}
