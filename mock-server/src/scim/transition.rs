//! What a change from one document to the next needs, obeys and brings with it.

use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::policy::Policies;
use crate::policy::judging::PastLeave;
use crate::policy::writing::{
    ActivationDates, Dates, DeactivatedEntitlements, EmailCase, Entitlements, PhoneDisplay,
    Reactivation,
};

use super::compare::{Moment, fold};
use super::phone::canonical;
use super::schema::{ENTERPRISE, SAP};
use super::scope::{Rights, Write};
use super::validate::{Fault, entries};

/// The scope beside the general one that the change from one document to the other needs and the token lacks, if any.
///
/// What stays as it is needs no scope; what goes away is written, too. `emails.verified` needs none here: without its
/// scope it is read-only.
pub(crate) fn missing_scope(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    rights: Rights,
) -> Option<Write> {
    let user_uuid =
        |user: &Map<String, Value>| user.get(SAP).and_then(|sap| sap.get("userUuid")).cloned();
    let changes = [
        (
            Write::ExternalId,
            before.get("externalId") != after.get("externalId"),
        ),
        (Write::Sap, user_uuid(before) != user_uuid(after)),
    ];
    changes
        .into_iter()
        .find_map(|(write, is_changed)| (is_changed && !rights.may_write(write)).then_some(write))
}

/// Puts back what may be written with this scope only.
pub(crate) fn put_back(before: &Map<String, Value>, after: &mut Map<String, Value>, write: Write) {
    let name = match write {
        Write::ExternalId => "externalId",
        Write::Sap => SAP,
        Write::EmailsVerified => return hold_verified(before, after),
        Write::CoreEnterprise => {
            let mut all = before.clone();
            for name in ["externalId", SAP] {
                match after.get(name) {
                    Some(value) => all.insert(name.to_owned(), value.clone()),
                    None => all.shift_remove(name),
                };
            }
            *after = all;
            return;
        }
    };
    match before.get(name) {
        Some(value) => after.insert(name.to_owned(), value.clone()),
        None => after.shift_remove(name),
    };
}

/// Sets `emails.verified` for a client that may not write it: what was true stays true for an unchanged address, all
/// else is false.
pub(crate) fn hold_verified(before: &Map<String, Value>, kept: &mut Map<String, Value>) {
    let verified: Vec<String> = entries(before, "emails")
        .filter(|email| email["verified"] == true)
        .filter_map(|email| email["value"].as_str().map(fold))
        .collect();
    let emails = kept
        .get_mut("emails")
        .and_then(Value::as_array_mut)
        .into_iter()
        .flatten();
    for email in emails.filter_map(Value::as_object_mut) {
        let stays = email
            .get("value")
            .and_then(Value::as_str)
            .is_some_and(|value| verified.contains(&fold(value)));
        email.insert("verified".to_owned(), Value::Bool(stays));
    }
}

