//! Filters in the other senses that the search guide can be read in.

use crate::policy::reading::{FilterAcrossValues, NeAndNull};

use super::{Filter, Operand, Operator, Test};

impl Filter {
    /// The filter that finds in the usual sense what this one finds in the chosen senses.
    pub(crate) fn read_as(self, ne: NeAndNull, across: FilterAcrossValues) -> Self {
        let all = |parts: Vec<Self>| {
            let parts = parts.into_iter().map(|part| part.read_as(ne, across));
            parts.collect()
        };
        match self {
            Self::And(parts) => Self::And(all(parts)),
            Self::Or(parts) => Self::Or(all(parts)),
            Self::Not(inner) => Self::Not(Box::new(inner.read_as(ne, across))),
            Self::Group(path, inner) => Self::Group(path, Box::new(inner.read_as(ne, across))),
            Self::Test(test) => test.read_as(ne, across),
        }
    }
}

impl Test {
    fn read_as(self, ne: NeAndNull, across: FilterAcrossValues) -> Filter {
        let list = self.path.iter().position(|step| step.is_many());
        let into_list = list.filter(|at| at + 1 < self.path.len());
        match into_list {
            Some(at) if across == FilterAcrossValues::Every && self.operator != Operator::Pr => {
                self.of_every_entry(at)
            }
            _ if self.operator == Operator::Ne && ne == NeAndNull::DoesNotMatch => {
                let presence = self.presence();
                Filter::And(vec![Filter::Test(self), presence])
            }
            _ => Filter::Test(self),
        }
    }

    fn presence(&self) -> Filter {
        Filter::Test(Self {
            path: self.path.clone(),
            operator: Operator::Pr,
            operand: Operand::None,
        })
    }

    /// There is an entry with a value, and none that fails the test.
    fn of_every_entry(self, list: usize) -> Filter {
        let presence = self.presence();
        let (outer, inner) = self.path.split_at(list + 1);
        let of_entry = Self {
            path: inner.to_vec(),
            operator: self.operator,
            operand: self.operand.clone(),
        };
        let fails = Filter::Not(Box::new(Filter::Test(of_entry)));
        let some_fails = Filter::Group(outer.to_vec(), Box::new(fails));
        Filter::And(vec![presence, Filter::Not(Box::new(some_fails))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::evaluate::holds;
    use crate::scim::filter::{IDENTITY_SEARCH, parse};
    use serde_json::json;

    fn found(filter: &str, ne: NeAndNull, across: FilterAcrossValues) -> bool {
        let user = json!({"emails": [{"value": "a@one.example"}, {"value": "b@two.example"}]});
        let filter = parse(filter, &IDENTITY_SEARCH).unwrap().read_as(ne, across);
        holds(&filter, user.as_object().unwrap())
    }

    #[test]
    fn a_dotted_path_can_ask_every_entry() {
        let (some, every) = (FilterAcrossValues::Some, FilterAcrossValues::Every);
        for (filter, by_some, by_every) in [
            ("emails.value ew \"one.example\"", true, false),
            ("emails.value ew \".example\"", true, true),
            ("emails.type eq \"work\"", false, false),
        ] {
            assert_eq!(found(filter, NeAndNull::Matches, some), by_some, "{filter}");
            assert_eq!(
                found(filter, NeAndNull::Matches, every),
                by_every,
                "{filter}"
            );
        }
    }

    #[test]
    fn ne_can_ask_for_a_value() {
        let some = FilterAcrossValues::Some;
        let filter = "nickName ne \"Bob\"";
        assert!(found(filter, NeAndNull::Matches, some));
        assert!(!found(filter, NeAndNull::DoesNotMatch, some));
    }
}
