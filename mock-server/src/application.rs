//! Concur's applications: client id, secrets, grants, scopes, redirect addresses, and the companies they may enter.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

use crate::ids::Seed;
use crate::subscription::Subscription;

/// A grant of `POST /oauth2/v0/token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grant {
    /// `password`, for a user's login and for a company request token.
    Password,
    /// `refresh_token`
    RefreshToken,
    /// `client_credentials`
    ClientCredentials,
    /// `authorization_code`, behind the sign-in page.
    AuthorizationCode,
    /// `otp`, behind a mailed token.
    OneTimePassword,
}

impl Grant {
    /// Every grant.
    pub(crate) const ALL: [Self; 5] = [
        Self::Password,
        Self::RefreshToken,
        Self::ClientCredentials,
        Self::AuthorizationCode,
        Self::OneTimePassword,
    ];

    /// Reads a `grant_type`.
    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }

    /// The `grant_type`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::RefreshToken => "refresh_token",
            Self::ClientCredentials => "client_credentials",
            Self::AuthorizationCode => "authorization_code",
            Self::OneTimePassword => "otp",
        }
    }
}

/// Whether a secret opens anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SecretStatus {
    /// It does.
    Active,
    /// It does not, and may be deleted.
    Inactive,
}

/// A client secret.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret {
    /// Its id, which is no secret.
    pub(crate) id: Uuid,
    /// The text itself.
    pub(crate) value: String,
    /// Whether it opens anything.
    pub(crate) status: SecretStatus,
    /// When it was made.
    pub(crate) created: Timestamp,
    /// When its status changed last.
    pub(crate) updated: Timestamp,
}

impl fmt::Debug for Secret {
    /// Shows everything but the text.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Secret")
            .field("id", &self.id)
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The most secrets that an application has at once. ASSUMED: the page names no limit.
pub(crate) const MAX_SECRETS: usize = 10;
/// The most companies that one application is or was connected to.
pub(crate) const MAX_CONNECTIONS: usize = 10_000;
/// The most redirect addresses of an application.
pub(crate) const MAX_REDIRECT_URIS: usize = 20;

/// An application as the administration tool of Concur registers it. A value: whoever changes one puts a new one in its place.
#[derive(Debug, Clone)]
pub(crate) struct Application {
    /// Its public name.
    pub(crate) client_id: Uuid,
    /// Its secrets, in the order in which they were made.
    pub(crate) secrets: Vec<Secret>,
    /// How it may ask for tokens.
    pub(crate) grants: Vec<Grant>,
    /// What its tokens may do at most, in the order in which replies list them.
    pub(crate) scopes: Vec<String>,
    /// Where the sign-in page may send browsers.
    pub(crate) redirect_uris: Vec<String>,
    /// The companies it is connected to; the first is its home, whose clock and policy its own tokens follow.
    pub(crate) companies: Vec<Uuid>,
    /// The companies it was connected to, whose tables still hold its tokens.
    pub(crate) left: Vec<Uuid>,
    /// What it subscribed to, by the subscription's id.
    pub(crate) subscriptions: BTreeMap<String, Subscription>,
    /// Whether it gets and may use tokens.
    pub(crate) is_enabled: bool,
    /// Whether it may refresh tokens.
    pub(crate) may_refresh: bool,
    seed: Seed,
    secrets_made: u64,
}

impl Application {
    /// An application with one secret and every grant, connected to nothing.
    pub(crate) fn new(client_id: Uuid, seed: Seed, now: Timestamp) -> Self {
        let mut application = Self {
            client_id,
            secrets: Vec::new(),
            grants: Grant::ALL.to_vec(),
            scopes: DEFAULT_SCOPES.map(str::to_owned).to_vec(),
            redirect_uris: Vec::new(),
            companies: Vec::new(),
            left: Vec::new(),
            subscriptions: BTreeMap::new(),
            is_enabled: true,
            may_refresh: true,
            seed,
            secrets_made: 0,
        };
        application.add_secret(SecretStatus::Active, now);
        application
    }

    /// Makes another secret and gives back its id and value; the caller sees that there are not too many.
    pub(crate) fn add_secret(&mut self, status: SecretStatus, now: Timestamp) -> &Secret {
        let ordinal = self.secrets_made;
        self.secrets_made += 1;
        self.secrets.push(Secret {
            id: self.seed.id("secret id", ordinal),
            value: self.seed.id("secret", ordinal).to_string(),
            status,
            created: now,
            updated: now,
        });
        &self.secrets[self.secrets.len() - 1]
    }

    /// Whether this text is one of its active secrets.
    pub(crate) fn is_secret(&self, text: &str) -> bool {
        self.secrets
            .iter()
            .any(|secret| secret.status == SecretStatus::Active && secret.value == text)
    }

    /// The first active secret, as an administrator hands it out.
    pub(crate) fn shown_secret(&self) -> &str {
        let active = |secret: &&Secret| secret.status == SecretStatus::Active;
        self.secrets
            .iter()
            .find(active)
            .map_or("", |secret| &secret.value)
    }

    /// Whether it may enter this company.
    pub(crate) fn is_connected(&self, company: Uuid) -> bool {
        self.companies.contains(&company)
    }

    /// The companies that may hold tokens of it.
    pub(crate) fn keepers(&self) -> impl Iterator<Item = Uuid> {
        self.companies.iter().chain(&self.left).copied()
    }

    /// Connects it to a company, behind the others.
    pub(crate) fn connect(&mut self, company: Uuid) {
        self.left.retain(|left| *left != company);
        if !self.is_connected(company) {
            self.companies.push(company);
        }
    }

    /// Connects it to these companies and to no other.
    pub(crate) fn connect_only(&mut self, companies: Vec<Uuid>) {
        let left: Vec<Uuid> = self
            .keepers()
            .filter(|company| !companies.contains(company))
            .collect();
        self.left = left;
        self.companies = companies;
    }

    /// Forgets a company that is gone.
    pub(crate) fn forget(&mut self, company: Uuid) {
        self.companies.retain(|known| *known != company);
        self.left.retain(|known| *known != company);
    }
}

/// The scopes of a new application: those of every user service, behind the word with which Concur's lists begin.
pub(crate) const DEFAULT_SCOPES: [&str; 35] = [
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
    "events.topic.read",
    "identity.user.event.read",
    "spend.user.event.read",
    "travel.profile.user.event.read",
    "user.read",
    "user.write",
    "USER",
    "TRVPRF",
    "COMPD",
    "MEDIC",
    "TMCSP",
    "EMERG",
    "PASSV",
    "TSAI",
    "UNUTX",
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
