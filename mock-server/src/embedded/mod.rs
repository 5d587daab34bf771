//! The companies of an embedded mock: what `/__admin/companies/…` offers, as typed methods.

mod faults;
mod rate_limits;
mod snapshots;
mod transfer;

use std::sync::Arc;

pub use snapshots::{CompanySource, SnapshotFailure};
use uuid::Uuid;

use crate::company::Company;
use crate::company::seed::MAX_SEEDED_USERS;
use crate::credentials::Credentials;
use crate::founding::Founding;
use crate::policy::{PolicyError, Setting};
use crate::server::MockConcur;
use crate::world::World;

/// What a new company shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewCompany {
    /// From it and the seed of the process follow id and secrets; absent, a number is taken.
    pub key: Option<String>,
    /// From it follow the users; absent, they follow from key and process seed.
    pub seed: Option<u64>,
    /// How many users, at most 1,000,000; 100 by default.
    pub users: usize,
    /// `KEY=VALUE`, for what the documentation leaves open.
    pub policies: Vec<String>,
    /// What it begins with instead of users out of a seed; then `seed` and `users` count for nothing.
    pub from: Option<CompanySource>,
}

impl Default for NewCompany {
    fn default() -> Self {
        Self {
            key: None,
            seed: None,
            users: crate::admin::DEFAULT_USERS,
            policies: Vec::new(),
            from: None,
        }
    }
}

/// A company cannot be made; the text says what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NewCompanyError(String);

/// A company of an embedded mock. A clone is the same company.
///
/// ```
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let mock = concur_mock::MockConcur::start().await?;
/// let company = mock.create_company(&concur_mock::NewCompany::default())?;
/// assert_ne!(company.credentials().company_id, mock.credentials().company_id);
/// # mock.stop().await;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct MockCompany {
    pub(crate) world: Arc<World>,
    pub(crate) company: Arc<Company>,
}

impl MockCompany {
    /// Its id.
    pub fn id(&self) -> Uuid {
        self.company.id
    }

    /// The way into it.
    pub fn credentials(&self) -> Credentials {
        Credentials::of(&self.world, &self.company, self.company.client_id)
    }

    /// Sets what the documentation leaves open, as `KEY=VALUE`, or a preset as `preset=NAME`; `GET /__admin/policy` lists
    /// the keys.
    ///
    /// # Errors
    ///
    /// When a key or a value is unknown; then nothing is changed.
    pub fn set_policies(&self, pairs: &[&str]) -> Result<(), PolicyError> {
        let settings = Setting::read_pairs(pairs.iter().copied())?;
        self.company.set_policies(&settings);
        Ok(())
    }

    /// Puts users, policy and clock back to how they were at the beginning; tokens stay good.
    pub fn reset(&self) {
        self.world.reset(&self.company);
    }
}

impl MockConcur {
    /// The company of this id; `None` if there is none, or none any more.
    pub fn company(&self, id: Uuid) -> Option<MockCompany> {
        let company = self.world().company_of(id)?;
        Some(MockCompany {
            world: Arc::clone(self.world()),
            company,
        })
    }

    /// Makes a company, so that a test has one of its own.
    ///
    /// # Errors
    ///
    /// When the key is in use, a policy is unknown, there are too many users or too many companies, or there is nothing
    /// where it is to begin from.
    pub fn create_company(&self, wish: &NewCompany) -> Result<MockCompany, NewCompanyError> {
        if wish.users > MAX_SEEDED_USERS {
            let text = format!("users must be at most {MAX_SEEDED_USERS}");
            return Err(NewCompanyError(text));
        }
        let pairs = wish.policies.iter().map(String::as_str);
        let policies =
            Setting::read_pairs(pairs).map_err(|error| NewCompanyError(error.to_string()))?;
        let content = match &wish.from {
            Some(source) => Some(source.content(self)?),
            None => None,
        };
        let founding = Founding {
            key: wish.key.clone(),
            seed: wish.seed,
            users: wish.users,
            content,
            policies,
            ..Founding::default()
        };
        let company = self.world().found(&founding);
        let company = company.map_err(|error| NewCompanyError(error.to_string()))?;
        Ok(MockCompany {
            world: Arc::clone(self.world()),
            company,
        })
    }
}
