//! The rules of a user that go beyond one attribute.

use serde_json::{Map, Value};

use crate::policy::Policies;
use crate::policy::judging::{DuplicateTypes, LeaveRules, WorkEmail};

use super::compare::Moment;
use super::schema::ENTERPRISE;
use super::validate::{Fault, entries, join};
use super::values::LANGUAGES;

/// The characters that a `userName` may not hold, by the Identity v4.1 reference.
pub(super) const FORBIDDEN_IN_USER_NAME: &str = "%[#!*&()~'{^}\\/?><,;:\"+=]|";

/// Members of a phone number that only one type may have.
const PHONE_MEMBERS: [(&str, &str); 4] = [
    ("primary", "mobile"),
    ("notifications", "mobile"),
    ("issuingCountry", "mobile"),
    ("workExtension", "work"),
];

/// What is wrong with a user whose attributes are right, each for itself.
pub(super) fn faults(user: &Map<String, Value>, policies: &Policies) -> Vec<Fault> {
    let mut rules = Rules::default();
    rules.user(user);
    if policies.choose::<DuplicateTypes>() == DuplicateTypes::Refused {
        for list in ["emails", "addresses", "phoneNumbers"] {
            rules.one_per_type(user, list);
        }
    }
    let has_work = || entries(user, "emails").any(|email| email["type"] == "work");
    if policies.choose::<WorkEmail>() == WorkEmail::Required && !has_work() {
        let fault = Fault::value("emails.type", "work for one entry");
        rules.faults.push(fault);
    }
    let enterprise = user.get(ENTERPRISE).and_then(Value::as_object);
    if let (Some(enterprise), LeaveRules::Enforced) = (enterprise, policies.choose()) {
        rules.leaves(enterprise);
    }
    rules.faults
}

#[derive(Default)]
struct Rules {
    faults: Vec<Fault>,
}

impl Rules {
    /// The rules that go beyond one attribute.
    fn user(&mut self, user: &Map<String, Value>) {
        if let Some(name) = user.get("userName").and_then(Value::as_str) {
            self.user_name(name);
        }
        if let Some(language) = user.get("preferredLanguage").and_then(Value::as_str) {
            let (primary, region) = language.split_once('-').unwrap_or((language, "XX"));
            let is_region =
                region.len() == 2 && region.bytes().all(|byte| byte.is_ascii_uppercase());
            if !LANGUAGES.contains(&primary) || !is_region {
                self.faults.push(Fault::value(
                    "preferredLanguage",
                    "a documented language code",
                ));
            }
        }
        for email in entries(user, "emails") {
            let is_address = email["value"]
                .as_str()
                .and_then(|value| value.split_once('@'))
                .is_some_and(|(local, domain)| !local.is_empty() && !domain.is_empty());
            if !is_address {
                self.faults
                    .push(Fault::value("emails.value", "an e-mail address"));
            }
        }
        self.phones(user);
    }

    /// Some members belong to one type of number, and of the mobile ones exactly one is the primary.
    fn phones(&mut self, user: &Map<String, Value>) {
        let (mut mobiles, mut primaries, mut undecided) = (0, 0, 0);
        for phone in entries(user, "phoneNumbers") {
            let kind = phone["type"].as_str().unwrap_or_default();
            mobiles += usize::from(kind == "mobile");
            primaries += usize::from(phone["primary"] == true);
            undecided += usize::from(kind == "mobile" && phone.get("primary").is_none());
            for (member, owner) in PHONE_MEMBERS {
                // A flag that is down says nothing.
                let is_set = phone.get(member).is_some_and(|value| *value != false);
                if is_set && kind != owner {
                    let path = join("phoneNumbers", member);
                    self.faults.push(Fault::value(
                        &path,
                        &format!("absent unless the type is {owner}"),
                    ));
                }
            }
        }
        if primaries > 1 || (mobiles > 0 && primaries == 0 && undecided == 0) {
            let fault = Fault::value("phoneNumbers.primary", "true for exactly one mobile number");
            self.faults.push(fault);
        }
    }

    fn user_name(&mut self, name: &str) {
        let has_form = name.split_once('@').is_some_and(|(user, domain)| {
            !user.is_empty() && !domain.is_empty() && !domain.contains('@')
        });
        let has_form = has_form && !name.contains(char::is_whitespace);
        if !has_form {
            self.faults
                .push(Fault::value("userName", "of the form user@domain"));
        }
        if name.contains(|character| FORBIDDEN_IN_USER_NAME.contains(character)) {
            let expected = format!("without any of {FORBIDDEN_IN_USER_NAME}");
            self.faults.push(Fault::value("userName", &expected));
        }
    }

    /// One e-mail and one address of each type; of phone numbers `mobile` alone may repeat.
    fn one_per_type(&mut self, user: &Map<String, Value>, list: &str) {
        let mut seen: Vec<&str> = Vec::new();
        for kind in entries(user, list).filter_map(|entry| entry["type"].as_str()) {
            if seen.contains(&kind) && kind != "mobile" {
                self.faults.push(Fault::value(
                    &join(list, "type"),
                    "different for every entry",
                ));
                return;
            }
            seen.push(kind);
        }
    }

    /// The leave of absence guide: a start before the end, and no overlap.
    fn leaves(&mut self, enterprise: &Map<String, Value>) {
        let path = format!("{ENTERPRISE}:leavesOfAbsence");
        let day = |entry: &Value, name: &str| {
            entry[name].as_str().and_then(Moment::read).map(Moment::day)
        };
        let mut leaves: Vec<_> = entries(enterprise, "leavesOfAbsence")
            .filter_map(|entry| Some((day(entry, "startDate")?, day(entry, "endDate"))))
            .collect();
        leaves.sort();
        if leaves
            .iter()
            .any(|(start, end)| end.is_some_and(|end| end <= *start))
        {
            self.faults
                .push(Fault::value(&path, "leaves that start before they end"));
        }
        let overlap = leaves
            .windows(2)
            .any(|pair| pair[0].1.is_none_or(|end| end >= pair[1].0));
        if overlap {
            self.faults
                .push(Fault::value(&path, "leaves that do not overlap"));
        }
    }
}
