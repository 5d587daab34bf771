//! What services keep of a user beside the identity document: one JSON object a user and extension.

use std::sync::Arc;

use imbl::OrdMap;
use serde_json::{Map, Value};
use uuid::Uuid;

/// A part of a user that is no part of its identity document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extension {
    /// The members of SCIM v4's sap extension that the other versions do not have.
    ScimSap,
    /// The spend extension `urn:ietf:params:scim:schemas:extension:spend:2.0:User`.
    SpendUser,
    /// The spend extension `urn:ietf:params:scim:schemas:extension:spend:2.0:Approver`.
    SpendApprover,
}

impl Extension {
    const ALL: [Self; 3] = [Self::ScimSap, Self::SpendUser, Self::SpendApprover];
}

/// The extensions of a company's users; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions {
    kept: OrdMap<(Uuid, Extension), Arc<str>>,
}

impl Extensions {
    /// Whether the other is the same, unchanged.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.kept.ptr_eq(&other.kept)
    }

    /// What is kept of this user, as text.
    pub(crate) fn text(&self, user: Uuid, extension: Extension) -> Option<&Arc<str>> {
        self.kept.get(&(user, extension))
    }

    /// What is kept of this user; empty when nothing is.
    pub(crate) fn read(&self, user: Uuid, extension: Extension) -> Map<String, Value> {
        self.text(user, extension)
            .and_then(|text| serde_json::from_str(text).ok())
            .unwrap_or_default()
    }

    /// Keeps this of the user; an empty object is nothing.
    pub(crate) fn keep(&mut self, user: Uuid, extension: Extension, members: Map<String, Value>) {
        if members.is_empty() {
            self.kept.remove(&(user, extension));
        } else {
            let text = Value::Object(members).to_string();
            self.kept.insert((user, extension), Arc::from(text));
        }
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
        let mut extensions = Extensions::default();
        extensions.keep(ada, Extension::SpendUser, members.clone());
        extensions.keep(bob, Extension::SpendUser, members.clone());
        assert!(extensions.read(ada, Extension::ScimSap).is_empty());
        extensions.remove(ada);
        assert!(extensions.text(ada, Extension::SpendUser).is_none());
        assert_eq!(extensions.read(bob, Extension::SpendUser), members);
    }
}
