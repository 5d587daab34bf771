//! `spend:2.0:ApproverLimit`: up to which amounts a user approves, and in which part of the company.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::approver::{Unfit, entries, error};
use crate::company::Version;
use crate::company::provision::Message;
use crate::policy::spend_writing::ApprovalTypes;
use crate::scim::spend::judge::{Fault, entry_path};
use crate::scim::spend::schema::APPROVER_LIMIT;

/// The types of limits with the role that the user must hold for each, as Spend User v4.1 says.
const ROLES: [(&str, &str); 4] = [
    ("report", "EXP_APPROVER"),
    ("request", "REQ_APPROVER"),
    ("purchaseRequest", "INV_PURCH_REQ_APPROVER"),
    ("payment", "INV_APPROVER"),
];

/// What the provisioning page calls a limit for reports.
const EXPENSE: &str = "expense";
/// What everything else calls it, and how it is kept.
const REPORT: &str = "report";

/// What is kept of limits that fit the table, and what is wrong with them. A limit that stays is not judged again.
pub(super) fn judge(
    version: &Version,
    user: Uuid,
    given: &Map<String, Value>,
    before: &Map<String, Value>,
) -> (Map<String, Value>, Vec<Message>) {
    let (mut kept, mut messages) = (Map::new(), Vec::new());
    for (list, limits) in given {
        let path = format!("{APPROVER_LIMIT}:{list}");
        let mut list_kept = Vec::new();
        for (at, limit) in limits.as_array().into_iter().flatten().enumerate() {
            let mut limit = limit.clone();
            let stays = entries(before, list).any(|kept| *kept == limit);
            if !stays {
                one(
                    version,
                    user,
                    &mut limit,
                    &entry_path(&path, &Value::Null, at),
                    &mut messages,
                );
            }
            list_kept.push(limit);
        }
        kept.insert(list.clone(), Value::Array(list_kept));
    }
    (kept, messages)
}

fn one(version: &Version, user: Uuid, limit: &mut Value, path: &str, messages: &mut Vec<Message>) {
    let configuration = &version.configuration;
    let member = |limit: &Value, name: &str| limit[name].as_str().unwrap_or_default().to_owned();
    let at = |name: &str| format!("{path}.{name}");
    let named = version.policies.choose();
    match known_type(&member(limit, "approvalType"), named) {
        None => messages.push(error(Fault::value(&at("approvalType")))),
        Some((kind, role)) => {
            limit["approvalType"] = Value::from(kind);
            if !version.roles.holds_anywhere(user, role) {
                messages.push(Unfit::Roleless.message(&at("approvalType")));
            }
        }
    }
    let currency = member(limit, "reimbursementCurrency");
    let is_currency = |known: &String| known.eq_ignore_ascii_case(&currency);
    match configuration
        .currencies
        .iter()
        .find(|known| is_currency(known))
    {
        None => messages.push(error(Fault::value(&at("reimbursementCurrency")))),
        Some(currency) => limit["reimbursementCurrency"] = Value::from(currency.as_str()),
    }
    // An empty group is the global one, and so is an absent one.
    let group = member(limit, "approvalGroup");
    if !group.is_empty() && !configuration.approval_groups.contains(&group) {
        messages.push(error(Fault::value(&at("approvalGroup"))));
    }
    if group.is_empty() {
        limit["approvalGroup"] = Value::from("");
    }
}

/// The type of this name as it is kept, and its role.
fn known_type(name: &str, named: ApprovalTypes) -> Option<(&'static str, &'static str)> {
    let name = match (name, named) {
        (EXPENSE, ApprovalTypes::Either | ApprovalTypes::Expense) => REPORT,
        (REPORT, ApprovalTypes::Expense) => return None,
        (name, _) => name,
    };
    ROLES.into_iter().find(|(known, _)| *known == name)
}
