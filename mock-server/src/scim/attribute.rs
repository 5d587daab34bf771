//! What one attribute of a SCIM schema is: type, limits, mutability, visibility.

use super::scope::{Read, Write};

/// The type of a value, with the limits that the published schema sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text of a length in characters; `max` 0 means no published limit.
    Text { min: usize, max: usize },
    /// Text out of a closed list.
    OneOf(&'static [&'static str]),
    /// `true` or `false`.
    Boolean,
    /// A whole number within inclusive bounds.
    Integer { min: i64, max: i64 },
    /// An amount of at least nothing.
    Decimal,
    /// A date or a point in time, in any of the forms that Concur documents.
    Date,
    /// A day, `YYYY-MM-DD`.
    Day,
    /// Two letters. ASSUMED: whether ISO 3166 assigns them is not checked; no page says that Concur does.
    Country,
    /// An object with attributes of its own.
    Complex(&'static [Attribute]),
}

/// Whether an attribute holds one value or a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plurality {
    /// One value.
    One,
    /// A list of at most this many values; 0 means no published limit.
    Many(usize),
}

/// Who may change an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mutability {
    /// The client.
    ReadWrite,
    /// Only the service; what a client sends is ignored in a whole document and refused as a PATCH target.
    ReadOnly,
    /// The client, once.
    Immutable,
}

/// When a reply shows an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Returned {
    /// Whatever was asked for.
    Always,
    /// Unless other attributes were asked for, or this one was excluded.
    Default,
    /// Only when `attributes` names it.
    Request,
}

/// Among whom a value belongs to one user alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Uniqueness {
    /// Nobody.
    None,
    /// The users of a company.
    Server,
    /// All users of all companies.
    Global,
}

/// How a search filter may use an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filterable {
    /// Not at all.
    No,
    /// Compared as text, without regard to case.
    Text,
    /// Compared as a boolean.
    Boolean,
    /// Compared as a point in time.
    Date,
}

/// One row of a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The member's name as documents spell it; for an extension its URN.
    pub(crate) name: &'static str,
    /// Type and limits.
    pub(crate) kind: Kind,
    /// One value or a list.
    pub(crate) plurality: Plurality,
    /// Whether a create or replace must carry it.
    pub(crate) required: bool,
    /// Who may change it.
    pub(crate) mutability: Mutability,
    /// When replies show it.
    pub(crate) returned: Returned,
    /// Among whom a value is unique.
    pub(crate) uniqueness: Uniqueness,
    /// Use in filters of Identity v4.1.
    pub(crate) filterable: Filterable,
    /// The scopes of which one makes it visible; `None` leaves it to the attributes inside.
    pub(crate) read: Option<Read>,
    /// The scope that may write it.
    pub(crate) write: Write,
}

impl Attribute {
    const fn new(name: &'static str, kind: Kind) -> Self {
        Self {
            name,
            kind,
            plurality: Plurality::One,
            required: false,
            mutability: Mutability::ReadWrite,
            returned: Returned::Default,
            uniqueness: Uniqueness::None,
            filterable: Filterable::No,
            read: Some(Read::CORE),
            write: Write::CoreEnterprise,
        }
    }

    /// Text of at most `max` characters; 0 means no published limit.
    pub(crate) const fn text(name: &'static str, max: usize) -> Self {
        Self::new(name, Kind::Text { min: 0, max })
    }

    /// Text of at least `min` and at most `max` characters.
    pub(crate) const fn text_between(name: &'static str, min: usize, max: usize) -> Self {
        Self::new(name, Kind::Text { min, max })
    }

    /// Text out of a closed list.
    pub(crate) const fn one_of(name: &'static str, values: &'static [&'static str]) -> Self {
        Self::new(name, Kind::OneOf(values))
    }

    /// A boolean.
    pub(crate) const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    /// A whole number within inclusive bounds.
    pub(crate) const fn integer(name: &'static str, min: i64, max: i64) -> Self {
        Self::new(name, Kind::Integer { min, max })
    }

    /// An amount.
    pub(crate) const fn decimal(name: &'static str) -> Self {
        Self::new(name, Kind::Decimal)
    }

    /// A date or a point in time.
    pub(crate) const fn date(name: &'static str) -> Self {
        Self::new(name, Kind::Date)
    }

    /// A day.
    pub(crate) const fn day(name: &'static str) -> Self {
        Self::new(name, Kind::Day)
    }

    /// A country code.
    pub(crate) const fn country(name: &'static str) -> Self {
        Self::new(name, Kind::Country)
    }

    /// An object.
    pub(crate) const fn complex(name: &'static str, inside: &'static [Self]) -> Self {
        Self::new(name, Kind::Complex(inside)).inner_scopes()
    }

    /// A list of at most `max` values; 0 means no published limit.
    pub(crate) const fn many(mut self, max: usize) -> Self {
        self.plurality = Plurality::Many(max);
        self
    }

    /// Required on create and replace.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Only the service writes it.
    pub(crate) const fn read_only(mut self) -> Self {
        self.mutability = Mutability::ReadOnly;
        self
    }

    /// Fixed at creation.
    pub(crate) const fn immutable(mut self) -> Self {
        self.mutability = Mutability::Immutable;
        self
    }

    /// Shown whatever was asked for.
    pub(crate) const fn always(mut self) -> Self {
        self.returned = Returned::Always;
        self
    }

    /// Shown only when named.
    pub(crate) const fn on_request(mut self) -> Self {
        self.returned = Returned::Request;
        self
    }

    /// Belongs to one user alone.
    pub(crate) const fn unique(mut self, uniqueness: Uniqueness) -> Self {
        self.uniqueness = uniqueness;
        self
    }

    /// May stand in a filter.
    pub(crate) const fn filterable(mut self, filterable: Filterable) -> Self {
        self.filterable = filterable;
        self
    }

    /// Visible to a holder of one of these scopes.
    pub(crate) const fn read(mut self, read: Read) -> Self {
        self.read = Some(read);
        self
    }

    /// Visible as far as something inside it is.
    pub(crate) const fn inner_scopes(mut self) -> Self {
        self.read = None;
        self
    }

    /// Writable with this scope.
    pub(crate) const fn write(mut self, write: Write) -> Self {
        self.write = write;
        self
    }

    /// The attributes inside a complex one, none for a simple one.
    pub(crate) const fn inside(&self) -> &'static [Self] {
        match self.kind {
            Kind::Complex(inside) => inside,
            _ => &[],
        }
    }

    /// Whether it holds a list.
    pub(crate) const fn is_many(&self) -> bool {
        matches!(self.plurality, Plurality::Many(_))
    }
}

/// The attribute of this name, spelt in any case, as SCIM compares names (RFC 7643 §2.1).
pub(crate) fn named(attributes: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    attributes
        .iter()
        .find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}
