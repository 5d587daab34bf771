//! The settings of a spend profile: what differs from the defaults is kept.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::approver::{Unfit, error};
use crate::company::Version;
use crate::company::provision::Message;
use crate::policy::spend_writing::ProcessorReportAccess;
use crate::scim::spend::judge::Fault;
use crate::scim::spend::preference::defaults;
use crate::scim::spend::schema::USER_PREFERENCE;

/// Which reports a processor sees; null until it is set, and never again.
const ACCESS: &str = "processorReportAccess";

/// Its values by Spend User v4.1.
const WORDS: [&str; 2] = ["COMPLETE", "RESTRICTED"];

/// Its values by the OpenAPI file of provisioning.
const SENTENCES: [&str; 3] = [
    "All reports excluding returned",
    "All reports including returned",
    "All reports Pending processor and above",
];

/// The roles of processors. ASSUMED: which they are; the page speaks of processor roles.
const PROCESSORS: [&str; 3] = [
    "EXP_PROCESSOR",
    "EXP_PROCESSOR_AUDIT",
    "EXP_PROCESSOR_ADMIN",
];

/// What is kept of settings that fit the table, and what is wrong with them.
pub(super) fn judge(
    version: &Version,
    user: Uuid,
    urn: &str,
    mut given: Map<String, Value>,
    before: &Map<String, Value>,
    operations: &[Value],
) -> (Map<String, Value>, Vec<Message>) {
    let mut messages = Vec::new();
    if urn == USER_PREFERENCE {
        access(version, user, &mut given, before, operations, &mut messages);
    }
    let defaults = defaults(urn);
    given.retain(|name, value| defaults.get(name) != Some(value));
    (given, messages)
}

fn access(
    version: &Version,
    user: Uuid,
    given: &mut Map<String, Value>,
    before: &Map<String, Value>,
    operations: &[Value],
    messages: &mut Vec<Message>,
) {
    let path = format!("{USER_PREFERENCE}:{ACCESS}");
    let (new, old) = (given.get(ACCESS).cloned(), before.get(ACCESS));
    match (new, old) {
        (None, Some(old)) => {
            if operations.iter().any(is_about_access) {
                messages.push(error(Fault::value(&path)));
            }
            // What is not named goes with the rest of the extension, and this cannot.
            given.insert(ACCESS.to_owned(), old.clone());
        }
        (Some(new), old) if old != Some(&new) => {
            if let Some(known) = known(&new, version.policies.choose()) {
                given.insert(ACCESS.to_owned(), Value::from(known));
            } else {
                messages.push(error(Fault::value(&path)));
            }
            let is_processor = |role: &&str| version.roles.holds_anywhere(user, role);
            if !PROCESSORS.iter().any(is_processor) {
                messages.push(Unfit::Roleless.message(&path));
            }
        }
        _ => {}
    }
}

fn is_about_access(operation: &Value) -> bool {
    let path = operation.get("path").and_then(Value::as_str);
    let is_named = path.is_some_and(|path| {
        let name = path.rsplit(':').next();
        name.is_some_and(|name| name.eq_ignore_ascii_case(ACCESS))
    });
    is_named
        || operation
            .get("value")
            .is_some_and(|value| value.get(ACCESS).is_some())
}

fn known(value: &Value, policy: ProcessorReportAccess) -> Option<&'static str> {
    let text = value.as_str()?;
    let is_meant = |known: &&str| known.eq_ignore_ascii_case(text);
    let word = || WORDS.into_iter().find(is_meant);
    let sentence = || SENTENCES.into_iter().find(is_meant);
    match policy {
        ProcessorReportAccess::Words => word(),
        ProcessorReportAccess::Sentences => sentence(),
        ProcessorReportAccess::Either => word().or_else(sentence),
    }
}
