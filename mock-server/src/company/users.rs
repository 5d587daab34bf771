//! The users of a company: documents, their order, their unique values.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use uuid::Uuid;

use super::blocks::Blocks;
use super::packed;
use super::record::Record;
use super::unique::{Held, Index, Rules, Unique, Values};
use crate::scim::compact::{Block, Place};

/// Every user of a company at one moment; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Users {
    by_id: OrdMap<Uuid, Arc<Record>>,
    /// In creation order, the id deciding between users of one microsecond. ASSUMED: the published cursors hold a
    /// creation time and an id, so lists are taken to follow them.
    order: Vector<Arc<Record>>,
    /// What filters may ask of each user, in the same order.
    rows: Blocks,
    index: Index,
    /// Where deleted users stood, so that a cursor outlives the user that it names.
    graves: OrdMap<Uuid, i64>,
    /// Their ids in the order of deletion, so that the oldest grave goes first.
    buried: Vector<Uuid>,
}

/// The most deleted users whose places are remembered. A cursor that names an older one is refused, as one that nobody gave.
const MAX_GRAVES: usize = 100_000;

/// Microseconds in a second: cursors count in seconds.
pub(crate) const MICROSECONDS: i64 = 1_000_000;

/// Another user already holds the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Principal with lookup type '{}' with provided value already exists", .0.lookup())]
pub(crate) struct Taken(pub(crate) Unique);

