//! The tokens of filters and PATCH paths.

/// The longest filter or path that is read, in bytes.
///
/// ASSUMED: Concur publishes no limit for Identity; User Retrieval bounds the whole request at 10 KB.
pub(crate) const MAX_FILTER_BYTES: usize = 10_240;

/// A token and the byte at which it starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Where it starts.
    pub(crate) at: usize,
}

/// The kinds of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// `(`
    Open,
    /// `)`
    Close,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// Anything without blanks, brackets and quotes: a path, an operator, a bare literal.
    Word(String),
    /// Text in double quotes, unescaped.
    Quoted(String),
}

/// Why a text is no filter or path.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GrammarError {
    /// The text is longer than what is read.
    #[error("the filter is longer than {MAX_FILTER_BYTES} bytes")]
    TooLong,
    /// Brackets nest too deeply.
    #[error("the filter nests deeper than {0} levels")]
    TooDeep(usize),
    /// A place does not fit the grammar.
    #[error("expected {expected} at position {at}")]
    Syntax {
        /// Byte offset.
        at: usize,
        /// What would fit.
        expected: &'static str,
    },
    /// No attribute that may stand here.
    #[error("Invalid attribute path [{0}]")]
    Attribute(String),
    /// The attribute does not go with this operator.
    #[error("operator {operator} cannot be used with attribute {path}")]
    Operator {
        /// The operator as written.
        operator: String,
        /// The attribute as written.
        path: String,
    },
    /// The attribute does not go with this operand.
    #[error("attribute {path} needs {expected}")]
    Operand {
        /// The attribute as written.
        path: String,
        /// The kind of operand that it takes.
        expected: &'static str,
    },
    /// A rule of brackets on lists of values.
    #[error("{0} inside the brackets of a multi-valued attribute")]
    Brackets(&'static str),
}

/// Cuts a text into tokens.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, GrammarError> {
    if text.len() > MAX_FILTER_BYTES {
        return Err(GrammarError::TooLong);
    }
    let bytes = text.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let kind = match byte {
            b' ' | b'\t' | b'\r' | b'\n' => continue,
            b'(' => TokenKind::Open,
            b')' => TokenKind::Close,
            b'[' => TokenKind::OpenBracket,
            b']' => TokenKind::CloseBracket,
            b'"' => {
                let (content, end) = quoted(text, start)?;
                at = end;
                TokenKind::Quoted(content)
            }
            _ => {
                at = word_end(bytes, start);
                TokenKind::Word(text[start..at].to_owned())
            }
        };
        tokens.push(Token { kind, at: start });
    }
    Ok(tokens)
}

fn word_end(bytes: &[u8], start: usize) -> usize {
    bytes[start..]
        .iter()
        .position(|byte| b" \t\r\n()[]\"".contains(byte))
        .map_or(bytes.len(), |length| start + length)
}

/// Reads a JSON string literal that starts at `start` and says where it ends.
fn quoted(text: &str, start: usize) -> Result<(String, usize), GrammarError> {
    let unfinished = GrammarError::Syntax {
        at: start,
        expected: "a closing double quote",
    };
    let mut stream = serde_json::Deserializer::from_str(&text[start..]).into_iter::<String>();
    match stream.next() {
        Some(Ok(content)) => Ok((content, start + stream.byte_offset())),
        _ => Err(unfinished),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_may_hold_brackets_and_escapes() {
        let kinds: Vec<TokenKind> = tokens(r#"a eq "(x\"]""#)
            .unwrap()
            .into_iter()
            .map(|token| token.kind)
            .collect();
        assert_eq!(
            kinds,
            [
                TokenKind::Word("a".into()),
                TokenKind::Word("eq".into()),
                TokenKind::Quoted("(x\"]".into())
            ]
        );
    }

    #[test]
    fn an_unfinished_quote_is_refused_with_its_place() {
        assert_eq!(
            tokens("a eq \"x"),
            Err(GrammarError::Syntax {
                at: 5,
                expected: "a closing double quote"
            })
        );
    }
}
