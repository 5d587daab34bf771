//! `POST /users`: a batch of profiles, each written or failed for itself.

use serde_json::Value;
use uuid::Uuid;

use crate::caller::Caller;
use crate::company::Version;
use crate::company::extensions::Extension;
use crate::company::unique::{Held, Rules, Unique};
use crate::error::Refusal;
use crate::policy::Policies;
use crate::policy::user_v1::{Creating, MessageElement, OverLimit, SecondPassword, UpdateNeeds};
use crate::scim::validate;
use crate::xml::read::Element;
use crate::xml::write::Node;
use http::StatusCode;

use super::message::{self, Fault};
use super::sent::{Needs, Reading, Sent};
use super::spend::{self, Stage};
use super::{MAX_BATCH, NAMESPACE, bad_request, fields, identity, root};
use crate::routes::author::Author;
use crate::routes::user_change::{Written, add_to, change_in};

/// How many errors a reply names; the page says that the rest is cut off.
const MAX_ERRORS: usize = 10;

/// What became of one item.
struct Outcome {
    employee_id: String,
    record_number: String,
    result: Result<(), Fault>,
}

/// Writes every item in order, and answers 200 even if none could be written.
pub(super) fn answer(caller: &Caller, items: &[Element]) -> Result<Node, Refusal> {
    let policies = caller.company.read().policies.clone();
    let is_too_large = items.len() > MAX_BATCH;
    if is_too_large && policies.choose::<OverLimit>() == OverLimit::Refused {
        return Err(bad_request(message::OVER_LIMIT));
    }
    let reading = Reading {
        names: policies.choose(),
        empty: policies.choose(),
        subdivision: policies.choose(),
    };
    let outcomes: Vec<Outcome> = items
        .iter()
        .map(|item| {
            let sent = Sent::read(item, reading);
            let shown = |name| {
                let sent = sent.as_ref().ok();
                sent.and_then(|sent| sent.get(name))
                    .unwrap_or_default()
                    .to_owned()
            };
            Outcome {
                employee_id: shown("EmpId"),
                record_number: shown("FeedRecordNumber"),
                result: if is_too_large {
                    Err(Fault::OverLimit)
                } else {
                    sent.and_then(|sent| write(caller, &sent, reading))
                },
            }
        })
        .collect();
    Ok(reply(&outcomes, &policies))
}

/// Writes one profile: identity, spend, approver, roles and password together or not at all.
fn write(caller: &Caller, sent: &Sent, reading: Reading) -> Result<(), Fault> {
    sent.require(Needs::Ids)?;
    sent.check(reading.subdivision)?;
    let value = |name| Held::new(sent.get(name).unwrap_or_default());
    let (number, login) = (value("EmpId"), value("LoginId"));
    // The claim on a shared login goes once the version that has it can be seen.
    let written = caller.company.write(|version| {
        let rules = Rules::of(&version.policies);
        let find = |unique, value: &Held| version.users.rivals(unique, value, rules).next();
        match (
            find(Unique::EmployeeNumber, &number),
            find(Unique::UserName, &login),
        ) {
            (None, None) => create(version, caller, sent),
            (Some(user), Some(same)) if user == same => change(version, caller, user, sent),
            // ASSUMED: the two name one user, since there are elements of their own to change either.
            _ => Err(Fault::Invalid("LoginId")),
        }
    })?;
    drop(written);
    Ok(())
}

fn create(version: &mut Version, caller: &Caller, sent: &Sent) -> Result<Written, Fault> {
    if version.policies.choose::<Creating>() == Creating::Refused {
        return Err(Fault::NotCreated);
    }
    sent.require(Needs::NewUser)?;
    for name in ["NewLoginID", "NewEmployeeID"] {
        if sent.filled(name).is_some() {
            return Err(Fault::Invalid(name));
        }
    }
    let resource = identity::created(sent, &caller.company.id_text);
    let refused = |refusal: Refusal| fault(&refusal, sent, Fault::NotCreated);
    let resource = validate::document(&resource, &version.policies)
        .map_err(Refusal::invalid_document)
        .map_err(refused)?;
    let written = add_to(version, Author::of(caller), resource).map_err(refused)?;
    let user = written.record.id;
    if let Some(password) = sent.filled("Password") {
        version.logins.set_password(user, password);
    }
    extend(version, &written, sent, Stage::New)?;
    Ok(written)
}

