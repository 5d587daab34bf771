//! Reads an XML body into a tree, within bounds, and refuses what could harm a reader.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::is_char;

/// How deep elements may lie in each other; the documented ones lie three deep.
const MAX_DEPTH: usize = 16;

/// The most elements of a body: more than the largest batch has.
const MAX_ELEMENTS: usize = 100_000;
/// The most attributes of one element; the documented ones have at most two.
const MAX_ATTRIBUTES: usize = 64;

/// Why a body is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum XmlError {
    /// It is no XML, or not in UTF-8.
    #[error("the text is no well-formed XML in UTF-8")]
    IllFormed,
    /// It declares a document type, and with it maybe entities.
    #[error("a document type is not accepted")]
    DocumentType,
    /// It is deeper or has more elements or attributes than any request.
    #[error(
        "more than {MAX_DEPTH} levels, {MAX_ELEMENTS} elements or {MAX_ATTRIBUTES} attributes of one"
    )]
    TooLarge,
}

/// An element with its attributes, its text and its children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// The name without a prefix.
    pub(crate) name: String,
    /// Whether it stands in one of the namespaces that the reader was told.
    pub(crate) is_known: bool,
    /// Its attributes by their names without prefixes; names that stand for namespaces are none.
    pub(crate) attributes: Vec<(String, String)>,
    /// The byte of the body at which it begins.
    pub(crate) at: usize,
    /// All text directly inside, pieces around comments joined.
    pub(crate) text: String,
    /// The elements directly inside.
    pub(crate) children: Vec<Self>,
}

impl Element {
    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether it says that it has no value.
    pub(crate) fn is_nil(&self) -> bool {
        matches!(self.attribute("nil"), Some("true" | "1"))
    }
}

/// Why a body is not read, and where that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Why.
    pub(crate) error: XmlError,
    /// The byte at which what cannot be read begins.
    pub(crate) at: usize,
}

/// Reads a body. `namespaces` are those whose elements count as known.
pub(crate) fn read(body: &[u8], namespaces: &[&str]) -> Result<Element, XmlError> {
    read_placed(body, namespaces).map_err(|fault| fault.error)
}

/// The same, with the place of what is wrong.
pub(crate) fn read_placed(body: &[u8], namespaces: &[&str]) -> Result<Element, Fault> {
    let error = XmlError::IllFormed;
    let text = std::str::from_utf8(body).map_err(|wrong| Fault {
        error: error.clone(),
        at: wrong.valid_up_to(),
    })?;
    let inside = text.trim_start_matches('\u{FEFF}');
    if let Some(at) = inside.find(|letter| !is_char(letter)) {
        let at = text.len() - inside.len() + at;
        return Err(Fault { error, at });
    }
    let mut reader = NsReader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    let mut tree = Tree::default();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or_default();
        let read = reader
            .read_resolved_event()
            .map_err(|_| XmlError::IllFormed)
            .and_then(|(namespace, event)| tree.take(event, &namespace, namespaces, at));
        match read {
            Ok(Progress::More) => {}
            Ok(Progress::Ended) => return tree.finish().map_err(|error| Fault { error, at }),
            Err(error) => return Err(Fault { error, at }),
        }
    }
}

fn element(
    start: &BytesStart<'_>,
    namespace: &ResolveResult<'_>,
    namespaces: &[&str],
    at: usize,
) -> Result<Element, XmlError> {
    let mut attributes = Vec::new();
    for (number, attribute) in start.attributes().enumerate() {
        if number == MAX_ATTRIBUTES {
            return Err(XmlError::TooLarge);
        }
        let attribute = attribute.map_err(|_| XmlError::IllFormed)?;
        if attribute.value.contains('<') {
            return Err(XmlError::IllFormed);
        }
        let value =
            quick_xml::escape::unescape(&attribute.value).map_err(|_| XmlError::IllFormed)?;
        if attribute.key.as_namespace_binding().is_none() {
            let name = attribute.key.local_name().into_inner().to_owned();
            attributes.push((name, value.into_owned()));
        }
    }
    let is_known = match namespace {
        ResolveResult::Bound(Namespace(name)) => namespaces.contains(name),
        ResolveResult::Unbound => false,
        ResolveResult::Unknown(_) => return Err(XmlError::IllFormed),
    };
    let name = start.local_name().into_inner().to_owned();
    if !is_name(&name) {
        return Err(XmlError::IllFormed);
    }
    Ok(Element {
        name,
        is_known,
        attributes,
        at,
        text: String::new(),
        children: Vec::new(),
    })
}

