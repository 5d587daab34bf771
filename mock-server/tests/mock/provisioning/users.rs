//! One user at a time: the identity part before the reply, all else behind it.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{CORE, Caller, ENTERPRISE, STATUS, extension, provision, text};

#[tokio::test]
async fn a_created_user_is_there_before_the_reply_and_its_request_behind_it() {
    let caller = Caller::with(json!({})).await;
    caller.freeze("2026-01-05T09:00:00.459Z").await;
    let user = caller.create("jo@example.com").await;
    assert_eq!(user["userName"], "jo@example.com");
    assert_eq!(user["emails"][0]["verified"], true);
    assert!(user.get("entitlements").is_none(), "{user}");
    let id = provision(&user);
    let base = caller.mock.base_url();
    let path = format!("/profile/v4/provisions/{id}/status");
    assert_eq!(user["meta"]["statusUrl"], format!("{base}{path}"));
    let location = format!("{base}/profile/identity/v4/Users/{}", text(&user, "id"));
    assert_eq!(user["meta"]["location"], location);

    let (status, summary) = caller.get(&format!("{path}/")).await;
    assert_eq!(status, StatusCode::OK);
    let correlation = summary["meta"]["correlationId"].clone();
    assert!(correlation.is_string());
    assert_eq!(
        summary,
        json!({
            "schemas": [STATUS],
            "id": id,
            "operationsCount": {"total": 1, "success": 1, "failed": 0, "pending": 0},
            "status": {"completed": true, "success": true},
            "meta": {
                "location": user["meta"]["statusUrl"],
                "created": "2026-01-05T09:00:00.459+0000",
                "lastModified": "2026-01-05T09:00:00.459+0000",
                "provisionType": "User",
                "resourceType": "ProvisionRequest",
                "correlationId": correlation,
                "completed": "2026-01-05T09:00:00.459+0000",
            },
        })
    );
    assert_eq!(
        caller.identity(text(&user, "id")).await.0,
        StatusCode::OK,
        "it is found"
    );
}

#[tokio::test]
async fn the_operation_of_a_user_says_what_became_of_every_extension() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let status = caller.status(provision(&user)).await;
    assert_eq!(
        (
            &status["itemsPerPage"],
            &status["startIndex"],
            &status["totalResults"]
        ),
        (&json!(1), &json!(1), &json!(1))
    );
    let operation = &status["operations"][0];
    assert_eq!(operation["id"], "1");
    assert_eq!(
        operation["status"],
        json!({"completed": true, "success": true})
    );
    assert_eq!(
        operation["resource"],
        json!({"id": user["id"], "type": "User"})
    );
    assert_eq!(operation["bulkId"], "gen-temp-bulk-id");
    assert_eq!(operation["extensions"].as_array().unwrap().len(), 12);
    for urn in [CORE, ENTERPRISE] {
        let written =
            json!({"completed": true, "success": true, "code": "200", "result": "success"});
        assert_eq!(extension(&status, urn)["status"], written);
    }
    let nothing = json!({"completed": true, "success": true, "code": "200", "result": "no-op"});
    let role = "urn:ietf:params:scim:schemas:extension:spend:2.0:Role";
    assert_eq!(extension(&status, role)["status"], nothing);
}

