//! Every field that the connector writes arrives at the mock under the name that Concur gives it, and comes back.
//!
//! Users and changes are written out whole: a field that is new does not compile until it is here as well.

use concur_connector::{
    Address, Api, Change, Connector, Email, Field, Manager, NewUser, Organization, Phone,
    PlainDate, Status, User,
};
use concur_contract::target::{Access, Target};
use futures_util::TryStreamExt;

use super::connection::connector;

/// Of these every user has one: where nobody says which, Concur does.
const FILLED_IN: [&str; 3] = ["timezone", "locale", "start_date"];

#[tokio::test]
async fn every_field_of_a_new_user_comes_back() {
    let target = Target::mock().await.unwrap();
    let connector = connector(target.access(), Api::IdentityV4_1);
    let manager = leader(&connector).await;
    let written = everything(target.access(), &manager);

    let created = connector.create(written.clone()).await.unwrap();

    let read = connector.get(&created.id).await.unwrap();
    assert_eq!(read, expected(as_change(written), manager, &read));
    assert_eq!(read.company_id, target.access().company_id.as_str().into());
    target.stop().await.unwrap();
}

#[tokio::test]
async fn every_field_of_a_change_comes_back() {
    let target = Target::mock().await.unwrap();
    let connector = connector(target.access(), Api::IdentityV4_1);
    let manager = leader(&connector).await;
    let somebody = NewUser::new("min@write.example", "Min", "Imal", "min@write.example");
    let id = connector.create(somebody).await.unwrap().id;
    let change = change(&manager);

    connector.update(&id, change.clone()).await.unwrap();

    let read = connector.get(&id).await.unwrap();
    assert_eq!(read, expected(change, manager, &read));
    target.stop().await.unwrap();
}

#[tokio::test]
async fn every_field_that_can_be_cleared_is_gone_afterwards() {
    let target = Target::mock().await.unwrap();
    let connector = connector(target.access(), Api::IdentityV4_1);
    let manager = leader(&connector).await;
    let written = everything(target.access(), &manager);
    let id = connector.create(written).await.unwrap().id;
    let before = serde_json::to_value(connector.get(&id).await.unwrap()).unwrap();
    let clearing = clearing();
    let names = serde_json::to_value(&clearing).unwrap();

    connector.update(&id, clearing).await.unwrap();

    let after = serde_json::to_value(connector.get(&id).await.unwrap()).unwrap();
    for name in names.as_object().unwrap().keys() {
        let field = name.strip_suffix("_id").filter(|&it| it == "manager");
        let field = field.unwrap_or(name);
        assert!(!before[field].is_null(), "{field} was never there");
        assert_ne!(after[field], before[field], "{field} has stayed");
        let is_gone = after[field].is_null() || after[field] == serde_json::json!([]);
        assert_eq!(is_gone, !FILLED_IN.contains(&field), "{field}");
    }
    for field in ["username", "first_name", "last_name", "status", "emails"] {
        assert_eq!(after[field], before[field]);
    }
    target.stop().await.unwrap();
}

#[tokio::test]
async fn a_listing_shows_what_comes_on_request_only() {
    let target = Target::mock().await.unwrap();
    let connector = connector(target.access(), Api::IdentityV4_1);
    let manager = leader(&connector).await;
    let written = everything(target.access(), &manager);
    let id = connector.create(written).await.unwrap().id;

    let users: Vec<User> = connector.list().try_collect().await.unwrap();

    let listed = users.into_iter().find(|user| user.id == id).unwrap();
    assert_eq!(listed.entitlements, texts(&["Expense", "Travel"]));
    assert_eq!(listed.manager, Field::Value(manager));
    // A listing shows of a user what the user alone shows.
    let alone = connector.get(&id).await.unwrap();
    let without_record = |user: User| User {
        remote_data: None,
        ..user
    };
    assert_eq!(without_record(listed), without_record(alone));
    target.stop().await.unwrap();
}

/// Somebody to lead the others, as they show it.
async fn leader(connector: &Connector) -> Manager {
    let user = NewUser {
        employee_number: Some("M-1".to_owned()),
        ..NewUser::new("mona@write.example", "Mona", "Lead", "mona@write.example")
    };
    Manager {
        id: connector.create(user).await.unwrap().id.into(),
        employee_number: "M-1".into(),
        display_name: "Mona Lead".into(),
    }
}

