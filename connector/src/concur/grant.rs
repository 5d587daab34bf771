//! One request to `/oauth2/v0/token` as a value, and the reading of its reply; no I/O.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::Value;

use super::decode;
use super::origin::Origin;
use super::transport::Answer;
use crate::config::Credentials;
use crate::error::Error;

const PATH: &str = "/oauth2/v0/token";
/// Concur's authentication page gives every access token one hour; used where a reply does not say.
const USUAL_LIFETIME: Duration = Duration::from_hours(1);
/// A reply that promises more is not believed: the token would never be renewed ahead of time.
const MAX_LIFETIME: Duration = Duration::from_hours(24);
/// Concur's code for a user whose data live in another data centre, named by `geolocation`.
const LIVES_ELSEWHERE: i64 = 16;

/// What Concur grants.
#[derive(Debug)]
pub(crate) struct Granted {
    pub(crate) access_token: SecretString,
    pub(crate) lifetime: Duration,
    pub(crate) refresh_token: Option<SecretString>,
    pub(crate) refresh_expires_at: Option<i64>,
    pub(crate) geolocation: Option<String>,
}

/// Asks with the credentials themselves.
pub(crate) fn by_credentials(credentials: &Credentials, origin: &Origin) -> reqwest::Request {
    match credentials {
        Credentials::CompanyRequestToken {
            company_id,
            request_token,
            ..
        } => {
            let fields = [
                ("grant_type", "password"),
                ("credtype", "authtoken"),
                ("username", company_id),
                ("password", request_token.expose_secret()),
            ];
            request(credentials, origin, &fields)
        }
        Credentials::Password {
            username, password, ..
        } => {
            let fields = [
                ("grant_type", "password"),
                ("credtype", "password"),
                ("username", username),
                ("password", password.expose_secret()),
            ];
            request(credentials, origin, &fields)
        }
        Credentials::RefreshToken { refresh_token, .. } => {
            by_refresh_token(credentials, refresh_token, origin)
        }
        Credentials::ClientCredentials { .. } => {
            request(credentials, origin, &[("grant_type", "client_credentials")])
        }
    }
}

/// Asks with a refresh token.
pub(crate) fn by_refresh_token(
    credentials: &Credentials,
    refresh_token: &SecretString,
    origin: &Origin,
) -> reqwest::Request {
    let fields = [
        ("grant_type", "refresh_token"),
        ("refresh_token", refresh_token.expose_secret()),
    ];
    request(credentials, origin, &fields)
}

/// Client id and secret are fields of the form; HTTP Basic is not documented. The content type carries no charset: the
/// travel guide demands that it be left off.
fn request(
    credentials: &Credentials,
    origin: &Origin,
    fields: &[(&str, &str)],
) -> reqwest::Request {
    let (client_id, client_secret) = client(credentials);
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("client_secret", client_secret.expose_secret())
        .extend_pairs(fields)
        .finish();
    let mut request = reqwest::Request::new(Method::POST, origin.join(PATH, &[]));
    let headers = request.headers_mut();
    let form_type = HeaderValue::from_static("application/x-www-form-urlencoded");
    headers.insert(CONTENT_TYPE, form_type);
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    *request.body_mut() = Some(form.into());
    request
}

fn client(credentials: &Credentials) -> (&str, &SecretString) {
    match credentials {
        Credentials::CompanyRequestToken {
            client_id,
            client_secret,
            ..
        }
        | Credentials::Password {
            client_id,
            client_secret,
            ..
        }
        | Credentials::RefreshToken {
            client_id,
            client_secret,
            ..
        }
        | Credentials::ClientCredentials {
            client_id,
            client_secret,
        } => (client_id, client_secret),
    }
}

/// The fields of a reply that are used.
#[derive(Deserialize)]
struct Reply {
    access_token: String,
    expires_in: Option<Value>,
    refresh_token: Option<String>,
    refresh_expires_in: Option<Value>,
    geolocation: Option<String>,
}

pub(crate) fn read(body: &Bytes) -> Result<Granted, Error> {
    let reply: Reply = decode::whole(body)?;
    let lifetime = reply
        .expires_in
        .as_ref()
        .and_then(number)
        .map_or(USUAL_LIFETIME, |seconds| {
            Duration::from_secs(u64::try_from(seconds).unwrap_or(0))
        });
    Ok(Granted {
        access_token: reply.access_token.into(),
        lifetime: lifetime.min(MAX_LIFETIME),
        refresh_token: reply.refresh_token.map(SecretString::from),
        // In spite of its name this is a point in time, by the replies shown in Concur's guides.
        refresh_expires_at: reply.refresh_expires_in.as_ref().and_then(number),
        geolocation: reply.geolocation,
    })
}

/// Where to repeat a request whose user lives in another data centre.
pub(crate) fn elsewhere(answer: &Answer) -> Option<String> {
    #[derive(Deserialize)]
    struct Elsewhere {
        code: i64,
        geolocation: String,
    }
    if answer.status != StatusCode::BAD_REQUEST {
        return None;
    }
    let reply: Elsewhere = serde_json::from_slice(&answer.body).ok()?;
    (reply.code == LIVES_ELSEWHERE).then_some(reply.geolocation)
}

/// The authentication page prints numbers as strings, replies seen in its own pictures as numbers.
fn number(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.trim().parse().ok(),
        other => other.as_i64(),
    }
}
