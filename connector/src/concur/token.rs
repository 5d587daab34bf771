//! Keeps one valid token: obtains it, renews it ahead of its end, and once more when Concur refuses it early.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::StatusCode;
use secrecy::SecretString;
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::Instant;

use super::grant::{self, Granted};
use super::origin::{Origin, Permitted};
use super::refusal;
use super::transport::{Answer, Transport};
use crate::config::{Config, Credentials, StoredToken, TokenObserver};
use crate::error::Error;

/// A token is renewed this long before its end, so that it does not die on its way.
const RENEWAL_MARGIN: Duration = Duration::from_mins(1);

/// An access token and where it may be used.
#[derive(Debug)]
pub(crate) struct Token {
    pub(crate) secret: SecretString,
    pub(crate) origin: Origin,
    renew_at: Instant,
    serial: u64,
}

/// The tokens of one connector. Clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    source: Arc<Source>,
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct Source {
    transport: Transport,
    credentials: Credentials,
    permitted: Permitted,
    observer: Option<Arc<dyn TokenObserver>>,
    /// Counts finished renewals outside the lock, so that a caller can tell whether one ended while it waited.
    renewals: AtomicU64,
}

#[derive(Debug)]
struct State {
    origin: Origin,
    token: Option<Arc<Token>>,
    refresh: Option<StoredToken>,
    failure: Option<Error>,
}

impl Tokens {
    pub(crate) fn new(config: &Config, transport: Transport) -> Result<Self, Error> {
        let permitted = Permitted::new(config)?;
        let state = State {
            origin: permitted.configured().clone(),
            token: None,
            refresh: None,
            failure: None,
        };
        Ok(Self {
            source: Arc::new(Source {
                transport,
                credentials: config.credentials.clone(),
                permitted,
                observer: config.token_observer.clone(),
                renewals: AtomicU64::new(0),
            }),
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// A token that is good for a while.
    pub(crate) async fn current(&self) -> Result<Arc<Token>, Error> {
        self.other_than(None).await
    }

    /// A token in place of one that Concur refused; renewed only if no other caller did so meanwhile.
    pub(crate) async fn replace(&self, refused: &Token) -> Result<Arc<Token>, Error> {
        self.other_than(Some(refused.serial)).await
    }

    /// What is worth storing, once a token has been issued.
    pub(crate) async fn stored(&self) -> Option<StoredToken> {
        self.state.lock().await.refresh.clone()
    }

    async fn other_than(&self, refused: Option<u64>) -> Result<Arc<Token>, Error> {
        let seen = self.source.renewals.load(Ordering::Acquire);
        let state = Arc::clone(&self.state).lock_owned().await;
        if let Some(token) = &state.token
            && Some(token.serial) != refused
            && Instant::now() < token.renew_at
        {
            return Ok(Arc::clone(token));
        }
        // Those who waited for an attempt share its failure: ten callers with a wrong password must not lock the account.
        if let Some(failure) = &state.failure
            && self.source.renewals.load(Ordering::Acquire) != seen
        {
            return Err(failure.clone());
        }
        // A task of its own: a caller that gives up must not lose the refresh token that is on its way.
        let source = Arc::clone(&self.source);
        tokio::spawn(async move { source.renew(state).await })
            .await
            .map_err(Error::transport)?
    }
}

impl Source {
    async fn renew(&self, mut state: OwnedMutexGuard<State>) -> Result<Arc<Token>, Error> {
        state.token = None;
        let renewed = self.issue(&mut state).await;
        self.renewals.fetch_add(1, Ordering::AcqRel);
        match &renewed {
            Ok(token) => {
                state.token = Some(Arc::clone(token));
                state.failure = None;
            }
            Err(error) => state.failure = Some(error.clone()),
        }
        renewed
    }

    async fn issue(&self, state: &mut State) -> Result<Arc<Token>, Error> {
        let (granted, asked) = self.ask(state).await?;
        // A rotated refresh token is kept before anything else can fail: the old one is void already.
        if let Some(refresh_token) = granted.refresh_token {
            state.refresh = Some(StoredToken {
                refresh_token,
                refresh_expires_at: granted.refresh_expires_at,
                geolocation: asked.url().clone(),
            });
        }
        let home = match &granted.geolocation {
            Some(geolocation) => self.permitted.check(geolocation),
            None => Ok(asked),
        };
        if let (Ok(home), Some(stored)) = (&home, &mut state.refresh) {
            stored.geolocation = home.url().clone();
        }
        if let (Some(observer), Some(stored)) = (&self.observer, &state.refresh) {
            observer.token_issued(stored);
        }
        state.origin = home?;
        Ok(Arc::new(Token {
            secret: granted.access_token,
            origin: state.origin.clone(),
            renew_at: Instant::now() + granted.lifetime - RENEWAL_MARGIN.min(granted.lifetime / 2),
            serial: self.renewals.load(Ordering::Acquire),
        }))
    }

    /// Prefers the refresh token; when Concur no longer takes it, the credentials themselves get one try.
    async fn ask(&self, state: &State) -> Result<(Granted, Origin), Error> {
        if let Some(stored) = &state.refresh {
            let refresh = |origin: &Origin| {
                grant::by_refresh_token(&self.credentials, &stored.refresh_token, origin)
            };
            let answer = self.send(&state.origin, refresh).await;
            let is_over = matches!(answer, Err(Error::Unauthorized(_)));
            let has_other = !matches!(self.credentials, Credentials::RefreshToken { .. });
            if !(is_over && has_other) {
                return answer;
            }
        }
        let start = self.permitted.configured();
        self.send(start, |origin| {
            grant::by_credentials(&self.credentials, origin)
        })
        .await
    }

    /// Asks one origin, and at most one more that it names for a user who lives elsewhere.
    async fn send(
        &self,
        start: &Origin,
        request: impl Fn(&Origin) -> reqwest::Request,
    ) -> Result<(Granted, Origin), Error> {
        let mut origin = start.clone();
        let mut answer = self.transport.send(request(&origin)).await?;
        if let Some(geolocation) = grant::elsewhere(&answer) {
            origin = self.permitted.check(&geolocation)?;
            answer = self.transport.send(request(&origin)).await?;
        }
        if answer.status.is_success() {
            return Ok((grant::read(&answer.body)?, origin));
        }
        Err(refused(&answer))
    }
}

/// Concur answers wrong credentials with 400 and 403 as well as 401, by its table of token codes. What a status means for
/// a user, it does not mean here.
fn refused(answer: &Answer) -> Error {
    match answer.status {
        StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Error::Unauthorized(Box::new(refusal::refusal(answer)))
        }
        StatusCode::NOT_FOUND | StatusCode::CONFLICT => {
            Error::Refused(Box::new(refusal::refusal(answer)))
        }
        _ => refusal::error(answer),
    }
}
