//! The scopes that gate single attributes of a user.
//!
//! Source: Concur's "Scope to attribute mapping" page.

use std::ops::BitOr;

/// A set of the five read scopes of Identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Read(u8);

impl Read {
    /// `identity.user.ids.read`
    pub(crate) const IDS: Self = Self(1);
    /// `identity.user.core.read`
    pub(crate) const CORE: Self = Self(2);
    /// `identity.user.coresensitive.read`
    pub(crate) const SENSITIVE: Self = Self(4);
    /// `identity.user.enterprise.read`
    pub(crate) const ENTERPRISE: Self = Self(8);
    /// `identity.user.sap.read`
    pub(crate) const SAP: Self = Self(16);
    /// All five.
    pub(crate) const ALL: Self = Self(31);

    /// Both sets.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two sets share a scope.
    pub(crate) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether this holds no scope.
    pub(crate) const fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl BitOr for Read {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.or(other)
    }
}

/// The scope that an attribute needs to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Write {
    /// `identity.user.coreenterprise.writeonly`
    CoreEnterprise,
    /// `identity.user.externalID.writeonly`
    ExternalId,
    /// `identity.user.sap.writeonly`
    Sap,
    /// `identity.user.emails.verified.writeonly`; without it the attribute is read-only rather than refused.
    EmailsVerified,
}

impl Write {
    /// The scope as tokens name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CoreEnterprise => "identity.user.coreenterprise.writeonly",
            Self::ExternalId => "identity.user.externalID.writeonly",
            Self::Sap => "identity.user.sap.writeonly",
            Self::EmailsVerified => "identity.user.emails.verified.writeonly",
        }
    }
}

/// What a token's scopes allow on Identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rights {
    /// The read scopes held.
    pub(crate) read: Read,
    core_enterprise: bool,
    external_id: bool,
    sap: bool,
    emails_verified: bool,
    /// Whether `identity.user.delete` is held.
    pub(crate) delete: bool,
}

impl Rights {
    /// Reads the rights out of scope words; words of other services say nothing here.
    pub(crate) fn of<'a>(scopes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut rights = Self::default();
        for scope in scopes {
            match scope {
                "identity.user.ids.read" => rights.read = rights.read | Read::IDS,
                "identity.user.core.read" => rights.read = rights.read | Read::CORE,
                "identity.user.coresensitive.read" => rights.read = rights.read | Read::SENSITIVE,
                "identity.user.enterprise.read" => rights.read = rights.read | Read::ENTERPRISE,
                "identity.user.sap.read" => rights.read = rights.read | Read::SAP,
                "identity.user.coreenterprise.writeonly" => rights.core_enterprise = true,
                "identity.user.externalID.writeonly" => rights.external_id = true,
                "identity.user.sap.writeonly" => rights.sap = true,
                "identity.user.emails.verified.writeonly" => rights.emails_verified = true,
                "identity.user.delete" => rights.delete = true,
                _ => {}
            }
        }
        rights
    }

    /// Whether this scope is held.
    pub(crate) const fn may_write(&self, write: Write) -> bool {
        match write {
            Write::CoreEnterprise => self.core_enterprise,
            Write::ExternalId => self.external_id,
            Write::Sap => self.sap,
            Write::EmailsVerified => self.emails_verified,
        }
    }

    /// Whether any write scope is held, so that the call itself may go on.
    pub(crate) const fn may_write_something(&self) -> bool {
        self.core_enterprise || self.external_id || self.sap || self.emails_verified
    }
}
