//! Writes a profile as the document of v2: every element that the caller may see, what is not set as it is when it is not.

use serde_json::{Map, Value};

use super::compose::{Profile, TEXT};
use super::elements::PROFILE;
use super::form::{Kind, List, Part, Shape};
use super::values::DONT_CARE;
use crate::xml::write::Node;

/// The elements of the root.
pub(super) fn elements(profile: &Profile, holds: &dyn Fn(&str) -> bool) -> Vec<Node> {
    group(PROFILE, profile, holds)
}

fn group(
    parts: &'static [Part],
    members: &Map<String, Value>,
    holds: &dyn Fn(&str) -> bool,
) -> Vec<Node> {
    let is_shown = |part: &&Part| part.scope.is_none_or(holds);
    let nodes = parts.iter().filter(is_shown).filter_map(|part| {
        let value = members.get(part.name).unwrap_or(&Value::Null);
        match part.shape {
            Shape::Leaf(kind) => Some(leaf(part.name, kind, value)),
            Shape::Group(inside) => {
                let nobody = Map::new();
                let members = value.as_object().unwrap_or(&nobody);
                Some(Node::nodes(part.name, group(inside, members, holds)))
            }
            Shape::List(list) => Some(Node::nodes(part.name, entries(list, value, holds))),
            // Ordinary applications get no discounts at all.
            Shape::Any if part.name == "DiscountCodes" => None,
            Shape::Any => Some(Node::text(part.name, "")),
        }
    });
    nodes.collect()
}

/// A text that is not set is empty, a day is nil, a choice is none, and a flag is down.
fn leaf(name: &'static str, kind: Kind, value: &Value) -> Node {
    match (kind, value) {
        (Kind::Flag, Value::Null) => Node::text(name, "false"),
        (Kind::OneOf(values), Value::Null | Value::String(_)) if !is_one(values, value) => {
            Node::text(name, default(values))
        }
        (Kind::Day(_), Value::Null) => Node::value(name, value),
        (_, Value::Null) => Node::text(name, ""),
        (_, value) => Node::value(name, value),
    }
}

fn is_one(values: &[&str], value: &Value) -> bool {
    values.iter().any(|known| value == *known)
}

fn default(values: &[&'static str]) -> &'static str {
    if values.contains(&DONT_CARE) {
        DONT_CARE
    } else {
        ""
    }
}

fn entries(list: &'static List, value: &Value, holds: &dyn Fn(&str) -> bool) -> Vec<Node> {
    let entries = value.as_array().into_iter().flatten();
    let entries = entries.filter_map(Value::as_object);
    entries.map(|entry| node(list, entry, holds)).collect()
}

fn node(list: &'static List, entry: &Map<String, Value>, holds: &dyn Fn(&str) -> bool) -> Node {
    let node = match list.text {
        Some(_) => Node::text(
            list.item,
            entry.get(TEXT).and_then(Value::as_str).unwrap_or_default(),
        ),
        None => Node::nodes(list.item, group(list.parts, entry, holds)),
    };
    list.attributes
        .iter()
        .fold(node, |node, attribute| match entry.get(attribute.name) {
            Some(Value::String(text)) => node.with(attribute.name, text.clone()),
            Some(Value::Bool(flag)) => node.with(attribute.name, flag.to_string()),
            _ => node,
        })
}
