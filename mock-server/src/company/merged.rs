//! The user that User Retrieval searches and shows: the identity document and the spend data in one object.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::scim::attribute::Attribute;
use crate::scim::evaluate;
use crate::scim::filter::Filter;
use crate::scim::retrieval::SPEND;
use crate::scim::schema::{ENTERPRISE, SETTINGS};
use crate::scim::shape::Gaps;

use super::extensions::Extension;
use super::history::Snapshot;
use super::record::{Extent, Record};
use super::search::{self, Found, Window, search};
use super::users::Users;

/// The merged users of a company.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Merged<'m> {
    /// Where they come from.
    pub(crate) snapshot: &'m Snapshot,
    /// The company's id, which no document holds.
    pub(crate) company: &'m str,
}

impl Merged<'_> {
    /// The users of this part of the list that the filter finds.
    pub(crate) fn find(&self, filter: Option<&Filter>, window: Window) -> Found {
        match filter {
            Some(filter) if needs_merging(filter) => self.scan(filter, window),
            Some(filter) => search(&self.snapshot.users, filter, window),
            None => self.everyone(window),
        }
    }

    fn everyone(&self, window: Window) -> Found {
        let users = &self.snapshot.users;
        let page = users.slice(window.position, window.count);
        Found {
            total: users.len(),
            page: page.cloned().collect(),
            has_more: window.position.saturating_add(window.count) < users.len(),
        }
    }

    /// Asks every user, since what is merged stands in no index.
    fn scan(&self, filter: &Filter, window: Window) -> Found {
        let mut wanted = Vec::new();
        evaluate::members(filter, &mut wanted);
        let mut found = Found::default();
        for (at, record) in self.snapshot.users.iter().enumerate() {
            if !evaluate::holds(filter, &self.members(record, &wanted)) {
                continue;
            }
            found.total += 1;
            if at < window.position {
                continue;
            }
            if found.page.len() < window.count {
                found.page.push(Arc::clone(record));
            } else {
                found.has_more = true;
            }
        }
        found
    }

    /// The wanted top-level members of a user.
    fn members(&self, record: &Record, wanted: &[&str]) -> Map<String, Value> {
        let mut members = record.members(wanted);
        if let Some(enterprise) = members.get_mut(ENTERPRISE).and_then(Value::as_object_mut) {
            enterprise.insert("companyId".to_owned(), Value::from(self.company));
        }
        if wanted.contains(&SPEND) {
            self.add_spend(record, &mut members);
        }
        members
    }

    fn add_spend(&self, record: &Record, members: &mut Map<String, Value>) {
        let spend = self
            .snapshot
            .extensions
            .read(record.id, Extension::SpendUser);
        if !spend.is_empty() {
            members.insert(SPEND.to_owned(), Value::Object(spend));
        }
    }

    /// The whole user. What has no value is left out, as in the one published reply.
    pub(crate) fn document(&self, record: &Record, location: &str) -> Option<Map<String, Value>> {
        let gaps = Gaps {
            company: self.company,
            location,
        };
        let mut text = Vec::new();
        record.copy(gaps, Extent::Full, &mut text);
        let mut user: Map<String, Value> = serde_json::from_slice(&text).ok()?;
        self.add_spend(record, &mut user);
        user.shift_remove(SETTINGS);
        drop_empty(&mut user);
        if user.contains_key(SPEND)
            && let Some(schemas) = user.get_mut("schemas").and_then(Value::as_array_mut)
        {
            schemas.push(Value::from(SPEND));
        }
        Some(user)
    }
}

/// How many users have to be looked at to answer.
pub(crate) fn rows_to_read(users: &Users, filter: &Filter) -> usize {
    if needs_merging(filter) {
        users.len()
    } else {
        search::rows_to_read(users, filter)
    }
}

