//! Everything that one mock process holds, and how companies and applications come into being.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};
use uuid::Uuid;

use crate::application::{Application, MAX_CONNECTIONS};
use crate::clock::Clock;
use crate::company::logins::Logins;
use crate::company::situation::DataCentre;
use crate::company::tokens::{AccessToken, Forgotten, Tokens};
use crate::company::{self, Company, KnownUser, Origin, seed};
use crate::ids::Seed;
use crate::policy::{Policies, Setting};
use crate::registry::Registry;
use crate::scim::discovery::Release;
use crate::shared_names::SharedNames;
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
    /// The application that it is connected to instead of one of its own.
    pub(crate) application: Option<Uuid>,
}

/// Why a company is not founded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum FoundingError {
    /// The key is in use.
    #[error("a company with the key `{0}` exists; choose another key or delete it first")]
    KeyTaken(String),
    /// There is no application to connect with.
    #[error("there is no application `{0}`; make it first by POST /__admin/applications")]
    NoApplication(Uuid),
    /// The application is connected to too many companies.
    #[error("an application is connected to at most {MAX_CONNECTIONS} companies")]
    TooManyConnections,
    /// The process is full.
    #[error("the mock holds {MAX_COMPANIES} companies, which is the most; delete some first")]
    Full,
}

/// One mock's state.
#[derive(Debug)]
pub(crate) struct World {
    /// What answers name as host, in the first data centre and in the second one, if that is served.
    base_urls: [Option<String>; 2],
    /// What stands before a user's id in `meta.location`, by data centre and below v4 and v4.1.
    locations: [[String; 2]; 2],
    /// Signs tokens.
    pub(crate) signer: Signer,
    /// The time of requests that belong to no company.
    pub(crate) clock: Clock,
    /// What companies inherit, and what holds for requests that belong to none.
    pub(crate) policies: Policies,
    seed: Seed,
    shared_names: Arc<SharedNames>,
    registry: ArcSwap<Registry>,
    writer: Mutex<()>,
    founded: AtomicU64,
    registered: AtomicU64,
    correlations: AtomicU64,
}

impl World {
    /// An empty world that is served at this address, and maybe at a second one.
    pub(crate) fn new(
        base_url: String,
        second_base_url: Option<String>,
        seed: u64,
        signer: Signer,
        policies: Policies,
    ) -> Self {
        let base_urls = [Some(base_url), second_base_url];
        let locations = base_urls.each_ref().map(|base_url| {
            let base_url = base_url.as_deref().unwrap_or_default();
            [Release::V4, Release::V4_1]
                .map(|release| format!("{base_url}{}/Users/", release.path()))
        });
        Self {
            base_urls,
            locations,
            signer,
            clock: Clock::live(),
            policies,
            seed: Seed::new(seed),
            shared_names: Arc::default(),
            registry: ArcSwap::default(),
            writer: Mutex::new(()),
            founded: AtomicU64::new(0),
            registered: AtomicU64::new(0),
            correlations: AtomicU64::new(0),
        }
    }

    /// Whether a data centre is served.
    pub(crate) fn is_served(&self, data_centre: DataCentre) -> bool {
        self.base_urls[data_centre as usize].is_some()
    }

    /// What answers of a data centre name as host.
    pub(crate) fn base_url(&self, data_centre: DataCentre) -> &str {
        self.base_urls[data_centre as usize]
            .as_deref()
            .unwrap_or_default()
    }

    /// What answers about a company name as host.
    pub(crate) fn base_url_of(&self, company: &Company) -> &str {
        self.base_url(company.read().situation.data_centre)
    }

    /// What stands before the id of a user of this company in `meta.location`.
    pub(crate) fn user_location(&self, release: Release, company: &Company) -> &str {
        let data_centre = company.read().situation.data_centre;
        &self.locations[data_centre as usize][release as usize]
    }

    /// Who exists at this moment.
    pub(crate) fn registry(&self) -> Guard<Arc<Registry>> {
        self.registry.load()
    }

    /// Changes who exists; nothing changes where the change fails.
    pub(crate) fn change<T, E>(
        &self,
        change: impl FnOnce(&mut Registry) -> Result<T, E>,
    ) -> Result<T, E> {
        let _one_at_a_time = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = Registry::clone(&self.registry.load());
        let outcome = change(&mut next)?;
        self.registry.store(Arc::new(next));
        Ok(outcome)
    }

    /// A key that no company has. The numbers go on until one is free, and there are more than companies.
    fn free_key(&self) -> String {
        let registry = self.registry();
        let mut keys = (0..=MAX_COMPANIES).map(|_| {
            let number = self.founded.fetch_add(1, Ordering::Relaxed);
            format!("company-{number}")
        });
        let is_free = |key: &String| {
            let id = self.seed.within(key).id("company", 0);
            registry.company(id).is_none()
        };
        keys.find(is_free).unwrap_or_default()
    }

    /// Founds a company, connected to an application of its own or to the one that is named.
    pub(crate) fn found(&self, founding: &Founding) -> Result<Arc<Company>, FoundingError> {
        let key = founding.key.clone().unwrap_or_else(|| self.free_key());
        let seed = self.seed.within(&key);
        let id = seed.id("company", 0);
        let registry = self.registry();
        // What can be refused is refused before users are made.
        may_found(&registry, id, &key, founding.application)?;
        drop(registry);
        let policies = self.policies.inherited().with(&founding.policies);
        let mut own = Application::new(seed.id("client", 0), seed, self.clock.now());
        if let Some(scopes) = &founding.scopes {
            own.scopes.clone_from(scopes);
        }
        let given = founding.application;
        let company = Arc::new(new_company(
            &key,
            seed,
            founding,
            own.client_id,
            policies,
            Arc::clone(&self.shared_names),
        ));
        self.change(|registry| {
            may_found(registry, id, &key, given)?;
            registry.enrol(&company);
            self.shared_names.join(id, Arc::downgrade(&company));
            let application = given.and_then(|given| registry.application(given));
            let mut application =
                application.map_or(own, |application| Application::clone(application));
            application.connect(id);
            registry.register(application);
            Ok(Arc::clone(&company))
        })
    }

