//! Sends one request and reads its whole answer: the only file that touches the network.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;
use secrecy::ExposeSecret;

use crate::config::Config;
use crate::error::{DecodeProblem, Error};

/// A page of 1000 users with every attribute filled stays below 8 MiB; an answer of this size is a mistake.
const MAX_BODY_BYTES: usize = 32 * 1024 * 1024;
const USER_AGENT: &str = concat!("concur-connector/", env!("CARGO_PKG_VERSION"));

/// An answer, whatever its status.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// By hand, as the body may be a token or a page of people, and a header a cookie.
impl fmt::Debug for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Answer")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
}

impl Transport {
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls(config)?)
            // A redirect could carry the token to another host; only a checked geolocation moves it.
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(config.connect_timeout)
            .timeout(config.request_timeout)
            .user_agent(USER_AGENT)
            .no_proxy();
        let builder = match &config.proxy {
            Some(proxy) => builder.proxy(
                reqwest::Proxy::all(proxy.expose_secret())
                    .map_err(|_| Error::configuration("the proxy is not an address"))?,
            ),
            None => builder,
        };
        let http = builder
            .build()
            .map_err(|error| Error::configuration(format!("http client: {error}")))?;
        Ok(Self { http })
    }

    pub(crate) async fn send(&self, request: reqwest::Request) -> Result<Answer, Error> {
        let mut response = self.http.execute(request).await.map_err(broken)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if body.len() + chunk.len() > MAX_BODY_BYTES {
                return Err(Error::Decode {
                    path: ".".to_owned(),
                    problem: DecodeProblem::TooLong,
                });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer {
            status,
            headers,
            body: body.into(),
        })
    }
}

/// The address is left out of the error: it may hold an id or a cursor.
fn broken(error: reqwest::Error) -> Error {
    Error::transport(error.without_url())
}

/// The provider is named here rather than installed: a library must not choose for its whole process.
///
/// Certificates are judged by the platform's trust store, not by roots compiled in: the operator of the machine decides
/// whom to trust, company proxies included, and Concur advises against pinning.
fn tls(config: &Config) -> Result<ClientConfig, Error> {
    let builder =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error| Error::configuration(format!("tls: {error}")))?;
    match builder.clone().with_platform_verifier() {
        Ok(builder) => Ok(builder.with_no_client_auth()),
        // Without any root every encrypted connection fails, but a container that only talks to a mock needs none.
        Err(_) if config.base_url.scheme() == "http" => Ok(builder
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth()),
        Err(error) => Err(Error::configuration(format!("tls: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_debug_text_of_an_answer_shows_neither_body_nor_headers() {
        let mut headers = HeaderMap::new();
        headers.insert("set-cookie", http::HeaderValue::from_static("secret-1"));
        let answer = Answer {
            status: StatusCode::OK,
            headers,
            body: Bytes::from_static(b"secret-2"),
        };

        let text = format!("{answer:?}");

        assert!(text.contains("200"));
        assert!(!text.contains("secret"), "{text}");
    }
}
