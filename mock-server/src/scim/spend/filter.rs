//! The filters of Spend: one attribute of the profile, or one complex value.
//!
//! Source: the list of attributes and operators of Spend User v4 and v4.1. ASSUMED: whatever the list does not name is
//! refused.

use super::schema::{APPROVER_LIMIT, SPEND, USER};
use super::show::Release;
use crate::policy::spend::CombinedFilters;
use crate::scim::attribute::{Attribute, Filterable, Kind};
use crate::scim::filter::{Brackets, Dialect, Filter, Operator, Test, parse};
use crate::scim::grammar::GrammarError;

/// The attributes of the profile that filters may name.
const ATTRIBUTES: [&str; 9] = [
    "cashAdvanceAccountCode",
    "country",
    "ledgerCode",
    "locale",
    "nonEmployee",
    "reimbursementCurrency",
    "reimbursementType",
    "stateProvince",
    "testEmployee",
];

/// What a complex value is compared by: extension, list, members.
const COMPLEX: [(&str, &str, &[&str]); 3] = [
    (USER, CUSTOM_DATA, &["id", "value"]),
    (APPROVER_LIMIT, "authorizedApprover", LIMIT),
    (APPROVER_LIMIT, "costObjectApprover", LIMIT),
];

const CUSTOM_DATA: &str = "customData";
const LIMIT: &[&str] = &["approvalType", "approvalGroup"];

/// What of the grammar Spend reads, before it is held against the list.
pub(crate) const DIALECT: Dialect = Dialect {
    schema: &SPEND,
    comparison,
    brackets: Brackets::Free,
};

/// Why a filter is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SpendFilterError {
    /// It is none, or names what cannot be filtered by.
    #[error(transparent)]
    Grammar(#[from] GrammarError),
    /// It joins what stands alone.
    #[error("a filter has one attribute, or one complex value")]
    Combined,
    /// It denies.
    #[error("not is not supported")]
    Not,
    /// It uses an operator that the attribute does not go with.
    #[error("attribute {0} goes with the operators {1} only")]
    Operator(&'static str, &'static str),
    /// A complex value is not compared in the documented way.
    #[error("{0} needs brackets with comparisons that are joined by and")]
    Complex(&'static str),
}

/// Reads a filter.
pub(crate) fn read(
    text: &str,
    release: Release,
    combined: CombinedFilters,
) -> Result<Filter, SpendFilterError> {
    let filter = parse(text, &DIALECT)?;
    check(&filter, release, combined)?;
    Ok(filter)
}

fn check(
    filter: &Filter,
    release: Release,
    combined: CombinedFilters,
) -> Result<(), SpendFilterError> {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => match combined {
            CombinedFilters::Refused => Err(SpendFilterError::Combined),
            CombinedFilters::Accepted => parts
                .iter()
                .try_for_each(|part| check(part, release, combined)),
        },
        Filter::Not(_) => Err(SpendFilterError::Not),
        Filter::Test(test) => match last(&test.path) {
            // `customData.value eq "x"` names the inside of a list without brackets.
            name if test.path.len() != 2 => Err(SpendFilterError::Complex(name)),
            name => check_operator(test, name, "eq and ne", &[Operator::Eq, Operator::Ne]),
        },
        Filter::Group(path, inner) => {
            let name = last(path);
            let tests = match &**inner {
                Filter::And(parts) => parts.as_slice(),
                _ => return Err(SpendFilterError::Complex(name)),
            };
            let (named, operators): (_, &[Operator]) = match (name, release) {
                (CUSTOM_DATA, Release::V4_1) => ("eq and ne", &[Operator::Eq, Operator::Ne]),
                _ => ("eq", &[Operator::Eq]),
            };
            tests.iter().try_for_each(|part| match part {
                Filter::Test(test) => check_operator(test, name, named, operators),
                _ => Err(SpendFilterError::Complex(name)),
            })
        }
    }
}

fn check_operator(
    test: &Test,
    name: &'static str,
    named: &'static str,
    operators: &[Operator],
) -> Result<(), SpendFilterError> {
    if operators.contains(&test.operator) {
        Ok(())
    } else {
        Err(SpendFilterError::Operator(name, named))
    }
}

fn last(path: &[&'static Attribute]) -> &'static str {
    path.last().map_or("the filter", |last| last.name)
}

fn comparison(path: &[&'static Attribute]) -> Filterable {
    let names: Vec<&str> = path.iter().map(|step| step.name).collect();
    let is_listed = match names.as_slice() {
        [USER, name] => ATTRIBUTES.contains(name),
        [extension, list, name] => COMPLEX
            .iter()
            .any(|(urn, of, members)| urn == extension && of == list && members.contains(name)),
        _ => false,
    };
    match path.last().map(|last| last.kind) {
        Some(Kind::Boolean) if is_listed => Filterable::Boolean,
        Some(_) if is_listed => Filterable::Text,
        _ => Filterable::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CombinedFilters::{Accepted, Refused};
    use Release::{V4, V4_1};

    fn is_read(filter: &str, release: Release, combined: CombinedFilters) -> bool {
        let filter = filter
            .replace("user:", &format!("{USER}:"))
            .replace("limit:", &format!("{APPROVER_LIMIT}:"));
        read(&filter, release, combined).is_ok()
    }

    #[test]
    fn documented_filters_are_read() {
        for filter in [
            "user:country eq \"US\"",
            "user:reimbursementType ne \"OTHER\"",
            "user:testEmployee eq true",
            "user:customData[id eq \"custom1\" and value eq \"x\"]",
            "limit:authorizedApprover[approvalType eq \"report\" and approvalGroup eq \"XYZ\"]",
        ] {
            assert!(is_read(filter, V4, Refused), "{filter}");
            assert!(is_read(filter, V4_1, Refused), "{filter}");
        }
        let unequal = "user:customData[id eq \"custom1\" and value ne \"x\"]";
        assert!(is_read(unequal, V4_1, Refused) && !is_read(unequal, V4, Refused));
    }

    #[test]
    fn everything_else_is_refused() {
        for filter in [
            "country eq \"US\"",
            "user:country co \"U\"",
            "user:country pr",
            "user:country eq US",
            "user:budgetCountryCode eq \"US\"",
            "user:testEmployee eq \"true\"",
            "not (user:country eq \"US\")",
            "user:customData eq \"x\"",
            "user:customData.value eq \"x\"",
            "user:customData[value eq \"x\"]",
            "user:customData[id eq \"custom1\" or value eq \"x\"]",
            "user:customData[id eq \"custom1\" and value sw \"x\"]",
            "user:customData[syncGuid eq \"x\" and value eq \"x\"]",
            "limit:authorizedApprover[approvalType ne \"report\" and approvalGroup eq \"XYZ\"]",
            "limit:authorizedApprover[level eq 1 and approvalGroup eq \"XYZ\"]",
            "",
        ] {
            assert!(!is_read(filter, V4_1, Accepted), "{filter}");
        }
    }

    #[test]
    fn joined_filters_are_a_policy_s() {
        for filter in [
            "user:country eq \"US\" and user:locale eq \"en-US\"",
            "user:country eq \"US\" or (user:country eq \"DE\" and user:testEmployee ne true)",
        ] {
            assert!(!is_read(filter, V4_1, Refused), "{filter}");
            assert!(is_read(filter, V4_1, Accepted), "{filter}");
        }
    }
}
