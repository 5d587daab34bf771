//! The groups of SCIM v4: a fixed list, one for each role that can be given through it.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::schema::{GROUP, SAP_GROUP};

/// What a group's role belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    Administration,
    Expense,
    Request,
    Travel,
    Reporting,
}

use Area::{Administration, Expense, Reporting, Request, Travel};

/// What may be done to a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operations {
    /// Nothing but to read it.
    ReadOnly,
    /// Users come and go; groups inside groups are not taken.
    UserOnlyMembership,
}

impl Operations {
    const fn name(self) -> &'static str {
        match self {
            Self::ReadOnly => "readOnly",
            Self::UserOnlyMembership => "userOnlyMembership",
        }
    }
}

/// One group of the list.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Its name for people.
    pub(crate) display_name: &'static str,
    /// The code of the role that its members hold.
    pub(crate) external_name: &'static str,
    /// Where the role counts.
    pub(crate) area: Area,
    /// What may be done to it.
    pub(crate) operations: Operations,
}

/// The only type of group that is supported.
pub(crate) const TYPE: &str = "authorization";

impl Group {
    const fn new(display_name: &'static str, external_name: &'static str, area: Area) -> Self {
        Self {
            display_name,
            external_name,
            area,
            operations: Operations::UserOnlyMembership,
        }
    }

    const fn read_only(mut self) -> Self {
        self.operations = Operations::ReadOnly;
        self
    }

    /// Whether an inactive user cannot join, as the page of groups says of travel and reporting.
    pub(crate) const fn needs_active_users(&self) -> bool {
        matches!(self.area, Travel | Reporting)
    }
}

/// Every group, in the order of the page that defines them.
pub(crate) const GROUPS: [Group; 23] = [
    Group::new("Company Administrator", "CompanyAdmin", Administration),
    Group::new("Expense User", "EXP_USER", Expense),
    Group::new("Expense Approver", "EXP_APPROVER", Expense),
    Group::new("Attendee Administrator", "EXP_ATTENDEE_ADMIN", Expense),
    Group::new(
        "Billing Attributes User",
        "SHD_BILLING_ATTRIBUTES_USER",
        Expense,
    ),
    Group::new("Budget Administrator", "SHD_BUDGET_ADMIN", Expense),
    Group::new("Budget Approver/Manager", "SHD_BUDGET_APPROVER", Expense),
    Group::new("Budget Owner", "SHD_BUDGET_OWNER", Expense),
    Group::new("Budget Viewer", "SHD_BUDGET_VIEWER", Expense),
    Group::new("Expense Processor", "EXP_PROCESSOR", Expense),
    Group::new("Expense Proxy Logon", "EXP_PROXY_USER", Expense),
    Group::new(
        "Expense Receipt Processor",
        "EXP_RECEIPT_PROCESSOR",
        Expense,
    ),
    Group::new("Payroll Administrator", "SHD_PAYROLL_ADMIN", Expense),
    Group::new(
        "Reimbursement Auditor",
        "EXP_REIMBURSEMENT_AUDITOR",
        Expense,
    ),
    Group::new(
        "Reimbursement Manager",
        "EXP_REIMBURSEMENT_APPROVER",
        Expense,
    ),
    Group::new(
        "Expense Configuration Administrator",
        "EXP_CONFIG_ADMIN",
        Expense,
    )
    .read_only(),
    Group::new(
        "Expense Configuration Administrator (Restricted)",
        "EXP_CONFIG_ADMIN_RO",
        Expense,
    ),
    Group::new("Request User", "REQ_USER", Request),
    Group::new("Request Approver", "REQ_APPROVER", Request),
    Group::new("Request Proxy Logon", "REQ_PROXY_USER", Request),
    Group::new("TMC Agent", "REQ_PROCESSOR", Request),
    Group::new("Travel User", "TravelUser", Travel),
    Group::new("Report User", "ReportUser", Reporting),
];

/// One page of a group's members.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemberPage {
    /// All members of the group.
    pub(crate) total: usize,
    /// 1-based index of the first one of the page.
    pub(crate) start_index: usize,
    /// Those of the page.
    pub(crate) members: Vec<Uuid>,
}

/// A group as replies show it; `base` stands before `/Groups` and `/Users`.
pub(crate) fn show(
    group: &Group,
    id: Uuid,
    changed: Timestamp,
    page: &MemberPage,
    base: &str,
) -> Value {
    let members: Vec<Value> = page
        .members
        .iter()
        .map(|member| json!({"value": member, "$ref": format!("{base}/Users/{member}")}))
        .collect();
    json!({
        "schemas": [GROUP],
        "id": id,
        "displayName": group.display_name,
        SAP_GROUP: {
            "supportedOperations": group.operations.name(),
            "externalName": group.external_name,
            "type": TYPE,
        },
        "meta": {
            "resourceType": "Group",
            // The examples have a clock of seven digits behind the point, and two noughts.
            "lastModified": changed.strftime("%Y-%m-%dT%H:%M:%S%.7f00Z").to_string(),
            "location": format!("{base}/Groups/{id}"),
            "members.totalResults": page.total,
            "members.startIndex": page.start_index,
            "members.itemsPerPage": members.len(),
            "members.cnt": members.len(),
        },
        "members": members,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_group_has_a_name_and_a_code_of_its_own_and_one_is_read_only() {
        let names: BTreeSet<&str> = GROUPS.iter().map(|group| group.display_name).collect();
        let codes: BTreeSet<&str> = GROUPS.iter().map(|group| group.external_name).collect();
        assert_eq!((names.len(), codes.len()), (GROUPS.len(), GROUPS.len()));
        let read_only: Vec<&str> = GROUPS
            .iter()
            .filter(|group| group.operations == Operations::ReadOnly)
            .map(|group| group.external_name)
            .collect();
        assert_eq!(read_only, ["EXP_CONFIG_ADMIN"]);
    }

    #[test]
    fn a_group_shows_seven_digits_and_dotted_numbers() {
        let page = MemberPage {
            total: 3,
            start_index: 2,
            members: vec![Uuid::nil()],
        };
        let changed = "2025-11-27T14:52:42.557340712Z".parse().unwrap();
        let shown = show(
            &GROUPS[22],
            Uuid::max(),
            changed,
            &page,
            "http://mock/scim/v4",
        );
        assert_eq!(
            shown["meta"]["lastModified"],
            "2025-11-27T14:52:42.557340700Z"
        );
        assert_eq!(shown["meta"]["members.totalResults"], 3);
        assert_eq!(shown["meta"]["members.cnt"], 1);
        assert_eq!(
            shown["members"][0]["$ref"],
            format!("http://mock/scim/v4/Users/{}", Uuid::nil())
        );
        assert_eq!(shown[SAP_GROUP]["externalName"], "ReportUser");
    }
}
