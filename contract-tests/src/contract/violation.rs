//! What an oracle complains about.

use std::fmt;

/// A place where a message differs from what is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the body; for anything else a name such as `header concur-correlationid`.
    pub pointer: String,
    /// The rule that was broken: a schema keyword, or `status`, `media-type`, `header`, `body`, `parameter`, `xml`.
    pub rule: String,
    /// What is wrong, without quoting the value: it may be a secret or a person's.
    pub message: String,
}

impl Violation {
    pub(super) fn new(pointer: impl Into<String>, rule: &str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            rule: rule.to_owned(),
            message: message.into(),
        }
    }

    pub(super) fn below(self, place: &str) -> Self {
        Self {
            pointer: format!("{place}{}", self.pointer),
            ..self
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "/"
        } else {
            &self.pointer
        };
        write!(formatter, "{place}: {} ({})", self.message, self.rule)
    }
}
