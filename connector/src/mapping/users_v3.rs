//! A user of Users v3.0 as a unified user.

use super::identity::status;
use crate::concur::record::Record;
use crate::concur::users_v3::UserV3;
use crate::field::Field;
use crate::unified::{Email, Phone, RemoteData, User};

pub(crate) fn user(record: Record<UserV3>) -> User {
    let Record { user, text } = record;
    User {
        id: user.id,
        external_id: Field::Absent,
        username: user.login_id,
        first_name: user.first_name,
        middle_name: user.middle_name,
        last_name: user.last_name,
        name: Field::Absent,
        nick_name: Field::Absent,
        title: Field::Absent,
        status: user.active.map(status),
        emails: user.primary_email.map(|email| {
            vec![Email {
                email: Field::Value(email),
                is_primary: Field::Value(true),
                ..Email::default()
            }]
        }),
        is_email_verified: Field::Absent,
        phones: user.cell_phone_number.map(|number| {
            vec![Phone {
                number: Field::Value(number),
                kind: "mobile".into(),
                ..Phone::default()
            }]
        }),
        addresses: Field::Absent,
        organizations: Field::Absent,
        timezone: Field::Absent,
        languages: Field::Absent,
        locale: Field::Absent,
        employee_number: user.employee_id,
        manager: Field::Absent,
        department: Field::Absent,
        division: Field::Absent,
        cost_center: Field::Absent,
        company_id: Field::Absent,
        legal_entity: Field::Absent,
        start_date: Field::Absent,
        termination_date: Field::Absent,
        date_of_birth: Field::Absent,
        entitlements: Field::Absent,
        sap_user_uuid: Field::Absent,
        created_at: Field::Absent,
        updated_at: Field::Absent,
        remote_data: Some(RemoteData::new(text)),
    }
}
