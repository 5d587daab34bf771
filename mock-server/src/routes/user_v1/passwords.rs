//! `POST /Users/password`: a batch of passwords, which is answered and, since August 2023, ignored.

use serde_json::Value;

use crate::caller::Caller;
use crate::company::unique::Unique;
use crate::error::Refusal;
use crate::policy::user_v1::PasswordBatch;
use crate::scim::compare::fold;
use crate::xml::read::Element;
use crate::xml::write::Node;

use super::{MAX_BATCH, NAMESPACE, bad_request, message, root};
use crate::routes::flat::Flat;

/// The longest password.
const MAX_PASSWORD: usize = 255;

/// The one message of a failure that the sample shows.
const NO_EMPLOYEE_ID: &str = "This employee doesn't have an Employee ID. To update the password, the user must have an Employee ID.";

/// Answers every item in order. ASSUMED: a call that is ignored still says what is wrong with its items.
pub(super) fn answer(caller: &Caller, items: &[Element]) -> Result<Node, Refusal> {
    // The reply has no place for the message but one for each user.
    if items.len() > MAX_BATCH {
        return Err(bad_request(message::OVER_LIMIT));
    }
    let mut failed = 0;
    let mut statuses = Vec::with_capacity(items.len());
    for item in items {
        // The oldest edition of the page writes both in small letters.
        let text = |name: &str| {
            let mut children = item.children.iter().filter(|child| child.is_known);
            let found = children.find(|child| child.name.eq_ignore_ascii_case(name));
            found.map(|child| child.text.trim()).unwrap_or_default()
        };
        let login = text("LoginID");
        let (status, message) = match set(caller, login, text("Password")) {
            Ok(()) => ("Success", "Password Updated.".to_owned()),
            Err(message) => {
                failed += 1;
                ("Failed", message)
            }
        };
        statuses.push(Node::nodes(
            "UserPasswordStatus",
            vec![
                Node::text("LoginID", login),
                Node::text("Status", status),
                Node::text("Message", message),
            ],
        ));
    }
    let nodes = vec![
        Node::value("RecordsSucceeded", &Value::from(statuses.len() - failed)),
        Node::value("RecordsFailed", &Value::from(failed)),
        Node::nodes("UserPasswordStatusList", statuses),
    ];
    Ok(root("BatchResult", NAMESPACE, nodes))
}

/// Sets one password, if passwords are set at all.
fn set(caller: &Caller, login: &str, password: &str) -> Result<(), String> {
    for (name, text) in [("LoginID", login), ("Password", password)] {
        if text.is_empty() {
            return Err(format!("MISSING_REQUIRED_FIELDS:{name}"));
        }
    }
    if password.chars().count() > MAX_PASSWORD {
        return Err("Invalid Input: Password".to_owned());
    }
    // In one step, or the user could be gone before the password comes.
    caller.company.write(|version| {
        let record = version.users.find(Unique::UserName, &fold(login));
        let record = record.ok_or("Invalid Input: LoginID")?;
        if Flat::of(version, record).employee_id().is_none() {
            return Err(NO_EMPLOYEE_ID.to_owned());
        }
        let user = record.id;
        if version.policies.choose::<PasswordBatch>() == PasswordBatch::Applied {
            version.logins.set_password(user, password);
        }
        Ok(())
    })
}
