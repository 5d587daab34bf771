//! Makes the first users of a company out of a seed: the same seed gives the same users, to the byte.

use jiff::{SignedDuration, Timestamp};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::ids::Seed;
use crate::policy::Policies;
use crate::scim::derive::{Meta, complete};
use crate::scim::schema::{ENTERPRISE, SAP};

use super::record::Record;
use super::unique::{Rules, Values};
use super::users::Users;

/// The most users a company can be seeded with.
pub(crate) const MAX_SEEDED_USERS: usize = 1_000_000;

/// How many people report to one manager.
const SPAN: u64 = 8;

/// When the first seeded user was created: 2023-01-02T08:00:00Z. It lies in the past of every clock that is not set back
/// on purpose, and a million users later still does.
const FIRST_CREATION: i64 = 1_672_646_400;

/// Seconds between two seeded users.
const CREATION_STEP: u64 = 37;

const GIVEN: [&str; 24] = [
    "Amara", "Björn", "Chloé", "Dmitri", "Elif", "Femi", "Grace", "Hiroshi", "Ingrid", "João",
    "Kirra", "Łukasz", "Mei", "Nadia", "Oisín", "Priya", "Quentin", "Rosa", "Søren", "Tomás",
    "Uma", "Viktor", "Wanjiru", "Yusuf",
];
const FAMILY: [&str; 24] = [
    "Adeyemi",
    "Bergström",
    "Castillo",
    "Dubois",
    "Eriksen",
    "Fernández",
    "Günther",
    "Hashimoto",
    "Ivanova",
    "Jensen",
    "Kowalska",
    "Lindqvist",
    "Müller",
    "Nguyen",
    "O'Brien",
    "Petrov",
    "Quispe",
    "Rossi",
    "Silva",
    "Tanaka",
    "Ueda",
    "Varga",
    "Wójcik",
    "Zhou",
];
const TITLES: [&str; 5] = [
    "Analyst",
    "Engineer",
    "Consultant",
    "Accountant",
    "Coordinator",
];
/// Department, division and cost centre go together.
const PLACES: [(&str, &str, &str); 6] = [
    ("Sales", "Commercial", "CC-1000"),
    ("Marketing", "Commercial", "CC-1100"),
    ("Research", "Technology", "CC-2000"),
    ("Operations", "Technology", "CC-2100"),
    ("Finance", "Corporate", "CC-3000"),
    ("Human Resources", "Corporate", "CC-3100"),
];
/// Country, region, locality, postal code, street, language and time zone go together.
const HOMES: [[&str; 7]; 5] = [
    [
        "US",
        "WA",
        "Bellevue",
        "98004",
        "601 108th Avenue",
        "en-US",
        "America/Los_Angeles",
    ],
    [
        "DE",
        "BE",
        "Berlin",
        "10115",
        "Chausseestraße 12",
        "de",
        "Europe/Berlin",
    ],
    [
        "FR",
        "ARA",
        "Lyon",
        "69002",
        "4 rue Mercière",
        "fr",
        "Europe/Paris",
    ],
    [
        "JP",
        "13",
        "Tokyo",
        "100-0005",
        "1-6-5 Marunouchi",
        "ja",
        "Asia/Tokyo",
    ],
    [
        "GB",
        "ENG",
        "London",
        "EC2M 4NS",
        "18 Appold Street",
        "en-GB",
        "Europe/London",
    ],
];

/// The first users of a company.
pub(crate) fn users(seed: Seed, count: usize) -> Users {
    let mut random = ChaCha8Rng::from_seed(seed.bytes());
    // Seeded users are the same whatever the policy, so that a policy can change while they stay.
    let policies = Policies::default();
    let rules = Rules::of(&policies);
    let mut users = Users::default();
    for ordinal in 0..count.min(MAX_SEEDED_USERS) as u64 {
        let mut resource = person(seed, ordinal, &mut random);
        let created = creation(ordinal);
        complete(&mut resource, created, &policies);
        let values = Values::of(&resource);
        let changed = created
            .saturating_add(SignedDuration::from_hours(24 * random.random_range(1..300)))
            .unwrap_or(created);
        let version = random.random_range(1..12);
        let meta = Meta {
            created,
            last_modified: changed,
            version,
        };
        let Some(record) = Record::write(seed.id("user", ordinal), &resource, meta) else {
            continue;
        };
        // Seeded values hold their ordinal, so none is ever taken.
        let inserted = users.insert(record, &values, rules);
        debug_assert_eq!(inserted, Ok(()));
    }
    users
}

/// The id of the seeded user of this ordinal.
pub(crate) fn user_id(seed: Seed, ordinal: u64) -> Uuid {
    seed.id("user", ordinal)
}

/// The employee number of the seeded user of this ordinal.
fn employee_number(ordinal: u64) -> String {
    format!("{:06}", 100_000 + ordinal)
}

fn creation(ordinal: u64) -> Timestamp {
    let seconds = FIRST_CREATION + i64::try_from(ordinal * CREATION_STEP).unwrap_or_default();
    // A fraction that differs from user to user shows whether a reader keeps all six digits.
    let microseconds = i64::try_from(ordinal * 7919 % 1_000_000).unwrap_or_default();
    Timestamp::from_microsecond(seconds * 1_000_000 + microseconds).unwrap_or_default()
}

