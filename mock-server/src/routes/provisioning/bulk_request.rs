//! The body of a bulk request, judged as a whole before any operation of it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use http::StatusCode;
use serde_json::{Map, Value};

use crate::company::jobs::{Operation, Task, Verb};
use crate::error::{Refusal, ScimType};
use crate::policy::Policies;
use crate::policy::provisioning::{
    BulkDelete, BulkIdReferences, DuplicateBulkId, EmptyBulk, FailOnErrors, MissingBulkId,
    OverOperationsStatus, UnknownBulkPath,
};

use super::super::parameters::object;
use super::references;

/// The most operations of a request.
pub(in crate::routes) const MAX_OPERATIONS: usize = 100;

/// The longest bulkId, in characters. ASSUMED: that there is a limit; none is published.
const MAX_BULK_ID: usize = 256;

/// A request that was read.
#[derive(Debug)]
pub(super) struct Bulk {
    /// After how many failed operations the rest is not processed.
    pub(super) stop_after: Option<u64>,
    /// What it asks for.
    pub(super) operations: Vec<Operation>,
}

/// Reads a body.
///
/// ASSUMED: what no operation can be made of refuses the request; what only the user that it is about can tell makes its
/// operation fail.
pub(super) fn read(body: Value, policies: &Policies) -> Result<Bulk, Refusal> {
    let mut body = object(body)?;
    judge_schemas(&body)?;
    let stop_after = stop_after(body.get("failOnErrors"), policies)?;
    let Some(Value::Array(sent)) = body.remove("Operations") else {
        return Err(malformed("Operations must be a list"));
    };
    judge_count(sent.len(), policies)?;
    let mut reader = Reader {
        policies,
        seen: BTreeSet::new(),
    };
    let operations = sent
        .into_iter()
        .map(|operation| reader.operation(operation))
        .collect::<Result<_, _>>()?;
    Ok(Bulk {
        stop_after,
        operations,
    })
}

fn malformed(detail: impl Into<String>) -> Refusal {
    Refusal::bad_request(ScimType::InvalidSyntax, detail)
}

fn unfit(detail: impl Into<String>) -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, detail)
}

/// As for PATCH, `schemas` may be left out; the examples name other messages beside the one that they must.
fn judge_schemas(body: &Map<String, Value>) -> Result<(), Refusal> {
    const BULK_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
    match body.get("schemas") {
        None | Some(Value::Null) => Ok(()),
        Some(Value::Array(schemas)) if schemas.iter().any(|schema| schema == BULK_REQUEST) => {
            Ok(())
        }
        Some(_) => Err(malformed(format!("schemas must name {BULK_REQUEST}"))),
    }
}

fn stop_after(given: Option<&Value>, policies: &Policies) -> Result<Option<u64>, Refusal> {
    let Some(given) = given.filter(|given| !given.is_null()) else {
        return Ok(None);
    };
    let most = given.as_u64().filter(|most| *most >= 1);
    let most = most.ok_or_else(|| unfit("failOnErrors must be a whole number of at least 1"))?;
    Ok(match policies.choose() {
        FailOnErrors::Stops => Some(most),
        FailOnErrors::Ignored => None,
    })
}

fn judge_count(count: usize, policies: &Policies) -> Result<(), Refusal> {
    if count == 0 && policies.choose::<EmptyBulk>() == EmptyBulk::Refused {
        return Err(unfit("Operations must have at least one operation"));
    }
    if count <= MAX_OPERATIONS {
        return Ok(());
    }
    let refusal = unfit(format!(
        "Operations must have at most {MAX_OPERATIONS} operations, got {count}"
    ));
    Err(match policies.choose() {
        OverOperationsStatus::BadRequest => refusal,
        OverOperationsStatus::TooLarge => Refusal {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            ..refusal
        },
    })
}

struct Reader<'p> {
    policies: &'p Policies,
    seen: BTreeSet<Arc<str>>,
}

