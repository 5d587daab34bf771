//! What a profile says of the identity document.

use serde_json::{Map, Value, json};

use crate::scim::compare::fold;
use crate::scim::derive::Resource;
use crate::scim::schema::ENTERPRISE;

use super::sent::Sent;

/// The products that flags open.
const PRODUCTS: [(&str, &str); 3] = [
    ("ExpenseUser", "Expense"),
    ("TripUser", "Travel"),
    ("InvoiceUser", "Invoice"),
];

/// The document of a new user.
///
/// ASSUMED: without an e-mail address the login counts as one, since the page takes the address for the login's default.
pub(super) fn created(sent: &Sent, company: &str) -> Resource {
    let text = |name| Value::from(sent.get(name).unwrap_or_default());
    let mut resource = Resource::new();
    let mut put = |name: &str, value: Value| resource.insert(name.to_owned(), value);
    put("userName", text("LoginId"));
    put("active", Value::from(false));
    put("name", json!({}));
    put(
        "emails",
        json!([{"type": "work", "value": text("LoginId"), "verified": false}]),
    );
    put(
        ENTERPRISE,
        json!({"employeeNumber": text("EmpId"), "companyId": company}),
    );
    apply(sent, &mut resource);
    resource
}

/// The document of a user that exists.
pub(super) fn changed(sent: &Sent, before: &Resource) -> Resource {
    let mut resource = before.clone();
    if sent.get("EmailAddress") == Some("") {
        let emails = resource.get_mut("emails").and_then(Value::as_array_mut);
        if let Some(emails) = emails {
            emails.retain(|email| email["type"] != "work");
        }
    }
    apply(sent, &mut resource);
    resource
}

fn apply(sent: &Sent, resource: &mut Resource) {
    if let Some(login) = sent.filled("NewLoginID") {
        resource.insert("userName".to_owned(), Value::from(login));
    }
    if let Some(is_active) = sent.flag("Active") {
        resource.insert("active".to_owned(), Value::from(is_active));
    }
    let enterprise = resource.get_mut(ENTERPRISE).and_then(Value::as_object_mut);
    if let (Some(enterprise), Some(number)) = (enterprise, sent.filled("NewEmployeeID")) {
        enterprise.insert("employeeNumber".to_owned(), Value::from(number));
    }
    if let Some(name) = resource.get_mut("name").and_then(Value::as_object_mut) {
        names(sent, name);
    }
    if let Some(address) = sent.filled("EmailAddress") {
        email(resource, address);
    }
    entitle(sent, resource);
}

fn names(sent: &Sent, name: &mut Map<String, Value>) {
    for (element, member) in [("FirstName", "givenName"), ("LastName", "familyName")] {
        if let Some(text) = sent.filled(element) {
            name.insert(member.to_owned(), Value::from(text));
        }
    }
    let Some(initial) = sent.get("Mi") else {
        return;
    };
    // The initial follows from the middle name, so a middle name that says otherwise goes.
    let middle = name.get("middleName").and_then(Value::as_str);
    if middle.is_some_and(|middle| !middle.starts_with(initial) || initial.is_empty()) {
        name.shift_remove("middleName");
    }
    if initial.is_empty() {
        name.shift_remove("middleInitial");
    } else {
        name.insert("middleInitial".to_owned(), Value::from(initial));
    }
}

/// Sets the work address; one that is new is not verified.
fn email(resource: &mut Resource, address: &str) {
    let emails = resource.entry("emails").or_insert_with(|| json!([]));
    let Some(emails) = emails.as_array_mut() else {
        return;
    };
    let Some(work) = emails.iter_mut().find(|email| email["type"] == "work") else {
        emails.push(json!({"type": "work", "value": address, "verified": false}));
        return;
    };
    let is_same = work["value"]
        .as_str()
        .is_some_and(|value| fold(value) == fold(address));
    if !is_same {
        work["verified"] = Value::from(false);
    }
    work["value"] = Value::from(address);
}

