//! Brings what an update sends into a profile, element by element: what does not fit is noted and left as it was.

use jiff::civil::{Date, date};
use serde_json::{Map, Value};

use super::check::{day, flag, is_passed};
use super::compose::TEXT;
use super::elements::MEMBERSHIPS;
use super::form::{Change, Keep, Kind, List, MAX_ENTRIES, Part, Shape, Years, find};
use super::message::Notes;
use super::telephones;
use crate::xml::read::Element;

/// Merges the children of an element into these members.
pub(super) fn group(
    parts: &'static [Part],
    kept: &mut Map<String, Value>,
    element: &Element,
    path: &str,
    notes: &mut Notes,
) {
    for child in &element.children {
        let Some(part) = find(parts, &child.name) else {
            if is_passed(&child.name) && MEMBERSHIPS.contains(&child.name.as_str()) {
                notes.fixed(&join(path, &child.name));
            }
            continue;
        };
        let path = join(path, part.name);
        match (part.change, part.shape) {
            (Change::Fixed, _) => notes.fixed(&path),
            (Change::Passed, _) | (_, Shape::Any) => passed(&path, notes),
            (change, Shape::Leaf(kind)) => match read(kind, child, &path, notes) {
                Read::Value(value) => {
                    kept.insert(part.name.to_owned(), value);
                }
                Read::Empty if change == Change::Required => notes.required(&path),
                Read::Empty => {
                    kept.shift_remove(part.name);
                }
                Read::Unfit => {}
            },
            (_, Shape::Group(inside)) => {
                let mut members = match kept.get(part.name) {
                    Some(Value::Object(members)) => members.clone(),
                    _ => Map::new(),
                };
                group(inside, &mut members, child, &path, notes);
                kept.insert(part.name.to_owned(), Value::Object(members));
            }
            (_, Shape::List(of)) => {
                let before = match kept.get(part.name) {
                    Some(Value::Array(entries)) => entries.clone(),
                    _ => Vec::new(),
                };
                let after = if part.name == "Telephones" {
                    telephones::merged(of, before, child, &path, notes)
                } else {
                    list(of, before, child, &path, notes)
                };
                kept.insert(part.name.to_owned(), Value::from(after));
            }
        }
    }
}

/// ASSUMED: what the service can change and this mock does not keep is answered like a field that cannot be changed.
fn passed(path: &str, notes: &mut Notes) {
    let code = if path == "SouthwestUnusedTickets" {
        "W022"
    } else {
        "W011"
    };
    notes.warn(code, path, format!("The {path} field cannot be changed."));
}

pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}/{name}")
    }
}

/// What a value turned out to be.
enum Read {
    Value(Value),
    /// Nothing, so what is there goes.
    Empty,
    /// Something that cannot be kept, which was noted.
    Unfit,
}

fn read(kind: Kind, element: &Element, path: &str, notes: &mut Notes) -> Read {
    let text = element.text.trim();
    if element.is_nil() || text.is_empty() {
        return Read::Empty;
    }
    if let Some((code, words)) = fault(kind, text, path) {
        notes.warn(code, path, words);
        return Read::Unfit;
    }
    match (kind, flag(text)) {
        (Kind::Flag, None) => Read::Unfit,
        (Kind::Flag, Some(flag)) => Read::Value(Value::from(flag)),
        _ => Read::Value(Value::from(text)),
    }
}

/// What is wrong with a text of this kind.
fn fault(kind: Kind, text: &str, path: &str) -> Option<(&'static str, String)> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let too_long = |max: usize| {
        let words = format!("The field {name} must be a string with a maximum length of {max}.");
        Some(("W002", words))
    };
    let invalid = || Some(("W001", format!("The field {name} is invalid.")));
    let out_of_range = |code| Some((code, format!("The field {name} is out of range.")));
    match kind {
        Kind::Text(max) if text.chars().count() > max => too_long(max),
        Kind::Text(_) if text.chars().any(char::is_control) => invalid(),
        Kind::Country if text.chars().count() > 2 => too_long(2),
        Kind::Country if text.len() < 2 || !text.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            invalid()
        }
        Kind::Day(years) if day(text).is_none_or(|day| !is_in(day, years)) => out_of_range("W014"),
        Kind::Code(codes) if !codes.contains(&text) => out_of_range("W006"),
        _ => None,
    }
}

fn is_in(day: Date, years: Years) -> bool {
    match years {
        Years::Short => (date(1900, 1, 1)..=date(2079, 6, 6)).contains(&day),
        Years::Long => day >= date(1753, 1, 1),
    }
}

