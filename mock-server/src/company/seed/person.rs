//! The facts of one seeded person, from the company's seed and the person's number alone: whoever asks gets the same.

use jiff::{SignedDuration, Timestamp};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use uuid::Uuid;

use crate::ids::Seed;

use super::names::{FAMILY, GIVEN, MIDDLE, Name};
use super::places::{DEPARTMENTS, Department, HOMES, Home};

/// How many people report to one manager. People are numbered from the top of the tree down, level by level.
pub(super) const SPAN: u64 = 8;

/// When the first person was created: 2023-01-02T08:00:00Z. It lies in the past of every clock that is not set back on
/// purpose, and a million people later still does.
const FIRST_CREATION: i64 = 1_672_646_400;

/// Seconds between two people.
const CREATION_STEP: u64 = 37;

/// What a company's people have in common.
#[derive(Debug, Clone, Copy)]
pub(super) struct Crowd {
    /// From it their ids follow.
    pub(super) seed: Seed,
    /// How many they are.
    pub(super) count: u64,
    /// From it everything else follows.
    bytes: [u8; 32],
}

impl Crowd {
    /// So many people out of a seed.
    pub(super) fn new(seed: Seed, count: u64) -> Self {
        Self {
            seed,
            count,
            bytes: seed.bytes(),
        }
    }

    /// The id of a person.
    pub(super) fn id(&self, ordinal: u64) -> Uuid {
        self.seed.id("user", ordinal)
    }

    fn has_reports(&self, ordinal: u64) -> bool {
        ordinal * SPAN + 1 < self.count
    }
}

/// The number of a person's manager.
const fn manager(ordinal: u64) -> Option<u64> {
    match ordinal.checked_sub(1) {
        Some(before) => Some(before / SPAN),
        None => None,
    }
}

/// Where a person stands in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// At the top.
    Head,
    /// Below the head.
    Officer,
    /// Somebody whose reports have reports.
    Director,
    /// Somebody with reports.
    Manager,
    /// Somebody without.
    Member,
}

/// The mail addresses of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mail {
    /// None at all.
    None,
    /// The one at work.
    Work,
    /// A private one and behind it the one at work, so that a reader who takes the first for the work address is found out.
    PrivateAndWork,
    /// One at work and a second one there.
    TwoAtWork,
}

/// What a person may use beside Expense.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Products {
    Nothing,
    Request,
    Travel,
    Both,
}

/// Six in ten travel.
const PRODUCTS: [Products; 10] = [
    Products::Nothing,
    Products::Nothing,
    Products::Nothing,
    Products::Request,
    Products::Travel,
    Products::Travel,
    Products::Travel,
    Products::Travel,
    Products::Both,
    Products::Both,
];

impl Products {
    /// Whether trips are booked.
    pub(super) const fn travel(self) -> bool {
        matches!(self, Self::Travel | Self::Both)
    }

    /// Whether requests are made.
    pub(super) const fn request(self) -> bool {
        matches!(self, Self::Request | Self::Both)
    }
}

/// One person.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) ordinal: u64,
    pub(super) id: Uuid,
    pub(super) given: Name,
    pub(super) middle: Option<&'static str>,
    pub(super) family: Name,
    pub(super) standing: Standing,
    pub(super) title: &'static str,
    pub(super) department: &'static Department,
    pub(super) home: &'static Home,
    pub(super) is_leaver: bool,
    pub(super) mail: Mail,
    pub(super) is_verified: bool,
    pub(super) mobile: Option<u32>,
    pub(super) has_address: bool,
    pub(super) products: Products,
    pub(super) global_id: Option<Uuid>,
    /// The manager's number and id.
    pub(super) manager: Option<(u64, Uuid)>,
    /// Year and month of the first day at work.
    pub(super) start: (u16, u8),
    pub(super) created: Timestamp,
    pub(super) changed: Timestamp,
    pub(super) version: u64,
}

