//! What of a provisioning request is for which service: the identity document, the spend profile, the travel profile.

use serde_json::{Map, Value};

use super::MAX_OPERATIONS;
use super::error::PatchError;
use crate::scim::spend::schema::{PAYROLL_BY_THE_GUIDE, URNS};
use crate::scim::travel::schema::TRAVEL;

/// What the sample collection writes where it means the groups of the travel extension.
const MISSPELT_GROUPS: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:groups";

/// A whole user, taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Document {
    /// What Identity keeps, and what nobody knows.
    pub(crate) identity: Map<String, Value>,
    /// Spend extensions by URN.
    pub(crate) spend: Map<String, Value>,
    /// The travel extension by its URN.
    pub(crate) travel: Map<String, Value>,
}

/// The operations of a PATCH, taken apart; each service has its own in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Operations {
    /// What Identity keeps, and what nobody knows.
    pub(crate) identity: Vec<Value>,
    /// Each with a path that begins with the URN of a spend extension.
    pub(crate) spend: Vec<Value>,
    /// Each with a path that begins with the URN of the travel extension.
    pub(crate) travel: Vec<Value>,
}

/// Which service an extension belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Service {
    Spend,
    Travel,
}

/// Takes a whole user apart. Null counts as absent.
pub(crate) fn document(given: &Map<String, Value>) -> Document {
    let mut parts = Document::default();
    for (name, value) in given {
        let (part, name) = match extension(name) {
            Some((Service::Spend, urn, "")) => (&mut parts.spend, urn),
            Some((Service::Travel, urn, "")) => (&mut parts.travel, urn),
            _ => (&mut parts.identity, name.as_str()),
        };
        if !value.is_null() || !name.starts_with("urn:") {
            part.insert(name.to_owned(), value.clone());
        }
    }
    parts
}

/// Takes the operations of a PATCH apart.
///
/// What the identity document is asked for is judged where it is patched; what must not reach a service is refused here:
/// an operation that is none, one that lacks its value, a path with brackets that do not close or with a filter outside
/// of them.
pub(crate) fn operations(body: &Value) -> Result<Operations, PatchError> {
    let operations = body
        .get("Operations")
        .and_then(Value::as_array)
        .filter(|operations| (1..=MAX_OPERATIONS).contains(&operations.len()))
        .ok_or_else(|| {
            PatchError::Syntax(format!(
                "Operations must be a list of 1 to {MAX_OPERATIONS} operations"
            ))
        })?;
    let mut parts = Operations::default();
    for operation in operations {
        take_apart(operation, &mut parts)?;
    }
    Ok(parts)
}

fn take_apart(operation: &Value, parts: &mut Operations) -> Result<(), PatchError> {
    let op = operation.get("op").and_then(Value::as_str);
    let Some(op) = op.filter(|op| ["add", "replace", "remove"].contains(op)) else {
        return Err(PatchError::Syntax(
            "op must be one of add, replace, remove".to_owned(),
        ));
    };
    match (operation.get("path"), operation.get("value")) {
        (Some(Value::String(path)), value) => {
            let Some((service, urn, rest)) = extension(path) else {
                parts.identity.push(operation.clone());
                return Ok(());
            };
            judge_path(path, rest)?;
            let path = join(urn, rest);
            parts.push(service, made(op, path, value)?);
            Ok(())
        }
        (None, Some(Value::Object(members))) if op != "remove" => {
            by_member(op, members, parts);
            Ok(())
        }
        _ => {
            parts.identity.push(operation.clone());
            Ok(())
        }
    }
}

impl Operations {
    fn push(&mut self, service: Service, operation: Value) {
        match service {
            Service::Spend => self.spend.push(operation),
            Service::Travel => self.travel.push(operation),
        }
    }
}

/// An operation without a path: one for each extension of a service, and one for all the rest.
fn by_member(op: &str, members: &Map<String, Value>, parts: &mut Operations) {
    let mut rest = Map::new();
    for (name, value) in members {
        match extension(name) {
            Some((service, urn, behind)) => {
                let operation = operation(op, join(urn, behind), Some(value.clone()));
                parts.push(service, operation);
            }
            None => {
                rest.insert(name.clone(), value.clone());
            }
        }
    }
    // An object without members does nothing, which is for Identity to say.
    if !rest.is_empty() || members.is_empty() {
        let mut made = Map::new();
        made.insert("op".to_owned(), Value::from(op));
        made.insert("value".to_owned(), Value::Object(rest));
        parts.identity.push(Value::Object(made));
    }
}

fn made(op: &str, path: String, value: Option<&Value>) -> Result<Value, PatchError> {
    let op_name = match op {
        "add" => "add",
        "replace" => "replace",
        _ => return Ok(operation(op, path, value.cloned())),
    };
    match value {
        Some(value) => Ok(operation(op, path, Some(value.clone()))),
        None => Err(PatchError::Value {
            op: op_name,
            path,
            expected: "a value",
        }),
    }
}

