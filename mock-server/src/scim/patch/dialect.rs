//! In what services differ when they take a PATCH.

use crate::policy::Policies;
use crate::policy::writing::ListAdd;
use crate::scim::attribute::Attribute;
use crate::scim::resource::Schema;
use crate::scim::schema::IDENTITY_USER;
use crate::scim::scope::Rights;

/// What `add` does to a list when the path has no filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Adding {
    /// It replaces the list, as Identity v4.1 says; only the leave of absence guide shows an `add` that appends.
    Replaces,
    /// It replaces the list, leaves of absence, too.
    ReplacesLeaves,
    /// It appends what is not there yet, as RFC 7644 says.
    Appends,
}

impl Adding {
    /// Whether this list gets longer.
    pub(super) fn appends_to(self, attribute: &Attribute) -> bool {
        match self {
            Self::Replaces => attribute.name == "leavesOfAbsence",
            Self::ReplacesLeaves => false,
            Self::Appends => true,
        }
    }
}

/// How a service takes a PATCH of one caller.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialect<'p> {
    /// What paths name.
    pub(crate) schema: &'static Schema,
    /// What the caller may write.
    pub(crate) rights: Rights,
    /// What `add` does to a list.
    pub(crate) adding: Adding,
    /// How the company reads what the documentation leaves open.
    pub(crate) policies: &'p Policies,
}

impl<'p> Dialect<'p> {
    /// That of Identity.
    pub(crate) fn identity(rights: Rights, policies: &'p Policies) -> Self {
        Self {
            schema: &IDENTITY_USER,
            rights,
            adding: match policies.choose() {
                ListAdd::LeavesAppend => Adding::Replaces,
                ListAdd::Replaces => Adding::ReplacesLeaves,
                ListAdd::Appends => Adding::Appends,
            },
            policies,
        }
    }
}
