//! What two versions of a company differ in, at the cost of the difference: nodes that both share are not looked at.

use std::collections::BTreeMap;
use std::iter::Peekable;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::Version;
use super::extensions::Extension;
use crate::policy::definitions;

/// The most users that one page of a difference names.
pub(crate) const MAX_DIFFERING: usize = 1_000;

/// What became of a user from one version to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UserChange {
    /// Only the second version has it.
    Added,
    /// Only the first version has it.
    Removed,
    /// Both have it, and it is not the same.
    Changed,
}

/// What two versions of a company differ in about one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UserDifference {
    /// The user's id.
    pub id: Uuid,
    /// The login, that of the second version where it has the user.
    pub user_name: Option<String>,
    /// What became of it.
    pub change: UserChange,
    /// Of a changed user, what differs: by part (`identity`, `spend-user`, `travel`, `roles`, `password` …) the attributes, as
    /// SCIM writes their paths; of `roles` the codes. Passwords themselves are not shown.
    #[serde(default)]
    pub differs: BTreeMap<String, Vec<String>>,
}

/// What two versions of a company differ in: a page of users, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// What differs beside the users: `configuration`, `policy`, `legal-entities`, `provisions`, `outbox`, `situation`.
    pub company: Vec<String>,
    /// The users that differ.
    pub users: Vec<UserDifference>,
    /// The user behind which the next page begins; `None` on the last page.
    pub next: Option<Uuid>,
}

/// The page of users behind this one in which the versions differ. They must be of one company.
pub(crate) fn compare(
    before: &Version,
    after: &Version,
    behind: Option<Uuid>,
    most: usize,
) -> Difference {
    let mut ids = differing(before, after).filter(|id| behind.is_none_or(|behind| *id > behind));
    let most = most.clamp(1, MAX_DIFFERING);
    // What a write touched and another one put back does not differ.
    let users = ids.by_ref().filter_map(|id| user(before, after, id));
    let mut users: Vec<UserDifference> = users.take(most + 1).collect();
    let has_more = users.len() > most;
    users.truncate(most);
    Difference {
        company: company(before, after),
        next: users.last().filter(|_| has_more).map(|last| last.id),
        users,
    }
}

/// The users of whom anything may differ, by id, each once.
fn differing<'v>(before: &'v Version, after: &'v Version) -> Merge<'v> {
    Merge(vec![
        boxed(before.users.that_differ(&after.users)),
        boxed(before.extensions.that_differ(&after.extensions)),
        boxed(before.roles.that_differ(&after.roles)),
        boxed(before.logins.passwords_that_differ(&after.logins)),
        boxed(before.logins.states_that_differ(&after.logins)),
    ])
}

type Ids<'v> = Peekable<Box<dyn Iterator<Item = Uuid> + 'v>>;

fn boxed<'v>(ids: impl Iterator<Item = Uuid> + 'v) -> Ids<'v> {
    let ids: Box<dyn Iterator<Item = Uuid> + 'v> = Box::new(ids);
    ids.peekable()
}

/// Several sequences in order as one.
struct Merge<'v>(Vec<Ids<'v>>);

impl Iterator for Merge<'_> {
    type Item = Uuid;

    fn next(&mut self) -> Option<Uuid> {
        let least = self
            .0
            .iter_mut()
            .filter_map(|ids| ids.peek().copied())
            .min()?;
        for ids in &mut self.0 {
            while ids.next_if_eq(&least).is_some() {}
        }
        Some(least)
    }
}

fn user(before: &Version, after: &Version, id: Uuid) -> Option<UserDifference> {
    let (old, new) = (before.users.get(id), after.users.get(id));
    let change = match (old, new) {
        (None, None) => return None,
        (None, Some(_)) => UserChange::Added,
        (Some(_), None) => UserChange::Removed,
        (Some(_), Some(_)) => UserChange::Changed,
    };
    let mut differs = BTreeMap::new();
    if let (Some(old), Some(new)) = (old, new) {
        let mut note = |part: &str, paths: Option<Vec<String>>| {
            if let Some(paths) = paths {
                differs.insert(part.to_owned(), paths);
            }
        };
        note(
            "identity",
            (old != new).then(|| paths(&old.document(), &new.document())),
        );
        for extension in Extension::ALL {
            note(extension.name(), part(before, after, id, extension));
        }
        note("roles", roles(before, after, id));
        let password = |version: &Version| version.logins.password(id).cloned();
        note(
            "password",
            (password(before) != password(after)).then(Vec::new),
        );
        let state = |version: &Version| version.logins.state(id);
        note("sign-in", (state(before) != state(after)).then(Vec::new));
        if differs.is_empty() {
            return None;
        }
    }
    let user_name = new.or(old).map(|record| record.user_name());
    Some(UserDifference {
        id,
        user_name,
        change,
        differs,
    })
}

fn part(
    before: &Version,
    after: &Version,
    user: Uuid,
    extension: Extension,
) -> Option<Vec<String>> {
    let [old, new] = [before, after].map(|version| version.extensions.text(user, extension));
    (old != new).then(|| {
        let [old, new] = [before, after].map(|version| version.extensions.read(user, extension));
        paths(&old, &new)
    })
}

/// The roles that only one of the versions gives the user; behind the code the group, where there is one.
fn roles(before: &Version, after: &Version, user: Uuid) -> Option<Vec<String>> {
    let [old, new] = [before, after].map(|version| -> Vec<String> {
        let held = version.roles.of_user(user);
        held.map(|(role, group)| match &**group {
            "" => role.to_string(),
            group => format!("{role} in {group}"),
        })
        .collect()
    });
    let lost = old.iter().filter(|role| !new.contains(role));
    let got = new.iter().filter(|role| !old.contains(role));
    let differing: Vec<String> = lost.chain(got).cloned().collect();
    (!differing.is_empty()).then_some(differing)
}

