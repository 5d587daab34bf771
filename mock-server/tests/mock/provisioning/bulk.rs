//! Bulk requests: accepted as a whole, carried out behind the reply, operation by operation.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{BULK_REQUEST, CORE, Caller, ENTERPRISE, extension, text};

/// An operation that creates a user.
pub(super) fn post(caller: &Caller, login: &str) -> Value {
    json!({"method": "POST", "path": "/Users", "bulkId": login, "data": caller.user(login)})
}

/// The outcome of each operation: its code, or `success`.
pub(super) fn outcomes(status: &Value) -> Vec<String> {
    let operations = status["operations"].as_array().unwrap();
    operations
        .iter()
        .map(|operation| match &operation["status"] {
            status if status["success"] == true => "success".to_owned(),
            status => status["code"].as_str().unwrap_or("none").to_owned(),
        })
        .collect()
}

/// Sends operations that are accepted, and reads what became of them.
pub(super) async fn done(caller: &Caller, operations: Value) -> Value {
    let (status, accepted) = caller.bulk(operations).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{accepted}");
    caller.status(text(&accepted, "id")).await
}

#[tokio::test]
async fn a_bulk_request_is_pending_in_its_reply_and_done_behind_it() {
    let caller = Caller::with(json!({})).await;
    let (status, accepted) = caller.bulk(json!([post(&caller, "jo@example.com")])).await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let counts = json!({"total": 1, "success": 0, "failed": 0, "pending": 1});
    assert_eq!(accepted["operationsCount"], counts);
    assert_eq!(
        accepted["status"],
        json!({"completed": false, "success": null})
    );
    assert_eq!(accepted["meta"]["provisionType"], "Bulk");
    let id = text(&accepted, "id");
    let location = format!(
        "{}/profile/v4/provisions/{id}/status",
        caller.mock.base_url()
    );
    assert_eq!(accepted["meta"]["location"], location);

    let status = caller.status(id).await;
    assert_eq!(
        status["status"],
        json!({"completed": true, "success": true})
    );
    let operation = &status["operations"][0];
    assert_eq!(operation["bulkId"], "jo@example.com");
    let user = text(&operation["resource"], "id");
    let (status, user) = caller.identity(user).await;
    assert_eq!(
        (status, &user["userName"]),
        (StatusCode::OK, &json!("jo@example.com"))
    );
}