impl Users {
    /// Whether the other is the same, unchanged.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.by_id.ptr_eq(&other.by_id)
    }

    /// Many users at once, in the order of lists, with their rows and indexes.
    pub(super) fn packed(records: Vec<Arc<Record>>, blocks: Vec<Arc<Block>>, index: Index) -> Self {
        let mut by_id: Vec<(Uuid, Arc<Record>)> = records
            .iter()
            .map(|record| (record.id, Arc::clone(record)))
            .collect();
        by_id.sort_unstable_by_key(|(id, _)| *id);
        Self {
            by_id: packed::map(by_id),
            order: records.into_iter().collect(),
            rows: Blocks::of(blocks),
            index,
            ..Self::default()
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// Bytes of all kept documents.
    pub(crate) fn bytes(&self) -> usize {
        self.order.iter().map(|record| record.bytes()).sum()
    }

    /// The user of this id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&Arc<Record>> {
        self.by_id.get(&id)
    }

    /// The first user that holds this value, compared without regard to case.
    pub(crate) fn find(&self, unique: Unique, folded: &str) -> Option<&Arc<Record>> {
        self.find_all(unique, folded).into_iter().next()
    }

    /// The users that hold this value, compared without regard to case, in order; policies let them be several.
    pub(crate) fn find_all(&self, unique: Unique, folded: &str) -> Vec<&Arc<Record>> {
        let holders = self.holders(unique, folded);
        let mut found: Vec<&Arc<Record>> = holders.map(|(record, _)| record).collect();
        found.sort_unstable_by_key(|record| record.place());
        found
    }

    /// How many users `find_all` has to look at.
    pub(super) fn candidates(&self, unique: Unique, folded: &str) -> usize {
        self.index.candidates(unique, folded).count()
    }

    /// The users whose value counts as this one by the rules.
    pub(crate) fn rivals(
        &self,
        unique: Unique,
        value: &Held,
        rules: Rules,
    ) -> impl Iterator<Item = Uuid> {
        self.holders(unique, value.folded())
            .filter(move |(_, held)| rules.equate(held, value))
            .map(|(record, _)| record.id)
    }

    fn holders(&self, unique: Unique, folded: &str) -> impl Iterator<Item = (&Arc<Record>, Held)> {
        self.index
            .candidates(unique, folded)
            .filter_map(|id| self.by_id.get(&id))
            .filter_map(move |record| Some((record, record.unique_value(unique)?)))
            .filter(move |(_, held)| held.folded() == folded)
    }

    /// The users that report to this one.
    pub(crate) fn reports(&self, manager: Uuid) -> impl Iterator<Item = Uuid> {
        self.index.reports(manager)
    }

    /// At most `count` users from this 0-based position on.
    pub(crate) fn slice(&self, start: usize, count: usize) -> impl Iterator<Item = &Arc<Record>> {
        let end = start.saturating_add(count).min(self.order.len());
        self.order.focus().narrow(start.min(end)..end).into_iter()
    }

    /// All users in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Arc<Record>> {
        self.order.iter()
    }

    /// The user at this 0-based position.
    pub(crate) fn at(&self, position: usize) -> Option<&Arc<Record>> {
        self.order.get(position)
    }

    /// What filters may ask of each user, in order.
    pub(super) fn blocks(&self) -> impl Iterator<Item = &Arc<Block>> {
        self.rows.iter()
    }

    /// The position of the first user behind this one, which may be deleted by now. `None` when there never was a user
    /// of this id that was created in this second.
    pub(crate) fn position_behind_user(&self, created: i64, id: Uuid) -> Option<usize> {
        let living = self.by_id.get(&id).map(|record| record.created);
        let microsecond = living.or_else(|| self.graves.get(&id).copied())?;
        let is_same = microsecond.div_euclid(MICROSECONDS) == created;
        is_same.then(|| self.position_behind((microsecond, id)))
    }

    /// The position of the first user behind this place; the user of the place itself need not exist any more.
    pub(crate) fn position_behind(&self, place: (i64, Uuid)) -> usize {
        match self
            .order
            .binary_search_by(|record| record.place().cmp(&place))
        {
            Ok(position) => position + 1,
            Err(position) => position,
        }
    }

    /// Adds a user, unless one of its values is taken.
    pub(crate) fn insert(
        &mut self,
        record: Arc<Record>,
        values: &Values,
        rules: Rules,
    ) -> Result<(), Taken> {
        self.refuse_taken(record.id, &Values::default(), values, rules)?;
        self.index.insert(record.id, values);
        self.place(record);
        Ok(())
    }

    /// Puts a changed user in the place of the old one, unless one of its new values is taken. A value that stays is not
    /// judged again, so that users can be changed that met under another policy.
    pub(crate) fn replace(
        &mut self,
        record: Arc<Record>,
        values: &Values,
        rules: Rules,
    ) -> Result<(), Taken> {
        let old = self.by_id.get(&record.id).cloned();
        let old_values = old.as_ref().map(|old| old.unique()).unwrap_or_default();
        self.refuse_taken(record.id, &old_values, values, rules)?;
        if let Some(old) = old {
            self.index.remove(old.id, &old_values);
            self.displace(&old);
        }
        self.index.insert(record.id, values);
        self.place(record);
        Ok(())
    }

    /// Removes a user; says whether there was one.
    pub(crate) fn remove(&mut self, id: Uuid) -> bool {
        let Some(old) = self.by_id.get(&id).cloned() else {
            return false;
        };
        self.index.remove(id, &old.unique());
        self.displace(&old);
        self.bury(id, old.created);
        true
    }

    fn bury(&mut self, id: Uuid, created: i64) {
        if self.graves.insert(id, created).is_none() {
            self.buried.push_back(id);
        }
        if self.buried.len() > MAX_GRAVES
            && let Some(oldest) = self.buried.pop_front()
        {
            self.graves.remove(&oldest);
        }
    }

    fn refuse_taken(
        &self,
        id: Uuid,
        old: &Values,
        new: &Values,
        rules: Rules,
    ) -> Result<(), Taken> {
        for unique in Unique::ALL
            .into_iter()
            .filter(|unique| rules.guard(*unique))
        {
            let value = new.get(unique).filter(|new| old.get(unique) != Some(*new));
            let is_taken = value.is_some_and(|value| {
                let mut rivals = self.rivals(unique, value, rules);
                rivals.any(|rival| rival != id)
            });
            if is_taken {
                return Err(Taken(unique));
            }
        }
        Ok(())
    }

    fn place(&mut self, record: Arc<Record>) {
        let is_last = self
            .order
            .last()
            .is_none_or(|last| last.place() < record.place());
        if is_last {
            self.order.push_back(Arc::clone(&record));
        } else {
            let position = self.position_behind(record.place());
            self.order.insert(position, Arc::clone(&record));
        }
        self.rows.insert(&record.row());
        self.by_id.insert(record.id, record);
    }

    fn displace(&mut self, old: &Record) {
        if let Ok(position) = self
            .order
            .binary_search_by(|record| record.place().cmp(&old.place()))
        {
            self.order.remove(position);
        }
        self.rows.remove(Place::new(old.created, old.id));
        self.by_id.remove(&old.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::{Policies, Setting};
    use crate::scim::derive::Meta;
    use serde_json::{Value, json};

    fn user(id: u128, second: i64, name: &str) -> (Arc<Record>, Values) {
        let Value::Object(resource) = json!({
            "userName": name,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"companyId": "c"},
        }) else {
            unreachable!()
        };
        let time = jiff::Timestamp::from_second(second).unwrap();
        let meta = Meta {
            created: time,
            last_modified: time,
            version: 0,
        };
        (
            Record::write(Uuid::from_u128(id), &resource, meta).unwrap(),
            Values::of(&resource),
        )
    }

    fn rules(policy: &Value) -> Rules {
        let settings = Setting::read_all(policy.as_object().unwrap()).unwrap();
        Rules::of(&Policies::default().with(&settings))
    }

    fn usual() -> Rules {
        Rules::of(&Policies::default())
    }

    fn filled() -> Users {
        let mut users = Users::default();
        for (id, second, name) in [(3, 10, "c@x"), (1, 20, "a@x"), (2, 10, "b@x")] {
            let (record, values) = user(id, second, name);
            users.insert(record, &values, usual()).unwrap();
        }
        users
    }

    fn ids(users: &Users) -> Vec<u128> {
        users.iter().map(|record| record.id.as_u128()).collect()
    }

    #[test]
    fn order_is_creation_time_then_id_whatever_came_first() {
        assert_eq!(ids(&filled()), [2, 3, 1]);
    }

    #[test]
    fn a_value_is_found_and_refused_in_any_case() {
        let mut users = filled();
        assert_eq!(
            users
                .find(Unique::UserName, "a@x")
                .map(|record| record.id.as_u128()),
            Some(1)
        );
        let (record, values) = user(9, 30, "A@X");
        assert_eq!(
            users.insert(record, &values, usual()),
            Err(Taken(Unique::UserName))
        );
        assert_eq!(users.len(), 3);
    }

    #[test]
    fn values_that_differ_in_case_live_side_by_side_where_case_counts() {
        let exact = rules(&json!({"users.unique-value-case": "exact"}));
        let mut users = filled();
        let (record, values) = user(9, 5, "A@X");
        assert_eq!(users.insert(record, &values, exact), Ok(()));
        let found = users.find_all(Unique::UserName, "a@x");
        let found: Vec<u128> = found.iter().map(|record| record.id.as_u128()).collect();
        assert_eq!(found, [9, 1], "in the order of the list");
        let (record, values) = user(8, 50, "A@X");
        assert_eq!(
            users.insert(record, &values, exact),
            Err(Taken(Unique::UserName))
        );
        let (record, values) = user(9, 5, "A@X");
        assert_eq!(users.replace(record, &values, usual()), Ok(()), "it stays");
    }

    #[test]
    fn a_replaced_user_keeps_its_place_and_frees_its_old_value() {
        let mut users = filled();
        let (record, values) = user(3, 10, "new@x");
        users.replace(record, &values, usual()).unwrap();
        assert_eq!(ids(&users), [2, 3, 1]);
        assert!(users.find(Unique::UserName, "c@x").is_none());
        assert!(users.find(Unique::UserName, "new@x").is_some());
    }

    #[test]
    fn a_place_stays_good_when_its_user_is_gone() {
        let mut users = filled();
        assert_eq!(users.position_behind_user(10, Uuid::from_u128(3)), Some(2));
        assert!(users.remove(Uuid::from_u128(3)));
        assert_eq!(users.position_behind_user(10, Uuid::from_u128(3)), Some(1));
        assert!(!users.remove(Uuid::from_u128(3)));
    }

    #[test]
    fn the_oldest_graves_make_room() {
        let mut users = filled();
        assert!(users.remove(Uuid::from_u128(3)));
        for number in 0..MAX_GRAVES {
            users.bury(Uuid::from_u128(1_000 + number as u128), 30_000_000);
        }
        assert_eq!(users.graves.len(), MAX_GRAVES);
        assert_eq!(users.position_behind_user(10, Uuid::from_u128(3)), None);
        assert!(
            users
                .position_behind_user(30, Uuid::from_u128(1_000))
                .is_some()
        );
    }

    #[test]
    fn an_older_version_is_not_changed_by_writers() {
        let before = filled();
        let mut after = before.clone();
        after.remove(Uuid::from_u128(1));
        assert_eq!((before.len(), after.len()), (3, 2));
    }
}
