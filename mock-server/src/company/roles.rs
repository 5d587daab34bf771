//! Who holds which role in the global group: what SCIM v4 shows as groups and User v1 as its approver flags.

use std::ops::RangeInclusive;
use std::sync::Arc;

use imbl::OrdSet;
use uuid::Uuid;

/// The roles of a company's users, by code; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roles {
    by_user: OrdSet<(Uuid, Arc<str>)>,
    by_role: OrdSet<(Arc<str>, Uuid)>,
}

impl Roles {
    /// Whether the user holds the role.
    pub(crate) fn holds(&self, user: Uuid, role: &str) -> bool {
        self.by_user.contains(&(user, Arc::from(role)))
    }

    /// Gives the user the role; says whether that changed something.
    pub(crate) fn give(&mut self, user: Uuid, role: &str) -> bool {
        let role: Arc<str> = Arc::from(role);
        self.by_role.insert((Arc::clone(&role), user));
        self.by_user.insert((user, role)).is_none()
    }

    /// Takes the role from the user; says whether that changed something.
    pub(crate) fn take(&mut self, user: Uuid, role: &str) -> bool {
        let role: Arc<str> = Arc::from(role);
        self.by_role.remove(&(Arc::clone(&role), user));
        self.by_user.remove(&(user, role)).is_some()
    }

    /// The roles of the user, by code.
    pub(crate) fn of_user(&self, user: Uuid) -> impl Iterator<Item = &Arc<str>> {
        let first = (user, Arc::from(""));
        self.by_user
            .range(first..)
            .take_while(move |(holder, _)| *holder == user)
            .map(|(_, role)| role)
    }

    /// The users who hold the role, by id.
    pub(crate) fn holders(&self, role: &str) -> impl Iterator<Item = Uuid> {
        let role: Arc<str> = Arc::from(role);
        let range: RangeInclusive<_> = (Arc::clone(&role), Uuid::nil())..=(role, Uuid::max());
        self.by_role.range(range).map(|(_, user)| *user)
    }

    /// Forgets the user.
    pub(crate) fn remove(&mut self, user: Uuid) {
        let held: Vec<Arc<str>> = self.of_user(user).cloned().collect();
        for role in held {
            self.take(user, &role);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