#[tokio::test]
async fn users_are_created_replaced_patched_and_deleted_in_order() {
    let caller = Caller::with(json!({})).await;
    let (a, b) = (
        caller.create("a@example.com").await,
        caller.create("b@example.com").await,
    );
    let mut replaced = caller.user("c@example.com");
    replaced["id"] = a["id"].clone();
    let operation = json!({"op": "replace", "path": "title", "value": "Boss"});
    let status = done(
        &caller,
        json!([
            {"method": "PUT", "path": format!("/Users/{}", text(&a, "id")), "data": replaced},
            {"method": "PATCH", "path": format!("/users/{}/", text(&a, "id")), "data": {"Operations": [operation]}},
            {"method": "DELETE", "path": format!("/Users/{}", text(&b, "id"))},
        ]),
    )
    .await;
    assert_eq!(outcomes(&status), ["success"; 3], "{status}");
    assert_eq!(extension(&status, CORE)["status"]["result"], "success");
    let (_, a) = caller.identity(text(&a, "id")).await;
    assert_eq!(
        (&a["userName"], &a["title"]),
        (&json!("c@example.com"), &json!("Boss"))
    );
    assert_eq!(
        caller.identity(text(&b, "id")).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn an_operation_that_fails_says_why_and_leaves_the_others_alone() {
    let caller = Caller::with(json!({})).await;
    let mut taken = post(&caller, "b@example.com");
    taken["data"]["userName"] = json!("a@example.com");
    let mut foreign = post(&caller, "c@example.com");
    foreign["data"]["emails"] = json!([]);
    let nobody = "00000000-0000-4000-8000-000000000000";
    let patch = json!({"Operations": [{"op": "replace", "path": "name.nickName", "value": "J"}]});
    let user = caller.company.user.as_ref().unwrap().id;
    let status = done(
        &caller,
        json!([
            post(&caller, "a@example.com"),
            taken,
            foreign,
            {"method": "PATCH", "path": format!("/Users/{nobody}"), "data": patch},
            {"method": "PATCH", "path": format!("/Users/{user}"), "data": patch},
            {"method": "PUT", "path": format!("/Users/{user}"), "data": caller.user("d@example.com")},
            {"method": "PUT", "path": "/Users/bulkId:nobody", "data": {}},
            post(&caller, "e@example.com"),
        ]),
    )
    .await;
    assert_eq!(
        outcomes(&status),
        [
            "success", "409", "400", "404", "400", "400", "400", "success"
        ]
    );
    assert_eq!(
        status["status"],
        json!({"completed": true, "success": false})
    );
    let counts = json!({"total": 8, "success": 2, "failed": 6, "pending": 0});
    assert_eq!(status["operationsCount"], counts);
    let core = &status["operations"][1]["extensions"][0];
    assert_eq!(
        core["status"],
        json!({"completed": true, "success": false, "code": "409", "result": "error"})
    );
    let message = text(&core["messages"][0], "message");
    assert!(message.contains("already exists"), "{message}");
    let blocked = &status["operations"][1]["extensions"][2];
    assert_eq!(blocked["status"]["result"], "no-op", "what depends on it");
    assert_eq!(status["operations"][3]["resource"]["id"], nobody);
}

#[tokio::test]
async fn operations_behind_too_many_failures_are_not_processed() {
    let caller = Caller::with(json!({})).await;
    let mut wrong = post(&caller, "a@example.com");
    wrong["data"]["active"] = json!("perhaps");
    let body = json!({
        "schemas": [BULK_REQUEST],
        "failOnErrors": 1,
        "Operations": [wrong, post(&caller, "b@example.com")],
    });
    let (status, accepted) = caller
        .send(Method::POST, "/provisioning/v4/Bulk", Some(&body))
        .await;
    assert_eq!(status, StatusCode::ACCEPTED);
    let status = caller.status(text(&accepted, "id")).await;
    assert_eq!(outcomes(&status), ["400", "none"]);
    assert_eq!(
        status["operations"][1]["extensions"][0]["status"]["result"],
        "not-processed"
    );
    assert_eq!(status["operationsCount"]["failed"], 2);
}

#[tokio::test]
async fn an_operation_refers_to_a_user_that_one_before_it_created() {
    let caller = Caller::with(json!({})).await;
    let mut report = post(&caller, "report@example.com");
    report["data"][ENTERPRISE]["manager"] = json!({"value": "bulkId:boss@example.com"});
    let patch = json!({"Operations": [{"op": "add", "path": "title", "value": "Boss"}]});
    let status = done(
        &caller,
        json!([
            post(&caller, "boss@example.com"),
            report,
            {"method": "PATCH", "path": "/Users/bulkId:boss@example.com", "data": patch},
        ]),
    )
    .await;
    assert_eq!(outcomes(&status), ["success"; 3], "{status}");
    let boss = &status["operations"][0]["resource"]["id"];
    let report = text(&status["operations"][1]["resource"], "id");
    let (_, report) = caller.identity(report).await;
    assert_eq!(&report[ENTERPRISE]["manager"]["value"], boss);
    let (_, boss) = caller.identity(boss.as_str().unwrap()).await;
    assert_eq!(boss["title"], "Boss");
}

#[tokio::test]
async fn a_status_shows_the_operations_that_are_asked_for() {
    let caller = Caller::with(json!({})).await;
    let mut wrong = post(&caller, "b@example.com");
    wrong["data"]["active"] = json!("perhaps");
    let status = done(
        &caller,
        json!([
            post(&caller, "a@example.com"),
            wrong,
            post(&caller, "c@example.com")
        ]),
    )
    .await;
    let path = format!("/profile/v4/provisions/{}/status", text(&status, "id"));
    for (query, total, ids) in [
        ("attributes=operations&startIndex=2&count=1", 3, vec!["2"]),
        ("attributes=operations&startIndex=3", 3, vec!["3"]),
        ("attributes=operations&startIndex=9", 3, vec![]),
        ("attributes=operations&count=0", 3, vec![]),
        ("attributes=operations&state=success", 2, vec!["1", "3"]),
        ("attributes=operations&state=failed", 1, vec!["2"]),
        ("attributes=operations&state=pending", 0, vec![]),
    ] {
        let (_, page) = caller.get(&format!("{path}?{query}")).await;
        let operations = page["operations"].as_array().unwrap();
        let shown: Vec<_> = operations.iter().map(|row| text(row, "id")).collect();
        assert_eq!(
            (&page["totalResults"], shown),
            (&json!(total), ids),
            "{query}"
        );
        assert_eq!(page["itemsPerPage"], operations.len());
    }
    let (_, summary) = caller.get(&path).await;
    assert!(summary.get("operations").is_none() && summary.get("startIndex").is_none());
    for query in [
        "count=ten",
        "startIndex=0",
        "state=done",
        "attributes=users",
        "count=-1",
    ] {
        let (status, _) = caller.get(&format!("{path}?{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
    }
}

#[tokio::test]
async fn a_hundred_operations_are_accepted_and_one_more_is_not() {
    let caller = Caller::with(json!({})).await;
    let operations: Vec<Value> = (0..101)
        .map(|number| post(&caller, &format!("u{number}@example.com")))
        .collect();
    let (status, refusal) = caller.bulk(json!(operations)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert_eq!(refusal["scimType"], "invalidValue");
    let status = done(&caller, json!(operations[..100])).await;
    assert_eq!(status["operationsCount"]["success"], 100);
    assert_eq!(status["operations"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_request_of_400_kb_is_accepted_and_one_more_byte_is_not() {
    let caller = Caller::with(json!({})).await;
    let body = json!({"Operations": [post(&caller, "jo@example.com")]}).to_string();
    for (length, expected) in [
        (409_600, StatusCode::ACCEPTED),
        (409_601, StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let blanks = " ".repeat(length - body.len());
        let request = caller.client.request(Method::POST, "/profile/v4/Bulk");
        let request = request.bearer_auth(&caller.token);
        let request = request.header("content-type", "application/json");
        let response = request
            .body(format!("{body}{blanks}"))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), expected, "{length}");
    }
}

#[tokio::test]
async fn a_request_that_no_operations_can_be_made_of_is_refused() {
    let caller = Caller::with(json!({})).await;
    let good = post(&caller, "jo@example.com");
    let with = |name: &str, value: Value| {
        let mut operation = good.clone();
        operation[name] = value;
        json!([operation])
    };
    for operations in [
        json!([]),
        json!({}),
        json!([1]),
        with("method", json!("GET")),
        with("method", json!("post")),
        with("method", Value::Null),
        with("path", json!("/Groups")),
        with("path", json!("/Users/7")),
        with("path", Value::Null),
        with("bulkId", Value::Null),
        with("bulkId", json!(7)),
        with("bulkId", json!("")),
        with("data", Value::Null),
        with("data", json!("text")),
        json!([good, good]),
    ] {
        let (status, refusal) = caller.bulk(operations.clone()).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{operations}: {refusal}");
    }
    for (name, value) in [
        ("schemas", json!(["urn:other"])),
        ("failOnErrors", json!(0)),
        ("failOnErrors", json!("one")),
    ] {
        let mut body = json!({"Operations": [good]});
        body[name] = value;
        let (status, _) = caller
            .send(Method::POST, "/profile/v4/Bulk", Some(&body))
            .await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    let (_, kept) = caller.client.get(&caller.admin("/provisions")).await;
    assert_eq!(kept["provisions"], json!([]));
}

#[tokio::test]
async fn a_request_for_another_company_is_refused() {
    let caller = Caller::with(json!({})).await;
    let body = json!({"Operations": [post(&caller, "jo@example.com")]});
    let company = caller.company.company_id.to_string();
    for (company, expected) in [
        (company.as_str(), StatusCode::ACCEPTED),
        (
            "00000000-0000-4000-8000-0000000000c0",
            StatusCode::BAD_REQUEST,
        ),
    ] {
        let path = format!("/profile/v4/Bulk?companyId={company}");
        let (status, _) = caller.send(Method::POST, &path, Some(&body)).await;
        assert_eq!(status, expected, "{company}");
    }
}

#[tokio::test]
async fn the_rights_of_the_token_count_for_every_operation() {
    let caller = Caller::holding(&[
        "user.provision.write",
        "user.provision.read",
        "identity.user.coreenterprise.writeonly",
    ])
    .await;
    let user = caller.company.user.as_ref().unwrap().id;
    let mut outside = post(&caller, "b@example.com");
    outside["data"]["externalId"] = json!("7");
    let mut spend = post(&caller, "c@example.com");
    spend["data"]["urn:ietf:params:scim:schemas:extension:spend:2.0:User"] = json!({});
    let status = done(
        &caller,
        json!([
            post(&caller, "a@example.com"),
            outside,
            spend,
            {"method": "DELETE", "path": format!("/Users/{user}")},
        ]),
    )
    .await;
    assert_eq!(outcomes(&status), ["success", "403", "403", "403"]);
}

#[tokio::test]
async fn a_status_of_another_company_is_unknown() {
    let caller = Caller::with(json!({})).await;
    let status = done(&caller, json!([post(&caller, "jo@example.com")])).await;
    let other = caller.client.company(&json!({})).await;
    let token = caller.client.token(&other).await;
    let path = format!("/profile/v4/provisions/{}/status", text(&status, "id"));
    let other = Caller { token, ..caller };
    assert_eq!(other.get(&path).await.0, StatusCode::NOT_FOUND);
}