#[tokio::test]
async fn a_second_user_of_a_number_is_a_conflict_and_no_request() {
    let caller = Caller::with(json!({})).await;
    caller.create("jo@example.com").await;
    let mut second = caller.user("other@example.com");
    second[ENTERPRISE]["employeeNumber"] = json!("jo@example.com");
    let (status, refusal) = caller
        .send(Method::POST, "/profile/v4/Users", Some(&second))
        .await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert_eq!(
        refusal["detail"],
        "Principal with lookup type 'companyId,employeeNumber' with provided value already exists"
    );
    assert_eq!(refusal["scimType"], "uniqueness");
    let (_, kept) = caller.client.get(&caller.admin("/provisions")).await;
    assert_eq!(kept["provisions"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_patch_changes_the_identity_at_once_and_all_of_it_or_nothing() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let operations = json!([
        {"op": "add", "path": "entitlements", "value": ["Expense", "Request"]},
        {"op": "replace", "path": "userName", "value": "new@example.com"},
        {"op": "replace", "path": format!("{ENTERPRISE}:employeeNumber"), "value": "new"},
        {"op": "replace", "path": "emails[type eq \"work\"].verified", "value": false},
    ]);
    let (status, patched) = caller.patch(&user, operations).await;
    assert_eq!(status, StatusCode::OK, "{patched}");
    assert_eq!(patched["userName"], "new@example.com");
    assert_eq!(patched["emails"][0]["verified"], false);
    assert_eq!(patched[ENTERPRISE]["employeeNumber"], "new");
    assert_ne!(provision(&patched), provision(&user));
    let status = caller.status(provision(&patched)).await;
    assert_eq!(
        extension(&status, ENTERPRISE)["status"]["result"],
        "success"
    );

    let half = json!([
        {"op": "replace", "path": "title", "value": "Boss"},
        {"op": "replace", "path": "name.nickName", "value": "J"},
    ]);
    let (status, refusal) = caller.patch(&user, half).await;
    assert_eq!(
        (status, &refusal["scimType"]),
        (StatusCode::BAD_REQUEST, &json!("invalidPath"))
    );
    let (_, read) = caller.identity(text(&user, "id")).await;
    assert_eq!(read["title"], Value::Null);
}

#[tokio::test]
async fn a_put_replaces_the_user() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let path = format!("/provisioning/v4/Users/{}", text(&user, "id"));
    let mut other = caller.user("new@example.com");
    other["active"] = json!(false);
    let (status, replaced) = caller.send(Method::PUT, &path, Some(&other)).await;
    assert_eq!(status, StatusCode::OK, "{replaced}");
    assert_eq!(
        (&replaced["userName"], &replaced["active"], &replaced["id"]),
        (&json!("new@example.com"), &json!(false), &user["id"])
    );
    let url = text(&replaced["meta"], "statusUrl");
    assert!(url.contains("/profile/v4/provisions/"), "{url}");
}

#[tokio::test]
async fn a_delete_needs_its_scope_alone_and_is_done_at_once() {
    let caller = Caller::holding(&["identity.user.delete", "identity.user.ids.read"]).await;
    let id = caller.company.user.as_ref().unwrap().id;
    let path = format!("/profile/v4/Users/{id}/");
    let (status, _) = caller.send(Method::DELETE, &path, None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    let (status, _) = caller.send(Method::DELETE, &path, None).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_user_of_nobody_is_not_found() {
    let caller = Caller::with(json!({})).await;
    let nobody = json!({"id": "00000000-0000-4000-8000-000000000000"});
    let operations = json!([{"op": "replace", "path": "title", "value": "Boss"}]);
    assert_eq!(
        caller.patch(&nobody, operations).await.0,
        StatusCode::NOT_FOUND
    );
    let spend = "urn:ietf:params:scim:schemas:extension:spend:2.0:User:locale";
    let operations = json!([{"op": "replace", "path": spend, "value": "en-US"}]);
    assert_eq!(
        caller.patch(&nobody, operations).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn every_call_needs_its_scope() {
    let identity = "identity.user.coreenterprise.writeonly";
    let caller = Caller::holding(&[identity]).await;
    let user = caller.user("jo@example.com");
    let create = caller.send(Method::POST, "/profile/v4/Users", Some(&user));
    assert_eq!(
        create.await.0,
        StatusCode::FORBIDDEN,
        "user.provision.write"
    );

    let caller = Caller::holding(&["user.provision.write"]).await;
    let user = caller.user("jo@example.com");
    let create = caller.send(Method::POST, "/profile/v4/Users", Some(&user));
    assert_eq!(create.await.0, StatusCode::FORBIDDEN, "the identity's");

    let caller = Caller::holding(&["user.provision.write", identity]).await;
    let mut user = caller.user("jo@example.com");
    let create = caller.send(Method::POST, "/profile/v4/Users", Some(&user));
    let (status, created) = create.await;
    assert_eq!(status, StatusCode::CREATED, "{created}");
    assert_eq!(
        created["meta"]["provisionId"].as_str().map(str::len),
        Some(36),
        "it is told to whoever reads nothing else"
    );
    let status = format!("/profile/v4/provisions/{}/status", provision(&created));
    assert_eq!(caller.get(&status).await.0, StatusCode::FORBIDDEN);
    user["userName"] = json!("other@example.com");
    user["urn:ietf:params:scim:schemas:extension:spend:2.0:User"] = json!({"locale": "en-US"});
    let create = caller.send(Method::POST, "/profile/v4/Users", Some(&user));
    let (status, refusal) = create.await;
    assert_eq!(status, StatusCode::FORBIDDEN, "the spend profile's");
    assert!(text(&refusal, "detail").contains("spend.user.general.writeonly"));
}
