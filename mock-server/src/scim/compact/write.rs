//! Writes a user's row out of the text of its document.

use std::borrow::Cow;

use uuid::Uuid;

use super::block::MAX_ROWS;
use super::layout::{Content, LAYOUT, Layout, Member, Node, Seat};
use super::span::key;
use super::{Place, tag, usual_uuid};
use crate::scim::attribute::Filterable;
use crate::scim::compare::{Moment, fold};
use crate::scim::raw;

/// The most bytes of a value, so that a column of a block can be measured with sixteen bits.
const MAX_VALUE: usize = u16::MAX as usize / MAX_ROWS;

/// Room for the values of one row; most are smaller.
const ROOM: usize = 512;

/// What filters may ask about one user.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    place: Place,
    /// The end of each value; none when the user's document does not fit into the form.
    ends: Vec<usize>,
    values: Vec<u8>,
}

impl Row {
    /// The row of the user with this document.
    pub(crate) fn new(text: &str, created: i64, id: Uuid) -> Self {
        let place = Place::new(created, id);
        let (ends, values) = values(&LAYOUT, text, id).unwrap_or_default();
        Self {
            place,
            ends,
            values,
        }
    }

    /// Its place.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Whether there are no values, so that the document has to be asked.
    pub(super) fn is_unfit(&self) -> bool {
        self.ends.is_empty()
    }

    /// A value: tag and data, or nothing.
    pub(super) fn value(&self, slot: usize) -> &[u8] {
        let end = |slot: usize| self.ends.get(slot).copied().unwrap_or_default();
        let start = slot.checked_sub(1).map_or(0, end);
        self.values.get(start..end(slot)).unwrap_or_default()
    }

    /// Bytes of all values.
    pub(super) fn bytes(&self) -> usize {
        self.values.len()
    }
}

fn values(layout: &Layout, text: &str, id: Uuid) -> Option<(Vec<usize>, Vec<u8>)> {
    let mut found = Found {
        id: None,
        slots: vec![None; layout.slots.len()],
    };
    found.collect(&layout.user, text)?;
    if usual_uuid(&string(found.id?)?) != Some(id) {
        return None;
    }
    let mut ends = Vec::with_capacity(layout.slots.len());
    let mut values = Vec::with_capacity(ROOM);
    for (content, value) in layout.slots.iter().zip(&found.slots) {
        let start = values.len();
        match (content, value) {
            (_, None) => {}
            (Content::One(kind), Some(value)) => push_value(*kind, value, &mut values)?,
            (Content::Many(members), Some(list)) => push_list(members, list, &mut values)?,
        }
        if values.len() - start > MAX_VALUE {
            return None;
        }
        ends.push(values.len());
    }
    Some((ends, values))
}

/// The texts of a document's filterable values.
struct Found<'t> {
    id: Option<&'t str>,
    slots: Vec<Option<&'t str>>,
}

impl<'t> Found<'t> {
    fn collect(&mut self, nodes: &[(&'static str, Node)], text: &'t str) -> Option<()> {
        let mut members = raw::members(text)?;
        for (name, value) in members.by_ref() {
            let Some((_, node)) = nodes.iter().find(|(known, _)| *known == name) else {
                continue;
            };
            match node {
                _ if value == "null" => {}
                Node::Object(inside) => self.collect(inside, value)?,
                Node::Value(Seat::Id) => self.id = Some(value),
                Node::Value(Seat::Slot(slot) | Seat::Entry(slot, _)) => {
                    self.slots[*slot] = Some(value);
                }
            }
        }
        members.is_over().then_some(())
    }
}

fn push_value(kind: Filterable, value: &str, row: &mut Vec<u8>) -> Option<()> {
    match kind {
        Filterable::No => return None,
        Filterable::Boolean => row.push(match value {
            "true" => tag::TRUE,
            "false" => tag::FALSE,
            _ => return None,
        }),
        Filterable::Date => {
            row.push(tag::MOMENT);
            row.extend_from_slice(&key(Moment::read(&string(value)?)?)?);
        }
        Filterable::Text => {
            let text = fold(&string(value)?);
            if let Some(id) = usual_uuid(&text) {
                row.push(tag::UUID);
                row.extend_from_slice(id.as_bytes());
            } else {
                row.push(tag::TEXT);
                row.extend_from_slice(text.as_bytes());
            }
        }
    }
    Some(())
}

fn push_list(members: &[Member], list: &str, row: &mut Vec<u8>) -> Option<()> {
    let mut entries = raw::entries(list)?;
    for entry in entries.by_ref() {
        for member in members {
            let length_at = row.len();
            row.push(0);
            let value = match member.name {
                None => Some(entry),
                Some(name) => last_member(entry, name)?,
            };
            if let Some(value) = value.filter(|value| *value != "null") {
                push_value(member.kind, value, row)?;
            }
            row[length_at] = u8::try_from(row.len() - length_at - 1).ok()?;
        }
    }
    entries.is_over().then_some(())
}

/// The member of an entry; `None` when the entry is no object.
#[expect(
    clippy::option_option,
    reason = "no object and an object without the member are two answers"
)]
fn last_member<'t>(entry: &'t str, name: &str) -> Option<Option<&'t str>> {
    let members = raw::members(entry)?;
    Some(
        members
            .filter(|(known, _)| *known == name)
            .map(|(_, value)| value)
            .last(),
    )
}

/// The text that a JSON value spells; `None` when it is something else.
fn string(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') {
        serde_json::from_str(value).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}
