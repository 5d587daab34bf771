//! Where seeded people live and work: departments with their divisions and cost centres, and homes.

/// Department, division and cost centre go together; the cost centre is an item of the list that custom3 draws on.
#[derive(Debug)]
pub(super) struct Department {
    pub(super) name: &'static str,
    pub(super) division: &'static str,
    pub(super) cost_center: &'static str,
    /// The item of the list of departments that custom4 draws on.
    pub(super) code: &'static str,
    /// What those who manage nobody do there.
    pub(super) jobs: [&'static str; 4],
}

/// The departments; one below each of the people at the top.
pub(super) const DEPARTMENTS: [Department; 6] = [
    Department {
        name: "Sales",
        division: "Commercial",
        cost_center: "CC-1000",
        code: "COM",
        jobs: ["Account Executive", "Consultant", "Analyst", "Coordinator"],
    },
    Department {
        name: "Marketing",
        division: "Commercial",
        cost_center: "CC-1100",
        code: "COM",
        jobs: ["Copywriter", "Analyst", "Coordinator", "Consultant"],
    },
    Department {
        name: "Research",
        division: "Technology",
        cost_center: "CC-2000",
        code: "TEC",
        jobs: ["Engineer", "Scientist", "Analyst", "Engineer"],
    },
    Department {
        name: "Operations",
        division: "Technology",
        cost_center: "CC-2100",
        code: "TEC",
        jobs: ["Engineer", "Technician", "Coordinator", "Engineer"],
    },
    Department {
        name: "Finance",
        division: "Corporate",
        cost_center: "CC-3000",
        code: "COR",
        jobs: ["Accountant", "Analyst", "Accountant", "Coordinator"],
    },
    Department {
        name: "Human Resources",
        division: "Corporate",
        cost_center: "CC-3100",
        code: "COR",
        jobs: ["Coordinator", "Consultant", "Analyst", "Recruiter"],
    },
];

/// What people who live in one place share.
#[derive(Debug)]
pub(super) struct Home {
    pub(super) country: &'static str,
    pub(super) region: &'static str,
    pub(super) locality: &'static str,
    pub(super) postal_code: &'static str,
    pub(super) street: &'static str,
    pub(super) language: &'static str,
    pub(super) zone: &'static str,
    /// The locale and currency of Spend.
    pub(super) locale: &'static str,
    pub(super) currency: &'static str,
    pub(super) ledger: &'static str,
    /// The state as Spend writes it: two letters, where the place has such.
    pub(super) state: Option<&'static str>,
    /// Country code and area of phone numbers.
    pub(super) dial: (&'static str, &'static str),
}

/// The places.
pub(super) const HOMES: [Home; 5] = [
    Home {
        country: "US",
        region: "WA",
        locality: "Bellevue",
        postal_code: "98004",
        street: "601 108th Avenue",
        language: "en-US",
        zone: "America/Los_Angeles",
        locale: "en-US",
        currency: "USD",
        ledger: "DEFAULT",
        state: Some("WA"),
        dial: ("1", "206555"),
    },
    Home {
        country: "DE",
        region: "BE",
        locality: "Berlin",
        postal_code: "10115",
        street: "Chausseestraße 12",
        language: "de",
        zone: "Europe/Berlin",
        locale: "de-DE",
        currency: "EUR",
        ledger: "EU",
        state: Some("BE"),
        dial: ("49", "30555"),
    },
    Home {
        country: "FR",
        region: "ARA",
        locality: "Lyon",
        postal_code: "69002",
        street: "4 rue Mercière",
        language: "fr",
        zone: "Europe/Paris",
        locale: "fr-FR",
        currency: "EUR",
        ledger: "EU",
        state: None,
        dial: ("33", "42655"),
    },
    Home {
        country: "JP",
        region: "13",
        locality: "Tokyo",
        postal_code: "100-0005",
        street: "1-6-5 Marunouchi",
        language: "ja",
        zone: "Asia/Tokyo",
        locale: "ja-JP",
        currency: "JPY",
        ledger: "APAC",
        state: Some("13"),
        dial: ("81", "35555"),
    },
    Home {
        country: "GB",
        region: "ENG",
        locality: "London",
        postal_code: "EC2M 4NS",
        street: "18 Appold Street",
        language: "en-GB",
        zone: "Europe/London",
        locale: "en-GB",
        currency: "GBP",
        ledger: "EU",
        state: None,
        dial: ("44", "20555"),
    },
];
