//! One company's whole world: an immutable version at a time, and the clock that it lives by. No HTTP.

pub(crate) mod address;
mod blocks;
pub(crate) mod bounded;
pub(crate) mod configuration;
pub(crate) mod configuration_change;
pub(crate) mod difference;
pub(crate) mod emails;
pub(crate) mod extensions;
pub(crate) mod file;
pub(crate) mod held;
pub(crate) mod history;
pub(crate) mod jobs;
pub(crate) mod legal_entities;
pub(crate) mod logins;
pub(crate) mod merged;
pub(crate) mod one_time;
mod packed;
mod past;
pub(crate) mod provision;
pub(crate) mod record;
pub(crate) mod reporting;
pub(crate) mod roles;
pub(crate) mod search;
pub(crate) mod seed;
pub(crate) mod situation;
pub(crate) mod snapshots;
pub(crate) mod spend;
pub(crate) mod spenders;
mod sync_ids;
pub(crate) mod tokens;
pub(crate) mod travel;
pub(crate) mod unique;
pub(crate) mod users;
pub(crate) mod validity;

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::{ArcSwap, Guard};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::clock::Clock;
use crate::disposal::Disposal;
use crate::faults::Faults;
use crate::ids::Seed;
use crate::policy::reading::SearchLag;
use crate::policy::retrieval::IndexLag;
use crate::policy::{Policies, Setting};
use crate::rate_limits::Limits;
use crate::shared_names::SharedNames;
use configuration::Configuration;
use extensions::Extensions;
use history::{History, Snapshot};
use jobs::Jobs;
use legal_entities::LegalEntities;
use logins::Logins;
use one_time::OneTimes;
use roles::Roles;
use situation::Situation;
use snapshots::{Saved, Snapshots};
use tokens::{REQUEST_TOKEN_LIFE, Tokens};
use users::Users;

/// Everything a company holds at one moment; a clone is cheap, whatever it holds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Version {
    /// The users.
    pub(crate) users: Users,
    /// What services keep of users beside their identity documents.
    pub(crate) extensions: Extensions,
    /// Who holds which role.
    pub(crate) roles: Roles,
    /// The legal entities.
    pub(crate) legal_entities: LegalEntities,
    /// What an administrator has set up, and users may only refer to.
    pub(crate) configuration: Arc<Configuration>,
    /// Its provision requests.
    pub(crate) jobs: Jobs,
    /// How the company reads what the documentation leaves open.
    pub(crate) policies: Policies,
    /// Tokens.
    pub(crate) tokens: Tokens,
    /// Passwords, and what stands in the way of a sign-in.
    pub(crate) logins: Logins,
    /// One-time tokens and the mails that carry them.
    pub(crate) one_times: OneTimes,
    /// Where the company lives, and whether it can be reached.
    pub(crate) situation: Situation,
    /// How many users were ever created by clients: the next one's ordinal.
    pub(crate) users_created: u64,
}

impl Version {
    /// Gives changes of roles their time: the roles changed, and so did the spend profiles of their users.
    pub(crate) fn date_roles(&mut self, now: Timestamp) {
        for user in self.roles.publish(now) {
            self.extensions.touch_spend(user, now);
        }
    }

    /// Removes a user with everything that is kept of it; says whether there was one.
    pub(crate) fn remove_user(&mut self, user: Uuid) -> bool {
        self.extensions.remove(user);
        self.roles.remove(user);
        self.logins.remove(user);
        self.users.remove(user)
    }
}

/// The user whose credentials a new company shows.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct KnownUser {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its login.
    pub(crate) user_name: String,
    /// Its password.
    pub(crate) password: String,
}

impl KnownUser {
    /// The user of this id, if it is there and has a password.
    pub(crate) fn of(version: &Version, id: Uuid) -> Option<Self> {
        Some(Self {
            id,
            user_name: version.users.get(id)?.user_name(),
            password: version.logins.password(id)?.to_string(),
        })
    }
}

