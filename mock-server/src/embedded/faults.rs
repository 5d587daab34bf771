//! Faults of a company of an embedded mock.

use crate::faults::{FaultAccount, Plan, PlanError};

use super::MockCompany;

impl MockCompany {
    /// Lets these faults befall the company's requests from now on; nothing is left of the plan before.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use concur_mock::{Fault, Kind, MockConcur, NewCompany, Phase, Plan, Schedule};
    ///
    /// let mock = MockConcur::start().await?;
    /// let company = mock.create_company(&NewCompany::default())?;
    /// let create = "identity.v4_1.users.create".parse()?;
    /// let lost = Fault::new("lost answer", create, Kind::Reset)
    ///     .in_phase(Phase::After)
    ///     .by(Schedule::First(1));
    /// company.set_faults(Plan::of(lost))?;
    ///
    /// // A client creates a user here, sees the reset, and comes again.
    ///
    /// assert!(company.faults().check_fired().is_err(), "nobody called yet");
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// When the plan makes no sense; the text says what was expected.
    pub fn set_faults(&self, plan: Plan) -> Result<(), PlanError> {
        self.company.plan_faults(plan, self.world.served())
    }

    /// What was planned, what happened and what is left. A test ends well with
    /// `company.faults().check_fired()`.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = concur_mock::MockConcur::start().await?;
    /// let company = mock.create_company(&concur_mock::NewCompany::default())?;
    /// assert!(company.faults().faults.is_empty());
    /// company.faults().check_fired()?;
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn faults(&self) -> FaultAccount {
        self.company.faults.account()
    }

    /// Ends the plan; provision requests that it held are carried out.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use concur_mock::{Fault, Kind, Plan};
    ///
    /// let mock = concur_mock::MockConcur::start().await?;
    /// let company = mock.create_company(&concur_mock::NewCompany::default())?;
    /// company.set_faults(Plan::of(Fault::new("down", "*".parse()?, Kind::Status(503))))?;
    /// company.clear_faults();
    /// assert!(company.faults().faults.is_empty());
    /// # mock.stop().await;
    /// # Ok(())
    /// # }
    /// ```
    pub fn clear_faults(&self) {
        self.company.clear_faults();
    }
}