/// The entries after an update.
fn list(
    of: &'static List,
    before: Vec<Value>,
    element: &Element,
    path: &str,
    notes: &mut Notes,
) -> Vec<Value> {
    let most = match of.keep {
        Keep::Sync(most) => most,
        Keep::One(_) | Keep::Last(_) => MAX_ENTRIES,
    };
    if element.children.len() > most {
        too_many(path, notes);
        return before;
    }
    let (key, is_single) = match of.keep {
        Keep::Sync(_) => return synced(of, before, element, path, notes),
        Keep::One(key) => (key, true),
        Keep::Last(key) => (key, false),
    };
    let mut after = before;
    let shared = shared(element, key);
    if is_single && !shared.is_empty() {
        too_many(path, notes);
    }
    for child in &element.children {
        let kind = child.attribute(key).unwrap_or_default().trim();
        if is_single && shared.iter().any(|shared| shared == kind) {
            continue;
        }
        // Entries without the attribute are all of one kind, like entries that have it empty.
        let of_kind = |entry: &Value| entry[key].as_str().unwrap_or_default() == kind;
        let at = after.iter().position(of_kind);
        let known = at.map(|at| after[at].clone());
        let Some(entry) = entry(of, known, child, path, notes) else {
            continue;
        };
        match (at, says_something(of, &entry)) {
            (Some(at), true) => after[at] = Value::Object(entry),
            (Some(at), false) => {
                after.remove(at);
            }
            (None, true) => after.push(Value::Object(entry)),
            (None, false) => {}
        }
    }
    after
}

/// More entries than there can be.
pub(super) fn too_many(path: &str, notes: &mut Notes) {
    notes.warn(
        "W016",
        path,
        format!("The field {path} has too many items."),
    );
}

/// The values of the key that more than one entry has.
pub(super) fn shared(element: &Element, key: &str) -> Vec<String> {
    let keys: Vec<&str> = element
        .children
        .iter()
        .map(|child| child.attribute(key).unwrap_or_default().trim())
        .collect();
    let is_shared = |kind: &&&str| keys.iter().filter(|other| other == kind).count() > 1;
    let shared = keys.iter().filter(is_shared);
    shared.map(|kind| (*kind).to_owned()).collect()
}

/// What is sent is what there is, unless something of it does not fit.
fn synced(
    of: &'static List,
    before: Vec<Value>,
    element: &Element,
    path: &str,
    notes: &mut Notes,
) -> Vec<Value> {
    let before_it = notes.warnings.len();
    let children = element.children.iter();
    let after: Vec<Value> = children
        .filter_map(|child| entry(of, None, child, path, notes))
        .filter(|entry| says_something(of, entry))
        .map(Value::Object)
        .collect();
    if notes.warnings.len() > before_it {
        before
    } else {
        after
    }
}

/// One entry: what was there, with what is sent over it. `None` if something that it needs is not there.
pub(super) fn entry(
    of: &'static List,
    known: Option<Value>,
    element: &Element,
    path: &str,
    notes: &mut Notes,
) -> Option<Map<String, Value>> {
    let mut entry = match known {
        Some(Value::Object(known)) => known,
        _ => Map::new(),
    };
    for attribute in of.attributes {
        let (Shape::Leaf(kind), Some(text)) = (attribute.shape, element.attribute(attribute.name))
        else {
            continue;
        };
        let value = match (kind, flag(text.trim())) {
            (Kind::Flag, Some(flag)) => Value::from(flag),
            _ => Value::from(text.trim()),
        };
        entry.insert(attribute.name.to_owned(), value);
    }
    if let Some(max) = of.text {
        match read(Kind::Text(max), element, path, notes) {
            Read::Value(value) => {
                entry.insert(TEXT.to_owned(), value);
            }
            Read::Empty => {
                entry.shift_remove(TEXT);
            }
            Read::Unfit => return None,
        }
        return Some(entry);
    }
    group(of.parts, &mut entry, element, path, notes);
    for part in of.parts {
        if part.change == Change::Required && !entry.contains_key(part.name) {
            notes.required(&join(path, part.name));
            return None;
        }
    }
    Some(entry)
}

/// Whether an entry has more than its attributes.
pub(super) fn says_something(of: &List, entry: &Map<String, Value>) -> bool {
    let is_attribute = |name: &str| of.attributes.iter().any(|known| known.name == name);
    entry
        .iter()
        .any(|(name, value)| !is_attribute(name) && !value.is_null())
}