/// Whether a filter speaks of what no identity document holds: spend data, and the company's id.
fn needs_merging(filter: &Filter) -> bool {
    let is_merged = |path: &[&Attribute]| {
        path.iter()
            .any(|step| step.name == SPEND || step.name == "companyId")
    };
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(needs_merging),
        Filter::Not(inner) => needs_merging(inner),
        Filter::Test(test) => is_merged(&test.path),
        Filter::Group(path, inner) => is_merged(path) || needs_merging(inner),
    }
}

/// Leaves out nulls and empty lists. Documents are as deep as the schema and no deeper.
fn drop_empty(object: &mut Map<String, Value>) {
    object.retain(|_, value| {
        if let Value::Object(inner) = value {
            drop_empty(inner);
        }
        for entry in value.as_array_mut().into_iter().flatten() {
            if let Value::Object(inner) = entry {
                drop_empty(inner);
            }
        }
        !value.is_null() && value.as_array().is_none_or(|entries| !entries.is_empty())
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::{Version, seed};
    use crate::ids::Seed;
    use crate::scim::filter::parse;
    use crate::scim::retrieval::SEARCH;
    use serde_json::json;

    fn snapshot() -> Snapshot {
        let mut version = Version {
            users: seed::users(Seed::new(1), 5),
            ..Version::default()
        };
        let second = version.users.iter().nth(1).unwrap().id;
        let spend = json!({
            "country": "FR", "ledgerCode": null,
            "customData": [{"id": "custom1", "value": "Paris"}, {"id": "custom2", "value": "Lyon"}],
        });
        let Value::Object(spend) = spend else {
            unreachable!()
        };
        let now = jiff::Timestamp::UNIX_EPOCH;
        version
            .extensions
            .keep(second, Extension::SpendUser, spend, now);
        Snapshot::of(&version)
    }

    fn total(filter: &str) -> usize {
        let snapshot = snapshot();
        let merged = Merged {
            snapshot: &snapshot,
            company: "c-1",
        };
        let filter = parse(filter, &SEARCH).unwrap();
        let window = Window {
            position: 0,
            count: 10,
        };
        merged.find(Some(&filter), window).total
    }

    #[test]
    fn filters_see_the_company_and_the_spend_data() {
        let spend = |rest: &str| total(&format!("{SPEND}:{rest}"));
        assert_eq!(total(&format!("{ENTERPRISE}:companyId eq \"C-1\"")), 5);
        assert_eq!(total(&format!("{ENTERPRISE}:companyId eq \"c-2\"")), 0);
        assert_eq!(spend("country eq \"fr\""), 1);
        assert_eq!(spend("country ne \"fr\""), 4);
        assert_eq!(
            spend("customData[id eq \"custom1\" and value sw \"Par\"]"),
            1
        );
        assert_eq!(
            spend("customData[id eq \"custom1\" and value sw \"Ly\"]"),
            0
        );
        assert_eq!(spend("customData.syncGuid pr"), 0);
    }

    #[test]
    fn a_page_starts_at_its_position_and_says_whether_there_is_more() {
        let snapshot = snapshot();
        let merged = Merged {
            snapshot: &snapshot,
            company: "c-1",
        };
        let window = |position| Window { position, count: 2 };
        let found = merged.find(None, window(1));
        assert_eq!(
            (found.total, found.page.len(), found.has_more),
            (5, 2, true)
        );
        let found = merged.find(None, window(3));
        assert_eq!((found.page.len(), found.has_more), (2, false));
    }

    #[test]
    fn a_document_names_its_spend_data_and_leaves_out_what_has_no_value() {
        let snapshot = snapshot();
        let merged = Merged {
            snapshot: &snapshot,
            company: "c-1",
        };
        let mut users = snapshot.users.iter();
        let plain = merged.document(users.next().unwrap(), "").unwrap();
        assert!(!plain.contains_key(SPEND) && plain.values().all(|value| !value.is_null()));
        let spender = merged.document(users.next().unwrap(), "").unwrap();
        assert_eq!(spender[SPEND]["country"], "FR");
        assert_eq!(spender[SPEND].get("ledgerCode"), None);
        assert!(
            spender["schemas"]
                .as_array()
                .unwrap()
                .contains(&SPEND.into())
        );
    }
}
