//! Where each filterable attribute stands in a row; it follows from the schema.

use std::sync::LazyLock;

use crate::scim::attribute::{Attribute, Filterable};
use crate::scim::schema;

/// A filterable attribute's place in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seat {
    /// The id at the front.
    Id,
    /// One of the values behind.
    Slot(usize),
    /// An attribute of a list's entries: the list's slot, and the number inside an entry.
    Entry(usize, usize),
}

/// What a slot holds.
#[derive(Debug, Clone)]
pub(super) enum Content {
    /// One value of this kind.
    One(Filterable),
    /// A list whose entries hold these.
    Many(Vec<Member>),
}

/// A filterable attribute inside a list's entries; without a name where the entry is the value itself.
#[derive(Debug, Clone)]
pub(super) struct Member {
    pub(super) name: Option<&'static str>,
    pub(super) kind: Filterable,
}

/// The part of the schema that rows are made of.
#[derive(Debug)]
pub(super) enum Node {
    /// A value at this seat.
    Value(Seat),
    /// An object.
    Object(Vec<(&'static str, Self)>),
}

/// Everything about rows that the schema decides.
#[derive(Debug)]
pub(super) struct Layout {
    /// The members of a user.
    pub(super) user: Vec<(&'static str, Node)>,
    /// What each slot holds.
    pub(super) slots: Vec<Content>,
}

/// The layout of every row.
pub(super) static LAYOUT: LazyLock<Layout> = LazyLock::new(|| {
    let mut slots = Vec::new();
    let user = nodes(schema::USER, &mut Vec::new(), &mut slots);
    Layout { user, slots }
});

fn nodes(
    attributes: &'static [Attribute],
    trail: &mut Vec<&'static str>,
    slots: &mut Vec<Content>,
) -> Vec<(&'static str, Node)> {
    let mut found = Vec::new();
    for attribute in attributes {
        trail.push(attribute.name);
        if let Some(node) = node(attribute, trail, slots) {
            found.push((attribute.name, node));
        }
        trail.pop();
    }
    found
}

fn node(
    attribute: &'static Attribute,
    trail: &mut Vec<&'static str>,
    slots: &mut Vec<Content>,
) -> Option<Node> {
    if attribute.is_many() {
        let members = members(attribute);
        return (!members.is_empty()).then(|| slot(slots, Content::Many(members)));
    }
    if !attribute.inside().is_empty() {
        let inside = nodes(attribute.inside(), trail, slots);
        return (!inside.is_empty()).then_some(Node::Object(inside));
    }
    match (attribute.filterable, trail.as_slice()) {
        (Filterable::No, _) => None,
        (_, ["id"]) => Some(Node::Value(Seat::Id)),
        (kind, _) => Some(slot(slots, Content::One(kind))),
    }
}

fn slot(slots: &mut Vec<Content>, content: Content) -> Node {
    slots.push(content);
    Node::Value(Seat::Slot(slots.len() - 1))
}

fn members(list: &'static Attribute) -> Vec<Member> {
    if list.filterable != Filterable::No {
        return vec![Member {
            name: None,
            kind: list.filterable,
        }];
    }
    let inside = list.inside().iter();
    inside
        .filter(|attribute| attribute.filterable != Filterable::No && !attribute.is_many())
        .map(|attribute| Member {
            name: Some(attribute.name),
            kind: attribute.filterable,
        })
        .collect()
}

impl Layout {
    /// Where the attribute at this path stands, if rows hold it.
    pub(super) fn seat(&self, path: &[&str]) -> Option<Seat> {
        let mut nodes = &self.user;
        let mut rest = path;
        loop {
            let (first, behind) = rest.split_first()?;
            let (_, node) = nodes.iter().find(|(name, _)| name == first)?;
            rest = behind;
            match node {
                Node::Object(inside) => nodes = inside,
                Node::Value(seat) => return self.seat_inside(*seat, rest),
            }
        }
    }

    fn seat_inside(&self, seat: Seat, rest: &[&str]) -> Option<Seat> {
        match seat {
            Seat::Slot(slot) if matches!(self.slots.get(slot)?, Content::Many(_)) => {
                self.inside(slot, rest)
            }
            seat => rest.is_empty().then_some(seat),
        }
    }

    /// Where an attribute of the entries of the list in this slot stands.
    pub(super) fn inside(&self, list: usize, rest: &[&str]) -> Option<Seat> {
        let Content::Many(members) = self.slots.get(list)? else {
            return None;
        };
        let inside = match rest {
            [] => members.iter().position(|member| member.name.is_none()),
            [name] => members.iter().position(|member| member.name == Some(name)),
            _ => None,
        };
        inside.map(|inside| Seat::Entry(list, inside))
    }

    /// What the value at this seat is compared as.
    pub(super) fn kind(&self, seat: Seat) -> Option<Filterable> {
        match (seat, seat_slot(seat).and_then(|slot| self.slots.get(slot))) {
            (Seat::Id, _) => Some(Filterable::Text),
            (Seat::Slot(_), Some(Content::One(kind))) => Some(*kind),
            (Seat::Entry(_, inside), Some(Content::Many(members))) => {
                members.get(inside).map(|member| member.kind)
            }
            _ => None,
        }
    }

    /// The slot of the list at this path, if rows hold it.
    pub(super) fn list(&self, path: &[&str]) -> Option<usize> {
        let mut nodes = &self.user;
        for (depth, name) in path.iter().enumerate() {
            match nodes.iter().find(|(known, _)| known == name)? {
                (_, Node::Object(inside)) => nodes = inside,
                (_, Node::Value(Seat::Slot(slot))) if depth + 1 == path.len() => {
                    return matches!(self.slots.get(*slot)?, Content::Many(_)).then_some(*slot);
                }
                _ => return None,
            }
        }
        None
    }
}

fn seat_slot(seat: Seat) -> Option<usize> {
    match seat {
        Seat::Id => None,
        Seat::Slot(slot) | Seat::Entry(slot, _) => Some(slot),
    }
}
