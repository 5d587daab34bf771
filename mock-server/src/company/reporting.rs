//! Rules between a user and its manager.
//!
//! ASSUMED: all of them; the pages only say that `manager.value` sets the manager, and show its number beside it.

use std::sync::Arc;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::ids;
use crate::scim::derive::Resource;
use crate::scim::schema::ENTERPRISE;

use super::record::Record;
use super::unique::{Rules, Values};
use super::users::Users;

/// How many managers are followed upwards in search of a circle.
const MAX_LEVELS: usize = 1_000;

/// Why a user cannot be a manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unfit {
    /// No user of the company.
    #[error("is not a user of the company")]
    Unknown,
    /// The user itself, or someone below it.
    #[error("reports to the user")]
    Circle,
    /// The line upwards is longer than what is followed.
    #[error("has more than {MAX_LEVELS} managers above")]
    TooDeep,
}

/// Brings the manager of a user into the form in which it is kept: an id in one spelling, and the number that belongs to
/// it. A manager that stays is not judged again, so that a user can be changed whose manager was deleted.
pub(crate) fn complete(
    users: &Users,
    user: Uuid,
    before: Option<Uuid>,
    resource: &mut Resource,
) -> Result<(), Unfit> {
    let Some(manager) = manager_mut(resource) else {
        return Ok(());
    };
    let id = manager
        .get("value")
        .and_then(Value::as_str)
        .and_then(ids::read)
        .ok_or(Unfit::Unknown)?;
    manager.insert("value".to_owned(), Value::from(id.to_string()));
    manager.shift_remove("employeeNumber");
    let Some(record) = users.get(id) else {
        return if before == Some(id) {
            Ok(())
        } else {
            Err(Unfit::Unknown)
        };
    };
    if before != Some(id) {
        refuse_circle(users, user, record)?;
    }
    if let Some(number) = employee_number(record) {
        manager.insert("employeeNumber".to_owned(), number);
    }
    Ok(())
}

fn refuse_circle(users: &Users, user: Uuid, manager: &Arc<Record>) -> Result<(), Unfit> {
    let mut above = Some(Arc::clone(manager));
    for _ in 0..MAX_LEVELS {
        let Some(record) = above else { return Ok(()) };
        if record.id == user {
            return Err(Unfit::Circle);
        }
        let next = Values::of(&record.members(&[ENTERPRISE])).manager;
        above = next.and_then(|id| users.get(id).cloned());
    }
    Err(Unfit::TooDeep)
}

/// Writes a changed number of a manager into everyone who reports to it.
pub(crate) fn renumber(users: &mut Users, manager: Uuid, rules: Rules) {
    let Some(number) = users.get(manager).map(|record| employee_number(record)) else {
        return;
    };
    let reports: Vec<Uuid> = users.reports(manager).collect();
    for report in reports {
        let Some((mut resource, meta)) = users.get(report).and_then(|record| record.read(""))
        else {
            continue;
        };
        let Some(kept) = manager_mut(&mut resource) else {
            continue;
        };
        match &number {
            Some(number) => kept.insert("employeeNumber".to_owned(), number.clone()),
            None => kept.shift_remove("employeeNumber"),
        };
        let values = Values::of(&resource);
        if let Some(record) = Record::write(report, &resource, meta) {
            // Its values stay, so that none is judged.
            let replaced = users.replace(record, &values, rules);
            debug_assert_eq!(replaced, Ok(()));
        }
    }
}

fn manager_mut(resource: &mut Resource) -> Option<&mut Map<String, Value>> {
    resource
        .get_mut(ENTERPRISE)?
        .get_mut("manager")?
        .as_object_mut()
}

fn employee_number(record: &Record) -> Option<Value> {
    record
        .members(&[ENTERPRISE])
        .get(ENTERPRISE)?
        .get("employeeNumber")
        .cloned()
}
