//! Walks through JSON text without reading values: where each member or entry begins and ends.
//!
//! The texts are documents that this crate wrote itself, so their syntax is not judged again; a text that is none of ours
//! ends the walk early. Skipping a value this way costs a fraction of what a parser needs, which looks at escapes, digits
//! and encodings as well.

/// Walks over the members of an object: their names as they are spelt in the text, and the text of their values.
#[derive(Debug, Clone)]
pub(crate) struct Members<'t>(Walk<'t>);

/// Walks over the entries of a list.
#[derive(Debug, Clone)]
pub(crate) struct Entries<'t>(Walk<'t>);

/// The members of the object that the text is; `None` when it is something else.
pub(crate) fn members(text: &str) -> Option<Members<'_>> {
    Walk::behind(text, b'{').map(Members)
}

/// The entries of the list that the text is; `None` when it is something else.
pub(crate) fn entries(text: &str) -> Option<Entries<'_>> {
    Walk::behind(text, b'[').map(Entries)
}

impl Members<'_> {
    /// Whether the walk arrived at the end of the object; before that it is not there yet or cannot go on.
    pub(crate) fn is_over(&self) -> bool {
        self.0.is_at(b'}')
    }
}

impl Entries<'_> {
    /// Whether the walk arrived at the end of the list; before that it is not there yet or cannot go on.
    pub(crate) fn is_over(&self) -> bool {
        self.0.is_at(b']')
    }
}

impl<'t> Iterator for Members<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.0.is_at(b'"') {
            return None;
        }
        let name = self.0.value()?;
        let name = name.strip_prefix('"')?.strip_suffix('"')?;
        self.0.pass(b':')?;
        let value = self.0.value()?;
        self.0.pass_separator();
        Some((name, value))
    }
}

impl<'t> Iterator for Entries<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<Self::Item> {
        let value = self.0.value()?;
        self.0.pass_separator();
        Some(value)
    }
}

/// A place in a text.
#[derive(Debug, Clone)]
struct Walk<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Walk<'t> {
    fn behind(text: &'t str, opening: u8) -> Option<Self> {
        let mut walk = Self { text, at: 0 };
        walk.pass(opening)?;
        walk.pass_space();
        Some(walk)
    }

    fn is_at(&self, byte: u8) -> bool {
        self.text.as_bytes().get(self.at) == Some(&byte)
    }

    fn pass(&mut self, byte: u8) -> Option<()> {
        self.pass_space();
        self.is_at(byte).then(|| self.at += 1)
    }

    fn pass_space(&mut self) {
        let bytes = self.text.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn pass_separator(&mut self) {
        // A missing comma is the end of the object or list, which `is_over` tells from a broken text.
        if self.pass(b',').is_some() {
            self.pass_space();
        }
    }

    fn value(&mut self) -> Option<&'t str> {
        self.pass_space();
        let start = self.at;
        let end = end_of_value(self.text.as_bytes(), start)?;
        self.at = end;
        self.text.get(start..end)
    }
}

/// The end of the value that begins here; `None` where none begins or where it does not end.
fn end_of_value(bytes: &[u8], start: usize) -> Option<usize> {
    match bytes.get(start)? {
        b'"' => end_of_text(bytes, start + 1),
        b'{' | b'[' => end_of_nest(bytes, start),
        _ => {
            let rest = &bytes[start..];
            let length = rest
                .iter()
                .position(|byte| matches!(byte, b',' | b'}' | b']') || byte.is_ascii_whitespace())
                .unwrap_or(rest.len());
            (length > 0).then_some(start + length)
        }
    }
}

/// The place behind the closing quote of the text that goes on here.
fn end_of_text(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
        if bytes[at] == b'"' {
            return Some(at + 1);
        }
        at += 2;
    }
}

/// The place behind the object or list that begins here.
fn end_of_nest(bytes: &[u8], mut at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    loop {
        match bytes.get(at)? {
            b'"' => {
                at = end_of_text(bytes, at + 1)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<(&str, &str)>, bool) {
        let mut walk = members(text).unwrap();
        (walk.by_ref().collect(), walk.is_over())
    }

    #[test]
    fn every_member_is_given_with_the_text_of_its_value() {
        let text = r#"{"a":1,"b":{"x":["]}",{}]},"c\"":"q\\\"}","d":[],"e":null}"#;
        let found = vec![
            ("a", "1"),
            ("b", r#"{"x":["]}",{}]}"#),
            (r#"c\""#, r#""q\\\"}""#),
            ("d", "[]"),
            ("e", "null"),
        ];
        assert_eq!(read(text), (found, true));
        assert_eq!(read("{}"), (Vec::new(), true));
    }

    #[test]
    fn blanks_between_tokens_change_nothing() {
        let found = vec![("a", "1"), ("b", "[ 2 ]")];
        assert_eq!(read(" { \"a\" : 1 , \"b\":[ 2 ] } "), (found, true));
    }

    #[test]
    fn entries_are_given_in_order() {
        let text = r#"["a",{"b":[1,2]},3]"#;
        let walk = entries(text).unwrap();
        assert_eq!(walk.collect::<Vec<_>>(), [r#""a""#, r#"{"b":[1,2]}"#, "3"]);
    }

    #[test]
    fn a_broken_text_ends_early_and_says_so() {
        for text in [
            r#"{"a":1"#,
            r#"{"a":"#,
            r#"{"a":[1}"#,
            r#"{"a":"b"#,
            "{1:2}",
        ] {
            assert!(!read(text).1, "{text}");
        }
        assert!(members("[1]").is_none() && members("").is_none());
    }
}
