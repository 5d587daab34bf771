//! Which members of a user a reply shows: scopes, `attributes`, `excludedAttributes`.
//!
//! A selection is compiled once per request and then copies documents from text to text, so that a projected page costs
//! no parsed trees.

use crate::policy::identity::RequestOnly;

use super::attribute::{Attribute, Returned};
use super::raw;
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
        Self::compile_with(schema, scopes, wish, RequestOnly::Hidden)
    }

    /// The same where request-only attributes may belong to the default set.
    pub(crate) fn compile_with(
        schema: &Schema,
        scopes: Read,
        wish: &Wish,
        unasked: RequestOnly,
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
            unasked,
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
    pub(crate) fn copy(&self, text: &str, out: &mut Vec<u8>) -> Result<(), Unreadable> {
        copy_object(&self.members, text, out).ok_or(Unreadable)
    }
}

/// The text that shall be copied is no object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the text of an object")]
pub(crate) struct Unreadable;

struct Request<'r> {
    scopes: Read,
    wanted: Option<&'r [Path]>,
    excluded: &'r [Path],
    unasked: RequestOnly,
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
        let is_default = attribute.returned != Returned::Request
            || (self.wanted.is_none() && self.unasked == RequestOnly::Shown);
        let is_wanted = is_named || (outer_wanted && is_default);
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
    /// What is kept of a member. Documents mostly have their members in the schema's order, so the look-up starts behind
    /// the member that was looked up before.
    fn choice(&self, name: &str, expected: &mut usize) -> &Choice {
        const ALL: &Choice = &Choice::All;
        const NOTHING: &Choice = &Choice::Nothing;
        let (front, back) = self.named.split_at((*expected).min(self.named.len()));
        let mut known = back.iter().chain(front).enumerate();
        match known.find(|(_, (known, _))| *known == name) {
            Some((steps, (_, choice))) => {
                *expected = (*expected + steps + 1) % self.named.len();
                choice
            }
            None if self.others => ALL,
            None => NOTHING,
        }
    }
}

/// Copies an object, or each object of a list, or a plain value as it is.
fn copy_value(members: &Members, text: &str, out: &mut Vec<u8>) -> Option<()> {
    match text.as_bytes().first() {
        Some(b'{') => copy_object(members, text, out),
        Some(b'[') => copy_list(members, text, out),
        _ => {
            out.extend_from_slice(text.as_bytes());
            Some(())
        }
    }
}

fn copy_object(members: &Members, text: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut walk = raw::members(text)?;
    let mut expected = 0;
    let mut separator: &[u8] = b"\"";
    out.push(b'{');
    for (name, value) in walk.by_ref() {
        let choice = members.choice(name, &mut expected);
        if *choice == Choice::Nothing {
            continue;
        }
        out.extend_from_slice(separator);
        separator = b",\"";
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(b"\":");
        match choice {
            Choice::Inside(members) => copy_value(members, value, out)?,
            _ => out.extend_from_slice(value.as_bytes()),
        }
    }
    out.push(b'}');
    walk.is_over().then_some(())
}

fn copy_list(members: &Members, text: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut walk = raw::entries(text)?;
    out.push(b'[');
    for (number, entry) in walk.by_ref().enumerate() {
        if number > 0 {
            out.push(b',');
        }
        copy_value(members, entry, out)?;
    }
    out.push(b']');
    walk.is_over().then_some(())
}

#[cfg(test)]
#[path = "select_tests.rs"]
mod tests;