impl Person {
    /// The person of this number.
    pub(super) fn of(crowd: &Crowd, ordinal: u64) -> Self {
        let mut random = ChaCha8Rng::from_seed(crowd.bytes);
        random.set_stream(ordinal);
        let random = &mut random;
        let standing = standing(crowd, ordinal);
        let department = &DEPARTMENTS[department(ordinal)];
        // Whoever has reports stays, so that no manager or approver is one who left; the first is the one whose password
        // is known.
        let is_leaver = standing == Standing::Member && ordinal > 0 && random.random_bool(0.056);
        let created = creation(ordinal);
        let days = random.random_range(1..300);
        Self {
            ordinal,
            id: crowd.id(ordinal),
            given: *pick(random, &GIVEN),
            middle: random.random_bool(0.15).then(|| *pick(random, &MIDDLE)),
            family: *pick(random, &FAMILY),
            standing,
            title: title(standing, department, random),
            department,
            home: pick(random, &HOMES),
            is_leaver,
            mail: mail(standing, ordinal, random),
            is_verified: random.random_bool(0.7),
            mobile: random
                .random_bool(0.4)
                .then(|| random.random_range(0..10_000)),
            has_address: random.random_bool(0.5),
            products: *pick(random, &PRODUCTS),
            global_id: ordinal
                .is_multiple_of(3)
                .then(|| crowd.seed.id("sap", ordinal)),
            manager: manager(ordinal).map(|manager| (manager, crowd.id(manager))),
            start: (random.random_range(2010..2023), random.random_range(1..13)),
            created,
            changed: created
                .saturating_add(SignedDuration::from_hours(24 * days))
                .unwrap_or(created),
            version: random.random_range(1..12),
        }
    }

    /// Whether somebody reports to the person.
    pub(super) fn has_reports(&self) -> bool {
        self.standing != Standing::Member
    }
}

fn pick<'l, T>(random: &mut impl Rng, list: &'l [T]) -> &'l T {
    &list[random.random_range(0..list.len())]
}

fn standing(crowd: &Crowd, ordinal: u64) -> Standing {
    match ordinal {
        0 => Standing::Head,
        _ if !crowd.has_reports(ordinal) => Standing::Member,
        1..=SPAN => Standing::Officer,
        _ if crowd.has_reports(ordinal * SPAN + 1) => Standing::Director,
        _ => Standing::Manager,
    }
}

/// Everybody works where their superior below the head works.
fn department(ordinal: u64) -> usize {
    let mut at = ordinal;
    while at > SPAN {
        at = (at - 1) / SPAN;
    }
    let departments = DEPARTMENTS.len() as u64;
    usize::try_from(at % departments).unwrap_or_default()
}

fn title(
    standing: Standing,
    department: &'static Department,
    random: &mut impl Rng,
) -> &'static str {
    match standing {
        Standing::Head => "Chief Executive Officer",
        Standing::Officer => "Vice President",
        Standing::Director => "Director",
        Standing::Manager => "Manager",
        Standing::Member => department.jobs[random.random_range(0..department.jobs.len())],
    }
}

/// Some people have no address, as real companies have them although the attribute is required (Q29).
fn mail(standing: Standing, ordinal: u64, random: &mut impl Rng) -> Mail {
    let has_none = random.random_bool(0.02);
    match random.random_range(0..10_u8) {
        _ if has_none && standing == Standing::Member && ordinal > 0 => Mail::None,
        0..=2 => Mail::PrivateAndWork,
        3 => Mail::TwoAtWork,
        _ => Mail::Work,
    }
}

/// When the person of this number was created.
pub(super) fn creation(ordinal: u64) -> Timestamp {
    let seconds = FIRST_CREATION + i64::try_from(ordinal * CREATION_STEP).unwrap_or_default();
    // A fraction that differs from one to the next shows whether a reader keeps all six digits.
    let microseconds = i64::try_from(ordinal * 7919 % 1_000_000).unwrap_or_default();
    Timestamp::from_microsecond(seconds * 1_000_000 + microseconds).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_has_one_head_and_everybody_else_a_manager_who_stays() {
        let crowd = Crowd::new(Seed::new(1), 1_000);
        let people: Vec<Person> = (0..1_000)
            .map(|ordinal| Person::of(&crowd, ordinal))
            .collect();
        for person in &people[1..] {
            let (manager, id) = person.manager.unwrap();
            let manager = &people[usize::try_from(manager).unwrap()];
            assert!(manager.id == id && manager.has_reports() && !manager.is_leaver);
            if manager.ordinal > 0 {
                assert_eq!(manager.department.name, person.department.name);
            }
        }
        assert_eq!(people[0].manager, None);
        let share = |holds: fn(&Person) -> bool| people.iter().filter(|one| holds(one)).count();
        assert!((30..80).contains(&share(|one| one.is_leaver)));
        assert!((5..40).contains(&share(|one| one.mail == Mail::None)));
        assert!((60..140).contains(&share(|one| one.mail == Mail::TwoAtWork)));
    }
}
