//! Which operations a fault or a limit is for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Operation, all};

/// One operation by its name, those below a front (`identity.v4_1.*`), or all (`*`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Selector(String);

/// A selector that means no operation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no operation: expected a name such as `identity.v4_1.users.get`, a front such as `identity.v4_1.*`, or `*`; \
     GET /__admin/operations lists the names"
)]
pub struct SelectorError(String);

/// What stands for everything below.
const ALL: &str = "*";

impl Default for Selector {
    /// Every operation.
    fn default() -> Self {
        Self(ALL.to_owned())
    }
}

/// The longest part of a wrong selector that is shown, in characters.
const MAX_SHOWN: usize = 64;

impl Selector {
    /// Whether it means this operation.
    pub(crate) fn selects(&self, operation: &Operation) -> bool {
        self.selects_name(operation.name)
    }

    fn selects_name(&self, name: &str) -> bool {
        match self.0.strip_suffix(ALL) {
            Some(front) => name.starts_with(front),
            None => name == self.0,
        }
    }
}

impl FromStr for Selector {
    type Err = SelectorError;

    fn from_str(text: &str) -> Result<Self, SelectorError> {
        let selector = Self(text.to_owned());
        let is_whole = text == ALL || text.ends_with(".*") || !text.contains(ALL);
        if is_whole && all().iter().any(|operation| selector.selects(operation)) {
            Ok(selector)
        } else {
            Err(SelectorError(text.chars().take(MAX_SHOWN).collect()))
        }
    }
}

impl TryFrom<String> for Selector {
    type Error = SelectorError;

    fn try_from(text: String) -> Result<Self, SelectorError> {
        text.parse()
    }
}

impl From<Selector> for String {
    fn from(selector: Selector) -> Self {
        selector.0
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(text: &str) -> usize {
        let selector: Selector = text.parse().unwrap();
        let all = all().iter();
        all.filter(|operation| selector.selects(operation)).count()
    }

    #[test]
    fn a_name_selects_one_a_front_those_below_and_a_star_all() {
        assert_eq!(selected("identity.v4_1.users.get"), 1);
        // It has two paths.
        assert_eq!(selected("provisioning.v4.bulk.create"), 2);
        assert_eq!(selected("oauth2.authorize.*"), 3);
        assert_eq!(selected("*"), all().len());
    }

    #[test]
    fn what_selects_nothing_is_refused() {
        for text in [
            "",
            "identity",
            "identity.*.users",
            "nobody.*",
            "identity.v4_1.users.gets",
            "ident*",
        ] {
            assert!(text.parse::<Selector>().is_err(), "{text}");
        }
    }
}
