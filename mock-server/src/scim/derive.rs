//! What the service adds to a user: derived names and defaults.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value, json};

use crate::policy::Policies;
use crate::policy::writing::{
    DefaultStart, DisplayName, LocaleDefaults, LocaleOverrides, MiddleInitial,
};

use super::schema::ENTERPRISE;

/// A stored user: what clients wrote plus what the service added, without nulls.
pub(crate) type Resource = Map<String, Value>;

/// Takes over what a client cannot set and so must not lose, and drops the initial of a middle name that went away.
pub(crate) fn carry_over(before: &Resource, resource: &mut Resource, policies: &Policies) {
    if let Some(locale) = before.get("localeOverrides").and_then(Value::as_object) {
        let mut kept = locale.clone();
        if policies.choose::<LocaleOverrides>() == LocaleOverrides::Written
            && let Some(Value::Object(given)) = resource.remove("localeOverrides")
        {
            kept.extend(given);
        }
        resource.insert("localeOverrides".to_owned(), Value::Object(kept));
    }
    let Some(old) = before.get("name").and_then(Value::as_object) else {
        return;
    };
    let Some(new) = object_mut(resource, "name") else {
        return;
    };
    let is_gone = old.contains_key("middleName") && !new.contains_key("middleName");
    if is_gone && old.get("middleInitial") == new.get("middleInitial") {
        new.shift_remove("middleInitial");
    }
}

/// Puts the old `displayName` back when only the `nickName` changed and the policy keeps it then.
pub(crate) fn keep_display_name(before: &Resource, resource: &mut Resource, policies: &Policies) {
    let is_kept = policies.choose::<DisplayName>() == DisplayName::Kept
        && before.get("name") == resource.get("name");
    if let (true, Some(old)) = (is_kept, before.get("displayName")) {
        resource.insert("displayName".to_owned(), old.clone());
    }
}

/// Fills in what clients leave out and overwrites what only the service may say.
///
/// `created` is the user's creation time; it decides the default start date.
pub(crate) fn complete(resource: &mut Resource, created: Timestamp, policies: &Policies) {
    names(resource, policies.choose());
    for (name, value) in [
        ("preferredLanguage", "en-US"),
        ("timezone", "America/New_York"),
    ] {
        resource.entry(name).or_insert_with(|| Value::from(value));
    }
    locale(resource, policies.choose());
    for email in list_mut(resource, "emails") {
        email.entry("verified").or_insert(Value::Bool(false));
        email.entry("notifications").or_insert(Value::Bool(false));
    }
    let has_primary = list_mut(resource, "phoneNumbers")
        .any(|phone| phone.get("primary") == Some(&Value::Bool(true)));
    if !has_primary {
        // ASSUMED: of mobile numbers exactly one is the primary, so the first that does not say becomes it.
        let mut mobiles = list_mut(resource, "phoneNumbers")
            .filter(|phone| phone.get("type").is_some_and(|kind| kind == "mobile"));
        if let Some(first) = mobiles.find(|phone| !phone.contains_key("primary")) {
            first.insert("primary".to_owned(), Value::Bool(true));
        }
    }
    if let (Some(enterprise), Some(start)) = (
        object_mut(resource, ENTERPRISE),
        default_start(created, policies.choose()),
    ) {
        enterprise
            .entry("startDate")
            .or_insert_with(|| Value::from(start));
    }
}

/// What a client left out of its preferences, where it may set them at all, is as for everyone.
fn locale(resource: &mut Resource, defaults: LocaleDefaults) {
    let Value::Object(mut locale) = locale_overrides(defaults) else {
        return;
    };
    if let Some(Value::Object(given)) = resource.remove("localeOverrides") {
        locale.extend(given);
    }
    resource.insert("localeOverrides".to_owned(), Value::Object(locale));
}

