//! Faults on demand: a plan for a company, what of it befalls a request, and the account of it. No HTTP.

mod account;
mod check;
mod kind;
mod plan;
mod running;

use std::sync::Arc;

use arc_swap::ArcSwapOption;

pub use account::{FaultAccount, FaultEntry, Firing, UnfiredFaults};
pub use check::PlanError;
pub(crate) use check::Served;
pub(crate) use kind::is_list;
pub use kind::{Kind, RetryAfter};
pub use plan::{Fault, Phase, Plan, Schedule, Step};
pub(crate) use running::{Chosen, Occasion, Running};

use crate::company::Company;

/// The plan of a company, if there is one.
#[derive(Debug, Default)]
pub(crate) struct Faults(ArcSwapOption<Running>);

impl Faults {
    /// The plan that is being carried out.
    pub(crate) fn running(&self) -> Option<Arc<Running>> {
        self.0.load_full()
    }

    /// Whether there is no plan.
    pub(crate) fn are_none(&self) -> bool {
        self.0.load().is_none()
    }

    /// How far back stale reads go, in seconds; 0 where none is planned.
    pub(crate) fn memory(&self) -> u64 {
        self.0.load().as_ref().map_or(0, |running| running.memory())
    }

    /// What became of the plan.
    pub(crate) fn account(&self) -> FaultAccount {
        let running = self.0.load();
        running
            .as_ref()
            .map_or_else(FaultAccount::default, |running| running.account())
    }
}

impl Company {
    /// Carries out a plan from now on; nothing is left of the one before. Jobs that it held are carried out.
    pub(crate) fn plan_faults(&self, plan: Plan, served: Served) -> Result<(), PlanError> {
        check::check(&plan, served)?;
        let running = Running::new(plan, self.id);
        self.faults.0.store(Some(Arc::new(running)));
        self.release_jobs();
        Ok(())
    }

    /// Ends the plan. Jobs that it held are carried out.
    pub(crate) fn clear_faults(&self) {
        self.faults.0.store(None);
        self.release_jobs();
    }
}
