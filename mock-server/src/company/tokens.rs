//! The tokens and passwords of a company.

use std::sync::{Arc, OnceLock};

use foldhash::fast::RandomState;
use imbl::GenericHashMap;
use imbl::shared_ptr::DefaultSharedPtr;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::application::Application;
use crate::scim::scope::Rights;
use crate::scim::select::{Selection, Wish};

/// A persistent map with a hasher that is quick on long strings.
pub(crate) type FastMap<K, V> = GenericHashMap<K, V, RandomState, DefaultSharedPtr>;

/// Life of an access token.
pub(crate) const ACCESS_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// Life of a refresh token; the migration guide shows exactly 180 days for the "six months" of the reference.
pub(crate) const REFRESH_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Life of a company request token, in which it may be used several times.
pub(crate) const REQUEST_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// The most access tokens that a company keeps; beyond it those that expire first are forgotten.
pub(crate) const MAX_ACCESS_TOKENS: usize = 10_000;

/// Whom a token speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Principal {
    /// A company.
    Company(Uuid),
    /// A user of a company.
    User(Uuid),
    /// The application itself.
    Application(Uuid),
}

impl Principal {
    /// The UUID in the `sub` claim.
    pub(crate) const fn id(self) -> Uuid {
        match self {
            Self::Company(id) | Self::User(id) | Self::Application(id) => id,
        }
    }

    /// The word in the `concur.type` claim.
    pub(crate) const fn kind(self) -> &'static str {
        match self {
            Self::Company(_) => "company",
            Self::User(_) => "user",
            Self::Application(_) => "app",
        }
    }
}

/// What an access token was issued for; nothing of it is read from the token's claims.
#[derive(Debug)]
pub(crate) struct AccessToken {
    /// The application it was issued to.
    pub(crate) application: Arc<Application>,
    /// Whom it speaks for.
    pub(crate) principal: Principal,
    /// What it may do.
    scopes: Arc<[String]>,
    /// What its scopes allow on Identity's attributes.
    pub(crate) rights: Rights,
    /// When it ends.
    pub(crate) expires: Timestamp,
    default_view: OnceLock<Option<Selection>>,
}

impl AccessToken {
    /// Notes down a token.
    pub(crate) fn new(
        application: Arc<Application>,
        principal: Principal,
        scopes: Arc<[String]>,
        expires: Timestamp,
    ) -> Self {
        let rights = Rights::of(scopes.iter().map(String::as_str));
        Self {
            application,
            principal,
            scopes,
            rights,
            expires,
            default_view: OnceLock::new(),
        }
    }

    /// Whether it holds a scope.
    pub(crate) fn holds(&self, scope: &str) -> bool {
        self.scopes.iter().any(|held| held == scope)
    }

    /// What a reply shows to this reader when nothing special is asked for.
    pub(crate) fn default_view(&self) -> Option<&Selection> {
        self.default_view
            .get_or_init(|| Selection::compile(self.rights.read, &Wish::default()).ok())
            .as_ref()
    }
}

/// What a refresh token stands for.
#[derive(Debug, Clone)]
pub(crate) struct RefreshToken {
    /// The application it was issued to.
    pub(crate) client_id: Uuid,
    /// Whom it speaks for.
    pub(crate) principal: Principal,
    /// What may be asked for with it.
    pub(crate) scopes: Arc<[String]>,
    /// When it ends.
    pub(crate) expires: Timestamp,
}

/// What an administrator hands out to connect an application with the company.
#[derive(Debug, Clone)]
pub(crate) struct RequestToken {
    /// The text itself.
    pub(crate) value: String,
    /// The application it was made for.
    pub(crate) client_id: Uuid,
    /// When it ends.
    pub(crate) expires: Timestamp,
}

/// Every token and password of a company at one moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    access: FastMap<Arc<str>, Arc<AccessToken>>,
    refresh: FastMap<String, RefreshToken>,
    /// The company request token.
    pub(crate) request: Option<RequestToken>,
    /// How many request tokens were ever made: the next one's ordinal.
    pub(crate) requests_issued: u64,
    passwords: FastMap<Uuid, Arc<str>>,
    /// How many refresh tokens were ever issued: the next one's ordinal.
    pub(crate) refresh_issued: u64,
}

impl Tokens {
    /// The record of an access token, expired or not.
    pub(crate) fn access(&self, token: &str) -> Option<&Arc<AccessToken>> {
        self.access.get(token)
    }

    /// Keeps an access token and gives back those that were forgotten for it.
    pub(crate) fn keep_access(
        &mut self,
        token: Arc<str>,
        record: Arc<AccessToken>,
    ) -> Vec<Arc<str>> {
        self.access.insert(token, record);
        if self.access.len() <= MAX_ACCESS_TOKENS {
            return Vec::new();
        }
        let mut by_end: Vec<(Timestamp, Arc<str>)> = self
            .access
            .iter()
            .map(|(token, record)| (record.expires, Arc::clone(token)))
            .collect();
        by_end.sort();
        by_end.truncate(MAX_ACCESS_TOKENS / 2);
        for (_, token) in &by_end {
            self.access.remove(token);
        }
        by_end.into_iter().map(|(_, token)| token).collect()
    }

    /// All access tokens.
    pub(crate) fn access_tokens(&self) -> impl Iterator<Item = &Arc<str>> {
        self.access.keys()
    }

    /// All refresh tokens.
    pub(crate) fn refresh_tokens(&self) -> impl Iterator<Item = &String> {
        self.refresh.keys()
    }

    /// The record of a refresh token, expired or not.
    pub(crate) fn refresh(&self, token: &str) -> Option<&RefreshToken> {
        self.refresh.get(token)
    }

    /// Keeps a refresh token, or sets its new end.
    pub(crate) fn keep_refresh(&mut self, token: String, record: RefreshToken) {
        self.refresh.insert(token, record);
    }

    /// Whether this is the user's password; a user without one has none that fits.
    pub(crate) fn is_password(&self, user: Uuid, password: &str) -> bool {
        self.passwords
            .get(&user)
            .is_some_and(|kept| **kept == *password)
    }

    /// Sets a user's password.
    pub(crate) fn set_password(&mut self, user: Uuid, password: &str) {
        self.passwords.insert(user, Arc::from(password));
    }
}
