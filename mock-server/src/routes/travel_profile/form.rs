//! What a document of Travel Profile is made of: elements with values, groups, lists.

/// What an element without elements holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text of at most this many characters.
    Text(usize),
    /// Two letters.
    Country,
    /// `true` or `false`.
    Flag,
    /// A day of the years that a database of theirs holds.
    Day(Years),
    /// A word out of a closed list; of those that have `DontCare`, that is what nobody chose.
    OneOf(&'static [&'static str]),
    /// A code out of a closed list, or none.
    Code(&'static [&'static str]),
}

/// From when to when a day can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Years {
    /// 1900-01-01 to 2079-06-06.
    Short,
    /// 1753-01-01 to 9999-12-31.
    Long,
}

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// It has a value.
    Leaf(Kind),
    /// It has these elements.
    Group(&'static [Part]),
    /// It has any number of one element.
    List(&'static List),
    /// It is taken as it comes, since nothing of it is kept.
    Any,
}

/// What a list is made of.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    /// The element of each entry.
    pub(super) item: &'static str,
    /// Its attributes.
    pub(super) attributes: &'static [Part],
    /// Its elements; of an entry that is a text none.
    pub(super) parts: &'static [Part],
    /// The most characters of an entry that is a text.
    pub(super) text: Option<usize>,
    /// What an update does to the entries that are there.
    pub(super) keep: Keep,
}

/// What an update does to the entries of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// An entry replaces the one that has the same value in this attribute, and no two sent ones may share it.
    One(&'static str),
    /// The same, and of those that share it the last one counts.
    Last(&'static str),
    /// What is sent is what there is, at most this many.
    Sync(usize),
}

/// The most entries of a list that nobody bounds. ASSUMED: that there is a bound.
pub(super) const MAX_ENTRIES: usize = 100;

/// What an update may do to an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Anything.
    Open,
    /// Anything but empty it.
    Required,
    /// Nothing; who tries has the whole update refused.
    Fixed,
    /// Nothing here, which is said and passed over.
    Passed,
}

/// An element or an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Its name in replies.
    pub(super) name: &'static str,
    /// Another spelling of the pages, which requests may have.
    pub(super) other: Option<&'static str>,
    /// What it is.
    pub(super) shape: Shape,
    /// What an update may do to it.
    pub(super) change: Change,
    /// The scope that shows it beside the one of the service.
    pub(super) scope: Option<&'static str>,
}

/// An element or attribute of this shape.
pub(super) const fn part(name: &'static str, shape: Shape) -> Part {
    Part {
        name,
        other: None,
        shape,
        change: Change::Open,
        scope: None,
    }
}

/// A text of at most this many characters.
pub(super) const fn text(name: &'static str, max: usize) -> Part {
    part(name, Shape::Leaf(Kind::Text(max)))
}

/// `true` or `false`.
pub(super) const fn flag(name: &'static str) -> Part {
    part(name, Shape::Leaf(Kind::Flag))
}

/// A day.
pub(super) const fn day(name: &'static str, years: Years) -> Part {
    part(name, Shape::Leaf(Kind::Day(years)))
}

/// A country code.
pub(super) const fn country(name: &'static str) -> Part {
    part(name, Shape::Leaf(Kind::Country))
}

/// A word out of a closed list.
pub(super) const fn one_of(name: &'static str, values: &'static [&'static str]) -> Part {
    part(name, Shape::Leaf(Kind::OneOf(values)))
}

/// An element with elements.
pub(super) const fn group(name: &'static str, parts: &'static [Part]) -> Part {
    part(name, Shape::Group(parts))
}

/// An element with any number of one.
pub(super) const fn list(name: &'static str, list: &'static List) -> Part {
    part(name, Shape::List(list))
}

impl Part {
    /// The same for updates that may do this.
    pub(super) const fn change(self, change: Change) -> Self {
        Self { change, ..self }
    }

    /// The same, shown with this scope.
    pub(super) const fn scope(self, scope: &'static str) -> Self {
        let scope = Some(scope);
        Self { scope, ..self }
    }

    /// The same, also spelt like this.
    pub(super) const fn or(self, other: &'static str) -> Self {
        let other = Some(other);
        Self { other, ..self }
    }

    /// Whether an element of this name is meant.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name || self.other == Some(name)
    }
}

/// A list whose entries have elements alone.
pub(super) const fn plain(item: &'static str, parts: &'static [Part], most: usize) -> List {
    List {
        item,
        attributes: &[],
        parts,
        text: None,
        keep: Keep::Sync(most),
    }
}

/// The part of this name.
pub(super) fn find(parts: &'static [Part], name: &str) -> Option<&'static Part> {
    parts.iter().find(|part| part.is(name))
}
