//! Reads an XML body as the JSON value that it stands for, guided by the schema.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::PrefixDeclaration;
use quick_xml::reader::Reader;
use serde_json::{Map, Value};

use super::document::Node;
use super::violation::Violation;

/// Schemas deeper than this stand in a circle, which no XML reply of Concur does.
const DEEPEST: usize = 12;

/// An element with what stands in it. Attributes are those without a prefix.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Element {
    name: String,
    namespace: Option<String>,
    attributes: Vec<(String, String)>,
    text: String,
    nil: bool,
    children: Vec<Self>,
}

/// What a schema says about the root element: its name, and the namespace without which the name is not judged. An empty one says that
/// the element is in none.
#[derive(Debug)]
pub(super) struct Root {
    name: String,
    namespace: String,
}

impl Root {
    pub(super) fn read(node: &Node<'_>) -> Option<Self> {
        let word = |name: &str| node.value.pointer(name).and_then(Value::as_str);
        Some(Self {
            name: word("/xml/name")?.to_owned(),
            namespace: word("/xml/namespace")?.to_owned(),
        })
    }

    /// What of the root element is not documented. One page prints the namespace with `https`, the others with `http`.
    pub(super) fn check(&self, element: &Element) -> Vec<Violation> {
        let place = |what: &str| vec![Violation::new("", "xml", what)];
        let bare = |address: &str| address.split_once("://").map(|(_, rest)| rest.to_owned());
        if element.name != self.name {
            return place(&format!("the root is not `{}`", self.name));
        }
        if self.namespace.is_empty() {
            return match element.namespace.as_deref() {
                None | Some("") => Vec::new(),
                Some(_) => place("the root is of a namespace"),
            };
        }
        match element.namespace.as_deref() {
            Some(found) if bare(found) == bare(&self.namespace) => Vec::new(),
            _ => place(&format!("the root is not of {}", self.namespace)),
        }
    }
}

/// What a schema says about the XML form of its value.
#[derive(Debug)]
pub(super) enum Shape {
    Object(Vec<Member>),
    Array(Option<String>, Box<Self>),
    /// One of several elements, told apart by their names.
    Choice(Vec<(String, Self)>),
    Boolean,
    Number,
    Text,
}

/// A member of an object: what it is called, where it stands in the XML, and its own form.
#[derive(Debug)]
pub(super) struct Member {
    name: String,
    place: Standing,
    shape: Shape,
}

/// Where a member stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Element,
    Attribute,
    Text,
}

impl Standing {
    fn read(node: &Node<'_>) -> Self {
        let says = |name: &str| node.value.pointer(name) == Some(&Value::Bool(true));
        if says("/xml/attribute") {
            Self::Attribute
        } else if says("/xml/x-text") {
            Self::Text
        } else {
            Self::Element
        }
    }
}

impl Shape {
    pub(super) fn read(node: &Node<'_>) -> Self {
        Self::read_within(node, DEEPEST)
    }

    fn read_within(node: &Node<'_>, depth: usize) -> Self {
        if depth == 0 {
            return Self::Text;
        }
        if let Some(properties) = node.get("properties") {
            let names = properties.value.as_object().into_iter().flat_map(Map::keys);
            let read = |name: &String| {
                let property = properties.get(name)?;
                Some(Member {
                    name: name.clone(),
                    place: Standing::read(&property),
                    shape: Self::read_within(&property, depth - 1),
                })
            };
            return Self::Object(names.filter_map(read).collect());
        }
        let named = |branch: Node<'_>| {
            let name = branch.value.pointer("/xml/name").and_then(Value::as_str)?;
            Some((name.to_owned(), Self::read_within(&branch, depth - 1)))
        };
        let choices: Vec<_> = node.items("oneOf").into_iter().filter_map(named).collect();
        if !choices.is_empty() {
            return Self::Choice(choices);
        }
        if let Some(items) = node.get("items") {
            let name = items.value.pointer("/xml/name").and_then(Value::as_str);
            return Self::Array(
                name.map(str::to_owned),
                Box::new(Self::read_within(&items, depth - 1)),
            );
        }
        match node.value.get("type").and_then(Value::as_str) {
            Some("boolean") => Self::Boolean,
            Some("integer" | "number") => Self::Number,
            _ => Self::Text,
        }
    }

    /// The JSON value of an element. What the schema does not know is kept, so that the closed schema refuses it.
    pub(super) fn value(
        &self,
        element: &Element,
        pointer: &str,
        violations: &mut Vec<Violation>,
    ) -> Value {
        if element.nil {
            return Value::Null;
        }
        if !matches!(self, Self::Object(_) | Self::Choice(_)) {
            refuse_attributes(&element.attributes, pointer, violations);
        }
        match self {
            Self::Choice(choices) => {
                let chosen = choices.iter().find(|(name, _)| *name == element.name);
                let Some((_, shape)) = chosen else {
                    let message = format!("element `{}` is not documented here", element.name);
                    violations.push(Violation::new(pointer, "xml", message));
                    return untyped(element);
                };
                shape.value(element, pointer, violations)
            }
            Self::Object(properties) => Self::object(properties, element, pointer, violations),
            Self::Array(name, items) => {
                let mut list = Vec::new();
                for (index, child) in element.children.iter().enumerate() {
                    let place = format!("{pointer}/{index}");
                    if name.as_ref().is_some_and(|name| *name != child.name) {
                        let message = format!("element `{}` is not documented here", child.name);
                        violations.push(Violation::new(place.clone(), "xml", message));
                    }
                    list.push(items.value(child, &place, violations));
                }
                Value::Array(list)
            }
            Self::Boolean | Self::Number => self.typed(&element.text),
            Self::Text => untyped(element),
        }
    }

    /// A text as the value that it stands for.
    fn typed(&self, text: &str) -> Value {
        let parsed = match self {
            Self::Boolean | Self::Number => serde_json::from_str(text).ok(),
            _ => None,
        };
        parsed.unwrap_or_else(|| Value::String(text.to_owned()))
    }

    fn object(
        known: &[Member],
        element: &Element,
        pointer: &str,
        violations: &mut Vec<Violation>,
    ) -> Value {
        let find = |name: &str, place: Standing| {
            let fits = |member: &&Member| member.name == name && member.place == place;
            known.iter().find(fits)
        };
        let mut members = Map::new();
        for (name, text) in &element.attributes {
            match find(name, Standing::Attribute) {
                Some(member) => {
                    members.insert(name.clone(), member.shape.typed(text));
                }
                None => refuse_attributes(&[(name.clone(), text.clone())], pointer, violations),
            }
        }
        if let Some(member) = known.iter().find(|member| member.place == Standing::Text) {
            members.insert(member.name.clone(), member.shape.typed(&element.text));
        }
        for child in &element.children {
            let place = format!("{pointer}/{}", child.name);
            let value = find(&child.name, Standing::Element).map_or_else(
                || untyped(child),
                |member| member.shape.value(child, &place, violations),
            );
            if members.insert(child.name.clone(), value).is_some() {
                let message = format!("element `{}` stands twice", child.name);
                violations.push(Violation::new(place, "xml", message));
            }
        }
        Value::Object(members)
    }
}

