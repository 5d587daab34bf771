//! An XML answer as a tree that cases can look into.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::finding::{Failure, same};
use crate::reply::Reply;

/// An element with what stands in it; indentation is no text.
#[derive(Debug, Default, Clone)]
pub(super) struct Element {
    /// Its name without prefix.
    pub(super) name: String,
    /// Its attributes without a prefix.
    attributes: Vec<(String, String)>,
    /// The text directly in it.
    pub(super) text: String,
    /// The elements in it, in order.
    pub(super) children: Vec<Self>,
}

impl Element {
    /// The root of a reply with status 200, whose name is part of the claim.
    pub(super) fn of(reply: &Reply, root: &str) -> Result<Self, Failure> {
        reply.is(200)?;
        Self::named(reply, root)
    }

    /// The root of a reply of any status.
    pub(super) fn named(reply: &Reply, root: &str) -> Result<Self, Failure> {
        let element = read(&reply.text()).map_err(|what| Failure::Unreadable {
            exchange: reply.line(),
            kind: "XML",
            what,
        })?;
        same("the root element", root, element.name.as_str())?;
        Ok(element)
    }

    /// The first child of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child of that name; nothing if there is no such child.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// The attribute of that name.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, text)| text.as_str())
    }

    /// The element behind a path of names, with slashes between them.
    pub(super) fn at(&self, path: &str) -> Option<&Self> {
        path.split('/')
            .try_fold(self, |element, name| element.child(name))
    }

    /// The text behind such a path; nothing if there is no such element.
    pub(super) fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path).map(|element| element.text.as_str())
    }

    /// The number in the first child of that name.
    pub(super) fn number_of(&self, name: &str) -> Option<usize> {
        self.text_of(name)?.parse().ok()
    }

    /// What stands in the list of that name; nothing if there is no such list.
    pub(super) fn list(&self, name: &str) -> &[Self] {
        self.child(name).map_or(&[], |list| &list.children)
    }
}

fn read(text: &str) -> Result<Element, String> {
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => open.push(begin(&start)),
            Event::Empty(start) => close(&mut open, begin(&start)),
            Event::End(_) => {
                if let Some(element) = open.pop() {
                    close(&mut open, element);
                }
            }
            Event::Text(piece) => append(&mut open, &piece.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(piece) => append(&mut open, &piece.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(reference) => {
                let name = reference.xml_content(XmlVersion::Implicit1_0);
                let predefined = quick_xml::escape::resolve_predefined_entity(&name);
                let character = reference.resolve_char_ref().ok().flatten();
                let text = character.map(String::from);
                let text = text.or_else(|| predefined.map(str::to_owned));
                append(&mut open, &text.ok_or("an unknown entity")?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    match open.as_mut_slice() {
        [document] if document.children.len() == 1 => Ok(document.children.remove(0)),
        _ => Err("not one closed root element".to_owned()),
    }
}

fn begin(start: &BytesStart<'_>) -> Element {
    let attributes = start.attributes().flatten().filter_map(|attribute| {
        let is_plain =
            attribute.key.as_namespace_binding().is_none() && attribute.key.prefix().is_none();
        let name = attribute.key.local_name().as_ref().to_owned();
        let text = quick_xml::escape::unescape(&attribute.value)
            .ok()?
            .into_owned();
        is_plain.then_some((name, text))
    });
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes: attributes.collect(),
        ..Element::default()
    }
}

fn close(open: &mut [Element], mut element: Element) {
    if !element.children.is_empty() {
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
