//! One `UserProfile` as it was sent: its elements by the names of the page's table, checked each for itself.

use std::collections::BTreeMap;

use crate::policy::user_v1::{ElementNames, EmptyElement, Subdivision};
use crate::xml::read::Element;

use super::message::Fault;

/// What an element holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Text of at most this many characters.
    Text(usize),
    /// A login.
    Login,
    /// `Y` or `N`.
    Flag,
    /// A whole number.
    Number,
    /// `en_US`
    Locale,
    /// `US`
    Country,
    /// `USD`
    Currency,
    /// `US-WA` or `WA`
    Subdivision,
}

/// An element that is known.
struct Known {
    name: &'static str,
    /// The spelling of examples and replies, where it differs.
    other: Option<&'static str>,
    kind: Kind,
}

const fn known(name: &'static str, kind: Kind) -> Known {
    Known {
        name,
        other: None,
        kind,
    }
}

const fn renamed(name: &'static str, other: &'static str, kind: Kind) -> Known {
    Known {
        name,
        other: Some(other),
        kind,
    }
}

/// The elements beside organisational units and custom fields, with the limits of the page's table.
const ELEMENTS: [Known; 24] = [
    renamed("EmpId", "EmployeeID", Kind::Text(48)),
    renamed("LoginId", "LoginID", Kind::Login),
    known("FeedRecordNumber", Kind::Number),
    known("LocaleName", Kind::Locale),
    known("Active", Kind::Flag),
    known("Password", Kind::Text(255)),
    known("FirstName", Kind::Text(32)),
    known("LastName", Kind::Text(32)),
    known("Mi", Kind::Text(1)),
    known("EmailAddress", Kind::Text(255)),
    renamed("LedgerKey", "LedgerName", Kind::Text(20)),
    known("CtryCode", Kind::Country),
    known("CashAdvanceAccountCode", Kind::Text(20)),
    renamed("CrnKey", "CrnCode", Kind::Currency),
    known("CtrySubCode", Kind::Subdivision),
    known("ExpenseUser", Kind::Flag),
    known("ExpenseApprover", Kind::Flag),
    known("TripUser", Kind::Flag),
    known("InvoiceUser", Kind::Flag),
    known("InvoiceApprover", Kind::Flag),
    known("ExpenseApproverEmployeeID", Kind::Text(48)),
    known("NewLoginID", Kind::Login),
    known("NewEmployeeID", Kind::Text(48)),
    // Only the form fields and the reply know it.
    known("IsTestEmp", Kind::Flag),
];

/// The organisational units of the employee form, and the ids of the same in the spend extension.
pub(super) const ORG_UNITS: [(&str, &str); 6] = [
    ("OrgUnit1", "orgUnit1"),
    ("OrgUnit2", "orgUnit2"),
    ("OrgUnit3", "orgUnit3"),
    ("OrgUnit4", "orgUnit4"),
    ("OrgUnit5", "orgUnit5"),
    ("OrgUnit6", "orgUnit6"),
];

/// The custom fields, likewise.
pub(super) const CUSTOMS: [(&str, &str); 21] = [
    ("Custom1", "custom1"),
    ("Custom2", "custom2"),
    ("Custom3", "custom3"),
    ("Custom4", "custom4"),
    ("Custom5", "custom5"),
    ("Custom6", "custom6"),
    ("Custom7", "custom7"),
    ("Custom8", "custom8"),
    ("Custom9", "custom9"),
    ("Custom10", "custom10"),
    ("Custom11", "custom11"),
    ("Custom12", "custom12"),
    ("Custom13", "custom13"),
    ("Custom14", "custom14"),
    ("Custom15", "custom15"),
    ("Custom16", "custom16"),
    ("Custom17", "custom17"),
    ("Custom18", "custom18"),
    ("Custom19", "custom19"),
    ("Custom20", "custom20"),
    ("Custom21", "custom21"),
];

/// The most characters of such a field.
const MAX_FIELD: usize = 48;

/// What every item must hold.
const IDS: [&str; 3] = ["EmpId", "LoginId", "FeedRecordNumber"];

/// What an item for a new user must hold beside it: what the table asks of new users and what the form requires.
const OF_NEW_USERS: [&str; 8] = [
    "Password",
    "LedgerKey",
    "Active",
    "FirstName",
    "LastName",
    "LocaleName",
    "CtryCode",
    "CrnKey",
];

/// What the form requires of users that exist.
const OF_THE_FORM: [&str; 6] = [
    "Active",
    "FirstName",
    "LastName",
    "LocaleName",
    "CtryCode",
    "CrnKey",
];

/// Which elements must be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Needs {
    /// Those that say which user and which item it is.
    Ids,
    /// Those of a user that is added.
    NewUser,
    /// Those that the employee form requires of a user that exists.
    Form,
}

/// How a profile is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    /// Which names count.
    pub(super) names: ElementNames,
    /// What an empty element does.
    pub(super) empty: EmptyElement,
    /// Which forms of a state count.
    pub(super) subdivision: Subdivision,
}

