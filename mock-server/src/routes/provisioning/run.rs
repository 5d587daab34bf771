//! Carries out provision requests when they are due: operation by operation, each of them wholly or not at all as far as
//! the identity document goes.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use uuid::Uuid;

use crate::company::jobs::{Due, Event, Fate, Job, MAX_JOBS, Operation, Task, Verb};
use crate::company::provision::{Asked, Outcome, Report};
use crate::company::tokens::AccessToken;
use crate::company::{Company, Version};
use crate::error::{Refusal, ScimType};
use crate::ids;
use crate::policy::provisioning::WarningsOnly;

use super::super::author::{Author, Time};
use super::super::identity_read::unknown_user;
use super::super::identity_write::DELETE;
use super::super::parameters::object;
use super::super::user_change::{Written, missing_scope, patch_schemas};
use super::{identity, parts, references, services};

/// Carries out what is due in the company, in the order of time, each request as if it were the moment at which it was
/// due. Where nothing waits, this is one look at the company.
pub(crate) fn carry_out_due(company: &Company) {
    for _ in 0..=MAX_JOBS {
        let next = company.read().jobs.next();
        if next.is_none_or(|next| company.clock.now() < next) {
            return;
        }
        // What was written keeps its names from other companies until it can be seen.
        let Ok(_written) = company.write(|version| {
            let due = version.jobs.due(company.clock.now());
            Ok::<_, Infallible>(due.map(|due| settle(company, version, &due)))
        });
    }
}

/// Carries out a request by hand, now; `None` when there is none of this id. One that was completed stays as it is.
///
/// ASSUMED: by hand a request may be carried out before its turn.
pub(crate) fn carry_out(company: &Company, id: Uuid) -> Option<Arc<Job>> {
    let Ok(found) = company.write(|version| {
        let Some(job) = version.jobs.get(id).cloned() else {
            return Ok::<_, Infallible>(None);
        };
        let due = Due {
            at: company.clock.now(),
            event: Event::CarriedOut,
            job,
        };
        let is_waiting = due.job.completed.is_none();
        let written = is_waiting.then(|| settle(company, version, &due));
        Ok(version.jobs.get(id).cloned().map(|job| (job, written)))
    });
    found.map(|(job, _written)| job)
}

fn settle(company: &Company, version: &mut Version, due: &Due) -> Vec<Written> {
    let mut run = Run {
        company,
        token: &due.job.token,
        created: BTreeMap::new(),
        written: Vec::new(),
    };
    let operations = match due.event {
        Event::CarriedOut => run.all(version, &due.job, due.at),
        Event::GivenUp => due.job.operations.iter().map(given_up).collect(),
    };
    version.jobs.complete(&due.job, operations, due.at);
    run.written
}

/// The code of an operation that took too long. ASSUMED: the list of April 2022 has this status.
const TOO_LATE: u16 = 408;
/// The code of an operation of which a part failed, as it was seen.
const PARTLY: u16 = 207;

fn given_up(operation: &Operation) -> Operation {
    Operation {
        fate: Fate::Failed(TOO_LATE),
        reports: with_rest(&operation.reports, Outcome::NotProcessed),
        ..operation.clone()
    }
}

fn skipped(operation: &Operation) -> Operation {
    Operation {
        fate: Fate::NotProcessed,
        reports: with_rest(&operation.reports, Outcome::NotProcessed),
        ..operation.clone()
    }
}

/// The reports, and this outcome for every extension that nobody has spoken of.
fn with_rest(reports: &[Report], outcome: Outcome) -> Vec<Report> {
    let is_silent = |urn: &&str| !reports.iter().any(|report| report.urn == *urn);
    let rest = super::status_document::extensions()
        .filter(is_silent)
        .map(|urn| Report {
            outcome,
            ..Report::untouched(urn)
        });
    reports.iter().cloned().chain(rest).collect()
}

/// One request that is being carried out.
struct Run<'r> {
    company: &'r Company,
    token: &'r AccessToken,
    /// Users by the bulkId of the operation that created them.
    created: BTreeMap<Arc<str>, Uuid>,
    written: Vec<Written>,
}

/// A user, and what is to be said of it.
type Done = (Uuid, Vec<Report>);