impl fmt::Debug for KnownUser {
    /// Shows everything but the password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("KnownUser")
            .field("id", &self.id)
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

/// A company.
#[derive(Debug)]
pub(crate) struct Company {
    /// Its id, as tokens and documents name it.
    pub(crate) id: Uuid,
    /// The id as text, for replies.
    pub(crate) id_text: String,
    /// From it and the process seed its id and secrets follow.
    pub(crate) key: String,
    /// Its name, the `organization` of its users.
    pub(crate) name: String,
    /// Ids and secrets of things that clients bring into being.
    pub(crate) seed: Seed,
    /// Its time.
    pub(crate) clock: Clock,
    /// The application whose credentials it shows: the one that was made with it, or the one that it was made for.
    pub(crate) client_id: Uuid,
    /// Whether that application was made with it.
    pub(crate) owns_application: bool,
    /// The user whose password is known; `None` in a company without users.
    pub(crate) known_user: Option<KnownUser>,
    /// The login names that it may share with other companies.
    pub(crate) shared_names: Arc<SharedNames>,
    /// Frees the versions that nobody needs any more.
    disposal: Arc<Disposal>,
    /// What is to befall its requests.
    pub(crate) faults: Faults,
    /// How often it may be asked.
    pub(crate) limits: Limits,
    version: ArcSwap<Version>,
    first: Saved,
    snapshots: Mutex<Snapshots>,
    writer: Mutex<()>,
    history: Mutex<History>,
}

/// The parts of a company that do not change.
#[derive(Debug)]
pub(crate) struct Origin {
    /// Its id.
    pub(crate) id: Uuid,
    /// From it and the process seed its id and secrets follow.
    pub(crate) key: String,
    /// Its seed.
    pub(crate) seed: Seed,
    /// The application whose credentials it shows.
    pub(crate) client_id: Uuid,
    /// Whether that application was made with it.
    pub(crate) owns_application: bool,
    /// The user whose password is known.
    pub(crate) known_user: Option<KnownUser>,
    /// The login names that it may share with other companies.
    pub(crate) shared_names: Arc<SharedNames>,
    /// Frees the versions that nobody needs any more.
    pub(crate) disposal: Arc<Disposal>,
}

impl Company {
    /// Founds a company with this content, and makes the request token of its application.
    pub(crate) fn new(origin: Origin, clock: Clock, mut first: Version) -> Self {
        first.extensions.settle(&first.users, &first.users);
        let expires = end_of_request_token(&clock);
        first
            .tokens
            .make_request(origin.client_id, expires, |ordinal| {
                request_token(origin.seed, ordinal)
            });
        let first = Saved {
            version: Arc::new(first),
            clock: clock.mode(),
            taken: clock.now(),
        };
        Self {
            id: origin.id,
            id_text: origin.id.to_string(),
            name: format!("Mock company {}", origin.key),
            key: origin.key,
            seed: origin.seed,
            clock,
            client_id: origin.client_id,
            owns_application: origin.owns_application,
            known_user: origin.known_user,
            shared_names: origin.shared_names,
            disposal: origin.disposal,
            version: ArcSwap::new(Arc::clone(&first.version)),
            faults: Faults::default(),
            limits: Limits::default(),
            first,
            snapshots: Mutex::default(),
            writer: Mutex::new(()),
            history: Mutex::default(),
        }
    }

    /// The current version; it never changes under the reader.
    pub(crate) fn read(&self) -> Guard<Arc<Version>> {
        self.version.load()
    }

    /// Changes the company: the change works on a copy, which is published only if it succeeds.
    pub(crate) fn write<T, E>(
        &self,
        change: impl FnOnce(&mut Version) -> Result<T, E>,
    ) -> Result<T, E> {
        let _one_at_a_time = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let before = self.version.load_full();
        let mut next = Version::clone(&before);
        let outcome = change(&mut next)?;
        next.date_roles(self.clock.now());
        next.extensions.settle(&before.users, &next.users);
        let (retrieval, search) = (
            next.policies.number::<IndexLag>(),
            next.policies.number::<SearchLag>(),
        );
        let lag = seconds(retrieval.max(search).max(self.faults.memory()));
        self.history().note(&before, &next, self.clock.now(), lag);
        drop(before);
        self.disposal.take(self.version.swap(Arc::new(next)));
        Ok(outcome)
    }

    /// The users as they were this many seconds ago, as far back as the policy has them remembered.
    pub(crate) fn snapshot(&self, lag: u64) -> Snapshot {
        let seen = self.clock.now().saturating_sub(seconds(lag));
        let past = (lag > 0).then(|| {
            let seen = seen.unwrap_or(Timestamp::MIN);
            self.history().at(seen).cloned()
        });
        past.flatten()
            .unwrap_or_else(|| Snapshot::of(&self.version.load()))
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what late readers would see.
    fn forget_history(&self) {
        let past = self.history().take();
        self.disposal.take(Arc::new(past));
    }

    /// Makes a new company request token for an application, as an administrator does; the one that it had ends.
    pub(crate) fn renew_request_token(&self, client_id: Uuid) {
        let expires = end_of_request_token(&self.clock);
        let Ok(()) = self.write(|version| {
            version.tokens.make_request(client_id, expires, |ordinal| {
                request_token(self.seed, ordinal)
            });
            Ok::<(), Infallible>(())
        });
    }

    /// Changes where the company lives, or whether it can be reached.
    pub(crate) fn change_situation(&self, change: impl FnOnce(Situation) -> Situation) {
        let Ok(()) = self.write(|version| {
            version.situation = change(version.situation);
            Ok::<(), Infallible>(())
        });
    }

    /// Changes the company's policy.
    pub(crate) fn set_policies(&self, settings: &[Setting]) {
        let Ok(()) = self.write(|version| {
            version.policies = version.policies.with(settings);
            Ok::<(), Infallible>(())
        });
    }
}

fn request_token(seed: Seed, ordinal: u64) -> String {
    seed.id("request token", ordinal).to_string()
}

fn end_of_request_token(clock: &Clock) -> Timestamp {
    let now = clock.now();
    now.saturating_add(REQUEST_TOKEN_LIFE).unwrap_or(now)
}

fn seconds(count: u64) -> SignedDuration {
    SignedDuration::from_secs(i64::try_from(count).unwrap_or(i64::MAX))
}
