//! XML bodies: what was read writes and reads back, within bounds.

use crate::xml::read::{Element, read};
use crate::xml::write::Node;

/// The bytes are a body of User v1.
pub fn xml(bytes: &[u8]) {
    let Ok(element) = read(bytes, &["http://www.concursolutions.com/api/user/2011/02"]) else {
        return;
    };
    let written = node(&element).document();
    match read(written.as_bytes(), &[]) {
        Ok(again) => assert_eq!(bare(again), bare(element), "{written}"),
        Err(error) => panic!("{error}: {written}"),
    }
}

/// An element is written with text or with elements; the reader bounds how deep they lie.
fn node(element: &Element) -> Node {
    if element.children.is_empty() {
        Node::text(element.name.clone(), element.text.clone())
    } else {
        let children = element.children.iter().map(node).collect();
        Node::nodes(element.name.clone(), children)
    }
}

/// What of an element is written.
fn bare(mut element: Element) -> Element {
    element.is_known = false;
    element.at = 0;
    element.attributes.clear();
    if !element.children.is_empty() {
        element.text.clear();
    }
    element.children = element.children.into_iter().map(bare).collect();
    element
}
