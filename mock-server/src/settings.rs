//! How a mock is started, and why it is not.

use std::fmt;
use std::fs::File;
use std::io::{self, BufReader};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use url::Url;

use crate::admin;
use crate::company::file;
use crate::company::seed::MAX_SEEDED_USERS;
use crate::founding::{Content, FoundingError};
use crate::listener::{MAX_CONNECTIONS, REQUEST_TIMEOUT};
use crate::policy::{Policies, PolicyError, Setting};
use crate::signing::KeyError;
use crate::tls::{Authority, TlsError};

/// How a mock is started.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// Where to listen; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Where to listen as a second data centre; absent, there is none.
    pub second_listen: Option<SocketAddr>,
    /// What answers name as host; absent, the bound address, an unspecified one becoming loopback. That of the second
    /// data centre is always the bound address.
    pub base_url: Option<Url>,
    /// Users of the first company, at most 1,000,000.
    pub users: usize,
    /// From it follow every id and secret.
    pub seed: u64,
    /// An RSA private key in PEM form; absent, the published test key.
    pub signing_key: Option<String>,
    /// `KEY=VALUE`, for what the documentation leaves open; `GET /__admin/policy` lists the keys. A preset comes first.
    pub policies: Vec<String>,
    /// The most connections that are open at once; the others wait until one ends. At least one.
    pub max_connections: usize,
    /// How long a client may take to send the head of a request, and how long to send its body.
    pub request_timeout: Duration,
    /// What opens `/__admin/…`, as a bearer token; absent, everybody may use it, which is refused where others than this
    /// machine can connect.
    pub admin_token: Option<String>,
    /// Whether TLS is spoken, and by whose word.
    pub tls: Tls,
    /// The text of a policy file: a JSON object or lines of `KEY=VALUE`; `policies` count over it.
    pub policy_file: Option<String>,
    /// A file that an export wrote, with which the first company begins; then `users` counts for nothing.
    pub company_file: Option<PathBuf>,
}

/// Whether TLS is spoken, and by whose word.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Tls {
    /// Plain HTTP/1.1.
    #[default]
    Off,
    /// TLS 1.2 or 1.3 with HTTP/1.1 and HTTP/2, by an authority that is made at the start.
    Generated,
    /// The same by an authority that [`Authority::to_pem`] wrote.
    Authority(String),
}

impl fmt::Debug for Tls {
    /// Shows everything but the authority, whose key is in it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Off => "Off",
            Self::Generated => "Generated",
            Self::Authority(_) => "Authority(..)",
        })
    }
}

impl Tls {
    /// The authority, if TLS is spoken.
    pub(crate) fn authority(&self) -> Result<Option<Authority>, TlsError> {
        match self {
            Self::Off => Ok(None),
            Self::Generated => Authority::generate().map(Some),
            Self::Authority(pem) => Authority::from_pem(pem).map(Some),
        }
    }
}

impl fmt::Debug for Settings {
    /// Shows everything but the signing key, which may be a real one, and the admin token.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Settings")
            .field("listen", &self.listen)
            .field("second_listen", &self.second_listen)
            .field("base_url", &self.base_url)
            .field("users", &self.users)
            .field("seed", &self.seed)
            .field("max_connections", &self.max_connections)
            .field("request_timeout", &self.request_timeout)
            .field("tls", &self.tls)
            .field("policies", &self.policies)
            .finish_non_exhaustive()
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            second_listen: None,
            base_url: None,
            users: admin::DEFAULT_USERS,
            seed: 0,
            signing_key: None,
            max_connections: MAX_CONNECTIONS,
            request_timeout: REQUEST_TIMEOUT,
            policies: Vec::new(),
            policy_file: None,
            company_file: None,
            admin_token: None,
            tls: Tls::Off,
        }
    }
}

