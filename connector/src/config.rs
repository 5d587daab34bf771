//! What a connector needs to be told: where Concur is, who asks, which API to use and how long to wait.

use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;
use url::Url;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Concur gives up after 60 seconds by its page on HTTP codes; a little more lets its own answer arrive.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(65);
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// The default of Identity v4.1, and the most that Identity v4 and Users v3.0 document.
const PAGE_SIZE: u32 = 100;

/// Everything a [`Connector`](crate::Connector) is told. It reads no environment and no file.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Where tokens are asked for: an origin such as `https://us2.api.concursolutions.com`, without a path.
    pub base_url: Url,
    /// Who asks.
    pub credentials: Credentials,
    /// Which of Concur's user APIs is read and written.
    pub api: Api,
    /// The company that new users belong to, where the credentials do not name it.
    pub company_id: Option<String>,
    /// Hosts that a token may be sent to besides Concur's documented ones and that of `base_url`.
    pub allowed_hosts: Vec<String>,
    /// How many users a page of [`Connector::list`](crate::Connector::list) asks for.
    pub page_size: u32,
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long to wait for a whole answer.
    pub request_timeout: Duration,
    /// The longest pause before a read is repeated; when Concur asks for more, the caller is told instead.
    pub longest_wait: Duration,
    /// The address of a proxy for all calls; secret, as it may hold a password. Variables of the environment that name a
    /// proxy are not read.
    pub proxy: Option<SecretString>,
    /// Who is told of new tokens, in order to store them.
    pub token_observer: Option<Arc<dyn TokenObserver>>,
}

impl Config {
    /// A configuration over Identity v4.1 with the usual limits.
    pub fn new(base_url: Url, credentials: Credentials) -> Self {
        Self {
            base_url,
            credentials,
            api: Api::IdentityV4_1,
            company_id: None,
            allowed_hosts: Vec::new(),
            page_size: PAGE_SIZE,
            connect_timeout: CONNECT_TIMEOUT,
            request_timeout: REQUEST_TIMEOUT,
            longest_wait: LONGEST_WAIT,
            proxy: None,
            token_observer: None,
        }
    }

    /// The same with another API.
    #[must_use]
    pub fn with_api(mut self, api: Api) -> Self {
        self.api = api;
        self
    }

    /// The same with one more host that a token may be sent to, named without scheme and port.
    #[must_use]
    pub fn with_allowed_host(mut self, host: impl Into<String>) -> Self {
        self.allowed_hosts.push(host.into());
        self
    }

    /// The same with a company for new users.
    #[must_use]
    pub fn with_company_id(mut self, company_id: impl Into<String>) -> Self {
        self.company_id = Some(company_id.into());
        self
    }

    /// The same with someone who is told of new tokens.
    #[must_use]
    pub fn with_token_observer(mut self, observer: Arc<dyn TokenObserver>) -> Self {
        self.token_observer = Some(observer);
        self
    }

    /// The company that a new user belongs to when it names none.
    pub(crate) fn company(&self) -> Option<&str> {
        match (&self.company_id, &self.credentials) {
            (Some(company_id), _) | (None, Credentials::CompanyRequestToken { company_id, .. }) => {
                Some(company_id)
            }
            (None, _) => None,
        }
    }
}

/// Which of Concur's user APIs is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// Identity v4.1: everything.
    IdentityV4_1,
    /// Identity v4: read only.
    IdentityV4,
    /// Users v3.0, announced to be switched off: listing only.
    UsersV3_0,
}

impl Api {
    /// The name in cursors and errors; cursors of stored listings break when it changes.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::IdentityV4_1 => "identity-v4.1",
            Self::IdentityV4 => "identity-v4",
            Self::UsersV3_0 => "users-v3.0",
        }
    }
}

/// Who asks: one of the grants of Concur's `/oauth2/v0/token`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Credentials {
    /// A company connects itself: an administrator made a request token, valid for 24 hours.
    CompanyRequestToken {
        /// The application.
        client_id: String,
        /// The application's secret.
        client_secret: SecretString,
        /// The company's UUID, shown beside the request token.
        company_id: String,
        /// The request token.
        request_token: SecretString,
    },
    /// A user's own name and password.
    Password {
        /// The application.
        client_id: String,
        /// The application's secret.
        client_secret: SecretString,
        /// The login name or the user's UUID.
        username: String,
        /// The password.
        password: SecretString,
    },
    /// A refresh token stored earlier; `base_url` is then the geolocation stored with it.
    RefreshToken {
        /// The application.
        client_id: String,
        /// The application's secret.
        client_secret: SecretString,
        /// The stored token.
        refresh_token: SecretString,
    },
    /// The application itself. Concur gives such a token no company, so most user APIs refuse it.
    ClientCredentials {
        /// The application.
        client_id: String,
        /// The application's secret.
        client_secret: SecretString,
    },
}

/// Someone who stores refresh tokens: each is worth six months, and a lost one needs an administrator.
pub trait TokenObserver: std::fmt::Debug + Send + Sync {
    /// Concur has issued a token. Called after every grant, before the token is used; it must not block.
    fn token_issued(&self, token: &StoredToken);
}

/// What Concur advises to store after every grant.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct StoredToken {
    /// Opens the next session. Concur may issue a new one at every grant; the old one is then void.
    pub refresh_token: SecretString,
    /// When the refresh token dies, in seconds since 1970, where Concur says so.
    pub refresh_expires_at: Option<i64>,
    /// The base URL to use it at.
    pub geolocation: Url,
}
