//! What a service lets a filter say: which attributes it knows, how they compare, and what brackets forbid.

use crate::scim::attribute::{Attribute, Filterable, Kind};
use crate::scim::resource::Schema;
use crate::scim::schema;

/// A service's reading of the filter grammar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    /// Whose attributes a path names.
    pub(crate) schema: &'static Schema,
    /// How the attribute at the end of a path may be compared, seen from the root of the filter.
    pub(crate) comparison: fn(&[&'static Attribute]) -> Filterable,
    /// What brackets on a list of values forbid.
    pub(crate) brackets: Brackets,
}

/// What brackets on a list of values forbid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brackets {
    /// `not`, `ne`, `or` in parentheses, and one attribute twice under `and`.
    Strict,
    /// `not` and `ne`.
    Plain,
    /// Nothing.
    Free,
}

/// A search of Identity v4.1: the table of attributes and the rules of its search guide.
pub(crate) const IDENTITY_SEARCH: Dialect = Dialect {
    schema: &schema::IDENTITY_USER,
    comparison: |path| path.last().map_or(Filterable::No, |last| last.filterable),
    brackets: Brackets::Strict,
};

/// What stands between the brackets of a PATCH path: any attribute of the list that is being picked from.
pub(super) const PICK: Dialect = Dialect {
    schema: &schema::IDENTITY_USER,
    comparison: |path| match path.last().map(|last| last.kind) {
        Some(Kind::Boolean) => Filterable::Boolean,
        Some(Kind::Date | Kind::Day) => Filterable::Date,
        Some(Kind::Text { .. } | Kind::OneOf(_) | Kind::Country) => Filterable::Text,
        _ => Filterable::No,
    },
    brackets: Brackets::Free,
};
