//! Ordered maps and sets built at once, with full leaves, which takes half the memory of inserting in order; and where two differ.
//!
//! A leaf that overflows at its end leaves half of itself behind, so keys that come in order leave every leaf half full. The
//! second of every two keys is therefore put in when all leaves stand.

use imbl::ordmap::DiffItem;
use imbl::{OrdMap, OrdSet};

/// The map of these entries, whose keys must be in order and different.
pub(super) fn map<K: Ord + Clone, V: Clone>(sorted: Vec<(K, V)>) -> OrdMap<K, V> {
    let mut map = OrdMap::new();
    let mut later = Vec::with_capacity(sorted.len() / 2);
    for (at, (key, value)) in sorted.into_iter().enumerate() {
        if at.is_multiple_of(2) {
            map.insert(key, value);
        } else {
            later.push((key, value));
        }
    }
    for (key, value) in later {
        map.insert(key, value);
    }
    map
}

/// The set of these keys, which must be in order and different.
pub(super) fn set<K: Ord + Clone>(sorted: Vec<K>) -> OrdSet<K> {
    let mut set = OrdSet::new();
    let mut later = Vec::with_capacity(sorted.len() / 2);
    for (at, key) in sorted.into_iter().enumerate() {
        if at.is_multiple_of(2) {
            set.insert(key);
        } else {
            later.push(key);
        }
    }
    for key in later {
        set.insert(key);
    }
    set
}

/// The key that two maps differ in.
#[expect(
    clippy::needless_pass_by_value,
    reason = "iterators hand differences out by value"
)]
pub(super) fn key<'m, K, V>(difference: DiffItem<'m, 'm, K, V>) -> &'m K {
    let (DiffItem::Add(key, _) | DiffItem::Remove(key, _) | DiffItem::Update { new: (key, _), .. }) =
        difference;
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_there_once_and_in_order() {
        for count in [0, 1, 2, 17, 1_000] {
            let keys: Vec<u32> = (0..count).collect();
            assert!(set(keys.clone()).into_iter().eq(keys.clone()));
            let entries: Vec<(u32, u32)> = keys.iter().map(|key| (*key, key * 2)).collect();
            assert!(map(entries.clone()).into_iter().eq(entries));
        }
    }
}