fn refuse_attributes(
    attributes: &[(String, String)],
    pointer: &str,
    violations: &mut Vec<Violation>,
) {
    violations.extend(attributes.iter().map(|(name, _)| {
        let message = format!("attribute `{name}` is not documented here");
        Violation::new(format!("{pointer}/{name}"), "xml", message)
    }));
}

fn untyped(element: &Element) -> Value {
    if element.children.is_empty() {
        return Value::String(element.text.clone());
    }
    let member = |child: &Element| (child.name.clone(), untyped(child));
    Value::Object(element.children.iter().map(member).collect())
}

/// The tree of an XML text, or why it is none.
pub(super) fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(begin(&start)?),
            Event::Empty(start) => {
                let element = begin(&start)?;
                close(&mut open, element);
            }
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(&mut open, element);
                }
            }
            Event::Text(piece) => append(&mut open, &piece.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(piece) => append(&mut open, &piece.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => append(&mut open, &entity(&reference)?),
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    match open.as_mut_slice() {
        [document] if document.children.len() == 1 => Ok(document.children.remove(0)),
        _ => Err("not one closed root element".to_owned()),
    }
}

fn begin(start: &BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element {
        name: start.local_name().as_ref().to_owned(),
        ..Element::default()
    };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let is_binding = attribute.key.as_namespace_binding().is_some();
        if !is_binding && attribute.key.prefix().is_none() {
            let name = attribute.key.local_name().as_ref().to_owned();
            let text = quick_xml::escape::unescape(&attribute.value);
            let text = text.map_err(|error| error.to_string())?.into_owned();
            element.attributes.push((name, text));
        }
        if attribute.key.local_name().as_ref() == "nil" {
            element.nil = attribute.as_bool().unwrap_or(false);
        }
        if attribute.key.as_namespace_binding() == Some(binding(start)) {
            element.namespace = Some(attribute.value.into_owned());
        }
    }
    Ok(element)
}

/// The declaration that an element's own name would look up, where it stands at the element itself.
fn binding<'a>(start: &'a BytesStart<'_>) -> PrefixDeclaration<'a> {
    match start.name().prefix() {
        Some(prefix) => PrefixDeclaration::Named(prefix.into_inner()),
        None => PrefixDeclaration::Default,
    }
}

fn close(open: &mut [Element], mut element: Element) {
    if !element.children.is_empty() {
        // Between elements only indentation stands.
        element.text.clear();
    }
    if let Some(parent) = open.last_mut() {
        parent.children.push(element);
    }
}

fn append(open: &mut [Element], text: &str) {
    if let Some(element) = open.last_mut() {
        element.text.push_str(text);
    }
}

fn entity(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, String> {
    if let Some(character) = reference
        .resolve_char_ref()
        .map_err(|error| error.to_string())?
    {
        return Ok(character.to_string());
    }
    let name = reference.xml_content(XmlVersion::Implicit1_0);
    quick_xml::escape::resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or_else(|| format!("unknown entity `{name}`"))
}
