//! The status of a provision request as a document.

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::company::jobs::{Fate, Job, Kind, Operation};
use crate::company::provision::{Message, Outcome, Report, Severity};
use crate::policy::Policies;
use crate::policy::provisioning::{
    CompanyInStatus, CorrelationForm, ExtensionsShown, FailedExtensionCode, GenTempBulkId,
};
use crate::scim::provisioning::STATUS;
use crate::scim::schema::{CORE, ENTERPRISE};
use crate::scim::spend::schema::URNS;
use crate::scim::travel::schema::TRAVEL;

/// Every extension, in the order in which a status shows them. ASSUMED: the two that are written first stand first, then
/// the others as in the page's example, then those that recordings alone have; the example itself follows no order.
pub(super) fn extensions() -> impl Iterator<Item = &'static str> {
    [CORE, ENTERPRISE].into_iter().chain(URNS).chain([TRAVEL])
}

/// What a status is shown with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame<'f> {
    /// Where it is read.
    pub(super) location: &'f str,
    /// The company's id.
    pub(super) company: &'f str,
    /// How the company reads what the documentation leaves open.
    pub(super) policies: &'f Policies,
}

/// In which state an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Pending,
    Success,
    Failed,
}

impl State {
    /// The state of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "pending" => Some(Self::Pending),
            "success" => Some(Self::Success),
            "failed" => Some(Self::Failed),
            _ => None,
        }
    }

    /// The state of an operation. One that was not processed did not succeed.
    pub(super) const fn of(operation: &Operation) -> Self {
        match operation.fate {
            Fate::Waiting(_) => Self::Pending,
            Fate::Succeeded => Self::Success,
            Fate::Failed(_) | Fate::NotProcessed => Self::Failed,
        }
    }
}

