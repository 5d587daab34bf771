//! What an operation asks of one extension, in the spelling of the schema.

use serde_json::{Map, Value};

use crate::company::provision::{Message, Sent};
use crate::policy::Policies;
use crate::policy::spend_writing::{ApproverTypes, CustomDataName, PayrollUrn};
use crate::policy::writing::UnknownPath;
use crate::scim::patch::PatchError;
use crate::scim::spend::schema::{APPROVER, DELEGATE, PAYROLL_BY_THE_GUIDE, USER, extension_of};

/// What is asked of one extension.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// Nothing.
    Nothing,
    /// That it be erased, by a PUT that does not send it.
    Erase,
    /// That it be this.
    Whole(Value),
    /// That these operations be applied, each with a path that begins with the schema's URN.
    Operations(Vec<Value>),
}

/// Another name for a member; `None` stands for one that is unknown by policy.
type Alias = (&'static str, Option<&'static str>);

impl Asked {
    /// What is asked of the extension of this URN; an error is about a name that is unknown.
    pub(super) fn of(
        urn: &'static str,
        sent: Sent<'_>,
        policies: &Policies,
    ) -> Result<Self, Message> {
        let (documents, absent) = match sent {
            Sent::Patch(operations) => return asked_by_operations(urn, operations, policies),
            Sent::Create(documents) => (documents, Self::Nothing),
            Sent::Replace(documents) => (documents, Self::Erase),
        };
        let named = documents
            .iter()
            .find(|(name, _)| is_named(urn, name, policies));
        let Some((_, value)) = named.filter(|(_, value)| !value.is_null()) else {
            return Ok(absent);
        };
        let mut value = value.clone();
        rename_in(&mut value, aliases(urn, policies));
        Ok(Self::Whole(value))
    }
}

fn asked_by_operations(
    urn: &'static str,
    operations: &[Value],
    policies: &Policies,
) -> Result<Asked, Message> {
    let mut own = Vec::new();
    for operation in operations {
        let path = operation.get("path").and_then(Value::as_str);
        if let Some(path) = path.filter(|path| is_named(urn, path, policies)) {
            own.extend(spelled(urn, operation, path, policies)?);
        }
    }
    Ok(if own.is_empty() {
        Asked::Nothing
    } else {
        Asked::Operations(own)
    })
}

/// Whether the path or key begins with this extension.
fn is_named(urn: &str, path: &str, policies: &Policies) -> bool {
    let guide = path.get(..PAYROLL_BY_THE_GUIDE.len());
    let is_by_the_guide = guide.is_some_and(|head| head.eq_ignore_ascii_case(PAYROLL_BY_THE_GUIDE));
    let is_passed_over =
        is_by_the_guide && policies.choose::<PayrollUrn>() == PayrollUrn::Enterprise;
    !is_passed_over && extension_of(path) == Some(urn)
}

/// The names that two sources spell differently, of this extension.
fn aliases(urn: &str, policies: &Policies) -> &'static [Alias] {
    match urn {
        // Every example misspells what the tables have.
        DELEGATE => &[("temporaryDelegatation", Some("temporaryDelegation"))],
        USER => match policies.choose() {
            CustomDataName::Either => &[("schemaCustomData", Some("customData"))],
            CustomDataName::CustomData => &[("schemaCustomData", None)],
        },
        APPROVER => match policies.choose() {
            ApproverTypes::Either => &[("payment", Some("invoice"))],
            ApproverTypes::Invoice => &[("payment", None)],
            ApproverTypes::Payment => &[("invoice", None), ("payment", Some("invoice"))],
        },
        _ => &[],
    }
}

/// Renames the members of an object and of what is inside.
fn rename_in(value: &mut Value, aliases: &[Alias]) {
    match value {
        Value::Object(members) if !aliases.is_empty() => {
            let given = std::mem::take(members);
            *members = renamed(given, aliases);
        }
        Value::Array(entries) => entries
            .iter_mut()
            .for_each(|entry| rename_in(entry, aliases)),
        _ => {}
    }
}

fn renamed(given: Map<String, Value>, aliases: &[Alias]) -> Map<String, Value> {
    let mut members = Map::new();
    for (name, mut value) in given {
        rename_in(&mut value, aliases);
        let alias = aliases.iter().find(|(other, _)| *other == name);
        match alias {
            Some((_, None)) => {}
            Some((_, Some(name))) => {
                members.insert((*name).to_owned(), value);
            }
            None => {
                members.insert(name, value);
            }
        }
    }
    members
}

/// An operation in the spelling of the schema; `None` when its path is unknown and unknown paths are passed over.
fn spelled(
    urn: &'static str,
    operation: &Value,
    path: &str,
    policies: &Policies,
) -> Result<Option<Value>, Message> {
    let aliases = aliases(urn, policies);
    let rest = behind_urn(path);
    let (attribute, filter) = rest.split_at(rest.find('[').unwrap_or(rest.len()));
    let (filter, part) = filter.split_at(filter.rfind(']').map_or(0, |at| at + 1));
    let (Some(attribute), Some(part)) =
        (named_parts(attribute, aliases), named_parts(part, aliases))
    else {
        return match policies.choose() {
            UnknownPath::Refused => {
                let error = PatchError::Path(path.to_owned());
                Err(Message::error(path, error.to_string()))
            }
            UnknownPath::Ignored => Ok(None),
        };
    };
    let mut operation = operation.clone();
    operation["path"] = Value::from(format!("{urn}{attribute}{filter}{part}"));
    if let Some(value) = operation.get_mut("value") {
        rename_in(value, aliases);
    }
    Ok(Some(operation))
}

