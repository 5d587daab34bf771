//! Policies of which values belong to one user.

use super::*;

const CASE: &str = "users.unique-value-case";

#[tokio::test]
async fn values_that_differ_in_case_collide_or_not() {
    let tester = Tester::start().await;
    let number = |number: &str| json!({ENTERPRISE: {"employeeNumber": number}});
    for (login, first, second) in [
        ("HIRE@example.com", json!({}), json!({})),
        ("other@example.com", number("ab-1"), number("AB-1")),
        (
            "other@example.com",
            json!({"externalId": "ab-1"}),
            json!({"externalId": "AB-1"}),
        ),
    ] {
        let rows = seen([("ignored", json!([409, 409])), ("exact", json!([200, 409]))]);
        tester
            .switches(CASE, &rows, async |desk| {
                desk.hire(&first).await;
                let (status, _) = desk.post(login, &second).await;
                let same_login = if login == "other@example.com" {
                    "third@example.com"
                } else {
                    "hire@example.com"
                };
                let (again, _) = desk.post(same_login, &first).await;
                json!([status, again])
            })
            .await;
    }
}

#[tokio::test]
async fn look_ups_ignore_case_and_find_everyone_whose_value_folds_alike() {
    let tester = Tester::start().await;
    let rows = seen([("ignored", json!([1, 1, 1])), ("exact", json!([2, 2, 2]))]);
    tester
        .switches(CASE, &rows, async |desk| {
            desk.hire(&json!({})).await;
            desk.post("HIRE@example.com", &json!({})).await;
            let filter = "userName eq \"Hire@Example.com\"";
            let (_, found) = desk.search(&json!({"filter": filter})).await;
            let (_, v4) = desk.get(&format!("{V4}?userName=hire@EXAMPLE.com")).await;
            let encoded = "filter=userName%20eq%20%22hire@example.COM%22";
            let (_, scim) = desk.get(&format!("/scim/v4/Users?{encoded}")).await;
            json!([found, v4, scim].map(|list| list["totalResults"].clone()))
        })
        .await;
}

#[tokio::test]
async fn names_that_companies_share_follow_the_rule_of_case() {
    let tester = Tester::start().await;
    let shared = json!({"users.user-name-unique-over": "process"});
    let other = tester.desk(None).await;
    other.set(&shared).await;
    other.hire(&json!({})).await;
    let rows = seen([("ignored", json!([409, 409])), ("exact", json!([200, 409]))]);
    tester
        .switches(CASE, &rows, async |desk| {
            desk.set(&shared).await;
            let (in_capitals, _) = desk.post("HIRE@example.com", &json!({})).await;
            let (as_written, _) = desk.post("hire@example.com", &json!({})).await;
            json!([in_capitals, as_written])
        })
        .await;
}

#[tokio::test]
async fn users_that_met_where_case_counted_can_still_be_changed() {
    let tester = Tester::start().await;
    let desk = tester.desk(None).await;
    desk.set(&json!({CASE: "exact"})).await;
    let path = desk.hire(&json!({})).await;
    assert_eq!(desk.post("HIRE@example.com", &json!({})).await.0, 200);
    desk.set(&json!({CASE: "ignored"})).await;
    let replace = |path: &str, value: &str| json!({"op": "replace", "path": path, "value": value});
    let (status, reply) = desk.patch(&path, &replace("title", "x")).await;
    assert_eq!(status, 200, "{reply}");
    let (status, _) = desk
        .patch(&path, &replace("userName", "Hire@example.com"))
        .await;
    assert_eq!(status, 409, "a new spelling is a new value");
}

#[tokio::test]
async fn an_external_id_belongs_to_one_user_or_to_many() {
    let tester = Tester::start().await;
    let rows = seen([("unique", json!([409, 1, 1])), ("free", json!([200, 2, 2]))]);
    tester
        .switches("users.external-id", &rows, async |desk| {
            let shared = json!({"externalId": "ab-1"});
            desk.hire(&shared).await;
            let (status, _) = desk.post("other@example.com", &shared).await;
            let filter = "externalId eq \"AB-1\" and active eq true";
            let (_, found) = desk.search(&json!({"filter": filter})).await;
            let (_, v4) = desk.get(&format!("{V4}?externalId=ab-1")).await;
            json!([status, found["totalResults"], v4["totalResults"]])
        })
        .await;
}

#[tokio::test]
async fn an_address_belongs_to_one_user_or_to_many() {
    let tester = Tester::start().await;
    let rows = seen([
        ("free", json!([200, 200, 200])),
        ("company", json!([409, 409, 200])),
    ]);
    tester
        .switches("users.email-unique", &rows, async |desk| {
            desk.hire(&json!({})).await;
            let emails = |address: &str| json!([{"type": "work", "value": address}]);
            let taken = emails("HIRE@example.com");
            let (created, _) = desk.post("a@example.com", &json!({"emails": taken})).await;
            let (_, user) = desk.post("b@example.com", &json!({})).await;
            let path = format!("{V4_1}/{}", user["id"].as_str().unwrap());
            let change = json!({"op": "replace", "path": "emails", "value": taken});
            let (changed, _) = desk.patch(&path, &change).await;
            let (own, _) = desk
                .patch(
                    &path,
                    &json!({"op": "replace", "path": "emails", "value": emails("B@example.com")}),
                )
                .await;
            json!([created, changed, own])
        })
        .await;
}