/// Whether this can be the name of an element; letters of all languages count alike.
fn is_name(name: &str) -> bool {
    let starts = |letter: char| letter.is_alphabetic() || letter == '_';
    name.starts_with(starts)
        && name
            .chars()
            .all(|letter| starts(letter) || letter.is_numeric() || "-.·".contains(letter))
}

/// The text of a reference: a character or one of the five entities that need no declaration.
fn resolve(reference: &BytesRef<'_>) -> Result<String, XmlError> {
    if let Some(letter) = reference
        .resolve_char_ref()
        .map_err(|_| XmlError::IllFormed)?
    {
        let text = is_char(letter).then(|| letter.to_string());
        return text.ok_or(XmlError::IllFormed);
    }
    let name = reference.xml_content(XmlVersion::Implicit1_0);
    resolve_predefined_entity(&name)
        .map(str::to_owned)
        .ok_or(XmlError::IllFormed)
}

/// The elements that are open, and the root once it is closed.
#[derive(Default)]
struct Tree {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    is_begun: bool,
}

/// Whether there is more to read.
enum Progress {
    More,
    Ended,
}

impl Tree {
    fn take(
        &mut self,
        event: Event<'_>,
        namespace: &ResolveResult<'_>,
        namespaces: &[&str],
        at: usize,
    ) -> Result<Progress, XmlError> {
        match event {
            Event::Start(start) => self.open(element(&start, namespace, namespaces, at)?)?,
            Event::Empty(start) => {
                self.open(element(&start, namespace, namespaces, at)?)?;
                self.close()?;
            }
            Event::End(_) => self.close()?,
            Event::Text(piece) => self.append(&piece.xml_content(XmlVersion::Implicit1_0))?,
            Event::CData(piece) => self.cdata(&piece.xml_content(XmlVersion::Implicit1_0))?,
            Event::GeneralRef(reference) => self.cdata(&resolve(&reference)?)?,
            Event::DocType(_) => return Err(XmlError::DocumentType),
            Event::Decl(declaration) => self.declare(&declaration)?,
            Event::Comment(_) | Event::PI(_) => self.is_begun = true,
            Event::Eof => return Ok(Progress::Ended),
        }
        Ok(Progress::More)
    }

    fn open(&mut self, element: Element) -> Result<(), XmlError> {
        self.is_begun = true;
        if self.root.is_some() {
            return Err(XmlError::IllFormed);
        }
        self.elements += 1;
        if self.open.len() == MAX_DEPTH || self.elements > MAX_ELEMENTS {
            return Err(XmlError::TooLarge);
        }
        self.open.push(element);
        Ok(())
    }

