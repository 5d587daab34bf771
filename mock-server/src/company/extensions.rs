//! What services keep of a user beside the identity document: one JSON object a user and extension.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

/// A part of a user that is no part of its identity document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Extension {
    /// The members of SCIM v4's sap extension that the other versions do not have.
    ScimSap,
    /// `spend:2.0:User`; a user has a spend profile as long as it is kept.
    SpendUser,
    /// `spend:2.0:Approver`; approvers are kept by their id alone, or by the employee number that nobody has yet.
    SpendApprover,
    /// `spend:2.0:ApproverLimit`
    SpendApproverLimit,
    /// `spend:2.0:Delegate`
    SpendDelegate,
    /// `spend:2.0:UserPreference`; what differs from the defaults.
    SpendUserPreference,
    /// `spend:2.0:InvoicePreference`; what differs from the defaults.
    SpendInvoicePreference,
    /// `spend:2.0:WorkflowPreference`; what differs from the defaults.
    SpendWorkflowPreference,
    /// `enterprise:2.0:Payroll`
    Payroll,
    /// `travel:2.0:User`; a user has a travel profile as long as it is kept.
    Travel,
}

impl Extension {
    const ALL: [Self; 10] = [
        Self::ScimSap,
        Self::SpendUser,
        Self::SpendApprover,
        Self::SpendApproverLimit,
        Self::SpendDelegate,
        Self::SpendUserPreference,
        Self::SpendInvoicePreference,
        Self::SpendWorkflowPreference,
        Self::Payroll,
        Self::Travel,
    ];
}

/// One extension of one user.
#[derive(Debug, Clone)]
struct Kept {
    text: Arc<str>,
    /// When it was written last, in milliseconds since 1970.
    changed: i64,
}

/// The extensions of a company's users; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions {
    kept: OrdMap<(Uuid, Extension), Kept>,
}

impl Extensions {
    /// Whether the other is the same, unchanged.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.kept.ptr_eq(&other.kept)
    }

    /// Bytes of all kept documents.
    pub(crate) fn bytes(&self) -> usize {
        self.kept.values().map(|kept| kept.text.len()).sum()
    }

    /// What is kept of this user, as text.
    pub(crate) fn text(&self, user: Uuid, extension: Extension) -> Option<&Arc<str>> {
        self.kept.get(&(user, extension)).map(|kept| &kept.text)
    }

    /// When this of the user was written last; `None` when nothing is kept.
    pub(crate) fn changed(&self, user: Uuid, extension: Extension) -> Option<Timestamp> {
        let kept = self.kept.get(&(user, extension))?;
        Timestamp::from_millisecond(kept.changed).ok()
    }

    /// What is kept of this user; empty when nothing is.
    pub(crate) fn read(&self, user: Uuid, extension: Extension) -> Map<String, Value> {
        self.text(user, extension)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }

    /// Keeps this of the user; an empty object is nothing.
    pub(crate) fn keep(
        &mut self,
        user: Uuid,
        extension: Extension,
        members: Map<String, Value>,
        now: Timestamp,
    ) {
        if members.is_empty() {
            self.kept.remove(&(user, extension));
        } else {
            let kept = Kept {
                text: Arc::from(Value::Object(members).to_string()),
                changed: now.as_millisecond(),
            };
            self.kept.insert((user, extension), kept);
        }
    }

    /// Keeps a text that many users have.
    pub(crate) fn keep_text(
        &mut self,
        user: Uuid,
        extension: Extension,
        text: Arc<str>,
        now: Timestamp,
    ) {
        let changed = now.as_millisecond();
        self.kept.insert((user, extension), Kept { text, changed });
    }

    /// Forgets the user.
    pub(crate) fn remove(&mut self, user: Uuid) {
        for extension in Extension::ALL {
            self.kept.remove(&(user, extension));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_user_s_extensions_are_kept_apart_and_go_together() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let members = json!({"locale": "en-US"}).as_object().unwrap().clone();
        let now = Timestamp::from_millisecond(1_700_000_000_123).unwrap();
        let mut extensions = Extensions::default();
        extensions.keep(ada, Extension::SpendUser, members.clone(), now);
        extensions.keep(bob, Extension::SpendUser, members.clone(), now);
        assert!(extensions.read(ada, Extension::ScimSap).is_empty());
        extensions.remove(ada);
        assert!(extensions.text(ada, Extension::SpendUser).is_none());
        assert_eq!(extensions.read(bob, Extension::SpendUser), members);
        assert_eq!(extensions.changed(bob, Extension::SpendUser), Some(now));
    }
}
