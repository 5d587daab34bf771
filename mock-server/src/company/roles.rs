//! Who holds which role, and in which groups: what Spend shows as roles, SCIM v4 as groups and User v1 as approver flags.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::ordset::DiffItem;
use imbl::{OrdMap, OrdSet, Vector};
use jiff::Timestamp;
use uuid::Uuid;

use super::packed;
use crate::scim::spend::role_code;

/// The group of a role that counts everywhere.
pub(crate) const GLOBAL: &str = "";

/// Words that come again and again, each kept once and called by its number.
#[derive(Debug, Clone, Default)]
struct Words {
    words: Vector<Arc<str>>,
    numbers: OrdMap<Arc<str>, u32>,
}

impl Words {
    fn number(&self, word: &str) -> Option<u32> {
        self.numbers.get(word).copied()
    }

    fn learn(&mut self, word: &str) -> u32 {
        if let Some(number) = self.number(word) {
            return number;
        }
        let (word, number): (Arc<str>, _) = (Arc::from(word), self.words.len());
        // There are fewer words than users, and fewer of those than numbers.
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        self.words.push_back(Arc::clone(&word));
        self.numbers.insert(word, number);
        number
    }

    fn word(&self, number: u32) -> Option<&Arc<str>> {
        self.words.get(usize::try_from(number).ok()?)
    }
}

/// The roles of a company's users, by code and group; a clone costs the same whatever their number.
///
/// A group is a node of a feature hierarchy, written as its list item codes joined by `-`; [`GLOBAL`] is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    words: Words,
    /// Users with the numbers of role and group.
    by_user: OrdSet<(Uuid, u32, u32)>,
    /// Those who hold a role in the global group, by id, so that a page of them is a slice.
    by_role: OrdMap<u32, Vector<Uuid>>,
    /// When the global holders of a role changed last; `None` while the change is not published.
    changed: OrdMap<Arc<str>, Option<Timestamp>>,
    has_unpublished: bool,
    /// Users who got or lost a role that Spend shows, in any group, while the change is not published.
    unpublished: Vector<Uuid>,
}

impl Roles {
    /// Roles that many users hold in the global group since this time.
    pub(super) fn packed(grants: &[(Uuid, &str)], since: Timestamp) -> Self {
        let mut roles = Self::default();
        let global = roles.words.learn(GLOBAL);
        let mut by_user = Vec::new();
        let mut by_role: BTreeMap<u32, Vec<Uuid>> = BTreeMap::new();
        for (user, role) in grants {
            let number = roles.words.learn(role);
            if !roles.changed.contains_key(*role) {
                roles.changed.insert(Arc::from(*role), Some(since));
            }
            by_user.push((*user, number, global));
            by_role.entry(number).or_default().push(*user);
        }
        by_user.sort_unstable();
        by_user.dedup();
        roles.by_user = packed::set(by_user);
        for (role, mut holders) in by_role {
            holders.sort_unstable();
            holders.dedup();
            roles.by_role.insert(role, Vector::from(holders));
        }
        roles
    }

    /// Takes over the words of those that follow them, so that one number never means two words in one company.
    pub(super) fn keep_words(&mut self, later: &Self) {
        self.words = later.words.clone();
    }

