//! A unified change as what is written to an identity of Concur.

use super::identity::PRIMARY_EMAIL;
use crate::concur::identity_user as concur;
use crate::concur::identity_write::{self, Document, PatchBody, Path, Write, Written};
use crate::error::Error;
use crate::field::Field;
use crate::unified::{Address, Change, Email, NewUser, Phone, PlainDate, Status};

/// The body of a PATCH, or why the change cannot be made.
pub(crate) fn patch(change: Change) -> Result<PatchBody, Error> {
    let patch = identity_write::patch(writes(change)?);
    if patch.is_empty() {
        return Err(Error::bad_request("the change changes nothing"));
    }
    Ok(patch)
}

/// The body of a PATCH that only lets a user in or shuts it out. The release notes once asked for a termination date with
/// it; the pages no longer do, and a date of employment is not ours to invent.
pub(crate) fn activation(status: &Status) -> Result<PatchBody, Error> {
    let value = Field::Value(active(status)?);
    let path = Path::ACTIVE;
    Ok(identity_write::patch(vec![Write { path, value }]))
}

/// The body of a POST. Concur requires the company even though the token names it too.
pub(crate) fn document(user: NewUser, company: Option<&str>) -> Result<Document, Error> {
    let company_id = user
        .company_id
        .clone()
        .or_else(|| company.map(str::to_owned))
        .ok_or_else(|| Error::bad_request("company_id is not known"))?;
    for (name, value) in [
        ("username", &user.username),
        ("first_name", &user.first_name),
        ("last_name", &user.last_name),
    ] {
        if value.trim().is_empty() {
            return Err(Error::bad_request(format!("{name} is empty")));
        }
    }
    let mut writes = writes(user.into_change())?;
    writes.push(Write {
        path: Path::COMPANY_ID,
        value: Field::Value(Written::Text(company_id)),
    });
    Ok(identity_write::document(writes))
}

fn writes(change: Change) -> Result<Vec<Write>, Error> {
    let text = |value: Field<String>| value.map(Written::Text);
    let writes = [
        (
            Path::USER_NAME,
            kept("username", change.username)?.map(Written::Text),
        ),
        (
            Path::GIVEN_NAME,
            kept("first_name", change.first_name)?.map(Written::Text),
        ),
        (Path::MIDDLE_NAME, text(change.middle_name)),
        (
            Path::FAMILY_NAME,
            kept("last_name", change.last_name)?.map(Written::Text),
        ),
        (Path::NICK_NAME, text(change.nick_name)),
        (Path::TITLE, text(change.title)),
        (Path::EXTERNAL_ID, text(change.external_id)),
        (
            Path::ACTIVE,
            tried(kept("status", change.status)?, |status| active(&status))?,
        ),
        (Path::EMAILS, tried(kept("emails", change.emails)?, emails)?),
        (Path::PHONE_NUMBERS, tried(change.phones, phones)?),
        (Path::ADDRESSES, change.addresses.map(addresses)),
        (Path::TIMEZONE, text(change.timezone)),
        (Path::PREFERRED_LANGUAGE, text(change.locale)),
        (Path::EMPLOYEE_NUMBER, text(change.employee_number)),
        manager(change.manager_id),
        (Path::DEPARTMENT, text(change.department)),
        (Path::DIVISION, text(change.division)),
        (Path::COST_CENTER, text(change.cost_center)),
        (Path::LEGAL_ENTITY, text(change.legal_entity)),
        (
            Path::START_DATE,
            tried(change.start_date, |date| midnight(&date))?,
        ),
        (
            Path::TERMINATION_DATE,
            tried(change.termination_date, |date| midnight(&date))?,
        ),
        (
            Path::DATE_OF_BIRTH,
            tried(change.date_of_birth, |date| bare_date(&date))?,
        ),
        (Path::ENTITLEMENTS, change.entitlements.map(Written::Texts)),
        (Path::USER_UUID, text(change.sap_user_uuid)),
    ];
    let is_mentioned = |write: &Write| !write.value.is_absent();
    Ok(writes
        .into_iter()
        .map(|(path, value)| Write { path, value })
        .filter(is_mentioned)
        .collect())
}

