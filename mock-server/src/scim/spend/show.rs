//! A spend user as Spend User v4 and v4.1 show it: which members, in which order, and what stands where nothing is kept.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::preference::defaults;
use super::role_code;
use super::schema::{
    APPROVER, APPROVER_LIMIT, DELEGATE, INVOICE_PREFERENCE, PAYROLL, ROLE, USER, USER_PREFERENCE,
    WORKFLOW_PREFERENCE, attributes,
};
use crate::policy::spend::RoleGroupsOfGlobal;

/// The two releases of Spend User.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Release {
    /// `/profile/spend/v4`
    V4,
    /// `/profile/spend/v4.1`
    V4_1,
}

/// The extensions in the order in which `schemas` names them.
pub(crate) const SCHEMAS: [&str; 9] = [
    USER,
    APPROVER,
    APPROVER_LIMIT,
    DELEGATE,
    PAYROLL,
    INVOICE_PREFERENCE,
    USER_PREFERENCE,
    WORKFLOW_PREFERENCE,
    ROLE,
];

/// The extensions in the order in which a user shows them.
pub(crate) const MEMBERS: [&str; 9] = [
    USER,
    APPROVER,
    APPROVER_LIMIT,
    DELEGATE,
    ROLE,
    USER_PREFERENCE,
    INVOICE_PREFERENCE,
    PAYROLL,
    WORKFLOW_PREFERENCE,
];

/// The first entry of `schemas`.
const RESOURCE: &str = "urn:ietf:params:scim:schemas:ScimResource";

/// Members of the profile that are shown only with a value. ASSUMED: no example has them.
const OPTIONAL: [&str; 4] = [
    "biHierarchy",
    "officeLocationCountry",
    "officeLocationStateProvince",
    "officeLocationCity",
];

/// What of them v4 does not know: they came to v4.1 in July 2025.
const SINCE_V4_1: [&str; 3] = [
    "officeLocationCountry",
    "officeLocationStateProvince",
    "officeLocationCity",
];

/// The profile: every member of the table, null where nothing is kept.
///
/// ASSUMED: v4 names org units as v4.1 does. The newer release was made for these names, and the examples of both have them.
pub(crate) fn profile(mut kept: Map<String, Value>, release: Release) -> Map<String, Value> {
    let mut shown = Map::new();
    for attribute in attributes(USER) {
        let name = attribute.name;
        let value = kept.shift_remove(name).filter(|value| !value.is_null());
        let is_hidden = release == Release::V4 && SINCE_V4_1.contains(&name);
        let value = match (name, value) {
            _ if is_hidden => continue,
            (_, Some(value)) => value,
            ("testEmployee" | "nonEmployee", None) => Value::from(false),
            ("customData", None) => json!([]),
            (name, None) if OPTIONAL.contains(&name) => continue,
            (_, None) => Value::Null,
        };
        shown.insert(name.to_owned(), value);
    }
    shown
}

/// Settings: the defaults, and over them what is kept.
pub(crate) fn settings(
    urn: &str,
    mut kept: Map<String, Value>,
    release: Release,
) -> Map<String, Value> {
    // Those of Invoice are shown empty until one is set, as in the lists of the examples.
    if urn == INVOICE_PREFERENCE && kept.is_empty() {
        return kept;
    }
    if release == Release::V4 {
        kept.shift_remove("processorReportAccess");
    }
    let mut shown = Map::new();
    let mut defaults = defaults(urn);
    for attribute in attributes(urn) {
        let name = attribute.name;
        let value = kept.shift_remove(name).filter(|value| !value.is_null());
        if let Some(value) = value.or_else(|| defaults.shift_remove(name)) {
            shown.insert(name.to_owned(), value);
        }
    }
    shown
}

/// Which limits are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Groups {
    /// Those of the global group.
    Global,
    /// Those of every group.
    All,
}

