//! The scopes that gate single attributes of a user.
//!
//! Source: Concur's "Scope to attribute mapping" page.

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

    /// The scope of this name; none for any other word.
    fn named(scope: &str) -> Self {
        match scope {
            "identity.user.ids.read" => Self::IDS,
            "identity.user.core.read" => Self::CORE,
            "identity.user.coresensitive.read" => Self::SENSITIVE,
            "identity.user.enterprise.read" => Self::ENTERPRISE,
            "identity.user.sap.read" => Self::SAP,
            _ => Self::default(),
        }
    }

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

/// The scope that an attribute needs to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Write {
    /// `identity.user.coreenterprise.writeonly`
    CoreEnterprise,
    /// `identity.user.externalID.writeonly`
    ExternalId,
    /// `identity.user.sap.writeonly`
    Sap,
    /// `identity.user.emails.verified.writeonly`; without it the attribute is read-only rather than
    /// refused.
    EmailsVerified,
}

impl Write {
    /// All four.
    pub(crate) const ALL: [Self; 4] = [
        Self::CoreEnterprise,
        Self::ExternalId,
        Self::Sap,
        Self::EmailsVerified,
    ];

    /// The scope as tokens name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::CoreEnterprise => "identity.user.coreenterprise.writeonly",
            Self::ExternalId => "identity.user.externalID.writeonly",
            Self::Sap => "identity.user.sap.writeonly",
            Self::EmailsVerified => "identity.user.emails.verified.writeonly",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// What a token's scopes allow on Identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Rights {
    /// The read scopes held.
    pub(crate) read: Read,
    write: u8,
}

impl Rights {
    /// Reads the rights out of scope words; words of other services say nothing here.
    pub(crate) fn of<'a>(scopes: impl IntoIterator<Item = &'a str>) -> Self {
        let mut rights = Self::default();
        for scope in scopes {
            if let Some(write) = Write::ALL.into_iter().find(|write| write.name() == scope) {
                rights.write |= write.bit();
            }
            rights.read = rights.read.or(Read::named(scope));
        }
        rights
    }

    /// Whether this scope is held.
    pub(crate) const fn may_write(self, write: Write) -> bool {
        self.write & write.bit() != 0
    }

    /// The same without this scope.
    pub(crate) const fn without(mut self, write: Write) -> Self {
        self.write &= !write.bit();
        self
    }

    /// Whether any scope is held that writes an attribute, so that the call itself may go on.
    pub(crate) const fn may_write_something(self) -> bool {
        self.write != 0
    }
}