/// Refuses to clear what every user of Concur must have.
fn kept<T>(name: &str, value: Field<T>) -> Result<Field<T>, Error> {
    match value {
        Field::Null => Err(Error::bad_request(format!("{name} cannot be cleared"))),
        other => Ok(other),
    }
}

fn tried<T>(
    value: Field<T>,
    convert: impl FnOnce(T) -> Result<Written, Error>,
) -> Result<Field<Written>, Error> {
    Ok(match value {
        Field::Absent => Field::Absent,
        Field::Null => Field::Null,
        Field::Value(value) => Field::Value(convert(value)?),
    })
}

fn active(status: &Status) -> Result<Written, Error> {
    match status {
        Status::Active => Ok(Written::Flag(true)),
        Status::Inactive => Ok(Written::Flag(false)),
        Status::Other(_) => Err(Error::bad_request("status is neither active nor inactive")),
    }
}

/// Concur asks to set a manager by `manager.value`; it is taken away as a whole.
fn manager(id: Field<String>) -> (Path, Field<Written>) {
    match id {
        Field::Null => (Path::MANAGER, Field::Null),
        id => (Path::MANAGER_VALUE, id.map(Written::Text)),
    }
}

fn emails(list: Vec<Email>) -> Result<Written, Error> {
    if list.is_empty() {
        return Err(Error::bad_request("emails is empty"));
    }
    let emails = list.into_iter().map(|email| {
        let kind = needed("emails[].type", email.kind)?;
        let is_work = kind.eq_ignore_ascii_case(PRIMARY_EMAIL);
        if email.is_primary == Field::Value(!is_work) {
            let problem = "emails[].is_primary: the primary address is the one of type work";
            return Err(Error::bad_request(problem));
        }
        Ok(concur::Email {
            value: Field::Value(needed("emails[].email", email.email)?),
            kind: Field::Value(kind),
            verified: email.is_verified,
        })
    });
    Ok(Written::Emails(emails.collect::<Result<_, _>>()?))
}

fn phones(list: Vec<Phone>) -> Result<Written, Error> {
    let phones = list.into_iter().map(|phone| {
        Ok(concur::PhoneNumber {
            value: Field::Value(needed("phones[].number", phone.number)?),
            kind: Field::Value(needed("phones[].type", phone.kind)?),
            work_extension: phone.extension,
            primary: phone.is_primary,
        })
    });
    Ok(Written::PhoneNumbers(phones.collect::<Result<_, Error>>()?))
}

fn addresses(list: Vec<Address>) -> Written {
    let addresses = list.into_iter().map(|address| concur::Address {
        kind: address.kind,
        street: address.street,
        locality: address.city,
        region: address.region,
        postal_code: address.postal_code,
        country: address.country,
    });
    Written::Addresses(addresses.collect())
}

fn needed(name: &str, value: Field<String>) -> Result<String, Error> {
    value
        .into_value()
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Error::bad_request(format!("{name} is not set")))
}

/// Start and termination dates are documented with a time in UTC, which a plain date has not: midnight.
fn midnight(date: &PlainDate) -> Result<Written, Error> {
    match date {
        PlainDate::Day(day) => Ok(Written::Text(format!("{day}T00:00:00Z"))),
        PlainDate::AsGiven(_) => Err(Error::bad_request("a date is not of the form YYYY-MM-DD")),
    }
}

/// The birthday is documented as a bare date.
fn bare_date(date: &PlainDate) -> Result<Written, Error> {
    match date {
        PlainDate::Day(day) => Ok(Written::Text(day.to_string())),
        PlainDate::AsGiven(_) => Err(Error::bad_request("a date is not of the form YYYY-MM-DD")),
    }
}
