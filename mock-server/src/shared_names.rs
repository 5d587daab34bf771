//! What companies know of one another: login names that they share, so that no two take one at once, and whose a user is.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use imbl::OrdMap;
use uuid::Uuid;

use crate::company::Company;
use crate::company::unique::{Held, Rules, Unique};
use crate::policy::identity::UserNameUniqueOver;

/// Every company of the process, and the names that are being taken at this moment.
///
/// Nothing else is noted of names: whether one is taken is asked of the companies as they are, so a name is free again
/// when its user is renamed or deleted, when its company is deleted or reset, and when a company stops sharing.
///
/// ASSUMED: names that meet without a write of a client stay, be it by founding two companies with one seed, by a reset,
/// or by a policy that is set later; only who takes a new name is judged.
///
/// The lock is held while companies are asked, which never waits, and nothing else is locked under it; so writers cannot
/// wait for one another in a circle.
#[derive(Debug, Default)]
pub(crate) struct SharedNames(Mutex<Names>);

type Companies = OrdMap<Uuid, Weak<Company>>;

#[derive(Debug, Default)]
struct Names {
    /// The world bounds how many there are.
    companies: Companies,
    /// As many as there are requests being answered.
    claims: BTreeMap<u64, (Uuid, Held)>,
    next: u64,
}

/// A name that was found free, and that no other company can take until this is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    names: Arc<SharedNames>,
    number: u64,
}

impl SharedNames {
    fn names(&self) -> MutexGuard<'_, Names> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a company.
    pub(crate) fn join(&self, id: Uuid, company: Weak<Company>) {
        self.names().companies.insert(id, company);
    }

    /// Forgets a company.
    pub(crate) fn leave(&self, id: Uuid) {
        self.names().companies.remove(&id);
    }

    /// Whether a user of this id is in another company.
    pub(crate) fn has_user_outside(&self, company: Uuid, user: Uuid) -> bool {
        // Nothing is locked while the companies are asked.
        let companies = self.names().companies.clone();
        let mut others = others(&companies, company);
        others.any(|other| other.read().users.get(user).is_some())
    }

    /// Claims a name for a company; `None` when another company that shares its names has it or is taking it. What counts
    /// as the same name, the one that claims decides.
    pub(crate) fn claim(
        shared: &Arc<Self>,
        company: Uuid,
        name: &Held,
        rules: Rules,
    ) -> Option<Claim> {
        let mut names = shared.names();
        let is_claimed = names
            .claims
            .values()
            .any(|(owner, claimed)| *owner != company && rules.equate(claimed, name));
        let is_taken = others(&names.companies, company).any(|other| holds(&other, name, rules));
        if is_claimed || is_taken {
            return None;
        }
        let number = names.next;
        names.next += 1;
        names.claims.insert(number, (company, name.clone()));
        Some(Claim {
            names: Arc::clone(shared),
            number,
        })
    }
}

fn others(companies: &Companies, company: Uuid) -> impl Iterator<Item = Arc<Company>> {
    let others = companies.iter().filter(move |(id, _)| **id != company);
    others.filter_map(|(_, other)| other.upgrade())
}

fn holds(company: &Company, name: &Held, rules: Rules) -> bool {
    let version = company.read();
    let mut rivals = version.users.rivals(Unique::UserName, name, rules);
    version.policies.choose::<UserNameUniqueOver>() == UserNameUniqueOver::Process
        && rivals.next().is_some()
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.names.names().claims.remove(&self.number);
    }
}
