//! Rate limits of a company of an embedded mock.

use crate::rate_limits::{RateLimitAccount, RateLimitError, RateLimits};

use super::MockCompany;

impl MockCompany {
    /// Lets these limits hold from now on, with full buckets; the limits before end.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use concur_mock::{MockConcur, NewCompany, RateLimit, RateLimits};
    ///
    /// let mock = MockConcur::start().await?;
    /// let company = mock.create_company(&NewCompany::default())?;
    /// company.set_rate_limits(RateLimits {
    ///     presets: vec!["quick-expense".to_owned()],
    ///     limits: vec![RateLimit::new("slow searches", 2, 60).on("identity.v4_1.users.search".parse()?)],
    /// })?;
    /// assert_eq!(company.rate_limits().limits.len(), 2);
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When a preset is unknown or a limit makes no sense; the text says what was expected.
    pub fn set_rate_limits(&self, limits: RateLimits) -> Result<(), RateLimitError> {
        self.company.limits.set(limits)
    }

    /// The limits that hold, how many requests each let pass and refused, and the presets that there are.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = concur_mock::MockConcur::start().await?;
    /// let company = mock.create_company(&concur_mock::NewCompany::default())?;
    /// assert!(company.rate_limits().limits.is_empty());
    /// assert_eq!(company.rate_limits().presets[0].name, "quick-expense");
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rate_limits(&self) -> RateLimitAccount {
        self.company.limits.account()
    }

    /// Ends all limits.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = concur_mock::MockConcur::start().await?;
    /// let company = mock.create_company(&concur_mock::NewCompany::default())?;
    /// company.clear_rate_limits();
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn clear_rate_limits(&self) {
        self.company.limits.clear();
    }
}
