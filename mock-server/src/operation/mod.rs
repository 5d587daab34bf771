//! The operations of Concur that are played, by name: what journal, faults and rate limits speak of.

mod selector;

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Serialize;

pub use selector::{Selector, SelectorError};

/// A path that leads to an operation; some operations have two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) struct Operation {
    /// Its name: the service, its version, the resource, the verb.
    pub(crate) name: &'static str,
    /// The method of HTTP.
    pub(crate) method: &'static str,
    /// The path as the routes have it; a variable segment stands in braces.
    pub(crate) path: &'static str,
}

/// Name, method and path of each, a line each, in the order of their names.
const TABLE: &str = include_str!("table.txt");

static OPERATIONS: LazyLock<Vec<Operation>> =
    LazyLock::new(|| TABLE.lines().filter_map(read_line).collect());

fn read_line(line: &'static str) -> Option<Operation> {
    let mut words = line.split(' ');
    Some(Operation {
        name: words.next()?,
        method: words.next()?,
        path: words.next()?,
    })
}

/// Every path of every operation, in the order of their names.
pub(crate) fn all() -> &'static [Operation] {
    &OPERATIONS
}

/// The operation behind a matched route.
pub(crate) fn of(method: &str, route: &str) -> Option<&'static Operation> {
    static BY_ROUTE: LazyLock<HashMap<(&str, &str), &Operation>> = LazyLock::new(|| {
        let all = OPERATIONS.iter();
        all.map(|operation| ((operation.method, operation.path), operation))
            .collect()
    });
    BY_ROUTE.get(&(method, route)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_an_operation_and_no_route_stands_twice() {
        assert_eq!(all().len(), TABLE.lines().count());
        for operation in all() {
            assert_eq!(of(operation.method, operation.path), Some(operation));
        }
    }

    #[test]
    fn the_lines_are_in_the_order_of_their_names() {
        assert!(all().is_sorted_by_key(|operation| operation.name));
    }
}
