//! What befalls one request on its way: told by whoever learns of it, read by the journal.

#![expect(dead_code, reason = "the layers that ask for it follow")]

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::company::Company;
use crate::operation::Operation;

/// Who else than the documentation decided about an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Actor {
    /// A policy that was asked and has another value than its default, by its key.
    Policy(&'static str),
    /// A fault, by the name that the plan has for it.
    Fault(String),
    /// A rate limit, by its name.
    RateLimit(String),
}

/// The notes about one request; a clone writes on the same sheet.
#[derive(Debug, Clone)]
pub(crate) struct Trace(Arc<Sheet>);

#[derive(Debug)]
struct Sheet {
    operation: Option<&'static Operation>,
    company: OnceLock<Arc<Company>>,
    actors: Mutex<Vec<Actor>>,
}

impl Trace {
    /// An empty sheet; `None` for a request that no operation takes.
    pub(crate) fn new(operation: Option<&'static Operation>) -> Self {
        Self(Arc::new(Sheet {
            operation,
            company: OnceLock::new(),
            actors: Mutex::default(),
        }))
    }

    /// The operation that takes the request.
    pub(crate) fn operation(&self) -> Option<&'static Operation> {
        self.0.operation
    }

    /// The company whose journal, faults and limits count: that of the token, or the one that a request without a token
    /// turned out to be about.
    pub(crate) fn company(&self) -> Option<&Arc<Company>> {
        self.0.company.get()
    }

    /// Notes what company the request is about; the first to say so is right.
    pub(crate) fn is_about(&self, company: &Arc<Company>) {
        self.0.company.get_or_init(|| Arc::clone(company));
    }

    /// Notes who decided about the answer; each counts once.
    pub(crate) fn acted(&self, actor: Actor) {
        let mut actors = self.actors();
        if !actors.contains(&actor) {
            actors.push(actor);
        }
    }

    /// Who decided about the answer, in the order in which they did.
    pub(crate) fn actors(&self) -> MutexGuard<'_, Vec<Actor>> {
        self.0.actors.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
