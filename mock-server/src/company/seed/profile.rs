//! The spend and travel profiles of a seeded person, as text in the form in which they are kept.

use std::fmt::Write as _;

use super::person::{Person, Standing};

/// The rule classes of the default configuration, by what a person is.
const fn rule_class(standing: Standing) -> (i64, &'static str) {
    match standing {
        Standing::Head | Standing::Officer => (624_901, "Executive"),
        Standing::Director => (624_902, "Frequent Traveler"),
        Standing::Manager | Standing::Member => (624_900, "Default Travel Class"),
    }
}

/// The roles that follow from what a person may use, and those of people who approve what others spend.
pub(super) fn roles(person: &Person) -> impl Iterator<Item = &'static str> {
    let requests = person.products.request().then_some("REQ_USER");
    let approves: &[&str] = if person.has_reports() {
        &["EXP_APPROVER", "REQ_APPROVER"]
    } else {
        &[]
    };
    let used = ["EXP_USER"].into_iter().chain(requests);
    used.chain(approves.iter().copied())
}

/// The extension `spend:2.0:User`.
pub(super) fn spend(person: &Person) -> String {
    const ROOM: usize = 512;
    let home = person.home;
    let mut text = String::with_capacity(ROOM);
    // Writing to a text cannot fail.
    let _ = write!(
        text,
        r#"{{"reimbursementCurrency":"{}","country":"{}","locale":"{}","reimbursementType":"ACCOUNTS_PAYABLE","ledgerCode":"{}""#,
        home.currency, home.country, home.locale, home.ledger
    );
    if let Some(state) = home.state {
        let _ = write!(text, r#","stateProvince":"{state}""#);
    }
    if let Some((_, manager)) = person.manager {
        let _ = write!(text, r#","biManager":{{"value":"{manager}"}}"#);
    }
    let department = person.department;
    let _ = write!(
        text,
        r#","customData":[{{"id":"orgUnit1","value":"{}"}},{{"id":"custom1","value":"B{:06}"}},{{"id":"custom3","value":"{}"}},{{"id":"custom4","value":"{}"}}]}}"#,
        home.locality, person.ordinal, department.cost_center, department.code
    );
    text
}

/// The extension `spend:2.0:Approver`; nobody approves what the head spends.
pub(super) fn approver(person: &Person) -> Option<String> {
    let (_, manager) = person.manager?;
    let entry = format!(r#"[{{"approver":{{"value":"{manager}"}},"primary":true}}]"#);
    Some(if person.products.request() {
        format!(r#"{{"report":{entry},"request":{entry}}}"#)
    } else {
        format!(r#"{{"report":{entry}}}"#)
    })
}

/// The extension `travel:2.0:User`.
pub(super) fn travel(person: &Person) -> String {
    const ROOM: usize = 320;
    let (id, name) = rule_class(person.standing);
    let gender = if person.ordinal.is_multiple_of(2) {
        "Female"
    } else {
        "Male"
    };
    let mut text = String::with_capacity(ROOM);
    let _ = write!(
        text,
        r#"{{"ruleClass":{{"id":{id},"name":"{name}"}},"gender":"{gender}""#
    );
    if let Some((_, manager)) = person.manager {
        let _ = write!(text, r#","manager":{{"value":"{manager}"}}"#);
    }
    if person.products.travel() {
        text.push_str(r#","groups":[143519480]"#);
    }
    let _ = write!(
        text,
        r#","customFields":[{{"name":"custom1","value":"{:06}"}}]}}"#,
        person.ordinal
    );
    text
}
