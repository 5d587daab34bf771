//! What a profile says of the organisational units and custom fields, held against the company's form.

use serde_json::{Map, Value, json};

use crate::company::configuration::{Configuration, CustomField};

use super::message::Fault;
use super::sent::{CUSTOMS, ORG_UNITS, Sent};

/// Whether every field is there that the company's form requires.
pub(super) fn require(sent: &Sent, configuration: &Configuration) -> Result<(), Fault> {
    let is_required = |id: &str| {
        let field = configuration.custom_field(id);
        field.is_some_and(|field| field.required)
    };
    let elements = ORG_UNITS.iter().chain(&CUSTOMS);
    let required = elements.filter(|(_, id)| is_required(id));
    let names: Vec<&str> = required.map(|(element, _)| *element).collect();
    let absent = names.iter().copied();
    let absent: Vec<&str> = absent.filter(|name| sent.get(name).is_none()).collect();
    if !absent.is_empty() {
        return Err(Fault::Missing(absent));
    }
    if names.iter().any(|name| sent.get(name) == Some("")) {
        return Err(Fault::Empty);
    }
    Ok(())
}

/// Writes the fields that a profile names.
///
/// ASSUMED: a field is held against the configuration as in the provisioning service: it must be on the form, may not be
/// emptied where the form requires it, and has one of the codes of its list. That is told in the words for form fields, and a
/// text that is too long in those for a value that its element cannot have.
pub(super) fn write(
    sent: &Sent,
    configuration: &Configuration,
    spend: &mut Map<String, Value>,
) -> Result<(), Fault> {
    let mut fields = match spend.shift_remove("customData") {
        Some(Value::Array(fields)) => fields,
        _ => Vec::new(),
    };
    for (element, id) in ORG_UNITS.iter().chain(&CUSTOMS) {
        let Some(text) = sent.get(element) else {
            continue;
        };
        let field = json!({"id": id, "value": text});
        let stays = fields.contains(&field);
        match configuration.custom_field(id) {
            _ if stays => {}
            None if text.is_empty() => {}
            Some(known) if text.chars().count() > known.max_length => {
                return Err(Fault::Invalid(element));
            }
            Some(known) if fits(configuration, known, text) => {}
            None | Some(_) => return Err(Fault::Empty),
        }
        match fields.iter().position(|field| field["id"] == *id) {
            Some(at) if text.is_empty() => {
                fields.remove(at);
            }
            Some(at) => fields[at] = field,
            None if text.is_empty() => {}
            None => fields.push(field),
        }
    }
    if !fields.is_empty() {
        spend.insert("customData".to_owned(), Value::from(fields));
    }
    Ok(())
}

/// Whether a field of the form can have this text.
fn fits(configuration: &Configuration, field: &CustomField, text: &str) -> bool {
    if text.is_empty() {
        return !field.required;
    }
    field.list.is_none() || configuration.item(field, text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(
        configuration: &Configuration,
        before: &Value,
        values: &[(&'static str, &str)],
    ) -> Result<Value, Fault> {
        let mut spend = before.as_object().unwrap().clone();
        write(&Sent::of(values), configuration, &mut spend)?;
        Ok(Value::Object(spend))
    }

    #[test]
    fn a_field_of_a_list_takes_its_codes_and_what_it_has() {
        let configuration = Configuration::default();
        let before = json!({"customData": [{"id": "custom3", "value": "gone"}]});
        let write = |value: &str| written(&configuration, &before, &[("Custom3", value)]);
        let expected = json!([{"id": "custom3", "value": "CC-2000"}]);
        assert_eq!(write("CC-2000").unwrap()["customData"], expected);
        assert_eq!(write("gone").unwrap(), before);
        assert_eq!(write("").unwrap(), json!({}));
        assert_eq!(write("CC-9999"), Err(Fault::Empty));
    }

    #[test]
    fn a_field_has_the_length_of_the_form_and_is_on_it() {
        let mut configuration = Configuration::default();
        configuration.custom_fields[0].required = true;
        configuration.custom_fields[1].max_length = 3;
        let before = json!({"customData": [{"id": "orgUnit1", "value": "a"}]});
        for (element, text, expected) in [
            ("OrgUnit1", "b", Ok(())),
            ("OrgUnit1", "", Err(Fault::Empty)),
            ("OrgUnit2", "abc", Ok(())),
            ("OrgUnit2", "abcd", Err(Fault::Invalid("OrgUnit2"))),
            ("Custom20", "x", Err(Fault::Empty)),
            ("Custom20", "", Ok(())),
        ] {
            let judged = written(&configuration, &before, &[(element, text)]).map(drop);
            assert_eq!(judged, expected, "{element} {text}");
        }
    }

    #[test]
    fn a_required_field_is_there_and_filled() {
        let mut configuration = Configuration::default();
        configuration.custom_fields[0].required = true;
        let require = |values| require(&Sent::of(values), &configuration);
        assert_eq!(require(&[]), Err(Fault::Missing(vec!["OrgUnit1"])));
        assert_eq!(require(&[("OrgUnit1", "")]), Err(Fault::Empty));
        assert_eq!(require(&[("OrgUnit1", "a")]), Ok(()));
    }
}
