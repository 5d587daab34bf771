//! The users who have a spend profile, in the order of lists, so that a page of them is a slice.

use imbl::Vector;
use uuid::Uuid;

use super::users::Users;

/// How many profiles may come or go in one version before the list is made anew rather than mended.
const MENDED: usize = 1_000;

/// Those who have a spend profile; a clone costs the same whatever their number.
///
/// ASSUMED: the order is that of Identity, creation time and then id; no page says.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spenders {
    /// Their places among all users.
    order: Vector<(i64, Uuid)>,
    /// Users whose profile came or went since the last version.
    noted: Vector<Uuid>,
}

impl Spenders {
    /// Those of these places, which must be in order.
    pub(super) fn of(places: impl Iterator<Item = (i64, Uuid)>) -> Self {
        Self {
            order: places.collect(),
            noted: Vector::new(),
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// At most `count` of them from this 0-based position on.
    pub(crate) fn slice(&self, start: usize, count: usize) -> impl Iterator<Item = Uuid> {
        let end = start.saturating_add(count).min(self.order.len());
        let page = self.order.focus().narrow(start.min(end)..end);
        page.into_iter().map(|(_, user)| *user)
    }

    /// All of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Uuid> {
        self.order.iter().map(|(_, user)| *user)
    }

    /// Notes that a user's profile came or went.
    pub(super) fn note(&mut self, user: Uuid) {
        self.noted.push_back(user);
    }

    /// Brings the list in line with what became of those who were noted.
    pub(super) fn settle(
        &mut self,
        before: &Users,
        after: &Users,
        has_profile: impl Fn(Uuid) -> bool,
    ) {
        let noted = std::mem::take(&mut self.noted);
        if noted.len() > MENDED {
            let places = after.iter().map(|record| record.place());
            self.order = places.filter(|(_, user)| has_profile(*user)).collect();
            return;
        }
        for user in noted {
            let is_there = after.get(user).is_some() && has_profile(user);
            let Some(record) = after.get(user).or_else(|| before.get(user)) else {
                continue;
            };
            let place = record.place();
            match (self.order.binary_search(&place), is_there) {
                (Err(position), true) => self.order.insert(position, place),
                (Ok(position), false) => {
                    self.order.remove(position);
                }
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::Version;
    use crate::company::extensions::{Extension, Extensions};
    use crate::company::seed;
    use crate::ids::Seed;
    use jiff::Timestamp;
    use serde_json::{Map, json};

    fn listed(extensions: &Extensions) -> Vec<Uuid> {
        extensions.spenders().iter().collect()
    }

    fn profile() -> Map<String, serde_json::Value> {
        json!({"country": "US"}).as_object().unwrap().clone()
    }

    #[test]
    fn profiles_are_listed_in_the_order_of_users_whatever_came_first() {
        let mut version = Version {
            users: seed::users(Seed::new(1), 5),
            ..Version::default()
        };
        let users: Vec<Uuid> = version.users.iter().map(|record| record.id).collect();
        let now = Timestamp::UNIX_EPOCH;
        for at in [4, 0, 2, 2] {
            let kept = &mut version.extensions;
            kept.keep(users[at], Extension::SpendUser, profile(), now);
        }
        assert!(
            listed(&version.extensions).is_empty(),
            "not before it is published"
        );
        version.extensions.settle(&version.users, &version.users);
        assert_eq!(listed(&version.extensions), [users[0], users[2], users[4]]);

        let before = version.clone();
        version.remove_user(users[0]);
        let kept = &mut version.extensions;
        kept.keep(users[2], Extension::SpendUser, Map::new(), now);
        kept.keep(users[1], Extension::SpendUser, profile(), now);
        version.extensions.settle(&before.users, &version.users);
        assert_eq!(listed(&version.extensions), [users[1], users[4]]);
        let page: Vec<Uuid> = version.extensions.spenders().slice(1, 9).collect();
        assert_eq!(page, [users[4]]);
        assert_eq!(before.extensions.spenders().len(), 3);
    }

    #[test]
    fn many_changes_at_once_give_the_same_list() {
        let users = seed::users(Seed::new(1), MENDED + 5);
        let mut extensions = Extensions::default();
        for record in users.iter().skip(1) {
            let now = Timestamp::UNIX_EPOCH;
            extensions.keep(record.id, Extension::SpendUser, profile(), now);
        }
        extensions.settle(&users, &users);
        let expected: Vec<Uuid> = users.iter().skip(1).map(|record| record.id).collect();
        assert_eq!(listed(&extensions), expected);
    }
}
