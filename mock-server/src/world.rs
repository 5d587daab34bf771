//! Everything that one mock process holds: companies, applications, and which company knows a token.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use imbl::OrdMap;
use uuid::Uuid;

use crate::application::{Application, DEFAULT_SCOPES, Grant};
use crate::clock::Clock;
use crate::company::tokens::{AccessToken, FastMap, RefreshToken, Tokens};
use crate::company::{self, Company, KnownUser, Origin, seed};
use crate::ids::Seed;
use crate::policy::{Policies, Setting};
use crate::scim::discovery::Release;
use crate::signing::Signer;

/// The most companies that one process holds.
pub(crate) const MAX_COMPANIES: usize = 100_000;

/// What a new company shall be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Founding {
    /// From it and the process seed follow company id, client and secrets; absent, a number is taken.
    pub(crate) key: Option<String>,
    /// From it follow the users; absent, they follow from process seed and key as everything else does.
    pub(crate) seed: Option<u64>,
    /// How many users.
    pub(crate) users: usize,
    /// The scopes of its application; absent, those of all user services.
    pub(crate) scopes: Option<Vec<String>>,
    /// What it sets of the policy.
    pub(crate) policies: Vec<Setting>,
}

/// Why a company is not founded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FoundingError {
    /// The key is in use.
    #[error("a company with the key `{0}` exists; choose another key or delete it first")]
    KeyTaken(String),
    /// The process is full.
    #[error("the mock holds {MAX_COMPANIES} companies, which is the most; delete some first")]
    Full,
}

#[derive(Debug, Clone, Default)]
struct Registry {
    companies: OrdMap<Uuid, Arc<Company>>,
    applications: OrdMap<Uuid, Arc<Application>>,
    bearers: FastMap<Arc<str>, Arc<Company>>,
    refreshers: FastMap<String, Arc<Company>>,
}

/// One mock's state.
#[derive(Debug)]
pub(crate) struct World {
    /// What answers name as host.
    pub(crate) base_url: String,
    /// What stands before a user's id in `meta.location`, below v4 and v4.1.
    locations: [String; 2],
    /// Signs tokens.
    pub(crate) signer: Signer,
    /// The time of requests that belong to no company.
    pub(crate) clock: Clock,
    /// What companies inherit, and what holds for requests that belong to none.
    pub(crate) policies: Policies,
    seed: Seed,
    registry: ArcSwap<Registry>,
    writer: Mutex<()>,
    founded: AtomicU64,
    correlations: AtomicU64,
}

impl World {
    /// An empty world.
    pub(crate) fn new(base_url: String, seed: u64, signer: Signer, policies: Policies) -> Self {
        let locations = [Release::V4, Release::V4_1]
            .map(|release| format!("{base_url}{}/Users/", release.path()));
        Self {
            base_url,
            locations,
            signer,
            clock: Clock::live(),
            policies,
            seed: Seed::new(seed),
            registry: ArcSwap::default(),
            writer: Mutex::new(()),
            founded: AtomicU64::new(0),
            correlations: AtomicU64::new(0),
        }
    }

    /// What stands before a user's id in `meta.location`.
    pub(crate) fn user_location(&self, release: Release) -> &str {
        &self.locations[release as usize]
    }

    fn change<T>(&self, change: impl FnOnce(&mut Registry) -> T) -> T {
        let _one_at_a_time = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = Registry::clone(&self.registry.load());
        let outcome = change(&mut next);
        self.registry.store(Arc::new(next));
        outcome
    }

    /// A key that no company has. The numbers go on until one is free, and there are more than companies.
    fn free_key(&self) -> String {
        let registry = self.registry.load();
        let mut keys = (0..=MAX_COMPANIES).map(|_| {
            let number = self.founded.fetch_add(1, Ordering::Relaxed);
            format!("company-{number}")
        });
        let is_free = |key: &String| {
            let id = self.seed.within(key).id("company", 0);
            !registry.companies.contains_key(&id)
        };
        keys.find(is_free).unwrap_or_default()
    }

