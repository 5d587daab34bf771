//! Reads the YAML documents of a folder and walks them with the place always at hand.

use std::collections::BTreeMap;
use std::path::Path;

use jsonschema::{Registry, Resource};
use serde_json::Value;

use super::ContractError;
use crate::rows;

/// References are made absolute under this scheme, so a schema means the same wherever it is compiled.
const SCHEME: &str = "contract:/";

/// A chain of references longer than this is a circle.
const LONGEST_CHAIN: usize = 8;

/// The parsed documents by file name, with absolute references.
pub(super) struct Documents {
    by_file: BTreeMap<String, Value>,
}

impl Documents {
    pub(super) fn read(folder: &Path) -> Result<Self, ContractError> {
        let unreadable = |source| ContractError::Read {
            path: folder.to_owned(),
            source,
        };
        let mut by_file = BTreeMap::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let is_document = path
                .extension()
                .is_some_and(|extension| extension == "yaml")
                && path.file_name().is_some_and(|name| name != rows::FILE);
            if !is_document {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(|source| ContractError::Read {
                path: path.clone(),
                source,
            })?;
            // Otherwise `n`, a member of a key, would be read as false.
            let options = serde_saphyr::options! { strict_booleans: true };
            let mut value: Value =
                serde_saphyr::from_str_with_options(&text, options).map_err(|source| {
                    ContractError::Syntax {
                        path: path.clone(),
                        source: Box::new(source),
                    }
                })?;
            let file = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            make_references_absolute(&mut value, &file);
            by_file.insert(file, value);
        }
        Ok(Self { by_file })
    }

    /// The top of every document.
    pub(super) fn roots(&self) -> impl Iterator<Item = Node<'_>> {
        self.by_file.iter().map(|(file, value)| Node {
            documents: self,
            file,
            pointer: String::new(),
            value,
        })
    }

    /// What the schema compiler looks references up in.
    pub(super) fn registry(&self) -> Result<Registry<'static>, ContractError> {
        let trouble = |error: &dyn std::fmt::Display| ContractError::Place {
            file: "all documents".to_owned(),
            pointer: String::new(),
            problem: error.to_string(),
        };
        let mut registry = Registry::new();
        for (file, value) in &self.by_file {
            registry = registry
                .add(
                    format!("{SCHEME}{file}"),
                    Resource::from_contents(value.clone()),
                )
                .map_err(|error| trouble(&error))?;
        }
        registry.prepare().map_err(|error| trouble(&error))
    }

    fn target(&self, reference: &str) -> Option<Node<'_>> {
        let (file, pointer) = reference.strip_prefix(SCHEME)?.split_once('#')?;
        let (file, root) = self.by_file.get_key_value(file)?;
        let value = root.pointer(pointer)?;
        Some(Node {
            documents: self,
            file,
            pointer: pointer.to_owned(),
            value,
        })
    }
}

fn make_references_absolute(value: &mut Value, file: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(reference) if name == "$ref" => {
                        if reference.starts_with('#') {
                            *reference = format!("{SCHEME}{file}{reference}");
                        } else if let Some(other) = reference.strip_prefix("./") {
                            *reference = format!("{SCHEME}{other}");
                        }
                    }
                    other => make_references_absolute(other, file),
                }
            }
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| make_references_absolute(item, file)),
        _ => {}
    }
}

/// One value of a document, and where it stands. References are followed on the way.
#[derive(Clone)]
pub(super) struct Node<'a> {
    documents: &'a Documents,
    file: &'a str,
    pointer: String,
    pub(super) value: &'a Value,
}

impl<'a> Node<'a> {
    /// The top of the document that this stands in.
    pub(super) fn root(&self) -> Self {
        let value = self.documents.by_file.get(self.file).unwrap_or(self.value);
        Self {
            pointer: String::new(),
            value,
            ..self.clone()
        }
    }

    pub(super) fn problem(&self, problem: impl Into<String>) -> ContractError {
        ContractError::Place {
            file: self.file.to_owned(),
            pointer: self.pointer.clone(),
            problem: problem.into(),
        }
    }

    /// A member, or nothing; a reference that leads nowhere stays what it is and fails where it is used.
    pub(super) fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        Some(self.child(name, value).followed())
    }

    pub(super) fn need(&self, name: &str) -> Result<Self, ContractError> {
        let found = self
            .get(name)
            .ok_or_else(|| self.problem(format!("`{name}` is missing")))?;
        match found.value.get("$ref").and_then(Value::as_str) {
            Some(reference) => Err(found.problem(format!("nothing stands at {reference}"))),
            None => Ok(found),
        }
    }

    pub(super) fn text(&self) -> Result<&'a str, ContractError> {
        self.value
            .as_str()
            .ok_or_else(|| self.problem("must be a text"))
    }

    pub(super) fn need_text(&self, name: &str) -> Result<&'a str, ContractError> {
        self.need(name)?.text()
    }

    /// The members of an object.
    pub(super) fn entries(&self) -> Result<Vec<(String, Self)>, ContractError> {
        let members = self
            .value
            .as_object()
            .ok_or_else(|| self.problem("must be an object"))?;
        members
            .keys()
            .map(|name| Ok((name.clone(), self.need(name)?)))
            .collect()
    }

    /// The items of a list; a missing list has none.
    pub(super) fn items(&self, name: &str) -> Vec<Self> {
        let Some(list) = self.get(name) else {
            return Vec::new();
        };
        let items = list.value.as_array().map(Vec::as_slice).unwrap_or_default();
        let place =
            |(index, value): (usize, &'a Value)| list.child(&index.to_string(), value).followed();
        items.iter().enumerate().map(place).collect()
    }

    fn child(&self, name: &str, value: &'a Value) -> Self {
        let step = name.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("{}/{step}", self.pointer),
            value,
            ..self.clone()
        }
    }

    fn followed(self) -> Self {
        let mut node = self;
        for _ in 0..LONGEST_CHAIN {
            let reference = node.value.get("$ref").and_then(Value::as_str);
            match reference.and_then(|reference| node.documents.target(reference)) {
                Some(target) => node = target,
                None => break,
            }
        }
        node
    }
}
