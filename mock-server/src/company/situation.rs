//! Where a company lives, and whether it can be reached.

/// One of the two addresses that a mock may serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum DataCentre {
    /// The one that is always there.
    #[default]
    First,
    /// The one of `--second-listen`.
    Second,
}

impl DataCentre {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::First, Self::Second];

    /// Its name in the admin API.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Second => "second",
        }
    }

    /// Reads a name.
    pub(crate) fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|centre| centre.name() == name)
    }
}

/// Whether Concur works on the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Service {
    /// It does not: requests are answered.
    #[default]
    Running,
    /// It does: no request is answered.
    Maintenance,
}

/// Where a company lives, and whether it can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Situation {
    /// Where it lives.
    pub(crate) data_centre: DataCentre,
    /// Whether it can be reached.
    pub(crate) service: Service,
}
