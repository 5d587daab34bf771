//! Writes trees as XML, every text escaped by the writer.

use std::borrow::Cow;
use std::io;

use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::writer::Writer;
use serde_json::Value;

use super::is_char;

/// The namespace of `nil`.
pub(crate) const XML_SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    name: Cow<'static, str>,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Content {
    /// Text; none makes the element empty.
    Text(String),
    /// Elements.
    Nodes(Vec<Node>),
}

impl Node {
    /// An element with text.
    pub(crate) fn text(name: impl Into<Cow<'static, str>>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            attributes: Vec::new(),
            content: Content::Text(text.into()),
        }
    }

    /// An element with elements.
    pub(crate) fn nodes(name: impl Into<Cow<'static, str>>, nodes: Vec<Self>) -> Self {
        Self {
            name: name.into(),
            attributes: Vec::new(),
            content: Content::Nodes(nodes),
        }
    }

    /// An element with a JSON value as its text; null as the v3 pages write it.
    pub(crate) fn value(name: impl Into<Cow<'static, str>>, value: &Value) -> Self {
        match value {
            Value::Null => Self::text(name, "").with("xsi:nil", "true"),
            Value::String(text) => Self::text(name, text.as_str()),
            value => Self::text(name, value.to_string()),
        }
    }

    /// The element with one more attribute.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The whole document.
    pub(crate) fn document(&self) -> String {
        let mut writer = Writer::new(Vec::new());
        // Writing to memory does not fail.
        drop(self.write(&mut writer));
        String::from_utf8(writer.into_inner()).unwrap_or_default()
    }

    fn write(&self, writer: &mut Writer<Vec<u8>>) -> io::Result<()> {
        let attributes: Vec<(&str, Cow<'_, str>)> = self
            .attributes
            .iter()
            .map(|(name, value)| (*name, printable(value)))
            .collect();
        let pairs = attributes.iter().map(|(name, value)| (*name, &**value));
        let start = BytesStart::new(&*self.name).with_attributes(pairs);
        match &self.content {
            Content::Text(text) if text.is_empty() => writer.write_event(Event::Empty(start)),
            Content::Text(text) => {
                writer.write_event(Event::Start(start))?;
                writer.write_event(Event::Text(BytesText::new(&printable(text))))?;
                writer.write_event(Event::End(BytesEnd::new(&*self.name)))
            }
            Content::Nodes(nodes) => {
                writer.write_event(Event::Start(start))?;
                for node in nodes {
                    node.write(writer)?;
                }
                writer.write_event(Event::End(BytesEnd::new(&*self.name)))
            }
        }
    }
}

/// The text with a mark in the place of what XML cannot hold, which JSON can.
fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_char) {
        return Cow::Borrowed(text);
    }
    let replace = |letter| if is_char(letter) { letter } else { '\u{FFFD}' };
    Cow::Owned(text.chars().map(replace).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::xml::read;

    #[test]
    fn a_written_text_is_read_back_whatever_it_holds() {
        let text = "R&D <\"Köln\"> ]]> 'x'";
        let node = Node::nodes(
            "List",
            vec![Node::text("Item", text), Node::text("Item", "")],
        );
        let root = read::read(node.document().as_bytes(), &[]).unwrap();
        assert_eq!(root.children[0].text, text);
        assert_eq!(root.children[1].text, "");
        assert!(node.document().contains("<Item/>"));
    }

    #[test]
    fn what_xml_cannot_hold_is_marked() {
        let document = Node::text("Item", "a\u{FFFF}b\u{8}").document();
        assert_eq!(document, "<Item>a\u{FFFD}b\u{FFFD}</Item>");
    }

    #[test]
    fn null_is_nil() {
        let node = Node::value("NextPage", &Value::Null);
        assert_eq!(node.document(), r#"<NextPage xsi:nil="true"/>"#);
    }
}
