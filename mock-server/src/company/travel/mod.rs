//! The travel part of a user as provisioning writes it: all of what is sent or nothing of it.

mod check;
mod patch;
mod refer;
pub(crate) mod show;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Version;
use super::extensions::Extension;
use super::provision::{Message, Outcome, Report, Sent};
use crate::policy::travel::UnsentOnReplace;
use crate::scim::travel::schema::TRAVEL;

/// Writes what an operation sent of the travel extension.
pub(crate) fn write(version: &mut Version, user: Uuid, sent: Sent<'_>, now: Timestamp) -> Report {
    let given = match sent {
        Sent::Create(extensions) | Sent::Replace(extensions) => {
            let Some(given) = extensions.get(TRAVEL).filter(|given| !given.is_null()) else {
                return unsent(version, user, sent, now);
            };
            given
                .as_object()
                .cloned()
                .ok_or_else(|| vec![invalid(TRAVEL)])
        }
        Sent::Patch([]) => return Report::untouched(TRAVEL),
        Sent::Patch(operations) => {
            let before = version.extensions.read(user, Extension::Travel);
            patch::apply(
                before,
                operations,
                &version.configuration,
                &version.policies,
            )
        }
    };
    let judged = given.and_then(|given| judge(version, &given));
    match judged {
        Ok(members) => {
            version
                .extensions
                .keep(user, Extension::Travel, members, now);
            Report::of(TRAVEL, Vec::new())
        }
        Err(messages) => Report::of(TRAVEL, messages),
    }
}

/// Keeps these members as the user's travel extension, if they fit.
pub(crate) fn adopt(
    version: &mut Version,
    user: Uuid,
    given: &Map<String, Value>,
    now: Timestamp,
) -> Result<(), Vec<Message>> {
    let members = judge(version, given)?;
    version
        .extensions
        .keep(user, Extension::Travel, members, now);
    Ok(())
}

/// A document that can be kept: every value has its form, and everything that it refers to is there.
fn judge(
    version: &Version,
    given: &Map<String, Value>,
) -> Result<Map<String, Value>, Vec<Message>> {
    let mut members = check::document(given, &version.policies)?;
    let messages = refer::resolve(&mut members, version);
    if messages.is_empty() {
        Ok(members)
    } else {
        Err(messages)
    }
}

/// A whole user without the extension. ASSUMED: a PUT erases what it leaves out of an extension, and leaves an extension
/// alone that it does not send, since the published one sends none and reports `no-op` for travel.
fn unsent(version: &mut Version, user: Uuid, sent: Sent<'_>, now: Timestamp) -> Report {
    let is_erased = matches!(sent, Sent::Replace(_))
        && version.policies.choose::<UnsentOnReplace>() == UnsentOnReplace::Erased
        && version.extensions.text(user, Extension::Travel).is_some();
    if !is_erased {
        return Report::untouched(TRAVEL);
    }
    version
        .extensions
        .keep(user, Extension::Travel, Map::new(), now);
    Report {
        outcome: Outcome::Success,
        ..Report::untouched(TRAVEL)
    }
}

/// A value that does not fit, in the words that were observed.
fn invalid(path: &str) -> Message {
    Message::error(path, format!("Invalid Value: '{path}'"))
}

/// The path of an attribute of the extension.
fn path_of(name: &str) -> String {
    format!("{TRAVEL}:{name}")
}

#[cfg(test)]
mod tests;
