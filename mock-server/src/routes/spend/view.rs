//! What a spend user is made of: the kept extensions, and what is looked up beside them.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::error::{Refusal, ScimType};
use crate::ids;
use crate::policy::spend::{ApproverLimitAbsent, LocationRelease, NamedAttributes, SpecialRoles};
use crate::scim::compare::fold;
use crate::scim::schema::ENTERPRISE;
use crate::scim::spend::role_code::{self, BY_ENTITLEMENT, SPECIAL};
use crate::scim::spend::schema::{
    APPROVER, APPROVER_LIMIT, DELEGATE, INVOICE_PREFERENCE, PAYROLL, ROLE, USER, USER_PREFERENCE,
    WORKFLOW_PREFERENCE,
};
use crate::scim::spend::show::{self, Groups, Head, MEMBERS, Release};

/// Users as one reader of one release sees them.
pub(super) struct View<'v> {
    version: &'v Version,
    base_url: &'v str,
    release: Release,
    /// The extensions that are shown; every one where none is named.
    named: Vec<&'static str>,
    groups: Groups,
}

impl<'v> View<'v> {
    /// Prepares what was asked for.
    ///
    /// ASSUMED: `attributes` takes the URNs of all extensions, although it is shown with that of the approver limits alone;
    /// other names are refused in the words of Identity v4.1.
    pub(super) fn new(
        version: &'v Version,
        base_url: &'v str,
        release: Release,
        attributes: Option<&str>,
    ) -> Result<Self, Refusal> {
        let named = attributes.map(extensions).transpose()?.unwrap_or_default();
        let groups = if named.contains(&APPROVER_LIMIT) {
            Groups::All
        } else {
            Groups::Global
        };
        let named = match version.policies.choose() {
            NamedAttributes::Only => named,
            NamedAttributes::Also => Vec::new(),
        };
        Ok(Self {
            version,
            base_url,
            release,
            named,
            groups,
        })
    }

    /// A user with a spend profile.
    pub(super) fn user(&self, record: &Record) -> Value {
        let mut shown = Map::new();
        for urn in MEMBERS.iter().filter(|urn| self.shows(urn)) {
            let members = self.extension(urn, record);
            let is_left_out = *urn == APPROVER_LIMIT
                && members.is_empty()
                && self.named.is_empty()
                && self.version.policies.choose::<ApproverLimitAbsent>()
                    == ApproverLimitAbsent::LeftOut;
            if !is_left_out {
                shown.insert((*urn).to_owned(), Value::Object(members));
            }
        }
        let changed = self.version.extensions.spend_changed(record.id);
        self.framed(record.id, changed.unwrap_or_default(), shown)
    }

    /// A user of this id of whom there is nothing to show.
    pub(super) fn nothing(&self, id: Uuid) -> Value {
        let empty = |urn: &str| match urn {
            ROLE => json!({"roles": []}),
            _ => json!({}),
        };
        let shown = MEMBERS.iter().filter(|urn| self.shows(urn));
        let shown = shown.map(|urn| ((*urn).to_owned(), empty(urn))).collect();
        self.framed(id, Timestamp::UNIX_EPOCH, shown)
    }

    fn shows(&self, urn: &str) -> bool {
        self.named.is_empty() || self.named.contains(&urn)
    }

    fn framed(&self, id: Uuid, last_modified: Timestamp, shown: Map<String, Value>) -> Value {
        let id = id.to_string();
        let called = match (self.version.policies.choose(), self.release) {
            (LocationRelease::Called, Release::V4_1) => "v4.1",
            (LocationRelease::Called, Release::V4) | (LocationRelease::V4, _) => "v4",
        };
        let head = Head {
            id: &id,
            location: format!("{}/profile/spend/{called}/Users/{id}", self.base_url),
            last_modified,
        };
        show::user(&head, shown)
    }

    fn extension(&self, urn: &str, record: &Record) -> Map<String, Value> {
        let kept = |extension| self.version.extensions.read(record.id, extension);
        let settings = |extension| show::settings(urn, kept(extension), self.release);
        match urn {
            USER => self.profile(kept(Extension::SpendUser)),
            APPROVER => self.with_references(kept(Extension::SpendApprover), "approver"),
            APPROVER_LIMIT => show::limits(kept(Extension::SpendApproverLimit), self.groups),
            DELEGATE => self.with_references(kept(Extension::SpendDelegate), "delegate"),
            ROLE => self.roles(record),
            USER_PREFERENCE => settings(Extension::SpendUserPreference),
            INVOICE_PREFERENCE => settings(Extension::SpendInvoicePreference),
            WORKFLOW_PREFERENCE => settings(Extension::SpendWorkflowPreference),
            PAYROLL => kept(Extension::Payroll),
            _ => Map::new(),
        }
    }