fn change(
    version: &mut Version,
    caller: &Caller,
    user: Uuid,
    sent: &Sent,
) -> Result<Written, Fault> {
    if version.policies.choose::<UpdateNeeds>() == UpdateNeeds::Form {
        sent.require(Needs::Form)?;
        fields::require(sent, &version.configuration)?;
    }
    let has_password = sent.filled("Password").is_some();
    if has_password && version.policies.choose::<SecondPassword>() == SecondPassword::Refused {
        return Err(Fault::Invalid("Password"));
    }
    let rules = Rules::of(&version.policies);
    let new_values = [
        ("NewLoginID", Unique::UserName),
        ("NewEmployeeID", Unique::EmployeeNumber),
    ];
    for (name, unique) in new_values {
        let value = sent.filled(name).map(Held::new);
        let is_taken = value.is_some_and(|value| {
            let mut rivals = version.users.rivals(unique, &value, rules);
            rivals.any(|rival| rival != user)
        });
        if is_taken {
            return Err(Fault::Invalid(name));
        }
    }
    let policies = version.policies.clone();
    let made = change_in(
        version,
        Author::of(caller),
        &user.to_string(),
        |before, _| {
            let resource = identity::changed(sent, before);
            validate::document(&resource, &policies).map_err(Refusal::invalid_document)
        },
    );
    let written = made.map_err(|refusal| fault(&refusal, sent, Fault::Unknown))?;
    extend(version, &written, sent, Stage::Existing)?;
    Ok(written)
}

/// Writes what is no part of the identity document.
fn extend(
    version: &mut Version,
    written: &Written,
    sent: &Sent,
    stage: Stage,
) -> Result<(), Fault> {
    let (user, now) = (written.record.id, written.meta.last_modified);
    for (element, role) in spend::ROLES {
        match sent.flag(element) {
            Some(true) => version.roles.give(user, role),
            Some(false) => version.roles.take(user, role),
            None => continue,
        };
    }
    version.date_roles(now);
    let kept = version.extensions.read(user, Extension::SpendUser);
    let kept = spend::extension(sent, stage, &version.configuration, kept)?;
    version
        .extensions
        .revise(user, Extension::SpendUser, kept, now);
    let kept = version.extensions.read(user, Extension::SpendApprover);
    let kept = spend::approver(sent, version, kept)?;
    version
        .extensions
        .revise(user, Extension::SpendApprover, kept, now);
    Ok(())
}

/// What a refusal of the identity document means in the words of v1.
fn fault(refusal: &Refusal, sent: &Sent, otherwise: Fault) -> Fault {
    if refusal.status == StatusCode::CONFLICT {
        return Fault::Invalid(identity::login_element(sent));
    }
    let mut paths = refusal
        .messages
        .iter()
        .filter_map(|message| message.path.as_deref());
    let element = paths.find_map(|path| identity::element(path, sent));
    element.map_or(otherwise, Fault::Invalid)
}

fn reply(outcomes: &[Outcome], policies: &Policies) -> Node {
    let failed: Vec<(&Outcome, &Fault)> = outcomes
        .iter()
        .filter_map(|outcome| Some((outcome, outcome.result.as_ref().err()?)))
        .collect();
    let message = match policies.choose::<MessageElement>() {
        MessageElement::Small => "message",
        MessageElement::Capital => "Message",
    };
    let ids = |outcome: &Outcome| {
        vec![
            Node::text("EmployeeID", outcome.employee_id.as_str()),
            Node::text("FeedRecordNumber", outcome.record_number.as_str()),
        ]
    };
    let errors = failed.iter().take(MAX_ERRORS).map(|(outcome, fault)| {
        let mut nodes = ids(outcome);
        nodes.push(Node::text(message, fault.text(policies.choose())));
        Node::nodes("error", nodes)
    });
    let succeeded = outcomes.iter().filter(|outcome| outcome.result.is_ok());
    let details: Vec<Node> = succeeded
        .map(|outcome| {
            let mut nodes = ids(outcome);
            nodes.push(Node::text("Status", "SUCCESS"));
            Node::nodes("UserInfo", nodes)
        })
        .collect();
    let mut nodes = vec![
        Node::value("records-succeeded", &Value::from(details.len())),
        Node::value("records-failed", &Value::from(failed.len())),
    ];
    if !failed.is_empty() {
        nodes.push(Node::nodes("errors", errors.collect()));
    }
    if !details.is_empty() {
        nodes.push(Node::nodes("UserDetails", details));
    }
    root("user-batch-result", NAMESPACE, nodes)
}
