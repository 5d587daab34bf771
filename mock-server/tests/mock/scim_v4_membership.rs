//! Changing the members of groups through SCIM v4.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::scim_v4::{Caller, SAP_GROUP, path};

async fn group(caller: &Caller, name: &str) -> Value {
    let name = name.replace(' ', "+");
    let (_, found) = caller
        .get(&format!(
            "/scim/v4/Groups?filter=displayName+eq+%22{name}%22"
        ))
        .await;
    found["Resources"][0].clone()
}

/// The ids of the company's users.
async fn users(caller: &Caller) -> Vec<String> {
    let (_, list) = caller.get("/scim/v4/Users?attributes=active").await;
    let rows = list["Resources"].as_array().unwrap();
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

async fn members(caller: &Caller, group: &str) -> Vec<Value> {
    let (_, group) = caller.get(group).await;
    let members = group["members"].as_array().unwrap();
    members
        .iter()
        .map(|member| member["value"].clone())
        .collect()
}

#[tokio::test]
async fn members_are_added_replaced_and_removed() {
    let caller = Caller::with(json!({})).await;
    let found = group(&caller, "Expense Approver").await;
    let own = path("Groups", &found);
    let users = users(&caller).await;
    let add = json!([{"op": "add", "path": "members", "value": [{"value": users[0]}, {"value": users[1]}]}]);

    let (status, _) = caller.patch(&own, add).await;

    assert_eq!(status, StatusCode::NO_CONTENT);
    let (_, after) = caller.get(&own).await;
    assert_eq!(after["meta"]["members.totalResults"], 2);
    assert!(after["meta"]["lastModified"].as_str() > found["meta"]["lastModified"].as_str());
    let modified = after["meta"]["lastModified"].as_str().unwrap();
    assert!(modified.ends_with("00Z") && modified.len() == "2025-11-27T14:52:42.557340700Z".len());
    let reference = after["members"][0]["$ref"].as_str().unwrap();
    assert!(reference.starts_with(&format!("{}/scim/v4/Users/", caller.mock.base_url())));

    let remove = json!([{"op": "remove", "path": format!("members[value eq \"{}\"]", users[0])}]);
    caller.patch(&own, remove).await;
    assert_eq!(members(&caller, &own).await, [json!(users[1])]);

    let body = json!({"displayName": "ignored", "members": [{"value": users[2]}]});
    let (status, replaced) = caller.send(Method::PUT, &own, Some(&body)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(replaced["displayName"], "Expense Approver");
    assert_eq!(replaced["members"][0]["value"], json!(users[2]));
    assert_eq!(
        replaced[SAP_GROUP]["supportedOperations"],
        "userOnlyMembership"
    );
}

#[tokio::test]
async fn members_are_shown_page_by_page() {
    let caller = Caller::of(&json!({"users": 120})).await;
    let own = path("Groups", &group(&caller, "Expense User").await);
    let (_, list) = caller
        .get("/scim/v4/Users?attributes=active&count=1000")
        .await;
    let all: Vec<Value> = list["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!({"value": row["id"]}))
        .collect();
    caller
        .send(Method::PUT, &own, Some(&json!({"members": all})))
        .await;

    let mut seen = Vec::new();
    for (query, expected) in [
        ("", 100),
        ("?members.count=1000&members.startIndex=101", 20),
        ("?members.startIndex=121", 0),
    ] {
        let (_, page) = caller.get(&format!("{own}{query}")).await;
        assert_eq!(page["meta"]["members.itemsPerPage"], expected, "{query}");
        assert_eq!(page["meta"]["members.totalResults"], 120);
        seen.extend(page["members"].as_array().unwrap().clone());
    }
    seen.sort_by_key(|member| member["value"].to_string());
    seen.dedup();
    assert_eq!(seen.len(), 120);
    for bad in ["members.count=x", "members.startIndex=0"] {
        assert_eq!(
            caller.get(&format!("{own}?{bad}")).await.0,
            StatusCode::BAD_REQUEST
        );
    }
}

#[tokio::test]
async fn a_group_changes_by_the_companys_clock() {
    let caller = Caller::with(json!({})).await;
    let clock = format!("/__admin/companies/{}/clock", caller.company.company_id);
    let freeze = json!({"freeze": "2026-01-05T09:00:00.12345678Z"});
    let own = path("Groups", &group(&caller, "Budget Viewer").await);
    let users = users(&caller).await;
    let token = caller.client.token(&caller.company).await;
    caller.client.put(&clock, &freeze).await;
    let caller = Caller { token, ..caller };
    let body = json!({"members": [{"value": users[0]}]});

    let (status, changed) = caller.send(Method::PUT, &own, Some(&body)).await;

    assert_eq!(status, StatusCode::OK, "{changed}");
    assert_eq!(
        changed["meta"]["lastModified"],
        "2026-01-05T09:00:00.123456700Z"
    );
}

#[tokio::test]
async fn travel_and_reporting_take_active_users_only() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    caller
        .send(Method::DELETE, &path("Users", &user), None)
        .await;
    let add = json!([{"op": "add", "path": "members", "value": [{"value": user["id"]}]}]);
    for (name, status) in [
        ("Travel User", StatusCode::BAD_REQUEST),
        ("Report User", StatusCode::BAD_REQUEST),
        ("Expense User", StatusCode::NO_CONTENT),
    ] {
        let own = path("Groups", &group(&caller, name).await);
        assert_eq!(caller.patch(&own, add.clone()).await.0, status, "{name}");
    }
}

#[tokio::test]
async fn what_cannot_be_a_member_is_refused_and_changes_nothing() {
    let caller = Caller::with(json!({})).await;
    let own = path("Groups", &group(&caller, "Budget Owner").await);
    let users = users(&caller).await;
    caller
        .send(
            Method::PUT,
            &own,
            Some(&json!({"members": [{"value": users[0]}]})),
        )
        .await;
    let (_, before) = caller.get(&own).await;
    let nobody = "00000000-0000-0000-0000-000000000000";
    for body in [
        json!({"members": [{"value": nobody}]}),
        json!({"members": [{"value": before["id"]}]}),
        json!({"members": [{"value": users[1], "type": "Group"}]}),
        json!({"members": [{}]}),
        json!({"members": {}}),
        json!({}),
        json!([]),
    ] {
        let (status, _) = caller.send(Method::PUT, &own, Some(&body)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    for operation in [
        json!({"op": "replace", "path": "displayName", "value": "X"}),
        json!({"op": "add", "path": "members", "value": [{"value": users[1]}, {"value": nobody}]}),
        json!({"op": "remove", "path": format!("members[value eq \"{nobody}\"]")}),
    ] {
        let (status, _) = caller.patch(&own, json!([operation])).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{operation}");
    }
    assert_eq!(caller.get(&own).await.1, before);

    let fixed = path(
        "Groups",
        &group(&caller, "Expense Configuration Administrator").await,
    );
    let (status, refusal) = caller
        .send(Method::PUT, &fixed, Some(&json!({"members": []})))
        .await;
    assert_eq!(
        (status, &refusal["scimType"]),
        (StatusCode::BAD_REQUEST, &json!("mutability"))
    );
}

#[tokio::test]
async fn a_hard_delete_and_a_reset_take_members_away() {
    let caller = Caller::with(json!({})).await;
    let found = group(&caller, "Expense User").await;
    let own = path("Groups", &found);
    let users = users(&caller).await;
    let all: Vec<Value> = users.iter().map(|user| json!({"value": user})).collect();
    caller
        .send(Method::PUT, &own, Some(&json!({"members": all})))
        .await;

    let gone = format!("/profile/identity/v4.1/Users/{}", users[4]);
    let request = caller.client.request(Method::DELETE, &gone);
    request.bearer_auth(&caller.token).send().await.unwrap();
    assert!(!members(&caller, &own).await.contains(&json!(users[4])));

    let reset = format!("/__admin/companies/{}/reset", caller.company.company_id);
    let (status, _) = caller.client.post(&reset, &json!({})).await;
    assert!(status.is_success(), "{status}");
    assert_eq!(caller.get(&own).await.1, found);
}

#[tokio::test]
async fn a_role_of_an_entitlement_and_the_entitlement_are_one() {
    let caller = Caller::with(json!({})).await;
    let own = path("Groups", &group(&caller, "Request User").await);
    let user = users(&caller).await.swap_remove(1);
    let identity = format!("/profile/identity/v4.1/Users/{user}?attributes=entitlements");
    let entitlements = async || {
        let request = caller.client.request(Method::GET, &identity);
        let reply = request.bearer_auth(&caller.token).send().await.unwrap();
        let shown: Value = reply.json().await.unwrap();
        shown["entitlements"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    };
    let patch = async |operation: Value| {
        let request = caller.client.request(Method::PATCH, &identity);
        let request = request.bearer_auth(&caller.token);
        let body = json!({"Operations": [operation]});
        let reply = request.json(&body).send().await.unwrap();
        assert_eq!(reply.status(), StatusCode::OK);
    };
    let before = entitlements().await;
    assert!(!before.contains(&json!("Request")));

    let add = json!([{"op": "add", "path": "members", "value": [{"value": user}]}]);
    assert_eq!(caller.patch(&own, add).await.0, StatusCode::NO_CONTENT);
    assert!(entitlements().await.contains(&json!("Request")));
    let remove = json!([{"op": "remove", "path": "members"}]);
    caller.patch(&own, remove).await;
    assert_eq!(entitlements().await, before);

    let both = json!(["Request", "Travel"]);
    patch(json!({"op": "replace", "path": "entitlements", "value": both})).await;
    assert_eq!(members(&caller, &own).await, [json!(user)]);
    patch(json!({"op": "remove", "path": "entitlements"})).await;
    assert_eq!(members(&caller, &own).await, Vec::<Value>::new());
}
