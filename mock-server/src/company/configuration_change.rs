//! How a company's configuration is changed: named members replace what was there, all of them or none.

use std::collections::HashSet;
use std::hash::Hash;

use serde::Deserialize;

use crate::ids;

use super::configuration::{Configuration, CustomField, Edition, List, MAX_CONFIGURED, RuleClass};

/// The longest name, code or label, in characters.
const MAX_TEXT: usize = 255;

/// The longest value that a custom field can be set to take, in characters.
const MAX_FIELD_VALUE: usize = 1_000;

/// How many custom fields and org units the employee form has.
const CUSTOMS: u8 = 22;
const ORG_UNITS: u8 = 6;

/// What is set; an absent member stays as it was.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ConfigurationChange {
    edition: Option<Edition>,
    currencies: Option<Vec<String>>,
    ledgers: Option<Vec<String>>,
    custom_fields: Option<Vec<CustomField>>,
    lists: Option<Vec<List>>,
    role_groups: Option<Vec<String>>,
    approval_groups: Option<Vec<String>>,
    rule_classes: Option<Vec<RuleClass>>,
    travel_groups: Option<Vec<i64>>,
    travel_org_units: Option<Vec<String>>,
    travel_custom_fields: Option<Vec<String>>,
}

/// Why a configuration is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConfigurationError {
    /// A list is too long.
    #[error("{0} must have at most {MAX_CONFIGURED} entries")]
    TooMany(&'static str),
    /// An entry is there twice.
    #[error("{0} has an entry twice")]
    Twice(&'static str),
    /// A text is empty or too long.
    #[error("{0} must be texts of 1 to {MAX_TEXT} characters")]
    Text(&'static str),
    /// A currency is no code.
    #[error("currencies must be codes of three capital letters")]
    Currency,
    /// A custom field has no place on the form.
    #[error(
        "customFields.id must be one of custom1 to custom{CUSTOMS}, orgUnit1 to orgUnit{ORG_UNITS}"
    )]
    Field,
    /// The length of a custom field is out of bounds.
    #[error("customFields.maxLength must be 1 to {MAX_FIELD_VALUE}")]
    Length,
    /// A custom field draws on a list that is not there.
    #[error("customFields.list must name one of lists")]
    List,
    /// An item's other name is no UUID.
    #[error("lists.items.syncGuid must be a UUID")]
    SyncGuid,
}

impl ConfigurationChange {
    /// The configuration after the change.
    pub(crate) fn apply(self, before: &Configuration) -> Result<Configuration, ConfigurationError> {
        let before = before.clone();
        let after = Configuration {
            edition: self.edition.unwrap_or(before.edition),
            currencies: self.currencies.unwrap_or(before.currencies),
            ledgers: self.ledgers.unwrap_or(before.ledgers),
            custom_fields: self.custom_fields.unwrap_or(before.custom_fields),
            lists: self.lists.unwrap_or(before.lists),
            role_groups: self.role_groups.unwrap_or(before.role_groups),
            approval_groups: self.approval_groups.unwrap_or(before.approval_groups),
            rule_classes: self.rule_classes.unwrap_or(before.rule_classes),
            travel_groups: self.travel_groups.unwrap_or(before.travel_groups),
            travel_org_units: self.travel_org_units.unwrap_or(before.travel_org_units),
            travel_custom_fields: self
                .travel_custom_fields
                .unwrap_or(before.travel_custom_fields),
        };
        check(&after)?;
        Ok(after)
    }
}

/// The configuration, if it could have been set.
pub(crate) fn check(after: &Configuration) -> Result<(), ConfigurationError> {
    check_names("currencies", after.currencies.iter().map(String::as_str))?;
    let is_code =
        |code: &String| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
    if !after.currencies.iter().all(is_code) {
        return Err(ConfigurationError::Currency);
    }
    for (name, texts) in [
        ("ledgers", &after.ledgers),
        ("roleGroups", &after.role_groups),
        ("approvalGroups", &after.approval_groups),
        ("travelOrgUnits", &after.travel_org_units),
        ("travelCustomFields", &after.travel_custom_fields),
    ] {
        check_names(name, texts.iter().map(String::as_str))?;
    }
    check_distinct("travelGroups", after.travel_groups.iter())?;
    check_distinct(
        "ruleClasses.id",
        after.rule_classes.iter().map(|class| class.id),
    )?;
    check_names(
        "ruleClasses.name",
        after.rule_classes.iter().map(|class| class.name.as_str()),
    )?;
    check_lists(&after.lists)?;
    check_fields(after)
}

