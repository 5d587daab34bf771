//! Writes the spend profile of a user: judges what was sent, keeps what fits, says what became of it. No HTTP.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Version;
use super::extensions::Extension;
use super::provision::{Report, Sent};
use crate::scim::spend::schema::{
    APPROVER, APPROVER_LIMIT, DELEGATE, INVOICE_PREFERENCE, PAYROLL, URNS, USER, USER_PREFERENCE,
    WORKFLOW_PREFERENCE,
};

/// Writes what one operation sent of the spend profile and of the payroll; answers one report for each extension, in the
/// order of the documented reply.
pub(crate) fn write(
    version: &mut Version,
    user: Uuid,
    sent: Sent<'_>,
    now: Timestamp,
) -> Vec<Report> {
    let nothing = Map::new();
    let documents = match sent {
        Sent::Create(documents) | Sent::Replace(documents) => documents,
        Sent::Patch(_) => &nothing,
    };
    URNS.into_iter()
        .map(|urn| match (documents.get(urn), extension(urn)) {
            (Some(Value::Object(members)), Some(extension)) => {
                version
                    .extensions
                    .keep(user, extension, members.clone(), now);
                Report::of(urn, Vec::new())
            }
            _ => Report::untouched(urn),
        })
        .collect()
}

/// Where the extension of this URN is kept; `None` for the roles, which have a place of their own.
fn extension(urn: &str) -> Option<Extension> {
    Some(match urn {
        USER => Extension::SpendUser,
        APPROVER => Extension::SpendApprover,
        APPROVER_LIMIT => Extension::SpendApproverLimit,
        DELEGATE => Extension::SpendDelegate,
        USER_PREFERENCE => Extension::SpendUserPreference,
        INVOICE_PREFERENCE => Extension::SpendInvoicePreference,
        WORKFLOW_PREFERENCE => Extension::SpendWorkflowPreference,
        PAYROLL => Extension::Payroll,
        _ => return None,
    })
}
