//! Makes one call: token, answer, one renewal when the token is refused, bounded repetition of reads.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use http::{Method, StatusCode};
use secrecy::ExposeSecret;

use super::token::{Token, Tokens};
use super::transport::{Answer, Transport};
use super::{decode, refusal};
use crate::config::{Config, StoredToken};
use crate::error::Error;

/// How often a read is sent in all, when Concur answers that it is overloaded or down.
const MAX_ATTEMPTS: u32 = 3;
/// The first pause after a 429 that names none; it doubles.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The pause after a 503 that names none, by Concur's page on HTTP codes. By default that is for the caller to wait.
const MAINTENANCE_PAUSE: Duration = Duration::from_mins(5);

/// A call as a value: everything but host and token.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    /// Appended to the path, encoded.
    pub(crate) segments: Vec<String>,
    /// Encoded already.
    pub(crate) query: Option<String>,
    pub(crate) body: Option<Vec<u8>>,
}

impl Call {
    pub(crate) fn get(path: &'static str) -> Self {
        Self {
            method: Method::GET,
            path,
            segments: Vec::new(),
            query: None,
            body: None,
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Client {
    transport: Transport,
    tokens: Tokens,
    longest_wait: Duration,
}

impl Client {
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let transport = Transport::new(config)?;
        Ok(Self {
            tokens: Tokens::new(config, transport.clone())?,
            transport,
            longest_wait: config.longest_wait,
        })
    }

    pub(crate) async fn stored_token(&self) -> Option<StoredToken> {
        self.tokens.stored().await
    }

    /// The body of a successful answer.
    #[tracing::instrument(skip_all, fields(http.method = %call.method, http.path = call.path))]
    pub(crate) async fn call(&self, call: &Call) -> Result<Bytes, Error> {
        let mut answer = self.send_with_token(call).await?;
        for attempt in 1..MAX_ATTEMPTS {
            let Some(pause) = self.pause(call, &answer, attempt) else {
                break;
            };
            tracing::debug!(
                attempt,
                pause_ms = u64::try_from(pause.as_millis()).unwrap_or(u64::MAX),
                "concur is busy, repeating a read"
            );
            tokio::time::sleep(pause).await;
            answer = self.send_with_token(call).await?;
        }
        if answer.status.is_success() {
            Ok(answer.body)
        } else {
            Err(refusal::error(&answer))
        }
    }

    /// Sends, and once more with a new token if this one is refused. A write may be sent again here: a call that was
    /// refused at the door has had no effect.
    async fn send_with_token(&self, call: &Call) -> Result<Answer, Error> {
        let token = self.tokens.current().await?;
        let answer = self.transport.send(request(call, &token)?).await?;
        if !is_about_the_token(answer.status) {
            return Ok(answer);
        }
        let token = self.tokens.replace(&token).await?;
        self.transport.send(request(call, &token)?).await
    }

    /// How long to wait before the call is repeated; nothing, if it must not be. Only reads are: Concur does not say
    /// that a write answered with 503 has had no effect.
    fn pause(&self, call: &Call, answer: &Answer, attempt: u32) -> Option<Duration> {
        let is_busy = matches!(
            answer.status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        );
        if !is_busy || call.method != Method::GET {
            return None;
        }
        let pause = match refusal::retry_after(&answer.headers) {
            Some(asked) => asked,
            // A wish that cannot be read is not overridden by a guess.
            None if answer.headers.contains_key(RETRY_AFTER) => return None,
            None if answer.status == StatusCode::SERVICE_UNAVAILABLE => MAINTENANCE_PAUSE,
            None => FIRST_PAUSE * 2_u32.pow(attempt - 1),
        };
        (pause <= self.longest_wait).then_some(pause)
    }
}

/// ASSUMED: both may mean a token that has expired. Concur's page on HTTP codes gives 401 to a missing header and 403 to an
/// expired or revoked token, a guide gives 403 to a missing scope as well, which a new token does not cure. Nothing tells
/// the two apart, so each gets one renewal.
fn is_about_the_token(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN)
}

fn request(call: &Call, token: &Token) -> Result<reqwest::Request, Error> {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    let mut url = token.origin.join(call.path, &segments);
    url.set_query(call.query.as_deref());
    let mut request = reqwest::Request::new(call.method.clone(), url);
    let bearer = format!("Bearer {}", token.secret.expose_secret());
    let mut bearer =
        HeaderValue::try_from(bearer).map_err(|_| decode::wrong_shape("access_token"))?;
    bearer.set_sensitive(true);
    let json = HeaderValue::from_static("application/json");
    let headers = request.headers_mut();
    headers.insert(AUTHORIZATION, bearer);
    // Version 3 answers XML to those who do not ask for JSON.
    headers.insert(ACCEPT, json.clone());
    if let Some(body) = &call.body {
        headers.insert(CONTENT_TYPE, json);
        // A body of known length: Concur refuses chunked ones.
        *request.body_mut() = Some(body.clone().into());
    }
    Ok(request)
}
