//! A company of five users to write spend profiles in, and what its writes say.

mod fields;
mod order;
mod patching;
mod people;
mod profiles;
mod roles;
mod settings;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::write;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::provision::{Outcome, Report, Sent, Severity};
use crate::company::record::Record;
use crate::company::unique::{Rules, Values};
use crate::policy::{Policies, Setting};
use crate::scim::derive::Meta;
use crate::scim::schema::ENTERPRISE;

/// The user whose profile is written.
pub(super) const ADA: Uuid = Uuid::from_u128(1);
/// Holds the roles that approvers need.
pub(super) const BOB: Uuid = Uuid::from_u128(2);
/// Holds no role.
pub(super) const EVE: Uuid = Uuid::from_u128(3);
/// Holds the roles and is not active.
pub(super) const SAM: Uuid = Uuid::from_u128(4);
/// No user at all.
pub(super) const NOBODY: Uuid = Uuid::from_u128(99);

pub(super) const URN: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0";

/// A company with those users, whose employee numbers are `E1` to `E4`, and these policies.
pub(super) fn company(settings: &[(&str, &str)]) -> Version {
    let settings: Vec<Setting> = settings
        .iter()
        .map(|(key, value)| Setting::read(key, &Value::from(*value)).unwrap())
        .collect();
    let mut version = Version {
        policies: Policies::default().with(&settings),
        ..Version::default()
    };
    for user in [ADA, BOB, EVE, SAM] {
        let resource = json!({
            "userName": format!("{user}@example.com"),
            "active": user != SAM,
            "name": {"givenName": "A", "familyName": "B"},
            ENTERPRISE: {"companyId": "c", "employeeNumber": format!("E{}", user.as_u128())},
        });
        let resource = resource.as_object().unwrap();
        let meta = Meta {
            created: now(),
            last_modified: now(),
            version: 0,
        };
        let record = Record::write(user, resource, meta).unwrap();
        let rules = Rules::of(&version.policies);
        version
            .users
            .insert(record, &Values::of(resource), rules)
            .unwrap();
    }
    for role in ["EXP_APPROVER", "REQ_APPROVER", "EXP_USER", "INV_APPROVER"] {
        version.roles.give(BOB, role);
        version.roles.give(SAM, role);
    }
    version
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap()
}

/// A company in which the first user has a profile.
pub(super) fn with_profile(settings: &[(&str, &str)]) -> Version {
    let mut version = company(settings);
    let said = create(&mut version, &json!({format!("{URN}:User"): profile()}));
    assert_eq!(said.outcome("User"), Outcome::Success, "{:?}", said.0);
    version
}

/// What a profile must have.
pub(super) fn profile() -> Value {
    json!({"reimbursementCurrency": "USD", "country": "US", "locale": "en-US"})
}

/// What a write says.
pub(super) struct Said(pub(super) Vec<Report>);

impl Said {
    fn report(&self, name: &str) -> &Report {
        let end = format!(":{name}");
        let mut reports = self.0.iter();
        reports.find(|report| report.urn.ends_with(&end)).unwrap()
    }

    pub(super) fn outcome(&self, name: &str) -> Outcome {
        self.report(name).outcome
    }

    /// The texts of errors, those of warnings behind an exclamation mark; without the common beginning of paths.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let messages = self.report(name).messages.iter();
        messages
            .map(|message| {
                let mark = match message.severity {
                    Severity::Error => "",
                    Severity::Warning => "!",
                };
                format!("{mark}{}", message.text).replace(&format!("{URN}:"), "")
            })
            .collect()
    }

    /// The paths of what is said.
    pub(super) fn paths(&self, name: &str) -> Vec<String> {
        let messages = self.report(name).messages.iter();
        messages
            .map(|message| message.path.replace(&format!("{URN}:"), ""))
            .collect()
    }
}

fn documents(given: &Value) -> Map<String, Value> {
    given.as_object().unwrap().clone()
}

pub(super) fn create(version: &mut Version, given: &Value) -> Said {
    Said(write(version, ADA, Sent::Create(&documents(given)), now()))
}

pub(super) fn replace(version: &mut Version, given: &Value) -> Said {
    Said(write(version, ADA, Sent::Replace(&documents(given)), now()))
}

/// A PATCH of operations as `[op, path behind the common URN, value]`; without a value if there is none.
pub(super) fn patch(version: &mut Version, operations: &[Value]) -> Said {
    let operations: Vec<Value> = operations
        .iter()
        .map(|operation| {
            let path = operation[1].as_str().unwrap();
            let mut built = json!({"op": operation[0], "path": format!("{URN}:{path}")});
            if let Some(value) = operation.get(2) {
                built["value"] = value.clone();
            }
            built
        })
        .collect();
    Said(write(version, ADA, Sent::Patch(&operations), now()))
}

/// What is kept of the first user.
pub(super) fn kept(version: &Version, extension: Extension) -> Value {
    Value::Object(version.extensions.read(ADA, extension))
}

/// The roles of the first user with their groups.
pub(super) fn held(version: &Version) -> Vec<String> {
    let held = version.roles.of_user(ADA);
    held.map(|(role, group)| format!("{role}@{group}"))
        .collect()
}
