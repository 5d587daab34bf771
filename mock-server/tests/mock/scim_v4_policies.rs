//! What the documentation of SCIM v4 leaves open, switched.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::answer;
use crate::scim_v4::{Caller, ENTERPRISE, path};

#[tokio::test]
async fn a_create_answers_200_where_the_openapi_file_is_followed() {
    let caller = Caller::with(json!({"scim.create-status": "200"})).await;
    let user = caller.user("jo@example.com");
    let (status, _) = caller
        .send(Method::POST, "/scim/v4/Users", Some(&user))
        .await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn the_path_of_the_page_creates_users_where_it_is_followed() {
    let caller = Caller::with(json!({"scim.create-path": "both"})).await;
    let user = caller.user("jo@example.com");
    let (status, user) = caller
        .send(Method::POST, "/scim/y/v4/Users", Some(&user))
        .await;
    assert_eq!(status, StatusCode::CREATED, "{user}");
    assert_eq!(caller.get(&path("Users", &user)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn the_longest_page_is_the_one_of_the_policy() {
    for (maximum, rows) in [("1000", 120), ("100", 100)] {
        let policy = json!({"scim.count-maximum": maximum});
        let caller = Caller::of(&json!({"users": 120, "policy": policy})).await;
        let (_, page) = caller.get("/scim/v4/Users?count=5000").await;
        assert_eq!(page["itemsPerPage"], rows);
        assert_eq!(page["nextCursor"].is_string(), rows == 100);
    }
}

#[tokio::test]
async fn the_spelling_of_the_rfc_filters_where_it_is_allowed() {
    let filter = format!("/scim/v4/Users?filter={ENTERPRISE}:employeeNumber+eq+%22100001%22");
    for (policy, status) in [("documented", 400), ("either", 200)] {
        let caller = Caller::with(json!({"scim.employee-number-filter": policy})).await;
        assert_eq!(caller.get(&filter).await.0.as_u16(), status, "{policy}");
    }
}

#[tokio::test]
async fn add_appends_or_replaces() {
    for (policy, addresses) in [("appends", 2), ("replaces", 1)] {
        let caller = Caller::with(json!({"scim.patch-add": policy})).await;
        let user = caller.create("jo@example.com").await;
        let home = json!([{"type": "home", "value": "home@example.com"}]);
        let (status, user) = caller
            .patch(
                &path("Users", &user),
                json!([{"op": "add", "path": "emails", "value": home}]),
            )
            .await;
        assert_eq!(status, StatusCode::OK, "{user}");
        assert_eq!(
            user["emails"].as_array().unwrap().len(),
            addresses,
            "{policy}"
        );
    }
}

#[tokio::test]
async fn a_put_erases_to_the_letter_where_it_shall() {
    for (policy, left) in [("known", json!("1990-01-01")), ("all", Value::Null)] {
        let caller = Caller::with(json!({"scim.put-erases": policy})).await;
        let user = caller.create("jo@example.com").await;
        let identity = format!(
            "/profile/identity/v4.1/Users/{}",
            user["id"].as_str().unwrap()
        );
        let operation = json!({"op": "add", "path": "dateOfBirth", "value": "1990-01-01"});
        let request = caller.client.request(Method::PATCH, &identity);
        answer(
            request
                .bearer_auth(&caller.token)
                .json(&json!({"Operations": [operation]})),
        )
        .await;
        let put = caller.user("jo@example.com");
        caller
            .send(Method::PUT, &path("Users", &user), Some(&put))
            .await;
        assert_eq!(
            caller.identity(&user).await.1["dateOfBirth"],
            left,
            "{policy}"
        );
    }
}

#[tokio::test]
async fn a_deleted_user_is_gone_where_the_page_is_followed() {
    let caller = Caller::with(json!({"scim.deleted-user": "gone"})).await;
    let user = caller.create("jo@example.com").await;
    let own = path("Users", &user);
    let deleted = caller.send(Method::DELETE, &own, None).await.0;
    assert_eq!(deleted, StatusCode::NO_CONTENT);
    assert_eq!(caller.get(&own).await.0, StatusCode::NOT_FOUND);
    assert_eq!(caller.identity(&user).await.0, StatusCode::NOT_FOUND);
    assert_eq!(
        caller.send(Method::DELETE, &own, None).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn only_marked_applications_are_let_in_where_clients_are_told_apart() {
    let policy = json!({"scim.clients": "marked"});
    let read = "identity.user.core.read";
    for (scopes, status) in [
        (json!([read]), StatusCode::FORBIDDEN),
        (
            json!([read, "mock.identity-provisioning-service"]),
            StatusCode::OK,
        ),
    ] {
        let caller = Caller::of(&json!({"users": 1, "scopes": scopes, "policy": policy})).await;
        for path in ["/scim/v4/Users", "/scim/v4/Groups"] {
            assert_eq!(caller.get(path).await.0, status, "{scopes} {path}");
        }
    }
}
