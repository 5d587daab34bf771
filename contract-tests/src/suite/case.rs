//! One case: a claim about Concur, how it is run, and what came of it.

use std::fmt::Write as _;
use std::future::Future;
use std::pin::Pin;

use crate::finding::{Claim, Failure, Finding};
use crate::session::Session;
use crate::target::{Capability, Target};

/// One claim about Concur that a target can be asked to keep.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    /// The API whose file holds it.
    pub api: &'static str,
    /// The claim.
    pub name: &'static str,
    /// The operation that it is about.
    pub operation: &'static str,
    /// The public page that it rests on.
    pub source: &'static str,
    /// What the target must be able to do.
    pub needs: &'static [Capability],
    pub(super) run: fn(&mut Session) -> Running<'_>,
}

pub(super) type Running<'a> = Pin<Box<dyn Future<Output = Claim> + Send + 'a>>;

/// What came of a case.
#[derive(Debug)]
pub enum Outcome {
    /// The claim holds and every exchange fits the contract.
    Passed(Driven),
    /// It does not.
    Failed(Box<Report>),
    /// The target declares that it cannot do what the case needs.
    Skipped(Capability),
}

/// The operations that a case called.
pub type Driven = Vec<String>;

/// Why a case failed.
#[derive(Debug)]
pub struct Report {
    /// The case.
    pub case: Case,
    /// Where the claim itself broke, if it did.
    pub failure: Option<Failure>,
    /// Where exchanges did not fit the contract.
    pub findings: Vec<Finding>,
    /// Every exchange in one line.
    pub transcript: Vec<String>,
}

impl std::fmt::Display for Report {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Case {
            api,
            name,
            operation,
            source,
            ..
        } = self.case;
        writeln!(out, "{api}: {}", name.replace('_', " "))?;
        writeln!(out, "  operation {operation}\n  source    {source}")?;
        if let Some(failure) = &self.failure {
            writeln!(out, "  claim     {}", chain(failure))?;
        }
        for finding in &self.findings {
            writeln!(out, "  contract  {finding}")?;
        }
        for line in &self.transcript {
            writeln!(out, "  exchange  {line}")?;
        }
        Ok(())
    }
}

impl Case {
    /// Runs the case against `target`.
    pub async fn run(&self, target: &Target) -> Outcome {
        if let Some(missing) = self.needs.iter().find(|need| !target.can(**need)) {
            return Outcome::Skipped(*missing);
        }
        let mut session = match Session::open(target).await {
            Ok(session) => session,
            Err(failure) => return self.failed(Some(failure), Vec::new(), Vec::new()),
        };
        let claim = (self.run)(&mut session).await;
        if claim.is_ok() && session.findings().is_empty() {
            return Outcome::Passed(session.driven().to_vec());
        }
        let (findings, transcript) = (session.findings().to_vec(), session.transcript().to_vec());
        self.failed(claim.err(), findings, transcript)
    }

    fn failed(
        &self,
        failure: Option<Failure>,
        findings: Vec<Finding>,
        transcript: Vec<String>,
    ) -> Outcome {
        Outcome::Failed(Box::new(Report {
            case: *self,
            failure,
            findings,
            transcript,
        }))
    }
}

/// A failure with everything beneath it.
fn chain(failure: &Failure) -> String {
    let mut text = failure.to_string();
    let mut cause = std::error::Error::source(failure);
    while let Some(inner) = cause {
        // Writing into a text cannot fail.
        let _written = write!(text, ": {inner}");
        cause = inner.source();
    }
    text
}