fn entitle(sent: &Sent, resource: &mut Resource) {
    let entitlements = resource.entry("entitlements").or_insert_with(|| json!([]));
    let Some(entitlements) = entitlements.as_array_mut() else {
        return;
    };
    for (element, product) in PRODUCTS {
        let Some(is_entitled) = sent.flag(element) else {
            continue;
        };
        entitlements.retain(|entry| entry != product || is_entitled);
        if is_entitled && !entitlements.iter().any(|entry| entry == product) {
            entitlements.push(Value::from(product));
        }
    }
}

/// The element that is to blame for a fault at this path of the document.
pub(super) fn element(path: &str, sent: &Sent) -> Option<&'static str> {
    match path {
        "userName" => Some(login_element(sent)),
        "active" => Some("Active"),
        "name.givenName" => Some("FirstName"),
        "name.familyName" => Some("LastName"),
        "name.middleInitial" => Some("Mi"),
        path if path.starts_with("emails") => Some(
            sent.filled("EmailAddress")
                .map_or("LoginId", |_| "EmailAddress"),
        ),
        path if path.ends_with(":employeeNumber") => Some(
            sent.filled("NewEmployeeID")
                .map_or("EmpId", |_| "NewEmployeeID"),
        ),
        _ => None,
    }
}

/// The element that holds the login that the user is to have.
pub(super) fn login_element(sent: &Sent) -> &'static str {
    sent.filled("NewLoginID")
        .map_or("LoginId", |_| "NewLoginID")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(values: &[(&'static str, &str)]) -> Sent {
        Sent::of(values)
    }

    fn document(value: &Value) -> Resource {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn a_new_user_without_an_address_has_its_login_as_one() {
        let ids = [
            ("LoginId", "a@b"),
            ("EmpId", "7"),
            ("Active", "Y"),
            ("Mi", "L"),
        ];
        let user = created(&sent(&ids), "c-1");
        assert_eq!(user["emails"][0]["value"], "a@b");
        assert_eq!(
            (&user["active"], &user["name"]["middleInitial"]),
            (&json!(true), &json!("L"))
        );
        assert_eq!(
            user[ENTERPRISE],
            json!({"employeeNumber": "7", "companyId": "c-1"})
        );
    }

    #[test]
    fn a_change_touches_what_it_names() {
        let before = document(&json!({
            "userName": "a@b",
            "active": true,
            "name": {"givenName": "Ada", "familyName": "Byron", "middleName": "King"},
            "emails": [{"type": "home", "value": "h@b"}, {"type": "work", "value": "A@b", "verified": true}],
            "entitlements": ["Travel", "Locate"],
            ENTERPRISE: {"companyId": "c-1", "department": "Sales"},
        }));
        let same = changed(
            &sent(&[("Mi", "K"), ("EmailAddress", "a@b"), ("TripUser", "Y")]),
            &before,
        );
        assert_eq!(same["name"]["middleName"], "King");
        assert_eq!(same["emails"][1]["verified"], true);
        assert_eq!(same["entitlements"], json!(["Travel", "Locate"]));

        let values = [
            ("Mi", "L"),
            ("EmailAddress", "n@b"),
            ("TripUser", "N"),
            ("ExpenseUser", "Y"),
            ("NewEmployeeID", "8"),
        ];
        let other = changed(&sent(&values), &before);
        assert_eq!(
            other["name"],
            json!({"givenName": "Ada", "familyName": "Byron", "middleInitial": "L"})
        );
        assert_eq!(
            other["emails"][1],
            json!({"type": "work", "value": "n@b", "verified": false})
        );
        assert_eq!(other["entitlements"], json!(["Locate", "Expense"]));
        assert_eq!(other[ENTERPRISE]["department"], "Sales");
        assert_eq!(other[ENTERPRISE]["employeeNumber"], "8");

        let emptied = changed(&sent(&[("EmailAddress", ""), ("Mi", "")]), &before);
        assert_eq!(emptied["emails"], json!([{"type": "home", "value": "h@b"}]));
        assert_eq!(emptied["name"].get("middleName"), None);
    }
}
