//! The tokens of a company, each kind within its bound.

use std::sync::{Arc, OnceLock};

use imbl::OrdMap;
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::bounded::{drain, keep};
use crate::scim::scope::Rights;
use crate::scim::select::{Selection, Wish};

pub(crate) use super::bounded::{FastMap, Forgotten};

/// Life of an access token.
pub(crate) const ACCESS_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(1);
/// Life of a refresh token; the migration guide shows exactly 180 days for the "six months" of the reference.
pub(crate) const REFRESH_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Life of a company request token, in which it may be used several times.
pub(crate) const REQUEST_TOKEN_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// The most access tokens that a company keeps; beyond it those that expire first are forgotten.
pub(crate) const MAX_ACCESS_TOKENS: usize = 10_000;
/// The most refresh tokens that a company keeps, bounded alike.
pub(crate) const MAX_REFRESH_TOKENS: usize = 10_000;
/// The most authorization codes that a company keeps, bounded alike.
pub(crate) const MAX_CODES: usize = 1_000;
/// The most signed-in browsers that a company knows, bounded alike.
pub(crate) const MAX_SESSIONS: usize = 1_000;

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
    pub(crate) client_id: Uuid,
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
        client_id: Uuid,
        principal: Principal,
        scopes: Arc<[String]>,
        expires: Timestamp,
    ) -> Self {
        let rights = Rights::of(scopes.iter().map(String::as_str));
        Self {
            client_id,
            principal,
            scopes,
            rights,
            expires,
            default_view: OnceLock::new(),
        }
    }

    /// The same token, with its end at this time.
    pub(crate) fn ended(&self, at: Timestamp) -> Self {
        Self::new(self.client_id, self.principal, Arc::clone(&self.scopes), at)
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
    /// The one that took its place, where it is kept beside that one.
    pub(crate) successor: Option<Arc<str>>,
}

/// What an administrator hands out to connect an application with the company.
#[derive(Debug, Clone)]
pub(crate) struct RequestToken {
    /// The text itself.
    pub(crate) value: String,
    /// When it ends.
    pub(crate) expires: Timestamp,
}

/// What a browser carries back to an application after a user signed in.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// The application it was issued to.
    pub(crate) client_id: Uuid,
    /// Where the browser was sent with it.
    pub(crate) redirect_uri: String,
    /// The user who signed in.
    pub(crate) user: Uuid,
    /// What the user allowed.
    pub(crate) scopes: Arc<[String]>,
    /// When it ends.
    pub(crate) expires: Timestamp,
}

/// A browser in which a user signed in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BrowserSession {
    /// The user.
    pub(crate) user: Uuid,
    /// When it ends.
    pub(crate) expires: Timestamp,
}

/// Every token of a company at one moment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    access: FastMap<Arc<str>, Arc<AccessToken>>,
    refresh: FastMap<Arc<str>, RefreshToken>,
    codes: FastMap<Arc<str>, Code>,
    sessions: FastMap<Arc<str>, BrowserSession>,
    /// The company request tokens by application.
    requests: OrdMap<Uuid, RequestToken>,
    issued: u64,
    requests_issued: u64,
    /// Whether anything was ever issued to a user.
    speak_for_users: bool,
}

impl Tokens {
    /// The record of an access token, expired or not.
    pub(crate) fn access(&self, token: &str) -> Option<&Arc<AccessToken>> {
        self.access.get(token)
    }

    /// Keeps an access token and gives back those that were forgotten for it.
    pub(crate) fn keep_access(&mut self, token: Arc<str>, record: Arc<AccessToken>) -> Forgotten {
        self.speak_for_users |= matches!(record.principal, Principal::User(_));
        keep(
            &mut self.access,
            token,
            record,
            MAX_ACCESS_TOKENS,
            |record| record.expires,
        )
    }

    /// The record of a refresh token, expired or not.
    pub(crate) fn refresh(&self, token: &str) -> Option<&RefreshToken> {
        self.refresh.get(token)
    }

    /// Keeps a refresh token, or sets its new end, and gives back those that were forgotten for it.
    pub(crate) fn keep_refresh(&mut self, token: Arc<str>, record: RefreshToken) -> Forgotten {
        self.speak_for_users |= matches!(record.principal, Principal::User(_));
        keep(
            &mut self.refresh,
            token,
            record,
            MAX_REFRESH_TOKENS,
            |record| record.expires,
        )
    }

    /// The ordinal of the next token, code or session.
    pub(crate) const fn next(&mut self) -> u64 {
        let ordinal = self.issued;
        self.issued += 1;
        ordinal
    }

    /// The record of an authorization code, expired or not.
    pub(crate) fn code(&self, code: &str) -> Option<&Code> {
        self.codes.get(code)
    }

    /// Keeps an authorization code and gives back those that were forgotten for it.
    pub(crate) fn keep_code(&mut self, code: Arc<str>, record: Code) -> Forgotten {
        self.speak_for_users = true;
        keep(&mut self.codes, code, record, MAX_CODES, |code| {
            code.expires
        })
    }

    /// The browser session of this name, ended or not.
    pub(crate) fn session(&self, name: &str) -> Option<BrowserSession> {
        self.sessions.get(name).copied()
    }

    /// Keeps a browser session and gives back those that were forgotten for it.
    pub(crate) fn keep_session(&mut self, name: Arc<str>, session: BrowserSession) -> Forgotten {
        self.speak_for_users = true;
        keep(&mut self.sessions, name, session, MAX_SESSIONS, |session| {
            session.expires
        })
    }