/// Judges a change and brings its values into the form in which they are kept. `before` is empty for a new user.
pub(crate) fn settle(
    before: &Map<String, Value>,
    after: &mut Map<String, Value>,
    today: Date,
    policies: &Policies,
) -> Result<(), Vec<Fault>> {
    canonicalise(after, policies);
    if policies.choose::<Entitlements>() == Entitlements::Ignored {
        match before.get("entitlements") {
            Some(kept) => after.insert("entitlements".to_owned(), kept.clone()),
            None => after.shift_remove("entitlements"),
        };
    }
    let mut faults = Vec::new();
    faults.extend(past_leave(before, after, today, policies));
    faults.extend(activation(before, after, today, policies));
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// The leave of absence guide: a past leave must have an end. ASSUMED: a leave is past when it began before today; one
/// that is kept already is not judged again, or a user could not be changed once a leave has begun.
fn past_leave(
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    today: Date,
    policies: &Policies,
) -> Option<Fault> {
    let leaves = |user: &Map<String, Value>| -> Vec<Value> {
        let enterprise = user.get(ENTERPRISE).and_then(Value::as_object);
        enterprise
            .into_iter()
            .flat_map(|enterprise| entries(enterprise, "leavesOfAbsence"))
            .cloned()
            .collect()
    };
    let known = leaves(before);
    let began_before_today = |leave: &Value| {
        let start = leave["startDate"].as_str().and_then(Moment::read);
        start.is_some_and(|start| start.day() < today)
    };
    let is_open = leaves(after).iter().any(|leave| {
        leave.get("endDate").is_none() && began_before_today(leave) && !known.contains(leave)
    });
    let is_refused = is_open && policies.choose::<PastLeave>() == PastLeave::Refused;
    is_refused.then(|| {
        let path = format!("{ENTERPRISE}:leavesOfAbsence");
        Fault::value(&path, "leaves that have an end when they are past")
    })
}

/// What goes with a change of `active`.
fn activation(
    before: &Map<String, Value>,
    after: &mut Map<String, Value>,
    today: Date,
    policies: &Policies,
) -> Option<Fault> {
    let is_active = |user: &Map<String, Value>| user.get("active") == Some(&Value::Bool(true));
    let (was, is) = (is_active(before), is_active(after));
    if before.is_empty() || was == is {
        return None;
    }
    if is && policies.choose::<Reactivation>() == Reactivation::Refused {
        return Some(Fault::value(
            "active",
            "false once the user was deactivated",
        ));
    }
    if policies.choose::<ActivationDates>() == ActivationDates::Together {
        let end = after
            .get(ENTERPRISE)
            .and_then(|enterprise| enterprise.get("terminationDate"))
            .and_then(Value::as_str)
            .and_then(Moment::read)
            .map(Moment::day);
        let path = format!("{ENTERPRISE}:terminationDate");
        if is && end.is_none_or(|end| end <= today) {
            return Some(Fault::value(&path, "after today when active becomes true"));
        }
        if !is && end != Some(today) {
            return Some(Fault::value(&path, "today when active becomes false"));
        }
    }
    if !is && policies.choose::<DeactivatedEntitlements>() == DeactivatedEntitlements::Cleared {
        after.shift_remove("entitlements");
    }
    None
}

/// Brings values into the form in which the policy has them kept.
fn canonicalise(user: &mut Map<String, Value>, policies: &Policies) {
    if policies.choose::<EmailCase>() == EmailCase::Lower {
        rewrite(user, "emails", "value", |value, _| Some(fold(value)));
    }
    if policies.choose::<PhoneDisplay>() == PhoneDisplay::Canonical {
        rewrite(user, "phoneNumbers", "display", |display, phone| {
            canonical(display, phone["issuingCountry"].as_str())
        });
    }
    let enterprise = user.get_mut(ENTERPRISE).and_then(Value::as_object_mut);
    if let (Some(enterprise), Dates::WallTime) = (enterprise, policies.choose()) {
        for name in ["startDate", "terminationDate"] {
            let moment = enterprise
                .get(name)
                .and_then(Value::as_str)
                .and_then(Moment::read);
            if let Some(moment) = moment {
                enterprise.insert(name.to_owned(), Value::from(moment.wall_time()));
            }
        }
    }
}

/// Rewrites one text in every entry of a list; `None` leaves it as it is.
fn rewrite(
    user: &mut Map<String, Value>,
    list: &str,
    member: &str,
    form: impl Fn(&str, &Value) -> Option<String>,
) {
    let entries = user.get_mut(list).and_then(Value::as_array_mut);
    for entry in entries.into_iter().flatten() {
        let new = entry[member].as_str().and_then(|text| form(text, entry));
        if let (Some(new), Some(entry)) = (new, entry.as_object_mut()) {
            entry.insert(member.to_owned(), Value::from(new));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settled(before: &Value, mut after: Value) -> Result<Value, Vec<Fault>> {
        let today = jiff::civil::date(2026, 1, 15);
        let (before, user) = (before.as_object().unwrap(), after.as_object_mut().unwrap());
        settle(before, user, today, &Policies::default()).map(|()| after)
    }

    fn leaves(leaves: &Value) -> Value {
        json!({ENTERPRISE: {"leavesOfAbsence": leaves}})
    }

    #[test]
    fn verified_survives_only_for_an_unchanged_address() {
        let before =
            json!({"emails": [{"type": "work", "value": "a@x.example", "verified": true}]});
        let mut kept = json!({"emails": [
            {"type": "work", "value": "A@x.example", "verified": false},
            {"type": "home", "value": "b@x.example", "verified": true},
        ]});
        hold_verified(before.as_object().unwrap(), kept.as_object_mut().unwrap());
        assert_eq!(kept["emails"][0]["verified"], true);
        assert_eq!(kept["emails"][1]["verified"], false);
    }

    #[test]
    fn a_new_leave_that_began_needs_an_end_and_one_to_come_does_not() {
        let nobody = json!({});
        let open = leaves(&json!([{"startDate": "2026-01-14"}]));
        assert!(settled(&nobody, open.clone()).is_err());
        assert!(settled(&open, open.clone()).is_ok());
        for leave in [
            json!([{"startDate": "2026-01-15"}]),
            json!([{"startDate": "2020-01-01", "endDate": "2020-02-01"}]),
        ] {
            assert!(settled(&nobody, leaves(&leave)).is_ok(), "{leave}");
        }
    }

    #[test]
    fn a_number_is_kept_in_the_form_of_the_example() {
        let phone = json!({"phoneNumbers": [{"display": "+1 (425) 5550101"}]});
        let kept = settled(&json!({}), phone).unwrap();
        assert_eq!(kept["phoneNumbers"][0]["display"], "tel:+1-425-555-0101");
    }
}
