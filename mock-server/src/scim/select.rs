//! Which members of a user a reply shows: scopes, `attributes`, `excludedAttributes`.
//!
//! A selection is compiled once per request and then copies documents from text to text, so that a projected page costs
//! no parsed trees.

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

use super::attribute::{Attribute, Returned};
use super::pluck::Name;
use super::resource::Schema;
use super::schema;
use super::scope::Read;

/// What is kept of one value.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Choice {
    All,
    Nothing,
    Inside(Members),
}

/// What is kept of an object's members.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Members {
    named: Vec<(&'static str, Choice)>,
    /// Members that the schema does not know.
    others: bool,
}

/// What a reply shows of a user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Selection {
    members: Members,
}

/// What a request asks to see.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wish {
    /// `attributes`; `None` asks for the default set.
    pub(crate) attributes: Option<Vec<String>>,
    /// `excludedAttributes`.
    pub(crate) excluded: Vec<String>,
}

impl Wish {
    /// Reads the two comma-separated query parameters; an empty one counts as absent.
    pub(crate) fn of_query(attributes: Option<&str>, excluded: Option<&str>) -> Self {
        let split = |text: &str| -> Vec<String> {
            text.split(',')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect()
        };
        Self {
            attributes: attributes.map(split).filter(|names| !names.is_empty()),
            excluded: excluded.map(split).unwrap_or_default(),
        }
    }

    /// Whether the default set is wanted.
    pub(crate) fn is_default(&self) -> bool {
        self.attributes.is_none() && self.excluded.is_empty()
    }

    /// Whether a name in `attributes` reaches the attribute at this path, itself or as a part of it.
    pub(crate) fn names(&self, path: &[&str]) -> bool {
        self.names_in(&schema::IDENTITY_USER, path)
    }

    /// The same in another schema.
    pub(crate) fn names_in(&self, schema: &Schema, path: &[&str]) -> bool {
        self.attributes
            .iter()
            .flatten()
            .filter_map(|name| schema.resolve(name))
            .any(|steps| {
                steps.len() <= path.len()
                    && steps
                        .iter()
                        .zip(path)
                        .all(|(step, name)| step.name == *name)
            })
    }
}

/// Names in `attributes` or `excludedAttributes` that the schema does not know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Unrecognized attributes: {}", .0.join(", "))]
pub(crate) struct Unrecognized(pub(crate) Vec<String>);

type Path = Vec<&'static Attribute>;

fn resolve_all(schema: &Schema, names: &[String], unknown: &mut Vec<String>) -> Vec<Path> {
    let mut paths = Vec::with_capacity(names.len());
    for name in names {
        match schema.resolve(name) {
            Some(path) => paths.push(path),
            None => unknown.push(name.clone()),
        }
    }
    paths
}

impl Selection {
    /// Compiles a wish for a reader with these scopes.
    ///
    /// `attributes` replaces the default set; then `excludedAttributes` removes. A field whose scope is missing is left
    /// out without an error. ASSUMED: both, since the scope pages only speak of "attribute-level access control".
    pub(crate) fn compile(scopes: Read, wish: &Wish) -> Result<Self, Unrecognized> {
        Self::compile_in(&schema::IDENTITY_USER, scopes, wish)
    }

    /// The same for another schema.
    pub(crate) fn compile_in(
        schema: &Schema,
        scopes: Read,
        wish: &Wish,
    ) -> Result<Self, Unrecognized> {
        let mut unknown = Vec::new();
        let wanted = wish
            .attributes
            .as_ref()
            .map(|names| resolve_all(schema, names, &mut unknown));
        let excluded = resolve_all(schema, &wish.excluded, &mut unknown);
        if !unknown.is_empty() {
            return Err(Unrecognized(unknown));
        }
        let request = Request {
            scopes,
            wanted: wanted.as_deref(),
            excluded: &excluded,
        };
        let mut trail = Vec::new();
        let named = request.members(schema.attributes, &mut trail, wanted.is_none());
        Ok(Self {
            members: Members {
                named,
                others: wanted.is_none() && scopes.meets(Read::CORE),
            },
        })
    }

    /// Copies the kept members of the object in `text` to `out`.
    pub(crate) fn copy(&self, text: &str, out: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let mut reader = serde_json::Deserializer::from_str(text);
        CopyObject {
            members: &self.members,
            out,
        }
        .deserialize(&mut reader)
    }
}

