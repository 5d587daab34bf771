//! In what services differ when they take a PATCH.

use crate::scim::attribute::Attribute;
use crate::scim::resource::Schema;
use crate::scim::schema::IDENTITY_USER;
use crate::scim::scope::Rights;

/// What `add` does to a list when the path has no filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adding {
    /// It replaces the list, as Identity v4.1 says; only the leave of absence guide shows an `add` that appends.
    Replaces,
    /// It appends what is not there yet, as RFC 7644 says.
    Appends,
}

impl Adding {
    /// Whether this list gets longer.
    pub(super) fn appends_to(self, attribute: &Attribute) -> bool {
        self == Self::Appends || attribute.name == "leavesOfAbsence"
    }
}

/// How a service takes a PATCH of one caller.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect {
    /// What paths name.
    pub(crate) schema: &'static Schema,
    /// What the caller may write.
    pub(crate) rights: Rights,
    /// What `add` does to a list.
    pub(crate) adding: Adding,
}

impl Dialect {
    /// That of Identity.
    pub(crate) const fn identity(rights: Rights) -> Self {
        Self {
            schema: &IDENTITY_USER,
            rights,
            adding: Adding::Replaces,
        }
    }
}