/// The status without its operations.
pub(super) fn summary(job: &Job, frame: Frame<'_>) -> Map<String, Value> {
    let count = |state: State| {
        let operations = job.operations.iter();
        operations
            .filter(|operation| State::of(operation) == state)
            .count()
    };
    let failed = count(State::Failed);
    let is_complete = job.completed.is_some();
    let document = json!({
        "schemas": [STATUS],
        "id": job.id.to_string(),
        "operationsCount": {
            "total": job.operations.len(),
            "success": count(State::Success),
            "failed": failed,
            "pending": count(State::Pending),
        },
        "status": {"completed": is_complete, "success": is_complete.then_some(failed == 0)},
        "meta": meta(job, frame),
    });
    match document {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

fn meta(job: &Job, frame: Frame<'_>) -> Value {
    let mut meta = json!({
        "location": frame.location,
        "created": shown(job.created),
        "lastModified": shown(job.completed.unwrap_or(job.created)),
        "provisionType": match job.kind {
            Kind::User => "User",
            Kind::Bulk => "Bulk",
        },
        "resourceType": "ProvisionRequest",
    });
    if frame.policies.choose::<CompanyInStatus>() == CompanyInStatus::Shown {
        meta["companyId"] = Value::from(frame.company);
    }
    meta["correlationId"] = Value::from(correlation(&job.correlation, frame.policies));
    if let Some(completed) = job.completed {
        meta["completed"] = Value::from(shown(completed));
    }
    meta
}

/// A client's correlation id that is no UUID is shown as it came.
fn correlation(text: &str, policies: &Policies) -> String {
    let Ok(id) = Uuid::try_parse(text) else {
        return text.to_owned();
    };
    match policies.choose() {
        CorrelationForm::Uuid => id.hyphenated().to_string(),
        CorrelationForm::Hex => id.simple().to_string(),
    }
}

/// Milliseconds, and an offset without a colon.
fn shown(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string()
}

/// One operation; `index` is its place in the request, from 0 on.
pub(super) fn operation(
    index: usize,
    operation: &Operation,
    kind: Kind,
    policies: &Policies,
) -> Value {
    let mut row = Map::new();
    row.insert("id".to_owned(), Value::from((index + 1).to_string()));
    row.insert("status".to_owned(), operation_status(operation));
    let mut resource = Map::new();
    if let Some(user) = operation.user {
        resource.insert("id".to_owned(), Value::from(user.to_string()));
    }
    resource.insert("type".to_owned(), Value::from("User"));
    row.insert("resource".to_owned(), Value::Object(resource));
    let temporary = match (kind, policies.choose()) {
        (Kind::User, GenTempBulkId::Shown) => Some("gen-temp-bulk-id"),
        _ => None,
    };
    if let Some(bulk_id) = operation.bulk_id.as_deref().or(temporary) {
        row.insert("bulkId".to_owned(), Value::from(bulk_id));
    }
    let outcomes = outcomes(operation, policies);
    row.insert("extensions".to_owned(), Value::from(outcomes));
    Value::Object(row)
}

/// The code stands beside failures alone, as in the example of a success.
fn operation_status(operation: &Operation) -> Value {
    match operation.fate {
        Fate::Waiting(_) => json!({"completed": false, "success": null}),
        Fate::Succeeded => json!({"completed": true, "success": true}),
        Fate::Failed(code) => {
            json!({"completed": true, "success": false, "code": code.to_string()})
        }
        Fate::NotProcessed => json!({"completed": true, "success": false}),
    }
}

/// What became of each extension.
fn outcomes(operation: &Operation, policies: &Policies) -> Vec<Value> {
    let shown: ExtensionsShown = policies.choose();
    let report = |urn: &str| operation.reports.iter().find(|report| report.urn == urn);
    extensions()
        .filter_map(|urn| match (report(urn), &operation.fate, shown) {
            (Some(report), ..)
                if shown == ExtensionsShown::All || report.outcome != Outcome::NoOp =>
            {
                Some(extension(report, operation, policies))
            }
            (None, Fate::Waiting(_), ExtensionsShown::All) => Some(json!({
                "name": urn,
                "status": {"completed": false, "success": null, "result": "processing"},
            })),
            (None, _, ExtensionsShown::All) => {
                Some(extension(&Report::untouched(urn), operation, policies))
            }
            (_, _, _) => None,
        })
        .collect()
}

fn extension(report: &Report, operation: &Operation, policies: &Policies) -> Value {
    let (is_success, code, result) = match report.outcome {
        Outcome::Success => (true, Some("200".to_owned()), "success"),
        Outcome::NoOp => (true, Some("200".to_owned()), "no-op"),
        Outcome::Error => {
            let code = failure_code(report, operation, policies);
            (false, Some(code), "error")
        }
        Outcome::NotProcessed => (false, None, "not-processed"),
    };
    let mut status = Map::new();
    status.insert("completed".to_owned(), Value::from(true));
    status.insert("success".to_owned(), Value::from(is_success));
    if let Some(code) = code {
        status.insert("code".to_owned(), Value::from(code));
    }
    status.insert("result".to_owned(), Value::from(result));
    let mut row = Map::new();
    row.insert("name".to_owned(), Value::from(report.urn));
    row.insert("status".to_owned(), Value::Object(status));
    if !report.messages.is_empty() {
        let messages: Vec<Value> = report.messages.iter().map(message).collect();
        row.insert("messages".to_owned(), Value::from(messages));
    }
    Value::Object(row)
}

/// ASSUMED: where the identity part was refused, its extensions have the code of the operation.
fn failure_code(report: &Report, operation: &Operation, policies: &Policies) -> String {
    if let (CORE | ENTERPRISE, Fate::Failed(code)) = (report.urn, &operation.fate) {
        return code.to_string();
    }
    let code = match policies.choose() {
        FailedExtensionCode::Server => "500",
        FailedExtensionCode::BadRequest => "400",
    };
    code.to_owned()
}

fn message(message: &Message) -> Value {
    let mut row = json!({"code": message.code, "message": message.text});
    if !message.path.is_empty() {
        row["schemaPath"] = Value::from(message.path.as_str());
    }
    row["type"] = Value::from(match message.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    });
    row
}
