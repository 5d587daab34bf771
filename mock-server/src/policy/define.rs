//! How a key is defined: once, with its values, its default and its source.

use super::Preset;

/// A key as it is listed.
#[derive(Debug)]
pub(crate) struct Definition {
    /// Its name.
    pub(crate) key: &'static str,
    /// What it decides.
    pub(crate) about: &'static str,
    /// The open question or the contradiction behind it.
    pub(crate) source: &'static str,
    /// What it can be.
    pub(crate) kind: Kind,
    /// Of a choice the position of the value, of a number the number.
    pub(crate) default: u64,
    /// What the documentation says where it says something, to the letter.
    pub(crate) strict_docs: Option<u64>,
    /// What was seen in practice, where something was.
    pub(crate) observed: Option<u64>,
}

/// What a key can be.
#[derive(Debug)]
pub(crate) enum Kind {
    /// One of some names, each with what it means.
    Choice(&'static [(&'static str, &'static str)]),
    /// A whole number.
    Number {
        /// The least.
        minimum: u64,
        /// The most.
        maximum: u64,
        /// What is counted.
        unit: &'static str,
    },
}

impl Definition {
    /// Whether the key can have this value.
    pub(crate) fn allows(&self, value: u64) -> bool {
        match self.kind {
            Kind::Choice(values) => usize::try_from(value).is_ok_and(|at| at < values.len()),
            Kind::Number {
                minimum, maximum, ..
            } => (minimum..=maximum).contains(&value),
        }
    }

    /// The value of a preset, if it has one for this key.
    pub(crate) const fn preset(&self, preset: Preset) -> Option<u64> {
        match preset {
            Preset::StrictDocs => self.strict_docs,
            Preset::Observed => self.observed,
        }
    }
}

/// A key whose values have names.
pub(crate) trait Choice: Copy + 'static {
    /// How it is listed.
    const DEFINITION: &'static Definition;
    /// Its values, in the order of their names.
    const ALL: &'static [Self];
}

/// A key that is a number.
pub(crate) trait Number {
    /// How it is listed.
    const DEFINITION: &'static Definition;
}

/// Defines a key whose values have names. The default comes first in the list of values or is named; `strict_docs` and
/// `observed` may be left out, where documentation or practice say nothing.
macro_rules! choice {
    (
        $(#[$doc:meta])*
        $name:ident, $key:literal,
        about: $about:literal,
        source: $source:literal,
        values: { $($(#[$value_doc:meta])* $value:ident = $text:literal: $meaning:literal,)+ },
        default: $default:ident
        $(, strict_docs: $strict:ident)?
        $(, observed: $observed:ident)?
        $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $(
                #[doc = $meaning]
                $(#[$value_doc])*
                $value,
            )+
        }

        impl $crate::policy::Choice for $name {
            const DEFINITION: &'static $crate::policy::Definition = &$crate::policy::Definition {
                key: $key,
                about: $about,
                source: $source,
                kind: $crate::policy::Kind::Choice(&[$(($text, $meaning)),+]),
                default: Self::$default as u64,
                strict_docs: {
                    let value: Option<u64> = None;
                    $(let value = { let _ = value; Some(Self::$strict as u64) };)?
                    value
                },
                observed: {
                    let value: Option<u64> = None;
                    $(let value = { let _ = value; Some(Self::$observed as u64) };)?
                    value
                },
            };
            const ALL: &'static [Self] = &[$(Self::$value),+];
        }
    };
}
pub(super) use choice;

/// Defines a key that is a whole number.
macro_rules! number {
    (
        $(#[$doc:meta])*
        $name:ident, $key:literal,
        about: $about:literal,
        source: $source:literal,
        range: $minimum:literal..=$maximum:literal $unit:literal,
        default: $default:literal
        $(, strict_docs: $strict:literal)?
        $(, observed: $observed:literal)?
        $(,)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name;

        impl $crate::policy::Number for $name {
            const DEFINITION: &'static $crate::policy::Definition = &$crate::policy::Definition {
                key: $key,
                about: $about,
                source: $source,
                kind: $crate::policy::Kind::Number {
                    minimum: $minimum,
                    maximum: $maximum,
                    unit: $unit,
                },
                default: $default,
                strict_docs: {
                    let value: Option<u64> = None;
                    $(let value = { let _ = value; Some($strict) };)?
                    value
                },
                observed: {
                    let value: Option<u64> = None;
                    $(let value = { let _ = value; Some($observed) };)?
                    value
                },
            };
        }
    };
}
pub(super) use number;
