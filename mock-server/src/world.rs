//! Everything that one mock process holds, and how companies and applications come into being.

use std::convert::Infallible;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, Guard};
use uuid::Uuid;

use crate::application::{Application, MAX_CONNECTIONS};
use crate::clock::Clock;
use crate::company::situation::DataCentre;
use crate::company::snapshots::{ClockAfterRestore, Saved, TokensAfterRestore};
use crate::company::tokens::{AccessToken, Forgotten, Tokens};
use crate::company::{Company, Origin};
use crate::disposal::Disposal;
use crate::faults::Served;
use crate::founding::{Founding, FoundingError, MAX_COMPANIES, may_found};
use crate::ids::Seed;
use crate::policy::Policies;
use crate::registry::Registry;
use crate::scim::discovery::Release;
use crate::shared_names::SharedNames;
use crate::signing::Signer;
use crate::templates::Templates;

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
    /// Frees the versions that nobody needs any more.
    disposal: Arc<Disposal>,
    /// What new companies can begin with.
    pub(crate) templates: Templates,
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
            disposal: Arc::new(Disposal::start()),
            templates: Templates::default(),
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

    /// How many data centres are served.
    pub(crate) fn served(&self) -> Served {
        if self.is_served(DataCentre::Second) {
            Served::Two
        } else {
            Served::One
        }
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
        self.disposal.take(self.registry.swap(Arc::new(next)));
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
        let mut own = Application::new(seed.id("client", 0), seed, self.clock.now());
        if let Some(scopes) = &founding.scopes {
            own.scopes.clone_from(scopes);
        }
        let given = founding.application;
        let origin = Origin {
            id,
            key: key.clone(),
            seed,
            client_id: given.unwrap_or(own.client_id),
            owns_application: given.is_none(),
            known_user: None,
            shared_names: Arc::clone(&self.shared_names),
            disposal: Arc::clone(&self.disposal),
        };
        let company = Arc::new(founding.company(origin, &self.policies.inherited()));
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
        let is_found = found.is_some();
        if let Some(company) = found {
            self.disposal.take(company);
        }
        is_found
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

    /// Puts a company back to how it was at the beginning, without faults and limits. Tokens stay, so that clients that hold them go on.
    pub(crate) fn reset(&self, company: &Arc<Company>) {
        let tokens = TokensAfterRestore::default();
        let first = company.beginning();
        company.clear_faults();
        company.limits.clear();
        self.restore(company, first, tokens, ClockAfterRestore::default());
    }

    /// Makes a company what it was when this was saved.
    pub(crate) fn restore(
        &self,
        company: &Arc<Company>,
        saved: &Saved,
        tokens: TokensAfterRestore,
        clock: ClockAfterRestore,
    ) {
        let may_enter = |client_id| self.application(client_id).is_some();
        let exchanged = company.restore(saved, tokens, clock, may_enter);
        if exchanged.is_empty() {
            return;
        }
        let Ok(()) = self.change(|registry| {
            registry.exchange(company, &exchanged);
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

    /// Forgets a template; says whether there was one.
    pub(crate) fn forget_template(&self, name: &str) -> bool {
        let template = self.templates.remove(name);
        let is_found = template.is_some();
        if let Some(template) = template {
            self.disposal.take(template.content.version);
        }
        is_found
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
