//! Searches: which users a filter finds.

use std::sync::Arc;

use crate::ids;
use crate::scim::compact::{Check, MAX_ROWS};
use crate::scim::evaluate;
use crate::scim::filter::{Filter, Operand, Operator};
use crate::scim::schema::ENTERPRISE;

use super::record::Record;
use super::unique::Unique;
use super::users::Users;

/// The part of a list that is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    /// 0-based, among all users: matches before it count, but are not on the page.
    pub(crate) position: usize,
    /// The most users of the page.
    pub(crate) count: usize,
}

/// What a search found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Found {
    /// All matches, before, on and behind the page.
    pub(crate) total: usize,
    /// The matches of the page.
    pub(crate) page: Vec<Arc<Record>>,
    /// Whether there are matches behind the page.
    pub(crate) has_more: bool,
}

/// The users that the filter finds.
pub(crate) fn search(users: &Users, filter: &Filter, window: Window) -> Found {
    let Some(key) = Key::of(filter) else {
        return scan(users, filter, window);
    };
    let mut found = key.find(users);
    // A lone test is what the index has answered already.
    if !matches!(filter, Filter::Test(_)) {
        let document = Document::new(filter);
        found.retain(|record| document.holds(record));
    }
    few(users, &found, window)
}

/// How many users have to be looked at to answer.
pub(crate) fn rows_to_read(users: &Users, filter: &Filter) -> usize {
    Key::of(filter).map_or(users.len(), |key| key.candidates(users))
}

/// The answer where an index knows all matches.
fn few(users: &Users, found: &[&Arc<Record>], window: Window) -> Found {
    // Matches before the page count, but are not on it.
    let mut behind = found.iter().copied().filter(|record| {
        window.position == 0 || users.position_behind(record.place()) > window.position
    });
    Found {
        total: found.len(),
        page: behind.by_ref().take(window.count).cloned().collect(),
        has_more: behind.next().is_some(),
    }
}

fn scan(users: &Users, filter: &Filter, window: Window) -> Found {
    let check = Check::new(filter);
    let document = Document::new(filter);
    let mut found = Found::default();
    let mut first = 0;
    for block in users.blocks() {
        let (mut matches, to_ask) = match &check {
            Some(check) => (check.matches(block) & !block.unfit(), block.unfit()),
            None => (0, block.all()),
        };
        for row in bits(to_ask) {
            let record = users.at(first + row);
            if record.is_some_and(|record| document.holds(record)) {
                matches |= 1 << row;
            }
        }
        found.add(users, first, matches, window);
        first += block.len();
    }
    found
}

impl Found {
    /// Adds the matches of a block that begins at this position.
    fn add(&mut self, users: &Users, first: usize, matches: u64, window: Window) {
        self.total += matches.count_ones() as usize;
        if self.has_more || first + MAX_ROWS <= window.position {
            return;
        }
        for row in bits(matches).filter(|row| first + row >= window.position) {
            if self.page.len() == window.count {
                self.has_more = true;
                return;
            }
            self.page.extend(users.at(first + row).cloned());
        }
    }
}

/// The numbers of the bits in a mask, lowest first.
fn bits(mask: u64) -> impl Iterator<Item = usize> {
    let mut rest = mask;
    std::iter::from_fn(move || {
        let bit = (rest != 0).then(|| rest.trailing_zeros() as usize);
        rest &= rest.wrapping_sub(1);
        bit
    })
}

/// A filter that is asked of documents: exact for every user, and many times as dear as asking rows.
struct Document<'f> {
    filter: &'f Filter,
    members: Vec<&'static str>,
}

impl<'f> Document<'f> {
    fn new(filter: &'f Filter) -> Self {
        let mut members = Vec::new();
        evaluate::members(filter, &mut members);
        Self { filter, members }
    }

    fn holds(&self, record: &Record) -> bool {
        evaluate::holds(self.filter, &record.members(&self.members))
    }
}

