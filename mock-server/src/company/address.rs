//! Where a company has its seat: an address that follows from its seed.

use crate::ids::Seed;

/// The address of a company's seat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address {
    /// Street and number.
    pub(crate) street: &'static str,
    /// The city.
    pub(crate) city: &'static str,
    /// The state by its short name.
    pub(crate) state: &'static str,
    /// The postal code.
    pub(crate) zip: &'static str,
    /// The country by its two letters.
    pub(crate) country: &'static str,
}

impl Address {
    const fn new(
        street: &'static str,
        city: &'static str,
        state: &'static str,
        zip: &'static str,
        country: &'static str,
    ) -> Self {
        Self {
            street,
            city,
            state,
            zip,
            country,
        }
    }

    /// The address of the company of this seed.
    pub(crate) fn of(seed: Seed) -> Self {
        let [first, ..] = *seed.id("address", 0).as_bytes();
        SEATS[usize::from(first) % SEATS.len()]
    }
}

const SEATS: [Address; 5] = [
    Address::new("411 1st Avenue South", "Seattle", "WA", "98104", "US"),
    Address::new("30 Adelaide Street East", "Toronto", "ON", "M5C 3G8", "CA"),
    Address::new("Torstraße 140", "Berlin", "BE", "10119", "DE"),
    Address::new("25 rue de la République", "Lyon", "ARA", "69002", "FR"),
    Address::new("20 Old Bailey", "London", "ENG", "EC4M 7AN", "GB"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_has_one_address_and_seeds_have_several() {
        assert_eq!(Address::of(Seed::new(3)), Address::of(Seed::new(3)));
        let first = Address::of(Seed::new(0));
        assert!((1..50).any(|seed| Address::of(Seed::new(seed)) != first));
    }
}
