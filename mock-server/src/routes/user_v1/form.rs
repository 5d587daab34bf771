//! `GET /FormFields`: the fields of the employee form.
//!
//! What every form has stands here with the figures of the sample; organisational units and custom fields are those that the
//! company has configured. ASSUMED: a field of a list is the first level of it, without a parent.

use serde_json::Value;

use crate::company::configuration::{Configuration, CustomField};
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

/// The form of a company.
pub(super) fn fields(length: FormEmployeeId, configuration: &Configuration) -> Node {
    let mut nodes = Vec::new();
    for field in IN_FRONT {
        let number = nodes.len() + 1;
        nodes.push(plain(field, length, number));
    }
    for (element, id) in ORG_UNITS.into_iter().chain(CUSTOMS) {
        if let Some(field) = configuration.custom_field(id) {
            let number = nodes.len() + 1;
            nodes.push(custom(element, field, number));
        }
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

fn custom(element: &'static str, field: &CustomField, number: usize) -> Node {
    let (control, kind) = match field.list {
        Some(_) => ("list_edit", "MLIST"),
        None => ("edit", "VARCHAR"),
    };
    let mut nodes = vec![
        Node::text("Id", element),
        Node::text("Label", field.label.as_str()),
        Node::text("ControlType", control),
        Node::text("DataType", kind),
        Node::value("MaxLength", &Value::from(field.max_length)),
        Node::text("Required", if field.required { "Y" } else { "N" }),
        Node::text("Cols", "32"),
        Node::text("Access", "RW"),
        Node::text("Width", "32"),
        Node::text("Custom", "Y"),
        Node::text("ParentFormTypeCode", ""),
        Node::text("ParentFieldId", ""),
        Node::text("IsCopyDownSourceForOtherForms", "Y"),
    ];
    let level = field.list.as_ref().map_or("", |_| "1");
    nodes.extend(
        field
            .list
            .as_deref()
            .map(|name| Node::text("ListName", name)),
    );
    nodes.push(Node::text("HierLevel", level));
    nodes.push(Node::text("Sequence", number.to_string()));
    Node::nodes("FormField", nodes)
}
