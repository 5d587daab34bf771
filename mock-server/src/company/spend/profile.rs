//! `spend:2.0:User`: the profile itself, on which everything else of Spend depends.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::approver::{error, is_same};
use super::custom_field::{self, Extent};
use super::person;
use crate::company::Version;
use crate::company::configuration::{Configuration, Edition};
use crate::company::extensions::Extension;
use crate::company::provision::Message;
use crate::ids;
use crate::policy::spend_writing::LocaleForm;
use crate::scim::spend::judge::{self, Fault};
use crate::scim::spend::schema::USER;

/// What a profile must have.
const REQUIRED: [&str; 3] = ["reimbursementCurrency", "country", "locale"];

/// How many managers for insights are followed upwards in search of a circle.
const MAX_LEVELS: usize = 1_000;

/// What is kept of a profile, and what is wrong with it. What stays is not judged again.
pub(super) fn judge(
    version: &Version,
    user: Uuid,
    given: &Map<String, Value>,
    before: &Map<String, Value>,
    extent: Extent,
) -> (Map<String, Value>, Vec<Message>) {
    let (mut kept, faults) = judge::extension(USER, given);
    let configuration = &version.configuration;
    let mut messages: Vec<Message> = faults.into_iter().map(error).collect();
    for name in REQUIRED {
        let is_missing = given.get(name).is_none_or(Value::is_null);
        if is_missing && (extent == Extent::Whole || before.contains_key(name)) {
            messages.push(error(Fault::missing(&format!("{USER}:{name}"))));
        }
    }
    let configured = [
        ("reimbursementCurrency", &configuration.currencies),
        ("ledgerCode", &configuration.ledgers),
    ];
    for (name, known) in configured {
        messages.extend(one_of(&mut kept, before, name, known));
    }
    messages.extend(locale(&mut kept, before, version.policies.choose()));
    messages.extend(manager(version, user, &mut kept, before));
    messages.extend(custom_field::judge(
        configuration,
        &mut kept,
        before,
        extent,
        version.policies.choose(),
    ));
    messages.extend(standard(configuration, &kept));
    messages.extend(test_employee(&mut kept, before));
    (kept, messages)
}

/// A profile without content: the defaults of what it must have.
///
/// ASSUMED: which they are; the page only says that there are some.
pub(super) fn reset(
    configuration: &Configuration,
    before: &Map<String, Value>,
) -> Map<String, Value> {
    let currency = configuration
        .currencies
        .first()
        .map_or("USD", String::as_str);
    let mut profile: Map<String, Value> = REQUIRED
        .into_iter()
        .zip([currency, "US", "en-US"])
        .map(|(name, value)| (name.to_owned(), Value::from(value)))
        .collect();
    let test = before.get("testEmployee");
    profile.extend(test.map(|test| ("testEmployee".to_owned(), test.clone())));
    profile
}

/// Whether every member of a profile is there and blank.
pub(super) fn is_blank(profile: &Map<String, Value>) -> bool {
    !profile.is_empty() && profile.values().all(judge::is_blank)
}

/// A profile with the number of its manager for insights.
pub(super) fn shown(version: &Version, kept: &Map<String, Value>) -> Map<String, Value> {
    let mut shown = kept.clone();
    if let Some(manager) = shown.get_mut("biManager") {
        *manager = person::shown(&version.users, manager);
    }
    shown
}

/// Holds a member to what is configured, in the configuration's spelling.
fn one_of(
    kept: &mut Map<String, Value>,
    before: &Map<String, Value>,
    name: &str,
    known: &[String],
) -> Option<Message> {
    let value = kept.get(name)?.as_str()?;
    if before.get(name).is_some_and(|before| before == value) {
        return None;
    }
    let Some(known) = known.iter().find(|known| known.eq_ignore_ascii_case(value)) else {
        return Some(error(Fault::value(&format!("{USER}:{name}"))));
    };
    kept.insert(name.to_owned(), Value::from(known.as_str()));
    None
}

