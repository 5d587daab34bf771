//! The identity part of a provisioning operation: written first, and what is to be said of it.

use serde_json::{Map, Value, json};

use crate::company::Version;
use crate::company::provision::{Message, Outcome, Report};
use crate::error::Refusal;
use crate::ids;
use crate::scim::discovery::Release;
use crate::scim::schema::{CORE, ENTERPRISE};

use super::super::author::Author;
use super::super::identity_document::{created, patched, replaced, user_schemas};
use super::super::identity_read::unknown_user;
use super::super::user_change::{Written, add_to, change_in};

/// The release of Identity whose rules for `emails.verified` count: the pages of both tell of the scope that writes it.
const RULES: Release = Release::V4_1;

/// Adds a user.
pub(super) fn create(
    version: &mut Version,
    author: Author<'_>,
    given: &Map<String, Value>,
) -> Result<Written, Refusal> {
    let resource = created(author, RULES, given)?;
    add_to(version, author, resource)
}

/// Replaces a user.
pub(super) fn replace(
    version: &mut Version,
    author: Author<'_>,
    id: &str,
    given: &Map<String, Value>,
) -> Result<Written, Refusal> {
    user_schemas(given, &version.policies)?;
    change_in(version, author, id, |before, _| {
        replaced(author, RULES, before, given)
    })
}

/// Patches a user; without operations it stays as it is.
pub(super) fn patch(
    version: &mut Version,
    author: Author<'_>,
    id: &str,
    operations: &[Value],
) -> Result<Written, Refusal> {
    if operations.is_empty() {
        let record = ids::read(id).and_then(|user| version.users.get(user));
        let record = record.ok_or_else(|| unknown_user(author.company, id))?;
        return Written::unchanged(author.company, record)
            .ok_or_else(|| Refusal::internal("A kept document could not be read"));
    }
    let body = json!({"Operations": operations});
    change_in(version, author, id, |before, _| {
        patched(author, RULES, before, &body)
    })
}

/// What is said of a whole user that was written.
pub(super) fn all_written() -> Vec<Report> {
    vec![
        Report::of(CORE, Vec::new()),
        Report::of(ENTERPRISE, Vec::new()),
    ]
}

/// What is said of a user that these operations patched.
pub(super) fn patch_written(operations: &[Value]) -> Vec<Report> {
    let named = operations.iter().flat_map(|operation| {
        let path = operation.get("path").and_then(Value::as_str);
        let members = operation.get("value").and_then(Value::as_object);
        let members = members.filter(|_| path.is_none());
        let keys = members.into_iter().flat_map(Map::keys).map(String::as_str);
        path.into_iter().chain(keys)
    });
    let (enterprise, core): (Vec<&str>, Vec<&str>) = named.partition(|name| is_enterprise(name));
    let of = |urn, named: Vec<&str>| {
        if named.is_empty() {
            Report::untouched(urn)
        } else {
            Report::of(urn, Vec::new())
        }
    };
    vec![of(CORE, core), of(ENTERPRISE, enterprise)]
}

/// What is said of a user that was refused. ASSUMED: each fault belongs to the extension that its path names, and one that
/// names none to the core user.
pub(super) fn refused(refusal: &Refusal) -> Vec<Report> {
    let mut messages: Vec<Message> = refusal
        .messages
        .iter()
        .map(|message| Message {
            code: message.code,
            ..Message::error(message.path.clone().unwrap_or_default(), &message.text)
        })
        .collect();
    if messages.is_empty() {
        messages.push(Message::error("", &refusal.detail));
    }
    let (enterprise, core): (Vec<_>, Vec<_>) = messages
        .into_iter()
        .partition(|message| is_enterprise(&message.path));
    let of = |urn, messages: Vec<Message>| Report {
        urn,
        outcome: if messages.is_empty() {
            Outcome::NoOp
        } else {
            Outcome::Error
        },
        messages,
    };
    vec![of(CORE, core), of(ENTERPRISE, enterprise)]
}

fn is_enterprise(path: &str) -> bool {
    path.get(..ENTERPRISE.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(ENTERPRISE))
}
