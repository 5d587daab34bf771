//! What becomes of a user that is written through SCIM v4: judged as SCIM v4 sees it, kept as Identity does.

use serde_json::{Map, Value};

use crate::caller::Caller;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::error::Refusal;
use crate::ids;
use crate::policy::Policies;
use crate::policy::scim::{PatchAdd, PutErases};
use crate::scim::derive::Resource;
use crate::scim::patch::{self, Adding, Dialect};
use crate::scim::sap::schema::SCIM_USER;
use crate::scim::sap::user::{Own, VALID_TO, is_active, seen, take_apart, valid_to};
use crate::scim::schema::{ENTERPRISE, SAP};
use crate::scim::validate;

use super::super::author::Author;
use super::super::identity_read::unknown_user;
use super::super::user_change::{Written, add_to, change_in, checked_as, refused_patch};

/// Creates a user.
pub(super) fn add(caller: &Caller, given: &Map<String, Value>) -> Result<Written, Refusal> {
    let user = checked_as(&SCIM_USER, Author::of(caller), given)?;
    let parts = take_apart(user, &Resource::new()).map_err(Refusal::invalid_document)?;
    caller.company.write(|version| {
        let written = add_to(version, Author::of(caller), parts.identity)?;
        keep(version, &written, parts.own, None);
        Ok(written)
    })
}

/// Replaces a user.
pub(super) fn replace(
    caller: &Caller,
    id: &str,
    given: &Map<String, Value>,
) -> Result<Written, Refusal> {
    change(caller, id, |version, _, before| {
        let user = checked_as(&SCIM_USER, Author::of(caller), given)?;
        Ok(Change {
            user,
            before: match version.policies.choose::<PutErases>() {
                PutErases::Known => before.clone(),
                PutErases::All => only_emails(before),
            },
        })
    })
}

/// What is left of a user whose every attribute is erased: the addresses, so that the flags of old ones are known.
fn only_emails(before: &Resource) -> Resource {
    before
        .iter()
        .filter(|(name, _)| *name == "emails")
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Patches a user.
pub(super) fn patch(caller: &Caller, id: &str, body: &Value) -> Result<Written, Refusal> {
    change(caller, id, |version, seen, before| {
        let dialect = Dialect {
            schema: &SCIM_USER,
            rights: caller.token.rights,
            adding: match version.policies.choose::<PatchAdd>() {
                PatchAdd::Appends => Adding::Appends,
                PatchAdd::Replaces => Adding::Replaces,
            },
            policies: &version.policies,
        };
        let mut user = seen.clone();
        patch::apply(&mut user, body, dialect).map_err(|error| refused_patch(&error))?;
        Ok(Change {
            user: judged(user, seen, &version.policies)?,
            before: before.clone(),
        })
    })
}

/// A patched user that fits the schema. ASSUMED: numbers that the operations leave alone are not held to the length that
/// SCIM v4 alone demands, so that a user of another service can still be changed.
fn judged(
    mut user: Map<String, Value>,
    seen: &Map<String, Value>,
    policies: &Policies,
) -> Result<Map<String, Value>, Refusal> {
    const NUMBERS: &str = "phoneNumbers";
    let is_untouched = user.get(NUMBERS) == seen.get(NUMBERS);
    let untouched = is_untouched.then(|| user.shift_remove_entry(NUMBERS));
    let mut user = validate::changed_of(&SCIM_USER, seen, &user, policies)
        .map_err(Refusal::invalid_document)?;
    user.extend(untouched.flatten());
    Ok(user)
}

/// A judged user and the document whose unknown attributes it keeps.
struct Change {
    user: Map<String, Value>,
    before: Resource,
}

/// Changes a user; `make` gets it as SCIM v4 sees it and as Identity does.
fn change(
    caller: &Caller,
    id: &str,
    make: impl FnOnce(&Version, &Map<String, Value>, &Resource) -> Result<Change, Refusal>,
) -> Result<Written, Refusal> {
    caller.company.write(|version| {
        let current = version.clone();
        let (mut asked, mut shown) = (Own::new(), None);
        let written = change_in(version, Author::of(caller), id, |before, meta| {
            let own = ids::read(id)
                .map(|user| current.extensions.read(user, Extension::ScimSap))
                .unwrap_or_default();
            let user = seen(before, &own, meta);
            let change = make(&current, &user, before)?;
            let parts =
                take_apart(change.user, &change.before).map_err(Refusal::invalid_document)?;
            asked = parts.own;
            shown = user.get(SAP).and_then(|sap| sap.get(VALID_TO)).cloned();
            Ok(parts.identity)
        })?;
        keep(version, &written, asked, shown.as_ref());
        Ok(written)
    })
}

/// Keeps what SCIM v4 has alone. `shown` is the end of validity that the user had before.
fn keep(version: &mut Version, written: &Written, mut own: Own, shown: Option<&Value>) {
    let id = written.record.id;
    let kept = version
        .extensions
        .read(id, Extension::ScimSap)
        .shift_remove(VALID_TO);
    let end = valid_to(own.get(VALID_TO), shown, kept, is_active(&written.resource));
    own.shift_remove(VALID_TO);
    own.extend(end.map(|end| (VALID_TO.to_owned(), end)));
    let now = written.meta.last_modified;
    version.extensions.keep(id, Extension::ScimSap, own, now);
}

/// Deletes a user softly: it becomes inactive and its validity ends.
///
/// ASSUMED: the page says "terminated", too, so a termination date that is absent or lies ahead becomes the day.
pub(super) fn deactivate(caller: &Caller, id: &str) -> Result<(), Refusal> {
    let today = caller.company.clock.now().strftime("%Y-%m-%d").to_string();
    caller.company.write(|version| {
        change_in(version, Author::of(caller), id, |before, _| {
            let mut user = before.clone();
            user.insert("active".to_owned(), Value::Bool(false));
            if let Some(Value::Object(enterprise)) = user.get_mut(ENTERPRISE) {
                let is_over = enterprise
                    .get("terminationDate")
                    .and_then(Value::as_str)
                    .is_some_and(|date| date < today.as_str());
                if !is_over {
                    let day = Value::from(format!("{today}T00:00:00.000"));
                    enterprise.insert("terminationDate".to_owned(), day);
                }
            }
            Ok(user)
        })?;
        Ok(())
    })
}

/// Removes a user, as far as anyone can see.
pub(super) fn remove(caller: &Caller, id: &str) -> Result<(), Refusal> {
    let company = &caller.company;
    let user = ids::read(id).ok_or_else(|| unknown_user(company, id))?;
    company.write(|version| {
        if version.remove_user(user) {
            Ok(())
        } else {
            Err(unknown_user(company, id))
        }
    })
}
