//! How a request changes the members of a group; nothing else of a group can be changed.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::ids;
use crate::scim::evaluate::holds;
use crate::scim::filter::{Filter, Operand, Operator, Test};
use crate::scim::patch::{MAX_OPERATIONS, PatchError};
use crate::scim::path::Target;

use super::members::Draft;
use super::schema::SCIM_GROUP;

/// The most members that one operation or document may name. ASSUMED: no page sets a limit.
pub(crate) const MAX_NAMED: usize = 10_000;

/// Why the members of a group cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum MembershipError {
    /// As with any other PATCH.
    #[error(transparent)]
    Patch(#[from] PatchError),
    /// An entry is no member.
    #[error("{0}")]
    Member(&'static str),
    /// The document has no members.
    #[error("members must be a list of at most {MAX_NAMED} members")]
    NoList,
}

const NO_ID: &str = "the id of a user";
const NO_USER: &str = "a user; groups cannot be members";

/// One change of the members.
#[derive(Debug, Clone, PartialEq)]
enum Change {
    Add(Vec<Uuid>),
    Replace(Vec<Uuid>),
    Remove(Vec<Uuid>),
    RemovePicked(Filter, String),
    RemoveAll,
}

/// What a PATCH asks for, in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Changes(Vec<Change>);

impl Changes {
    /// Reads the body of a PATCH.
    pub(crate) fn read(body: &Value) -> Result<Self, MembershipError> {
        let operations = body
            .get("Operations")
            .and_then(Value::as_array)
            .filter(|operations| (1..=MAX_OPERATIONS).contains(&operations.len()))
            .ok_or_else(|| {
                PatchError::Syntax(format!(
                    "Operations must be a list of 1 to {MAX_OPERATIONS} operations"
                ))
            })?;
        let mut changes = Vec::with_capacity(operations.len());
        for operation in operations {
            changes.extend(one(operation)?);
        }
        Ok(Self(changes))
    }

    /// Whether making them means going through all members; the others cost the same, however many there are.
    pub(crate) fn concern_everyone(&self) -> bool {
        self.0.iter().any(|change| match change {
            Change::Add(_) | Change::Remove(_) => false,
            Change::Replace(_) | Change::RemoveAll => true,
            Change::RemovePicked(pick, _) => named(pick).is_none(),
        })
    }

    /// Makes the changes.
    pub(crate) fn apply(&self, members: &mut Draft) -> Result<(), MembershipError> {
        for change in &self.0 {
            match change {
                Change::Add(added) => {
                    for member in added {
                        members.add(*member);
                    }
                }
                Change::Replace(all) => members.replace(all.iter().copied()),
                // As the RFC has it, whoever is no member is none afterwards, too.
                Change::Remove(removed) => {
                    for member in removed {
                        members.remove(*member);
                    }
                }
                Change::RemovePicked(pick, path) => {
                    let picked = picked(pick, members);
                    if picked.is_empty() {
                        return Err(PatchError::NoTarget(path.clone()).into());
                    }
                    for member in picked {
                        members.remove(member);
                    }
                }
                Change::RemoveAll => members.clear(),
            }
        }
        Ok(())
    }
}

/// The members that the brackets of a path pick.
fn picked(pick: &Filter, members: &Draft) -> Vec<Uuid> {
    let is_picked = |member: &Uuid| holds(pick, &entry(*member));
    match named(pick) {
        Some(named) => {
            let named = named.into_iter().filter(|member| members.has(*member));
            named.filter(is_picked).collect()
        }
        None => members.iter().filter(is_picked).collect(),
    }
}

/// The only members that a filter can hold for, where it names them one by one.
fn named(filter: &Filter) -> Option<Vec<Uuid>> {
    match filter {
        Filter::Test(test) if test.operator == Operator::Eq && is_value(test) => {
            match &test.operand {
                Operand::Text(id) => Some(ids::read(id).into_iter().collect()),
                _ => None,
            }
        }
        Filter::And(parts) => parts.iter().find_map(named),
        Filter::Or(parts) => {
            let named: Option<Vec<Vec<Uuid>>> = parts.iter().map(named).collect();
            named.map(|named| named.concat())
        }
        Filter::Test(_) | Filter::Not(_) | Filter::Group(..) => None,
    }
}

fn is_value(test: &Test) -> bool {
    test.path.last().is_some_and(|step| step.name == "value")
}

fn entry(member: Uuid) -> Map<String, Value> {
    Map::from_iter([("value".to_owned(), Value::from(member.to_string()))])
}

/// Reads one operation; one that names nothing of a group that can be changed gives none.
fn one(operation: &Value) -> Result<Option<Change>, MembershipError> {
    let op = operation.get("op").and_then(Value::as_str);
    let Some(op) = op.filter(|op| ["add", "replace", "remove"].contains(op)) else {
        return Err(PatchError::Syntax("op must be one of add, replace, remove".to_owned()).into());
    };
    let value = operation.get("value").filter(|value| !value.is_null());
    let path = match operation.get("path") {
        Some(Value::String(path)) => path.as_str(),
        None if op == "remove" => return Err(PatchError::NoTarget(String::new()).into()),
        None => return of_object(op, value),
        Some(_) => return Err(PatchError::Syntax("path must be text".to_owned()).into()),
    };
    let target =
        Target::read(&SCIM_GROUP, path).ok_or_else(|| PatchError::Path(path.to_owned()))?;
    let names: Vec<&str> = target.all().map(|step| step.name).collect();
    if names != ["members"] {
        return Err(PatchError::Mutability(path.to_owned()).into());
    }
    match (op, target.pick, value) {
        ("remove", Some(pick), _) => Ok(Some(Change::RemovePicked(pick, path.to_owned()))),
        ("remove", None, None) => Ok(Some(Change::RemoveAll)),
        ("remove", None, Some(value)) => Ok(Some(Change::Remove(listed(value)?))),
        // A member is its id, so there is nothing in it to change.
        (_, Some(_), _) => Err(PatchError::Path(path.to_owned()).into()),
        (op, None, value) => set(op, path, value).map(Some),
    }
}

/// Without a path the value is a group, of which only the members count.
fn of_object(op: &str, value: Option<&Value>) -> Result<Option<Change>, MembershipError> {
    let Some(Value::Object(group)) = value else {
        let text = "value must be an object when there is no path";
        return Err(PatchError::Syntax(text.to_owned()).into());
    };
    let members = group.iter().find(|(name, _)| {
        let path = SCIM_GROUP.resolve(name);
        path.is_some_and(|path| path.iter().map(|step| step.name).eq(["members"]))
    });
    members
        .map(|(name, value)| set(op, name, Some(value)))
        .transpose()
}

fn set(op: &str, path: &str, value: Option<&Value>) -> Result<Change, MembershipError> {
    let is_adding = op == "add";
    let Some(value) = value else {
        return Err(PatchError::Value {
            op: if is_adding { "add" } else { "replace" },
            path: path.to_owned(),
            expected: "a list of members",
        }
        .into());
    };
    let members = listed(value)?;
    Ok(if is_adding {
        Change::Add(members)
    } else {
        Change::Replace(members)
    })
}

/// The members that the body of a PUT names. What else the body says of the group is the service's own and is ignored.
///
/// ASSUMED: a body without `members` is refused, since no one who replaces members means none by silence.
pub(crate) fn replacement(group: &Map<String, Value>) -> Result<BTreeSet<Uuid>, MembershipError> {
    match group.get("members") {
        Some(value @ Value::Array(_)) => Ok(listed(value)?.into_iter().collect()),
        _ => Err(MembershipError::NoList),
    }
}

/// The ids of listed members; a single object stands for a list of one.
fn listed(value: &Value) -> Result<Vec<Uuid>, MembershipError> {
    let entries = value
        .as_array()
        .map_or(std::slice::from_ref(value), Vec::as_slice);
    if entries.len() > MAX_NAMED {
        return Err(MembershipError::NoList);
    }
    entries.iter().map(member).collect()
}

fn member(entry: &Value) -> Result<Uuid, MembershipError> {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let is_group = text("type").eq_ignore_ascii_case("group") || text("$ref").contains("/Groups/");
    if is_group {
        return Err(MembershipError::Member(NO_USER));
    }
    ids::read(text("value")).ok_or(MembershipError::Member(NO_ID))
}

#[cfg(test)]
mod tests {
    use super::*;
    use imbl::Vector;
    use serde_json::json;

    const ADA: Uuid = Uuid::from_u128(1);
    const BOB: Uuid = Uuid::from_u128(2);
    const EVE: Uuid = Uuid::from_u128(3);

    fn changed(operations: &Value) -> Result<Vec<Uuid>, MembershipError> {
        let mut members = Draft::of(Vector::from([ADA, BOB].as_slice()));
        Changes::read(&json!({"Operations": operations}))?.apply(&mut members)?;
        let mut members: Vec<Uuid> = members.iter().collect();
        members.sort_unstable();
        Ok(members)
    }

    #[test]
    fn members_come_go_and_are_replaced() {
        let eve = json!([{"value": EVE}]);
        for (operation, expected) in [
            (
                json!({"op": "add", "path": "members", "value": eve}),
                vec![ADA, BOB, EVE],
            ),
            (
                json!({"op": "add", "value": {"members": eve}}),
                vec![ADA, BOB, EVE],
            ),
            (
                json!({"op": "add", "path": "urn:ietf:params:scim:schemas:core:2.0:Group:members", "value": {"value": EVE}}),
                vec![ADA, BOB, EVE],
            ),
            (
                json!({"op": "add", "path": "members", "value": [{"value": ADA}]}),
                vec![ADA, BOB],
            ),
            (
                json!({"op": "replace", "path": "members", "value": eve}),
                vec![EVE],
            ),
            (
                json!({"op": "replace", "value": {"displayName": "X", "members": []}}),
                vec![],
            ),
            (
                json!({"op": "remove", "path": format!("members[value eq \"{ADA}\"]")}),
                vec![BOB],
            ),
            (
                json!({"op": "remove", "path": "members", "value": [{"value": BOB}, {"value": EVE}]}),
                vec![ADA],
            ),
            (json!({"op": "remove", "path": "members"}), vec![]),
        ] {
            assert_eq!(changed(&json!([operation])), Ok(expected), "{operation}");
        }
    }

    #[test]
    fn operations_follow_one_another() {
        let operations = json!([
            {"op": "remove", "path": "members"},
            {"op": "add", "path": "members", "value": [{"value": EVE}]},
        ]);
        assert_eq!(changed(&operations), Ok(vec![EVE]));
    }

    #[test]
    fn brackets_that_name_members_are_not_held_against_everyone() {
        let (ada, bob) = (format!("value eq \"{ADA}\""), format!("value eq \"{BOB}\""));
        for (pick, concerns_everyone, stay) in [
            (ada.clone(), false, vec![BOB]),
            (format!("{ada} or {bob}"), false, vec![]),
            (format!("{ada} and value sw \"0000\""), false, vec![BOB]),
            (
                "value eq \"ada\" or value sw \"0000\"".to_owned(),
                true,
                vec![],
            ),
            (format!("not ({ada})"), true, vec![ADA]),
        ] {
            let operations = json!([{"op": "remove", "path": format!("members[{pick}]")}]);
            let changes = Changes::read(&json!({"Operations": operations})).unwrap();
            assert_eq!(changes.concern_everyone(), concerns_everyone, "{pick}");
            assert_eq!(changed(&operations), Ok(stay), "{pick}");
        }
        let nobody = json!([{"op": "remove", "path": format!("members[{ada} and {bob}]")}]);
        assert!(changed(&nobody).is_err());
    }

    #[test]
    fn what_is_no_change_of_members_is_refused() {
        for operation in [
            json!({"op": "move", "path": "members"}),
            json!({"op": "add", "path": "members"}),
            json!({"op": "add", "path": "members", "value": [{"value": "ada"}]}),
            json!({"op": "add", "path": "members", "value": [{"value": EVE, "type": "Group"}]}),
            json!({"op": "add", "path": "members", "value": [{"value": EVE, "$ref": format!("http://x/Groups/{EVE}")}]}),
            json!({"op": "add", "path": "members", "value": [7]}),
            json!({"op": "replace", "path": "displayName", "value": "X"}),
            json!({"op": "replace", "path": "members.value", "value": "X"}),
            json!({"op": "replace", "path": "owners", "value": "X"}),
            json!({"op": "replace", "path": format!("members[value eq \"{ADA}\"]"), "value": {"value": EVE}}),
            json!({"op": "remove"}),
            json!({"op": "remove", "path": format!("members[value eq \"{EVE}\"]")}),
            json!({"op": "add", "value": [1]}),
            json!({"op": "add", "path": 1, "value": []}),
        ] {
            assert!(changed(&json!([operation])).is_err(), "{operation}");
        }
        assert!(changed(&json!([])).is_err());
        assert!(Changes::read(&json!([])).is_err());
    }

    #[test]
    fn a_replacement_needs_a_list() {
        let read = |body: Value| replacement(body.as_object().unwrap());
        assert_eq!(read(json!({"members": []})), Ok(BTreeSet::new()));
        assert_eq!(
            read(json!({"members": [{"value": ADA}]})),
            Ok(BTreeSet::from([ADA]))
        );
        for body in [json!({}), json!({"members": null}), json!({"members": "x"})] {
            assert_eq!(read(body), Err(MembershipError::NoList));
        }
    }
}
