//! What the harness has to say when something does not fit.

use std::fmt;

/// One place where an exchange does not fit the contract.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Who is to be asked about it.
    pub side: Side,
    /// The operation's id, or the request line when the contract knows no such operation.
    pub operation: String,
    /// The exchange, in one line.
    pub exchange: String,
    /// What does not fit.
    pub what: String,
}

/// The side of an exchange that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The request: the case itself is wrong, unless it said that it deviates on purpose.
    Request,
    /// The answer: the target is wrong, or the transcription.
    Response,
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::Request => "request",
            Side::Response => "answer",
        };
        write!(
            out,
            "{} ({}), {side}: {}",
            self.exchange, self.operation, self.what
        )
    }
}

/// Why a case ended before its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// The target says something else than the page.
    #[error("{what}")]
    Disagrees {
        /// What was claimed and what was found.
        what: String,
    },
    /// No answer.
    #[error("{request}: no answer")]
    Unanswered {
        /// The request line.
        request: String,
        /// What the transport said.
        source: reqwest::Error,
    },
    /// The answer cannot be read.
    #[error("{exchange}: the body cannot be read as {kind}: {what}")]
    Unreadable {
        /// The exchange, in one line.
        exchange: String,
        /// What it was expected to be.
        kind: &'static str,
        /// What the reader said.
        what: String,
    },
    /// The harness itself cannot go on.
    #[error("{what}")]
    Harness {
        /// What is missing.
        what: String,
    },
}

impl Failure {
    /// The target says something else than the page.
    pub fn disagrees(what: impl Into<String>) -> Self {
        Self::Disagrees { what: what.into() }
    }

    /// The harness itself cannot go on.
    pub fn harness(what: impl Into<String>) -> Self {
        Self::Harness { what: what.into() }
    }
}

/// What a case returns.
pub type Claim = Result<(), Failure>;

/// Claims that two values are the same; `what` names them.
#[expect(
    clippy::needless_pass_by_value,
    reason = "cases compare fresh values; a reference at each of them would only be noise"
)]
pub fn same<L, R>(what: &str, expected: L, found: R) -> Claim
where
    L: PartialEq<R> + fmt::Debug,
    R: fmt::Debug,
{
    if expected == found {
        return Ok(());
    }
    Err(Failure::disagrees(format!(
        "{what}: expected {expected:?}, found {found:?}"
    )))
}

/// Claims that `condition` holds; `what` is the claim in words.
pub fn holds(what: impl Into<String>, condition: bool) -> Claim {
    if condition {
        return Ok(());
    }
    Err(Failure::disagrees(format!(
        "does not hold: {}",
        what.into()
    )))
}
