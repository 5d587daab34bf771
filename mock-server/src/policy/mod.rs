//! What the documentation leaves open or contradicts: named keys, and the values that a company has for them.
//!
//! A key is a type: [`choice!`](define) makes an enum of its values, `number!` a unit. Code asks
//! `policies.choose::<Key>()` and matches on the answer, so a value that nobody plays does not compile.

pub(crate) mod access;
mod define;
pub(crate) mod events;
pub(crate) mod hygiene;
pub(crate) mod identity;
pub(crate) mod judging;
pub(crate) mod legacy;
pub(crate) mod legal_entity;
pub(crate) mod oauth;
pub(crate) mod paging;
pub(crate) mod provisioning;
pub(crate) mod rate_limits;
pub(crate) mod reading;
pub(crate) mod retrieval;
pub(crate) mod scim;
mod setting;
pub(crate) mod spend;
pub(crate) mod spend_writing;
pub(crate) mod travel;
pub(crate) mod uniqueness;
pub(crate) mod user_v1;
pub(crate) mod writing;

use std::sync::Arc;

use serde_json::{Map, Value};

pub(crate) use define::{Choice, Definition, Kind, Number};
pub use setting::PolicyError;
pub(crate) use setting::{Preset, Setting};

/// Every key, area by area.
pub(crate) fn definitions() -> impl Iterator<Item = &'static Definition> {
    [
        access::ALL,
        oauth::ALL,
        identity::ALL,
        uniqueness::ALL,
        reading::ALL,
        paging::ALL,
        writing::ALL,
        judging::ALL,
        scim::ALL,
        retrieval::ALL,
        spend::ALL,
        provisioning::ALL,
        legal_entity::ALL,
        legacy::ALL,
        user_v1::ALL,
        events::ALL,
        travel::ALL,
        spend_writing::ALL,
        hygiene::ALL,
        rate_limits::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The key of this name.
pub(crate) fn definition(key: &str) -> Option<&'static Definition> {
    definitions().find(|definition| definition.key == key)
}

/// The values that are set, each key at most once.
type Settings = Arc<[(&'static Definition, u64)]>;

/// The policy of a process or of one company: its own settings over those of the process over the defaults.
#[derive(Debug, Clone, Default)]
pub(crate) struct Policies {
    process: Settings,
    own: Settings,
}

impl Policies {
    /// The policy of a company of this process that sets nothing itself.
    pub(crate) fn inherited(&self) -> Self {
        Self {
            process: Arc::clone(&self.own),
            own: Settings::default(),
        }
    }

    /// The value of a key that names its values.
    pub(crate) fn choose<K: Choice>(&self) -> K {
        let index = usize::try_from(self.raw(K::DEFINITION)).unwrap_or_default();
        K::ALL.get(index).copied().unwrap_or(K::ALL[0])
    }

    /// The value of a key that is a number, in the unit that the key names.
    pub(crate) fn number<K: Number>(&self) -> u64 {
        self.raw(K::DEFINITION)
    }

    /// The value as it is kept: of a choice the position, of a number the number.
    pub(crate) fn raw(&self, definition: &Definition) -> u64 {
        let set = |settings: &Settings| {
            settings
                .iter()
                .find(|(known, _)| known.key == definition.key)
                .map(|(_, value)| *value)
        };
        set(&self.own)
            .or_else(|| set(&self.process))
            .unwrap_or(definition.default)
    }

    /// What is set here and not in the process, as settings are written.
    pub(crate) fn own(&self) -> Map<String, Value> {
        let mut own: Map<String, Value> = self
            .own
            .iter()
            .map(|(definition, value)| (definition.key.to_owned(), definition.show(*value)))
            .collect();
        own.sort_keys();
        own
    }

    /// The policy with these settings made over its own, in order.
    pub(crate) fn with(&self, settings: &[Setting]) -> Self {
        let mut own: Vec<(&'static Definition, u64)> = self.own.to_vec();
        let mut set = |definition: &'static Definition, value: Option<u64>| {
            own.retain(|(known, _)| known.key != definition.key);
            own.extend(value.map(|value| (definition, value)));
        };
        for setting in settings {
            match setting {
                Setting::Value(definition, value) => set(definition, Some(*value)),
                Setting::Inherit(definition) => set(definition, None),
                Setting::Preset(preset) => {
                    for definition in definitions() {
                        if let Some(value) = definition.preset(*preset) {
                            set(definition, Some(value));
                        }
                    }
                }
            }
        }
        Self {
            process: Arc::clone(&self.process),
            own: own.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::identity::CreateStatus;
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn setting(key: &str, value: &Value) -> Setting {
        Setting::read(key, value).unwrap()
    }

    #[test]
    fn a_company_s_own_value_goes_before_the_process_s_and_that_before_the_default() {
        let process = Policies::default().with(&[setting("identity.create-status", &json!("201"))]);
        let company = process.inherited();
        assert_eq!(
            Policies::default().choose::<CreateStatus>(),
            CreateStatus::Ok
        );
        assert_eq!(company.choose::<CreateStatus>(), CreateStatus::Created);
        let own = company.with(&[setting("identity.create-status", &json!("200"))]);
        assert_eq!(own.choose::<CreateStatus>(), CreateStatus::Ok);
        let back = own.with(&[setting("identity.create-status", &json!(null))]);
        assert_eq!(back.choose::<CreateStatus>(), CreateStatus::Created);
    }

    #[test]
    fn a_number_is_read_in_the_unit_of_its_key() {
        let policies = Policies::default().with(&[setting("retrieval.index-lag", &json!(90))]);
        assert_eq!(policies.number::<retrieval::IndexLag>(), 90);
    }

    #[test]
    fn keys_are_named_once_and_say_where_they_come_from() {
        let mut seen = BTreeSet::new();
        for definition in definitions() {
            assert!(seen.insert(definition.key), "{} twice", definition.key);
            assert!(!definition.about.is_empty() && !definition.source.is_empty());
            let is_name =
                |letter: char| letter.is_ascii_lowercase() || "-.0123456789".contains(letter);
            assert!(definition.key.chars().all(is_name), "{}", definition.key);
            for value in [
                Some(definition.default),
                definition.preset(Preset::StrictDocs),
                definition.preset(Preset::Observed),
            ]
            .into_iter()
            .flatten()
            {
                assert!(definition.allows(value), "{}", definition.key);
            }
        }
    }
}
