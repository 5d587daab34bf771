//! Loads our transcription of what Concur documents, the oracle that mock and connector are held against.

mod document;
mod operation;
mod schema;
mod xml;

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use document::Documents;
pub use operation::{
    Body, Evidence, Idempotency, Operation, Parameter, Response, Transition, Violation,
};

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
                    let operation =
                        Operation::read(&registry, &document, &item, &path, method, &node)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn contract() -> Contract {
        Contract::load(&fixtures_folder().join("contract")).unwrap()
    }

    fn folder_with(text: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("broken.yaml"), text).unwrap();
        folder
    }

    #[test]
    fn finds_an_operation_by_its_request_line() {
        let contract = contract();

        let found = contract
            .find("get", "/api/v3.0/common/users?limit=2")
            .unwrap();

        assert_eq!(found.id, "users.v3_0.list");
    }

    #[test]
    fn knows_no_operation_at_an_undocumented_place() {
        let contract = contract();

        assert!(contract.find("DELETE", "/api/v3.0/common/users").is_none());
        assert!(contract.find("GET", "/api/v3.0/common/users/1").is_none());
    }

    #[test]
    fn a_file_that_is_not_yaml_is_named() {
        let folder = folder_with("paths: [");

        let error = Contract::load(folder.path()).unwrap_err();

        assert!(
            error.to_string().ends_with("broken.yaml: not YAML"),
            "{error}"
        );
    }

    #[test]
    fn a_missing_part_is_named_with_its_place() {
        let folder = folder_with("openapi: 3.1.0\npaths: {/a: {get: {operationId: a.get}}}\n");

        let error = Contract::load(folder.path()).unwrap_err();

        assert_eq!(
            error.to_string(),
            "broken.yaml#/paths/~1a/get: `x-source` is missing"
        );
    }

    #[test]
    fn a_reference_to_nothing_is_named_with_its_place() {
        let folder = folder_with("openapi: 3.1.0\npaths: {/a: {$ref: '#/components/x'}}\n");

        let error = Contract::load(folder.path()).unwrap_err();

        assert!(error.to_string().contains("#/components/x"), "{error}");
    }
}
