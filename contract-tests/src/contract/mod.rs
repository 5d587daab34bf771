//! Loads our transcription of what Concur documents, the oracle that mock and connector are held against.

mod document;
mod operation;
mod response;
mod schema;
mod statement;
#[cfg(test)]
mod tests;
mod violation;
mod xml;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use document::Documents;
pub use operation::{Operation, Parameter};
pub use response::{Body, Response};
pub use statement::{Evidence, Idempotency, Transition};
pub use violation::Violation;

/// Everything that the documents of one folder say.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
}

/// A document that cannot be used; the text names file and place.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContractError {
    /// The folder or a file in it is missing or unreadable.
    #[error("{}: cannot be read", path.display())]
    Read {
        /// What was opened.
        path: PathBuf,
        /// Why that failed.
        #[source]
        source: io::Error,
    },
    /// The file is not YAML; the source knows line and column.
    #[error("{}: not YAML", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and why.
        #[source]
        source: Box<serde_saphyr::Error>,
    },
    /// The file is YAML but does not say what a contract must say.
    #[error("{file}#{pointer}: {problem}")]
    Place {
        /// The file's name.
        file: String,
        /// JSON pointer into it.
        pointer: String,
        /// What is wrong there.
        problem: String,
    },
}

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

impl Contract {
    /// Reads every `.yaml` file of a folder and compiles its schemas.
    pub fn load(folder: &Path) -> Result<Self, ContractError> {
        let documents = Documents::read(folder)?;
        let registry = documents.registry()?;
        let mut operations = Vec::new();
        let mut ids = BTreeSet::new();
        for document in documents.roots() {
            for (path, item) in document.need("paths")?.entries()? {
                for (method, node) in METHODS
                    .iter()
                    .filter_map(|method| Some((*method, item.get(method)?)))
                {
                    let operation = Operation::read(&registry, &item, &path, method, &node)?;
                    if !ids.insert(operation.id.clone()) {
                        return Err(
                            node.problem(format!("operation {} stands twice", operation.id))
                        );
                    }
                    operations.push(operation);
                }
            }
        }
        Ok(Self { operations })
    }

    /// Every documented operation, in the order of files and paths.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter()
    }

    /// The operation of that id.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.id == id)
    }

    /// The operation that a request line means; a literal segment wins over a parameter, so `/Users/.search` is not a user.
    pub fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        self.operations
            .iter()
            .filter(|operation| operation.method.eq_ignore_ascii_case(method))
            .filter_map(|operation| Some((operation.specificity(path)?, operation)))
            .max_by(|left, right| left.0.cmp(&right.0))
            .map(|(_, operation)| operation)
    }
}

/// The evidence of this workspace.
pub fn fixtures_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}
