//! The indexes of a company's users: values that no two may share, and managers.

use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use imbl::OrdSet;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::packed;
use crate::ids;
use crate::policy::Policies;
use crate::policy::uniqueness::{UniqueExternalId, UniqueValueCase};
use crate::scim::compare::fold;
use crate::scim::schema::ENTERPRISE;
use crate::scim::scope::Read;

/// An attribute whose value belongs to one user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unique {
    /// DIFFERS: Concur's `userName` is unique over all companies of all products; here it is in the company, so that
    /// parallel tests cannot disturb one another.
    UserName,
    /// `employeeNumber` of the enterprise extension.
    EmployeeNumber,
    /// `externalId`.
    ExternalId,
}

impl Unique {
    /// All of them, in the order in which a conflict is reported.
    pub(crate) const ALL: [Self; 3] = [Self::UserName, Self::EmployeeNumber, Self::ExternalId];
    /// The top-level members that hold them.
    pub(crate) const MEMBERS: [&'static str; 3] = ["userName", ENTERPRISE, "externalId"];

    /// The scope that shows it.
    pub(crate) const fn read(self) -> Read {
        match self {
            Self::UserName | Self::ExternalId => Read::IDS,
            Self::EmployeeNumber => Read::ENTERPRISE,
        }
    }

    /// What Concur's message calls the look-up. ASSUMED: the words for `userName` and `externalId`
    /// follow the one for `employeeNumber`, which SAP's knowledge base quotes.
    pub(crate) const fn lookup(self) -> &'static str {
        match self {
            Self::UserName => "userName",
            Self::EmployeeNumber => "companyId,employeeNumber",
            Self::ExternalId => "companyId,externalId",
        }
    }
}

/// A unique value, as it was written and as look-ups compare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    exact: String,
    folded: String,
}

impl Held {
    /// The value that was written like this.
    pub(crate) fn new(exact: &str) -> Self {
        Self {
            exact: exact.to_owned(),
            folded: fold(exact),
        }
    }

    /// The value without regard to case.
    pub(crate) fn folded(&self) -> &str {
        &self.folded
    }
}

/// Which values of two users collide.
///
/// ASSUMED: values that differ in case only do, and an `externalId` belongs to one user, unless the policy has it otherwise.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    case: UniqueValueCase,
    external_id: UniqueExternalId,
}

impl Rules {
    /// The rules of this policy.
    pub(crate) fn of(policies: &Policies) -> Self {
        Self {
            case: policies.choose(),
            external_id: policies.choose(),
        }
    }

    /// Whether the attribute's values belong to one user at all.
    pub(super) fn guard(self, unique: Unique) -> bool {
        unique != Unique::ExternalId || self.external_id == UniqueExternalId::Unique
    }

    /// Whether two values count as one.
    pub(crate) fn equate(self, one: &Held, other: &Held) -> bool {
        match self.case {
            UniqueValueCase::Ignored => one.folded == other.folded,
            UniqueValueCase::Exact => one.exact == other.exact,
        }
    }
}

/// What the indexes of a company know of a user: its unique values and its manager.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Values {
    unique: [Option<Held>; 3],
    /// The user's manager.
    pub(crate) manager: Option<Uuid>,
}

impl Values {
    /// Reads them out of a user's members.
    pub(crate) fn of(user: &Map<String, Value>) -> Self {
        let text = |value: Option<&Value>| {
            value
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
                .map(Held::new)
        };
        let enterprise = user.get(ENTERPRISE);
        let manager =
            enterprise.and_then(|enterprise| enterprise.get("manager")?.get("value")?.as_str());
        Self {
            unique: [
                text(user.get("userName")),
                text(enterprise.and_then(|enterprise| enterprise.get("employeeNumber"))),
                text(user.get("externalId")),
            ],
            manager: manager.and_then(ids::read),
        }
    }

    /// One of the unique values.
    pub(crate) fn get(&self, unique: Unique) -> Option<&Held> {
        self.unique[unique as usize].as_ref()
    }
}

/// Which users might hold a value, and who reports to whom.
#[derive(Debug, Clone, Default)]
pub(crate) struct Index {
    /// Hashes of values and user ids. Whoever asks compares the value itself.
    unique: [OrdSet<(u64, Uuid)>; 3],
    /// Managers and their reports.
    reports: OrdSet<(Uuid, Uuid)>,
}

/// Keys of indexes that are to be built at once.
#[derive(Debug, Default)]
pub(super) struct Keys {
    unique: [Vec<(u64, Uuid)>; 3],
    reports: Vec<(Uuid, Uuid)>,
}

impl Keys {
    /// Adds a user whose values, in the order of [`Unique::ALL`], are without capitals.
    pub(super) fn add(&mut self, id: Uuid, values: [&str; 3], manager: Option<Uuid>) {
        for (keys, value) in self.unique.iter_mut().zip(values) {
            keys.push((hash(value), id));
        }
        self.reports.extend(manager.map(|manager| (manager, id)));
    }

    /// Adds the keys of others.
    pub(super) fn join(&mut self, mut other: Self) {
        for (keys, more) in self.unique.iter_mut().zip(&mut other.unique) {
            keys.append(more);
        }
        self.reports.append(&mut other.reports);
    }
}

impl Index {
    /// The indexes of these keys.
    pub(super) fn packed(keys: Keys) -> Self {
        Self {
            unique: keys.unique.map(|mut keys| {
                keys.sort_unstable();
                packed::set(keys)
            }),
            reports: {
                let mut reports = keys.reports;
                reports.sort_unstable();
                packed::set(reports)
            },
        }
    }

    /// Adds a user's values.
    pub(crate) fn insert(&mut self, id: Uuid, values: &Values) {
        for unique in Unique::ALL {
            if let Some(value) = values.get(unique) {
                self.unique[unique as usize].insert((hash(value.folded()), id));
            }
        }
        if let Some(manager) = values.manager {
            self.reports.insert((manager, id));
        }
    }

    /// Takes a user's values out.
    pub(crate) fn remove(&mut self, id: Uuid, values: &Values) {
        for unique in Unique::ALL {
            if let Some(value) = values.get(unique) {
                self.unique[unique as usize].remove(&(hash(value.folded()), id));
            }
        }
        if let Some(manager) = values.manager {
            self.reports.remove(&(manager, id));
        }
    }

    /// The users that report to this one.
    pub(crate) fn reports(&self, manager: Uuid) -> impl Iterator<Item = Uuid> {
        let range = (manager, Uuid::nil())..=(manager, Uuid::max());
        self.reports.range(range).map(|(_, report)| *report)
    }

    /// The users that might hold this folded value.
    pub(crate) fn candidates(&self, unique: Unique, folded: &str) -> impl Iterator<Item = Uuid> {
        let hash = hash(folded);
        self.unique[unique as usize]
            .range((hash, Uuid::nil())..=(hash, Uuid::max()))
            .map(|(_, id)| *id)
    }
}

fn hash(value: &str) -> u64 {
    FixedState::default().hash_one(value)
}
