//! Rows answer filters exactly as the documents do.

use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::*;
use crate::scim::attribute::{Attribute, Filterable};
use crate::scim::evaluate;
use crate::scim::filter::{IDENTITY_SEARCH, parse};
use crate::scim::schema::{self, ENTERPRISE, SAP};
use crate::scim::scope::Read;

const TEXTS: [&str; 16] = [
    "Ada",
    "ADA",
    "ada@Example.com",
    "",
    " ",
    "work",
    "Home",
    "STRASSE",
    "Straße",
    "İstanbul",
    "ΣΊΣΥΦΟΣ",
    "say \"hi\" \\ bye\n",
    "de",
    "US",
    "0ab1c2d3-0000-4000-8000-00000000000f",
    "0AB1C2D3-0000-4000-8000-00000000000F",
];
const DATES: [&str; 8] = [
    "2013-12-31",
    "2013-12-31T00:00:00Z",
    "2013-12-31T15:00:00.000",
    "2013-12-31T15:00:00.000000001Z",
    "2014-01-01",
    "2014-01-01T00:00:00.000",
    "1999-02-28T23:59:59.999999Z",
    "2079-06-06",
];
/// Parts of texts, so that `co`, `sw` and `ew` find some.
const PARTS: [&str; 12] = [
    "a",
    "ADA",
    "@example",
    ".com",
    "",
    "ß",
    "ss",
    "i",
    "σ",
    "0AB1C2D3",
    "-000",
    "\\\"hi\\\"",
];
const NAMES: [&str; 2] = ["name", "urn:ietf:params:scim:schemas:core:2.0:User:name"];

fn pick<'l>(random: &mut impl Rng, list: &[&'l str]) -> &'l str {
    list[random.random_range(0..list.len())]
}

/// A value that the attribute may have; now and then one that it may not have, for which rows have no place.
fn value(attribute: &Attribute, random: &mut ChaCha8Rng) -> Value {
    if random.random_bool(0.15) {
        return Value::Null;
    }
    if random.random_bool(0.002) {
        return [json!(7), json!(true), json!("?"), json!({}), json!([])]
            [random.random_range(0..5)]
        .clone();
    }
    match attribute.filterable {
        Filterable::Boolean => Value::from(random.random_bool(0.5)),
        Filterable::Date => Value::from(pick(random, &DATES)),
        _ => Value::from(pick(random, &TEXTS)),
    }
}

fn object(attributes: &'static [Attribute], random: &mut ChaCha8Rng) -> Map<String, Value> {
    let mut members = Map::new();
    for attribute in attributes {
        if random.random_bool(0.25) {
            continue;
        }
        let one = |random: &mut ChaCha8Rng| {
            if attribute.inside().is_empty() {
                value(attribute, random)
            } else {
                Value::Object(object(attribute.inside(), random))
            }
        };
        let value = if attribute.is_many() {
            let entries = random.random_range(0..4);
            (0..entries).map(|_| one(random)).collect()
        } else {
            one(random)
        };
        members.insert(attribute.name.to_owned(), value);
    }
    members
}

fn user(random: &mut ChaCha8Rng) -> (Map<String, Value>, Uuid) {
    let id = Uuid::from_u128(random.random());
    let mut user = object(schema::USER, random);
    user.insert("id".to_owned(), Value::from(id.to_string()));
    (user, id)
}

