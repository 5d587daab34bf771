//! The rules of a profile that go beyond one element: what each breaks is noted and put back.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::compose::{EMAIL_TYPES, Profile, TEXT, travel_config};
use super::message::Notes;
use super::values::LANGUAGES;
use crate::company::unique::{Held, Rules, Unique};
use crate::company::{Company, Version};
use crate::scim::compare::fold;
use crate::scim::derive::Resource;

/// Where an update happens.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) company: &'p Company,
    pub(super) version: &'p Version,
    /// The user; `None` for one that is being made.
    pub(super) user: Option<Uuid>,
    /// The user's identity document; empty for one that is being made.
    pub(super) resource: &'p Resource,
}

/// Judges a merged profile and puts back what does not fit.
pub(super) fn settle(place: Place<'_>, before: &Profile, after: &mut Profile, notes: &mut Notes) {
    let general = Group {
        name: "General",
        before,
    };
    rule_class(place, general, after, notes);
    let config = travel_config(place.company);
    if general
        .changed(after, "TravelConfigID")
        .is_some_and(|sent| sent != config)
    {
        general.put_back(after, "TravelConfigID");
        let words = "The TravelConfigID was not found in the company.";
        notes.warn("W003", "General/TravelConfigID", words);
    }
    employee_number(place, general, after, notes);
    if general
        .changed(after, "PreferredLanguage")
        .is_some_and(|language| !LANGUAGES.contains(&&*language))
    {
        // Any other value is written as an empty text, and that is no fault.
        change(after, "General", |general| {
            general.shift_remove("PreferredLanguage")
        });
    }
    email_addresses(place, before, after, notes);
    custom_fields(place, before, after, notes);
    passports(before, after, notes);
    roles(place, before, after, notes);
    let has_middle = after
        .get("General")
        .is_some_and(|general| general["MiddleName"].is_string());
    if has_middle {
        set(after, "TSAInfo", "NoMiddleName", Value::from(false));
    }
}

/// A group of a profile before an update.
#[derive(Clone, Copy)]
struct Group<'p> {
    name: &'static str,
    before: &'p Profile,
}

impl<'p> Group<'p> {
    fn old(self, element: &str) -> Option<&'p Value> {
        self.before.get(self.name)?.get(element)
    }

    /// The new text of an element, if it is another one.
    fn changed(self, after: &Profile, element: &str) -> Option<String> {
        let new = after.get(self.name)?.get(element)?;
        let is_changed = self.old(element) != Some(new);
        is_changed
            .then(|| new.as_str().map(str::to_owned))
            .flatten()
    }

    fn put_back(self, after: &mut Profile, element: &str) {
        let old = self.old(element).cloned();
        change(after, self.name, |members| match old {
            Some(old) => members.insert(element.to_owned(), old),
            None => members.shift_remove(element),
        });
    }
}

/// Changes the members of a group, which is made if it is not there.
pub(super) fn change<T>(
    profile: &mut Profile,
    group: &str,
    change: impl FnOnce(&mut Map<String, Value>) -> T,
) -> T {
    let mut members = match profile.shift_remove(group) {
        Some(Value::Object(members)) => members,
        _ => Map::new(),
    };
    let changed = change(&mut members);
    profile.insert(group.to_owned(), Value::Object(members));
    changed
}

/// Sets a member of a group.
fn set(profile: &mut Profile, group: &str, element: &str, value: Value) {
    change(profile, group, |members| {
        members.insert(element.to_owned(), value)
    });
}

fn rule_class(place: Place<'_>, general: Group<'_>, after: &mut Profile, notes: &mut Notes) {
    let Some(sent) = general.changed(after, "RuleClass") else {
        return;
    };
    let classes = &place.version.configuration.rule_classes;
    let known = classes
        .iter()
        .find(|class| fold(&class.name) == fold(&sent));
    if let Some(known) = known {
        let name = Value::from(known.name.as_str());
        set(after, "General", "RuleClass", name);
        return;
    }
    general.put_back(after, "RuleClass");
    let words = "The RuleClass was not found in the company.";
    notes.warn("W033", "General/RuleClass", words);
}

fn employee_number(place: Place<'_>, general: Group<'_>, after: &mut Profile, notes: &mut Notes) {
    let Some(sent) = general.changed(after, "CompanyEmployeeID") else {
        return;
    };
    let rules = Rules::of(&place.version.policies);
    let held = Held::new(&sent);
    let mut rivals = place
        .version
        .users
        .rivals(Unique::EmployeeNumber, &held, rules);
    if rivals.any(|rival| Some(rival) != place.user) {
        general.put_back(after, "CompanyEmployeeID");
        let words = "The CompanyEmployeeID is already in use.";
        notes.warn("W004", "General/CompanyEmployeeID", words);
    }
}

