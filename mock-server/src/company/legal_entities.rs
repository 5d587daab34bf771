//! A company's legal entities: by id, and by the reference that each has for itself.

use std::ops::Bound;
use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::scim::compare::fold;

/// The most legal entities of a company. ASSUMED: no limit is published.
pub(crate) const MAX_LEGAL_ENTITIES: usize = 10_000;

/// One legal entity.
#[derive(Debug)]
pub(crate) struct LegalEntity {
    /// Its id.
    pub(crate) id: Uuid,
    /// When it was created.
    pub(crate) created: Timestamp,
    /// When it was written last.
    pub(crate) last_modified: Timestamp,
    /// How often it was written.
    pub(crate) version: u64,
    text: Box<str>,
}

impl LegalEntity {
    /// What clients wrote.
    pub(crate) fn read(&self) -> Map<String, Value> {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

/// Why a legal entity is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unkept {
    /// Another one has the reference.
    #[error("A legal entity with the provided referenceId already exists")]
    Taken,
    /// There is no room for another one.
    #[error("The company holds {MAX_LEGAL_ENTITIES} legal entities, which is the most")]
    Full,
}

/// Those of a company; a clone costs the same whatever their number.
#[derive(Debug, Clone, Default)]
pub(crate) struct LegalEntities {
    by_id: OrdMap<Uuid, Arc<LegalEntity>>,
    by_reference: OrdMap<Arc<str>, Uuid>,
    /// How many were ever created: the next one's ordinal.
    pub(crate) created: u64,
}

impl LegalEntities {
    /// Whether the others are the same, unchanged.
    pub(super) fn is(&self, others: &Self) -> bool {
        self.by_id.ptr_eq(&others.by_id)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.by_id.len()
    }

    /// The one of this id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&Arc<LegalEntity>> {
        self.by_id.get(&id)
    }

    /// Those behind this id, or all, by id.
    ///
    /// ASSUMED: the order; the one published page and its cursor, which holds an id and nothing else, go with it and not with
    /// the times of creation.
    pub(crate) fn behind(&self, id: Option<Uuid>) -> impl Iterator<Item = &Arc<LegalEntity>> {
        let start = id.map_or(Bound::Unbounded, Bound::Excluded);
        let range = self.by_id.range((start, Bound::Unbounded));
        range.map(|(_, entity)| entity)
    }

    /// Adds one.
    pub(crate) fn add(
        &mut self,
        id: Uuid,
        members: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<Arc<LegalEntity>, Unkept> {
        if self.by_id.len() >= MAX_LEGAL_ENTITIES {
            return Err(Unkept::Full);
        }
        let entity = LegalEntity {
            id,
            created: now,
            last_modified: now,
            version: 1,
            text: text(members),
        };
        self.keep(entity, &Map::new(), members)
    }

    /// Adds one with the times and the version that it had elsewhere.
    pub(super) fn put_back(
        &mut self,
        id: Uuid,
        (created, last_modified): (Timestamp, Timestamp),
        version: u64,
        members: &Map<String, Value>,
    ) -> Result<Arc<LegalEntity>, Unkept> {
        let entity = LegalEntity {
            id,
            created,
            last_modified,
            version,
            text: text(members),
        };
        self.keep(entity, &Map::new(), members)
    }

    /// Writes one anew.
    pub(crate) fn change(
        &mut self,
        before: &LegalEntity,
        members: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<Arc<LegalEntity>, Unkept> {
        let entity = LegalEntity {
            id: before.id,
            created: before.created,
            last_modified: now,
            version: before.version.saturating_add(1),
            text: text(members),
        };
        self.keep(entity, &before.read(), members)
    }

    fn keep(
        &mut self,
        entity: LegalEntity,
        before: &Map<String, Value>,
        after: &Map<String, Value>,
    ) -> Result<Arc<LegalEntity>, Unkept> {
        let wanted = reference(after);
        let holder = wanted
            .as_ref()
            .and_then(|wanted| self.by_reference.get(wanted));
        if holder.is_some_and(|holder| *holder != entity.id) {
            return Err(Unkept::Taken);
        }
        if let Some(held) = reference(before) {
            self.by_reference.remove(&held);
        }
        if let Some(wanted) = wanted {
            self.by_reference.insert(wanted, entity.id);
        }
        let entity = Arc::new(entity);
        self.by_id.insert(entity.id, Arc::clone(&entity));
        Ok(entity)
    }
}

fn text(members: &Map<String, Value>) -> Box<str> {
    serde_json::to_string(members).unwrap_or_default().into()
}

/// What no two may share. ASSUMED: it is compared without regard to case, as the unique values of users are, and an empty
/// one is none.
fn reference(members: &Map<String, Value>) -> Option<Arc<str>> {
    let reference = members.get("referenceId")?.as_str()?;
    (!reference.is_empty()).then(|| Arc::from(fold(reference)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn members(reference: &str) -> Map<String, Value> {
        json!({"referenceId": reference, "active": true})
            .as_object()
            .unwrap()
            .clone()
    }

    #[test]
    fn a_reference_belongs_to_one_until_it_gives_it_up() {
        let mut entities = LegalEntities::default();
        let first = entities
            .add(Uuid::from_u128(2), &members("ACME"), NOW)
            .unwrap();
        let taken = entities.add(Uuid::from_u128(1), &members("acme"), NOW);
        assert_eq!(taken.err(), Some(Unkept::Taken));
        let same = entities.change(&first, &members("Acme"), NOW).unwrap();
        assert_eq!((first.version, same.version), (1, 2));
        entities.change(&same, &members("OTHER"), NOW).unwrap();
        entities
            .add(Uuid::from_u128(1), &members("acme"), NOW)
            .unwrap();
        for id in [3, 4] {
            entities
                .add(Uuid::from_u128(id), &members(""), NOW)
                .unwrap();
        }
        let ids = |behind| -> Vec<u128> {
            let found = entities.behind(behind);
            found.map(|entity| entity.id.as_u128()).collect()
        };
        assert_eq!(ids(None), [1, 2, 3, 4]);
        assert_eq!(ids(Some(Uuid::from_u128(2))), [3, 4]);
    }

    #[test]
    fn there_is_room_for_so_many() {
        let mut entities = LegalEntities::default();
        for id in 0..MAX_LEGAL_ENTITIES {
            entities
                .add(Uuid::from_u128(id as u128), &members(""), NOW)
                .unwrap();
        }
        let full = entities.add(Uuid::max(), &members(""), NOW);
        assert_eq!(full.err(), Some(Unkept::Full));
    }
}
