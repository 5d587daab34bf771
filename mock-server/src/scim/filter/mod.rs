//! Search filters, bound to the schema.

mod parse;

use super::attribute::Attribute;
use super::compare::Moment;

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