/// A value that the filter demands and that an index knows, so that few users can satisfy the filter: one, unless
/// a policy lets several share the value.
enum Key<'f> {
    Id(&'f str),
    Unique(Unique, &'f str),
}

impl<'f> Key<'f> {
    fn of(filter: &'f Filter) -> Option<Self> {
        match filter {
            Filter::And(parts) => parts.iter().find_map(Self::of),
            Filter::Test(test) if test.operator == Operator::Eq => {
                let Operand::Text(value) = &test.operand else {
                    return None;
                };
                // The indexes have no empty values, which several users may have.
                if value.is_empty() {
                    return None;
                }
                let names: Vec<&str> = test.path.iter().map(|attribute| attribute.name).collect();
                match names.as_slice() {
                    ["id"] => Some(Self::Id(value)),
                    ["userName"] => Some(Self::Unique(Unique::UserName, value)),
                    ["externalId"] => Some(Self::Unique(Unique::ExternalId, value)),
                    [ENTERPRISE, "employeeNumber"] => {
                        Some(Self::Unique(Unique::EmployeeNumber, value))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The users that have the value, in order.
    fn find<'u>(&self, users: &'u Users) -> Vec<&'u Arc<Record>> {
        match *self {
            Self::Id(value) => {
                let found = ids::read(value).and_then(|id| users.get(id));
                found.into_iter().collect()
            }
            Self::Unique(unique, value) => users.find_all(unique, value),
        }
    }

    /// How many users have to be looked at to find them.
    fn candidates(&self, users: &Users) -> usize {
        match *self {
            Self::Id(_) => 1,
            Self::Unique(unique, value) => users.candidates(unique, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::seed;
    use crate::company::unique::{Rules, Values};
    use crate::ids::Seed;
    use crate::policy::Policies;
    use crate::scim::filter::{IDENTITY_SEARCH, parse};
    use serde_json::json;

    const FILTERS: [&str; 8] = [
        "active eq true",
        "active eq false and name.givenName sw \"a\"",
        "emails[type eq \"home\" and value ew \".example\"]",
        "addresses.country eq \"de\" or not (nickName pr)",
        "meta.created lt 2023-01-03T00:00:00Z",
        "userName eq \"nobody@example.com\"",
        "externalId eq \"HR-0000007\" and active eq true",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:terminationDate pr",
    ];

    fn ids(page: &[Arc<Record>]) -> Vec<uuid::Uuid> {
        page.iter().map(|record| record.id).collect()
    }

    #[test]
    fn every_window_is_cut_out_of_the_matches() {
        let users = seed::users(Seed::new(3), 300);
        for text in FILTERS {
            let filter = parse(text, &IDENTITY_SEARCH).unwrap();
            let document = Document::new(&filter);
            let matches: Vec<(usize, Arc<Record>)> = users
                .iter()
                .cloned()
                .enumerate()
                .filter(|(_, record)| document.holds(record))
                .collect();
            for (position, count) in [(0, 1), (0, 100), (7, 20), (8, 5), (150, 300), (300, 10)] {
                let found = search(&users, &filter, Window { position, count });
                let behind: Vec<_> = matches
                    .iter()
                    .filter(|(at, _)| *at >= position)
                    .map(|(_, record)| Arc::clone(record))
                    .collect();
                let page = &behind[..count.min(behind.len())];
                assert_eq!(found.total, matches.len(), "{text}");
                assert_eq!(ids(&found.page), ids(page), "{text}");
                assert_eq!(found.has_more, behind.len() > page.len(), "{text}");
            }
        }
    }

    #[test]
    fn only_a_filter_without_an_index_reads_all_users() {
        let users = seed::users(Seed::new(3), 30);
        let read =
            FILTERS.map(|text| rows_to_read(&users, &parse(text, &IDENTITY_SEARCH).unwrap()));
        assert_eq!(read, [30, 30, 30, 30, 30, 0, 1, 30]);
    }

    /// Users of which the only one has these members.
    fn users_of(resource: &serde_json::Value) -> Users {
        let resource = resource.as_object().unwrap();
        let time = "2026-01-15T09:00:00Z".parse().unwrap();
        let meta = crate::scim::derive::Meta {
            created: time,
            last_modified: time,
            version: 0,
        };
        let record = Record::write(uuid::Uuid::from_u128(1), resource, meta).unwrap();
        let mut users = Users::default();
        let rules = Rules::of(&Policies::default());
        users.insert(record, &Values::of(resource), rules).unwrap();
        users
    }

    #[test]
    fn an_empty_value_is_found_although_no_index_has_it() {
        let users = users_of(&json!({"userName": "a@x", "externalId": "",
            ENTERPRISE: {"companyId": "c"}}));
        let window = Window {
            position: 0,
            count: 1,
        };
        for filter in [
            r#"externalId eq """#,
            r#"externalId eq "" and userName eq "a@x""#,
        ] {
            let found = search(&users, &parse(filter, &IDENTITY_SEARCH).unwrap(), window);
            assert_eq!(found.total, 1, "{filter}");
        }
    }

    #[test]
    fn a_user_without_a_row_is_asked_by_its_document() {
        let users = users_of(&json!({"userName": "a@x", "nickName": "n".repeat(70_000),
            ENTERPRISE: {"companyId": "c"}}));
        assert!(users.blocks().all(|block| block.unfit() == 1));
        let window = Window {
            position: 0,
            count: 1,
        };
        let found = search(
            &users,
            &parse(r#"nickName sw "NN""#, &IDENTITY_SEARCH).unwrap(),
            window,
        );
        assert_eq!((found.total, found.page.len()), (1, 1));
    }
}
