//! How a key is set: read from JSON and from `KEY=VALUE`, and shown again.

use serde_json::{Map, Value, json};

use super::{Definition, Kind, Policies, definition, definitions};

/// A set of values that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    /// What the documentation says, to the letter.
    StrictDocs,
    /// What was seen in practice.
    Observed,
}

impl Preset {
    /// Both, as they are listed.
    pub(crate) const NAMES: [&'static str; 2] = ["strict-docs", "observed"];

    fn read(name: &str) -> Option<Self> {
        match name {
            "strict-docs" => Some(Self::StrictDocs),
            "observed" => Some(Self::Observed),
            _ => None,
        }
    }
}

/// One change of a policy.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Setting {
    /// A key gets a value.
    Value(&'static Definition, u64),
    /// A key goes back to what the process has.
    Inherit(&'static Definition),
    /// Every key that the preset knows gets its value.
    Preset(Preset),
}

/// Why a policy is not set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// There is no such key.
    #[error("there is no policy `{key}`; {expected}")]
    Key {
        /// What was given.
        key: String,
        /// The names that come near.
        expected: String,
    },
    /// The key cannot have this value.
    #[error("the policy `{key}` takes {expected}, not {given}")]
    Value {
        /// The key.
        key: String,
        /// What it takes.
        expected: String,
        /// What was given.
        given: String,
    },
    /// A preset stands behind single keys, which it would overwrite.
    #[error("`preset={0}` must stand before the single keys, which count over it")]
    LatePreset(&'static str),
    /// The text is not `KEY=VALUE`.
    #[error("expected KEY=VALUE, not `{0}`")]
    Pair(String),
}

/// The member that names a preset instead of a key.
const PRESET: &str = "preset";

/// The most characters of a wrong value that a message repeats.
const SHOWN: usize = 60;

impl Setting {
    /// Reads one member of a JSON object of policies.
    pub(crate) fn read(key: &str, value: &Value) -> Result<Self, PolicyError> {
        let wrong = |expected: String| PolicyError::Value {
            key: key.to_owned(),
            expected,
            given: value.to_string().chars().take(SHOWN).collect(),
        };
        if key == PRESET {
            let preset = value.as_str().and_then(Preset::read);
            return preset
                .map(Self::Preset)
                .ok_or_else(|| wrong(Preset::NAMES.join(" or ")));
        }
        let definition = definition(key).ok_or_else(|| unknown(key))?;
        if value.is_null() {
            return Ok(Self::Inherit(definition));
        }
        let read = match definition.kind {
            Kind::Choice(values) => {
                // A name may look like a number, and JSON writers then send one.
                let text = value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned);
                values
                    .iter()
                    .position(|(name, _)| *name == text)
                    .map(|at| at as u64)
            }
            Kind::Number { .. } => value.as_u64().filter(|number| definition.allows(*number)),
        };
        read.map(|number| Self::Value(definition, number))
            .ok_or_else(|| wrong(expected(definition)))
    }

    /// Reads an object of policies; all of it or nothing. A preset counts before the single keys beside it.
    pub(crate) fn read_all(object: &Map<String, Value>) -> Result<Vec<Self>, PolicyError> {
        let mut settings = Vec::with_capacity(object.len());
        if let Some(preset) = object.get(PRESET) {
            settings.push(Self::read(PRESET, preset)?);
        }
        for (key, value) in object.iter().filter(|(key, _)| *key != PRESET) {
            settings.push(Self::read(key, value)?);
        }
        Ok(settings)
    }

    /// Reads `KEY=VALUE`.
    pub(crate) fn read_pair(text: &str) -> Result<Self, PolicyError> {
        let (key, value) = text
            .split_once('=')
            .ok_or_else(|| PolicyError::Pair(text.chars().take(SHOWN).collect()))?;
        let value = value.trim();
        let value = value
            .parse::<u64>()
            .map_or_else(|_| Value::from(value), Value::from);
        Self::read(key.trim(), &value)
    }

    /// Reads `KEY=VALUE` one by one. A preset must come first, so that nobody's single key is overwritten unseen.
    pub(crate) fn read_pairs<'t>(
        pairs: impl Iterator<Item = &'t str>,
    ) -> Result<Vec<Self>, PolicyError> {
        let mut settings = Vec::new();
        for pair in pairs {
            let setting = Self::read_pair(pair)?;
            let is_single = |setting: &Self| !matches!(setting, Self::Preset(_));
            if let Self::Preset(preset) = setting
                && settings.iter().any(is_single)
            {
                return Err(PolicyError::LatePreset(Preset::NAMES[preset as usize]));
            }
            settings.push(setting);
        }
        Ok(settings)
    }

