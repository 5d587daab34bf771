//! What is sent when a user is created or changed.

use concur_connector::{
    Change, Config, Connector, Credentials, Email, Error, Field, NewUser, PlainDate, Status,
};
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::server::{COMPANY, Server, USERS};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

async fn writable() -> Server {
    let server = Server::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "id": "a", "active": false }));
    server.answer("POST", USERS, answer.clone()).await;
    server.answer("PATCH", &format!("{USERS}/a"), answer).await;
    server
}

async fn operations(change: Change) -> Value {
    let server = writable().await;
    server.connector().update("a", change).await.unwrap();
    let asked = server.asked(&format!("{USERS}/a")).await;
    let body: Value = asked[0].body_json().unwrap();
    assert_eq!(
        body["schemas"],
        json!(["urn:ietf:params:scim:api:messages:2.0:PatchOp"])
    );
    body["Operations"].clone()
}

async fn refused(change: Change) -> String {
    let server = writable().await;
    let error = server.connector().update("a", change).await.unwrap_err();
    assert!(server.http.received_requests().await.unwrap().is_empty());
    error.to_string()
}

#[tokio::test]
async fn a_change_sends_what_is_set_and_cleared_and_nothing_else() {
    let change = Change {
        title: "Engineer".into(),
        nick_name: Field::Null,
        cost_center: "4711".into(),
        ..Change::default()
    };

    assert_eq!(
        operations(change).await,
        json!([
            { "op": "remove", "path": "nickName" },
            { "op": "replace", "path": "title", "value": "Engineer" },
            { "op": "replace", "path": format!("{ENTERPRISE}:costCenter"), "value": "4711" },
        ])
    );
}

#[tokio::test]
async fn a_manager_is_set_by_id_and_taken_away_whole() {
    let set = Change {
        manager_id: "m".into(),
        ..Change::default()
    };
    let clear = Change {
        manager_id: Field::Null,
        ..Change::default()
    };

    let path = format!("{ENTERPRISE}:manager");
    assert_eq!(
        operations(set).await,
        json!([{ "op": "replace", "path": format!("{path}.value"), "value": "m" }])
    );
    assert_eq!(
        operations(clear).await,
        json!([{ "op": "remove", "path": path }])
    );
}

#[tokio::test]
async fn a_date_of_employment_is_sent_as_midnight_and_a_birthday_as_a_day() {
    let day = |text: &str| Field::Value(PlainDate::from(text.to_owned()));
    let change = Change {
        start_date: day("2026-03-01"),
        date_of_birth: day("1990-12-31"),
        ..Change::default()
    };

    let operations = operations(change).await;

    assert_eq!(operations[0]["value"], "2026-03-01T00:00:00Z");
    assert_eq!(operations[1]["value"], "1990-12-31");
}

#[tokio::test]
async fn a_change_that_concur_cannot_take_is_not_sent() {
    let email = |kind: Field<String>, is_primary: Field<bool>| Change {
        emails: Field::Value(vec![Email {
            email: "a@x".into(),
            kind,
            is_primary,
            ..Email::default()
        }]),
        ..Change::default()
    };
    for (change, problem) in [
        (Change::default(), "the change changes nothing"),
        (
            Change {
                username: Field::Null,
                ..Change::default()
            },
            "username cannot be cleared",
        ),
        (
            Change {
                emails: Field::Value(Vec::new()),
                ..Change::default()
            },
            "emails is empty",
        ),
        (
            email(Field::Absent, Field::Absent),
            "emails[].type is not set",
        ),
        (
            email("home".into(), true.into()),
            "emails[].is_primary: the primary address is the one of type work",
        ),
        (
            Change {
                status: Field::Value(Status::Other("gone".to_owned())),
                ..Change::default()
            },
            "status is neither active nor inactive",
        ),
        (
            Change {
                start_date: Field::Value(PlainDate::AsGiven("soon".to_owned())),
                ..Change::default()
            },
            "a date is not of the form YYYY-MM-DD",
        ),
    ] {
        assert_eq!(
            refused(change).await,
            format!("request not sent: {problem}")
        );
    }
}

#[tokio::test]
async fn what_was_read_can_be_written_back() {
    let emails = vec![
        Email {
            email: "h@x".into(),
            kind: "home".into(),
            is_primary: false.into(),
            is_verified: false.into(),
        },
        Email {
            email: "w@x".into(),
            kind: "work".into(),
            is_primary: true.into(),
            ..Email::default()
        },
    ];

    let operations = operations(Change {
        emails: emails.into(),
        ..Change::default()
    })
    .await;

    assert_eq!(
        operations,
        json!([{ "op": "replace", "path": "emails", "value": [
            { "value": "h@x", "type": "home", "verified": false }, { "value": "w@x", "type": "work" },
        ] }])
    );
}

#[tokio::test]
async fn deactivation_and_reactivation_change_the_flag_alone() {
    let server = writable().await;
    let connector = server.connector();

    let user = connector.deactivate("a").await.unwrap();
    connector.reactivate("a").await.unwrap();

    assert_eq!(user.status, Field::Value(Status::Inactive));
    let asked = server.asked(&format!("{USERS}/a")).await;
    for (request, active) in asked.iter().zip([false, true]) {
        let body: Value = request.body_json().unwrap();
        assert_eq!(
            body["Operations"],
            json!([{ "op": "replace", "path": "active", "value": active }])
        );
    }
}

#[tokio::test]
async fn a_new_user_is_one_document_with_its_extensions() {
    let server = writable().await;
    let user = NewUser {
        employee_number: Some("7".to_owned()),
        manager_id: Some("m".to_owned()),
        entitlements: Some(vec!["Expense".to_owned()]),
        ..NewUser::new("ada@x", "Ada", "Lovelace", "ada@x")
    };

    server.connector().create(user).await.unwrap();

    let asked = server.asked(USERS).await;
    assert_eq!(asked[0].headers["content-type"], "application/json");
    assert_eq!(
        asked[0].body_json::<Value>().unwrap(),
        json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
            "userName": "ada@x", "active": true, "name": { "givenName": "Ada", "familyName": "Lovelace" },
            "emails": [{ "value": "ada@x", "type": "work" }], "entitlements": ["Expense"],
            ENTERPRISE: { "companyId": COMPANY, "employeeNumber": "7", "manager": { "value": "m" } },
        })
    );
}

#[tokio::test]
async fn a_new_user_without_a_company_or_a_name_is_not_sent() {
    let server = writable().await;
    let credentials = Credentials::ClientCredentials {
        client_id: "c".to_owned(),
        client_secret: "s".to_owned().into(),
    };
    let nowhere = Connector::new(Config::new(server.config().base_url, credentials)).unwrap();

    let homeless = nowhere.create(NewUser::new("u@x", "A", "B", "u@x")).await;
    let nameless = server
        .connector()
        .create(NewUser::new("u@x", " ", "B", "u@x"))
        .await;

    assert!(matches!(homeless, Err(Error::BadRequest { .. })));
    assert!(matches!(nameless, Err(Error::BadRequest { .. })));
    assert!(server.http.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn an_id_cannot_lead_to_another_path() {
    let server = writable().await;
    let connector = server.connector();

    for id in ["", ".", ".."] {
        assert!(matches!(
            connector.get(id).await,
            Err(Error::BadRequest { .. })
        ));
    }
    assert!(connector.deactivate("../Users?x#").await.is_err());

    let requests = server.http.received_requests().await.unwrap();
    assert_eq!(
        requests.last().unwrap().url.path(),
        format!("{USERS}/..%2FUsers%3Fx%23")
    );
    assert_eq!(requests.last().unwrap().url.query(), None);
}