fn operation(op: &str, path: String, value: Option<Value>) -> Value {
    let mut made = Map::new();
    made.insert("op".to_owned(), Value::from(op));
    made.insert("path".to_owned(), Value::from(path));
    if let Some(value) = value {
        made.insert("value".to_owned(), value);
    }
    Value::Object(made)
}

fn join(urn: &str, rest: &str) -> String {
    if rest.is_empty() {
        urn.to_owned()
    } else {
        format!("{urn}:{rest}")
    }
}

/// The service, the URN in its own spelling, and what stands behind it and its colon.
fn extension(path: &str) -> Option<(Service, &'static str, &str)> {
    if path
        .trim_end_matches(':')
        .eq_ignore_ascii_case(MISSPELT_GROUPS)
    {
        return Some((Service::Travel, TRAVEL, "groups"));
    }
    let spend = URNS.into_iter().map(|urn| (Service::Spend, urn, urn));
    let others = [
        // The guide has the payroll below another URN than every other page; whether it counts is for the service to say.
        (Service::Spend, PAYROLL_BY_THE_GUIDE, PAYROLL_BY_THE_GUIDE),
        (Service::Travel, TRAVEL, TRAVEL),
    ];
    spend.chain(others).find_map(|(service, written, urn)| {
        let head = path.get(..written.len())?;
        let rest = path.get(written.len()..)?;
        let is_named =
            head.eq_ignore_ascii_case(written) && (rest.is_empty() || rest.starts_with(':'));
        is_named.then(|| (service, urn, rest.strip_prefix(':').unwrap_or(rest)))
    })
}

