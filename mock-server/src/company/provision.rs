//! What provisioning asks of the services behind a user, and what each of them says became of it. No HTTP.

use serde_json::{Map, Value};

/// What one operation sent of the extensions of one service.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Sent<'s> {
    /// A POST: extensions by URN, for a user that has none yet.
    Create(&'s Map<String, Value>),
    /// A PUT: extensions by URN; what is not sent is erased.
    Replace(&'s Map<String, Value>),
    /// A PATCH: its operations that name this service's extensions, in order. Each has a `path` that begins with the
    /// extension's URN; an operation without a path was taken apart into one for each URN.
    Patch(&'s [Value]),
}

/// The same as it is kept until it is carried out.
#[derive(Debug, Clone)]
pub(crate) enum Asked {
    /// Of a POST.
    Create(Map<String, Value>),
    /// Of a PUT.
    Replace(Map<String, Value>),
    /// Of a PATCH.
    Patch(Vec<Value>),
}

impl Asked {
    /// The same as a service is given it.
    pub(crate) fn sent(&self) -> Sent<'_> {
        match self {
            Self::Create(members) => Sent::Create(members),
            Self::Replace(members) => Sent::Replace(members),
            Self::Patch(operations) => Sent::Patch(operations),
        }
    }

    /// Whether the service has nothing to do. What a PUT does not send it erases, so it always has.
    pub(crate) fn is_nothing(&self) -> bool {
        match self {
            Self::Create(members) => members.is_empty(),
            Self::Replace(_) => false,
            Self::Patch(operations) => operations.is_empty(),
        }
    }
}

/// What a service says of one extension of one operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Report {
    /// The extension's URN.
    pub(crate) urn: &'static str,
    /// What became of it.
    pub(crate) outcome: Outcome,
    /// Errors and warnings, in the order of what was sent.
    pub(crate) messages: Vec<Message>,
}

impl Report {
    /// An extension that nothing was asked of.
    pub(crate) const fn untouched(urn: &'static str) -> Self {
        Self {
            urn,
            outcome: Outcome::NoOp,
            messages: Vec::new(),
        }
    }

    /// An extension of which this became, with errors if there are any.
    pub(crate) fn of(urn: &'static str, messages: Vec<Message>) -> Self {
        let failed = messages
            .iter()
            .any(|message| message.severity == Severity::Error);
        Self {
            urn,
            outcome: if failed {
                Outcome::Error
            } else {
                Outcome::Success
            },
            messages,
        }
    }

    /// The memory that it takes, about.
    pub(super) fn bytes(&self) -> usize {
        let held =
            |message: &Message| size_of::<Message>() + message.text.len() + message.path.len();
        size_of::<Self>() + self.messages.iter().map(held).sum::<usize>()
    }
}

/// What became of one extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was written.
    Success,
    /// There was nothing to do, or something that it depends on did not succeed.
    NoOp,
    /// It was refused, and nothing of it was written.
    Error,
    /// It was not tried.
    NotProcessed,
}

/// How much a message weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Severity {
    /// The extension was refused.
    Error,
    /// What it speaks of was passed over.
    Warning,
}

/// What a service says of a value that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// A keyword such as `INVALID_VALUE`.
    pub(crate) code: &'static str,
    /// A sentence for people.
    pub(crate) text: String,
    /// The path of the value, from the extension's URN on.
    pub(crate) path: String,
    /// How much it weighs.
    pub(crate) severity: Severity,
}

impl Message {
    /// An error about the value at this path; the code is the one that every published and observed message has.
    pub(crate) fn error(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            code: INVALID_VALUE,
            text: text.into(),
            path: path.into(),
            severity: Severity::Error,
        }
    }

    /// A warning about the value at this path.
    pub(crate) fn warning(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(path, text)
        }
    }
}

const INVALID_VALUE: &str = "INVALID_VALUE";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_fails_for_an_error_and_not_for_a_warning() {
        let warned = Report::of(
            "urn",
            vec![Message::warning("urn:a", "Invalid Value: 'urn:a'")],
        );
        assert_eq!(warned.outcome, Outcome::Success);
        let failed = Report::of("urn", vec![Message::error("urn:a", "Invalid 'urn:a' Size")]);
        assert_eq!(failed.outcome, Outcome::Error);
    }
}
