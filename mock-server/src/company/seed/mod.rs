//! Makes the first users of a company out of a seed, with their profiles and roles: the same seed gives the same, to the byte.
//!
//! People are independent of one another, so several threads make them, each in chunks that fill whole blocks of rows; maps
//! are built at once when all are there.

mod document;
mod names;
mod person;
mod places;
mod profile;

use std::num::NonZero;
use std::ops::Range;
use std::sync::Arc;
use std::thread;

use uuid::Uuid;

use crate::ids::Seed;
use crate::scim::compact::{Block, MAX_ROWS, Row};

use super::extensions::{Extension, Extensions, Kept};
use super::record::Record;
use super::roles::Roles;
use super::unique::{Index, Keys};
use super::users::Users;
use person::{Crowd, Person};

/// The most users a company can be seeded with.
pub(crate) const MAX_SEEDED_USERS: usize = 1_000_000;

/// The most threads that make people.
const MAX_THREADS: usize = 8;

/// How many people a thread makes before it puts them down: many blocks.
const CHUNK: usize = MAX_ROWS * 256;

/// The first users of a company with everything that is kept of them.
#[derive(Debug, Default)]
pub(crate) struct Directory {
    /// The users.
    pub(crate) users: Users,
    /// Their spend and travel profiles.
    pub(crate) extensions: Extensions,
    /// What they may do for others.
    pub(crate) roles: Roles,
}

/// The first users of a company.
pub(crate) fn directory(seed: Seed, count: usize) -> Directory {
    let count = count.min(MAX_SEEDED_USERS);
    let crowd = Crowd::new(seed, count as u64);
    let mut all = Made::default();
    for made in make(&crowd, count) {
        all.join(made);
    }
    let roles = Roles::packed(&all.roles, person::creation(0));
    let extensions = {
        let places = all.records.iter().map(|record| record.place());
        Extensions::packed(all.kept, places)
    };
    Directory {
        users: Users::packed(all.records, all.blocks, Index::packed(all.keys)),
        extensions,
        roles,
    }
}

/// The first users of a company without what services keep beside their documents.
pub(crate) fn users(seed: Seed, count: usize) -> Users {
    directory(seed, count).users
}

/// What was made of some people who follow one another.
#[derive(Debug, Default)]
struct Made {
    records: Vec<Arc<Record>>,
    blocks: Vec<Arc<Block>>,
    keys: Keys,
    kept: Vec<((Uuid, Extension), Kept)>,
    roles: Vec<(Uuid, &'static str)>,
}

impl Made {
    fn join(&mut self, mut other: Self) {
        self.records.append(&mut other.records);
        self.blocks.append(&mut other.blocks);
        self.keys.join(other.keys);
        self.kept.append(&mut other.kept);
        self.roles.append(&mut other.roles);
    }
}

/// Makes all people, in order.
fn make(crowd: &Crowd, count: usize) -> Vec<Made> {
    let chunks: Vec<Range<usize>> = (0..count)
        .step_by(CHUNK)
        .map(|first| first..(first + CHUNK).min(count))
        .collect();
    let threads = thread::available_parallelism()
        .map_or(1, NonZero::get)
        .min(MAX_THREADS)
        .min(chunks.len().max(1));
    if threads == 1 {
        return chunks.into_iter().map(|chunk| some(crowd, chunk)).collect();
    }
    let share = chunks.len().div_ceil(threads);
    thread::scope(|scope| {
        let shares: Vec<_> = chunks
            .chunks(share)
            .map(|share| {
                scope.spawn(move || {
                    let made = share.iter().map(|chunk| some(crowd, chunk.clone()));
                    made.collect::<Vec<Made>>()
                })
            })
            .collect();
        // A thread that panicked has made nobody; none does.
        let made = shares.into_iter().filter_map(|share| share.join().ok());
        made.flatten().collect()
    })
}

fn some(crowd: &Crowd, ordinals: Range<usize>) -> Made {
    let mut made = Made::default();
    let mut rows: Vec<Row> = Vec::with_capacity(MAX_ROWS);
    for ordinal in ordinals {
        let person = Person::of(crowd, ordinal as u64);
        one(&person, &mut made, &mut rows);
        if rows.len() == MAX_ROWS {
            made.blocks.push(Arc::new(Block::of_rows(&rows)));
            rows.clear();
        }
    }
    if !rows.is_empty() {
        made.blocks.push(Arc::new(Block::of_rows(&rows)));
    }
    made
}

fn one(person: &Person, made: &mut Made, rows: &mut Vec<Row>) {
    let login = document::login(person);
    let shaped = document::write(person, &login);
    let Some(record) = Record::of_shape(person.id, person.created, &shaped) else {
        return;
    };
    rows.push(record.row());
    made.records.push(record);
    made.keys.add(
        person.id,
        [
            &login,
            &document::employee_number(person.ordinal),
            &document::external_id(person.ordinal),
        ],
        person.manager.map(|(_, manager)| manager),
    );
    let mut keep = |extension, text: &str| {
        let kept = Kept::new(text, person.changed);
        made.kept.push(((person.id, extension), kept));
    };
    keep(Extension::SpendUser, &profile::spend(person));
    if let Some(text) = profile::approver(person) {
        keep(Extension::SpendApprover, &text);
    }
    keep(Extension::Travel, &profile::travel(person));
    let roles = profile::roles(person);
    made.roles.extend(roles.map(|role| (person.id, role)));
}

#[cfg(test)]
mod tests;