struct Request<'r> {
    scopes: Read,
    wanted: Option<&'r [Path]>,
    excluded: &'r [Path],
}

impl Request<'_> {
    fn members(
        &self,
        attributes: &'static [Attribute],
        trail: &mut Path,
        is_wanted: bool,
    ) -> Vec<(&'static str, Choice)> {
        let mut named = Vec::with_capacity(attributes.len());
        for attribute in attributes {
            trail.push(attribute);
            named.push((attribute.name, self.choice(attribute, trail, is_wanted)));
            trail.pop();
        }
        named
    }

    fn choice(
        &self,
        attribute: &'static Attribute,
        trail: &mut Path,
        outer_wanted: bool,
    ) -> Choice {
        let is_named = self
            .wanted
            .is_some_and(|paths| paths.iter().any(|path| same(path, trail)));
        let is_wanted = is_named || (outer_wanted && attribute.returned != Returned::Request);
        let is_visible = attribute.read.is_none_or(|read| self.scopes.meets(read));
        if attribute.returned == Returned::Always {
            // Only `id` and `schemas` are always returned; Concur's projected replies carry the id and no schemas.
            let shows_schemas = self.wanted.is_none() || is_named;
            return if attribute.name == "id" || shows_schemas {
                Choice::All
            } else {
                Choice::Nothing
            };
        }
        if !is_visible || self.excluded.iter().any(|path| same(path, trail)) {
            return Choice::Nothing;
        }
        if attribute.inside().is_empty() {
            return if is_wanted {
                Choice::All
            } else {
                Choice::Nothing
            };
        }
        let named = self.members(attribute.inside(), trail, is_wanted);
        if named.iter().all(|(_, choice)| *choice == Choice::Nothing) {
            return Choice::Nothing;
        }
        Choice::Inside(Members {
            named,
            others: is_wanted,
        })
    }
}

fn same(left: &[&Attribute], right: &[&Attribute]) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|(left, right)| left.name == right.name)
}

impl Members {
    fn choice(&self, name: &str) -> &Choice {
        const ALL: &Choice = &Choice::All;
        const NOTHING: &Choice = &Choice::Nothing;
        match self.named.iter().find(|(known, _)| *known == name) {
            Some((_, choice)) => choice,
            None if self.others => ALL,
            None => NOTHING,
        }
    }
}

/// Copies an object, or each object of a list, or a plain value as it is.
struct CopyValue<'c> {
    members: &'c Members,
    out: &'c mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for CopyValue<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        let raw: &'de RawValue = serde::Deserialize::deserialize(reader)?;
        let text = raw.get();
        let mut inner = serde_json::Deserializer::from_str(text);
        let copied = match text.as_bytes().first() {
            Some(b'{') => CopyObject {
                members: self.members,
                out: self.out,
            }
            .deserialize(&mut inner),
            Some(b'[') => CopyList {
                members: self.members,
                out: self.out,
            }
            .deserialize(&mut inner),
            _ => {
                self.out.extend_from_slice(text.as_bytes());
                Ok(())
            }
        };
        copied.map_err(D::Error::custom)
    }
}

struct CopyObject<'c> {
    members: &'c Members,
    out: &'c mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for CopyObject<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for CopyObject<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        self.out.push(b'{');
        let mut separator: &[u8] = b"";
        while let Some(name) = object.next_key_seed(Name)? {
            let choice = self.members.choice(&name);
            if *choice == Choice::Nothing {
                object.next_value::<IgnoredAny>()?;
                continue;
            }
            self.out.extend_from_slice(separator);
            separator = b",";
            serde_json::to_writer(&mut *self.out, &name).map_err(A::Error::custom)?;
            self.out.push(b':');
            match choice {
                Choice::Inside(members) => object.next_value_seed(CopyValue {
                    members,
                    out: self.out,
                })?,
                _ => self
                    .out
                    .extend_from_slice(object.next_value::<&'de RawValue>()?.get().as_bytes()),
            }
        }
        self.out.push(b'}');
        Ok(())
    }
}

struct CopyList<'c> {
    members: &'c Members,
    out: &'c mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for CopyList<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for CopyList<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.out.push(b'[');
        let mut end = self.out.len();
        while list
            .next_element_seed(CopyValue {
                members: self.members,
                out: &mut *self.out,
            })?
            .is_some()
        {
            self.out.push(b',');
            end = self.out.len() - 1;
        }
        self.out.truncate(end);
        self.out.push(b']');
        Ok(())
    }
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
