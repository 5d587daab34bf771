//! The roles of Expense, Request, Invoice and Reporting: the table of codes that Spend publishes.
//!
//! Source: "Role code definitions" (`v4.spend-role-code-definition`). Codes that stand under several sections of the page
//! have a row under each; rows without a code cannot be provisioned.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::scim::sap::group::GROUPS;

/// Section, code, group-aware, shared, name; in the order of the page.
const TABLE: &str = include_str!("role_codes.txt");

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Role {
    /// The product that the row stands under: `Expense`, `Request`, `Invoice` or `Reporting`.
    pub(crate) section: &'static str,
    /// What users are given it by; `None` where the page has `N/A`, so that it cannot be provisioned.
    pub(crate) code: Option<&'static str>,
    /// `Y`, `N` or `N/A`: whether it can be given in a group instead of everywhere.
    pub(crate) group_aware: &'static str,
    /// `Y`, `N`, `N/A`, `-` or a product: whether several products know it.
    pub(crate) shared: &'static str,
    /// What people call it.
    pub(crate) name: &'static str,
}

impl Role {
    fn read(line: &'static str) -> Option<Self> {
        let mut cells = line.splitn(5, '|');
        Some(Self {
            section: cells.next()?,
            code: cells.next().map(|code| (code != "N/A").then_some(code))?,
            group_aware: cells.next()?,
            shared: cells.next()?,
            name: cells.next()?,
        })
    }

    /// Whether it can be given in a group instead of everywhere.
    pub(crate) fn is_group_aware(&self) -> bool {
        self.group_aware == "Y"
    }
}

/// Every row.
static ROLES: LazyLock<Vec<Role>> =
    LazyLock::new(|| TABLE.lines().filter_map(Role::read).collect());

/// The first row of each code.
static BY_CODE: LazyLock<HashMap<&str, &Role>> = LazyLock::new(|| {
    let coded = ROLES.iter().filter_map(|role| Some((role.code?, role)));
    // Of several rows of a code the first one wins; they differ in nothing but the section.
    coded.rev().collect()
});

/// Whether Spend shows a role: SCIM v4 gives some that its table does not have.
pub(crate) fn is_of_spend(code: &str) -> bool {
    let is_group = |code: &str| GROUPS.iter().any(|group| group.external_name == code);
    find(code).is_some() || !is_group(code)
}

/// Every row, in the order of the page.
pub(crate) fn all() -> &'static [Role] {
    &ROLES
}

/// The role of this code; codes are compared as they are written.
pub(crate) fn find(code: &str) -> Option<&'static Role> {
    BY_CODE.get(code).copied()
}

/// Roles that users have by an entitlement and in no other way.
pub(crate) const BY_ENTITLEMENT: [(&str, &str); 3] = [
    ("Expense", "EXP_USER"),
    ("Request", "REQ_USER"),
    ("Invoice", "INV_PMT_USER"),
];

/// Two roles that exclude each other.
pub(crate) const EXCLUSIVE: [&str; 2] = ["EXP_ATTENDEE_ADMIN", "EXP_ATTENDEE_ADMIN_RO"];

/// Roles that the page marks as special and not supported, although replies have them.
pub(crate) const SPECIAL: [&str; 2] = ["TRAVEL_USER", "EXP_TRAVEL_AND_EXPENSE_USER"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_row_of_the_page() {
        let count = |section: &str| all().iter().filter(|role| role.section == section).count();
        assert_eq!(TABLE.lines().count(), all().len());
        assert_eq!(
            ["Expense", "Request", "Invoice", "Reporting"].map(count),
            [60, 11, 34, 9]
        );
        let nameless = all().iter().filter(|role| role.code.is_none()).count();
        assert_eq!(nameless, 11);
    }

    #[test]
    fn a_role_is_found_by_its_code_and_a_row_without_one_is_not() {
        let manager = find("EXP_REIMBURSEMENT_APPROVER").unwrap();
        assert_eq!(manager.name, "Reimbursement Manager");
        assert!(manager.is_group_aware() && manager.shared == "Y");
        assert!(!find("EXP_APPROVER").unwrap().is_group_aware());
        assert_eq!(find("SHD_PAYROLL_ADMIN").unwrap().section, "Expense");
        assert_eq!((find("N/A"), find("exp_approver")), (None, None));
    }

    #[test]
    fn rows_of_one_code_differ_in_their_section_alone() {
        for role in all() {
            let first = role.code.and_then(find).unwrap_or(role);
            let alike = Role {
                section: first.section,
                ..*role
            };
            assert_eq!(alike, *first);
        }
    }

    #[test]
    fn what_is_said_of_single_roles_is_said_of_roles_of_the_table() {
        let by_entitlement = BY_ENTITLEMENT.map(|(_, code)| code);
        for code in by_entitlement.iter().chain(&EXCLUSIVE).chain(&SPECIAL) {
            assert!(find(code).is_some(), "{code}");
        }
    }
}
