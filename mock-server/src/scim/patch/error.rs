//! Why a PATCH is refused.

/// Why a PATCH is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PatchError {
    /// The body is no `PatchOp`.
    #[error("{0}")]
    Syntax(String),
    /// The path names nothing that can be changed.
    #[error("Invalid attribute path [{0}]")]
    Path(String),
    /// The brackets pick nothing.
    #[error("no value matches the path [{0}]")]
    NoTarget(String),
    /// The attribute is the service's own, or fixed at creation.
    #[error("attribute [{0}] cannot be changed")]
    Mutability(String),
    /// The token may not write the attribute.
    #[error("scope {0} is required")]
    Scope(&'static str),
    /// The value does not fit the attribute.
    #[error("operation {op} on [{path}] needs {expected}")]
    Value {
        /// The operation.
        op: &'static str,
        /// The path.
        path: String,
        /// What it takes.
        expected: &'static str,
    },
}
