//! Reads search filters: the grammar of Concur's search guide, bound to the schema on the way.
//!
//! ```text
//! filter = term { "or" term }          term = factor { "and" factor }
//! factor = "not" "(" filter ")" | "(" filter ")" | test | path "[" filter "]"
//! test   = path ( "pr" | operator operand )
//! ```
//!
//! Precedence is not, and, or. Operands are quoted text, `true`, `false`, or a bare UUID or date. The parser is our own
//! because of those bare operands and of the bracket rules, which no SCIM crate knows.

use super::dialect::{Brackets, Dialect, PICK};
use super::{Filter, Operand, Operator, Test};
use crate::scim::attribute::{Attribute, Filterable, named};
use crate::scim::compare::{Moment, fold};
use crate::scim::grammar::{GrammarError, Token, TokenKind, tokens};

/// How deep brackets may nest.
const MAX_DEPTH: usize = 32;

/// Reads a filter as this service does.
pub(crate) fn parse(text: &str, dialect: &Dialect) -> Result<Filter, GrammarError> {
    read(text, dialect, Place::Root)
}

/// Reads what stands between the brackets of a PATCH path on this attribute.
pub(crate) fn parse_pick(
    text: &str,
    attribute: &'static Attribute,
) -> Result<Filter, GrammarError> {
    read(text, &PICK, Place::Inside(&[attribute]))
}

fn read(text: &str, dialect: &Dialect, place: Place<'_>) -> Result<Filter, GrammarError> {
    let tokens = tokens(text)?;
    let mut parser = Parser {
        tokens: &tokens,
        next: 0,
        end: text.len(),
        dialect,
        depth: 0,
    };
    let filter = parser.any(place)?;
    parser.finish()?;
    Ok(filter)
}

/// Where names are looked up.
#[derive(Debug, Clone, Copy)]
enum Place<'p> {
    Root,
    /// Inside the brackets behind this path.
    Inside(&'p [&'static Attribute]),
}

impl Place<'_> {
    /// What brackets forbid here: outside of lists nothing.
    fn forbids(self, brackets: Brackets) -> Brackets {
        match self {
            Self::Inside([.., last]) if last.is_many() => brackets,
            _ => Brackets::Free,
        }
    }
}

