//! A filter made ready to be asked of many rows at once.

use uuid::Uuid;

use super::block::Block;
use super::layout::{Content, LAYOUT, Layout, Seat};
use super::span::Span;
use super::{tag, usual_uuid};
use crate::scim::attribute::{Attribute, Filterable};
use crate::scim::filter::{Filter, Operand, Operator, Test};

/// A filter bound to the slots of rows.
#[derive(Debug, Clone)]
pub(crate) struct Check(Part);

#[derive(Debug, Clone)]
enum Part {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Value(Seat, Wanted),
    /// In the list of this slot, whose entries have this many values, one entry satisfies the part; slots of the part are
    /// inside the entry.
    Entry(usize, usize, Box<Self>),
}

/// What a value must be.
#[derive(Debug, Clone)]
enum Wanted {
    /// Something that is neither null nor an empty text.
    Something,
    Boolean(bool),
    Moment(Operator, Span),
    /// The text, and the UUID that it spells, if it does.
    Text(Operator, Box<str>, Option<Uuid>),
}

impl Check {
    /// Binds a filter. `None` when it asks what rows do not hold.
    pub(crate) fn new(filter: &Filter) -> Option<Self> {
        bind(&LAYOUT, filter, Start::Object(&[])).map(Self)
    }

    /// A mask of the rows for whose users the filter holds; it says nothing of rows without values.
    pub(crate) fn matches(&self, block: &Block) -> u64 {
        self.0.matches(block, block.all())
    }
}

/// Where the paths of a filter begin.
#[derive(Debug, Clone, Copy)]
enum Start<'s> {
    /// In the object at this path of the user.
    Object(&'s [&'static str]),
    /// In the entries of the list in this slot.
    Entry(usize),
}

fn bind(layout: &Layout, filter: &Filter, start: Start<'_>) -> Option<Part> {
    let bind_all = |parts: &[Filter]| -> Option<Vec<Part>> {
        let parts = parts.iter().map(|part| bind(layout, part, start));
        parts.collect()
    };
    Some(match (filter, start) {
        (Filter::And(parts), _) => Part::All(bind_all(parts)?),
        (Filter::Or(parts), _) => Part::Any(bind_all(parts)?),
        (Filter::Not(inner), _) => Part::Not(Box::new(bind(layout, inner, start)?)),
        (Filter::Test(test), _) => bind_test(layout, test, start)?,
        (Filter::Group(path, inner), Start::Object(outer)) => {
            let names = joined(outer, path);
            match layout.list(&names) {
                Some(list) => {
                    let inner = bind(layout, inner, Start::Entry(list))?;
                    Part::Entry(list, width(layout, list)?, Box::new(inner))
                }
                None if path.iter().any(|attribute| attribute.is_many()) => return None,
                // An absent object is judged like one without members, so its brackets are no more than a prefix.
                None => bind(layout, inner, Start::Object(&names))?,
            }
        }
        (Filter::Group(..), Start::Entry(_)) => return None,
    })
}

fn bind_test(layout: &Layout, test: &Test, start: Start<'_>) -> Option<Part> {
    let (seat, is_in_entry) = match start {
        Start::Object(outer) => (layout.seat(&joined(outer, &test.path))?, false),
        Start::Entry(list) => (layout.inside(list, &joined(&[], &test.path))?, true),
    };
    if !fits(layout.kind(seat)?, &test.operand) {
        return None;
    }
    let part = match seat {
        Seat::Entry(_, inside) if is_in_entry => value(Seat::Slot(inside), test)?,
        Seat::Entry(list, inside) => Part::Entry(
            list,
            width(layout, list)?,
            Box::new(value(Seat::Slot(inside), test)?),
        ),
        seat => value(seat, test)?,
    };
    Some(negated(test, part))
}

/// Whether the operand is of the kind that rows keep; another service may compare a date as text.
fn fits(kind: Filterable, operand: &Operand) -> bool {
    match operand {
        Operand::None => true,
        Operand::Text(_) => kind == Filterable::Text,
        Operand::Boolean(_) => kind == Filterable::Boolean,
        Operand::Moment(_) => kind == Filterable::Date,
    }
}

/// `ne` is the opposite of `eq`, of a whole list as of a single value.
fn negated(test: &Test, part: Part) -> Part {
    if test.operator == Operator::Ne {
        Part::Not(Box::new(part))
    } else {
        part
    }
}

fn value(seat: Seat, test: &Test) -> Option<Part> {
    let wanted = match &test.operand {
        Operand::None => Wanted::Something,
        Operand::Boolean(wanted) => Wanted::Boolean(*wanted),
        Operand::Moment(moment) => Wanted::Moment(test.operator, Span::of(*moment)?),
        Operand::Text(sought) => {
            Wanted::Text(test.operator, sought.as_str().into(), usual_uuid(sought))
        }
    };
    Some(Part::Value(seat, wanted))
}

