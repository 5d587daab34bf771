//! What a suite runs against: where it is, how to enter, and what it can do.

use std::collections::BTreeSet;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use concur_mock::{MockConcur, Settings};
use serde::{Deserialize, Serialize};

use crate::cassette::Cassette;
use crate::finding::Failure;
use crate::player::{Divergence, Player};

/// What a target may or may not be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Capability {
    /// It can make a company for one case alone, with the users and scopes that the case needs.
    FreshCompany,
    /// Its clock can be set.
    Clock,
    /// Users may be created, changed and deleted.
    Write,
}

/// Which kind of target it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Our mock, started for this run.
    Mock,
    /// A recording that answers.
    Replay,
    /// The service itself.
    Live,
}

/// How to enter one company.
#[derive(Clone, Serialize, Deserialize)]
pub struct Access {
    /// Where its APIs are, without a trailing slash.
    pub base_url: String,
    /// The company's id.
    pub company_id: String,
    /// The application's id.
    pub client_id: String,
    /// The application's secret.
    pub client_secret: String,
    /// The company request token.
    pub request_token: String,
    /// The scopes that the application has.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// A user who can sign in, where there is one.
    #[serde(default)]
    pub user: Option<SignIn>,
}

/// A user who can sign in.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The user's id.
    pub id: String,
    /// The login name.
    pub user_name: String,
    /// The password.
    pub password: String,
}

impl fmt::Debug for Access {
    /// Without its secrets: a live run prints failures into public logs.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Access")
            .field("base_url", &self.base_url)
            .field("company_id", &self.company_id)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SignIn")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

/// Something that plays, replays or is Concur.
#[derive(Debug)]
pub struct Target {
    access: Access,
    capabilities: BTreeSet<Capability>,
    holding: Holding,
}

#[derive(Debug)]
enum Holding {
    Mock(Box<MockConcur>),
    Replay(Player),
    Live,
}

impl Target {
    /// Starts our mock on a port of its own.
    pub async fn mock() -> Result<Self, Failure> {
        // The second data centre is where companies are moved to by the cases of code 16.
        let settings = Settings {
            second_listen: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
            ..Settings::default()
        };
        let mock = MockConcur::start_with(settings)
            .await
            .map_err(|error| Failure::harness(format!("the mock does not start: {error}")))?;
        // Through JSON: the harness knows the mock's admin documents, not its types.
        let access = serde_json::to_value(mock.credentials())
            .and_then(serde_json::from_value)
            .map_err(|error| Failure::harness(format!("the mock's credentials: {error}")))?;
        Ok(Self {
            access,
            capabilities: [
                Capability::FreshCompany,
                Capability::Clock,
                Capability::Write,
            ]
            .into(),
            holding: Holding::Mock(Box::new(mock)),
        })
    }

    /// Plays a cassette; `access` is what the recorded client entered with.
    pub async fn replay(cassette: Cassette, access: Access) -> Result<Self, Failure> {
        let player = Player::start(cassette)
            .await
            .map_err(|error| Failure::harness(format!("the player does not start: {error}")))?;
        Ok(Self {
            access: Access {
                base_url: player.base_url().to_owned(),
                ..access
            },
            // A recording may well hold writes; what it cannot do is answer in another way than recorded.
            capabilities: [Capability::Write].into(),
            holding: Holding::Replay(player),
        })
    }

    /// The service itself, with what its owner allows.
    pub fn live(access: Access, capabilities: impl IntoIterator<Item = Capability>) -> Self {
        Self {
            access,
            capabilities: capabilities.into_iter().collect(),
            holding: Holding::Live,
        }
    }

    /// Which kind it is.
    pub fn kind(&self) -> Kind {
        match self.holding {
            Holding::Mock(_) => Kind::Mock,
            Holding::Replay(_) => Kind::Replay,
            Holding::Live => Kind::Live,
        }
    }

    /// How to enter its first company.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Whether it can do that.
    pub fn can(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// Stops it; a replay also tells what differed from the recording.
    pub async fn stop(self) -> Result<(), Divergence> {
        match self.holding {
            Holding::Mock(mock) => {
                mock.stop().await;
                Ok(())
            }
            Holding::Replay(player) => player.finish(),
            Holding::Live => Ok(()),
        }
    }
}
