//! What an administrator of a company has set up, and what users may only refer to: currencies, lists, groups, rule classes.
//!
//! Source: the provisioning guides name what must exist before a user can be given it. ASSUMED: the values; they are invented
//! and the same in every company until its configuration is changed.

use serde::{Deserialize, Serialize};

/// The most entries in each of the lists.
pub(crate) const MAX_CONFIGURED: usize = 10_000;

/// The configuration of a company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Configuration {
    /// Which edition it has.
    pub(crate) edition: Edition,
    /// The currencies in which it reimburses, as ISO 4217 codes.
    pub(crate) currencies: Vec<String>,
    /// The codes of its ledgers.
    pub(crate) ledgers: Vec<String>,
    /// The custom fields and org units of its employee form.
    pub(crate) custom_fields: Vec<CustomField>,
    /// The lists that custom fields draw on.
    pub(crate) lists: Vec<List>,
    /// The groups in which a group-aware role can be given: nodes of a feature hierarchy, list item codes joined by `-`.
    pub(crate) role_groups: Vec<String>,
    /// The nodes of the approval feature hierarchy.
    pub(crate) approval_groups: Vec<String>,
    /// The rule classes of Travel.
    pub(crate) rule_classes: Vec<RuleClass>,
    /// The groups of Travel.
    pub(crate) travel_groups: Vec<i64>,
    /// The org units of Travel.
    pub(crate) travel_org_units: Vec<String>,
    /// The names of the custom fields of Travel.
    pub(crate) travel_custom_fields: Vec<String>,
}

/// The edition of Expense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Edition {
    /// Configured for each customer.
    Professional,
    /// With a fixed form, where Custom21 decides about reimbursement.
    Standard,
}

/// A custom field or org unit of the employee form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CustomField {
    /// `custom1` to `custom22`, `orgUnit1` to `orgUnit6`.
    pub(crate) id: String,
    /// Its name on the form.
    pub(crate) label: String,
    /// The name of the list whose item codes are its values; absent for free text.
    #[serde(default)]
    pub(crate) list: Option<String>,
    /// The longest value in characters.
    #[serde(default = "longest_value")]
    pub(crate) max_length: usize,
    /// Whether the form demands a value.
    #[serde(default)]
    pub(crate) required: bool,
}

/// Source: the longest value of `OrgUnit` and `Custom` elements in User v1.
const fn longest_value() -> usize {
    48
}

/// A list of the company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct List {
    /// Its name.
    pub(crate) name: String,
    /// Its items.
    pub(crate) items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ListItem {
    /// What users refer to.
    pub(crate) code: String,
    /// What people read.
    pub(crate) value: String,
    /// What other services call it; a UUID as text.
    pub(crate) sync_guid: String,
}

/// A rule class of Travel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleClass {
    /// Its number.
    pub(crate) id: i64,
    /// Its exact name.
    pub(crate) name: String,
}

impl Configuration {
    /// The custom field of this id.
    pub(crate) fn custom_field(&self, id: &str) -> Option<&CustomField> {
        self.custom_fields.iter().find(|field| field.id == id)
    }

    /// The list of this name.
    pub(crate) fn list(&self, name: &str) -> Option<&List> {
        self.lists.iter().find(|list| list.name == name)
    }

    /// The item of this code in the list that a custom field draws on.
    pub(crate) fn item(&self, field: &CustomField, code: &str) -> Option<&ListItem> {
        let list = self.list(field.list.as_deref()?)?;
        list.items.iter().find(|item| item.code == code)
    }
}

impl Default for Configuration {
    fn default() -> Self {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        Self {
            edition: Edition::Professional,
            currencies: texts(&CURRENCIES),
            ledgers: texts(&["DEFAULT", "EU", "APAC"]),
            custom_fields: CUSTOM_FIELDS.iter().map(custom_field).collect(),
            lists: LISTS.iter().enumerate().map(list).collect(),
            role_groups: texts(&["R&D", "R&D-QA", "R&D-QA-Exp", "EMEA", "EMEA-DE", "US"]),
            approval_groups: texts(&["rg1-rg1_1", "rg1-rg1_2", "rg2"]),
            rule_classes: RULE_CLASSES.iter().map(rule_class).collect(),
            travel_groups: TRAVEL_GROUPS.to_vec(),
            travel_org_units: texts(&["OrgUnit1", "OrgUnit2", "EMEA"]),
            travel_custom_fields: texts(&["custom1", "Cost Object", "Travel Purpose"]),
        }
    }
}