    fn profile(&self, kept: Map<String, Value>) -> Map<String, Value> {
        let mut shown = show::profile(kept, self.release);
        if let Some(manager) = shown.get_mut("biManager") {
            // Replies hold the id alone; a manager who is nobody's number is no manager.
            let id = self.reference(manager).and_then(|(id, _)| id);
            *manager = id.map_or(Value::Null, |id| json!({"value": id}));
        }
        let fields = shown.get_mut("customData").and_then(Value::as_array_mut);
        for field in fields.into_iter().flatten() {
            self.name_item(field);
        }
        shown
    }

    /// Names the list item that stands behind the value of a custom field.
    fn name_item(&self, field: &mut Value) {
        let configuration = &self.version.configuration;
        let item = field["id"].as_str().zip(field["value"].as_str());
        let item =
            item.and_then(|(id, code)| configuration.item(configuration.custom_field(id)?, code));
        if let Some(item) = item {
            let guid = item.sync_guid.to_lowercase();
            let href = format!("{}/list/v4/items/{guid}", self.base_url);
            field["syncGuid"] = Value::from(guid);
            field["href"] = Value::from(href);
        }
    }

    /// Lists of entries of which a member means a user: who that is today.
    fn with_references(&self, mut kept: Map<String, Value>, member: &str) -> Map<String, Value> {
        let entries = kept.values_mut().filter_map(Value::as_array_mut).flatten();
        for entry in entries {
            if let Some((id, number)) = self.reference(&entry[member]) {
                let mut reference = Map::new();
                let mut put = |name: &str, text: Option<String>| {
                    if let Some(text) = text {
                        reference.insert(name.to_owned(), Value::from(text));
                    }
                };
                put("value", id);
                put("employeeNumber", number);
                entry[member] = Value::Object(reference);
            }
        }
        kept
    }

    /// Id and employee number of the user who is meant, as they are today. Of one who is gone, what is kept is shown.
    fn reference(&self, kept: &Value) -> Option<(Option<String>, Option<String>)> {
        let (id, number) = (kept["value"].as_str(), kept["employeeNumber"].as_str());
        let users = &self.version.users;
        let record = match (id, number) {
            (Some(id), _) => ids::read(id).and_then(|id| users.get(id)),
            (None, Some(number)) => users.find(Unique::EmployeeNumber, &fold(number)),
            (None, None) => return None,
        };
        Some(record.map_or_else(
            || (id.map(str::to_owned), number.map(str::to_owned)),
            |record| (Some(record.id.to_string()), employee_number(record)),
        ))
    }

    /// The roles that are given, and those that follow from entitlements.
    fn roles(&self, record: &Record) -> Map<String, Value> {
        let policies = &self.version.policies;
        let members = record.members(&["entitlements"]);
        let entitlements = members.get("entitlements").and_then(Value::as_array);
        let is_entitled = |product: &str| {
            let mut entries = entitlements.into_iter().flatten();
            entries.any(|entry| {
                entry
                    .as_str()
                    .is_some_and(|name| name.eq_ignore_ascii_case(product))
            })
        };
        let held = self.version.roles.of_user(record.id);
        let mut roles: Vec<(&str, &str)> = held
            .map(|(role, group)| (&**role, &**group))
            .filter(|(role, _)| role_code::is_of_spend(role))
            .collect();
        for (product, role) in BY_ENTITLEMENT {
            if is_entitled(product) {
                roles.push((role, ""));
            }
        }
        if policies.choose::<SpecialRoles>() == SpecialRoles::Shown && is_entitled("Travel") {
            let [travel, both] = SPECIAL;
            roles.push((travel, ""));
            if is_entitled("Expense") {
                roles.push((both, ""));
            }
        }
        roles.sort_unstable();
        roles.dedup();
        show::roles(roles.into_iter(), policies.choose())
    }
}

fn employee_number(record: &Record) -> Option<String> {
    let members = record.members(&[ENTERPRISE]);
    let number = members.get(ENTERPRISE)?.get("employeeNumber")?;
    number.as_str().map(str::to_owned)
}

/// The extensions that a list of URNs names.
fn extensions(attributes: &str) -> Result<Vec<&'static str>, Refusal> {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    let names = attributes.split(',').map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let written = name.trim_end_matches(':');
        match MEMBERS.iter().find(|urn| urn.eq_ignore_ascii_case(written)) {
            Some(urn) => known.push(*urn),
            None => unknown.push(name.chars().take(SHOWN).collect::<String>()),
        }
    }
    if unknown.is_empty() {
        return Ok(known);
    }
    unknown.truncate(MAX_NAMED);
    let detail = format!("Unrecognized attributes: {}", unknown.join(", "));
    Err(Refusal::bad_request(ScimType::InvalidValue, detail))
}

/// The most characters of a client's word that a refusal repeats.
const SHOWN: usize = 120;

/// The most unknown attributes that a refusal names.
const MAX_NAMED: usize = 20;

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