/// Why a mock does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The address that was asked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The signing key is unusable.
    #[error("cannot sign tokens")]
    Key(#[from] KeyError),
    /// The base URL cannot stand before a path.
    #[error("the base URL `{0}` must be http or https, without path, query or credentials")]
    BaseUrl(Url),
    /// More users than a company can be seeded with.
    #[error("the first company can have at most {MAX_SEEDED_USERS} users, not {0}")]
    Users(usize),
    /// Others than this machine could use the admin API.
    #[error(
        "{0} can be reached from other machines, where everybody could change the mock: listen on 127.0.0.1, or set an admin \
         token (--admin-token)"
    )]
    Exposed(SocketAddr),
    /// An admin token that no header can carry.
    #[error("the admin token must be 1 to {MAX_ADMIN_TOKEN_BYTES} visible ASCII characters")]
    AdminToken,
    /// TLS cannot be spoken.
    #[error("cannot speak TLS")]
    Tls(#[from] TlsError),
    /// A policy that does not exist, or not with this value.
    #[error("cannot set the policy: {0}")]
    Policy(String),
    /// The first company could not be made.
    #[error("cannot make the first company: {0}")]
    Company(String),
}

impl From<FoundingError> for StartError {
    fn from(error: FoundingError) -> Self {
        Self::Company(error.to_string())
    }
}

/// What the first company begins with, where that is a file.
pub(crate) fn first_content(
    settings: &Settings,
    inherited: &Policies,
) -> Result<Option<Content>, StartError> {
    let Some(path) = &settings.company_file else {
        return Ok(None);
    };
    let wrong = |error: String| StartError::Company(format!("{}: {error}", path.display()));
    let opened = File::open(path).map_err(|error| wrong(error.to_string()))?;
    let read = file::read(BufReader::new(opened), inherited);
    read.map(Some).map_err(|error| wrong(error.to_string()))
}

/// The longest admin token.
const MAX_ADMIN_TOKEN_BYTES: usize = 1_024;

/// Refuses to let strangers change the mock.
pub(crate) fn judge_admin(settings: &Settings) -> Result<(), StartError> {
    let Some(token) = &settings.admin_token else {
        let addresses = [Some(settings.listen), settings.second_listen];
        let exposed = addresses
            .into_iter()
            .flatten()
            .find(|address| !address.ip().is_loopback());
        return exposed.map_or(Ok(()), |address| Err(StartError::Exposed(address)));
    };
    let is_fit = (1..=MAX_ADMIN_TOKEN_BYTES).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_graphic());
    if is_fit {
        Ok(())
    } else {
        Err(StartError::AdminToken)
    }
}

/// The policy of the process: single settings over those of the file.
pub(crate) fn policies(settings: &Settings) -> Result<Policies, StartError> {
    let wrong = |error: PolicyError| StartError::Policy(error.to_string());
    let mut all = match &settings.policy_file {
        Some(text) => Setting::read_file(text).map_err(wrong)?,
        None => Vec::new(),
    };
    let pairs = settings.policies.iter().map(String::as_str);
    all.extend(Setting::read_pairs(pairs).map_err(wrong)?);
    Ok(Policies::default().with(&all))
}

/// What answers name as host.
pub(crate) fn base_url(
    given: Option<&Url>,
    scheme: &str,
    bound: SocketAddr,
) -> Result<String, StartError> {
    let Some(url) = given else {
        let host: IpAddr = match bound.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        let address = SocketAddr::new(host, bound.port());
        return Ok(format!("{scheme}://{address}"));
    };
    let is_plain = matches!(url.scheme(), "http" | "https")
        && matches!(url.path(), "" | "/")
        && url.query().is_none()
        && url.fragment().is_none()
        && url.username().is_empty()
        && url.password().is_none();
    if is_plain {
        Ok(url.as_str().trim_end_matches('/').to_owned())
    } else {
        Err(StartError::BaseUrl(url.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unspecified_address_becomes_loopback() {
        let bound = "0.0.0.0:8080".parse().unwrap();
        assert_eq!(
            base_url(None, "http", bound).unwrap(),
            "http://127.0.0.1:8080"
        );
    }

    #[test]
    fn a_base_url_stands_before_paths_and_so_has_none() {
        let bound = "127.0.0.1:1".parse().unwrap();
        let read = |text: &str| base_url(Some(&text.parse().unwrap()), "http", bound);
        assert_eq!(
            read("https://mock.example/").unwrap(),
            "https://mock.example"
        );
        assert!(read("https://mock.example/concur").is_err());
        assert!(read("ftp://mock.example").is_err());
    }
}
