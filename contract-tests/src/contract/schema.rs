//! Judges a JSON value by one documented schema, closed, with null read as absent.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Registry, ValidationError, Validator};
use serde_json::Value;

use super::document::Node;
use super::violation::Violation;
use super::{ContractError, xml};

/// A schema, ready to judge.
#[derive(Debug)]
pub(super) struct Schema {
    validator: Validator,
    shape: xml::Shape,
    root: Option<xml::Root>,
    kind: Option<String>,
}

impl Schema {
    pub(super) fn compile(
        registry: &Registry<'static>,
        node: &Node<'_>,
    ) -> Result<Self, ContractError> {
        let validator = jsonschema::options()
            .with_registry(registry)
            .should_validate_formats(true)
            .should_ignore_unknown_formats(false)
            .build(node.value)
            .map_err(|error| node.problem(error.to_string()))?;
        let kind = node
            .get("type")
            .and_then(|kind| kind.value.as_str().map(str::to_owned));
        Ok(Self {
            validator,
            shape: xml::Shape::read(node),
            root: xml::Root::read(node),
            kind,
        })
    }

    /// Judges a JSON value.
    pub(super) fn check(&self, value: &Value) -> Vec<Violation> {
        let mut present = value.clone();
        drop_nulls(&mut present);
        let mut found = self.violations(&present, |_| true);
        if present != *value {
            // A misspelt member is a misspelt member, even when it holds null.
            let unknown = |error: &ValidationError<'_>| {
                matches!(
                    error.kind(),
                    ValidationErrorKind::AdditionalProperties { .. }
                )
            };
            for violation in self.violations(value, unknown) {
                if !found.contains(&violation) {
                    found.push(violation);
                }
            }
        }
        found
    }

    /// Judges a text of a query or a header, read as the type that the schema names.
    pub(super) fn check_text(&self, text: &str) -> Vec<Violation> {
        let typed = match self.kind.as_deref() {
            Some("integer" | "number" | "boolean") => serde_json::from_str(text).ok(),
            _ => None,
        };
        self.check(&typed.unwrap_or_else(|| Value::String(text.to_owned())))
    }

    /// Judges an XML text by the JSON value it stands for.
    pub(super) fn check_xml(&self, text: &str) -> Vec<Violation> {
        match xml::parse(text) {
            Ok(root) => {
                let judge = |wanted: &xml::Root| wanted.check(&root);
                let mut violations = self.root.as_ref().map_or_else(Vec::new, judge);
                let value = self.shape.value(&root, "", &mut violations);
                violations.extend(self.check(&value));
                violations
            }
            Err(problem) => vec![Violation::new("", "xml", problem)],
        }
    }

    fn violations(
        &self,
        value: &Value,
        wanted: impl Fn(&ValidationError<'_>) -> bool,
    ) -> Vec<Violation> {
        let mut found = Vec::new();
        for error in self.validator.iter_errors(value).filter(wanted) {
            describe(&error, &mut found);
        }
        found
    }
}

/// Null means "no value" in Concur's replies: its own examples print it for attributes that are typed as plain strings.
fn drop_nulls(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// One violation for each fault; of several readings, the faults of the nearest one.
fn describe(error: &ValidationError<'_>, found: &mut Vec<Violation>) {
    let pointer = error.instance_path().as_str();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            found.extend(unexpected.iter().map(|name| {
                let step = name.replace('~', "~0").replace('/', "~1");
                let message = format!("`{name}` is not documented");
                Violation::new(format!("{pointer}/{step}"), "additionalProperties", message)
            }));
        }
        ValidationErrorKind::AnyOf { context } | ValidationErrorKind::OneOfNotValid { context } => {
            // A reading whose fixed member differs, such as another grant, is not the one that was meant.
            let distance = |errors: &&Vec<ValidationError<'static>>| {
                let other = errors.iter().any(|error| error.kind().keyword() == "const");
                (other, errors.len())
            };
            let nearest = context.iter().min_by_key(distance);
            for inner in nearest.into_iter().flatten() {
                describe(inner, found);
            }
        }
        kind => {
            let message = error.masked().to_string();
            found.push(Violation::new(pointer, kind.keyword(), message));
        }
    }
}