/// Values that differ from one another and from what Concur fills in by itself.
fn everything(access: &Access, manager: &Manager) -> NewUser {
    let text = |value: &str| Some(value.to_owned());
    NewUser {
        username: "ada@write.example".to_owned(),
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        emails: vec![
            email("home@write.example", "home", false),
            email("work@write.example", "work", true),
        ],
        company_id: text(&access.company_id),
        middle_name: text("Augusta"),
        nick_name: text("Countess"),
        title: text("Analyst"),
        external_id: text("X-815"),
        status: Some(Status::Inactive),
        phones: Some(phones("30")),
        addresses: Some(addresses("Ockham")),
        timezone: text("Europe/London"),
        locale: text("en-GB"),
        employee_number: text("E-815"),
        manager_id: manager.id.value().cloned(),
        department: text("Engines"),
        division: text("Analytical"),
        cost_center: text("CC-1843"),
        legal_entity: text("Babbage Ltd"),
        start_date: Some(day("2024-02-29")),
        termination_date: Some(day("2030-11-27")),
        date_of_birth: Some(day("1990-12-10")),
        entitlements: Some(vec!["Expense".to_owned(), "Travel".to_owned()]),
        sap_user_uuid: text("5a0f4c7f-8f0e-4d6f-9f2f-6a1100000001"),
    }
}

/// Every field of a change, with values that a minimal user has not.
fn change(manager: &Manager) -> Change {
    Change {
        username: "grace@write.example".into(),
        first_name: "Grace".into(),
        middle_name: "Brewster".into(),
        last_name: "Hopper".into(),
        nick_name: "Amazing".into(),
        title: "Admiral".into(),
        external_id: "X-816".into(),
        status: Field::Value(Status::Inactive),
        emails: Field::Value(vec![
            email("other@write.example", "other", true),
            email("navy@write.example", "work", false),
        ]),
        phones: Field::Value(phones("40")),
        addresses: Field::Value(addresses("Arlington")),
        timezone: "Asia/Tokyo".into(),
        locale: "ja-JP".into(),
        employee_number: "E-816".into(),
        manager_id: manager.id.clone(),
        department: "Compilers".into(),
        division: "Languages".into(),
        cost_center: "CC-1952".into(),
        legal_entity: "Navy Reserve".into(),
        start_date: Field::Value(day("2023-12-31")),
        termination_date: Field::Value(day("2031-01-01")),
        date_of_birth: Field::Value(day("1986-12-09")),
        entitlements: texts(&["Invoice", "Request"]),
        sap_user_uuid: "5a0f4c7f-8f0e-4d6f-9f2f-6a1100000002".into(),
    }
}

/// Clears whatever can be cleared.
fn clearing() -> Change {
    Change {
        username: Field::Absent,
        first_name: Field::Absent,
        middle_name: Field::Null,
        last_name: Field::Absent,
        nick_name: Field::Null,
        title: Field::Null,
        external_id: Field::Null,
        status: Field::Absent,
        emails: Field::Absent,
        phones: Field::Null,
        addresses: Field::Null,
        timezone: Field::Null,
        locale: Field::Null,
        employee_number: Field::Null,
        manager_id: Field::Null,
        department: Field::Null,
        division: Field::Null,
        cost_center: Field::Null,
        legal_entity: Field::Null,
        start_date: Field::Null,
        termination_date: Field::Null,
        date_of_birth: Field::Null,
        entitlements: Field::Null,
        sap_user_uuid: Field::Null,
    }
}

