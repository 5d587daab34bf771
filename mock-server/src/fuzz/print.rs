//! Writes a filter down again, so that it can be parsed a second time.

use crate::scim::attribute::Attribute;
use crate::scim::compare::Moment;
use crate::scim::filter::{Filter, Operand, Operator, Test};
use crate::scim::schema::is_extension;

/// How tightly the surroundings bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    Or,
    And,
}

/// The filter as text, with no more parentheses than it needs.
pub(super) fn print(filter: &Filter) -> String {
    let mut text = String::new();
    write(filter, Around::Nothing, &mut text);
    text
}

fn write(filter: &Filter, around: Around, out: &mut String) {
    match filter {
        Filter::Or(parts) if around == Around::Nothing => join(parts, " or ", Around::Or, out),
        Filter::And(parts) if around != Around::And => join(parts, " and ", Around::And, out),
        Filter::Or(_) | Filter::And(_) => parenthesised(filter, out),
        Filter::Not(inner) => {
            out.push_str("not ");
            parenthesised(inner, out);
        }
        Filter::Test(test) => write_test(test, out),
        Filter::Group(path, inner) => {
            write_path(path, out);
            out.push('[');
            write(inner, Around::Nothing, out);
            out.push(']');
        }
    }
}

fn join(parts: &[Filter], word: &str, around: Around, out: &mut String) {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push_str(word);
        }
        write(part, around, out);
    }
}

fn parenthesised(filter: &Filter, out: &mut String) {
    out.push('(');
    write(filter, Around::Nothing, out);
    out.push(')');
}

fn write_path(path: &[&Attribute], out: &mut String) {
    for (at, step) in path.iter().enumerate() {
        if at > 0 {
            out.push(if is_extension(path[at - 1]) { ':' } else { '.' });
        }
        out.push_str(step.name);
    }
}

fn write_test(test: &Test, out: &mut String) {
    write_path(&test.path, out);
    out.push(' ');
    out.push_str(word(test.operator));
    let operand = match &test.operand {
        Operand::None => return,
        Operand::Text(content) => serde_json::Value::from(content.as_str()).to_string(),
        Operand::Boolean(value) => value.to_string(),
        Operand::Moment(Moment::Day(day)) => day.to_string(),
        Operand::Moment(Moment::Instant(instant)) => instant.to_string(),
    };
    out.push(' ');
    out.push_str(&operand);
}

const fn word(operator: Operator) -> &'static str {
    match operator {
        Operator::Eq => "eq",
        Operator::Ne => "ne",
        Operator::Co => "co",
        Operator::Sw => "sw",
        Operator::Ew => "ew",
        Operator::Pr => "pr",
        Operator::Gt => "gt",
        Operator::Ge => "ge",
        Operator::Lt => "lt",
        Operator::Le => "le",
    }
}
