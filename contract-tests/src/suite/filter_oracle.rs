//! Says whom a filter must find, by a plain look at every user.

use serde_json::Value;

use crate::finding::{Claim, Failure, same};
use crate::session::{ENTERPRISE, Session, id_of};

/// Claims that the filter finds exactly these users.
pub(super) async fn finds(session: &mut Session, filter: &str, ids: &[&String]) -> Claim {
    let mut expected: Vec<_> = ids.iter().map(|id| (*id).clone()).collect();
    expected.sort();
    same(filter, expected, session.find(filter).await?)
}

/// Claims that the filter finds exactly those of whom `is_meant` holds, and that the question could tell: neither nobody nor everybody.
pub(super) async fn agrees(
    session: &mut Session,
    filter: &str,
    is_meant: impl Fn(&Value) -> bool,
) -> Claim {
    let everyone = session.everyone().await?;
    let meant: Result<Vec<_>, Failure> = everyone
        .iter()
        .filter(|user| is_meant(user))
        .map(id_of)
        .collect();
    let mut meant = meant?;
    meant.sort();
    if meant.is_empty() || meant.len() == everyone.len() {
        return Err(Failure::harness(format!(
            "{filter}: the company cannot tell this filter from none"
        )));
    }
    same(filter, meant, session.find(filter).await?)
}

/// The pointer of an attribute of the enterprise extension.
pub(super) fn pointer(name: &str) -> String {
    format!("/{ENTERPRISE}/{name}")
}

/// A text in lower case; empty where there is none.
pub(super) fn text(value: &Value, pointer: &str) -> String {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_lowercase()
}

pub(super) fn is(value: &Value, pointer: &str, lower: &str) -> bool {
    text(value, pointer) == lower
}

pub(super) fn has(value: &Value, pointer: &str) -> bool {
    value.pointer(pointer).is_some_and(|found| !found.is_null())
}

pub(super) fn entries<'a>(user: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    user[name].as_array().into_iter().flatten()
}