    /// Reads a file of policies: a JSON object, or lines of `KEY=VALUE` with `#` before comments.
    pub(crate) fn read_file(text: &str) -> Result<Vec<Self>, PolicyError> {
        if text.trim_start().starts_with('{') {
            let object = serde_json::from_str::<Map<String, Value>>(text)
                .map_err(|error| PolicyError::Pair(format!("a JSON object: {error}")))?;
            return Self::read_all(&object);
        }
        let lines = text.lines().map(str::trim);
        Self::read_pairs(lines.filter(|line| !line.is_empty() && !line.starts_with('#')))
    }
}

fn expected(definition: &Definition) -> String {
    match definition.kind {
        Kind::Choice(values) => {
            let names: Vec<&str> = values.iter().map(|(name, _)| *name).collect();
            format!("one of {}", names.join(", "))
        }
        Kind::Number {
            minimum,
            maximum,
            unit,
        } => format!("a whole number of {unit} from {minimum} to {maximum}"),
    }
}

/// Names the keys of the same area, so that a slip of the pen is found.
fn unknown(key: &str) -> PolicyError {
    let area = key.split('.').next().unwrap_or_default();
    let near: Vec<&str> = definitions()
        .map(|definition| definition.key)
        .filter(|known| known.split('.').next() == Some(area))
        .collect();
    let expected = if near.is_empty() {
        "GET /__admin/policy lists them".to_owned()
    } else {
        format!("of `{area}` there are {}", near.join(", "))
    };
    PolicyError::Key {
        key: key.chars().take(SHOWN).collect(),
        expected,
    }
}

impl Definition {
    /// A value as clients write it.
    pub(crate) fn show(&self, value: u64) -> Value {
        match self.kind {
            Kind::Choice(values) => {
                let at = usize::try_from(value).unwrap_or_default();
                values
                    .get(at)
                    .map_or(Value::Null, |(name, _)| Value::from(*name))
            }
            Kind::Number { .. } => Value::from(value),
        }
    }

    /// The key as `GET /__admin/policy` lists it.
    pub(crate) fn describe(&self, policies: &Policies) -> Value {
        let mut row = json!({
            "key": self.key,
            "about": self.about,
            "source": self.source,
        });
        match self.kind {
            Kind::Choice(values) => {
                let values: Vec<Value> = values
                    .iter()
                    .map(|(value, meaning)| json!({"value": value, "meaning": meaning}))
                    .collect();
                row["type"] = Value::from("choice");
                row["values"] = Value::from(values);
            }
            Kind::Number {
                minimum,
                maximum,
                unit,
            } => {
                row["type"] = Value::from("number");
                row["minimum"] = Value::from(minimum);
                row["maximum"] = Value::from(maximum);
                row["unit"] = Value::from(unit);
            }
        }
        row["default"] = self.show(self.default);
        for (name, preset) in Preset::NAMES
            .into_iter()
            .zip([Preset::StrictDocs, Preset::Observed])
        {
            row[name] = self
                .preset(preset)
                .map_or(Value::Null, |value| self.show(value));
        }
        row["value"] = self.show(policies.raw(self));
        row
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_key_or_value_says_what_was_expected() {
        let key = Setting::read("identity.crate-status", &json!("201")).unwrap_err();
        assert!(key.to_string().contains("identity.create-status"), "{key}");
        let value = Setting::read("identity.create-status", &json!("204")).unwrap_err();
        assert!(value.to_string().contains("200, 201"), "{value}");
        assert!(Setting::read_pair("identity.create-status").is_err());
    }

    #[test]
    fn a_file_is_json_or_lines() {
        let lines = "# as seen\n\nidentity.create-status = 201\n";
        for text in [lines, r#"{"identity.create-status": 201}"#] {
            let settings = Setting::read_file(text).unwrap();
            assert!(
                matches!(settings.as_slice(), [Setting::Value(_, 1)]),
                "{text}"
            );
        }
        assert!(Setting::read_file("{").is_err());
    }

    #[test]
    fn a_preset_behind_single_keys_is_refused_in_a_file_of_lines() {
        let late = "identity.create-status=201\npreset=strict-docs\n";
        let refused = Setting::read_file(late).unwrap_err();
        assert!(
            refused.to_string().contains("before the single keys"),
            "{refused}"
        );
        let first = "preset=strict-docs\nidentity.create-status=201\n";
        assert_eq!(Setting::read_file(first).unwrap().len(), 2);
    }

    #[test]
    fn a_preset_is_named_like_a_key() {
        let settings = Setting::read_all(json!({"preset": "observed"}).as_object().unwrap());
        assert!(matches!(
            settings.unwrap().as_slice(),
            [Setting::Preset(Preset::Observed)]
        ));
        assert!(Setting::read_pair("preset=latest").is_err());
    }
}