fn joined(outer: &[&'static str], path: &[&'static Attribute]) -> Vec<&'static str> {
    let inner = path.iter().map(|attribute| attribute.name);
    outer.iter().copied().chain(inner).collect()
}

/// How many values an entry of the list has.
fn width(layout: &Layout, list: usize) -> Option<usize> {
    match layout.slots.get(list)? {
        Content::Many(members) => Some(members.len()),
        Content::One(_) => None,
    }
}

impl Part {
    /// Which of the rows in the mask satisfy this.
    fn matches(&self, block: &Block, among: u64) -> u64 {
        match self {
            Self::All(parts) => parts
                .iter()
                .fold(among, |left, part| part.matches(block, left)),
            Self::Any(parts) => parts
                .iter()
                .fold(0, |met, part| met | part.matches(block, among & !met)),
            Self::Not(inner) => among & !inner.matches(block, among),
            Self::Value(Seat::Id, wanted) => pick(among, |row| wanted.is_met_by_id(block.id(row))),
            Self::Value(Seat::Slot(slot), wanted) => {
                let column = block.column(*slot);
                pick(among, |row| wanted.is_met_by(column.value(row)))
            }
            Self::Value(Seat::Entry(..), _) => 0,
            Self::Entry(slot, width, inner) => {
                let column = block.column(*slot);
                pick(among, |row| inner.holds_for_one(*width, column.value(row)))
            }
        }
    }

    /// Whether one of the entries satisfies this.
    fn holds_for_one(&self, width: usize, mut entries: &[u8]) -> bool {
        while !entries.is_empty() {
            if self.holds(entries) {
                return true;
            }
            entries = behind(entries, width);
        }
        false
    }

    /// Whether the first of the entries satisfies this.
    fn holds(&self, entry: &[u8]) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(entry)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(entry)),
            Self::Not(inner) => !inner.holds(entry),
            Self::Value(Seat::Slot(inside), wanted) => match behind(entry, *inside).split_first() {
                Some((length, values)) => {
                    let value = values.get(..usize::from(*length));
                    wanted.is_met_by(value.unwrap_or_default())
                }
                None => false,
            },
            Self::Value(..) | Self::Entry(..) => false,
        }
    }
}

/// The rows of the mask for which this holds.
fn pick(among: u64, holds: impl Fn(usize) -> bool) -> u64 {
    let (mut rest, mut met) = (among, 0);
    while rest != 0 {
        let row = rest.trailing_zeros();
        met |= u64::from(holds(row as usize)) << row;
        rest &= rest - 1;
    }
    met
}

/// What stands behind this many values of an entry, each with its length before it.
fn behind(mut rest: &[u8], values: usize) -> &[u8] {
    for _ in 0..values {
        rest = match rest.split_first() {
            Some((length, values)) => values.get(usize::from(*length)..).unwrap_or_default(),
            None => return rest,
        };
    }
    rest
}

impl Wanted {
    fn is_met_by(&self, value: &[u8]) -> bool {
        let Some((&tag, data)) = value.split_first() else {
            return false;
        };
        match self {
            Self::Something => tag != tag::TEXT || !data.is_empty(),
            Self::Boolean(wanted) => tag == if *wanted { tag::TRUE } else { tag::FALSE },
            Self::Moment(operator, span) => tag == tag::MOMENT && span.holds(*operator, data),
            Self::Text(..) if tag == tag::UUID => self.is_met_by_id(data),
            Self::Text(operator, wanted, _) => tag == tag::TEXT && compare(*operator, data, wanted),
        }
    }

    fn is_met_by_id(&self, data: &[u8]) -> bool {
        match self {
            Self::Something => true,
            Self::Text(Operator::Eq | Operator::Ne, _, wanted) => wanted
                .as_ref()
                .is_some_and(|wanted| wanted.as_bytes() == data),
            Self::Text(operator, wanted, _) => Uuid::from_slice(data).is_ok_and(|id| {
                let mut room = Uuid::encode_buffer();
                let text = id.hyphenated().encode_lower(&mut room);
                compare(*operator, text.as_bytes(), wanted)
            }),
            _ => false,
        }
    }
}

/// Values are UTF-8, where a text stands in another one exactly if its bytes do.
fn compare(operator: Operator, value: &[u8], wanted: &str) -> bool {
    match operator {
        Operator::Sw => value.starts_with(wanted.as_bytes()),
        Operator::Ew => value.ends_with(wanted.as_bytes()),
        // The search of the standard library is several times as fast as one byte by byte.
        Operator::Co => std::str::from_utf8(value).is_ok_and(|value| value.contains(wanted)),
        _ => value == wanted.as_bytes(),
    }
}
