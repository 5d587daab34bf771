//! Tables that grow with what clients ask for, and therefore forget.

use std::sync::Arc;

use foldhash::fast::RandomState;
use imbl::GenericHashMap;
use imbl::shared_ptr::DefaultSharedPtr;
use jiff::Timestamp;

/// A persistent map with a hasher that is quick on long strings.
pub(crate) type FastMap<K, V> = GenericHashMap<K, V, RandomState, DefaultSharedPtr>;

/// The texts of tokens, codes and sessions that are no longer known.
pub(crate) type Forgotten = Vec<Arc<str>>;

/// Keeps a record; where there are too many, the half that ends first is forgotten.
pub(crate) fn keep<R: Clone>(
    table: &mut FastMap<Arc<str>, R>,
    text: Arc<str>,
    record: R,
    most: usize,
    end: impl Fn(&R) -> Timestamp,
) -> Forgotten {
    table.insert(text, record);
    if table.len() <= most {
        return Forgotten::new();
    }
    let mut by_end: Vec<(Timestamp, Arc<str>)> = table
        .iter()
        .map(|(text, record)| (end(record), Arc::clone(text)))
        .collect();
    by_end.sort();
    by_end.truncate(most / 2);
    for (_, text) in &by_end {
        table.remove(text);
    }
    by_end.into_iter().map(|(_, text)| text).collect()
}

/// Forgets the records that are over.
pub(crate) fn drain<R: Clone>(
    table: &mut FastMap<Arc<str>, R>,
    is_over: impl Fn(&R) -> bool,
) -> Forgotten {
    let over: Forgotten = table
        .iter()
        .filter(|(_, record)| is_over(record))
        .map(|(text, _)| Arc::clone(text))
        .collect();
    for text in &over {
        table.remove(text);
    }
    over
}