impl Run<'_> {
    fn all(&mut self, version: &mut Version, job: &Job, at: Timestamp) -> Vec<Operation> {
        let mut done: Vec<Operation> = Vec::with_capacity(job.operations.len());
        let (mut failed, mut time) = (0, at);
        for operation in &job.operations {
            let is_stopped = job.stop_after.is_some_and(|most| failed >= most);
            let operation = if is_stopped {
                skipped(operation)
            } else {
                self.one(version, operation, time)
            };
            failed += u64::from(!matches!(operation.fate, Fate::Succeeded));
            // Users of one request are created one after the other, and lists show them in this order.
            time = time
                .saturating_add(SignedDuration::from_micros(1))
                .unwrap_or(time);
            done.push(operation);
        }
        done
    }

    fn one(&mut self, version: &mut Version, operation: &Operation, now: Timestamp) -> Operation {
        let Fate::Waiting(task) = &operation.fate else {
            return operation.clone();
        };
        let before = version.clone();
        let done = match (&**task, operation.user) {
            (Task::Rest { spend, travel }, Some(user)) => {
                self.rest(version, operation, user, spend, travel, now)
            }
            (Task::Whole { verb, id, data }, _) => {
                self.whole(version, operation, (*verb, id.as_deref()), data, now)
            }
            (Task::Lost | Task::Rest { .. }, _) => Err(Refusal::bad_request(
                ScimType::InvalidPath,
                "The path of the operation is not known",
            )),
        };
        match done {
            Ok((user, reports)) => judged(version, operation, user, reports),
            Err(refusal) => {
                *version = before;
                refused(operation, task, &refusal)
            }
        }
    }

    /// What services were sent beside an identity part that is written.
    fn rest(
        &self,
        version: &mut Version,
        operation: &Operation,
        user: Uuid,
        spend: &Asked,
        travel: &Asked,
        now: Timestamp,
    ) -> Result<Done, Refusal> {
        if version.users.get(user).is_none() {
            return Err(unknown_user(self.company, &user.to_string()));
        }
        let mut reports = operation.reports.clone();
        reports.extend(services::write(version, user, spend, travel, now));
        Ok((user, reports))
    }

    fn whole(
        &mut self,
        version: &mut Version,
        operation: &Operation,
        (verb, id): (Verb, Option<&str>),
        data: &Value,
        now: Timestamp,
    ) -> Result<Done, Refusal> {
        let author = Author {
            company: self.company,
            rights: self.token.rights,
            time: Time::At(now),
        };
        let data = references::resolved(data, &self.created)?;
        let id = id.map(|id| references::resolved_id(id, &self.created));
        let id = id.transpose()?.unwrap_or_default();
        let policies = version.policies.clone();
        let (written, mut reports, spend, travel) = match verb {
            Verb::Post => {
                let parts = parts::created(&object(data)?, self.token, &policies)?;
                let written = identity::create(version, author, &parts.identity)?;
                (written, identity::all_written(), parts.spend, parts.travel)
            }
            Verb::Put => {
                let given = object(data)?;
                same_id(&id, given.get("id"))?;
                let parts = parts::replaced(&given, self.token, &policies)?;
                let written = identity::replace(version, author, &id, &parts.identity)?;
                (written, identity::all_written(), parts.spend, parts.travel)
            }
            Verb::Patch => {
                patch_schemas(&data)?;
                let parts = parts::patched(&data, self.token, &policies)?;
                let written = identity::patch(version, author, &id, &parts.identity)?;
                let reports = identity::patch_written(&parts.identity);
                (written, reports, parts.spend, parts.travel)
            }
            Verb::Delete => return self.delete(version, &id),
        };
        let user = written.record.id;
        if let (Verb::Post, Some(bulk_id)) = (verb, &operation.bulk_id) {
            self.created.insert(Arc::clone(bulk_id), user);
        }
        self.written.push(written);
        reports.extend(services::write(version, user, &spend, &travel, now));
        Ok((user, reports))
    }

    fn delete(&self, version: &mut Version, id: &str) -> Result<Done, Refusal> {
        if !self.token.holds(DELETE) {
            return Err(missing_scope(DELETE));
        }
        let user = ids::read(id).filter(|user| version.remove_user(*user));
        let user = user.ok_or_else(|| unknown_user(self.company, id))?;
        Ok((user, identity::all_written()))
    }
}

/// The page: a PUT has the id in its path and in its data.
fn same_id(id: &str, given: Option<&Value>) -> Result<(), Refusal> {
    let given = given.and_then(Value::as_str);
    if given.is_some_and(|given| given.eq_ignore_ascii_case(id)) {
        return Ok(());
    }
    Err(Refusal::bad_request(
        ScimType::InvalidValue,
        "id must be the id in the path of the operation",
    ))
}

fn judged(
    version: &Version,
    operation: &Operation,
    user: Uuid,
    mut reports: Vec<Report>,
) -> Operation {
    if version.policies.choose::<WarningsOnly>() == WarningsOnly::Failure {
        for report in &mut reports {
            if report.outcome == Outcome::Success && !report.messages.is_empty() {
                report.outcome = Outcome::Error;
            }
        }
    }
    let has_failed = reports
        .iter()
        .any(|report| report.outcome == Outcome::Error);
    // What nobody speaks of is shown as untouched; keeping it would take memory.
    reports.retain(|report| *report != Report::untouched(report.urn));
    Operation {
        bulk_id: operation.bulk_id.clone(),
        user: Some(user),
        fate: if has_failed {
            Fate::Failed(PARTLY)
        } else {
            Fate::Succeeded
        },
        reports,
    }
}

/// An operation whose identity part was refused; what depends on it had nothing to do, as the page says.
fn refused(operation: &Operation, task: &Task, refusal: &Refusal) -> Operation {
    let named = match task {
        Task::Whole { id, .. } => id.as_deref().and_then(ids::read),
        Task::Rest { .. } | Task::Lost => None,
    };
    Operation {
        bulk_id: operation.bulk_id.clone(),
        user: operation.user.or(named),
        fate: Fate::Failed(refusal.status.as_u16()),
        reports: identity::refused(refusal),
    }
}