/// The paths of the attributes that differ. Lists are compared as a whole, since their entries have no names.
fn paths(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<String> {
    let mut found = Vec::new();
    descend("", old, new, &mut found);
    found
}

/// Documents are bounded, and so is how deep they go.
fn descend(
    front: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    found: &mut Vec<String>,
) {
    let more = new.keys().filter(|name| !old.contains_key(*name));
    for name in old.keys().chain(more) {
        let path = format!("{front}{name}");
        match (old.get(name), new.get(name)) {
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                let link = if name.starts_with("urn:") { ':' } else { '.' };
                descend(&format!("{path}{link}"), old, new, found);
            }
            (old, new) if old == new => {}
            _ => found.push(path),
        }
    }
}

/// What differs beside the users; tokens, which nearly every request changes, are left out.
fn company(before: &Version, after: &Version) -> Vec<String> {
    let policy = |version: &Version| -> Vec<u64> {
        let values = definitions().map(|definition| version.policies.raw(definition));
        values.collect()
    };
    let parts = [
        ("configuration", before.configuration != after.configuration),
        ("policy", policy(before) != policy(after)),
        (
            "legal-entities",
            !before.legal_entities.is(&after.legal_entities),
        ),
        ("provisions", !before.jobs.is(&after.jobs)),
        ("outbox", before.one_times.mails != after.one_times.mails),
        ("situation", before.situation != after.situation),
    ];
    let differing = parts.into_iter().filter(|(_, differs)| *differs);
    differing.map(|(part, _)| part.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::logins::SignIn;
    use crate::company::seed::{self, Directory};
    use crate::ids::Seed;
    use jiff::Timestamp;
    use serde_json::json;

    fn company_of(users: usize) -> Version {
        let Directory {
            users,
            extensions,
            roles,
        } = seed::directory(Seed::new(1), users);
        Version {
            users,
            extensions,
            roles,
            ..Version::default()
        }
    }

    fn ids(version: &Version) -> Vec<Uuid> {
        version.users.iter().map(|record| record.id).collect()
    }

    #[test]
    fn a_version_differs_in_nothing_from_itself() {
        let version = company_of(20);
        let found = compare(&version, &version.clone(), None, MAX_DIFFERING);
        assert_eq!(found, Difference::default());
    }

    #[test]
    fn every_part_of_a_user_is_compared_and_named() {
        let before = company_of(20);
        let [locale, role, login, gone] = <[Uuid; 4]>::try_from(&ids(&before)[3..7]).unwrap();
        let mut after = before.clone();
        let mut spend = after.extensions.read(locale, Extension::SpendUser);
        spend.insert("locale".to_owned(), json!("xx-XX"));
        let now = Timestamp::UNIX_EPOCH;
        after
            .extensions
            .keep(locale, Extension::SpendUser, spend, now);
        after.roles.give(role, "SOME_ROLE");
        after.roles.give_in(role, "SOME_ROLE", "R&D");
        after.logins.set_password(login, "secret");
        after.logins.set_state(login, SignIn::Locked);
        after.remove_user(gone);

        let found = compare(&before, &after, None, MAX_DIFFERING);
        let of = |id: Uuid| found.users.iter().find(|user| user.id == id).unwrap();
        let differs = |id: Uuid| json!(of(id).differs);
        assert_eq!(differs(locale), json!({"spend-user": ["locale"]}));
        let roles = json!({"roles": ["SOME_ROLE", "SOME_ROLE in R&D"]});
        assert_eq!(differs(role), roles);
        assert_eq!(differs(login), json!({"password": [], "sign-in": []}));
        assert_eq!(of(gone).change, UserChange::Removed);
        assert_eq!(found.users.len(), 4);
        let back = compare(&after, &before, None, MAX_DIFFERING);
        let added = back.users.iter().find(|user| user.id == gone).unwrap();
        assert_eq!((added.change, added.differs.len()), (UserChange::Added, 0));
        assert!(added.user_name.is_some());
    }

    #[test]
    fn pages_follow_one_another_by_id() {
        let before = company_of(50);
        let mut after = before.clone();
        for id in ids(&before) {
            after.logins.set_password(id, "secret");
        }
        let (mut behind, mut seen) = (None, Vec::new());
        for _ in 0..5 {
            let page = compare(&before, &after, behind, 12);
            seen.extend(page.users.iter().map(|user| user.id));
            behind = page.next;
        }
        assert_eq!(behind, None);
        let mut expected = ids(&before);
        expected.sort_unstable();
        assert_eq!(seen, expected);
    }

    #[test]
    fn paths_are_those_of_scim() {
        let map = |value: Value| value.as_object().unwrap().clone();
        let old = map(
            json!({"name": {"givenName": "A", "familyName": "B"}, "emails": [1],
            "urn:x:User": {"manager": {"value": "1"}}, "same": {"a": 1}}),
        );
        let new = map(
            json!({"name": {"givenName": "C"}, "emails": [2], "title": "T",
            "urn:x:User": {"manager": {"value": "2"}}, "same": {"a": 1}}),
        );
        assert_eq!(
            paths(&old, &new),
            [
                "name.givenName",
                "name.familyName",
                "emails",
                "urn:x:User:manager.value",
                "title"
            ]
        );
    }
}
