//! Writes the spend profile of a user: judges what was sent, keeps what fits, says what became of it. No HTTP.
//!
//! An extension is written as a whole or not at all; one that fails does not keep the others from being written.

mod approver;
mod approver_limit;
mod asked;
mod custom_field;
mod delegate;
pub(crate) mod entitlement;
mod payroll;
mod person;
mod preference;
mod profile;
mod role;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::Version;
use super::extensions::Extension;
use super::provision::{Message, Outcome, Report, Sent, Severity};
use crate::policy::Policies;
use crate::policy::spend_writing::{FailedUser, ProcessingOrder, PutWithoutUser};
use crate::scim::patch::{self, Dialect};
use crate::scim::scope::{Rights, Write};
use crate::scim::spend::judge::{self, Fault};
use crate::scim::spend::schema::{
    APPROVER, APPROVER_LIMIT, DELEGATE, INVOICE_PREFERENCE, PAYROLL, ROLE, SPEND, URNS, USER,
    USER_PREFERENCE, WORKFLOW_PREFERENCE,
};
use asked::Asked;
use custom_field::Extent;

/// Writes what one operation sent of the spend profile and of the payroll; answers one report for each extension, in the
/// order of the documented reply.
pub(crate) fn write(
    version: &mut Version,
    user: Uuid,
    sent: Sent<'_>,
    now: Timestamp,
) -> Vec<Report> {
    let mut work = Work { version, user, now };
    let mut reports = vec![work.profile(sent)];
    let has_failed = reports[0].outcome == Outcome::Error;
    let is_blocked = !work.has_profile()
        || (has_failed && work.version.policies.choose::<FailedUser>() == FailedUser::NoOp);
    for urn in order(work.version.policies.choose()) {
        reports.push(if is_blocked {
            Report::untouched(urn)
        } else {
            work.extension(urn, sent)
        });
    }
    reports.sort_by_key(|report| URNS.iter().position(|urn| *urn == report.urn));
    reports
}

/// The extensions behind the profile, in the order in which they are written.
fn order(policy: ProcessingOrder) -> impl Iterator<Item = &'static str> {
    let others = URNS.into_iter().filter(|urn| ![USER, ROLE].contains(urn));
    let (first, last) = match policy {
        ProcessingOrder::RolesFirst => (Some(ROLE), None),
        ProcessingOrder::RolesLast => (None, Some(ROLE)),
    };
    first.into_iter().chain(others).chain(last)
}

/// Where the extension of this URN is kept; `None` for the roles, which have a place of their own.
fn place(urn: &str) -> Option<Extension> {
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

/// One operation on one user.
struct Work<'v> {
    version: &'v mut Version,
    user: Uuid,
    now: Timestamp,
}

/// What an extension is to be, before it is judged.
struct Wanted {
    document: Map<String, Value>,
    /// The operations that made it, if any did.
    operations: Vec<Value>,
}

