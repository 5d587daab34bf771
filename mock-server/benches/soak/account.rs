//! What the clients believe is there, held against what is there.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::mock::SEEDED;

/// A user as its client left it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Its id.
    pub(crate) id: String,
    /// Its nickname.
    pub(crate) nick_name: String,
    /// Whether it is active.
    pub(crate) is_active: bool,
}

/// What one client, or all of them, did and expect.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Users by login.
    pub(crate) users: BTreeMap<String, Kept>,
    /// How many requests were sent.
    pub(crate) requests: u64,
    /// How many came to no good answer.
    pub(crate) disturbed: u64,
    /// How many users were created.
    pub(crate) created: u64,
    /// How many users were deleted.
    pub(crate) deleted: u64,
    /// How many creations had lost their answer and were found to have happened.
    pub(crate) recovered: u64,
}

impl Tally {
    /// Takes in what another did.
    pub(crate) fn add(&mut self, other: Self) {
        self.users.extend(other.users);
        self.requests += other.requests;
        self.disturbed += other.disturbed;
        self.created += other.created;
        self.deleted += other.deleted;
        self.recovered += other.recovered;
    }

    /// Prints and says whether everybody is there once, as left, and nobody else.
    pub(crate) fn compare(&self, found: &BTreeMap<String, Vec<Value>>) -> bool {
        let lost = self
            .users
            .keys()
            .filter(|login| !found.contains_key(*login))
            .count();
        let doubled = found.values().filter(|users| users.len() > 1).count();
        let is_known =
            |login: &&String| self.users.contains_key(*login) || !login.starts_with("soak-");
        let strangers = found.keys().filter(|login| !is_known(login)).count();
        let changed = self
            .users
            .iter()
            .filter(|(login, kept)| {
                found
                    .get(*login)
                    .is_some_and(|users| seen(&users[0]) != **kept)
            })
            .count();
        let seeded = found
            .keys()
            .filter(|login| !login.starts_with("soak-"))
            .count();
        println!(
            "\n{} requests, {} of them disturbed; {} users created ({} after a lost answer), {} deleted, {} left",
            self.requests,
            self.disturbed,
            self.created,
            self.recovered,
            self.deleted,
            self.users.len()
        );
        println!(
            "lost {lost}, doubled {doubled}, not expected {strangers}, other than left {changed}, seeded {seeded} of {SEEDED}"
        );
        lost + doubled + strangers + changed == 0 && seeded == SEEDED
    }
}

fn seen(user: &Value) -> Kept {
    let text = |name: &str| user[name].as_str().unwrap_or_default().to_owned();
    Kept {
        id: text("id"),
        nick_name: text("nickName"),
        is_active: user["active"] == true,
    }
}

/// Kilobytes as megabytes.
pub(crate) fn megabytes(kilobytes: u64) -> f64 {
    f64::from(u32::try_from(kilobytes).unwrap_or(u32::MAX)) / 1_024.0
}

/// By how much the last third of a soak may take more memory than the middle one, in percent.
const GROWTH: u64 = 5;

/// Prints and says whether memory stayed flat after the first third, in which caches and the journal fill.
pub(crate) fn report_memory(samples: &[u64]) -> bool {
    let third = samples.len() / 3;
    if third == 0 {
        println!("memory: too short to say");
        return true;
    }
    let median = |part: &[u64]| {
        let mut part = part.to_vec();
        part.sort_unstable();
        part[part.len() / 2]
    };
    let (middle, last) = (
        median(&samples[third..2 * third]),
        median(&samples[2 * third..]),
    );
    println!(
        "\nmemory: {:.1} MB in the middle third, {:.1} MB in the last (medians)",
        megabytes(middle),
        megabytes(last)
    );
    last * 100 <= middle * (100 + GROWTH)
}