/// Approver limits.
///
/// Source: a reply shows those of the global group, and every one where `attributes` names the extension. ASSUMED: a type
/// that is kept as `expense`, the provisioning page's word, is shown as `report`, the word of this service.
pub(crate) fn limits(kept: Map<String, Value>, groups: Groups) -> Map<String, Value> {
    let mut shown = Map::new();
    for (name, configurations) in kept {
        let Value::Array(mut configurations) = configurations else {
            continue;
        };
        for configuration in &mut configurations {
            if configuration["approvalType"] == "expense" {
                configuration["approvalType"] = Value::from("report");
            }
            if configuration["approvalGroup"].is_null() {
                configuration["approvalGroup"] = Value::from("");
            }
        }
        configurations
            .retain(|configuration| groups == Groups::All || configuration["approvalGroup"] == "");
        if !configurations.is_empty() {
            shown.insert(name, Value::Array(configurations));
        }
    }
    shown
}

/// Roles with their groups, ordered by role; the empty text is the global group.
pub(crate) fn roles<'r>(
    held: impl Iterator<Item = (&'r str, &'r str)>,
    of_global: RoleGroupsOfGlobal,
) -> Map<String, Value> {
    let mut roles: Vec<(&str, Vec<&str>)> = Vec::new();
    for (code, group) in held {
        match roles.last_mut() {
            Some((last, groups)) if *last == code => groups.push(group),
            _ => roles.push((code, vec![group])),
        }
    }
    let roles: Vec<Value> = roles
        .into_iter()
        .map(|(code, groups)| role(code, &groups, of_global))
        .collect();
    let mut shown = Map::new();
    shown.insert("roles".to_owned(), Value::from(roles));
    shown
}

fn role(code: &str, groups: &[&str], of_global: RoleGroupsOfGlobal) -> Value {
    let knows_groups = role_code::find(code).is_some_and(role_code::Role::is_group_aware);
    let is_global = groups == [""];
    let is_listed = match of_global {
        RoleGroupsOfGlobal::EmptyText => !is_global || knows_groups,
        RoleGroupsOfGlobal::LeftOut => !is_global,
    };
    let mut role = json!({"roleName": code});
    if is_listed {
        role["roleGroups"] = Value::from(groups);
    }
    role
}

/// What a user is beside its extensions.
#[derive(Debug)]
pub(crate) struct Head<'h> {
    /// Its id.
    pub(crate) id: &'h str,
    /// Its address.
    pub(crate) location: String,
    /// When its profile was written last.
    pub(crate) last_modified: Timestamp,
}

