//! Whether an extension of a spend profile fits its table, and what of it is kept.
//!
//! ASSUMED: of the messages only that about sizes is documented, and that about values was seen; the one about what is
//! missing is Identity's. ASSUMED: closed values are compared without case, as in Identity, and a blank text is no value.

use serde_json::{Map, Value};

use super::country::country;
use super::schema::attributes;
use crate::scim::attribute::{Attribute, Kind, Mutability, Plurality};
use crate::scim::compare::Moment;
use crate::scim::validate::MAX_ENTRIES;

/// A value that does not fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Its path, from the extension's URN on.
    pub(crate) path: String,
    /// A sentence for people.
    pub(crate) text: String,
}

impl Fault {
    /// A value of a wrong length.
    pub(crate) fn size(path: &str) -> Self {
        Self::new(path, format!("Invalid '{path}' Size"))
    }

    /// A value that is not one of those that can stand there.
    pub(crate) fn value(path: &str) -> Self {
        Self::new(path, format!("Invalid Value: '{path}'"))
    }

    /// A value that must be there.
    pub(crate) fn missing(path: &str) -> Self {
        Self::new(path, format!("Missing required attribute '{path}'"))
    }

    fn new(path: &str, text: String) -> Self {
        Self {
            path: path.to_owned(),
            text,
        }
    }
}

/// The most faults that are told of one extension.
pub(crate) const MAX_FAULTS: usize = 20;

/// Amounts are below this: the largest one of the examples has fifteen digits before its point.
const AMOUNT_BOUND: f64 = 1e15;

/// What of an extension fits the table, in the table's order, and what does not. Members that the table does not know
/// and those that only the service writes are passed over; null counts as absent.
///
/// What the extension itself must have is not looked at, since that depends on what it had before.
pub(crate) fn extension(urn: &str, given: &Map<String, Value>) -> (Map<String, Value>, Vec<Fault>) {
    let mut judge = Judge { faults: Vec::new() };
    let mut kept = Map::new();
    for attribute in attributes(urn) {
        let path = format!("{urn}:{}", attribute.name);
        if let Some(value) = judge.member(attribute, given, &path) {
            kept.insert(attribute.name.to_owned(), value);
        }
    }
    judge.faults.truncate(MAX_FAULTS);
    (kept, judge.faults)
}

/// The path of an entry: custom fields are told by their id, everything else by its place, as in what was seen.
pub(crate) fn entry_path(list: &str, entry: &Value, at: usize) -> String {
    let id = entry.get("id").and_then(Value::as_str);
    match id {
        Some(id) if list.ends_with(":customData") => format!("{list}[id eq \"{id}\"]"),
        _ => format!("{list}[{at}]"),
    }
}

/// Whether a value says nothing.
pub(crate) fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(entries) => entries.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

struct Judge {
    faults: Vec<Fault>,
}

impl Judge {
    fn refuse(&mut self, fault: Fault) -> Option<Value> {
        self.faults.push(fault);
        None
    }

    fn member(
        &mut self,
        attribute: &Attribute,
        given: &Map<String, Value>,
        path: &str,
    ) -> Option<Value> {
        if attribute.mutability == Mutability::ReadOnly {
            return None;
        }
        let value = given
            .get(attribute.name)
            .filter(|value| !value.is_null() && (attribute.required || !is_blank(value)))?;
        let Plurality::Many(max) = attribute.plurality else {
            return self.single(attribute, value, path);
        };
        let Value::Array(entries) = value else {
            return self.refuse(Fault::value(path));
        };
        if entries.len() > if max == 0 { MAX_ENTRIES } else { max } {
            return self.refuse(Fault::size(path));
        }
        let kept: Vec<Value> = entries
            .iter()
            .enumerate()
            .filter_map(|(at, entry)| self.single(attribute, entry, &entry_path(path, entry, at)))
            .collect();
        (!kept.is_empty()).then_some(Value::Array(kept))
    }

    fn single(&mut self, attribute: &Attribute, value: &Value, path: &str) -> Option<Value> {
        match (attribute.kind, value) {
            (Kind::Complex(inside), Value::Object(given)) => self.object(inside, given, path),
            (Kind::Boolean, Value::Bool(_)) => Some(value.clone()),
            (Kind::Integer { min, max }, Value::Number(number)) => match number.as_i64() {
                Some(number) if (min..=max).contains(&number) => Some(value.clone()),
                _ => self.refuse(Fault::value(path)),
            },
            (Kind::Decimal, Value::Number(number)) => match number.as_f64() {
                Some(amount) if (0.0..AMOUNT_BOUND).contains(&amount) => Some(value.clone()),
                _ => self.refuse(Fault::value(path)),
            },
            (kind, Value::String(text)) => self.text(kind, text, path),
            _ => self.refuse(Fault::value(path)),
        }
    }

    fn object(
        &mut self,
        inside: &'static [Attribute],
        given: &Map<String, Value>,
        path: &str,
    ) -> Option<Value> {
        let mut kept = Map::new();
        for attribute in inside {
            let path = format!("{path}.{}", attribute.name);
            if attribute.required && given.get(attribute.name).is_none_or(is_blank) {
                self.faults.push(Fault::missing(&path));
            } else if let Some(value) = self.member(attribute, given, &path) {
                kept.insert(attribute.name.to_owned(), value);
            }
        }
        (!kept.is_empty()).then_some(Value::Object(kept))
    }