/// Addresses must have the form of one, those of others are not the user's to change, and a verified one stays.
fn email_addresses(place: Place<'_>, before: &Profile, after: &mut Profile, notes: &mut Notes) {
    const PATH: &str = "EmailAddresses/EmailAddress";
    let old = entries(before, "EmailAddresses");
    let find = |kind: &Value| old.iter().find(|entry| entry["Type"] == *kind);
    let mut kept = Vec::new();
    for entry in entries(after, "EmailAddresses") {
        let (kind, address) = (&entry["Type"], entry[TEXT].as_str().unwrap_or_default());
        let known = find(kind);
        let is_same = known.is_some_and(|known| known[TEXT] == entry[TEXT]);
        let fault = if is_same {
            None
        } else if !EMAIL_TYPES.iter().any(|(_, own)| kind == own) {
            Some(("W011", "The EmailAddress field cannot be changed."))
        } else if !is_address(address) {
            Some((
                "W020",
                "The field EmailAddress is not a valid e-mail address.",
            ))
        } else if is_verified(place.resource, kind) {
            Some(("W019", "A verified EmailAddress cannot be changed."))
        } else {
            None
        };
        match fault {
            None => kept.push(entry),
            Some((code, words)) => {
                notes.warn(code, PATH, words);
                kept.extend(known.cloned());
            }
        }
    }
    // What is emptied is gone by now; one of others or a verified one comes back.
    for entry in &old {
        let is_there = kept.iter().any(|kept| kept["Type"] == entry["Type"]);
        let is_own = EMAIL_TYPES.iter().any(|(_, own)| entry["Type"] == *own);
        if !is_there && (!is_own || is_verified(place.resource, &entry["Type"])) {
            let code = if is_own { "W019" } else { "W011" };
            notes.warn(code, PATH, "The EmailAddress field cannot be changed.");
            kept.push(entry.clone());
        }
    }
    after.insert("EmailAddresses".to_owned(), Value::from(kept));
}

fn is_verified(resource: &Resource, kind: &Value) -> bool {
    let emails = resource.get("emails").and_then(Value::as_array);
    let today = EMAIL_TYPES.iter().find(|(_, own)| kind == own);
    let Some((today, _)) = today else {
        return false;
    };
    let mut emails = emails.into_iter().flatten();
    emails.any(|email| email["type"] == *today && email["verified"] == true)
}

/// The published pattern.
fn is_address(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_local = |letter: char| {
        letter.is_alphabetic() || letter.is_numeric() || "!.#$%&'*+-/=?^_`{|}~".contains(letter)
    };
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .chars()
                .all(|letter| letter.is_alphabetic() || letter.is_numeric())
    };
    !local.is_empty() && local.chars().all(is_local) && domain.split(['-', '.']).all(is_label)
}

fn custom_fields(place: Place<'_>, before: &Profile, after: &mut Profile, notes: &mut Notes) {
    let known = &place.version.configuration.travel_custom_fields;
    let old = entries(before, "CustomFields");
    let mut kept = entries(after, "CustomFields");
    kept.retain(|field| {
        let name = field["Name"].as_str().unwrap_or_default();
        let is_known = old.contains(field) || known.iter().any(|known| known == name);
        if !is_known {
            let words = "The CustomField is not one of the company.";
            notes.warn("W013", "CustomFields/CustomField", words);
        }
        is_known
    });
    after.insert("CustomFields".to_owned(), Value::from(kept));
}

/// Who gets a passport has one, and the flag cannot say otherwise.
fn passports(before: &Profile, after: &mut Profile, notes: &mut Notes) {
    const FLAG: &str = "HasNoPassport";
    let has_passport = !entries(after, "Passports").is_empty();
    let is_new = entries(before, "Passports") != entries(after, "Passports");
    let sent = after.get(FLAG).cloned();
    let is_sent = sent.as_ref() != before.get(FLAG);
    if has_passport && is_new {
        after.insert(FLAG.to_owned(), Value::from(false));
    } else if is_sent && sent == Some(Value::from(has_passport)) {
        notes.warn(
            "W018",
            FLAG,
            "The HasNoPassport field contradicts the passports.",
        );
        match before.get(FLAG) {
            Some(old) => after.insert(FLAG.to_owned(), old.clone()),
            None => after.shift_remove(FLAG),
        };
    }
}

/// A manager must be a user of the company. ASSUMED: arrangers are not kept here, which is said.
fn roles(place: Place<'_>, before: &Profile, after: &mut Profile, notes: &mut Notes) {
    let old = entries(before, "Roles");
    let mut kept = Vec::new();
    for role in entries(after, "Roles") {
        if old.contains(&role) {
            kept.push(role);
        } else if role["Type"] == "Arranger" {
            notes.warn("W011", "Roles/Role", "The Arranger cannot be changed.");
        } else if manager(place.version, &role).is_some() {
            kept.push(role);
        } else {
            let words = "The LoginId was not found in the company.";
            notes.warn("W003", "Roles/LoginId", words);
            let known = old.iter().find(|old| old["Type"] == role["Type"]);
            kept.extend(known.cloned());
        }
    }
    after.insert("Roles".to_owned(), Value::from(kept));
}

/// The user that a role names.
pub(super) fn manager(version: &Version, role: &Value) -> Option<Uuid> {
    let login = role["LoginId"].as_str()?;
    let found = version.users.find(Unique::UserName, &fold(login))?;
    Some(found.id)
}

/// The entries of a list.
pub(super) fn entries(profile: &Profile, list: &str) -> Vec<Value> {
    let entries = profile.get(list).and_then(Value::as_array);
    entries.cloned().unwrap_or_default()
}
