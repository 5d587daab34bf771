//! What filters may ask of a company's users, in the order of lists and in blocks that versions share.

use std::sync::Arc;

use imbl::Vector;

use crate::scim::compact::{Block, MAX_ROWS, Place, Row};

/// A block with fewer rows is joined with its neighbour where both fit into one.
const MIN_ROWS: usize = MAX_ROWS / 4;

/// All rows of a version; a clone costs the same whatever their number, and a write makes one block anew.
#[derive(Debug, Clone, Default)]
pub(super) struct Blocks(Vector<Arc<Block>>);

impl Blocks {
    /// These blocks, which must be full but for the last and follow one another.
    pub(super) fn of(blocks: Vec<Arc<Block>>) -> Self {
        Self(blocks.into_iter().collect())
    }

    /// All blocks in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<Block>> {
        self.0.iter()
    }

    /// Puts a row where its place says; a row that stands there already is replaced.
    pub(super) fn insert(&mut self, row: &Row) {
        let Some(at) = self.block_of(*row.place()) else {
            return self.0.push_back(Arc::new(Block::of(row)));
        };
        let block = Arc::clone(&self.0[at]);
        match block.position(*row.place()) {
            Ok(position) => self.put(at, block.without(position).with(position, row)),
            Err(position) if block.len() < MAX_ROWS => self.put(at, block.with(position, row)),
            // Users mostly come at the end, where a half-empty block would stay half empty.
            Err(MAX_ROWS) if at + 1 == self.0.len() => {
                self.0.push_back(Arc::new(Block::of(row)));
            }
            Err(position) => {
                let [front, back] = block.halves();
                let middle = front.len();
                let (front, back) = match position.checked_sub(middle) {
                    Some(position) => (front, back.with(position, row)),
                    None => (front.with(position, row), back),
                };
                self.put(at, front);
                self.0.insert(at + 1, Arc::new(back));
            }
        }
    }

    /// Takes out the row of this place, if there is one.
    pub(super) fn remove(&mut self, place: Place) {
        let Some(at) = self.block_of(place) else {
            return;
        };
        let Ok(position) = self.0[at].position(place) else {
            return;
        };
        let block = self.0[at].without(position);
        if block.len() == 0 {
            self.0.remove(at);
            return;
        }
        let next = self.0.get(at + 1);
        match next.filter(|next| block.len() < MIN_ROWS && block.len() + next.len() <= MAX_ROWS) {
            Some(next) => {
                let block = block.and(next);
                self.0.remove(at + 1);
                self.put(at, block);
            }
            None => self.put(at, block),
        }
    }

    fn put(&mut self, at: usize, block: Block) {
        self.0.set(at, Arc::new(block));
    }

    /// The block that holds the place or would hold it; `None` when there is no block.
    fn block_of(&self, place: Place) -> Option<usize> {
        let found = self
            .0
            .binary_search_by(|block| block.first().cmp(&Some(place)));
        match found {
            Ok(at) => Some(at),
            Err(_) if self.0.is_empty() => None,
            Err(behind) => Some(behind.saturating_sub(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::compact::Check;
    use crate::scim::filter::{IDENTITY_SEARCH, parse};
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;
    use serde_json::json;
    use std::collections::BTreeMap;
    use uuid::Uuid;

    const NICK_NAMES: u8 = 12;

    fn id(place: u16) -> Uuid {
        Uuid::from_u128(u128::from(place))
    }

    fn place_of(place: u16) -> Place {
        Place::new(i64::from(place / 3), id(place))
    }

    fn row(place: u16, nick_name: u8) -> Row {
        let user = json!({"id": id(place).to_string(), "nickName": format!("x{nick_name}")});
        Row::new(&user.to_string(), i64::from(place / 3), id(place))
    }

    /// How many rows have each of the nick names, and where, as the blocks say.
    fn nick_names(blocks: &Blocks) -> Vec<u8> {
        let checks: Vec<Check> = (0..NICK_NAMES)
            .map(|name| {
                let filter = format!("nickName eq \"x{name}\"");
                Check::new(&parse(&filter, &IDENTITY_SEARCH).unwrap()).unwrap()
            })
            .collect();
        let names = |block: &Arc<Block>| -> Vec<u8> {
            let masks: Vec<u64> = checks.iter().map(|check| check.matches(block)).collect();
            let name = |row| masks.iter().position(|mask| mask >> row & 1 == 1).unwrap();
            (0..block.len())
                .map(|row| u8::try_from(name(row)).unwrap())
                .collect()
        };
        blocks.iter().flat_map(names).collect()
    }

    #[test]
    fn rows_stand_in_order_whatever_is_put_in_and_taken_out() {
        let mut random = ChaCha8Rng::seed_from_u64(7);
        let (mut blocks, mut model) = (Blocks::default(), BTreeMap::new());
        for step in 0..6_000 {
            let place = random.random_range(0..1_500);
            // First more come than go, then the other way round.
            if random.random_bool(if step < 3_000 { 0.8 } else { 0.2 }) {
                let name = random.random_range(0..NICK_NAMES);
                blocks.insert(&row(place, name));
                model.insert(place, name);
            } else {
                blocks.remove(place_of(place));
                model.remove(&place);
            }
            if step % 500 == 499 {
                assert_eq!(
                    nick_names(&blocks),
                    model.values().copied().collect::<Vec<_>>()
                );
            }
        }
        assert!(model.len() > MAX_ROWS);
        let fewest = model.len() / MAX_ROWS;
        assert!(blocks.0.len() < fewest * 8, "{} blocks", blocks.0.len());
    }

    #[test]
    fn rows_that_come_in_order_fill_their_blocks() {
        let mut blocks = Blocks::default();
        for place in 0..640 {
            blocks.insert(&row(place, 1));
        }
        assert_eq!(blocks.0.len(), 640 / MAX_ROWS);
    }

    #[test]
    fn an_older_version_keeps_its_rows() {
        let mut blocks = Blocks::default();
        blocks.insert(&row(1, 1));
        let before = blocks.clone();
        blocks.insert(&row(2, 2));
        blocks.remove(place_of(1));
        assert_eq!(
            (nick_names(&before), nick_names(&blocks)),
            (vec![1], vec![2])
        );
    }
}