struct Parser<'a> {
    tokens: &'a [Token],
    next: usize,
    end: usize,
    dialect: &'a Dialect,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&TokenKind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn expected<T>(&self, expected: &'static str) -> Result<T, GrammarError> {
        let at = self
            .tokens
            .get(self.next)
            .map_or(self.end, |token| token.at);
        Err(GrammarError::Syntax { at, expected })
    }

    fn keyword(&mut self, keyword: &str) -> bool {
        let found = matches!(self.peek(), Some(TokenKind::Word(word)) if word.eq_ignore_ascii_case(keyword));
        self.next += usize::from(found);
        found
    }

    fn take(&mut self, kind: &TokenKind, expected: &'static str) -> Result<(), GrammarError> {
        if self.peek() != Some(kind) {
            return self.expected(expected);
        }
        self.next += 1;
        Ok(())
    }

    fn finish(&self) -> Result<(), GrammarError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => self.expected("`and`, `or` or the end of the filter"),
        }
    }

    fn any(&mut self, place: Place<'_>) -> Result<Filter, GrammarError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(GrammarError::TooDeep(MAX_DEPTH));
        }
        let mut terms = vec![self.all(place)?];
        while self.keyword("or") {
            terms.push(self.all(place)?);
        }
        self.depth -= 1;
        Ok(single(terms, Filter::Or))
    }

    fn all(&mut self, place: Place<'_>) -> Result<Filter, GrammarError> {
        let mut factors = vec![self.factor(place)?];
        while self.keyword("and") {
            factors.push(self.factor(place)?);
        }
        if place.forbids(self.dialect.brackets) == Brackets::Strict {
            refuse_repeated(&factors)?;
        }
        Ok(single(factors, Filter::And))
    }

    fn factor(&mut self, place: Place<'_>) -> Result<Filter, GrammarError> {
        let forbids = place.forbids(self.dialect.brackets);
        let opens =
            |token: Option<&Token>| token.is_some_and(|token| token.kind == TokenKind::Open);
        if opens(self.tokens.get(self.next + 1)) && self.keyword("not") {
            if forbids != Brackets::Free {
                return Err(GrammarError::Brackets("`not` is not supported"));
            }
            return Ok(Filter::Not(Box::new(self.parenthesised(place)?)));
        }
        if opens(self.tokens.get(self.next)) {
            let inner = self.parenthesised(place)?;
            if forbids == Brackets::Strict && matches!(inner, Filter::Or(_)) {
                return Err(GrammarError::Brackets(
                    "`or` in parentheses is not supported",
                ));
            }
            return Ok(inner);
        }
        self.test_or_group(place)
    }

    fn parenthesised(&mut self, place: Place<'_>) -> Result<Filter, GrammarError> {
        self.take(&TokenKind::Open, "`(`")?;
        let inner = self.any(place)?;
        self.take(&TokenKind::Close, "`)`")?;
        Ok(inner)
    }

    fn test_or_group(&mut self, place: Place<'_>) -> Result<Filter, GrammarError> {
        let Some(TokenKind::Word(written)) = self.peek().cloned() else {
            return self.expected("an attribute, `not` or `(`");
        };
        let path = self.path(&written, place)?;
        self.next += 1;
        if self.peek() == Some(&TokenKind::OpenBracket) {
            self.next += 1;
            if path.last().is_none_or(|last| last.inside().is_empty()) {
                return Err(invalid_path(&written));
            }
            if matches!(place, Place::Inside(_)) {
                return self.expected("an operator");
            }
            let inner = self.any(Place::Inside(&path))?;
            self.take(&TokenKind::CloseBracket, "`]`")?;
            return Ok(Filter::Group(path, Box::new(inner)));
        }
        self.test(path, &written, place)
    }

    fn test(
        &mut self,
        path: Vec<&'static Attribute>,
        written: &str,
        place: Place<'_>,
    ) -> Result<Filter, GrammarError> {
        let Some(TokenKind::Word(word)) = self.peek().cloned() else {
            return self.expected("an operator");
        };
        let Some(operator) = Operator::read(&word) else {
            return self.expected("one of the operators eq, ne, co, sw, ew, pr, gt, ge, lt, le");
        };
        self.next += 1;
        let comparison = self.comparison(&path, place);
        if comparison == Filterable::No {
            return Err(invalid_path(written));
        }
        if operator == Operator::Ne && place.forbids(self.dialect.brackets) != Brackets::Free {
            return Err(GrammarError::Brackets("`ne` is not supported"));
        }
        if !goes_with(operator, comparison) {
            return Err(GrammarError::Operator {
                operator: word,
                path: written.to_owned(),
            });
        }
        let operand = if operator == Operator::Pr {
            Operand::None
        } else {
            self.operand(comparison, written)?
        };
        Ok(Filter::Test(Test {
            path,
            operator,
            operand,
        }))
    }

    /// How the attribute may be compared, judged by its path from the root of the filter.
    fn comparison(&self, path: &[&'static Attribute], place: Place<'_>) -> Filterable {
        match place {
            Place::Root => (self.dialect.comparison)(path),
            Place::Inside(outer) => (self.dialect.comparison)(&[outer, path].concat()),
        }
    }

    /// The attributes that a written name stands for.
    fn path(
        &self,
        written: &str,
        place: Place<'_>,
    ) -> Result<Vec<&'static Attribute>, GrammarError> {
        let found = match place {
            Place::Root => self.dialect.schema.resolve(written),
            Place::Inside(outer) => outer.last().and_then(|last| self.inner(last, written)),
        };
        found.ok_or_else(|| invalid_path(written))
    }

    /// The attributes that a name inside brackets stands for. A provisioning guide picks `report[approver.value eq …]`;
    /// where brackets have rules, names have one part.
    fn inner(&self, list: &'static Attribute, written: &str) -> Option<Vec<&'static Attribute>> {
        if self.dialect.brackets != Brackets::Free {
            return named(list.inside(), written).map(|found| vec![found]);
        }
        let mut inside = list.inside();
        let mut path = Vec::new();
        for name in written.split('.') {
            let attribute = named(inside, name)?;
            path.push(attribute);
            inside = attribute.inside();
        }
        Some(path)
    }

    fn operand(&mut self, comparison: Filterable, path: &str) -> Result<Operand, GrammarError> {
        let (text, is_quoted) = match self.peek().cloned() {
            Some(TokenKind::Quoted(text)) => (text, true),
            Some(TokenKind::Word(word)) => (word, false),
            _ => return self.expected("a value"),
        };
        let wrong = |expected| {
            Err(GrammarError::Operand {
                path: path.to_owned(),
                expected,
            })
        };
        let operand = match comparison {
            Filterable::Boolean => match (is_quoted, text.to_ascii_lowercase().as_str()) {
                (false, "true") => Operand::Boolean(true),
                (false, "false") => Operand::Boolean(false),
                _ => return wrong("true or false, without quotes"),
            },
            Filterable::Date => match Moment::read(&text) {
                Some(moment) => Operand::Moment(moment),
                None => return wrong("a date such as 2013-12-31 or 2025-01-01T00:00:00Z"),
            },
            Filterable::Text | Filterable::No => {
                // Only UUIDs and dates may stand without quotes, says the search guide.
                if !is_quoted && !is_uuid(&text) && Moment::read(&text).is_none() {
                    return wrong("text in double quotes");
                }
                Operand::Text(fold(&text))
            }
        };
        self.next += 1;
        Ok(operand)
    }
}