/// The elements of a profile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sent(BTreeMap<&'static str, String>);

impl Sent {
    /// Reads the elements, in any order and without the blanks around their values. ASSUMED: unknown elements say
    /// nothing, and one that comes twice is wrong.
    pub(super) fn read(element: &Element, reading: Reading) -> Result<Self, Fault> {
        let mut sent = Self::default();
        let mut twice = None;
        for child in element.children.iter().filter(|child| child.is_known) {
            let Some((name, _)) = find(&child.name, reading.names) else {
                continue;
            };
            // An element inside is no text of this one, and a value of blanks is none.
            let text = child.text.trim();
            if sent.0.insert(name, text.to_owned()).is_some() {
                twice = twice.or(Some(name));
            }
        }
        if reading.empty == EmptyElement::Keeps {
            sent.0
                .retain(|name, text| IDS.contains(name) || !text.is_empty());
        }
        twice.map_or(Ok(sent), |name| Err(Fault::Invalid(name)))
    }

    /// A profile of these elements.
    #[cfg(test)]
    pub(super) fn of(values: &[(&'static str, &str)]) -> Self {
        let values = values.iter();
        Self(
            values
                .map(|(name, text)| (*name, (*text).to_owned()))
                .collect(),
        )
    }

    /// The value: `None` when the element is absent, an empty text when it is empty.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The value of an element that holds something.
    pub(super) fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|text| !text.is_empty())
    }

    /// A flag that is there and not empty. ASSUMED: an empty flag says nothing.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.filled(name).map(|text| text == "Y")
    }

    /// Whether everything is there that must be.
    pub(super) fn require(&self, needs: Needs) -> Result<(), Fault> {
        let more: &[&str] = match needs {
            Needs::Ids => &[],
            Needs::NewUser => &OF_NEW_USERS,
            Needs::Form => &OF_THE_FORM,
        };
        let names = IDS.iter().chain(more).copied();
        let absent: Vec<&str> = names
            .clone()
            .filter(|name| self.get(name).is_none())
            .collect();
        if !absent.is_empty() {
            return Err(Fault::Missing(absent));
        }
        // What is required of a new user cannot be emptied later either.
        let mut required = IDS.iter().chain(&OF_THE_FORM).chain(more).copied();
        if required.any(|name| self.get(name) == Some("")) {
            return Err(Fault::Empty);
        }
        Ok(())
    }

    /// Whether each value is one that its element can have.
    pub(super) fn check(&self, subdivision: Subdivision) -> Result<(), Fault> {
        for (name, text) in self.0.iter().filter(|(_, text)| !text.is_empty()) {
            let Some((_, kind)) = find(name, ElementNames::Table) else {
                continue;
            };
            if !fits(kind, text, subdivision) {
                return Err(Fault::Invalid(name));
            }
        }
        Ok(())
    }
}

/// The element of this spelling.
fn find(name: &str, names: ElementNames) -> Option<(&'static str, Kind)> {
    let element = ELEMENTS.iter().find(|known| {
        let is_other = names == ElementNames::Both && known.other == Some(name);
        known.name == name || is_other
    });
    let fields = || ORG_UNITS.iter().chain(&CUSTOMS);
    element.map(|known| (known.name, known.kind)).or_else(|| {
        let field = fields().find(|(known, _)| *known == name);
        field.map(|(name, _)| (*name, Kind::Text(MAX_FIELD)))
    })
}

fn fits(kind: Kind, text: &str, subdivision: Subdivision) -> bool {
    const MAX_LOGIN: usize = 128;
    let letters = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|letter| letter.is_ascii_uppercase())
    };
    match kind {
        Kind::Text(max) => text.chars().count() <= max,
        Kind::Login => text.contains('@') && text.chars().count() <= MAX_LOGIN,
        Kind::Flag => text == "Y" || text == "N",
        Kind::Number => text.parse::<i32>().is_ok_and(|number| number >= 0),
        Kind::Locale => text.split_once('_').is_some_and(|(language, country)| {
            let is_language =
                language.len() == 2 && language.bytes().all(|letter| letter.is_ascii_lowercase());
            is_language && letters(country, 2)
        }),
        Kind::Country => letters(text, 2),
        Kind::Currency => letters(text, 3),
        Kind::Subdivision => {
            let is_state = |state: &str| {
                (1..=3).contains(&state.len())
                    && state.bytes().all(|letter| letter.is_ascii_alphanumeric())
            };
            let with_country = text
                .split_once('-')
                .is_some_and(|(country, state)| letters(country, 2) && is_state(state));
            let alone = text.len() == 2 && is_state(text);
            match subdivision {
                Subdivision::Either => with_country || alone,
                Subdivision::WithCountry => with_country,
                Subdivision::Alone => alone,
            }
        }
    }
}

#[cfg(test)]
#[path = "sent_tests.rs"]
mod tests;
