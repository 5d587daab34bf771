//! Who holds which role, and in which groups: what Spend shows as roles, SCIM v4 as groups and User v1 as approver flags.

use std::ops::RangeInclusive;
use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use uuid::Uuid;

/// The group of a role that counts everywhere.
pub(crate) const GLOBAL: &str = "";

/// The roles of a company's users, by code and group; a clone costs the same whatever their number.
///
/// A group is a node of a feature hierarchy, written as its list item codes joined by `-`; [`GLOBAL`] is none.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    by_user: OrdSet<(Uuid, Arc<str>, Arc<str>)>,
    /// Those who hold a role in the global group.
    by_role: OrdSet<(Arc<str>, Uuid)>,
    /// When the global holders of a role changed last; `None` while the change is not published.
    changed: OrdMap<Arc<str>, Option<Timestamp>>,
    has_unpublished: bool,
}

impl Roles {
    /// Whether the user holds the role in the global group.
    pub(crate) fn holds(&self, user: Uuid, role: &str) -> bool {
        self.by_user
            .contains(&(user, Arc::from(role), Arc::from(GLOBAL)))
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
        let role: Arc<str> = Arc::from(role);
        let grant = (user, Arc::clone(&role), Arc::from(group));
        let is_new = self.by_user.insert(grant).is_none();
        if group == GLOBAL {
            self.by_role.insert((Arc::clone(&role), user));
            self.note(role, is_new);
        }
        is_new
    }

    /// Takes the role from the user in the global group; says whether that changed something.
    pub(crate) fn take(&mut self, user: Uuid, role: &str) -> bool {
        self.take_in(user, role, GLOBAL)
    }

    /// Takes the role from the user in a group; says whether that changed something.
    pub(crate) fn take_in(&mut self, user: Uuid, role: &str, group: &str) -> bool {
        let role: Arc<str> = Arc::from(role);
        let grant = (user, Arc::clone(&role), Arc::from(group));
        let was_held = self.by_user.remove(&grant).is_some();
        if group == GLOBAL {
            self.by_role.remove(&(Arc::clone(&role), user));
            self.note(role, was_held);
        }
        was_held
    }

    fn note(&mut self, role: Arc<str>, is_change: bool) {
        if is_change {
            self.changed.insert(role, None);
            self.has_unpublished = true;
        }
    }

    /// Gives every change that is about to be published its time.
    pub(super) fn publish(&mut self, now: Timestamp) {
        if !self.has_unpublished {
            return;
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
    }

    /// When the global holders of the role changed last; `None` when they never did.
    pub(crate) fn changed(&self, role: &str) -> Option<Timestamp> {
        self.changed.get(role).copied().flatten()
    }

    /// The roles of the user with their groups, by code.
    pub(crate) fn of_user(&self, user: Uuid) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        let first = (user, Arc::from(""), Arc::from(""));
        self.by_user
            .range(first..)
            .take_while(move |(holder, _, _)| *holder == user)
            .map(|(_, role, group)| (role, group))
    }

    /// The users who hold the role in the global group, by id.
    pub(crate) fn holders(&self, role: &str) -> impl Iterator<Item = Uuid> {
        let role: Arc<str> = Arc::from(role);
        let range: RangeInclusive<_> = (Arc::clone(&role), Uuid::nil())..=(role, Uuid::max());
        self.by_role.range(range).map(|(_, user)| *user)
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
    fn roles_are_found_from_both_sides_until_their_user_goes() {
        let (ada, bob) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let mut roles = Roles::default();
        assert!(roles.give(ada, "EXP_APPROVER") && !roles.give(ada, "EXP_APPROVER"));
        roles.give(ada, "EXP_AUDITOR");
        roles.give(bob, "EXP_APPROVER");
        assert_eq!(roles.of_user(ada).count(), 2);
        assert_eq!(
            roles.holders("EXP_APPROVER").collect::<Vec<_>>(),
            [ada, bob]
        );
        roles.remove(ada);
        assert!(!roles.holds(ada, "EXP_AUDITOR"));
        assert_eq!(roles.holders("EXP_APPROVER").collect::<Vec<_>>(), [bob]);
        assert!(roles.take(bob, "EXP_APPROVER") && !roles.take(bob, "EXP_APPROVER"));
    }

    #[test]
    fn a_role_in_one_group_is_no_role_everywhere() {
        let ada = Uuid::from_u128(1);
        let mut roles = Roles::default();
        assert!(roles.give_in(ada, "EXP_AUDITOR", "R&D-QA"));
        assert!(roles.holds_anywhere(ada, "EXP_AUDITOR") && !roles.holds(ada, "EXP_AUDITOR"));
        assert_eq!(roles.holders("EXP_AUDITOR").count(), 0);
        assert!(!roles.take(ada, "EXP_AUDITOR") && roles.take_in(ada, "EXP_AUDITOR", "R&D-QA"));
    }
}