fn is_uuid(text: &str) -> bool {
    crate::ids::read(text).is_some()
}

fn single(mut filters: Vec<Filter>, join: fn(Vec<Filter>) -> Filter) -> Filter {
    match filters.pop() {
        Some(only) if filters.is_empty() => only,
        Some(last) => {
            filters.push(last);
            join(filters)
        }
        None => join(filters),
    }
}

fn goes_with(operator: Operator, comparison: Filterable) -> bool {
    use Operator::{Co, Eq, Ew, Ge, Gt, Le, Lt, Ne, Pr, Sw};
    match comparison {
        Filterable::Text => matches!(operator, Eq | Ne | Co | Sw | Ew | Pr),
        Filterable::Boolean => matches!(operator, Eq | Ne | Pr),
        Filterable::Date => matches!(operator, Eq | Ne | Gt | Ge | Lt | Le | Pr),
        Filterable::No => false,
    }
}

/// The search guide refuses one attribute twice under `and` inside brackets, as no single value could satisfy it;
/// parentheses around a part of the conjunction change nothing.
fn refuse_repeated(factors: &[Filter]) -> Result<(), GrammarError> {
    let mut names = Vec::new();
    for factor in factors {
        conjoined(factor, &mut names);
    }
    names.sort_unstable();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(GrammarError::Brackets(
            "the same attribute joined by `and` is not supported",
        ));
    }
    Ok(())
}

/// The attributes of every test that `and` joins.
fn conjoined(filter: &Filter, names: &mut Vec<&'static str>) {
    match filter {
        Filter::Test(test) => names.extend(test.path.last().map(|last| last.name)),
        Filter::And(parts) => parts.iter().for_each(|part| conjoined(part, names)),
        _ => {}
    }
}

/// The one published sample prints an attribute without a URN behind a bare colon: `Invalid attribute path [:test]`.
fn invalid_path(written: &str) -> GrammarError {
    let is_urn = written
        .get(..4)
        .is_some_and(|head| head.eq_ignore_ascii_case("urn:"));
    GrammarError::Attribute(if is_urn {
        written.to_owned()
    } else {
        format!(":{written}")
    })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