/// Brackets open once and close, and nothing but a sub-attribute stands behind them; outside of them is no blank.
fn judge_path(path: &str, rest: &str) -> Result<(), PatchError> {
    let wrong = || PatchError::Path(path.to_owned());
    let (head, tail) = match rest.split_once('[') {
        None => (rest, ""),
        Some((head, inside)) => inside.rsplit_once(']').map_or_else(
            || Err(wrong()),
            |(pick, tail)| {
                let is_pick = !head.is_empty() && !pick.trim().is_empty();
                is_pick.then_some((head, tail)).ok_or_else(wrong)
            },
        )?,
    };
    let is_plain = |text: &str| {
        !text.contains(|letter: char| letter.is_whitespace() || "[]\":".contains(letter))
    };
    let is_name = |name: &str| !name.is_empty() && is_plain(name);
    let fits = head.is_empty() && tail.is_empty()
        || head.split('.').all(is_name)
            && (tail.is_empty() || tail.strip_prefix('.').is_some_and(is_name));
    if fits { Ok(()) } else { Err(wrong()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::spend::schema::{APPROVER, APPROVER_LIMIT as LIMIT, PAYROLL, ROLE, USER};
    use serde_json::json;

    const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    fn split(operations_sent: &Value) -> Result<Operations, PatchError> {
        operations(&json!({"Operations": operations_sent}))
    }

    /// The path that a service gets for this one.
    fn routed(path: &str) -> (Vec<String>, Vec<String>, Vec<String>) {
        let parts = split(&json!([{"op": "replace", "path": path, "value": 1}])).unwrap();
        let paths = |operations: &[Value]| {
            let path = |operation: &Value| operation["path"].as_str().unwrap().to_owned();
            operations.iter().map(path).collect()
        };
        (
            paths(&parts.identity),
            paths(&parts.spend),
            paths(&parts.travel),
        )
    }

    #[test]
    fn a_path_goes_to_the_service_whose_urn_it_begins_with() {
        for path in [
            "userName",
            "name.givenName",
            r#"emails[type eq "work"].verified"#,
            &format!("{ENTERPRISE}:manager.value"),
            ENTERPRISE,
            "urn:ietf:params:scim:schemas:extension:spend:2.0:Unheard:of",
            "urn:ietf:params:scim:schemas:extension:spend:2.0:Users",
        ] {
            let identity = vec![path.to_owned()];
            assert_eq!(routed(path), (identity, vec![], vec![]), "{path}");
        }
        for path in [
            format!("{USER}:locale"),
            format!(r#"{USER}:customData[id eq "custom2"].value"#),
            format!(r#"{ROLE}:roles[roleName eq "SHD_ROLE_ADMIN"]"#),
            format!(r#"{APPROVER}:report[approver.value eq "3f1c"]"#),
            format!(
                r#"{LIMIT}:authorizedApprover[approvalType eq "report" and approvalGroup eq "a]b"]"#
            ),
            PAYROLL.to_owned(),
        ] {
            assert_eq!(
                routed(&path),
                (vec![], vec![path.clone()], vec![]),
                "{path}"
            );
        }
        let adp = routed(&format!("{PAYROLL_BY_THE_GUIDE}:adp"));
        assert_eq!(adp.1, [format!("{PAYROLL_BY_THE_GUIDE}:adp")]);
        let travel = format!(r#"{TRAVEL}:customFields[name eq "Travel [1]"].value"#);
        assert_eq!(routed(&travel), (vec![], vec![], vec![travel.clone()]));
    }

    #[test]
    fn a_whole_extension_is_named_with_and_without_a_colon_and_in_any_case() {
        for path in [
            USER.to_owned(),
            format!("{USER}:"),
            format!("{}:", USER.to_uppercase()),
        ] {
            assert_eq!(routed(&path).1, [USER], "{path}");
        }
        let parts = split(&json!([{"op": "remove", "path": format!("{ROLE}:")}])).unwrap();
        assert_eq!(parts.spend, [json!({"op": "remove", "path": ROLE})]);
    }

    #[test]
    fn the_misspelt_groups_of_the_sample_collection_are_those_of_the_travel_extension() {
        let sent = json!([{"op": "remove", "path": MISSPELT_GROUPS, "value": [143]}]);
        let parts = split(&sent).unwrap();
        let meant = json!({"op": "remove", "path": format!("{TRAVEL}:groups"), "value": [143]});
        assert_eq!(parts.travel, [meant]);
    }

    #[test]
    fn an_operation_without_a_path_is_taken_apart_by_urn() {
        let value = json!({
            "title": "Boss",
            ENTERPRISE: {"department": "D"},
            APPROVER: {"report": []},
            format!("{USER}:"): {"locale": "en-US"},
            TRAVEL: {"groups": [1]},
        });
        let parts = split(&json!([{"op": "add", "value": value}])).unwrap();
        let rest = json!({"title": "Boss", ENTERPRISE: {"department": "D"}});
        assert_eq!(parts.identity, [json!({"op": "add", "value": rest})]);
        assert_eq!(
            parts.spend,
            [
                json!({"op": "add", "path": APPROVER, "value": {"report": []}}),
                json!({"op": "add", "path": USER, "value": {"locale": "en-US"}}),
            ]
        );
        let travel = json!({"op": "add", "path": TRAVEL, "value": {"groups": [1]}});
        assert_eq!(parts.travel, [travel]);
        let alone = json!([{"op": "replace", "value": {USER: {}}}]);
        assert!(split(&alone).unwrap().identity.is_empty());
    }

    #[test]
    fn what_is_no_operation_on_an_extension_is_refused() {
        for operation in [
            json!({"op": "add", "path": format!("{USER}:"), "ledgerCode": "DEFAULT"}),
            json!({"op": "replace", "path": format!("{USER}:locale")}),
            json!({"op": "copy", "path": USER, "value": {}}),
            json!({"path": USER, "value": {}}),
            json!({"op": "remove", "path": format!(r#"{ROLE}:roles[roleName eq "X""#)}),
            json!({"op": "remove", "path": format!(r#"{ROLE}:roles eq "X""#)}),
            json!({"op": "remove", "path": format!("{ROLE}:roles[]")}),
            json!({"op": "remove", "path": format!("{ROLE}:[roleName pr]")}),
            json!({"op": "remove", "path": format!("{ROLE}:roles[roleName pr]roleGroups")}),
            json!({"op": "remove", "path": format!("{ROLE}::roles")}),
            json!({"op": "remove", "path": format!("{ROLE}:roles.")}),
        ] {
            let sent = json!([{"op": "replace", "path": "title", "value": "t"}, operation]);
            assert!(split(&sent).is_err(), "{operation}");
        }
        for body in [json!({}), json!({"Operations": []}), json!([])] {
            assert!(operations(&body).is_err(), "{body}");
        }
        let many = vec![json!({"op": "remove", "path": "title"}); MAX_OPERATIONS + 1];
        assert!(split(&Value::from(many)).is_err());
    }

    #[test]
    fn what_identity_is_asked_for_is_left_for_identity_to_refuse() {
        for operation in [
            json!({"op": "remove"}),
            json!({"op": "add", "path": 1, "value": 2}),
            json!({"op": "add", "value": "text"}),
            json!({"op": "remove", "path": r#"entitlements eq "Invoice""#}),
            json!({"op": "add", "path": "title"}),
        ] {
            let parts = split(&json!([operation])).unwrap();
            assert_eq!(parts.identity, [operation]);
        }
    }

    #[test]
    fn a_whole_user_is_taken_apart() {
        let given = json!({
            "userName": "a@b",
            "title": null,
            ENTERPRISE: {"companyId": "c"},
            USER: {"locale": "en-US"},
            ROLE: null,
            TRAVEL: {"groups": []},
        });
        let parts = document(given.as_object().unwrap());
        let shown = json!([parts.identity, parts.spend, parts.travel]);
        let identity = json!({"userName": "a@b", "title": null, ENTERPRISE: {"companyId": "c"}});
        assert_eq!(
            shown,
            json!([identity, {USER: {"locale": "en-US"}}, {TRAVEL: {"groups": []}}])
        );
    }
}