    /// Founds a company with an application of its own.
    pub(crate) fn found(&self, founding: Founding) -> Result<Arc<Company>, FoundingError> {
        let key = founding.key.clone().unwrap_or_else(|| self.free_key());
        let seed = self.seed.within(&key);
        let id = seed.id("company", 0);
        let registry = self.registry.load();
        if registry.companies.contains_key(&id) {
            return Err(FoundingError::KeyTaken(key));
        }
        if registry.companies.len() >= MAX_COMPANIES {
            return Err(FoundingError::Full);
        }
        drop(registry);
        let policies = self.policies.inherited().with(&founding.policies);
        let company = Arc::new(new_company(id, &key, seed, founding, policies));
        self.change(|registry| {
            if registry.companies.contains_key(&id) {
                return Err(FoundingError::KeyTaken(key));
            }
            registry.applications.insert(
                company.application.client_id,
                Arc::clone(&company.application),
            );
            registry.companies.insert(id, Arc::clone(&company));
            Ok(Arc::clone(&company))
        })
    }

    /// Deletes a company, its application and its tokens; says whether there was one.
    pub(crate) fn dissolve(&self, id: Uuid) -> bool {
        self.change(|registry| {
            let Some(company) = registry.companies.remove(&id) else {
                return false;
            };
            registry.applications.remove(&company.application.client_id);
            let version = company.read();
            for token in version.tokens.access_tokens() {
                registry.bearers.remove(token);
            }
            for token in version.tokens.refresh_tokens() {
                registry.refreshers.remove(token);
            }
            true
        })
    }

    /// The company of this id.
    pub(crate) fn company_of(&self, id: Uuid) -> Option<Arc<Company>> {
        self.registry.load().companies.get(&id).cloned()
    }

    /// How many companies there are.
    pub(crate) fn company_count(&self) -> usize {
        self.registry.load().companies.len()
    }

    /// The application of this client id.
    pub(crate) fn application(&self, client_id: Uuid) -> Option<Arc<Application>> {
        self.registry.load().applications.get(&client_id).cloned()
    }

    /// The company that knows an access token, and its record, expired or not.
    pub(crate) fn bearer(&self, token: &str) -> Option<(Arc<Company>, Arc<AccessToken>)> {
        let registry = self.registry.load();
        let company = registry.bearers.get(token)?;
        let record = Arc::clone(company.read().tokens.access(token)?);
        Some((Arc::clone(company), record))
    }

    /// The company that knows a refresh token, and its record, expired or not.
    pub(crate) fn refresh_token(&self, token: &str) -> Option<(Arc<Company>, RefreshToken)> {
        let registry = self.registry.load();
        let company = registry.refreshers.get(token)?;
        let record = company.read().tokens.refresh(token)?.clone();
        Some((Arc::clone(company), record))
    }

    /// Notes that a company knows these tokens, and that it forgot others for them.
    pub(crate) fn note_tokens(
        &self,
        company: &Arc<Company>,
        access: Arc<str>,
        refresh: Option<&str>,
        forgotten: &[Arc<str>],
    ) {
        self.change(|registry| {
            // A grant may end after its company did.
            if !registry.companies.contains_key(&company.id) {
                return;
            }
            registry.bearers.insert(access, Arc::clone(company));
            if let Some(refresh) = refresh {
                registry
                    .refreshers
                    .insert(refresh.to_owned(), Arc::clone(company));
            }
            for token in forgotten {
                registry.bearers.remove(token);
            }
        });
    }

    /// The next correlation id.
    pub(crate) fn next_correlation(&self) -> Uuid {
        self.seed.id(
            "correlation",
            self.correlations.fetch_add(1, Ordering::Relaxed),
        )
    }
}

/// A company as it is on its first day.
fn new_company(id: Uuid, key: &str, seed: Seed, founding: Founding, policies: Policies) -> Company {
    let application = Arc::new(Application {
        client_id: seed.id("client", 0),
        client_secret: seed.id("secret", 0).to_string(),
        grants: Grant::ALL.to_vec(),
        scopes: founding
            .scopes
            .unwrap_or_else(|| DEFAULT_SCOPES.map(str::to_owned).to_vec()),
        companies: vec![id],
    });
    let user_seed = founding
        .seed
        .map_or_else(|| seed.within("users"), Seed::new);
    let users = seed::users(user_seed, founding.users);
    let mut tokens = Tokens::default();
    let known_user = users.iter().next().map(|record| KnownUser {
        id: record.id,
        user_name: record
            .members(&["userName"])
            .get("userName")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        password: seed.word("password", 0),
    });
    if let Some(user) = &known_user {
        tokens.set_password(user.id, &user.password);
    }
    let origin = Origin {
        id,
        name: format!("Mock company {key}"),
        seed,
        application,
        known_user,
    };
    let first = company::Version {
        users,
        tokens,
        policies,
        ..company::Version::default()
    };
    let company = Company::new(origin, Clock::live(), first);
    company.renew_request_token();
    company
}
