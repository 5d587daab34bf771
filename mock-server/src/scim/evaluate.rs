//! Whether a user satisfies a filter.

use serde_json::{Map, Value};
use std::cmp::Ordering;

use super::attribute::Attribute;
use super::compare::{Moment, fold};
use super::filter::{Filter, Operand, Operator, Test};

/// Whether the filter holds for this object: a user, or one value of a list inside a group.
pub(crate) fn holds(filter: &Filter, object: &Map<String, Value>) -> bool {
    match filter {
        Filter::And(all) => all.iter().all(|part| holds(part, object)),
        Filter::Or(any) => any.iter().any(|part| holds(part, object)),
        Filter::Not(inner) => !holds(inner, object),
        Filter::Test(test) => test_holds(test, object),
        Filter::Group(path, inner) => group_holds(path, inner, object),
    }
}

/// The names of the top-level members that the filter looks at.
pub(crate) fn members(filter: &Filter, into: &mut Vec<&'static str>) {
    let path = match filter {
        Filter::And(parts) | Filter::Or(parts) => {
            return parts.iter().for_each(|part| members(part, into));
        }
        Filter::Not(inner) => return members(inner, into),
        Filter::Test(test) => &test.path,
        Filter::Group(path, _) => path,
    };
    if let Some(first) = path.first()
        && !into.contains(&first.name)
    {
        into.push(first.name);
    }
}

/// One value of a list has to satisfy the inner filter alone; an absent object is judged as an empty one, so that `ne`
/// and `not` see its nulls.
fn group_holds(path: &[&'static Attribute], inner: &Filter, object: &Map<String, Value>) -> bool {
    let mut met = false;
    let mut found_object = false;
    visit_member(path, object, &mut |value| {
        if let Value::Object(value) = value {
            found_object = true;
            met = met || holds(inner, value);
        }
    });
    let is_list = path.iter().any(|attribute| attribute.is_many());
    if found_object || is_list {
        met
    } else {
        holds(inner, &Map::new())
    }
}

fn test_holds(test: &Test, object: &Map<String, Value>) -> bool {
    let mut met = false;
    let operator = if test.operator == Operator::Ne {
        Operator::Eq
    } else {
        test.operator
    };
    visit_member(&test.path, object, &mut |value| {
        met = met || compare(operator, value, &test.operand);
    });
    // `ne` is the opposite of `eq`, so it also holds where there is nothing: the search guide says so of null.
    if test.operator == Operator::Ne {
        !met
    } else {
        met
    }
}

/// Calls `found` with every value at the end of the path, each entry of a list on its own.
fn visit_member<'a>(
    path: &[&'static Attribute],
    object: &'a Map<String, Value>,
    found: &mut dyn FnMut(&'a Value),
) {
    if let Some((first, rest)) = path.split_first()
        && let Some(value) = object.get(first.name)
    {
        visit_value(rest, value, found);
    }
}

fn visit_value<'a>(
    path: &[&'static Attribute],
    value: &'a Value,
    found: &mut dyn FnMut(&'a Value),
) {
    match value {
        Value::Array(entries) => {
            for entry in entries {
                visit_value(path, entry, found);
            }
        }
        value if path.is_empty() => found(value),
        Value::Object(object) => visit_member(path, object, found),
        _ => {}
    }
}

fn compare(operator: Operator, value: &Value, operand: &Operand) -> bool {
    match (value, operand) {
        (Value::Null, _) => false,
        (Value::String(text), Operand::None) => !text.is_empty(),
        (_, Operand::None) => true,
        (Value::Bool(value), Operand::Boolean(operand)) => value == operand,
        (Value::String(value), Operand::Text(operand)) => {
            let value = fold(value);
            match operator {
                Operator::Co => value.contains(operand.as_str()),
                Operator::Sw => value.starts_with(operand.as_str()),
                Operator::Ew => value.ends_with(operand.as_str()),
                _ => value == *operand,
            }
        }
        (Value::String(value), Operand::Moment(operand)) => {
            let Some(value) = Moment::read(value) else {
                return false;
            };
            let order = Moment::order(value, *operand);
            match operator {
                Operator::Gt => order == Ordering::Greater,
                Operator::Ge => order != Ordering::Less,
                Operator::Lt => order == Ordering::Less,
                Operator::Le => order != Ordering::Greater,
                _ => order == Ordering::Equal,
            }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::filter::{IDENTITY_SEARCH, parse};
    use serde_json::json;

    fn matches(filter: &str) -> bool {
        let user = json!({
            "userName": "Ada@example.com",
            "active": true,
            "name": {"givenName": "Ada", "familyName": "Byron"},
            "emails": [
                {"type": "home", "value": "ada@home.example"},
                {"type": "work", "value": "ada@work.example"},
            ],
            "entitlements": ["Invoice", "Expense"],
            "nickName": null,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"startDate": "2013-12-31T15:00:00.000"},
        });
        let filter = parse(filter, &IDENTITY_SEARCH).unwrap();
        holds(&filter, user.as_object().unwrap())
    }

    #[test]
    fn text_is_compared_without_regard_to_case() {
        assert!(matches(r#"userName eq "ADA@EXAMPLE.COM""#));
        assert!(matches(r#"entitlements eq "invoice""#));
        assert!(matches(r#"emails.value ew "@WORK.example""#));
    }

    #[test]
    fn ne_also_finds_null_and_absent() {
        assert!(matches(r#"nickName ne "x""#));
        assert!(matches(
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department ne "x""#
        ));
        assert!(!matches(r#"userName ne "ada@example.com""#));
    }

    #[test]
    fn brackets_need_one_value_and_dots_may_use_several() {
        assert!(!matches(
            r#"emails[type eq "work" and value ew "@home.example"]"#
        ));
        assert!(matches(
            r#"emails.type eq "work" and emails.value ew "@home.example""#
        ));
        assert!(matches(
            r#"emails.value ew "@home.example" and emails.value ew "@work.example""#
        ));
    }

    #[test]
    fn presence_is_false_for_null() {
        assert!(matches("name.givenName pr"));
        assert!(!matches("nickName pr"));
        assert!(!matches("addresses[type pr]"));
    }

    #[test]
    fn a_date_operand_covers_its_day() {
        assert!(matches(
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:startDate le 2013-12-31"
        ));
        assert!(!matches(
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:startDate lt 2013-12-31"
        ));
    }

    #[test]
    fn not_over_a_single_complex_value_sees_what_is_absent() {
        assert!(matches(
            r#"name[givenName ne "Bob" and not(givenName eq "Eve")]"#
        ));
    }
}
