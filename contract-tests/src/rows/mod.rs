//! The rows of the specification and what became of each: built, a policy, a stated limit, or next.

mod specification;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use specification::{SpecificationRow, specification_rows};

/// The name of the file, beside the contract documents.
pub const FILE: &str = "rows.yaml";

/// Every row, in the order of the specification.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rows {
    /// Reasons that several limits share, by name.
    pub reasons: BTreeMap<String, String>,
    /// The rows.
    pub rows: Vec<Row>,
}

/// One row of a table, or one point of a list, of the specification.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Where it stands: document, section, and what its first cell says; quirks and questions by their own names.
    pub id: String,
    /// What it is about.
    pub what: String,
    /// The conformance cases that show it, as `file.case`, or tests of the mock's own, as `mock:file.test`.
    #[serde(default)]
    pub built: Vec<String>,
    /// The policies that switch it.
    #[serde(default)]
    pub policy: Vec<String>,
    /// Why it is not played, or the name of a shared reason.
    pub limit: Option<String>,
    /// The part of the work that will play it.
    pub next: Option<String>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A case shows it.
    Built,
    /// A policy decides it.
    Policy,
    /// It is not played, and the reason is stated.
    Limit,
    /// It will be played.
    Next,
}

/// Why the file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RowsError {
    /// It is missing or unreadable.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why that failed.
        #[source]
        source: io::Error,
    },
    /// It is no list of rows; the source knows line and column.
    #[error("{}: not a list of rows", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: Box<serde_saphyr::Error>,
    },
    /// A row says too little, too much, or something that is not there.
    #[error("row {id}: {problem}")]
    Row {
        /// The row.
        id: String,
        /// What is wrong with it.
        problem: String,
    },
}

impl Row {
    /// What became of it. A row with a policy counts as policy, even if a case shows its default.
    pub fn outcome(&self) -> Outcome {
        if self.next.is_some() {
            Outcome::Next
        } else if self.limit.is_some() {
            Outcome::Limit
        } else if self.policy.is_empty() {
            Outcome::Built
        } else {
            Outcome::Policy
        }
    }

    fn problem(&self, reasons: &BTreeMap<String, String>) -> Option<String> {
        let is_played = !self.built.is_empty() || !self.policy.is_empty();
        let said = [is_played, self.limit.is_some(), self.next.is_some()];
        if said.into_iter().filter(|said| *said).count() != 1 {
            return Some("says none or several of built or policy, limit, next".to_owned());
        }
        let limit = self.limit.as_deref()?;
        let is_reason = reasons.contains_key(limit) || limit.contains(' ');
        (!is_reason).then(|| format!("the reason `{limit}` is not among the shared ones"))
    }
}

impl Rows {
    /// Reads the file of this folder.
    pub fn load(folder: &Path) -> Result<Self, RowsError> {
        let path = folder.join(FILE);
        let text = std::fs::read_to_string(&path).map_err(|source| RowsError::Read {
            path: path.clone(),
            source,
        })?;
        // Otherwise a policy value such as `no` would be read as false.
        let options = serde_saphyr::options! { strict_booleans: true };
        let rows: Self = serde_saphyr::from_str_with_options(&text, options).map_err(|source| {
            RowsError::Syntax {
                path,
                source: Box::new(source),
            }
        })?;
        rows.check()?;
        Ok(rows)
    }

    fn check(&self) -> Result<(), RowsError> {
        let mut seen = BTreeSet::new();
        for row in &self.rows {
            let problem = if seen.insert(&row.id) {
                row.problem(&self.reasons)
            } else {
                Some("stands twice".to_owned())
            };
            if let Some(problem) = problem {
                let id = row.id.clone();
                return Err(RowsError::Row { id, problem });
            }
        }
        Ok(())
    }

    /// The reason of a limit, in full.
    pub fn reason<'r>(&'r self, limit: &'r str) -> &'r str {
        self.reasons.get(limit).map_or(limit, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(), RowsError> {
        let rows: Rows = serde_saphyr::from_str(text).unwrap();
        rows.check()
    }

    #[test]
    fn a_row_says_exactly_one_thing() {
        let row =
            |said: &str| format!("reasons: {{slip: A slip.}}\nrows: [{{id: Q1, what: w{said}}}]");
        for good in [
            ", built: [a.b]",
            ", built: [a.b], policy: [c]",
            ", limit: slip",
            ", limit: Of a kind of its own.",
            ", next: Spend",
        ] {
            assert!(read(&row(good)).is_ok(), "{good}");
        }
        for bad in ["", ", built: [a.b], next: Spend", ", limit: slop"] {
            assert!(read(&row(bad)).is_err(), "{bad}");
        }
        assert!(
            read("reasons: {}\nrows: [{id: Q1, what: w, next: x}, {id: Q1, what: w, next: x}]")
                .is_err()
        );
    }
}