impl Reader<'_> {
    fn operation(&mut self, operation: Value) -> Result<Operation, Refusal> {
        let Value::Object(mut operation) = operation else {
            return Err(malformed("An operation must be an object"));
        };
        let verb = self.verb(operation.get("method"))?;
        let bulk_id = self.bulk_id(operation.get("bulkId"), verb)?;
        let Some(path) = operation.get("path").and_then(Value::as_str) else {
            return Err(malformed("path must be text"));
        };
        let Some(place) = read_path(path, verb) else {
            return match self.policies.choose() {
                UnknownBulkPath::RequestRefused => Err(Refusal::bad_request(
                    ScimType::InvalidPath,
                    "path must be /Users for POST and /Users/{id} for any other method",
                )),
                UnknownBulkPath::OperationFails => Ok(Operation::waiting(bulk_id, Task::Lost)),
            };
        };
        let id = match place {
            Place::Everyone => None,
            Place::One(id) => Some(id),
        };
        let data = match operation.remove("data") {
            Some(data @ Value::Object(_)) => data,
            _ if verb == Verb::Delete => Value::Null,
            _ => return Err(malformed("data must be an object")),
        };
        let refers = references::are_in(&data) || id.as_deref().is_some_and(references::is_one);
        if refers && self.policies.choose::<BulkIdReferences>() == BulkIdReferences::Refused {
            return Err(unfit("An operation cannot refer to another by its bulkId"));
        }
        Ok(Operation::waiting(bulk_id, Task::Whole { verb, id, data }))
    }

    fn verb(&self, method: Option<&Value>) -> Result<Verb, Refusal> {
        let deletes = self.policies.choose::<BulkDelete>() == BulkDelete::Accepted;
        let verb = match method.and_then(Value::as_str) {
            Some("POST") => Some(Verb::Post),
            Some("PUT") => Some(Verb::Put),
            Some("PATCH") => Some(Verb::Patch),
            Some("DELETE") if deletes => Some(Verb::Delete),
            _ => None,
        };
        verb.ok_or_else(|| {
            let delete = if deletes { ", DELETE" } else { "" };
            malformed(format!("method must be one of POST, PUT, PATCH{delete}"))
        })
    }

    fn bulk_id(&mut self, given: Option<&Value>, verb: Verb) -> Result<Option<Arc<str>>, Refusal> {
        let bulk_id = match given {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) if (1..=MAX_BULK_ID).contains(&text.chars().count()) => {
                Some(Arc::from(text.as_str()))
            }
            Some(_) => {
                let detail = format!("bulkId must be text of 1 to {MAX_BULK_ID} characters");
                return Err(unfit(detail));
            }
        };
        let Some(bulk_id) = bulk_id else {
            let is_needed = verb == Verb::Post
                && self.policies.choose::<MissingBulkId>() == MissingBulkId::Refused;
            return if is_needed {
                Err(unfit("A POST must have a bulkId"))
            } else {
                Ok(None)
            };
        };
        let is_new = self.seen.insert(Arc::clone(&bulk_id));
        if !is_new && self.policies.choose::<DuplicateBulkId>() == DuplicateBulkId::Refused {
            return Err(unfit("A bulkId must be unique in its request"));
        }
        Ok(Some(bulk_id))
    }
}

/// What the path of an operation names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// All users.
    Everyone,
    /// The user of this id.
    One(String),
}

/// What a path names; `None` when it is no path of this method. Slash and case are as free as in requests.
fn read_path(path: &str, verb: Verb) -> Option<Place> {
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments = path.strip_prefix('/')?.split('/');
    if !segments.next()?.eq_ignore_ascii_case("Users") {
        return None;
    }
    match (segments.next(), segments.next(), verb) {
        (None, _, Verb::Post) => Some(Place::Everyone),
        (Some(id), None, Verb::Put | Verb::Patch | Verb::Delete) if !id.is_empty() => {
            Some(Place::One(id.to_owned()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_that_of_all_users_or_of_one() {
        assert_eq!(read_path("/Users", Verb::Post), Some(Place::Everyone));
        assert_eq!(read_path("/users/", Verb::Post), Some(Place::Everyone));
        let one = Some(Place::One("7".to_owned()));
        assert_eq!(read_path("/Users/7", Verb::Patch), one);
        assert_eq!(read_path("/Users/7/", Verb::Delete), one);
        for (path, verb) in [
            ("/Users", Verb::Put),
            ("/Users/7", Verb::Post),
            ("Users", Verb::Post),
            ("/Groups", Verb::Post),
            ("/Users/7/8", Verb::Patch),
            ("/Users//", Verb::Patch),
            ("", Verb::Post),
        ] {
            assert_eq!(read_path(path, verb), None, "{path}");
        }
    }
}
