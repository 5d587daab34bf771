//! The filters of SCIM v4's lists: one attribute, `eq`, one quoted text.

use crate::scim::grammar::{GrammarError, TokenKind, tokens};

/// `attribute eq "value"`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Exact {
    /// The attribute as it was written.
    pub(crate) attribute: String,
    /// What it shall be.
    pub(crate) value: String,
}

impl Exact {
    /// Reads a filter. ASSUMED: the reference prints `eq` with a quoted text and names the attributes, so nothing else
    /// is read: no other operator, no `and`, no brackets.
    pub(crate) fn read(filter: &str) -> Result<Self, GrammarError> {
        let wrong = |at: usize| GrammarError::Syntax {
            at,
            expected: "a supported attribute, `eq` and a text in double quotes, and nothing else",
        };
        let tokens = tokens(filter)?;
        let (attribute, operator, value) = match tokens.as_slice() {
            [attribute, operator, value] => (attribute, operator, value),
            [.., last] => return Err(wrong(last.at)),
            [] => return Err(wrong(0)),
        };
        let TokenKind::Word(attribute) = &attribute.kind else {
            return Err(wrong(attribute.at));
        };
        match &operator.kind {
            TokenKind::Word(word) if word.eq_ignore_ascii_case("eq") => {}
            TokenKind::Word(word) => {
                return Err(GrammarError::Operator {
                    operator: word.clone(),
                    path: attribute.clone(),
                });
            }
            _ => return Err(wrong(operator.at)),
        }
        let TokenKind::Quoted(value) = &value.kind else {
            return Err(wrong(value.at));
        };
        Ok(Self {
            attribute: attribute.clone(),
            value: value.clone(),
        })
    }

    /// Whether it speaks about this attribute, named in any case.
    pub(crate) fn is_about(&self, attribute: &str) -> bool {
        self.attribute.eq_ignore_ascii_case(attribute)
    }

    /// The refusal of an attribute that the list does not filter by; the one published sample prints a name without a
    /// URN behind a bare colon.
    pub(crate) fn unsupported(&self) -> GrammarError {
        let is_urn = self
            .attribute
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("urn:"));
        let colon = if is_urn { "" } else { ":" };
        GrammarError::Attribute(format!("{colon}{}", self.attribute))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_equation_is_read_and_its_name_counts_in_any_case() {
        let exact = Exact::read(r#"username EQ "Ada \"A\" Byron""#).unwrap();
        assert!(exact.is_about("userName") && !exact.is_about("externalId"));
        assert_eq!(exact.value, r#"Ada "A" Byron"#);
    }

    #[test]
    fn everything_else_is_refused() {
        for filter in [
            "",
            "userName",
            "userName eq",
            "userName eq ada",
            r#"userName co "ada""#,
            r#"userName pr "ada""#,
            r#"userName eq "a" or userName eq "b""#,
            r#"(userName eq "a")"#,
            r#""userName" eq "a""#,
            r#"userName eq "a"#,
        ] {
            assert!(Exact::read(filter).is_err(), "{filter}");
        }
    }
}