    /// The users whose roles are not the same in both, which must be of one company; by id, and maybe several times.
    pub(super) fn that_differ<'v>(&'v self, others: &'v Self) -> impl Iterator<Item = Uuid> {
        let differing = self.by_user.diff(&others.by_user);
        differing.map(|difference| match difference {
            DiffItem::Add((user, ..)) | DiffItem::Remove((user, ..)) => *user,
        })
    }

    /// Whether the user holds the role in the global group.
    pub(crate) fn holds(&self, user: Uuid, role: &str) -> bool {
        let (role, global) = (self.words.number(role), self.words.number(GLOBAL));
        role.zip(global)
            .is_some_and(|(role, global)| self.by_user.contains(&(user, role, global)))
    }

    /// Whether the user holds the role in any group.
    pub(crate) fn holds_anywhere(&self, user: Uuid, role: &str) -> bool {
        self.of_user(user).any(|(held, _)| &**held == role)
    }

    /// Gives the user the role in the global group; says whether that changed something.
    pub(crate) fn give(&mut self, user: Uuid, role: &str) -> bool {
        self.give_in(user, role, GLOBAL)
    }

    /// Gives the user the role in a group; says whether that changed something.
    pub(crate) fn give_in(&mut self, user: Uuid, role: &str, group: &str) -> bool {
        let number = self.words.learn(role);
        let grant = (user, number, self.words.learn(group));
        let is_new = self.by_user.insert(grant).is_none();
        if is_new && role_code::is_of_spend(role) {
            self.unpublished.push_back(user);
        }
        if group == GLOBAL {
            let holders = self.by_role.entry(number).or_default();
            if let Err(position) = holders.binary_search(&user) {
                holders.insert(position, user);
            }
            self.note(Arc::from(role), is_new);
        }
        is_new
    }

    /// Takes the role from the user in the global group; says whether that changed something.
    pub(crate) fn take(&mut self, user: Uuid, role: &str) -> bool {
        self.take_in(user, role, GLOBAL)
    }

    /// Takes the role from the user in a group; says whether that changed something.
    pub(crate) fn take_in(&mut self, user: Uuid, role: &str, group: &str) -> bool {
        let numbers = self.words.number(role).zip(self.words.number(group));
        let Some((number, place)) = numbers else {
            return false;
        };
        let was_held = self.by_user.remove(&(user, number, place)).is_some();
        if was_held && role_code::is_of_spend(role) {
            self.unpublished.push_back(user);
        }
        if group == GLOBAL {
            if let Some(holders) = self.by_role.get_mut(&number)
                && let Ok(position) = holders.binary_search(&user)
            {
                holders.remove(position);
            }
            self.note(Arc::from(role), was_held);
        }
        was_held
    }

    fn note(&mut self, role: Arc<str>, is_change: bool) {
        if is_change {
            self.changed.insert(role, None);
            self.has_unpublished = true;
        }
    }

    /// Gives every change that has none its time; answers whose roles in Spend changed.
    pub(super) fn publish(&mut self, now: Timestamp) -> Vector<Uuid> {
        let users = std::mem::take(&mut self.unpublished);
        if !self.has_unpublished {
            return users;
        }
        self.has_unpublished = false;
        let fresh: Vec<Arc<str>> = self
            .changed
            .iter()
            .filter(|(_, time)| time.is_none())
            .map(|(role, _)| Arc::clone(role))
            .collect();
        for role in fresh {
            self.changed.insert(role, Some(now));
        }
        users
    }

    /// When the global holders of the role changed last; `None` when they never did.
    pub(crate) fn changed(&self, role: &str) -> Option<Timestamp> {
        self.changed.get(role).copied().flatten()
    }

    /// When the global holders of each role changed last.
    pub(super) fn changes(&self) -> BTreeMap<String, Timestamp> {
        let published = self.changed.iter();
        published
            .filter_map(|(role, time)| Some((role.to_string(), (*time)?)))
            .collect()
    }

    /// Sets when the global holders of roles changed last, as somebody else has noted it.
    pub(super) fn set_changes(&mut self, changes: BTreeMap<String, Timestamp>) {
        for (role, time) in changes {
            self.changed.insert(Arc::from(role), Some(time));
        }
        self.has_unpublished = false;
        self.unpublished.clear();
    }

    /// The roles of the user with their groups, by code.
    pub(crate) fn of_user(&self, user: Uuid) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        let range = (user, 0, 0)..=(user, u32::MAX, u32::MAX);
        let held = self.by_user.range(range);
        let mut held: Vec<_> = held
            .filter_map(|(_, role, group)| self.words.word(*role).zip(self.words.word(*group)))
            .collect();
        held.sort_unstable();
        held.into_iter()
    }

    /// The users who hold the role in the global group, by id.
    pub(crate) fn holders(&self, role: &str) -> Vector<Uuid> {
        let holders = self
            .words
            .number(role)
            .and_then(|role| self.by_role.get(&role));
        holders.cloned().unwrap_or_default()
    }

    /// Forgets the user.
    pub(crate) fn remove(&mut self, user: Uuid) {
        let held: Vec<_> = self
            .of_user(user)
            .map(|(role, group)| (Arc::clone(role), Arc::clone(group)))
            .collect();
        for (role, group) in held {
            self.take_in(user, &role, &group);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_changes_when_its_holders_do_and_at_no_other_time() {
        let ada = Uuid::from_u128(1);
        let time = |second: i64| Timestamp::from_second(second).unwrap();
        let mut roles = Roles::default();
        roles.give(ada, "EXP_USER");
        roles.publish(time(1));
        roles.give(ada, "EXP_USER");
        roles.publish(time(2));
        assert_eq!(roles.changed("EXP_USER"), Some(time(1)));
        roles.remove(ada);
        roles.publish(time(3));
        assert_eq!(roles.changed("EXP_USER"), Some(time(3)));
        assert_eq!(roles.changed("EXP_APPROVER"), None);
    }

    #[test]
    fn whose_roles_changed_in_spend_is_told_once() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut roles = Roles::default();
        roles.give_in(ada, "EXP_AUDITOR", "R&D-QA");
        roles.give(bob, "CompanyAdmin");
        let now = Timestamp::UNIX_EPOCH;
        assert_eq!(roles.publish(now), Vector::unit(ada), "no role of Spend");
        roles.give_in(ada, "EXP_AUDITOR", "R&D-QA");
        assert!(roles.publish(now).is_empty());
        roles.take_in(ada, "EXP_AUDITOR", "R&D-QA");
        assert_eq!(roles.publish(now), Vector::unit(ada));
    }

    #[test]
    fn roles_are_found_from_both_sides_until_their_user_goes() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut roles = Roles::default();
        assert!(roles.give(ada, "EXP_APPROVER") && !roles.give(ada, "EXP_APPROVER"));
        roles.give(ada, "EXP_AUDITOR");
        roles.give(bob, "EXP_APPROVER");
        assert_eq!(roles.of_user(ada).count(), 2);
        assert_eq!(
            roles.holders("EXP_APPROVER"),
            Vector::from([ada, bob].as_slice())
        );
        roles.remove(ada);
        assert!(!roles.holds(ada, "EXP_AUDITOR"));
        assert_eq!(roles.holders("EXP_APPROVER"), Vector::unit(bob));
        assert!(roles.take(bob, "EXP_APPROVER") && !roles.take(bob, "EXP_APPROVER"));
    }

    #[test]
    fn a_role_in_one_group_is_no_role_everywhere() {
        let ada = Uuid::from_u128(1);
        let mut roles = Roles::default();
        assert!(roles.give_in(ada, "EXP_AUDITOR", "R&D-QA"));
        assert!(roles.holds_anywhere(ada, "EXP_AUDITOR") && !roles.holds(ada, "EXP_AUDITOR"));
        assert!(roles.holders("EXP_AUDITOR").is_empty());
        assert!(!roles.take(ada, "EXP_AUDITOR") && roles.take_in(ada, "EXP_AUDITOR", "R&D-QA"));
    }
}
