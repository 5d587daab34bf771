//! The telephones of an update: cells are what is sent, of everything else there is one of each type.

use serde_json::{Map, Value};

use super::form::List;
use super::merge::{entry, join, says_something, shared, too_many};
use super::message::Notes;
use crate::xml::read::Element;

const CELL: &str = "Cell";

/// The elements that a number of this type has; others say nothing.
fn elements(kind: &str) -> &'static [&'static str] {
    match kind {
        CELL => &[
            "CountryCode",
            "PhoneNumber",
            "ContactOptIn",
            "PrimaryMobile",
            "Type",
        ],
        "Work" => &["PhoneNumber", "Extension", "Type"],
        _ => &["PhoneNumber", "Type"],
    }
}

/// The telephones after an update. ASSUMED: one without cells leaves the cells alone, since it is a list of them that the
/// cells follow.
pub(super) fn merged(
    of: &'static List,
    before: Vec<Value>,
    element: &Element,
    path: &str,
    notes: &mut Notes,
) -> Vec<Value> {
    let (old_cells, mut after): (Vec<Value>, Vec<Value>) =
        before.into_iter().partition(|phone| phone["Type"] == CELL);
    let (cells, others): (Vec<&Element>, Vec<&Element>) = element
        .children
        .iter()
        .partition(|child| kind(child) == CELL);
    let mut shared = shared(element, "Type");
    shared.retain(|kind| kind != CELL);
    if !shared.is_empty() {
        too_many(path, notes);
    }
    let others = others
        .into_iter()
        .filter(|child| shared.iter().all(|shared| shared != kind(child)));
    for child in others {
        let at = after.iter().position(|phone| phone["Type"] == kind(child));
        let known = at.map(|at| after[at].clone());
        let Some(phone) = telephone(of, known, child, path, notes) else {
            continue;
        };
        let has_number = phone.contains_key("PhoneNumber");
        match (at, has_number) {
            (Some(at), true) => after[at] = Value::Object(phone),
            (Some(at), false) => {
                after.remove(at);
            }
            (None, true) => after.push(Value::Object(phone)),
            (None, false) => {}
        }
    }
    let cells = self::cells(of, old_cells, &cells, path, notes);
    after.extend(cells);
    after
}

fn kind(element: &Element) -> &str {
    element.attribute("Type").unwrap_or_default().trim()
}

fn telephone(
    of: &'static List,
    known: Option<Value>,
    element: &Element,
    path: &str,
    notes: &mut Notes,
) -> Option<Map<String, Value>> {
    let mut phone = entry(of, known, element, path, notes)?;
    let kept = elements(kind(element));
    phone.retain(|name, _| kept.contains(&name.as_str()));
    Some(phone)
}

/// The cells: those that are sent, if each fits and exactly one of them is the primary one; a single one is.
fn cells(
    of: &'static List,
    before: Vec<Value>,
    sent: &[&Element],
    path: &str,
    notes: &mut Notes,
) -> Vec<Value> {
    if sent.is_empty() {
        return before;
    }
    let before_it = notes.warnings.len();
    let mut after = Vec::new();
    for element in sent {
        let Some(mut cell) = telephone(of, None, element, path, notes) else {
            continue;
        };
        if sent.len() == 1 {
            cell.insert("PrimaryMobile".to_owned(), Value::from(true));
        }
        let field = join(path, "PhoneNumber");
        match cell.get("PhoneNumber").and_then(Value::as_str) {
            None => notes.required(&field),
            Some(number) if !is_number(number) => {
                notes.warn("W018", &field, "The field PhoneNumber is invalid.");
            }
            Some(_) if says_something(of, &cell) => after.push(Value::Object(cell)),
            Some(_) => {}
        }
    }
    let is_primary = |cell: &&Value| cell["PrimaryMobile"] == true;
    let is_clean = notes.warnings.len() == before_it;
    if is_clean && after.iter().filter(is_primary).count() != 1 {
        let field = join(path, "PrimaryMobile");
        let words = "Exactly one cell phone must be the primary mobile.";
        notes.warn("W012", &field, words);
        return before;
    }
    if is_clean { after } else { before }
}

/// The letters that the number of a cell may have. ASSUMED: the plus sign, too, with which the core user writes numbers.
fn is_number(text: &str) -> bool {
    text.chars()
        .all(|letter| letter.is_ascii_digit() || "-() +".contains(letter))
}
