//! Concur's applications: client id, secret, grants, scopes, and the companies they may enter.

use uuid::Uuid;

/// A grant of `POST /oauth2/v0/token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    /// `password`, for a user's login and for a company request token.
    Password,
    /// `refresh_token`
    RefreshToken,
    /// `client_credentials`
    ClientCredentials,
}

impl Grant {
    /// The grants that are played.
    pub(crate) const ALL: [Self; 3] = [Self::Password, Self::RefreshToken, Self::ClientCredentials];

    /// Reads a `grant_type`.
    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
        }
    }
}

/// An application as the administration tool of Concur registers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Application {
    /// Its public name.
    pub(crate) client_id: Uuid,
    /// Its secret.
    pub(crate) client_secret: String,
    /// How it may ask for tokens.
    pub(crate) grants: Vec<Grant>,
    /// What its tokens may do at most, in the order in which replies list them.
    pub(crate) scopes: Vec<String>,
    /// The companies it is connected to; the first is its home, whose clock its own tokens follow.
    pub(crate) companies: Vec<Uuid>,
}

/// The scopes of a new application: those of every user service, behind the word with which Concur's lists begin.
pub(crate) const DEFAULT_SCOPES: [&str; 26] = [
    "openid",
    "identity.user.ids.read",
    "identity.user.core.read",
    "identity.user.coresensitive.read",
    "identity.user.enterprise.read",
    "identity.user.sap.read",
    "identity.user.coreenterprise.writeonly",
    "identity.user.externalID.writeonly",
    "identity.user.emails.verified.writeonly",
    "identity.user.sap.writeonly",
    "identity.user.delete",
    "user.profile.search.read",
    "user.provision.read",
    "user.provision.write",
    "spend.user.general.read",
    "spend.user.general.writeonly",
    "travel.user.general.read",
    "travel.user.private.read",
    "company.legalentity.read",
    "company.legalentity.writeonly",
    "identity.user.event.read",
    "spend.user.event.read",
    "travel.profile.user.event.read",
    "user.read",
    "user.write",
    "USER",
];

/// The scopes for a token: all that are allowed, or those asked for. `None` when more is asked for.
pub(crate) fn granted_scopes(allowed: &[String], asked: Option<&str>) -> Option<Vec<String>> {
    let Some(asked) = asked.filter(|asked| !asked.trim().is_empty()) else {
        return Some(allowed.to_vec());
    };
    let mut words: Vec<&str> = Vec::new();
    for word in asked.split_whitespace() {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
        .into_iter()
        .map(|scope| {
            allowed
                .iter()
                .find(|known| known.as_str() == scope)
                .cloned()
        })
        .collect()
}