    fn close(&mut self) -> Result<(), XmlError> {
        let element = self.open.pop().ok_or(XmlError::IllFormed)?;
        match self.open.last_mut() {
            Some(outer) => outer.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    /// Text; outside of the root there may be blanks alone.
    fn append(&mut self, piece: &str) -> Result<(), XmlError> {
        self.is_begun |= !piece.is_empty();
        match self.open.last_mut() {
            Some(element) => element.text.push_str(piece),
            None if piece.trim().is_empty() => {}
            None => return Err(XmlError::IllFormed),
        }
        Ok(())
    }

    /// Text that cannot stand outside of the root, whatever it is.
    fn cdata(&mut self, piece: &str) -> Result<(), XmlError> {
        let element = self.open.last_mut().ok_or(XmlError::IllFormed)?;
        element.text.push_str(piece);
        Ok(())
    }

    /// A declaration stands in front of everything and can only name what is read.
    fn declare(&mut self, declaration: &BytesDecl<'_>) -> Result<(), XmlError> {
        let encoding = match declaration.encoding() {
            None => None,
            Some(encoding) => Some(encoding.map_err(|_| XmlError::IllFormed)?),
        };
        let is_read = encoding.is_none_or(|encoding| {
            encoding.eq_ignore_ascii_case("utf-8") || encoding.eq_ignore_ascii_case("us-ascii")
        });
        if self.is_begun || !is_read {
            return Err(XmlError::IllFormed);
        }
        self.is_begun = true;
        Ok(())
    }

    fn finish(self) -> Result<Element, XmlError> {
        if !self.open.is_empty() {
            return Err(XmlError::IllFormed);
        }
        self.root.ok_or(XmlError::IllFormed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPACE: &str = "http://example.com/users";

    fn text(body: &str) -> Result<String, XmlError> {
        read(body.as_bytes(), &[SPACE]).map(|root| root.text)
    }

    #[test]
    fn text_is_the_same_in_every_way_that_xml_can_write_it() {
        for body in [
            "<a>R&amp;D &lt;1&gt;</a>",
            "<a>R&#38;D &#x3C;1></a>",
            "<a>R<![CDATA[&D <1>]]></a>",
            "<a>R<!-- and -->&amp;D <![CDATA[<]]>1></a>",
            "\u{FEFF}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<!-- one --><a>R&amp;D &lt;1&gt;</a>\n",
        ] {
            assert_eq!(text(body).as_deref(), Ok("R&D <1>"), "{body}");
        }
    }

    #[test]
    fn namespaces_count_and_prefixes_do_not() {
        for body in [
            r#"<batch xmlns="http://example.com/users"><One/></batch>"#,
            r#"<u:batch xmlns:u="http://example.com/users"><u:One></u:One></u:batch>"#,
        ] {
            let root = read(body.as_bytes(), &[SPACE]).unwrap();
            assert!(root.is_known && root.children[0].is_known, "{body}");
            assert_eq!(
                (root.name.as_str(), root.children[0].name.as_str()),
                ("batch", "One")
            );
        }
        let foreign = read(br#"<batch xmlns="http://example.com/other"/>"#, &[SPACE]).unwrap();
        assert!(!foreign.is_known);
    }

    #[test]
    fn what_is_no_xml_or_could_harm_is_refused() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        for body in [
            "",
            "   ",
            "users",
            "{\"batch\":[]}",
            "<a>",
            "<a></b>",
            "<a/><a/>",
            "<a>R&D</a>",
            "<a>&nbsp;</a>",
            "<a>&#1;</a>",
            "<a>\u{1}</a>",
            "<a b='1' b='2'/>",
            "<a b='<'/>",
            "<a><--! note --></a>",
            "<p:a/>",
            "text<a/>",
            "<a/>text",
            " <?xml version='1.0'?><a/>",
            "<?xml version='1.0' encoding='utf-16'?><a/>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
            deep.as_str(),
        ] {
            assert!(text(body).is_err(), "{body}");
        }
        let wide: Vec<u8> = [b"\xFF\xFE".as_slice(), b"<\0a\0/\0>\0"].concat();
        assert_eq!(read(&wide, &[]), Err(XmlError::IllFormed));
        let many = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
        assert_eq!(text(&many), Err(XmlError::TooLarge));
    }
    #[test]
    fn an_element_with_more_attributes_than_any_request_is_refused() {
        let with = |count: usize| {
            let attributes: Vec<String> =
                (0..count).map(|number| format!("a{number}=''")).collect();
            format!("<a {}/>", attributes.join(" "))
        };
        assert!(read(with(MAX_ATTRIBUTES).as_bytes(), &[]).is_ok());
        assert_eq!(
            read(with(MAX_ATTRIBUTES + 1).as_bytes(), &[]).err(),
            Some(XmlError::TooLarge)
        );
    }

    #[test]
    fn a_body_that_is_cut_off_is_refused_wherever_it_is_cut() {
        let body = "<?xml version='1.0'?><a b='c'>x&amp;<!-- d --><e/><![CDATA[f]]></a>";
        assert!(text(body).is_ok());
        for end in 0..body.len() {
            assert!(text(&body[..end]).is_err(), "{}", &body[..end]);
        }
    }
}
