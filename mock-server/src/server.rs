//! A running mock: start it, ask for its address and credentials, stop it.

use std::net::SocketAddr;
use std::sync::Arc;

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
use crate::founding::Founding;
use crate::layers::disturbance::disturb;
use crate::layers::envelope::envelope;
use crate::layers::gate::gate;
use crate::listener::{Bounds, serve};
use crate::routes;
use crate::settings::{Settings, StartError, base_url, first_content, judge_admin, policies};
use crate::signing::Signer;
use crate::tls::{Authority, TlsError};
use crate::world::World;

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
            content: first_content(&settings, &world.policies.inherited())?,
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
        .layer(middleware::from_fn_with_state(Arc::clone(&world), disturb))
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