    fn text(&mut self, kind: Kind, text: &str, path: &str) -> Option<Value> {
        // XML, which the older services answer in, has no place for them.
        if text.contains(|letter: char| letter.is_control() && !"\n\r\t".contains(letter)) {
            return self.refuse(Fault::value(path));
        }
        let length = text.chars().count();
        match kind {
            Kind::Text { min, max } if length < min || (max != 0 && length > max) => {
                self.refuse(Fault::size(path))
            }
            Kind::Text { .. } => Some(Value::from(text)),
            Kind::Country if length != 2 => self.refuse(Fault::size(path)),
            Kind::Country => match country(text) {
                Some(code) => Some(Value::from(code)),
                None => self.refuse(Fault::value(path)),
            },
            Kind::OneOf(values) => {
                let known = values.iter().find(|known| known.eq_ignore_ascii_case(text));
                match known {
                    Some(known) => Some(Value::from(*known)),
                    None => self.refuse(Fault::value(path)),
                }
            }
            Kind::Date if Moment::read(text).is_some() => Some(Value::from(text)),
            _ => self.refuse(Fault::value(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scim::spend::schema::{APPROVER, APPROVER_LIMIT, DELEGATE, USER, USER_PREFERENCE};
    use serde_json::json;

    fn judged(urn: &str, given: &Value) -> (Value, Vec<String>) {
        let (kept, faults) = extension(urn, given.as_object().unwrap());
        let texts = faults.into_iter().map(|fault| fault.text).collect();
        (Value::Object(kept), texts)
    }

    #[test]
    fn lengths_are_told_by_size_and_everything_else_by_value() {
        let given = json!({
            "reimbursementCurrency": "USDX", "reimbursementType": "CASH", "ledgerCode": "L".repeat(21),
            "country": "USA", "budgetCountryCode": "ZZ", "stateProvince": "WAS", "testEmployee": "yes",
            "customData": {"id": "custom1"}, "locale": 7,
        });
        let (kept, texts) = judged(USER, &given);
        assert_eq!(kept, json!({}));
        let size = |name: &str| format!("Invalid '{USER}:{name}' Size");
        let value = |name: &str| format!("Invalid Value: '{USER}:{name}'");
        let expected = [
            size("reimbursementCurrency"),
            value("reimbursementType"),
            size("ledgerCode"),
            size("country"),
            value("budgetCountryCode"),
            size("stateProvince"),
            value("locale"),
            value("testEmployee"),
            value("customData"),
        ];
        assert_eq!(texts, expected);
    }

    #[test]
    fn what_fits_is_kept_in_one_spelling_and_in_the_table_s_order() {
        let given = json!({
            "country": "us", "reimbursementType": "concur_pay", "ledgerCode": " ", "nonEmployee": null, "strange": 1,
            "customData": [{"id": "custom1", "value": "x", "href": "https://example.com"}],
        });
        let (kept, texts) = judged(USER, &given);
        assert!(texts.is_empty());
        assert_eq!(
            kept.to_string(),
            r#"{"reimbursementType":"CONCUR_PAY","country":"US","customData":[{"id":"custom1","value":"x"}]}"#
        );
        let (kept, _) = judged(USER_PREFERENCE, &json!({"enableTripBasedAssistant": true}));
        assert_eq!(kept, json!({}));
    }

    #[test]
    fn entries_are_told_by_their_place_and_custom_fields_by_their_id() {
        let approvers =
            json!({"report": [{"approver": {"value": "a"}, "primary": true}, {"primary": 1}]});
        let (_, texts) = judged(APPROVER, &approvers);
        let expected = [
            format!("Missing required attribute '{APPROVER}:report[1].approver'"),
            format!("Invalid Value: '{APPROVER}:report[1].primary'"),
        ];
        assert_eq!(texts, expected);
        let (_, texts) = judged(
            USER,
            &json!({"customData": [{"id": "custom3", "value": 4}]}),
        );
        let path = format!(r#"{USER}:customData[id eq "custom3"].value"#);
        assert_eq!(texts, [format!("Invalid Value: '{path}'")]);
    }

    #[test]
    fn amounts_and_times_have_bounds() {
        let limit = |amount: Value| {
            let limit = json!({"approvalType": "report", "approvalLimit": amount, "reimbursementCurrency": "USD"});
            judged(APPROVER_LIMIT, &json!({"authorizedApprover": [limit]})).1
        };
        assert!(limit(json!(999_999_999_999_999.1)).is_empty());
        for refused in [json!(-0.5), json!(1e15), json!("7.50")] {
            let path = format!("{APPROVER_LIMIT}:authorizedApprover[0].approvalLimit");
            assert_eq!(limit(refused), [format!("Invalid Value: '{path}'")]);
        }
        let period = json!({"expense": [{"delegate": {"value": "a"},
            "temporaryDelegation": {"temporaryDelegationFromDate": "2020-02-19T03:15:00.000Z", "temporaryDelegationToDate": "then"}}]});
        assert_eq!(judged(DELEGATE, &period).1.len(), 1);
    }

    #[test]
    fn what_is_told_is_bounded() {
        let entries = vec![json!({"primary": true}); MAX_FAULTS + 1];
        assert_eq!(
            judged(APPROVER, &json!({"report": entries})).1.len(),
            MAX_FAULTS
        );
        let entries = vec![json!({"primary": true}); MAX_ENTRIES + 1];
        let (_, texts) = judged(APPROVER, &json!({"report": entries}));
        assert_eq!(texts, [format!("Invalid '{APPROVER}:report' Size")]);
    }
}