impl Work<'_> {
    fn has_profile(&self) -> bool {
        let kept = &self.version.extensions;
        kept.text(self.user, Extension::SpendUser).is_some()
    }

    fn keep(&mut self, extension: Extension, kept: Map<String, Value>) {
        let extensions = &mut self.version.extensions;
        extensions.revise(self.user, extension, kept, self.now);
    }

    fn profile(&mut self, sent: Sent<'_>) -> Report {
        let (before, policies) = (
            self.version
                .extensions
                .read(self.user, Extension::SpendUser),
            &self.version.policies,
        );
        let asked = match Asked::of(USER, sent, policies) {
            Ok(asked) => asked,
            Err(message) => return Report::of(USER, vec![message]),
        };
        let is_put = matches!(sent, Sent::Replace(_));
        let is_reset = match &asked {
            Asked::Erase => policies.choose::<PutWithoutUser>() == PutWithoutUser::Reset,
            Asked::Whole(Value::Object(profile)) => is_put && profile::is_blank(profile),
            _ => false,
        };
        if is_reset && !before.is_empty() {
            let kept = profile::reset(&self.version.configuration, &before);
            self.keep(Extension::SpendUser, kept);
            return Report::of(USER, Vec::new());
        }
        let extent = match asked {
            Asked::Nothing | Asked::Erase => return Report::untouched(USER),
            Asked::Operations(_) if !before.is_empty() => Extent::Changed,
            Asked::Whole(_) | Asked::Operations(_) => Extent::Whole,
        };
        let shown = profile::shown(self.version, &before);
        let wanted = match wanted(USER, asked, shown, policies) {
            Ok(wanted) => wanted,
            Err(message) => return Report::of(USER, vec![message]),
        };
        let (kept, messages) =
            profile::judge(self.version, self.user, &wanted.document, &before, extent);
        if messages
            .iter()
            .all(|message| message.severity != Severity::Error)
        {
            self.keep(Extension::SpendUser, kept);
        }
        Report::of(USER, messages)
    }

    fn extension(&mut self, urn: &'static str, sent: Sent<'_>) -> Report {
        let policies = &self.version.policies;
        let asked = match Asked::of(urn, sent, policies) {
            Ok(asked) => asked,
            Err(message) => return Report::of(urn, vec![message]),
        };
        let (kept, shown) = self.before(urn);
        let is_nothing = match &asked {
            Asked::Nothing => true,
            Asked::Erase => shown.is_empty(),
            Asked::Whole(document) => shown.is_empty() && judge::is_blank(document),
            Asked::Operations(_) => false,
        };
        if is_nothing {
            return Report::untouched(urn);
        }
        let wanted = match wanted(urn, asked, shown, policies) {
            Ok(wanted) => wanted,
            Err(message) => return Report::of(urn, vec![message]),
        };
        let (fitting, faults) = judge::extension(urn, &wanted.document);
        if !faults.is_empty() {
            return Report::of(urn, faults.into_iter().map(approver::error).collect());
        }
        let messages = match place(urn) {
            None => {
                let messages = role::write(self.version, self.user, &fitting);
                self.version.date_roles(self.now);
                messages
            }
            Some(place) => {
                let (kept, messages) = self.judge(urn, fitting, &kept, &wanted.operations);
                if messages.is_empty() {
                    self.keep(place, kept);
                }
                messages
            }
        };
        Report::of(urn, messages)
    }

    /// An extension as it is kept, and as operations see it.
    fn before(&self, urn: &str) -> (Map<String, Value>, Map<String, Value>) {
        let Some(place) = place(urn) else {
            return (Map::new(), role::shown(self.version, self.user));
        };
        let kept = self.version.extensions.read(self.user, place);
        let shown = match urn {
            APPROVER => approver::shown(self.version, &kept),
            DELEGATE => delegate::shown(self.version, &kept),
            _ => kept.clone(),
        };
        (kept, shown)
    }

    /// What is kept of an extension that fits its table, and what is wrong with it.
    fn judge(
        &self,
        urn: &str,
        fitting: Map<String, Value>,
        before: &Map<String, Value>,
        operations: &[Value],
    ) -> (Map<String, Value>, Vec<Message>) {
        let (version, user) = (&*self.version, self.user);
        match urn {
            APPROVER => approver::judge(version, &fitting, before),
            APPROVER_LIMIT => approver_limit::judge(version, user, &fitting, before),
            DELEGATE => delegate::judge(version, user, &fitting, before),
            PAYROLL => {
                let messages = payroll::judge(version, user, &fitting);
                (fitting, messages)
            }
            _ => preference::judge(version, user, urn, fitting, before, operations),
        }
    }
}

/// What an extension is to be.
fn wanted(
    urn: &'static str,
    asked: Asked,
    before: Map<String, Value>,
    policies: &Policies,
) -> Result<Wanted, Message> {
    let no_object = || approver::error(Fault::value(urn));
    match asked {
        Asked::Nothing | Asked::Erase => Ok(Wanted {
            document: Map::new(),
            operations: Vec::new(),
        }),
        Asked::Whole(Value::Object(document)) => Ok(Wanted {
            document,
            operations: Vec::new(),
        }),
        Asked::Whole(_) => Err(no_object()),
        Asked::Operations(operations) => {
            let patched = patched(urn, before, &operations, policies)?;
            match patched {
                Value::Object(document) => Ok(Wanted {
                    document,
                    operations,
                }),
                _ => Err(no_object()),
            }
        }
    }
}

/// An extension after these operations, all or none.
fn patched(
    urn: &'static str,
    before: Map<String, Value>,
    operations: &[Value],
    policies: &Policies,
) -> Result<Value, Message> {
    let rights = Rights::of(Write::ALL.map(Write::name));
    let dialect = Dialect {
        schema: &SPEND,
        ..Dialect::identity(rights, policies)
    };
    let mut document = Map::new();
    if !before.is_empty() {
        document.insert(urn.to_owned(), Value::Object(before));
    }
    for operation in operations {
        let path = operation["path"].as_str().unwrap_or(urn);
        let body = json!({"Operations": [operation]});
        patch::apply(&mut document, &body, dialect)
            .map_err(|error| Message::error(path, error.to_string()))?;
    }
    Ok(document.shift_remove(urn).unwrap_or_else(|| json!({})))
}

#[cfg(test)]
mod tests;