fn pick<'l, T>(random: &mut impl Rng, list: &'l [T]) -> &'l T {
    &list[random.random_range(0..list.len())]
}

fn person(seed: Seed, ordinal: u64, random: &mut ChaCha8Rng) -> Map<String, Value> {
    let (given, family) = (*pick(random, &GIVEN), *pick(random, &FAMILY));
    let login = format!("{}.{}.{ordinal}@example.com", ascii(given), ascii(family));
    let [
        country,
        region,
        locality,
        postal_code,
        street,
        language,
        zone,
    ] = *pick(random, &HOMES);
    // The first user is the one whose password is known, so it is always active.
    let is_leaver = ordinal > 0 && random.random_bool(0.05);
    let mut user = Map::new();
    let mut put = |name: &str, value: Value| user.insert(name.to_owned(), value);
    put("externalId", Value::from(format!("hr-{ordinal:07}")));
    put("userName", Value::from(login.as_str()));
    put("active", Value::from(!is_leaver));
    put("name", json!({"familyName": family, "givenName": given}));
    put("title", Value::from(*pick(random, &TITLES)));
    put("preferredLanguage", Value::from(language));
    put("timezone", Value::from(zone));
    // A second address stands first, so that a reader who takes the first for the work address is found out.
    let work = json!({"value": login, "type": "work", "verified": random.random_bool(0.7), "notifications": true});
    let private = json!({"value": format!("{}@mail.example", ascii(given)), "type": "home"});
    put(
        "emails",
        if random.random_bool(0.3) {
            json!([private, work])
        } else {
            json!([work])
        },
    );
    if random.random_bool(0.4) {
        let number = format!("206555{:04}", random.random_range(0..10_000));
        put(
            "phoneNumbers",
            json!([{"value": number, "type": "mobile", "display": format!("tel:+1-{number}"), "primary": true,
                "notifications": false, "issuingCountry": "US"}]),
        );
    }
    if random.random_bool(0.5) {
        put(
            "addresses",
            json!([{"type": "work", "streetAddress": street, "locality": locality, "region": region,
                "postalCode": postal_code, "country": country}]),
        );
    }
    put(
        "entitlements",
        if random.random_bool(0.6) {
            json!(["Expense", "Travel"])
        } else {
            json!(["Expense"])
        },
    );
    if ordinal.is_multiple_of(3) {
        put(
            SAP,
            json!({"userUuid": seed.id("sap", ordinal).to_string()}),
        );
    }
    put(ENTERPRISE, enterprise(seed, ordinal, is_leaver, random));
    user
}

fn enterprise(seed: Seed, ordinal: u64, is_leaver: bool, random: &mut ChaCha8Rng) -> Value {
    let (department, division, cost_center) = *pick(random, &PLACES);
    let mut enterprise = json!({
        "employeeNumber": employee_number(ordinal),
        "companyId": "",
        "costCenter": cost_center,
        "department": department,
        "division": division,
        "startDate": format!("20{:02}-{:02}-01T00:00:00.000", random.random_range(10..23), random.random_range(1..13)),
    });
    if is_leaver {
        enterprise["terminationDate"] = Value::from("2024-06-30T00:00:00.000");
    }
    if ordinal > 0 {
        let manager = (ordinal - 1) / SPAN;
        enterprise["manager"] = json!({
            "value": user_id(seed, manager).to_string(),
            "employeeNumber": employee_number(manager),
        });
    }
    enterprise
}

/// The letters of a name as a login may hold them.
fn ascii(name: &str) -> String {
    name.chars()
        .filter_map(|letter| match letter {
            'ö' | 'ó' | 'ø' => Some('o'),
            'ü' => Some('u'),
            'é' => Some('e'),
            'á' | 'ã' => Some('a'),
            'í' => Some('i'),
            'Ł' => Some('l'),
            letter => letter
                .is_ascii_alphabetic()
                .then(|| letter.to_ascii_lowercase()),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::validate;

    #[test]
    fn a_seed_gives_the_same_users_again_and_another_seed_others() {
        let text = |seed: u64| -> Vec<String> {
            let gaps = crate::scim::shape::Gaps {
                company: "c",
                location: "l",
            };
            users(Seed::new(seed), 20)
                .iter()
                .map(|record| {
                    let mut out = Vec::new();
                    record.copy(gaps, crate::company::record::Extent::Full, &mut out);
                    String::from_utf8(out).unwrap()
                })
                .collect()
        };
        assert_eq!(text(1), text(1));
        assert_ne!(text(1), text(2));
    }

    #[test]
    fn every_seeded_user_is_one_that_could_have_been_created() {
        let company = Uuid::nil().to_string();
        let users = users(Seed::new(5), 300);
        assert_eq!(users.len(), 300);
        for record in users.iter() {
            let (resource, _) = record.read(&company).unwrap();
            assert_eq!(
                validate::document(&resource, &Policies::default()).err(),
                None,
                "{}",
                record.id
            );
        }
    }
}
