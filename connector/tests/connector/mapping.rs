//! A user of Identity as a unified user, over documents made to tell mistakes apart.

use std::collections::BTreeSet;

use concur_connector::{Field, Query, Source, Status, User, mapping_table};
use serde_json::{Map, Value, json};
use wiremock::ResponseTemplate;

use crate::server::{Server, USERS};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

async fn unified(document: &str) -> User {
    let server = Server::start().await;
    let body = format!(r#"{{"Resources":[{document}]}}"#);
    let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    server.answer("GET", USERS, answer).await;
    let page = server
        .connector()
        .list_page(&Query::default())
        .await
        .unwrap();
    page.result.into_iter().next().unwrap()
}

#[tokio::test]
async fn the_work_address_is_primary_also_when_it_comes_second() {
    let user = unified(
        r#"{"id":"a","emails":[{"value":"h@x","type":"home","verified":false},{"value":"w@x","type":"Work","verified":"true"}]}"#,
    )
    .await;

    let emails = user.emails.value().unwrap();
    assert_eq!(emails[0].is_primary, Field::Value(false));
    assert_eq!(emails[1].is_primary, Field::Value(true));
    assert_eq!(emails[1].email.as_deref(), Some("w@x"));
    assert_eq!(user.is_email_verified, Field::Value(true));
}

#[tokio::test]
async fn without_a_work_address_none_is_called_primary() {
    let user =
        unified(r#"{"id":"a","emails":[{"value":"h@x","type":"home","verified":true}]}"#).await;

    assert_eq!(user.emails.value().unwrap()[0].is_primary, Field::Absent);
    assert_eq!(user.is_email_verified, Field::Absent);
}

#[tokio::test]
async fn absent_null_and_empty_stay_apart() {
    let document = format!(
        r#"{{"id":"a","title":null,"addresses":[],"phoneNumbers":null,"{ENTERPRISE}":{{"manager":null,"terminationDate":null}}}}"#
    );

    let mut user = serde_json::to_value(unified(&document).await).unwrap();

    user.as_object_mut().unwrap().remove("remote_data");
    assert_eq!(
        user,
        json!({ "id": "a", "title": null, "addresses": [], "phones": null, "manager": null, "termination_date": null })
    );
}

#[tokio::test]
async fn the_record_survives_byte_for_byte_with_what_nobody_knows() {
    let document = r#"{ "zzz" : 1.50, "id":"a",  "urn:x:y": {"deep":[1e3,"ü"]}, "active" : true }"#;

    let user = unified(document).await;

    assert_eq!(user.remote_data.as_ref().unwrap().get(), document);
    assert_eq!(user.status, Field::Value(Status::Active));
    let text = serde_json::to_string(&user).unwrap();
    assert!(text.contains(document));
    assert_eq!(serde_json::from_str::<User>(&text).unwrap(), user);
}

#[tokio::test]
async fn an_odd_date_neither_hides_the_user_nor_disappears() {
    let document = format!(
        r#"{{"id":"a","{ENTERPRISE}":{{"startDate":"2021-11-17T00:00:00.000","terminationDate":"next spring"}}}}"#
    );

    let user = serde_json::to_value(unified(&document).await).unwrap();

    assert_eq!(user["start_date"], "2021-11-17");
    assert_eq!(user["termination_date"], "next spring");
}

/// Puts a value at an attribute of the table; lists get one entry.
fn put(document: &mut Map<String, Value>, attribute: &str, value: Value) {
    let (extension, names) = match attribute.rsplit_once(':') {
        Some((extension, names)) => (Some(extension), names),
        None => (None, attribute),
    };
    let names: Vec<&str> = extension.into_iter().chain(names.split('.')).collect();
    let lists = [
        "emails",
        "phoneNumbers",
        "addresses",
        "emergencyContacts",
        "leavesOfAbsence",
    ];
    let mut here = document;
    for name in &names[..names.len() - 1] {
        let empty = if lists.contains(name) {
            json!([{}])
        } else {
            json!({})
        };
        let inner = here.entry(*name).or_insert(empty);
        here = match inner {
            Value::Array(list) => list[0].as_object_mut().unwrap(),
            inner => inner.as_object_mut().unwrap(),
        };
    }
    here.insert(names[names.len() - 1].to_owned(), value);
}

/// The value at a field of the table, through the first entry of lists.
fn at<'a>(user: &'a Value, field: &str) -> &'a Value {
    field.split('.').fold(user, |here, name| match here {
        Value::Array(list) => &list[0][name],
        here => &here[name],
    })
}

#[tokio::test]
async fn the_table_says_what_the_mapping_does() {
    let rows: Vec<_> = mapping_table()
        .iter()
        .filter(|row| row.source == Source::Identity)
        .collect();
    let mut document = Map::new();
    for row in &rows {
        let value = match row.concur {
            "active" | "emails.verified" | "phoneNumbers.primary" => json!(true),
            "entitlements" => json!(["of entitlements"]),
            "emails.type" => json!("work"),
            other => json!(format!("of {other}")),
        };
        put(&mut document, row.concur, value);
    }

    let user = unified(&Value::from(document).to_string()).await;
    let mut user = serde_json::to_value(user).unwrap();
    user.as_object_mut().unwrap().remove("remote_data");

    for row in &rows {
        let Some(field) = row.unified else {
            let value = format!("\"of {}\"", row.concur);
            assert!(
                !user.to_string().contains(&value),
                "{} is mapped",
                row.concur
            );
            assert!(!row.reason.is_empty());
            continue;
        };
        let of = format!("of {}", row.concur);
        let expected = match (row.concur, field) {
            (_, "status") => json!("active"),
            ("emails.type", "emails.type") => json!("work"),
            ("emails.type" | "emails.verified" | "phoneNumbers.primary", _) => json!(true),
            (_, "languages" | "entitlements") => json!([of]),
            _ => json!(of),
        };
        assert_eq!(at(&user, field), &expected, "{} to {field}", row.concur);
    }
    let filled: BTreeSet<&str> = user
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let table: BTreeSet<&str> = rows
        .iter()
        .filter_map(|row| row.unified?.split('.').next())
        .collect();
    assert_eq!(
        filled, table,
        "a field is filled that the table does not name"
    );
}

#[test]
fn the_readme_shows_every_row_of_the_table() {
    let readme = include_str!("../../README.md");
    for row in mapping_table() {
        let concur = row
            .concur
            .replace("urn:ietf:params:scim:schemas:extension:", "")
            .replace(":2.0:User:", ":");
        let (first, second) = match row.unified {
            Some(field) => (format!("| `{field}` |"), format!("`{concur}`")),
            None => (format!("| `{concur}` |"), row.reason.to_owned()),
        };
        let is_shown = readme
            .lines()
            .any(|line| line.starts_with(&first) && line.contains(&second));
        assert!(is_shown, "{concur}");
    }
}
