//! `spend:2.0:Delegate`: who acts for a user, in which product, and for how long.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::approver::{Unfit, entries, error, is_same};
use super::person;
use crate::company::Version;
use crate::company::provision::Message;
use crate::scim::compare::Moment;
use crate::scim::spend::judge::{Fault, entry_path};
use crate::scim::spend::schema::DELEGATE;

/// The role that makes somebody a user of each product.
///
/// ASSUMED: the last one; the page wants the same product role, and purchase requests have a role of their own.
const ROLES: [(&str, &str); 3] = [
    ("expense", "EXP_USER"),
    ("payment", "INV_PMT_USER"),
    ("purchaseRequest", "INV_PURCH_REQ_USER"),
];

/// What stands in the lists, with the employee numbers of today.
pub(super) fn shown(version: &Version, kept: &Map<String, Value>) -> Map<String, Value> {
    person::shown_in(&version.users, kept, "delegate")
}

/// What is kept of lists that fit the table, and what is wrong with them. A delegate that stays is not judged again.
pub(super) fn judge(
    version: &Version,
    user: Uuid,
    given: &Map<String, Value>,
    before: &Map<String, Value>,
) -> (Map<String, Value>, Vec<Message>) {
    let (mut kept, mut messages) = (Map::new(), Vec::new());
    for (product, delegates) in given {
        let list = format!("{DELEGATE}:{product}");
        let mut list_kept = Vec::new();
        for (at, entry) in delegates.as_array().into_iter().flatten().enumerate() {
            let path = entry_path(&list, &Value::Null, at);
            let mut entry = entry.clone();
            if ends_before_it_starts(&entry["temporaryDelegation"]) {
                let end = "temporaryDelegation.temporaryDelegationToDate";
                messages.push(error(Fault::value(&format!("{path}.{end}"))));
            }
            match delegate(version, user, product, &entry["delegate"], before) {
                Ok(delegate) => entry["delegate"] = delegate,
                Err(unfit) => messages.push(unfit.message(&format!("{path}.delegate"))),
            }
            list_kept.push(entry);
        }
        kept.insert(product.clone(), Value::Array(list_kept));
    }
    (kept, messages)
}

fn delegate(
    version: &Version,
    user: Uuid,
    product: &str,
    reference: &Value,
    before: &Map<String, Value>,
) -> Result<Value, Unfit> {
    let stays = entries(before, product)
        .map(|entry| &entry["delegate"])
        .find(|kept| is_same(kept, reference));
    if let Some(kept) = stays {
        return Ok(kept.clone());
    }
    // ASSUMED: nobody is a delegate of their own.
    let delegate = person::meant(&version.users, reference)
        .filter(|delegate| *delegate != user && person::is_active(&version.users, *delegate))
        .ok_or(Unfit::Unknown)?;
    let role = ROLES.iter().find(|(known, _)| *known == product);
    if role.is_none_or(|(_, role)| version.roles.holds_anywhere(delegate, role)) {
        Ok(person::kept(delegate))
    } else {
        Err(Unfit::Roleless)
    }
}

/// ASSUMED: a delegation cannot end before it starts; no page says so.
fn ends_before_it_starts(period: &Value) -> bool {
    let time = |name: &str| {
        let moment = period
            .get(name)
            .and_then(Value::as_str)
            .and_then(Moment::read);
        moment.map(Moment::wall_time)
    };
    let (from, to) = (
        time("temporaryDelegationFromDate"),
        time("temporaryDelegationToDate"),
    );
    matches!((from, to), (Some(from), Some(to)) if to < from)
}
