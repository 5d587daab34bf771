//! Snapshots of an embedded mock's companies: take, restore, compare, and begin new companies with them.

use uuid::Uuid;

use crate::company::difference::{Difference, compare};
use crate::company::snapshots::{ClockAfterRestore, NOW, SnapshotError, TokensAfterRestore};
use crate::founding::Content;
use crate::server::MockConcur;
use crate::templates::Template;

use super::{MockCompany, NewCompanyError};

/// What a new company begins with. It shares everything with where it comes from until one of them is written, so it costs
/// about as much as an empty company.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompanySource {
    /// A template of this name.
    Template(String),
    /// Another company, as it is now.
    Company(Uuid),
    /// A snapshot of another company.
    Snapshot {
        /// The company.
        company: Uuid,
        /// The snapshot's name; `first` is what the company began with.
        name: String,
    },
}

/// A snapshot or template cannot be had; the text says what was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SnapshotFailure(String);

impl SnapshotFailure {
    #[expect(clippy::needless_pass_by_value, reason = "errors are mapped by value")]
    fn of(error: SnapshotError) -> Self {
        Self(error.to_string())
    }
}

impl CompanySource {
    pub(super) fn content(&self, mock: &MockConcur) -> Result<Content, NewCompanyError> {
        let (company, name) = match self {
            Self::Template(name) => {
                let template = mock.world().templates.get(name);
                let missing = || NewCompanyError(format!("there is no template `{name}`"));
                return Ok(template.ok_or_else(missing)?.content);
            }
            Self::Company(company) => (*company, NOW),
            Self::Snapshot { company, name } => (*company, name.as_str()),
        };
        let found = mock.world().company_of(company);
        let missing = || NewCompanyError(format!("there is no company `{company}`"));
        let company = found.ok_or_else(missing)?;
        let saved = company.saved(name);
        let saved = saved.map_err(|error| NewCompanyError(error.to_string()))?;
        Ok(Content::of(&company, saved))
    }
}

impl MockCompany {
    /// Gives what the company holds now a name, in constant time. `first`, which every company has, is what it began with.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use concur_mock::MockConcur;
    /// let mock = MockConcur::start().await?;
    /// let company = mock.company(mock.credentials().company_id).ok_or("it is there")?;
    /// company.snapshot("clean")?;
    /// // A test writes; then everything is as it was, and the tokens that it holds are still good.
    /// company.restore("clean")?;
    /// assert!(company.diff("clean", "now", None)?.users.is_empty());
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When another snapshot has the name, when it is `first` or `now`, or when there are 1,000.
    pub fn snapshot(&self, name: &str) -> Result<(), SnapshotFailure> {
        let taken = self.company.take_snapshot(name);
        taken.map(drop).map_err(SnapshotFailure::of)
    }

    /// The names of its snapshots, `first` before the others.
    pub fn snapshots(&self) -> Vec<String> {
        let all = self.company.all_saved();
        all.into_iter().map(|(name, _)| name).collect()
    }

    /// Forgets a snapshot.
    ///
    /// # Errors
    ///
    /// When there is none of this name, or it is `first`.
    pub fn forget_snapshot(&self, name: &str) -> Result<(), SnapshotFailure> {
        let gone = self.company.forget_snapshot(name);
        gone.map_err(SnapshotFailure::of)
    }

    /// Makes the company what it was: users, legal entities, configuration, policy, jobs, mails, passwords and the clock.
    /// Tokens stay good, so that a test that restores in a loop signs in once.
    ///
    /// # Errors
    ///
    /// When there is no snapshot of this name.
    pub fn restore(&self, name: &str) -> Result<(), SnapshotFailure> {
        let (tokens, clock) = Default::default();
        self.restore_with(name, tokens, clock)
    }

    /// Makes the company what it was, tokens and clock as asked.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use concur_mock::{ClockAfterRestore, MockConcur, TokensAfterRestore};
    /// let mock = MockConcur::start().await?;
    /// let company = mock.company(mock.credentials().company_id).ok_or("it is there")?;
    /// company.restore_with("first", TokensAfterRestore::Restored, ClockAfterRestore::Kept)?;
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no snapshot of this name.
    pub fn restore_with(
        &self,
        name: &str,
        tokens: TokensAfterRestore,
        clock: ClockAfterRestore,
    ) -> Result<(), SnapshotFailure> {
        let saved = self.company.saved(name).map_err(SnapshotFailure::of)?;
        self.world.restore(&self.company, &saved, tokens, clock);
        Ok(())
    }

    /// Which users differ in what between two snapshots, of which either may be `now`; at most 1,000 users, those behind
    /// `after`. It costs what differs, not what is there.
    ///
    /// # Errors
    ///
    /// When there is no snapshot of one of the names.
    pub fn diff(
        &self,
        before: &str,
        later: &str,
        after: Option<Uuid>,
    ) -> Result<Difference, SnapshotFailure> {
        let saved = |name: &str| self.company.saved(name).map_err(SnapshotFailure::of);
        let (before, later) = (saved(before)?, saved(later)?);
        Ok(compare(&before.version, &later.version, after, usize::MAX))
    }
}

impl MockConcur {
    /// Keeps what a company holds now under a name, for companies to begin with; one of the same name makes room for it.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use concur_mock::{CompanySource, MockConcur, NewCompany};
    /// let mock = MockConcur::start().await?;
    /// mock.keep_template("hundred", mock.credentials().company_id)?;
    /// let mut wish = NewCompany::default();
    /// wish.from = Some(CompanySource::Template("hundred".to_owned()));
    /// // Each test has a company of its own, with the same users and passwords.
    /// let company = mock.create_company(&wish)?;
    /// assert_eq!(company.credentials().user, mock.credentials().user);
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When there is no such company, or there are 1,000 templates.
    pub fn keep_template(&self, name: &str, company: Uuid) -> Result<(), SnapshotFailure> {
        let found = self.world().company_of(company);
        let missing = || SnapshotFailure(format!("there is no company `{company}`"));
        let found = found.ok_or_else(missing)?;
        let template = Template {
            content: Content::of(&found, found.present()),
            company,
            snapshot: NOW.to_owned(),
        };
        let kept = self.world().templates.put(name, template);
        kept.map(drop)
            .map_err(|error| SnapshotFailure(error.to_string()))
    }
}
