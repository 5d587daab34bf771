//! What a PATCH path points at.

use super::attribute::{Attribute, named};
use super::filter::{self, Filter};
use super::resource::Schema;

/// The place a PATCH operation changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Target {
    /// The attributes from the outermost in, up to the brackets if there are any.
    pub(crate) steps: Vec<&'static Attribute>,
    /// What the brackets pick out of the list.
    pub(crate) pick: Option<Filter>,
    /// The attribute behind the brackets.
    pub(crate) part: Option<&'static Attribute>,
}

impl Target {
    /// Reads a path such as `name.givenName`, `urn:…:User:manager.value`, `urn:…:User:`, or `emails[type eq "work"].value`.
    ///
    /// `None` stands for anything else: an unknown attribute, a filter without brackets, a part of a list without a pick.
    pub(crate) fn read(schema: &Schema, path: &str) -> Option<Self> {
        let Some((head, rest)) = path.split_once('[') else {
            let steps = schema.resolve(path)?;
            let through_a_list = steps.iter().rev().skip(1).any(|step| step.is_many());
            return (!through_a_list).then_some(Self {
                steps,
                pick: None,
                part: None,
            });
        };
        let (inner, tail) = rest.rsplit_once(']')?;
        let steps = schema.resolve(head)?;
        let list = steps
            .last()
            .copied()
            .filter(|last| last.is_many() && !last.inside().is_empty())?;
        let pick = filter::parse_pick(inner, list).ok()?;
        let part = match tail.strip_prefix('.') {
            Some(name) => Some(named(list.inside(), name)?),
            None if tail.is_empty() => None,
            None => return None,
        };
        Some(Self {
            steps,
            pick: Some(pick),
            part,
        })
    }

    /// Every attribute on the way, the part included.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'static Attribute> {
        self.steps.iter().copied().chain(self.part)
    }

    /// The attribute that takes the value.
    pub(crate) fn last(&self) -> Option<&'static Attribute> {
        self.part.or_else(|| self.steps.last().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::schema::IDENTITY_USER;

    #[test]
    fn the_documented_forms_are_read() {
        for path in [
            "userName",
            "name.givenName",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:",
            r#"emails[type eq "work"].verified"#,
            r#"emails[type eq "work"]"#,
            r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:leavesOfAbsence[startDate eq "2020-06-01"]"#,
        ] {
            assert!(Target::read(&IDENTITY_USER, path).is_some(), "{path}");
        }
    }

    #[test]
    fn misplaced_unbracketed_and_unknown_paths_are_not() {
        for path in [
            "name.nickName",
            r#"entitlements eq "Invoice""#,
            "emails.value",
            r#"emails[type eq "work""#,
            r#"emails[type eq "work"]value"#,
            r#"title[type eq "work"]"#,
            "",
        ] {
            assert_eq!(Target::read(&IDENTITY_USER, path), None, "{path}");
        }
    }
}
