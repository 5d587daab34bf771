//! The users that a spend profile names: who is meant, and who is kept.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::company::unique::Unique;
use crate::company::users::Users;
use crate::ids;
use crate::scim::compare::fold;
use crate::scim::schema::ENTERPRISE;

/// The user who is meant: by `value` if it is there, else by `employeeNumber`.
///
/// The text about a manager for insights wants the employee's id and accepts a UUID, so that a `value` that is no UUID is
/// taken for an employee number.
pub(super) fn meant(users: &Users, reference: &Value) -> Option<Uuid> {
    let member = |name: &str| reference.get(name).and_then(Value::as_str);
    let by_number = |number: &str| {
        let found = users.find(Unique::EmployeeNumber, &fold(number));
        found.map(|user| user.id)
    };
    match member("value") {
        Some(value) => match ids::read(value) {
            Some(id) => users.get(id).map(|user| user.id),
            None => by_number(value),
        },
        None => by_number(member("employeeNumber")?),
    }
}

/// Whether the user is there and active.
pub(super) fn is_active(users: &Users, user: Uuid) -> bool {
    let members = users.get(user).map(|user| user.members(&["active"]));
    members.is_some_and(|members| members.get("active") == Some(&Value::Bool(true)))
}

/// A user as it is kept: by its id alone.
pub(super) fn kept(user: Uuid) -> Value {
    json!({"value": user.to_string()})
}

/// A kept user with the employee number of today, so that a filter can ask for either.
pub(super) fn shown(users: &Users, kept: &Value) -> Value {
    let mut shown = kept.clone();
    let id = kept
        .get("value")
        .and_then(Value::as_str)
        .and_then(ids::read);
    let number = id.and_then(|id| employee_number(users, id));
    if let (Some(number), Some(members)) = (number, shown.as_object_mut()) {
        members.insert("employeeNumber".to_owned(), number);
    }
    shown
}

/// A list's kept entries with the employee numbers of those whom this member names.
pub(super) fn shown_in(
    users: &Users,
    lists: &Map<String, Value>,
    member: &str,
) -> Map<String, Value> {
    let mut lists = lists.clone();
    for entry in entries_mut(&mut lists) {
        if let Some(person) = entry.get_mut(member) {
            *person = shown(users, person);
        }
    }
    lists
}

fn entries_mut(lists: &mut Map<String, Value>) -> impl Iterator<Item = &mut Value> {
    lists.values_mut().filter_map(Value::as_array_mut).flatten()
}

fn employee_number(users: &Users, user: Uuid) -> Option<Value> {
    let members = users.get(user)?.members(&[ENTERPRISE]);
    members.get(ENTERPRISE)?.get("employeeNumber").cloned()
}
