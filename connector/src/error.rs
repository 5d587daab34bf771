//! The one error of the crate: its variants say what the caller can do.

use std::sync::Arc;
use std::time::Duration;

/// Why a call did not succeed.
///
/// The text of a variant never holds the text of its source and never a token, a secret or the body of a successful
/// answer.
#[derive(Clone, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration cannot work. Nothing was sent; correct it.
    #[error("configuration: {problem}")]
    Configuration {
        /// What is wrong.
        problem: String,
    },
    /// The call as asked cannot be made. Nothing was sent; correct the arguments.
    #[error("request not sent: {problem}")]
    BadRequest {
        /// What is wrong.
        problem: String,
    },
    /// The cursor is none of this listing's. Start again without one.
    #[error("cursor not accepted: {problem}")]
    BadCursor {
        /// What is wrong with it.
        problem: CursorProblem,
    },
    /// The configured API does not offer this. Nothing was sent; configure another API.
    #[error("{operation} is not offered by {api}")]
    Unsupported {
        /// The method that was called.
        operation: &'static str,
        /// The API that was configured.
        api: &'static str,
    },
    /// Concur does not accept the credentials, or no longer the token. Connect the company anew.
    #[error("credentials refused: {0}")]
    Unauthorized(Box<Refusal>),
    /// Concur knows nothing under this id, or no longer under this cursor.
    #[error("not found: {0}")]
    NotFound(Box<Refusal>),
    /// Another user already holds a value that must be unique.
    #[error("conflict: {0}")]
    Conflict(Box<Refusal>),
    /// Too many calls, or Concur is down for a while. Wait, then call again.
    #[error("rate limited or unavailable: {refusal}")]
    RateLimited {
        /// How long Concur asks to wait, where it says so.
        retry_after: Option<Duration>,
        /// What Concur answered.
        refusal: Box<Refusal>,
    },
    /// Concur refused the call for another reason, told by its status, codes and detail.
    #[error("refused: {0}")]
    Refused(Box<Refusal>),
    /// The token's host is none that a token may be sent to. Allow it in the configuration if it is right.
    #[error("the token names a host that is not allowed: {host}")]
    ForbiddenHost {
        /// The scheme, host and port that were named.
        host: String,
    },
    /// No answer, or not all of it. A write may have had its effect; read before writing again.
    #[error("no complete answer")]
    Transport {
        /// What went wrong on the way.
        source: Arc<dyn std::error::Error + Send + Sync>,
    },
    /// The answer is not what Concur documents. A write may have had its effect; read before writing
    /// again.
    #[error("answer not understood at {path}: {problem}")]
    Decode {
        /// Where in the document, such as `Resources[3].emails[0].value`; `.` is the whole.
        path: String,
        /// What is wrong there.
        problem: DecodeProblem,
    },
    /// The listing repeats itself or does not come to an end.
    #[error("the listing does not end: {problem}")]
    EndlessList {
        /// How that shows.
        problem: &'static str,
    },
}

/// Why a cursor is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CursorProblem {
    /// The text was not made by this crate, or was changed since.
    #[error("not a cursor of this connector")]
    NotOurs,
    /// The cursor comes from another version of this crate.
    #[error("made by another version of this connector")]
    OtherVersion,
    /// The cursor continues a listing of another API.
    #[error("belongs to another api")]
    OtherApi,
}

/// Why an answer is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeProblem {
    /// The text is not JSON.
    #[error("not json")]
    NotJson,
    /// The JSON text ends too early.
    #[error("cut short")]
    CutShort,
    /// The JSON has another shape than documented.
    #[error("another shape than documented")]
    WrongShape,
    /// The body is longer than the connector reads.
    #[error("longer than the limit")]
    TooLong,
}

/// What Concur said when it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Concur's codes, most specific first: message codes, then the SCIM type or the OAuth word.
    pub codes: Vec<String>,
    /// Concur's words, or the first characters of a body that is in no known form.
    pub detail: String,
    /// The id under which Concur's support finds the call.
    pub correlation_id: Option<String>,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "status {}", self.status)?;
        for code in &self.codes {
            write!(formatter, " {code}")?;
        }
        if !self.detail.is_empty() {
            write!(formatter, ", {}", self.detail)?;
        }
        match &self.correlation_id {
            Some(id) => write!(formatter, " (correlation id {id})"),
            None => Ok(()),
        }
    }
}

impl Error {
    /// What Concur answered, for the variants in which it did answer with a refusal.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Unauthorized(refusal)
            | Self::NotFound(refusal)
            | Self::Conflict(refusal)
            | Self::RateLimited { refusal, .. }
            | Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    pub(crate) fn transport(source: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Transport {
            source: Arc::new(source),
        }
    }

    pub(crate) fn bad_request(problem: impl Into<String>) -> Self {
        Self::BadRequest {
            problem: problem.into(),
        }
    }

    pub(crate) fn configuration(problem: impl Into<String>) -> Self {
        Self::Configuration {
            problem: problem.into(),
        }
    }
}