/// A locale is kept with a hyphen, as replies show it; `en_US` was seen to be accepted.
fn locale(
    kept: &mut Map<String, Value>,
    before: &Map<String, Value>,
    form: LocaleForm,
) -> Option<Message> {
    const NAME: &str = "locale";
    let text = kept.get(NAME)?.as_str()?;
    if before.get(NAME).is_some_and(|before| before == text) {
        return None;
    }
    let path = format!("{USER}:{NAME}");
    let is_long_enough = match form {
        LocaleForm::Tag => (5..=6).contains(&text.chars().count()),
        LocaleForm::Five => text.chars().count() == 5,
    };
    if !is_long_enough {
        return Some(error(Fault::size(&path)));
    }
    let is_tag = text
        .split_once(['-', '_'])
        .is_some_and(|(language, region)| {
            let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
            let is_country = region.len() == 2 && letters(region);
            let is_area = region.len() == 3 && region.bytes().all(|byte| byte.is_ascii_digit());
            language.len() == 2 && letters(language) && (is_country || is_area)
        });
    if !is_tag {
        return Some(error(Fault::value(&path)));
    }
    let hyphenated = text.replace('_', "-");
    kept.insert(NAME.to_owned(), Value::from(hyphenated));
    None
}

/// The manager for insights must be an employee; one who would close a circle is set to null.
fn manager(
    version: &Version,
    user: Uuid,
    kept: &mut Map<String, Value>,
    before: &Map<String, Value>,
) -> Option<Message> {
    const NAME: &str = "biManager";
    let reference = kept.get(NAME)?.clone();
    if let Some(same) = before
        .get(NAME)
        .filter(|before| is_same(before, &reference))
    {
        kept.insert(NAME.to_owned(), same.clone());
        return None;
    }
    let Some(manager) = person::meant(&version.users, &reference) else {
        return Some(Message::error(format!("{USER}:{NAME}"), "Invalid User ID"));
    };
    if is_above(version, user, manager) {
        kept.shift_remove(NAME);
    } else {
        kept.insert(NAME.to_owned(), person::kept(manager));
    }
    None
}

/// Whether the user stands in the line upwards from the manager, or the line is longer than what is followed.
fn is_above(version: &Version, user: Uuid, manager: Uuid) -> bool {
    let mut above = Some(manager);
    for _ in 0..MAX_LEVELS {
        let Some(manager) = above else { return false };
        if manager == user {
            return true;
        }
        let profile = version.extensions.read(manager, Extension::SpendUser);
        let next = profile
            .get("biManager")
            .and_then(|next| next["value"].as_str());
        above = next.and_then(ids::read);
    }
    true
}

/// The rules of the Standard edition. ASSUMED: they are held against what the profile has in the end. Which types go with
/// which currency is in no page, so that it is not judged.
fn standard(configuration: &Configuration, kept: &Map<String, Value>) -> Vec<Message> {
    if configuration.edition != Edition::Standard {
        return Vec::new();
    }
    let has_field = |id: &str| {
        let fields = kept.get("customData").and_then(Value::as_array);
        fields.into_iter().flatten().any(|field| field["id"] == id)
    };
    let fault = |path: &str| error(Fault::value(&format!("{USER}:{path}")));
    if has_field("custom21") {
        return Vec::new();
    }
    let mut messages = Vec::new();
    if kept.contains_key("reimbursementType") {
        messages.push(fault("reimbursementType"));
    }
    if has_field("orgUnit1") {
        messages.push(fault("customData[id eq \"orgUnit1\"].value"));
    }
    messages
}

/// Whether a user was made for tests is said at the beginning; what is said later is passed over with a warning.
fn test_employee(kept: &mut Map<String, Value>, before: &Map<String, Value>) -> Option<Message> {
    const NAME: &str = "testEmployee";
    if before.is_empty() {
        return None;
    }
    let (new, old) = (kept.shift_remove(NAME), before.get(NAME));
    kept.extend(old.map(|old| (NAME.to_owned(), old.clone())));
    let was_test = old == Some(&Value::Bool(true));
    let is_changed = new.is_some_and(|new| new != was_test);
    is_changed.then(|| {
        let path = format!("{USER}:{NAME}");
        let text = format!("Invalid Value: '{path}'");
        Message::warning(path, text)
    })
}