    /// Forgets one refresh token, code or session; says whether there was one.
    pub(crate) fn spend(&mut self, text: &str) -> bool {
        let was_refresh = self.refresh.remove(text).is_some();
        let was_code = self.codes.remove(text).is_some();
        let was_session = self.sessions.remove(text).is_some();
        was_refresh || was_code || was_session
    }

    /// Forgets a refresh token and those that took its place, one after the other. Each step empties a place of the
    /// table, whose bound is therefore that of the steps.
    pub(crate) fn end_line(&mut self, token: &str) -> Forgotten {
        let mut forgotten = Forgotten::new();
        let mut next: Option<Arc<str>> = Some(Arc::from(token));
        while let Some(text) = next {
            next = self
                .refresh
                .remove(&text)
                .and_then(|record| record.successor);
            forgotten.push(text);
        }
        forgotten
    }

    /// Forgets the refresh tokens that an application holds for someone.
    pub(crate) fn end_refresh(&mut self, client_id: Uuid, principal: Principal) -> Forgotten {
        drain(&mut self.refresh, |record| {
            record.client_id == client_id && record.principal == principal
        })
    }

    /// Forgets the access tokens that an application holds for someone.
    pub(crate) fn end_access(&mut self, client_id: Uuid, principal: Principal) -> Forgotten {
        drain(&mut self.access, |record| {
            record.client_id == client_id && record.principal == principal
        })
    }

    /// Forgets everything that was issued to an application.
    pub(crate) fn end_application(&mut self, client_id: Uuid) -> Forgotten {
        self.requests.remove(&client_id);
        let mut forgotten = drain(&mut self.access, |record| record.client_id == client_id);
        forgotten.extend(drain(&mut self.refresh, |record| {
            record.client_id == client_id
        }));
        forgotten.extend(drain(&mut self.codes, |code| code.client_id == client_id));
        forgotten
    }

    /// Forgets what was issued to users who do not stay.
    pub(crate) fn end_users(&mut self, stays: impl Fn(Uuid) -> bool) -> Forgotten {
        if !self.speak_for_users {
            return Forgotten::new();
        }
        let is_gone =
            |principal: Principal| matches!(principal, Principal::User(user) if !stays(user));
        let mut forgotten = drain(&mut self.access, |record| is_gone(record.principal));
        forgotten.extend(drain(&mut self.refresh, |record| is_gone(record.principal)));
        forgotten.extend(drain(&mut self.codes, |code| !stays(code.user)));
        forgotten.extend(drain(&mut self.sessions, |session| !stays(session.user)));
        forgotten
    }

    /// Forgets what was issued to applications that may not enter any more.
    pub(super) fn end_applications(&mut self, may_enter: impl Fn(Uuid) -> bool) {
        let is_out = |client_id: Uuid| !may_enter(client_id);
        drain(&mut self.access, |record| is_out(record.client_id));
        drain(&mut self.refresh, |record| is_out(record.client_id));
        drain(&mut self.codes, |code| is_out(code.client_id));
        let requests = self.requests.iter();
        self.requests = requests
            .filter(|(client_id, _)| !is_out(**client_id))
            .map(|(client_id, request)| (*client_id, request.clone()))
            .collect();
    }

    /// Goes on counting where the others are, so that no text comes twice.
    pub(super) fn count_on(&mut self, others: &Self) {
        self.issued = self.issued.max(others.issued);
        self.requests_issued = self.requests_issued.max(others.requests_issued);
    }

    /// The texts of every token, code and session that the others have not.
    pub(super) fn texts_beyond(&self, others: &Self) -> Vec<Arc<str>> {
        fn beyond<R: Clone>(
            some: &FastMap<Arc<str>, R>,
            others: &FastMap<Arc<str>, R>,
            texts: &mut Vec<Arc<str>>,
        ) {
            if !some.ptr_eq(others) {
                let missing = some.keys().filter(|text| !others.contains_key(*text));
                texts.extend(missing.cloned());
            }
        }
        let mut texts = Vec::new();
        beyond(&self.access, &others.access, &mut texts);
        beyond(&self.refresh, &others.refresh, &mut texts);
        beyond(&self.codes, &others.codes, &mut texts);
        beyond(&self.sessions, &others.sessions, &mut texts);
        texts
    }

    /// The texts of every token, code and session.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &Arc<str>> {
        self.access
            .keys()
            .chain(self.refresh.keys())
            .chain(self.codes.keys())
            .chain(self.sessions.keys())
    }

    /// The request token that was made for an application.
    pub(crate) fn request(&self, client_id: Uuid) -> Option<&RequestToken> {
        self.requests.get(&client_id)
    }

    /// Whether this text is the request token of some application.
    pub(crate) fn is_request(&self, text: &str) -> bool {
        self.requests.values().any(|request| request.value == text)
    }

    /// Makes a request token for an application; the one that it had ends.
    pub(crate) fn make_request(
        &mut self,
        client_id: Uuid,
        expires: Timestamp,
        write: impl FnOnce(u64) -> String,
    ) {
        let value = write(self.requests_issued);
        self.requests_issued += 1;
        self.requests
            .insert(client_id, RequestToken { value, expires });
    }

    /// Ends the request token of an application.
    pub(crate) fn end_request(&mut self, client_id: Uuid) {
        self.requests.remove(&client_id);
    }

    /// Gives every request token a new end.
    pub(crate) fn prolong_requests(&mut self, expires: Timestamp) {
        self.requests = self
            .requests
            .iter()
            .map(|(client_id, request)| {
                let value = request.value.clone();
                (*client_id, RequestToken { value, expires })
            })
            .collect();
    }
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
