//! Identity v4.1: no attribute of the table is forgotten, neither in writing nor in asking.

use serde_json::{Value, json};

use super::people::{newcomer, newcomer_with};
use super::{page, register};
use crate::finding::{Claim, holds, same};
use crate::request::Request;
use crate::session::{Session, USERS};

const SAP_URN: &str = "urn:ietf:params:scim:schemas:extension:sap:2.0:User";

register! { $ each_identity_v4_1_attribute_of_the_table of "identity_v4_1_every_attribute", page::IDENTITY_V4_1;
    every_written_attribute_is_read_back: "identity.v4_1.users.create", Write;
    every_written_attribute_survives_a_replace: "identity.v4_1.users.replace", Write;
    every_attribute_can_be_asked_for: "identity.v4_1.users.get", Write;
}

/// The members of a user that a client may write, each with a value of its own.
fn core(tag: &str) -> Value {
    json!({
        "externalId": format!("X-{tag}"),
        "name": {
            "familyName": "Newcomer",
            "givenName": "Robin",
            "familyNamePrefix": "van",
            "middleName": "Quinn",
            "middleInitial": "Q",
            "honorificPrefix": "Dr",
            "honorificSuffix": "Jr",
            "academicTitle": "Prof.",
            "legalName": "Robin Quinn van Newcomer"
        },
        "nickName": "Rob",
        "title": "Archivist",
        "preferredLanguage": "fr-CA",
        "timezone": "Europe/Berlin",
        "dateOfBirth": "1980-02-29",
        "emails": [
            { "value": format!("{tag}@home.example"), "type": "home", "verified": false, "notifications": false },
            { "value": format!("{tag}@newcomer.example"), "type": "work", "verified": true, "notifications": true }
        ],
        "phoneNumbers": [
            { "value": "4255550101", "type": "mobile", "display": "tel:+1-425-555-0101", "primary": true, "notifications": true, "issuingCountry": "US" },
            { "value": "4255550102", "type": "work", "workExtension": "7" }
        ],
        "addresses": [
            { "type": "home", "country": "US", "region": "OR", "locality": "Portland", "postalCode": "97201", "streetAddress": "1 Elm St" }
        ],
        "emergencyContacts": [{
            "name": "Kim Newcomer", "relationship": "Sister", "emails": ["kim@home.example"], "phones": ["4255550103"],
            "country": "US", "region": "WA", "locality": "Bellevue", "postalCode": "98004", "streetAddress": "2 Oak St"
        }],
        "entitlements": ["Expense", "Invoice"],
        SAP_URN: { "userUuid": format!("sap-{tag}") }
    })
}

fn enterprise(manager: &str) -> Value {
    json!({
        "costCenter": "CC-7",
        "department": "Archive",
        "division": "Memory",
        "startDate": "2020-02-03T00:00:00.000",
        "terminationDate": "2030-04-05T00:00:00.000",
        "legalEntity": "le-7",
        "manager": { "value": manager },
        "leavesOfAbsence": [{ "startDate": "2021-06-01", "endDate": "2021-07-01", "type": "voluntary" }]
    })
}

/// The paths whose values differ from what was sent or are the service's own.
const OTHERS: [&str; 12] = [
    "schemas",
    "id",
    "meta",
    "meta.created",
    "displayName",
    "name.formatted",
    "localeOverrides",
    "localeOverrides.preferenceDistance",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.employeeNumber",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.displayName",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.$ref",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization",
];

async fn every_written_attribute_is_read_back(session: &mut Session) -> Claim {
    let user = whole(session, "whole").await?;
    let id = session.create_id(&user).await?;

    all_there(session, &id, &user).await
}

async fn every_written_attribute_survives_a_replace(session: &mut Session) -> Claim {
    let id = session.create_id(&newcomer(session, "replaced")).await?;
    let user = whole(session, "replaced").await?;

    let request = Request::put(format!("{USERS}/{id}")).json(&user);
    session.call(request).await?.is(200)?;

    all_there(session, &id, &user).await
}

async fn every_attribute_can_be_asked_for(session: &mut Session) -> Claim {
    let user = whole(session, "asked").await?;
    let id = session.create_id(&user).await?;
    let mut names: Vec<String> = OTHERS.map(str::to_owned).to_vec();
    paths(&user, "", &mut names);

    for name in names {
        let request = Request::get(format!("{USERS}/{id}")).query("attributes", &name);
        let shown = session.call(request).await?.ok()?;
        // A URN has dots of its own and ends with the schema's name.
        let top = match name.find(":User") {
            Some(end) => &name[..end + ":User".len()],
            None => name.split('.').next().unwrap_or(&name),
        };
        holds(format!("{name} is shown"), shown.get(top).is_some())?;
    }
    Ok(())
}

async fn whole(session: &mut Session, tag: &str) -> Result<Value, crate::finding::Failure> {
    let manager = newcomer(session, &format!("{tag}-manager"));
    let manager = session.create_id(&manager).await?;
    Ok(newcomer_with(session, tag, core(tag), enterprise(&manager)))
}

/// Whether a reader finds every member that was sent, with its value.
async fn all_there(session: &mut Session, id: &str, sent: &Value) -> Claim {
    let mut shown = session.user(id).await?;
    let asked = session.user_with(id, "entitlements").await?;
    shown["entitlements"] = asked["entitlements"].clone();
    within("", sent, &shown)
}

/// Whether everything in `sent` stands in `shown`.
fn within(path: &str, sent: &Value, shown: &Value) -> Claim {
    match (sent, shown) {
        (Value::Object(sent), _) => sent
            .iter()
            .filter(|(name, _)| *name != "schemas")
            .try_for_each(|(name, value)| within(&format!("{path}/{name}"), value, &shown[name])),
        (Value::Array(sent), Value::Array(shown)) if sent.len() == shown.len() => sent
            .iter()
            .zip(shown)
            .try_for_each(|(sent, shown)| within(&format!("{path}/*"), sent, shown)),
        _ => same(path, sent.clone(), shown.clone()),
    }
}

/// The names by which the members of a user are asked for.
fn paths(user: &Value, outer: &str, names: &mut Vec<String>) {
    let Some(members) = user.as_object() else {
        return;
    };
    for (name, value) in members {
        let joint = if outer.ends_with(":User") { ":" } else { "." };
        let path = if outer.is_empty() {
            name.clone()
        } else {
            format!("{outer}{joint}{name}")
        };
        paths(value.get(0).unwrap_or(value), &path, names);
        names.push(path);
    }
}
