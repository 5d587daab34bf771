//! A second opinion on filters: conditions as values, written as text for the target and decided here by a plain look.

use concur_contract::session::ENTERPRISE;
use proptest::prelude::*;
use serde_json::Value;

/// A condition on a user.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Active(bool),
    Present(&'static str),
    Compare(&'static str, &'static str, String),
    Not(Box<Self>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
}

/// Attributes with one value; those of the enterprise extension are written with its name.
const SINGLE: [&str; 8] = [
    "userName",
    "name.familyName",
    "name.givenName",
    "nickName",
    "externalId",
    "department",
    "costCenter",
    "division",
];

/// Attributes of lists: some entry must satisfy the condition.
const LISTED: [&str; 3] = ["emails.value", "emails.type", "addresses.locality"];

/// Conditions on what these users have: on made-up values every filter would find nobody.
pub(crate) fn condition(users: &[Value]) -> impl Strategy<Value = Condition> + use<> {
    let mut operands = Vec::new();
    for attribute in SINGLE.into_iter().chain(LISTED) {
        let values = users.iter().flat_map(|user| texts(user, attribute));
        operands.extend(values.map(|value| (attribute, value)));
    }
    let operators = prop::sample::select(vec!["eq", "ne", "co", "sw", "ew"]);
    let compare = (
        prop::sample::select(operands),
        operators,
        any::<prop::sample::Index>(),
        any::<bool>(),
    );
    let compare = compare.prop_map(|((attribute, value), operator, cut, upper)| {
        // What `ne` means for a list, all entries or some, no page says.
        let operator = if operator == "ne" && LISTED.contains(&attribute) {
            "eq"
        } else {
            operator
        };
        let value = piece(&value, operator, cut);
        Condition::Compare(
            attribute,
            operator,
            if upper { value.to_uppercase() } else { value },
        )
    });
    let leaf = prop_oneof![
        1 => any::<bool>().prop_map(Condition::Active),
        1 => prop::sample::select(SINGLE.to_vec()).prop_map(Condition::Present),
        6 => compare,
    ];
    leaf.prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|one| Condition::Not(Box::new(one))),
            (inner.clone(), inner.clone())
                .prop_map(|(left, right)| Condition::And(Box::new(left), Box::new(right))),
            (inner.clone(), inner)
                .prop_map(|(left, right)| Condition::Or(Box::new(left), Box::new(right))),
        ]
    })
}

/// The condition as a filter, with parentheses only where precedence needs them.
pub(crate) fn written(condition: &Condition) -> String {
    match condition {
        Condition::Active(active) => format!("active eq {active}"),
        Condition::Present(attribute) => format!("{} pr", qualified(attribute)),
        Condition::Compare(attribute, operator, value) => {
            format!(
                "{} {operator} {}",
                qualified(attribute),
                Value::from(value.as_str())
            )
        }
        Condition::Not(inner) => format!("not({})", written(inner)),
        Condition::And(left, right) => format!("{} and {}", grouped(left), grouped(right)),
        Condition::Or(left, right) => format!("{} or {}", written(left), written(right)),
    }
}

/// Whether the condition holds for a user.
pub(crate) fn holds_for(condition: &Condition, user: &Value) -> bool {
    match condition {
        Condition::Active(active) => user["active"] == *active,
        Condition::Present(attribute) => !texts(user, attribute).is_empty(),
        // Concur's `ne` also finds who has no value.
        Condition::Compare(attribute, "ne", value) => texts(user, attribute)
            .iter()
            .all(|text| !is_equal(text, value)),
        Condition::Compare(attribute, operator, value) => {
            let value = value.to_lowercase();
            texts(user, attribute)
                .iter()
                .map(|text| text.to_lowercase())
                .any(|text| match *operator {
                    "eq" => text == value,
                    "co" => text.contains(&value),
                    "sw" => text.starts_with(&value),
                    _ => text.ends_with(&value),
                })
        }
        Condition::Not(inner) => !holds_for(inner, user),
        Condition::And(left, right) => holds_for(left, user) && holds_for(right, user),
        Condition::Or(left, right) => holds_for(left, user) || holds_for(right, user),
    }
}

/// `and` binds closer than `or`.
fn grouped(condition: &Condition) -> String {
    match condition {
        Condition::Or(..) => format!("({})", written(condition)),
        _ => written(condition),
    }
}

fn qualified(attribute: &str) -> String {
    match attribute {
        "department" | "costCenter" | "division" => format!("{ENTERPRISE}:{attribute}"),
        _ => attribute.to_owned(),
    }
}

/// The texts that a user has for an attribute.
fn texts(user: &Value, attribute: &str) -> Vec<String> {
    let values = match attribute.split_once('.') {
        Some(("name", part)) => vec![&user["name"][part]],
        Some((list, part)) => user[list]
            .as_array()
            .into_iter()
            .flatten()
            .map(|entry| &entry[part])
            .collect(),
        None if qualified(attribute) == attribute => vec![&user[attribute]],
        None => vec![&user[ENTERPRISE][attribute]],
    };
    values
        .into_iter()
        .filter_map(Value::as_str)
        .map(ToOwned::to_owned)
        .collect()
}

/// A part of the value that the operator can find: a middle, a beginning or an end.
fn piece(value: &str, operator: &str, cut: prop::sample::Index) -> String {
    let signs: Vec<_> = value.chars().collect();
    if signs.is_empty() {
        return value.to_owned();
    }
    let cut = cut.index(signs.len());
    match operator {
        "sw" => signs.iter().take(cut + 1).collect(),
        "ew" | "co" => signs.iter().skip(cut).collect(),
        _ => value.to_owned(),
    }
}

fn is_equal(left: &str, right: &str) -> bool {
    left.to_lowercase() == right.to_lowercase()
}
