//! Reading users through SCIM v4: shape, filters, pages.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::scim_v4::{Caller, ENTERPRISE, SAP, path};

#[tokio::test]
async fn a_created_user_is_shown_as_the_reference_shows_it() {
    let caller = Caller::with(json!({})).await;

    let user = caller.create("jo@example.com").await;

    assert_eq!(user[SAP]["userUuid"], "ext-1");
    assert_eq!(user[SAP]["validTo"], Value::Null);
    assert_eq!(
        user[SAP]["emails"],
        json!([{"value": "jo@example.com", "verified": false}])
    );
    assert_eq!(
        user["emails"],
        json!([{"value": "jo@example.com", "type": "work"}])
    );
    assert_eq!(user["name"]["formatted"], "Doe, Jo ");
    assert_eq!(user["preferredLanguage"], "en-US");
    assert_eq!(user["schemas"].as_array().unwrap().len(), 3);
    assert_eq!(user["meta"]["version"], 0);
    let location = format!("{}{}", caller.mock.base_url(), path("Users", &user));
    assert_eq!(user["meta"]["location"], location);
    assert!(user[SAP]["validFrom"].as_str().unwrap().ends_with('Z'));
    for absent in ["localeOverrides", "addresses", "title", "dateOfBirth"] {
        assert_eq!(user.get(absent), None, "{absent}");
    }

    let (status, read) = caller.get(&path("Users", &user)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(read["addresses"], json!([]));
    assert_eq!(read["emergencyContacts"], Value::Null);
    assert_eq!(read[ENTERPRISE]["manager"], Value::Null);
    assert_eq!(read[ENTERPRISE].get("startDate"), None);
}

#[tokio::test]
async fn a_user_is_found_by_its_three_unique_values() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    caller
        .patch(
            &path("Users", &user),
            json!([{"op": "add", "path": "externalId", "value": "ext-jo"}]),
        )
        .await;
    for (attribute, value) in [
        ("userName", "JO@example.com"),
        ("externalId", "ext-jo"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:employeeNumber",
            "jo@example.com",
        ),
    ] {
        let found = caller
            .get(&format!(
                "/scim/v4/Users?filter={attribute}+eq+%22{value}%22"
            ))
            .await
            .1;
        assert_eq!(found["totalResults"], 1, "{attribute}");
        assert_eq!(found["Resources"][0]["id"], user["id"], "{attribute}");
    }
    let none = caller
        .get("/scim/v4/Users?filter=userName+eq+%22nobody@example.com%22")
        .await;
    assert_eq!(
        (none.0, &none.1["totalResults"]),
        (StatusCode::OK, &json!(0))
    );
}

async fn ids(caller: &Caller, path: &str) -> (Vec<Value>, Value) {
    let (status, page) = caller.get(path).await;
    assert_eq!(status, StatusCode::OK, "{page}");
    let rows = page["Resources"].as_array().unwrap();
    assert_eq!(page["itemsPerPage"], rows.len());
    (rows.iter().map(|row| row["id"].clone()).collect(), page)
}

#[tokio::test]
async fn both_ways_of_paging_give_every_user_once() {
    let caller = Caller::of(&json!({"users": 7})).await;
    let (all, _) = ids(&caller, "/scim/v4/Users").await;
    assert_eq!(all.len(), 7);

    let mut by_index = Vec::new();
    for start in [1, 4, 7] {
        let (page, body) = ids(
            &caller,
            &format!("/scim/v4/Users?startIndex={start}&count=3"),
        )
        .await;
        assert_eq!(
            (&body["startIndex"], &body["totalResults"]),
            (&json!(start), &json!(7))
        );
        assert_eq!(body.get("nextCursor"), None);
        by_index.extend(page);
    }
    assert_eq!(by_index, all);

    let (mut by_cursor, mut cursor) = (Vec::new(), String::new());
    loop {
        let (page, body) = ids(&caller, &format!("/scim/v4/Users?cursor={cursor}&count=3")).await;
        by_cursor.extend(page);
        match body.get("nextCursor").and_then(Value::as_str) {
            Some(next) => next.clone_into(&mut cursor),
            None => break,
        }
        assert!(by_cursor.len() < 7, "the last page has no cursor");
    }
    assert_eq!(by_cursor, all);
    assert_eq!(
        ids(&caller, "/scim/v4/Users?startIndex=8").await.0,
        Vec::<Value>::new()
    );
}

#[tokio::test]
async fn a_projection_shows_what_was_asked_for() {
    let caller = Caller::with(json!({})).await;
    let (_, list) = caller.get("/scim/v4/Users?attributes=active&count=1").await;
    let row = list["Resources"][0].as_object().unwrap();
    assert_eq!(row.keys().collect::<Vec<_>>(), ["active", "id"]);

    let path = format!(
        "/scim/v4/Users?startIndex=2&count=1&attributes={ENTERPRISE}:manager.$ref,{ENTERPRISE}:organization"
    );
    let (_, list) = caller.get(&path).await;
    let enterprise = &list["Resources"][0][ENTERPRISE];
    assert!(enterprise["organization"].is_string(), "{list}");
    let reference = enterprise["manager"]["$ref"].as_str().unwrap();
    assert!(reference.contains("/scim/v4/Users/"), "{reference}");

    let path = format!("/scim/v4/Users?count=1&excludedAttributes={SAP},meta");
    let row = &caller.get(&path).await.1["Resources"][0];
    assert!(row.get(SAP).is_none() && row.get("meta").is_none() && row.get("name").is_some());
}
