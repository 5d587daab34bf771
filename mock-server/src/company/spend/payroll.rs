//! `enterprise:2.0:Payroll`: how ADP's payroll knows a user who is paid back through it.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::approver::error;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::provision::Message;
use crate::scim::spend::judge::Fault;
use crate::scim::spend::schema::PAYROLL;

/// The way of paying back that goes through the payroll.
const ADP: &str = "ADP_PAYROLL";

/// What is wrong with a payroll for this user. ASSUMED: one that is kept stays when the way of paying back changes.
pub(super) fn judge(version: &Version, user: Uuid, given: &Map<String, Value>) -> Vec<Message> {
    let profile = version.extensions.read(user, Extension::SpendUser);
    let is_by_payroll = profile.get("reimbursementType").is_some_and(|by| by == ADP);
    if given.is_empty() || is_by_payroll {
        return Vec::new();
    }
    vec![error(Fault::value(&format!("{PAYROLL}:adp")))]
}
