//! A kept user as the APIs before v4 see it: one name, one number, one address, and what spend keeps beside them.

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::record::Record;
use crate::ids;
use crate::scim::schema::ENTERPRISE;

/// The members of a kept user that a flat user is made of.
const MEMBERS: [&str; 9] = [
    "userName",
    "active",
    "name",
    "preferredLanguage",
    "emails",
    "phoneNumbers",
    "addresses",
    "entitlements",
    ENTERPRISE,
];

/// The types of addresses, in the order in which they are asked for a country.
const ADDRESSES: [&str; 2] = ["work", "home"];

/// A user seen flat.
pub(super) struct Flat {
    members: Map<String, Value>,
    spend: Map<String, Value>,
}

impl Flat {
    /// A kept user seen flat.
    pub(super) fn of(version: &Version, record: &Record) -> Self {
        Self {
            members: record.members(&MEMBERS),
            spend: version.extensions.read(record.id, Extension::SpendUser),
        }
    }

    /// The login.
    pub(super) fn login(&self) -> Option<&str> {
        self.members.get("userName").and_then(Value::as_str)
    }

    /// Whether the user is active.
    pub(super) fn is_active(&self) -> bool {
        self.members.get("active") == Some(&Value::Bool(true))
    }

    /// A part of the name.
    pub(super) fn name(&self, part: &str) -> Option<&str> {
        self.members.get("name")?.get(part)?.as_str()
    }

    /// The employee number.
    pub(super) fn employee_id(&self) -> Option<&str> {
        self.members.get(ENTERPRISE)?.get(EMPLOYEE_NUMBER)?.as_str()
    }

    /// ASSUMED: the work address is the primary one, else the first.
    pub(super) fn primary_email(&self) -> Option<&str> {
        self.typed("emails", "work", "value")
            .or_else(|| self.members.get("emails")?.get(0)?.get("value")?.as_str())
    }

    /// The mobile number; of several the primary one.
    pub(super) fn mobile(&self) -> Option<&str> {
        let mut mobiles = self
            .entries("phoneNumbers")
            .filter(|phone| phone["type"] == "mobile");
        let first = mobiles.clone().next();
        let primary = mobiles.find(|phone| phone["primary"] == true);
        primary.or(first)?["value"].as_str()
    }

    /// Whether the user may use the product of this name.
    pub(super) fn is_entitled(&self, product: &str) -> bool {
        self.entries("entitlements").any(|entry| entry == product)
    }

    /// A text of the spend extension.
    pub(super) fn spend(&self, member: &str) -> Option<&str> {
        self.spend.get(member).and_then(Value::as_str)
    }

    /// Whether the user was made for tests.
    pub(super) fn is_test(&self) -> bool {
        self.spend.get("testEmployee") == Some(&Value::Bool(true))
    }

    /// A field of the employee form that a company gives its own meaning.
    pub(super) fn custom(&self, id: &str) -> Option<&str> {
        let fields = self.spend.get("customData").and_then(Value::as_array);
        let mut fields = fields.into_iter().flatten();
        fields.find(|field| field["id"] == id)?["value"].as_str()
    }

    /// The country: that of the spend extension. ASSUMED: else that of an address, else none.
    pub(super) fn country(&self) -> Option<&str> {
        let address = || {
            let mut kinds = ADDRESSES.into_iter();
            kinds.find_map(|kind| self.typed("addresses", kind, "country"))
        };
        self.spend("country").or_else(address)
    }

    /// The locale as v1 writes it, `en_US`. ASSUMED: without one in the spend extension, that of the language.
    pub(super) fn locale(&self) -> Option<String> {
        let language = || self.members.get("preferredLanguage")?.as_str();
        let locale = self.spend("locale").or_else(language)?;
        locale.contains('-').then(|| locale.replace('-', "_"))
    }

    /// The entries of a list.
    pub(super) fn entries(&self, list: &str) -> impl Iterator<Item = &Value> + Clone + use<'_> {
        let entries = self.members.get(list).and_then(Value::as_array);
        entries.into_iter().flatten()
    }

    fn typed(&self, list: &str, kind: &str, member: &str) -> Option<&str> {
        self.entries(list)
            .find(|entry| entry["type"] == kind)?
            .get(member)?
            .as_str()
    }
}

/// The `orgUnit` of the travel extension, to which the published mapping of the v3 services leads their `OrganizationUnit`.
pub(super) fn org_unit(version: &Version, user: Uuid) -> Option<String> {
    let kept = version.extensions.read(user, Extension::Travel);
    kept.get("orgUnit")?.as_str().map(str::to_owned)
}

/// The employee number of the user who approves this user's expenses, as it is now.
pub(super) fn approver(version: &Version, user: &Record) -> Option<String> {
    let kept = version.extensions.read(user.id, Extension::SpendApprover);
    let mut reports = kept.get("report")?.as_array()?.iter();
    let approver = &reports.find(|entry| entry["primary"] == true)?["approver"];
    let number = approver["employeeNumber"].as_str().map(str::to_owned);
    let Some(id) = approver["value"].as_str().and_then(ids::read) else {
        return number;
    };
    let members = version.users.get(id)?.members(&[ENTERPRISE]);
    let number = members.get(ENTERPRISE)?.get(EMPLOYEE_NUMBER)?;
    number.as_str().map(str::to_owned)
}

/// The member of the enterprise extension that old APIs call the employee's id.
const EMPLOYEE_NUMBER: &str = "employeeNumber";
