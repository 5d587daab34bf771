//! What a new company shall be, whether there is room for it, and what it holds on its first day.

use std::sync::Arc;

use uuid::Uuid;

use crate::application::MAX_CONNECTIONS;
use crate::clock::{Clock, ClockMode};
use crate::company::logins::Logins;
use crate::company::snapshots::Saved;
use crate::company::{Company, KnownUser, Origin, Version, seed};
use crate::ids::Seed;
use crate::policy::{Policies, Setting};
use crate::registry::Registry;

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
    /// What it begins with instead of users out of a seed.
    pub(crate) content: Option<Content>,
    /// The scopes of its application; absent, those of all user services.
    pub(crate) scopes: Option<Vec<String>>,
    /// What it sets of the policy.
    pub(crate) policies: Vec<Setting>,
    /// The application that it is connected to instead of one of its own.
    pub(crate) application: Option<Uuid>,
}

/// What another company held, or a file. A company that begins with it shares it until it is written.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    /// Users, legal entities, configuration and policy; what belongs to one company alone is left behind.
    pub(crate) version: Arc<Version>,
    /// How the clock runs.
    pub(crate) clock: ClockMode,
    /// The user whose password a new company shows.
    pub(crate) known_user: Option<Uuid>,
}

impl Content {
    /// What a company held.
    pub(crate) fn of(company: &Company, saved: Saved) -> Self {
        Self {
            version: saved.version,
            clock: saved.clock,
            known_user: company.known_user.as_ref().map(|user| user.id),
        }
    }
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

/// Whether there is room for a company.
pub(crate) fn may_found(
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

impl Founding {
    /// The company as it is on its first day.
    pub(crate) fn company(&self, origin: Origin, inherited: &Policies) -> Company {
        let clock = Clock::live();
        let (version, known_user) = match &self.content {
            Some(content) => {
                clock.resume(content.clock);
                (self.sharing(&content.version), content.known_user)
            }
            None => self.seeded(origin.seed, inherited),
        };
        let known_user = known_user.and_then(|user| KnownUser::of(&version, user));
        let origin = Origin {
            known_user,
            ..origin
        };
        Company::new(origin, clock, version)
    }

    /// The same users, without tokens, mails, requests and troubles, which are those of the other company.
    fn sharing(&self, other: &Version) -> Version {
        Version {
            users: other.users.clone(),
            extensions: other.extensions.clone(),
            roles: other.roles.clone(),
            legal_entities: other.legal_entities.clone(),
            configuration: Arc::clone(&other.configuration),
            logins: other.logins.clone(),
            users_created: other.users_created,
            policies: other.policies.with(&self.policies),
            ..Version::default()
        }
    }

    fn seeded(&self, seed: Seed, inherited: &Policies) -> (Version, Option<Uuid>) {
        let users_seed = self.seed.map_or_else(|| seed.within("users"), Seed::new);
        let seed::Directory {
            users,
            extensions,
            roles,
        } = seed::directory(users_seed, self.users);
        let known_user = users.at(0).map(|record| record.id);
        let mut logins = Logins::default();
        if let Some(user) = known_user {
            logins.set_password(user, &seed.word("password", 0));
        }
        let version = Version {
            users,
            extensions,
            roles,
            logins,
            policies: inherited.with(&self.policies),
            ..Version::default()
        };
        (version, known_user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::Signer;
    use crate::world::World;
    use std::convert::Infallible;

    #[test]
    fn a_company_of_a_template_shares_its_documents_until_one_of_them_is_written() {
        let signer = Signer::published().unwrap();
        let base_url = "http://mock.example".to_owned();
        let world = World::new(base_url, None, 0, signer, Policies::default());
        let founding = Founding {
            users: 200,
            ..Founding::default()
        };
        let source = world.found(&founding).unwrap();
        let founding = Founding {
            content: Some(Content::of(&source, source.present())),
            ..Founding::default()
        };
        let copy = world.found(&founding).unwrap();
        assert!(copy.read().users.is(&source.read().users));
        assert!(copy.read().extensions.is(&source.read().extensions));
        let gone = copy.read().users.at(7).unwrap().id;
        let removed = copy.write(|version| Ok::<_, Infallible>(version.remove_user(gone)));
        assert_eq!(removed, Ok(true));
        let (in_source, in_copy) = (source.read(), copy.read());
        assert_eq!((in_source.users.len(), in_copy.users.len()), (200, 199));
        let all_shared = in_copy.users.iter().all(|record| {
            let same = in_source.users.get(record.id);
            same.is_some_and(|same| Arc::ptr_eq(same, record))
        });
        assert!(all_shared, "nobody else was copied");
    }
}
