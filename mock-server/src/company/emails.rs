//! Whether a user that is written has an e-mail address of somebody else.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::scim::derive::Resource;
use crate::scim::filter::{IDENTITY_SEARCH, parse};

use super::search::{Window, search};
use super::users::Users;

/// Two users at most have to be seen to know whether one of them is another.
const FIRST_TWO: Window = Window {
    position: 0,
    count: 2,
};

/// Whether one of a user's new addresses belongs to somebody else, too. Every new address reads all users.
pub(crate) fn is_taken(users: &Users, user: Uuid, before: &Resource, after: &Resource) -> bool {
    let old: Vec<&str> = addresses(before).collect();
    addresses(after)
        .filter(|address| !old.contains(address))
        .any(|address| has_another(users, user, address))
}

fn has_another(users: &Users, user: Uuid, address: &str) -> bool {
    let filter = parse(
        &format!("emails.value eq {}", json!(address)),
        &IDENTITY_SEARCH,
    );
    let found = filter.map(|filter| search(users, &filter, FIRST_TWO));
    found.is_ok_and(|found| found.page.iter().any(|record| record.id != user))
}

fn addresses(user: &Resource) -> impl Iterator<Item = &str> {
    let emails = user.get("emails").and_then(Value::as_array);
    let emails = emails.into_iter().flatten();
    emails.filter_map(|email| email.get("value")?.as_str())
}