const CURRENCIES: [&str; 12] = [
    "USD", "EUR", "GBP", "JPY", "CAD", "AUD", "CHF", "SEK", "INR", "BRL", "PLN", "SGD",
];

/// Id, label and list.
const CUSTOM_FIELDS: [(&str, &str, Option<&str>); 12] = [
    ("orgUnit1", "Company", None),
    ("orgUnit2", "Region", None),
    ("orgUnit3", "Site", None),
    ("orgUnit4", "Team", None),
    ("orgUnit5", "Project", None),
    ("orgUnit6", "Activity", None),
    ("custom1", "Badge", None),
    ("custom2", "Vehicle", None),
    ("custom3", "Cost Center", Some("Cost Centers")),
    ("custom4", "Department", Some("Departments")),
    ("custom5", "Personnel Area", None),
    ("custom21", "Employee Group", None),
];

/// A list's name, and its items as code and value.
type NamedItems = (&'static str, &'static [(&'static str, &'static str)]);

const LISTS: [NamedItems; 2] = [
    (
        "Cost Centers",
        &[
            ("CC-1000", "Sales"),
            ("CC-1100", "Marketing"),
            ("CC-2000", "Research"),
            ("CC-2100", "Operations"),
            ("CC-3000", "Finance"),
            ("CC-3100", "Human Resources"),
        ],
    ),
    (
        "Departments",
        &[
            ("COM", "Commercial"),
            ("TEC", "Technology"),
            ("COR", "Corporate"),
        ],
    ),
];

const RULE_CLASSES: [(i64, &str); 4] = [
    (624_900, "Default Travel Class"),
    (624_901, "Executive"),
    (624_902, "Frequent Traveler"),
    (624_905, "Test Rule Class"),
];

const TRAVEL_GROUPS: [i64; 3] = [143_519_480, 143_519_481, 143_519_482];

fn custom_field(&(id, label, list): &(&str, &str, Option<&str>)) -> CustomField {
    CustomField {
        id: id.to_owned(),
        label: label.to_owned(),
        list: list.map(str::to_owned),
        max_length: longest_value(),
        required: false,
    }
}

fn list((number, (name, items)): (usize, &NamedItems)) -> List {
    let item = |(at, (code, value)): (usize, &(&str, &str))| ListItem {
        code: (*code).to_owned(),
        value: (*value).to_owned(),
        sync_guid: format!("5a1c0de0-0000-4000-8000-{:012x}", number * 0x1000 + at),
    };
    List {
        name: (*name).to_owned(),
        items: items.iter().enumerate().map(item).collect(),
    }
}

fn rule_class(&(id, name): &(i64, &str)) -> RuleClass {
    RuleClass {
        id,
        name: name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_draws_on_its_list_and_no_other() {
        let configuration = Configuration::default();
        let drawn = configuration.custom_field("custom3").unwrap();
        assert_eq!(
            configuration.item(drawn, "CC-2000").unwrap().value,
            "Research"
        );
        assert_eq!(configuration.item(drawn, "COM"), None);
        let free = configuration.custom_field("custom1").unwrap();
        assert_eq!(configuration.item(free, "CC-2000"), None);
    }

    #[test]
    fn a_configuration_reads_back_what_it_writes_and_refuses_what_it_does_not_know() {
        let text = serde_json::to_string(&Configuration::default()).unwrap();
        let back: Configuration = serde_json::from_str(&text).unwrap();
        assert_eq!(back, Configuration::default());
        let strange = text.replacen("ledgers", "ledger", 1);
        assert!(serde_json::from_str::<Configuration>(&strange).is_err());
    }
}
