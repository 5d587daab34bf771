//! The ways in which replies show what every user has, where the examples differ from one another.

use serde_json::{Map, Value};

use crate::policy::Policies;
use crate::policy::identity::{EmptyLists, FormattedName, SapInSchemas, TimeFraction};

use super::schema::SAP;

/// How a company shows its users, where that is not how they are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Appearance {
    lists: EmptyLists,
    schemas: SapInSchemas,
    fraction: TimeFraction,
    formatted: FormattedName,
}

/// The form in which users are kept.
const KEPT: Appearance = Appearance {
    lists: EmptyLists::Mixed,
    schemas: SapInSchemas::WhenPresent,
    fraction: TimeFraction::Microseconds,
    formatted: FormattedName::FamilyFirst,
};

impl Appearance {
    /// What these policies ask for; `None` when users are shown as they are kept.
    pub(crate) fn of(policies: &Policies) -> Option<Self> {
        let chosen = Self {
            lists: policies.choose(),
            schemas: policies.choose(),
            fraction: policies.choose(),
            formatted: policies.choose(),
        };
        (chosen != KEPT).then_some(chosen)
    }

    /// Brings a whole user, shown in any form, into this one.
    pub(crate) fn apply(self, user: &mut Map<String, Value>) {
        self.empty_lists(user);
        if self.schemas == SapInSchemas::Always
            && let Some(Value::Array(schemas)) = user.get_mut("schemas")
            && !schemas.iter().any(|urn| urn == SAP)
        {
            schemas.push(Value::from(SAP));
        }
        if let Some(Value::Object(meta)) = user.get_mut("meta") {
            for name in ["created", "lastModified"] {
                if let Some(Value::String(time)) = meta.get_mut(name)
                    && let Some(shown) = self.time(time)
                {
                    *time = shown;
                }
            }
        }
        if let (FormattedName::GivenFirst, Some(Value::Object(name))) =
            (self.formatted, user.get_mut("name"))
        {
            let part = |part: &str| name.get(part).and_then(Value::as_str).unwrap_or_default();
            let formatted = format!("{} {}", part("givenName"), part("familyName"));
            name.insert("formatted".to_owned(), Value::from(formatted));
        }
    }

    /// Changes lists without entries where they are shown at all.
    fn empty_lists(self, user: &mut Map<String, Value>) {
        for name in ["addresses", "phoneNumbers", "emergencyContacts"] {
            let Some(value) = user.get_mut(name) else {
                continue;
            };
            let is_empty = value.as_array().map_or(value.is_null(), Vec::is_empty);
            if is_empty && self.lists == EmptyLists::Null {
                *value = Value::Null;
            }
            if is_empty && self.lists == EmptyLists::Brackets {
                *value = Value::Array(Vec::new());
            }
        }
    }

    /// A kept time, `…:09.123456Z`, in the other forms. ASSUMED: digits that are not kept follow from those that are.
    fn time(self, kept: &str) -> Option<String> {
        let (seconds, fraction) = kept.strip_suffix('Z')?.split_once('.')?;
        match self.fraction {
            TimeFraction::Microseconds => None,
            TimeFraction::PaddedMilliseconds => {
                Some(format!("{seconds}.000{}Z", fraction.get(..3)?))
            }
            TimeFraction::Nanoseconds => {
                let more = fraction.parse::<u32>().ok()? % 997;
                Some(format!("{seconds}.{fraction}{more:03}Z"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_part_changes_what_it_is_named_after() {
        let appearance = Appearance {
            lists: EmptyLists::Null,
            schemas: SapInSchemas::Always,
            fraction: TimeFraction::PaddedMilliseconds,
            formatted: FormattedName::GivenFirst,
        };
        let mut user = json!({
            "schemas": [],
            "addresses": [],
            "phoneNumbers": [{"type": "work"}],
            "name": {"givenName": "Ada", "familyName": "Byron", "formatted": "Byron, Ada "},
            "meta": {"created": "2026-01-15T09:00:00.164999Z"},
        });
        appearance.apply(user.as_object_mut().unwrap());
        let expected = json!({
            "schemas": [SAP],
            "addresses": null,
            "phoneNumbers": [{"type": "work"}],
            "name": {"givenName": "Ada", "familyName": "Byron", "formatted": "Ada Byron"},
            "meta": {"created": "2026-01-15T09:00:00.000164Z"},
        });
        assert_eq!(user, expected);
    }
}