/// A new user as the change that it would be.
fn as_change(user: NewUser) -> Change {
    let NewUser {
        username,
        first_name,
        last_name,
        emails,
        company_id: _,
        middle_name,
        nick_name,
        title,
        external_id,
        status,
        phones,
        addresses,
        timezone,
        locale,
        employee_number,
        manager_id,
        department,
        division,
        cost_center,
        legal_entity,
        start_date,
        termination_date,
        date_of_birth,
        entitlements,
        sap_user_uuid,
    } = user;
    Change {
        username: username.into(),
        first_name: first_name.into(),
        middle_name: given(middle_name),
        last_name: last_name.into(),
        nick_name: given(nick_name),
        title: given(title),
        external_id: given(external_id),
        status: given(status),
        emails: emails.into(),
        phones: given(phones),
        addresses: given(addresses),
        timezone: given(timezone),
        locale: given(locale),
        employee_number: given(employee_number),
        manager_id: given(manager_id),
        department: given(department),
        division: given(division),
        cost_center: given(cost_center),
        legal_entity: given(legal_entity),
        start_date: given(start_date),
        termination_date: given(termination_date),
        date_of_birth: given(date_of_birth),
        entitlements: given(entitlements),
        sap_user_uuid: given(sap_user_uuid),
    }
}

/// The user that a change of every field leads to; what only Concur can say is taken from what was read.
fn expected(change: Change, manager: Manager, read: &User) -> User {
    let company_id = read.company_id.value().unwrap();
    let company = &read.organizations.value().unwrap()[0];
    assert!(company.name.value().is_some());
    assert_eq!(change.manager_id, manager.id);
    User {
        id: read.id.clone(),
        external_id: change.external_id,
        username: change.username,
        first_name: change.first_name,
        middle_name: change.middle_name,
        name: display_name(&change.nick_name, &change.last_name),
        last_name: change.last_name,
        nick_name: change.nick_name,
        title: change.title,
        status: change.status,
        is_email_verified: verified_at_work(&change.emails),
        emails: change.emails,
        phones: change.phones,
        addresses: change.addresses,
        organizations: Field::Value(vec![Organization {
            id: company_id.as_str().into(),
            name: company.name.clone(),
        }]),
        timezone: change.timezone,
        languages: change.locale.clone().map(|tag| vec![tag]),
        locale: change.locale,
        employee_number: change.employee_number,
        manager: Field::Value(manager),
        department: change.department,
        division: change.division,
        cost_center: change.cost_center,
        company_id: company_id.as_str().into(),
        legal_entity: change.legal_entity,
        start_date: change.start_date,
        termination_date: change.termination_date,
        date_of_birth: change.date_of_birth,
        entitlements: change.entitlements,
        sap_user_uuid: change.sap_user_uuid,
        created_at: read.created_at.clone(),
        updated_at: read.updated_at.clone(),
        remote_data: read.remote_data.clone(),
    }
}

/// The reference page: the nickname, where there is one, and the family name.
fn display_name(nick_name: &Field<String>, last_name: &Field<String>) -> Field<String> {
    let parts = [nick_name, last_name].map(|part| part.as_deref().unwrap());
    Field::Value(parts.join(" "))
}

fn verified_at_work(emails: &Field<Vec<Email>>) -> Field<bool> {
    let mut emails = emails.value().unwrap().iter();
    let at_work = emails.find(|email| email.kind.as_deref() == Some("work"));
    at_work.unwrap().is_verified
}

fn email(address: &str, kind: &str, is_verified: bool) -> Email {
    Email {
        email: address.into(),
        kind: kind.into(),
        is_primary: Field::Value(kind == "work"),
        is_verified: Field::Value(is_verified),
    }
}

/// Only a mobile number may be the primary one, and only one at work has an extension.
fn phones(prefix: &str) -> Vec<Phone> {
    vec![
        Phone {
            number: Field::Value(format!("{prefix}1")),
            extension: "77".into(),
            kind: "work".into(),
            is_primary: Field::Value(false),
        },
        Phone {
            number: Field::Value(format!("{prefix}2")),
            extension: Field::Absent,
            kind: "mobile".into(),
            is_primary: Field::Value(true),
        },
    ]
}

fn addresses(city: &str) -> Vec<Address> {
    vec![Address {
        kind: "home".into(),
        street: "1 Park Lane\nBack door".into(),
        city: city.into(),
        region: "Surrey".into(),
        postal_code: "GU23 6NP".into(),
        country: "GB".into(),
    }]
}

fn day(text: &str) -> PlainDate {
    PlainDate::Day(text.parse().unwrap())
}

fn texts(list: &[&str]) -> Field<Vec<String>> {
    Field::Value(list.iter().map(|&text| text.to_owned()).collect())
}

fn given<T>(value: Option<T>) -> Field<T> {
    value.map_or(Field::Absent, Field::Value)
}
