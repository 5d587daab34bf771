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

    /// The ids of the users that are not the same in both, in order.
    pub(super) fn that_differ<'v>(&'v self, others: &'v Self) -> impl Iterator<Item = Uuid> {
        self.by_id.diff(&others.by_id).map(packed::key).copied()
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
#[path = "users_tests.rs"]
mod tests;