/// Every path that a search may name, with its attribute.
fn paths() -> Vec<(String, &'static Attribute)> {
    fn walk(
        outer: &str,
        attributes: &'static [Attribute],
        found: &mut Vec<(String, &'static Attribute)>,
    ) {
        for attribute in attributes {
            let path = match outer {
                "" => attribute.name.to_owned(),
                urn if urn.ends_with(":User") => format!("{urn}:{}", attribute.name),
                outer => format!("{outer}.{}", attribute.name),
            };
            walk(&path, attribute.inside(), found);
            if attribute.filterable != Filterable::No {
                found.push((path, attribute));
            }
        }
    }
    let mut found = Vec::new();
    walk("", schema::USER, &mut found);
    found
}

fn test(path: &str, attribute: &Attribute, random: &mut ChaCha8Rng) -> String {
    match attribute.filterable {
        Filterable::Boolean => {
            let operator = pick(
                random,
                &["eq true", "eq false", "ne true", "ne false", "pr"],
            );
            format!("{path} {operator}")
        }
        Filterable::Date => {
            let operator = pick(random, &["eq", "ne", "gt", "ge", "lt", "le", "pr"]);
            let operand = pick(random, &DATES);
            let operand = if operator == "pr" { "" } else { operand };
            format!("{path} {operator} {operand}")
        }
        _ => {
            let operator = pick(random, &["eq", "ne", "co", "sw", "ew", "pr"]);
            let operand = match operator {
                "pr" => String::new(),
                "eq" | "ne" => Value::from(pick(random, &TEXTS)).to_string(),
                _ => format!("\"{}\"", pick(random, &PARTS)),
            };
            format!("{path} {operator} {operand}")
        }
    }
}

/// A filter as a client may write it; not every one is accepted.
fn filter(paths: &[(String, &'static Attribute)], depth: usize, random: &mut ChaCha8Rng) -> String {
    let any = |random: &mut ChaCha8Rng| {
        let (path, attribute) = &paths[random.random_range(0..paths.len())];
        test(path, attribute, random)
    };
    if depth == 0 {
        return any(random);
    }
    let part = |random: &mut ChaCha8Rng| filter(paths, depth - 1, random);
    match random.random_range(0..7) {
        0 => format!("not ({})", part(random)),
        1 => format!("{} and {}", part(random), part(random)),
        2 => format!("({}) and ({})", part(random), part(random)),
        3 => format!("{} or {}", part(random), part(random)),
        4 | 5 => {
            let lists = [
                "emails",
                "addresses",
                ENTERPRISE,
                SAP,
                "meta",
                NAMES[0],
                NAMES[1],
            ];
            let outer = pick(random, &lists);
            let steps = schema::resolve(outer).unwrap();
            let inside: Vec<&Attribute> = steps[steps.len() - 1]
                .inside()
                .iter()
                .filter(|attribute| attribute.filterable != Filterable::No)
                .collect();
            let tests: Vec<String> = (0..random.random_range(1..4))
                .map(|_| {
                    let attribute = inside[random.random_range(0..inside.len())];
                    test(attribute.name, attribute, random)
                })
                .collect();
            format!("{outer}[{}]", tests.join(pick(random, &[" and ", " or "])))
        }
        _ => any(random),
    }
}

#[test]
fn rows_answer_every_filter_as_documents_do() {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_123);
    let paths = paths();
    let (mut asked, mut met, mut in_rows) = (0, 0, 0);
    for round in 0..100 {
        let users: Vec<_> = (0..12)
            .map(|_| {
                let (user, id) = user(&mut random);
                (
                    Row::new(&Value::Object(user.clone()).to_string(), 0, id),
                    user,
                )
            })
            .collect();
        let mut block = Block::of(&users[0].0);
        for (number, (row, _)) in users.iter().enumerate().skip(1) {
            block = block.with(number, row);
        }
        for number in 0..40 {
            let text = filter(&paths, number % 4, &mut random);
            let Ok(parsed) = parse(&text, &IDENTITY_SEARCH) else {
                continue;
            };
            let scopes = [Read::ALL, Read::IDS, Read::CORE.or(Read::ENTERPRISE)];
            let filter = parsed.masked(scopes[round % scopes.len()]);
            let check = Check::new(&filter).expect("rows hold every filterable attribute");
            let (matches, unfit) = (check.matches(&block), block.unfit());
            for (number, (_, user)) in users.iter().enumerate() {
                let expected = evaluate::holds(&filter, user);
                asked += 1;
                met += usize::from(expected);
                if unfit >> number & 1 == 0 {
                    in_rows += 1;
                    assert_eq!(
                        matches >> number & 1 == 1,
                        expected,
                        "{text}\n{}",
                        json!(user)
                    );
                }
            }
        }
    }
    // The test would say nothing if all filters were refused, none were met or no row held what it should.
    assert!(
        asked > 20_000 && met > asked / 10 && met < asked * 9 / 10,
        "{met} of {asked}"
    );
    assert!(in_rows > asked / 2, "{in_rows} of {asked}");
}

#[test]
fn every_filterable_attribute_has_a_seat() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for (path, attribute) in paths() {
        let filter = parse(&test(&path, attribute, &mut random), &IDENTITY_SEARCH).unwrap();
        assert!(Check::new(&filter).is_some(), "{path}");
    }
}

#[test]
fn a_user_that_does_not_fit_has_a_place_only() {
    let id = Uuid::from_u128(1);
    let block = |nick: &Value| {
        let user = json!({"id": id.to_string(), "nickName": nick}).to_string();
        Block::of(&Row::new(&user, 5, id))
    };
    assert_eq!(block(&json!("Ada")).unfit(), 0);
    for unfit in [json!(7), json!(["Ada"]), json!("x".repeat(2_000))] {
        let block = block(&unfit);
        assert_eq!(block.unfit(), 1);
        assert_eq!(block.first(), Some(Place::new(5, id)));
    }
}

#[test]
fn places_order_by_time_and_then_by_id() {
    let place = |created, id| Place::new(created, Uuid::from_u128(id));
    let places = [
        place(i64::MIN, 9),
        place(-1, 3),
        place(0, 2),
        place(7, 1),
        place(7, 1 << 100),
    ];
    assert!(places.is_sorted());
}
