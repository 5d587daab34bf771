//! Search filters, bound to the schema.

mod dialect;
mod meaning;
mod parse;

use super::attribute::Attribute;
use super::compare::Moment;
use super::scope::Read;

pub(crate) use dialect::{Brackets, Dialect, IDENTITY_SEARCH};
pub(crate) use parse::{parse, parse_pick};

/// A filter whose paths are attributes of the schema.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Filter {
    /// All hold.
    And(Vec<Self>),
    /// One holds.
    Or(Vec<Self>),
    /// It does not hold.
    Not(Box<Self>),
    /// One attribute against one operand.
    Test(Test),
    /// `path[...]`: the inner filter speaks about one value of the attribute.
    Group(Vec<&'static Attribute>, Box<Self>),
}

impl Filter {
    /// The filter as it is for a reader with these scopes: what the reader may not see is null.
    ///
    /// ASSUMED: the scope pages do not speak of filters; otherwise a filter would tell what a reply must not show.
    pub(crate) fn masked(self, scopes: Read) -> Self {
        let mask = |parts: Vec<Self>| parts.into_iter().map(|part| part.masked(scopes)).collect();
        match self {
            Self::And(parts) => Self::And(mask(parts)),
            Self::Or(parts) => Self::Or(mask(parts)),
            Self::Not(inner) => Self::Not(Box::new(inner.masked(scopes))),
            Self::Group(path, inner) => Self::Group(path, Box::new(inner.masked(scopes))),
            Self::Test(test) if test.is_visible(scopes) => Self::Test(test),
            // Nothing equals null, and `ne` finds it: an empty `And` always holds, an empty `Or` never.
            Self::Test(test) if test.operator == Operator::Ne => Self::And(Vec::new()),
            Self::Test(_) => Self::Or(Vec::new()),
        }
    }
}

impl Filter {
    /// Whether it speaks of an attribute of this name, wherever that stands.
    pub(crate) fn names(&self, name: &str) -> bool {
        let is_on = |path: &[&Attribute]| path.iter().any(|step| step.name == name);
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.names(name)),
            Self::Not(inner) => inner.names(name),
            Self::Group(path, inner) => is_on(path) || inner.names(name),
            Self::Test(test) => is_on(&test.path),
        }
    }
}

impl Test {
    fn is_visible(&self, scopes: Read) -> bool {
        self.path
            .iter()
            .all(|attribute| attribute.read.is_none_or(|read| scopes.meets(read)))
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Test {
    /// The attributes from the outermost in; inside a group, from the group's attribute in.
    pub(crate) path: Vec<&'static Attribute>,
    /// The comparison.
    pub(crate) operator: Operator,
    /// What it is compared with; [`Operand::None`] for `pr`.
    pub(crate) operand: Operand,
}

/// The comparisons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Pr,
    Gt,
    Ge,
    Lt,
    Le,
}

impl Operator {
    /// Reads an operator, in any case.
    fn read(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "eq" => Self::Eq,
            "ne" => Self::Ne,
            "co" => Self::Co,
            "sw" => Self::Sw,
            "ew" => Self::Ew,
            "pr" => Self::Pr,
            "gt" => Self::Gt,
            "ge" => Self::Ge,
            "lt" => Self::Lt,
            "le" => Self::Le,
            _ => return None,
        })
    }
}

/// What an attribute is compared with.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Operand {
    /// Nothing, for `pr`.
    None,
    /// Text, folded.
    Text(String),
    /// A boolean.
    Boolean(bool),
    /// A date or a point in time.
    Moment(Moment),
}
