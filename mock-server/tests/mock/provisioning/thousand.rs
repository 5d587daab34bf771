//! A company that hires a thousand people at once.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::bulk::post;
use super::{Caller, text};
use crate::client::answer;

/// People in one request.
const CROWD: usize = 100;

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

/// What each of them has in Spend and in Travel, by the request and the place in it.
fn hired(caller: &Caller, request: usize, person: usize) -> Value {
    let mut operation = post(caller, &format!("p{request}-{person}@example.com"));
    let user = &mut operation["data"];
    user["entitlements"] = json!(["Expense", "Travel"]);
    user[SPEND] = json!({
        "reimbursementCurrency": "EUR", "country": "DE", "locale": "de-DE",
        "customData": [{"id": "orgUnit1", "value": format!("Row {person}")}],
    });
    user[TRAVEL] = json!({
        "ruleClass": {"name": "Frequent Traveler"},
        "travelCrsName": format!("CROWD/{request}-{person}"),
    });
    operation
}

/// Demands what [`hired`] sent of one of them from Spend and from Travel.
async fn is_in_spend_and_travel(caller: &Caller, user: &Value) {
    let (request, person) = text(user, "userName")
        .trim_start_matches('p')
        .split_once('@')
        .and_then(|(numbers, _)| numbers.split_once('-'))
        .unwrap();
    let id = text(user, "id");
    let (status, spend) = caller.get(&format!("/profile/spend/v4.1/Users/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{spend}");
    assert_eq!(spend[SPEND]["reimbursementCurrency"], "EUR", "{spend}");
    let unit = &spend[SPEND]["customData"][0];
    assert_eq!(
        (&unit["id"], &unit["value"]),
        (&json!("orgUnit1"), &json!(format!("Row {person}")))
    );
    let (status, travel) = caller.get(&format!("/profile/travel/v4/Users/{id}")).await;
    assert_eq!(status, StatusCode::OK, "{travel}");
    assert_eq!(travel[TRAVEL]["ruleClass"]["name"], "Frequent Traveler");
    assert_eq!(
        travel[TRAVEL]["travelCrsName"],
        format!("CROWD/{request}-{person}")
    );
}

#[tokio::test]
async fn a_thousand_people_are_hired_in_ten_requests_and_all_are_found() {
    let caller = Caller::of(&json!({"users": 0})).await;
    let mut provisions = Vec::new();
    for request in 0..10 {
        let people: Vec<Value> = (0..CROWD)
            .map(|person| hired(&caller, request, person))
            .collect();
        let (status, accepted) = caller.bulk(json!(people)).await;
        assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
        provisions.push(text(&accepted, "id").to_owned());
    }

    let mut created = BTreeSet::new();
    for provision in provisions {
        let status = caller.status(&provision).await;
        assert_eq!(status["operationsCount"]["success"], CROWD);
        let operations = status["operations"].as_array().unwrap();
        created.extend(
            operations
                .iter()
                .map(|row| text(&row["resource"], "id").to_owned()),
        );
    }
    let request = caller
        .client
        .request(Method::GET, "/profile/identity/v4.1/Users?count=1000");
    let (_, page) = answer(request.bearer_auth(&caller.token)).await;
    let users = page["Resources"].as_array().unwrap();
    let names: Vec<_> = users.iter().map(|user| text(user, "userName")).collect();
    assert_eq!(
        (names.len(), names[0], names[999]),
        (1_000, "p0-0@example.com", "p9-99@example.com"),
        "in the order in which they were sent"
    );
    let found: BTreeSet<String> = users
        .iter()
        .map(|user| text(user, "id").to_owned())
        .collect();
    assert_eq!(found, created);
    for at in [0, 99, 100, 555, 999] {
        is_in_spend_and_travel(&caller, &users[at]).await;
    }
}