/// The whole user, of these extensions.
pub(crate) fn user(head: &Head<'_>, mut extensions: Map<String, Value>) -> Value {
    let named = SCHEMAS.iter().filter(|urn| extensions.contains_key(**urn));
    let schemas: Vec<&str> = [RESOURCE].iter().chain(named).copied().collect();
    let mut user = Map::new();
    user.insert("schemas".to_owned(), Value::from(schemas));
    user.insert("id".to_owned(), Value::from(head.id));
    let last_modified = head.last_modified.strftime("%Y-%m-%dT%H:%M:%S.%3fZ");
    user.insert(
        "meta".to_owned(),
        json!({
            "resourceType": "User",
            "created": null,
            "lastModified": last_modified.to_string(),
            "location": head.location,
            "version": null,
        }),
    );
    for urn in MEMBERS {
        if let Some(members) = extensions.shift_remove(urn) {
            user.insert(urn.to_owned(), members);
        }
    }
    Value::Object(user)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    fn names(map: &Map<String, Value>) -> Vec<&str> {
        map.keys().map(String::as_str).collect()
    }

    #[test]
    fn a_profile_shows_every_member_in_the_order_of_the_examples() {
        let kept = json!({"country": "US", "officeLocationCity": "Bellevue", "customData": null});
        let old = profile(map(&kept), Release::V4);
        let expected = [
            "reimbursementCurrency",
            "reimbursementType",
            "ledgerCode",
            "country",
            "budgetCountryCode",
            "stateProvince",
            "locale",
            "cashAdvanceAccountCode",
            "testEmployee",
            "nonEmployee",
            "biManager",
            "customData",
        ];
        assert_eq!(names(&old), expected);
        assert_eq!(
            (&old["locale"], &old["customData"]),
            (&Value::Null, &json!([]))
        );
        let new = profile(map(&kept), Release::V4_1);
        assert_eq!(new["officeLocationCity"], "Bellevue");
        assert_eq!(new.len(), expected.len() + 1);
    }

    #[test]
    fn settings_stand_over_their_defaults_and_those_of_invoice_wait_for_the_first() {
        let kept = json!({"showImagingIntro": false, "processorReportAccess": "COMPLETE"});
        let shown = settings(USER_PREFERENCE, map(&kept), Release::V4_1);
        assert_eq!(
            (&shown["showImagingIntro"], shown.len()),
            (&json!(false), 16)
        );
        assert_eq!(settings(USER_PREFERENCE, map(&kept), Release::V4).len(), 15);
        assert!(settings(INVOICE_PREFERENCE, Map::new(), Release::V4_1).is_empty());
        let invoice = json!({"autoOpenImage": true});
        assert_eq!(
            settings(INVOICE_PREFERENCE, map(&invoice), Release::V4).len(),
            6
        );
    }

    #[test]
    fn limits_of_groups_are_shown_when_they_are_asked_for() {
        let kept = json!({
            "authorizedApprover": [
                {"approvalType": "expense", "approvalLimit": 1.5},
                {"approvalType": "report", "approvalGroup": "rg2"},
            ],
            "costObjectApprover": [{"approvalType": "request", "approvalGroup": "rg2"}],
        });
        let global = limits(map(&kept), Groups::Global);
        let expected = json!({"authorizedApprover":
            [{"approvalType": "report", "approvalLimit": 1.5, "approvalGroup": ""}]});
        assert_eq!(Value::Object(global), expected);
        let all = limits(map(&kept), Groups::All);
        assert_eq!(all["authorizedApprover"].as_array().unwrap().len(), 2);
        assert_eq!(all["costObjectApprover"][0]["approvalGroup"], "rg2");
    }

    #[test]
    fn only_roles_that_know_groups_say_that_they_count_everywhere() {
        let held = [
            ("EXP_APPROVER", ""),
            ("EXP_PROCESSOR", ""),
            ("EXP_PROXY_USER", ""),
            ("EXP_PROXY_USER", "EMEA"),
        ];
        let shown = |policy| roles(held.into_iter(), policy)["roles"].clone();
        let mut expected = json!([
            {"roleName": "EXP_APPROVER"},
            {"roleName": "EXP_PROCESSOR", "roleGroups": [""]},
            {"roleName": "EXP_PROXY_USER", "roleGroups": ["", "EMEA"]},
        ]);
        assert_eq!(shown(RoleGroupsOfGlobal::EmptyText), expected);
        expected[1]
            .as_object_mut()
            .unwrap()
            .shift_remove("roleGroups");
        assert_eq!(shown(RoleGroupsOfGlobal::LeftOut), expected);
    }

    #[test]
    fn a_user_names_the_extensions_that_it_has() {
        let head = Head {
            id: "u-1",
            location: "https://mock/u-1".to_owned(),
            last_modified: "2024-01-19T20:10:34.377999Z".parse().unwrap(),
        };
        let extensions = map(&json!({(PAYROLL): {}, (USER): {"country": "US"}, (APPROVER): {}}));
        let user = user(&head, extensions);
        assert_eq!(user["schemas"], json!([RESOURCE, USER, APPROVER, PAYROLL]));
        assert_eq!(user["meta"]["lastModified"], "2024-01-19T20:10:34.377Z");
        let members = user.as_object().unwrap();
        assert_eq!(
            names(members),
            ["schemas", "id", "meta", USER, APPROVER, PAYROLL]
        );
    }
}