fn check_lists(lists: &[List]) -> Result<(), ConfigurationError> {
    check_names("lists.name", lists.iter().map(|list| list.name.as_str()))?;
    for list in lists {
        let codes = list.items.iter().map(|item| item.code.as_str());
        check_names("lists.items.code", codes)?;
        for item in &list.items {
            check_text("lists.items.value", &item.value)?;
            if ids::read(&item.sync_guid).is_none() {
                return Err(ConfigurationError::SyncGuid);
            }
        }
    }
    Ok(())
}

fn check_fields(after: &Configuration) -> Result<(), ConfigurationError> {
    let fields = &after.custom_fields;
    check_names(
        "customFields.id",
        fields.iter().map(|field| field.id.as_str()),
    )?;
    for field in fields {
        check_text("customFields.label", &field.label)?;
        if !has_place(&field.id) {
            return Err(ConfigurationError::Field);
        }
        if !(1..=MAX_FIELD_VALUE).contains(&field.max_length) {
            return Err(ConfigurationError::Length);
        }
        let is_there = |name: &String| after.list(name).is_some();
        if !field.list.as_ref().is_none_or(is_there) {
            return Err(ConfigurationError::List);
        }
    }
    Ok(())
}

/// Whether the employee form has a field of this id.
fn has_place(id: &str) -> bool {
    let is = |front: &str, last: u8| (1..=last).any(|number| id == format!("{front}{number}"));
    is("custom", CUSTOMS) || is("orgUnit", ORG_UNITS)
}

fn check_text(name: &'static str, text: &str) -> Result<(), ConfigurationError> {
    if (1..=MAX_TEXT).contains(&text.chars().count()) {
        Ok(())
    } else {
        Err(ConfigurationError::Text(name))
    }
}

/// Refuses names that are empty, too long, there twice or too many.
fn check_names<'t>(
    name: &'static str,
    texts: impl Iterator<Item = &'t str> + Clone,
) -> Result<(), ConfigurationError> {
    check_distinct(name, texts.clone())?;
    for text in texts {
        check_text(name, text)?;
    }
    Ok(())
}

fn check_distinct<T: Eq + Hash>(
    name: &'static str,
    entries: impl Iterator<Item = T>,
) -> Result<(), ConfigurationError> {
    let mut seen = HashSet::new();
    for entry in entries {
        if !seen.insert(entry) {
            return Err(ConfigurationError::Twice(name));
        }
        if seen.len() > MAX_CONFIGURED {
            return Err(ConfigurationError::TooMany(name));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn apply(change: Value) -> Result<Configuration, ConfigurationError> {
        let change: ConfigurationChange = serde_json::from_value(change).unwrap();
        change.apply(&Configuration::default())
    }

    #[test]
    fn a_named_member_is_replaced_and_the_others_stay() {
        let after = apply(json!({"ledgers": ["EU"]})).unwrap();
        let expected = Configuration {
            ledgers: vec!["EU".to_owned()],
            ..Configuration::default()
        };
        assert_eq!(after, expected);
    }

    #[test]
    fn what_users_could_not_refer_to_is_refused() {
        use ConfigurationError as Error;
        let item = |guid: &str| json!([{"name": "L", "items": [{"code": "c", "value": "v", "syncGuid": guid}]}]);
        let many: Vec<i64> = (0..=10_000).collect();
        for (change, expected) in [
            (json!({"currencies": ["usd"]}), Error::Currency),
            (json!({"ledgers": [""]}), Error::Text("ledgers")),
            (
                json!({"ledgers": ["x".repeat(256)]}),
                Error::Text("ledgers"),
            ),
            (
                json!({"roleGroups": ["a", "a"]}),
                Error::Twice("roleGroups"),
            ),
            (
                json!({"travelGroups": many}),
                Error::TooMany("travelGroups"),
            ),
            (
                json!({"ruleClasses": [{"id": 1, "name": "a"}, {"id": 1, "name": "b"}]}),
                Error::Twice("ruleClasses.id"),
            ),
            (
                json!({"customFields": [{"id": "custom23", "label": "x"}]}),
                Error::Field,
            ),
            (
                json!({"customFields": [{"id": "custom1", "label": "x", "maxLength": 0}]}),
                Error::Length,
            ),
            (
                json!({"customFields": [{"id": "custom1", "label": "x", "list": "no such"}]}),
                Error::List,
            ),
            // The fields that stay draw on a list that would go.
            (json!({"lists": []}), Error::List),
            (
                json!({"customFields": [], "lists": item("no uuid")}),
                Error::SyncGuid,
            ),
        ] {
            let shown: String = change.to_string().chars().take(80).collect();
            assert_eq!(apply(change), Err(expected), "{shown}");
        }
    }
}
