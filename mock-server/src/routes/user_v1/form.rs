//! `GET /FormFields`: the fields of the employee form.
//!
//! ASSUMED: one form for every company, with the fields and figures of the sample; custom fields are plain text, since
//! no lists are kept.

use crate::policy::user_v1::FormEmployeeId;
use crate::xml::write::Node;

use super::NAMESPACE;
use super::sent::{CUSTOMS, ORG_UNITS};

/// A field in the words of the sample: id, label, control, type of data, length, whether it is required, columns.
type Field = [&'static str; 7];

const IN_FRONT: [Field; 13] = [
    [
        "FirstName",
        "EmployeeFirstName",
        "edit",
        "VARCHAR",
        "32",
        "Y",
        "32",
    ],
    [
        "LastName",
        "EmployeeLastName",
        "edit",
        "VARCHAR",
        "32",
        "Y",
        "32",
    ],
    ["Mi", "MiddleInitial", "edit", "CHAR", "1", "N", "32"],
    ["EmpId", "EmployeeID", "edit", "VARCHAR", "128", "Y", "32"],
    ["LoginId", "LogonID", "edit", "VARCHAR", "128", "Y", "32"],
    [
        "EmailAddress",
        "EmailAddress",
        "edit",
        "VARCHAR",
        "255",
        "N",
        "32",
    ],
    ["LocaleName", "Locale", "edit", "VARCHAR", "255", "Y", "32"],
    ["CtryCode", "Country", "picklist", "CHAR", "2", "Y", "32"],
    [
        "CtrySubCode",
        "State/Province",
        "edit",
        "picklist",
        "6",
        "N",
        "32",
    ],
    ["LedgerKey", "Ledger", "picklist", "INTEGER", "", "N", ""],
    [
        "CrnKey",
        "ReimbursementCurrency",
        "picklist",
        "INTEGER",
        "",
        "Y",
        "32",
    ],
    [
        "CashAdvanceAccountCode",
        "CashAdvanceAccountCode",
        "edit",
        "VARCHAR",
        "20",
        "N",
        "32",
    ],
    ["Active", "Active", "checkbox", "BOOLEANCHAR", "1", "Y", ""],
];

/// DIFFERS: the sample requires it, while the table of the batch does not know it; a batch may leave it out.
const BEHIND: Field = [
    "IsTestEmp",
    "IsaTestUser?",
    "checkbox",
    "BOOLEANCHAR",
    "1",
    "Y",
    "",
];

/// The form.
pub(super) fn fields(length: FormEmployeeId) -> Node {
    let mut nodes = Vec::new();
    for field in IN_FRONT {
        let number = nodes.len() + 1;
        nodes.push(plain(field, length, number));
    }
    for (id, _) in ORG_UNITS.into_iter().chain(CUSTOMS) {
        let number = nodes.len() + 1;
        nodes.push(custom(id, number));
    }
    let number = nodes.len() + 1;
    nodes.push(plain(BEHIND, length, number));
    Node::nodes("FormFieldsList", nodes).with("xmlns", NAMESPACE)
}

fn plain(field: Field, length: FormEmployeeId, number: usize) -> Node {
    let [id, label, control, kind, max, required, cols] = field;
    let max = match length {
        FormEmployeeId::Table if id == "EmpId" => "48",
        _ => max,
    };
    Node::nodes(
        "FormField",
        vec![
            Node::text("Id", id),
            Node::text("Label", label),
            Node::text("ControlType", control),
            Node::text("DataType", kind),
            Node::text("MaxLength", max),
            Node::text("Required", required),
            Node::text("Cols", cols),
            Node::text("Access", "RW"),
            Node::text("Width", cols),
            Node::text("Custom", "N"),
            Node::text("Sequence", number.to_string()),
        ],
    )
}

fn custom(id: &'static str, number: usize) -> Node {
    Node::nodes(
        "FormField",
        vec![
            Node::text("Id", id),
            Node::text("Label", id),
            Node::text("ControlType", "edit"),
            Node::text("DataType", "VARCHAR"),
            Node::text("MaxLength", "48"),
            Node::text("Required", "N"),
            Node::text("Cols", "32"),
            Node::text("Access", "RW"),
            Node::text("Width", "32"),
            Node::text("Custom", "Y"),
            Node::text("ParentFormTypeCode", ""),
            Node::text("ParentFieldId", ""),
            Node::text("IsCopyDownSourceForOtherForms", "Y"),
            Node::text("HierLevel", ""),
            Node::text("Sequence", number.to_string()),
        ],
    )
}
