//! The roles that a user has by an entitlement and in no other way.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::company::Version;
use crate::company::roles::Roles;
use crate::policy::spend::SpecialRoles;
use crate::scim::spend::role_code::BY_ENTITLEMENT;

/// The member of the identity document.
const ENTITLEMENTS: &str = "entitlements";
/// The product whose users have roles that nobody is given.
const TRAVEL: &str = "Travel";

/// Follows a change of the identity document, of which these are members before and after: roles come and go, and the spend
/// profile changed if that shows.
pub(crate) fn change(
    version: &mut Version,
    user: Uuid,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    now: Timestamp,
) {
    follow(&mut version.roles, user, after);
    version.date_roles(now);
    // Roles that nobody is given are shown of travellers.
    let is_shown = version.policies.choose::<SpecialRoles>() == SpecialRoles::Shown;
    if is_shown && is_entitled(before, TRAVEL) != is_entitled(after, TRAVEL) {
        version.extensions.touch_spend(user, now);
    }
}

/// Gives the user the roles of its entitlements and takes the others; `members` are those of the identity document.
pub(crate) fn follow(roles: &mut Roles, user: Uuid, members: &Map<String, Value>) {
    for (product, role) in BY_ENTITLEMENT {
        if is_entitled(members, product) {
            roles.give(user, role);
        } else {
            roles.take(user, role);
        }
    }
}

/// The product whose entitlement gives this role.
pub(crate) fn product_of(role: &str) -> Option<&'static str> {
    let found = BY_ENTITLEMENT.iter().find(|(_, known)| *known == role);
    found.map(|(product, _)| *product)
}

/// Whether a product is opened to a user or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// The user gets the entitlement.
    Opened,
    /// The user loses it.
    Closed,
}

/// Writes an entitlement into the identity document, or takes it out.
pub(crate) fn entitle(members: &mut Map<String, Value>, product: &str, access: Access) {
    let entitlements = members.entry(ENTITLEMENTS).or_insert_with(|| json!([]));
    let Some(entitlements) = entitlements.as_array_mut() else {
        return;
    };
    match access {
        Access::Closed => entitlements.retain(|entry| entry != product),
        Access::Opened if !entitlements.iter().any(|entry| entry == product) => {
            entitlements.push(Value::from(product));
        }
        Access::Opened => {}
    }
    if entitlements.is_empty() {
        members.shift_remove(ENTITLEMENTS);
    }
}

fn is_entitled(members: &Map<String, Value>, product: &str) -> bool {
    let entitlements = members.get(ENTITLEMENTS).and_then(Value::as_array);
    entitlements
        .into_iter()
        .flatten()
        .any(|entry| entry == product)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(value: &Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn roles_come_and_go_with_entitlements_and_others_stay() {
        let ada = Uuid::from_u128(1);
        let mut roles = Roles::default();
        roles.give(ada, "EXP_APPROVER");
        let both = members(&json!({"entitlements": ["Expense", "Invoice", "Travel"]}));
        follow(&mut roles, ada, &both);
        assert!(roles.holds(ada, "EXP_USER") && roles.holds(ada, "INV_PMT_USER"));
        follow(
            &mut roles,
            ada,
            &members(&json!({"entitlements": ["Request"]})),
        );
        assert!(!roles.holds(ada, "EXP_USER") && roles.holds(ada, "REQ_USER"));
        follow(&mut roles, ada, &Map::new());
        let held: Vec<_> = roles
            .of_user(ada)
            .map(|(role, _)| role.to_string())
            .collect();
        assert_eq!(held, ["EXP_APPROVER"]);
    }

    #[test]
    fn an_entitlement_is_written_once_and_taken_out_without_a_trace() {
        let mut user = members(&json!({"entitlements": ["Travel"]}));
        entitle(&mut user, "Expense", Access::Opened);
        entitle(&mut user, "Expense", Access::Opened);
        assert_eq!(user["entitlements"], json!(["Travel", "Expense"]));
        entitle(&mut user, "Expense", Access::Closed);
        entitle(&mut user, "Travel", Access::Closed);
        assert!(user.is_empty());
        assert_eq!(product_of("REQ_USER"), Some("Request"));
        assert_eq!(product_of("EXP_APPROVER"), None);
    }
}