    /// Deletes a company, its tokens and, unless others are connected to it, its application; says whether there was one.
    pub(crate) fn dissolve(&self, id: Uuid) -> bool {
        self.shared_names.leave(id);
        let Ok(found) = self.change(|registry| Ok::<_, Infallible>(registry.dissolve(id)));
        found
    }

    /// The ids and secrets of an application follow from this key, or from a number where none is given.
    pub(crate) fn application_seed(&self, key: Option<&str>) -> Seed {
        let number = || {
            format!(
                "application-{}",
                self.registered.fetch_add(1, Ordering::Relaxed)
            )
        };
        let key = key.map_or_else(number, str::to_owned);
        self.seed.within("applications").within(&key)
    }

    /// Changes an application, if there is one of this client id.
    pub(crate) fn change_application<E>(
        &self,
        client_id: Uuid,
        change: impl FnOnce(&mut Application) -> Result<(), E>,
    ) -> Result<Option<Arc<Application>>, E> {
        self.change(|registry| {
            let Some(application) = registry.application(client_id) else {
                return Ok(None);
            };
            let mut application = Application::clone(application);
            change(&mut application)?;
            Ok(Some(registry.register(application)))
        })
    }

    /// Connects an application with a company, as the first company token does.
    pub(crate) fn connect(&self, client_id: Uuid, company: Uuid) -> Result<(), FoundingError> {
        self.change_application(client_id, |application| {
            if application.keepers().count() >= MAX_CONNECTIONS {
                return Err(FoundingError::TooManyConnections);
            }
            application.connect(company);
            Ok(())
        })
        .map(drop)
    }

    /// Changes the tokens of a company; the change says which texts are to be known from now on and which no longer, and
    /// what is given back.
    pub(crate) fn change_tokens_of<T>(
        &self,
        company: &Arc<Company>,
        client_id: Uuid,
        change: impl FnOnce(&mut Tokens) -> (Vec<Arc<str>>, Forgotten, T),
    ) -> T {
        let Ok((kept, forgotten, outcome)) =
            company.write(|version| Ok::<_, Infallible>(change(&mut version.tokens)));
        let Ok(()) = self.change(|registry| {
            registry.note(company, client_id, &kept, &forgotten);
            Ok::<_, Infallible>(())
        });
        outcome
    }

    /// Puts a company back to how it was at the beginning.
    pub(crate) fn reset(&self, company: &Company) {
        let forgotten = company.reset();
        let Ok(()) = self.change(|registry| {
            registry.forget(&forgotten);
            Ok::<_, Infallible>(())
        });
    }

    /// Keeps a token of an application itself.
    pub(crate) fn note_own_token(&self, text: Arc<str>, token: Arc<AccessToken>) {
        let Ok(()) = self.change(|registry| {
            registry.note_own(text, token);
            Ok::<_, Infallible>(())
        });
    }

    /// The company of this id.
    pub(crate) fn company_of(&self, id: Uuid) -> Option<Arc<Company>> {
        self.registry().company(id).cloned()
    }

    /// The application of this client id.
    pub(crate) fn application(&self, client_id: Uuid) -> Option<Arc<Application>> {
        self.registry().application(client_id).cloned()
    }

    /// The company that an application is at home in.
    pub(crate) fn home_of(&self, application: &Application) -> Option<Arc<Company>> {
        self.registry().companies_of(application).next().cloned()
    }

    /// The next correlation id.
    pub(crate) fn next_correlation(&self) -> Uuid {
        self.seed.id(
            "correlation",
            self.correlations.fetch_add(1, Ordering::Relaxed),
        )
    }
}

fn may_found(
    registry: &Registry,
    id: Uuid,
    key: &str,
    application: Option<Uuid>,
) -> Result<(), FoundingError> {
    if registry.company(id).is_some() {
        return Err(FoundingError::KeyTaken(key.to_owned()));
    }
    if registry.company_count() >= MAX_COMPANIES {
        return Err(FoundingError::Full);
    }
    let Some(client_id) = application else {
        return Ok(());
    };
    let application = registry.application(client_id);
    let application = application.ok_or(FoundingError::NoApplication(client_id))?;
    if application.keepers().count() >= MAX_CONNECTIONS {
        return Err(FoundingError::TooManyConnections);
    }
    Ok(())
}

/// A company as it is on its first day.
fn new_company(
    key: &str,
    seed: Seed,
    founding: &Founding,
    own: Uuid,
    policies: Policies,
    shared_names: Arc<SharedNames>,
) -> Company {
    let user_seed = founding
        .seed
        .map_or_else(|| seed.within("users"), Seed::new);
    let seed::Directory {
        users,
        extensions,
        roles,
    } = seed::directory(user_seed, founding.users);
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
    let mut logins = Logins::default();
    if let Some(user) = &known_user {
        logins.set_password(user.id, &user.password);
    }
    let origin = Origin {
        id: seed.id("company", 0),
        name: format!("Mock company {key}"),
        seed,
        client_id: founding.application.unwrap_or(own),
        owns_application: founding.application.is_none(),
        known_user,
        shared_names,
    };
    let first = company::Version {
        users,
        extensions,
        roles,
        policies,
        logins,
        ..company::Version::default()
    };
    let company = Company::new(origin, Clock::live(), first);
    company.renew_request_token(company.client_id);
    company
}