/// What stands behind the URN of a path that begins with one.
fn behind_urn(path: &str) -> &str {
    [extension_of(path), Some(PAYROLL_BY_THE_GUIDE)]
        .into_iter()
        .flatten()
        .filter(|urn| {
            let head = path.get(..urn.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(urn))
        })
        .find_map(|urn| path.get(urn.len()..))
        .unwrap_or_default()
}

/// The parts of a path, joined by `:` and `.`, with their aliases resolved; `None` when one is unknown by policy.
fn named_parts(text: &str, aliases: &[Alias]) -> Option<String> {
    let mut named = String::with_capacity(text.len());
    for part in text.split_inclusive([':', '.']) {
        let joint = part.len() - usize::from(part.ends_with([':', '.']));
        let (name, joint) = part.split_at(joint);
        let alias = aliases
            .iter()
            .find(|(other, _)| other.eq_ignore_ascii_case(name));
        named.push_str(match alias {
            Some((_, known)) => (*known)?,
            None => name,
        });
        named.push_str(joint);
    }
    Some(named)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Setting;
    use crate::scim::spend::schema::PAYROLL;
    use serde_json::json;

    fn policies(settings: &[(&str, &str)]) -> Policies {
        let settings: Vec<Setting> = settings
            .iter()
            .map(|(key, value)| Setting::read(key, &Value::from(*value)).unwrap())
            .collect();
        Policies::default().with(&settings)
    }

    fn patched(urn: &'static str, path: &str, policies: &Policies) -> Result<String, String> {
        let operations =
            [json!({"op": "replace", "path": path, "value": {"temporaryDelegatation": 1}})];
        match Asked::of(urn, Sent::Patch(&operations), policies) {
            Ok(Asked::Operations(operations)) => {
                Ok(operations[0]["path"].as_str().unwrap().to_owned())
            }
            Ok(other) => Ok(format!("{other:?}")),
            Err(message) => Err(message.text),
        }
    }

    #[test]
    fn both_spellings_of_a_name_become_one() {
        let either = policies(&[]);
        let custom = patched(
            USER,
            &format!(r#"{USER}:schemaCustomData[id eq "custom2"].value"#),
            &either,
        );
        assert_eq!(
            custom.unwrap(),
            format!(r#"{USER}:customData[id eq "custom2"].value"#)
        );
        let period =
            format!(r#"{DELEGATE}:expense[delegate.value eq "payment"].temporaryDelegatation"#);
        let spelled =
            format!(r#"{DELEGATE}:expense[delegate.value eq "payment"].temporaryDelegation"#);
        assert_eq!(patched(DELEGATE, &period, &either).unwrap(), spelled);
        let payroll = format!("{PAYROLL_BY_THE_GUIDE}:adp.companyCode");
        assert_eq!(
            patched(PAYROLL, &payroll, &either).unwrap(),
            format!("{PAYROLL}:adp.companyCode")
        );
        let approver = format!("{APPROVER}:payment");
        assert_eq!(
            patched(APPROVER, &approver, &either).unwrap(),
            format!("{APPROVER}:invoice")
        );
        assert_eq!(patched(USER, &approver, &either).unwrap(), "Nothing");

        let sent = json!({DELEGATE: {"payment": [{"temporaryDelegatation": {}}]}});
        let asked = Asked::of(DELEGATE, Sent::Create(sent.as_object().unwrap()), &either);
        let expected = json!({"payment": [{"temporaryDelegation": {}}]});
        assert_eq!(asked, Ok(Asked::Whole(expected)));
    }

    #[test]
    fn one_spelling_can_be_the_only_one() {
        let strict = policies(&[
            ("spend.custom-data-name", "customData"),
            ("spend.approver-types", "payment"),
            ("spend.payroll-urn", "enterprise"),
        ]);
        let path = format!("{USER}:schemaCustomData");
        assert_eq!(
            patched(USER, &path, &strict),
            Err(format!("Invalid attribute path [{path}]"))
        );
        let path = format!("{APPROVER}:payment");
        assert_eq!(
            patched(APPROVER, &path, &strict).unwrap(),
            format!("{APPROVER}:invoice")
        );
        assert!(patched(APPROVER, &format!("{APPROVER}:invoice"), &strict).is_err());
        let guide = format!("{PAYROLL_BY_THE_GUIDE}:adp");
        assert_eq!(patched(PAYROLL, &guide, &strict).unwrap(), "Nothing");
        let sent = json!({USER: {"schemaCustomData": [], "country": "US"}});
        let asked = Asked::of(USER, Sent::Create(sent.as_object().unwrap()), &strict);
        assert_eq!(asked, Ok(Asked::Whole(json!({"country": "US"}))));
        let page = policies(&[("spend.approver-types", "invoice")]);
        assert!(patched(APPROVER, &path, &page).is_err());
    }

    #[test]
    fn a_post_asks_nothing_of_what_it_leaves_out_and_a_put_erases_it() {
        let (policies, sent) = (policies(&[]), json!({USER: null}));
        let sent = sent.as_object().unwrap();
        assert_eq!(
            Asked::of(USER, Sent::Create(sent), &policies),
            Ok(Asked::Nothing)
        );
        assert_eq!(
            Asked::of(USER, Sent::Replace(sent), &policies),
            Ok(Asked::Erase)
        );
        assert_eq!(
            Asked::of(APPROVER, Sent::Replace(sent), &policies),
            Ok(Asked::Erase)
        );
    }
}
