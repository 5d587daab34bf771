//! What User v1 says of an item that fails.

use crate::policy::user_v1::MissingField;

/// The message of a batch that is too large.
pub(super) const OVER_LIMIT: &str = "Maximum User Records per Batch Exceeded";

/// Why an item fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// Required elements are not there.
    Missing(Vec<&'static str>),
    /// A required element is there and empty.
    Empty,
    /// An element has a value that it cannot have.
    Invalid(&'static str),
    /// The user cannot be added, and no element is to blame.
    NotCreated,
    /// The batch is too large.
    OverLimit,
    /// Something else went wrong.
    Unknown,
}

impl Fault {
    /// The message of the page's table. ASSUMED: several missing elements are named behind each other.
    pub(super) fn text(&self, policy: MissingField) -> String {
        match (self, policy) {
            (Self::Missing(names), MissingField::Named) => {
                format!("MISSING_REQUIRED_FIELDS:{}", names.join(","))
            }
            (Self::Missing(_), MissingField::Unnamed) => "Missing Required Parameters".to_owned(),
            (Self::Empty, _) => "Form Fields are Invalid or Empty".to_owned(),
            (Self::Invalid(name), _) => format!("Invalid Input: {name}"),
            (Self::NotCreated, _) => "User Creation Failed".to_owned(),
            (Self::OverLimit, _) => OVER_LIMIT.to_owned(),
            (Self::Unknown, _) => "Unknown Error".to_owned(),
        }
    }
}
