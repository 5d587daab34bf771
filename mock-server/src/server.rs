//! A running mock: start it, ask for its address and credentials, stop it.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::{Extension, Router, middleware};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use url::Url;

use crate::admin;
use crate::company::seed::MAX_SEEDED_USERS;
use crate::company::situation::DataCentre;
use crate::credentials::Credentials;
use crate::layers::envelope::envelope;
use crate::layers::gate::gate;
use crate::listener::{Bounds, MAX_CONNECTIONS, REQUEST_TIMEOUT, serve};
use crate::policy::{Policies, PolicyError, Setting};
use crate::routes;
use crate::signing::{KeyError, Signer};
use crate::tls::{Authority, TlsError};
use crate::world::{Founding, FoundingError, World};

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
    fn authority(&self) -> Result<Option<Authority>, TlsError> {
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

/// A mock Concur that serves over real HTTP until it is stopped or dropped.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), concur_mock::StartError> {
/// let mock = concur_mock::MockConcur::start().await?;
/// assert!(mock.base_url().starts_with("http://127.0.0.1:"));
/// assert_eq!(mock.credentials().user.as_ref().map(|user| user.password.len()), Some(30));
/// mock.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
#[must_use = "the mock stops when it is dropped"]
pub struct MockConcur {
    address: SocketAddr,
    second_base_url: Option<String>,
    credentials: Credentials,
    world: Arc<World>,
    authority: Option<Authority>,
    services: Vec<Service>,
}

/// One address that is being served.
#[derive(Debug)]
struct Service {
    stop: Option<oneshot::Sender<()>>,
    served: JoinHandle<()>,
}

impl Service {
    fn start(
        listener: TcpListener,
        router: Router,
        bounds: Bounds,
        tls: Option<TlsAcceptor>,
    ) -> Self {
        let (stop, stopped) = oneshot::channel();
        Self {
            stop: Some(stop),
            served: tokio::spawn(serve(listener, router, bounds, tls, stopped)),
        }
    }
}

impl MockConcur {
    /// Starts a mock on a free loopback port, with a company of 100 users.
    pub async fn start() -> Result<Self, StartError> {
        Self::start_with(Settings::default()).await
    }

    /// Starts a mock as told.
    pub async fn start_with(settings: Settings) -> Result<Self, StartError> {
        if settings.users > MAX_SEEDED_USERS {
            return Err(StartError::Users(settings.users));
        }
        judge_admin(&settings)?;
        let policies = policies(&settings)?;
        let signer = match &settings.signing_key {
            Some(pem) => Signer::from_pem(pem.as_bytes())?,
            None => Signer::published()?,
        };
        let (listener, bound) = listen(settings.listen).await?;
        let second = match settings.second_listen {
            Some(address) => Some(listen(address).await?),
            None => None,
        };
        let authority = settings.tls.authority()?;
        let scheme = if authority.is_some() { "https" } else { "http" };
        let second_base_url = match &second {
            Some((_, bound)) => Some(base_url(None, scheme, *bound)?),
            None => None,
        };
        let world = Arc::new(World::new(
            base_url(settings.base_url.as_ref(), scheme, bound)?,
            second_base_url.clone(),
            settings.seed,
            signer,
            policies,
        ));
        let tls = match &authority {
            Some(authority) => Some(accept_tls(authority, &settings, &world, bound)?),
            None => None,
        };
        let founding = Founding {
            key: Some(FIRST_COMPANY.to_owned()),
            users: settings.users,
            ..Founding::default()
        };
        let company = world.found(&founding)?;
        let credentials = Credentials::of(&world, &company, company.client_id);
        let access = admin::Access::of(settings.admin_token.as_deref());
        let first = router(Arc::clone(&world), DataCentre::First, access.clone());
        let bounds = Bounds {
            connections: settings.max_connections,
            request: settings.request_timeout,
        };
        let mut services = vec![Service::start(listener, first, bounds, tls.clone())];
        if let Some((listener, _)) = second {
            let router = router(Arc::clone(&world), DataCentre::Second, access);
            services.push(Service::start(listener, router, bounds, tls));
        }
        Ok(Self {
            address: bound,
            second_base_url,
            credentials,
            world,
            authority,
            services,
        })
    }

    /// The address that clients point their base URL at, without a slash at the end.
    pub fn base_url(&self) -> &str {
        &self.credentials.base_url
    }

    /// The address that is listened on; it differs from the base URL where `Settings::base_url` says so.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of the second data centre, without a slash at the end; `None` unless `Settings::second_listen` asks
    /// for one.
    pub fn second_base_url(&self) -> Option<&str> {
        self.second_base_url.as_deref()
    }

    /// The way into the first company.
    pub const fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// Who vouches for its certificate; `None` unless `Settings::tls` asks for one.
    pub const fn authority(&self) -> Option<&Authority> {
        self.authority.as_ref()
    }

    /// Everything that the mock holds.
    pub(crate) const fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// Stops accepting, lets open requests end, and returns when all is quiet.
    pub async fn stop(mut self) {
        for service in &mut self.services {
            drop(service.stop.take());
        }
        for service in &mut self.services {
            // The task cannot be cancelled, and its panic was printed where it happened.
            drop((&mut service.served).await);
        }
    }
}

impl Drop for MockConcur {
    fn drop(&mut self) {
        for service in &mut self.services {
            drop(service.stop.take());
        }
    }
}

/// The key of the company that every mock starts with.
const FIRST_COMPANY: &str = "first";

fn router(world: Arc<World>, data_centre: DataCentre, access: admin::Access) -> Router {
    routes::router()
        .merge(admin::router(access))
        .layer(middleware::from_fn_with_state(Arc::clone(&world), gate))
        .layer(middleware::from_fn_with_state(Arc::clone(&world), envelope))
        // The outermost layer, since the one before it looks at what this one adds.
        .layer(Extension(data_centre))
        .with_state(world)
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let failed = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// TLS for the addresses that clients may call the mock by.
fn accept_tls(
    authority: &Authority,
    settings: &Settings,
    world: &World,
    bound: SocketAddr,
) -> Result<TlsAcceptor, TlsError> {
    let (mut hosts, mut addresses) = (Vec::new(), vec![bound.ip()]);
    match settings.base_url.as_ref().and_then(Url::host) {
        Some(url::Host::Domain(host)) => hosts.push(host.to_owned()),
        Some(url::Host::Ipv4(address)) => addresses.push(address.into()),
        Some(url::Host::Ipv6(address)) => addresses.push(address.into()),
        None => {}
    }
    authority.acceptor(&hosts, &addresses, world.clock.now())
}

/// The longest admin token.
const MAX_ADMIN_TOKEN_BYTES: usize = 1_024;

/// Refuses to let strangers change the mock.
fn judge_admin(settings: &Settings) -> Result<(), StartError> {
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
fn policies(settings: &Settings) -> Result<Policies, StartError> {
    let wrong = |error: PolicyError| StartError::Policy(error.to_string());
    let mut all = match &settings.policy_file {
        Some(text) => Setting::read_file(text).map_err(wrong)?,
        None => Vec::new(),
    };
    let pairs = settings.policies.iter().map(String::as_str);
    all.extend(Setting::read_pairs(pairs).map_err(wrong)?);
    Ok(Policies::default().with(&all))
}

fn base_url(given: Option<&Url>, scheme: &str, bound: SocketAddr) -> Result<String, StartError> {
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
