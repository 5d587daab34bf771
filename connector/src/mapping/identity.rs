//! An identity of Concur as a unified user.

use super::date::plain_date;
use crate::concur::identity_user as concur;
use crate::concur::identity_user::IdentityUser;
use crate::concur::record::Record;
use crate::field::Field;
use crate::unified::{Address, Email, Manager, Organization, Phone, RemoteData, Status, User};

/// ASSUMED: the address of type `work` is the primary one. Identity v4 marks none; the work address is what its own
/// examples start with, and the older APIs' single primary address is moved to `emails` without a word on its type.
pub(super) const PRIMARY_EMAIL: &str = "work";

pub(crate) fn user(record: Record<IdentityUser>) -> User {
    let Record { user, text } = record;
    let name = inside(user.name);
    let enterprise = inside(user.enterprise);
    let is_email_verified = verified(&user.emails);
    User {
        id: user.id,
        external_id: user.external_id,
        username: user.user_name,
        first_name: name.given,
        middle_name: name.middle,
        last_name: name.family,
        name: user.display_name,
        nick_name: user.nick_name,
        title: user.title,
        status: user.active.map(status),
        emails: user.emails.map(emails),
        is_email_verified,
        phones: user
            .phone_numbers
            .map(|list| list.into_iter().map(phone).collect()),
        addresses: user
            .addresses
            .map(|list| list.into_iter().map(address).collect()),
        organizations: organizations(&enterprise),
        timezone: user.timezone,
        languages: user.preferred_language.clone().map(|tag| vec![tag]),
        locale: user.preferred_language,
        employee_number: enterprise.employee_number,
        manager: enterprise.manager.map(manager),
        department: enterprise.department,
        division: enterprise.division,
        cost_center: enterprise.cost_center,
        company_id: enterprise.company_id,
        legal_entity: enterprise.legal_entity,
        start_date: enterprise.start_date.map(plain_date),
        termination_date: enterprise.termination_date.map(plain_date),
        date_of_birth: user.date_of_birth.map(plain_date),
        entitlements: user.entitlements,
        sap_user_uuid: inside(user.sap).user_uuid,
        created_at: user
            .meta
            .value()
            .map_or(Field::Absent, |meta| meta.created.clone()),
        updated_at: user
            .meta
            .into_value()
            .map_or(Field::Absent, |meta| meta.last_modified),
        remote_data: Some(RemoteData::new(text)),
    }
}

/// The fields inside an object that is itself missing or null are absent: null says nothing of its parts.
fn inside<T: Default>(object: Field<T>) -> T {
    object.into_value().unwrap_or_default()
}

pub(super) fn status(active: bool) -> Status {
    if active {
        Status::Active
    } else {
        Status::Inactive
    }
}

fn emails(list: Vec<concur::Email>) -> Vec<Email> {
    let has_primary = list.iter().any(is_primary);
    list.into_iter()
        .map(|entry| Email {
            // Without a work address nothing tells which one is first.
            is_primary: if has_primary {
                Field::Value(is_primary(&entry))
            } else {
                Field::Absent
            },
            email: entry.value,
            kind: entry.kind,
            is_verified: entry.verified,
        })
        .collect()
}

fn verified(emails: &Field<Vec<concur::Email>>) -> Field<bool> {
    emails
        .value()
        .and_then(|list| list.iter().find(|entry| is_primary(entry)))
        .map_or(Field::Absent, |entry| entry.verified)
}

/// One official example writes `Work`.
fn is_primary(entry: &concur::Email) -> bool {
    entry
        .kind
        .as_deref()
        .is_some_and(|kind| kind.eq_ignore_ascii_case(PRIMARY_EMAIL))
}

fn phone(entry: concur::PhoneNumber) -> Phone {
    Phone {
        number: entry.value,
        extension: entry.work_extension,
        kind: entry.kind,
        is_primary: entry.primary,
    }
}

fn address(entry: concur::Address) -> Address {
    Address {
        kind: entry.kind,
        street: entry.street,
        city: entry.locality,
        region: entry.region,
        postal_code: entry.postal_code,
        country: entry.country,
    }
}

fn manager(manager: concur::Manager) -> Manager {
    Manager {
        id: manager.value,
        employee_number: manager.employee_number,
        display_name: manager.display_name,
    }
}

/// A user has one company; without its id there is nothing to list.
fn organizations(enterprise: &concur::Enterprise) -> Field<Vec<Organization>> {
    match &enterprise.company_id {
        Field::Value(id) => Field::Value(vec![Organization {
            id: Field::Value(id.clone()),
            name: enterprise.organization.clone(),
        }]),
        Field::Absent | Field::Null => Field::Absent,
    }
}