/// Derived names: `displayName` is `nickName familyName` or `givenName familyName`; `name.formatted` is
/// `familyName, givenName middleName`, with a trailing blank when there is no middle name, as in every example.
///
/// DIFFERS: the PATCH example of the reference still shows the old `displayName` behind a new `nickName`; the rule in
/// the attribute table is followed.
fn names(resource: &mut Resource, initials: MiddleInitial) {
    let text = |object: &Map<String, Value>, name: &str| {
        object
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let nick = text(resource, "nickName");
    let Some(name) = object_mut(resource, "name") else {
        return;
    };
    let (given, family, middle) = (
        text(name, "givenName"),
        text(name, "familyName"),
        text(name, "middleName"),
    );
    name.insert(
        "formatted".to_owned(),
        Value::from(format!("{family}, {given} {middle}")),
    );
    if let (Some(initial), MiddleInitial::Derived) = (middle.chars().next(), initials) {
        name.insert("middleInitial".to_owned(), Value::from(initial.to_string()));
    }
    let first = if nick.is_empty() { given } else { nick };
    // Two attributes of 60 characters do not fit into a third one. ASSUMED: the rest is cut.
    let display: String = format!("{first} {family}")
        .chars()
        .take(MAX_DISPLAY_NAME)
        .collect();
    resource.insert("displayName".to_owned(), Value::from(display));
}

/// The longest `displayName`, in characters.
const MAX_DISPLAY_NAME: usize = 60;

/// The create example shows the creation time as a Pacific wall time without zone and with zeroed seconds.
fn default_start(created: Timestamp, policy: DefaultStart) -> Option<String> {
    static PACIFIC: LazyLock<TimeZone> =
        LazyLock::new(|| TimeZone::get("America/Los_Angeles").unwrap_or(TimeZone::UTC));
    match policy {
        DefaultStart::Pacific => Some(
            PACIFIC
                .to_datetime(created)
                .strftime("%Y-%m-%dT%H:%M:00.000")
                .to_string(),
        ),
        DefaultStart::Utc => Some(created.strftime("%Y-%m-%dT%H:%M:00Z").to_string()),
        DefaultStart::None => None,
    }
}

/// Whether this start date is one that the service chooses for a user of this creation time.
pub(super) fn is_default_start(start: &Value, created: Timestamp) -> bool {
    [DefaultStart::Pacific, DefaultStart::Utc]
        .into_iter()
        .any(|policy| start.as_str() == default_start(created, policy).as_deref())
}

fn locale_overrides(defaults: LocaleDefaults) -> Value {
    let mut locale = json!({
        "preferenceEndDayViewHour": 20,
        "preferenceFirstDayOfWeek": "Sunday",
        "preferenceDateFormat": "mm/dd/yyyy",
        "preferenceCurrencySymbolLocation": "BeforeAmount",
        "preferenceHourMinuteSeparator": ":",
        "preferenceDistance": "mile",
        "preferenceDefaultCalView": "month",
        "preference24Hour": "H:mm AM/PM",
        "preferenceNumberFormat": "1,000.00",
        "preferenceStartDayViewHour": 8,
    });
    if defaults == LocaleDefaults::European {
        locale["preferenceDateFormat"] = Value::from("dd/mm/yyyy");
        locale["preferenceDistance"] = Value::from("km");
        locale["preference24Hour"] = Value::from("hh:mm");
        locale["preferenceNegativeCurrencyFormat"] = Value::from("-100");
        locale["preferenceNegativeNumberFormat"] = Value::from("-100");
    }
    locale
}

/// Bookkeeping of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meta {
    /// Time of creation.
    pub(crate) created: Timestamp,
    /// Time of the last change.
    pub(crate) last_modified: Timestamp,
    /// 0 at creation. ASSUMED: one more per change unless the policy says more; Concur's own jumps in its examples.
    pub(crate) version: u64,
}

impl Meta {
    /// Reads it back from a user's `meta`.
    pub(crate) fn read(meta: &Value) -> Option<Self> {
        let time = |name: &str| meta.get(name)?.as_str()?.parse().ok();
        Some(Self {
            created: time("created")?,
            last_modified: time("lastModified")?,
            version: meta.get("version")?.as_u64()?,
        })
    }
}

/// Takes a shown user back to what is stored: without nulls, empty lists, `schemas`, `id` and `meta`.
pub(crate) fn stored(shown: &Map<String, Value>) -> Resource {
    let mut resource = Resource::new();
    for (name, value) in shown {
        if matches!(name.as_str(), "schemas" | "id" | "meta") {
            continue;
        }
        if let Some(value) = without_nulls(value) {
            resource.insert(name.clone(), value);
        }
    }
    resource
}

fn without_nulls(value: &Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::Array(entries) if entries.is_empty() => None,
        Value::Object(members) => {
            let kept = members
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), without_nulls(value)?)))
                .collect();
            Some(Value::Object(kept))
        }
        value => Some(value.clone()),
    }
}

fn object_mut<'o>(
    object: &'o mut Map<String, Value>,
    name: &str,
) -> Option<&'o mut Map<String, Value>> {
    object.get_mut(name).and_then(Value::as_object_mut)
}

fn list_mut<'o>(
    object: &'o mut Map<String, Value>,
    name: &str,
) -> impl Iterator<Item = &'o mut Map<String, Value>> {
    object
        .get_mut(name)
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object_mut)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn completed(mut user: Value) -> Value {
        complete(
            user.as_object_mut().unwrap(),
            "2021-12-16T18:59:39.5Z".parse().unwrap(),
            &Policies::default(),
        );
        user
    }

    #[test]
    fn a_name_without_a_middle_name_is_formatted_with_a_trailing_blank() {
        let user = completed(json!({"name": {"givenName": "Ada", "familyName": "Byron"}}));
        assert_eq!(
            (&user["name"]["formatted"], &user["displayName"]),
            (&json!("Byron, Ada "), &json!("Ada Byron"))
        );
    }

    #[test]
    fn a_nick_name_takes_the_given_names_place_and_a_middle_name_gives_its_initial() {
        let user = completed(
            json!({"nickName": "Countess", "name": {"givenName": "Ada", "familyName": "Byron", "middleName": "King"}}),
        );
        assert_eq!(user["displayName"], "Countess Byron");
        assert_eq!(user["name"]["formatted"], "Byron, Ada King");
        assert_eq!(user["name"]["middleInitial"], "K");
    }

    #[test]
    fn the_default_start_is_pacific_wall_time_to_the_minute() {
        let user = completed(json!({ENTERPRISE: {}}));
        assert_eq!(user[ENTERPRISE]["startDate"], "2021-12-16T10:59:00.000");
    }
}
