//! Who may change an attribute, where the documentation lets that be read in two ways.

use crate::policy::Policies;
use crate::policy::judging::{HasNoMiddleName, LegalName};
use crate::policy::writing::LocaleOverrides;

use super::attribute::{Attribute, Mutability};

/// What a write may do to an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Leave {
    /// As its mutability in the schema says.
    As(Mutability),
    /// It is passed over, as if the schema did not know it.
    Passed,
}

/// What a write may do to this attribute in a company with these policies. The names are the schema's only ones of their
/// kind, so they need no path.
pub(crate) fn leave(attribute: &Attribute, policies: &Policies) -> Leave {
    let chosen = match attribute.name {
        "localeOverrides" => match policies.choose() {
            LocaleOverrides::Ignored => Mutability::ReadOnly,
            LocaleOverrides::Written => Mutability::ReadWrite,
        },
        "legalName" => match policies.choose() {
            LegalName::Written => Mutability::ReadWrite,
            LegalName::ReadOnly => Mutability::ReadOnly,
        },
        "hasNoMiddleName" => match policies.choose() {
            HasNoMiddleName::Kept => Mutability::ReadWrite,
            HasNoMiddleName::Ignored => return Leave::Passed,
        },
        _ => attribute.mutability,
    };
    Leave::As(chosen)
}
