//! Whether a body is a document of Travel Profile at all: elements that it knows, with values of their types.

use jiff::civil::Date;

use super::elements::{MEMBERSHIPS, PROFILE, REQUEST_ONLY};
use super::form::{Kind, List, Part, Shape, find};
use super::values::DONT_CARE;
use crate::xml::read::Element;

/// Elements of former days, which are no longer returned and say nothing.
const FORMER: [&str; 4] = ["MobileDevice", "MobileName", "Longitude", "Latitude"];

/// Says where the first fault is, as a byte of the body.
pub(super) fn document(root: &Element) -> Result<(), usize> {
    if root.name != "ProfileResponse" {
        return Err(root.at);
    }
    for element in &root.children {
        match find(PROFILE, &element.name).or_else(|| find(REQUEST_ONLY, &element.name)) {
            Some(part) => value(part, element)?,
            None => return Err(element.at),
        }
    }
    Ok(())
}

fn parts(parts: &'static [Part], element: &Element) -> Result<(), usize> {
    for child in &element.children {
        match find(parts, &child.name) {
            Some(part) => value(part, child)?,
            None if is_passed(&child.name) => {}
            None => return Err(child.at),
        }
    }
    Ok(())
}

/// Whether an element of this name is looked at no further.
pub(super) fn is_passed(name: &str) -> bool {
    FORMER.contains(&name) || MEMBERSHIPS.contains(&name)
}

fn value(part: &Part, element: &Element) -> Result<(), usize> {
    match part.shape {
        Shape::Any => Ok(()),
        Shape::Group(inside) => parts(inside, element),
        Shape::List(list) => entries(list, element),
        Shape::Leaf(_) if !element.children.is_empty() => Err(element.at),
        Shape::Leaf(kind) if element.is_nil() || is_of(kind, element.text.trim()) => Ok(()),
        Shape::Leaf(_) => Err(element.at),
    }
}

/// An entry must say what it is where its list tells entries apart by it.
fn entries(list: &List, element: &Element) -> Result<(), usize> {
    for child in &element.children {
        if child.name != list.item {
            return Err(child.at);
        }
        for attribute in list.attributes {
            let Shape::Leaf(kind) = attribute.shape else {
                continue;
            };
            let text = child.attribute(attribute.name).unwrap_or_default().trim();
            let is_needed = matches!(kind, Kind::OneOf(_));
            if (is_needed || !text.is_empty()) && (text.is_empty() || !is_of(kind, text)) {
                return Err(child.at);
            }
        }
        if list.text.is_none() {
            parts(list.parts, child)?;
        } else if !child.children.is_empty() {
            return Err(child.at);
        }
    }
    Ok(())
}

fn is_of(kind: Kind, text: &str) -> bool {
    match kind {
        Kind::Text(_) | Kind::Country | Kind::Code(_) => true,
        Kind::Flag => flag(text).is_some(),
        Kind::Day(_) => day(text).is_some(),
        // What a reply writes for no choice may come back.
        Kind::OneOf(values) => {
            values.contains(&text) || (text.is_empty() && !values.contains(&DONT_CARE))
        }
    }
}

/// A boolean as XML writes it, and as the older version does.
pub(super) fn flag(text: &str) -> Option<bool> {
    match text {
        "true" | "1" | "True" => Some(true),
        "false" | "0" | "False" => Some(false),
        _ => None,
    }
}

/// A day as XML writes it.
pub(super) fn day(text: &str) -> Option<Date> {
    const LENGTH: usize = "YYYY-MM-DD".len();
    let is_plain = text.len() == LENGTH;
    is_plain.then(|| text.parse().ok()).flatten()
}
