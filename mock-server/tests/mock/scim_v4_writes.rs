//! Writing users through SCIM v4, and what the other services see of it.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::answer;
use crate::scim_v4::{Caller, ENTERPRISE, SAP, path};

#[tokio::test]
async fn attributes_that_scim_v4_does_not_know_survive_its_writes() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let identity = format!(
        "/profile/identity/v4.1/Users/{}",
        user["id"].as_str().unwrap()
    );
    let leaves = json!([{"startDate": "2026-01-01", "endDate": "2026-02-01"}]);
    let operations = json!({"Operations": [
        {"op": "add", "path": "dateOfBirth", "value": "1990-01-01"},
        {"op": "add", "path": format!("{ENTERPRISE}:leavesOfAbsence"), "value": leaves},
    ]});
    let request = caller
        .client
        .request(Method::PATCH, &identity)
        .json(&operations);
    let (status, _) = answer(request.bearer_auth(&caller.token)).await;
    assert_eq!(status, StatusCode::OK);

    let own = path("Users", &user);
    let (status, patched) = caller
        .patch(
            &own,
            json!([{"op": "replace", "path": "title", "value": "Auditor"}]),
        )
        .await;
    assert_eq!(
        (status, &patched["title"]),
        (StatusCode::OK, &json!("Auditor"))
    );
    let put = caller.user("jo@example.com");
    let (status, replaced) = caller.send(Method::PUT, &own, Some(&put)).await;
    assert_eq!(status, StatusCode::OK, "{replaced}");
    assert_eq!(replaced.get("title"), None);

    let (_, seen) = caller.identity(&user).await;
    assert_eq!(seen["dateOfBirth"], "1990-01-01");
    assert_eq!(seen[ENTERPRISE]["leavesOfAbsence"], leaves);
    assert_eq!(seen["meta"]["version"], 3);
}

#[tokio::test]
async fn what_only_scim_v4_has_is_written_and_read_back() {
    let caller = Caller::with(json!({})).await;
    let mut user = caller.user("jo@example.com");
    let preferences = json!({"telephone": "1", "email": "x@example.com", "emailFormat": "plain"});
    user["locale"] = json!("de-DE");
    user[SAP]["validFrom"] = json!("2025-01-01T00:00:00Z");
    user[SAP]["contactPreferences"] = preferences.clone();
    user[SAP]["emails"] = json!([{"value": "jo@example.com", "verified": true}]);
    let (status, user) = caller
        .send(Method::POST, "/scim/v4/Users", Some(&user))
        .await;
    assert_eq!(status, StatusCode::CREATED, "{user}");

    let (_, read) = caller.get(&path("Users", &user)).await;
    assert_eq!(read["locale"], "de-DE");
    assert_eq!(read[SAP]["validFrom"], "2025-01-01T00:00:00Z");
    assert_eq!(read[SAP]["contactPreferences"], preferences);
    assert_eq!(read[SAP]["emails"][0]["verified"], true);
    let (_, seen) = caller.identity(&user).await;
    assert_eq!(seen["emails"][0]["verified"], true);

    let plain = caller.user("jo@example.com");
    caller
        .send(Method::PUT, &path("Users", &user), Some(&plain))
        .await;
    let (_, read) = caller.get(&path("Users", &user)).await;
    assert_eq!(read.get("locale"), None);
    assert_eq!(read[SAP].get("contactPreferences"), None);
    assert_eq!(read[SAP]["emails"][0]["verified"], false);
}

#[tokio::test]
async fn validity_ends_with_activity_through_any_service() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let (own, identity) = (
        path("Users", &user),
        format!(
            "/profile/identity/v4.1/Users/{}",
            user["id"].as_str().unwrap()
        ),
    );
    let active = |active: bool| json!([{"op": "replace", "path": "active", "value": active}]);

    let (_, off) = caller.patch(&own, active(false)).await;
    assert!(off[SAP]["validTo"].is_string(), "{off}");
    assert_eq!(caller.identity(&user).await.1["active"], false);
    let (_, on) = caller.patch(&own, active(true)).await;
    assert_eq!(on[SAP]["validTo"], Value::Null);

    let operations = json!({"Operations": active(false)});
    let request = caller
        .client
        .request(Method::PATCH, &identity)
        .json(&operations);
    answer(request.bearer_auth(&caller.token)).await;
    let (_, off) = caller.get(&own).await;
    assert_eq!(
        (&off["active"], off[SAP]["validTo"].is_string()),
        (&json!(false), true)
    );
}

#[tokio::test]
async fn an_address_is_verified_through_the_sap_extension_by_whoever_may() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let verify = json!([{
        "op": "replace",
        "path": format!("{SAP}:emails[value eq \"jo@example.com\"].verified"),
        "value": true,
    }]);
    let (status, user) = caller.patch(&path("Users", &user), verify.clone()).await;
    assert_eq!(status, StatusCode::OK, "{user}");
    assert_eq!(user[SAP]["emails"][0]["verified"], true);
    assert_eq!(
        caller.identity(&user).await.1["emails"][0]["verified"],
        true
    );

    let replace = json!([{"op": "replace", "path": "emails[type eq \"work\"].value", "value": "new@example.com"}]);
    let (_, user) = caller.patch(&path("Users", &user), replace).await;
    assert_eq!(
        user[SAP]["emails"],
        json!([{"value": "new@example.com", "verified": false}])
    );

    let scopes = json!([
        "identity.user.ids.read",
        "identity.user.coresensitive.read",
        "identity.user.coreenterprise.writeonly",
        "identity.user.sap.writeonly",
    ]);
    let restrained = Caller::of(&json!({"users": 0, "scopes": scopes})).await;
    let user = restrained.create("jo@example.com").await;
    let (status, user) = restrained.patch(&path("Users", &user), verify).await;
    assert_eq!(status, StatusCode::OK, "{user}");
    assert_eq!(user[SAP]["emails"][0]["verified"], false);
}

#[tokio::test]
async fn a_number_that_is_too_long_for_scim_v4_alone_does_not_stop_another_change() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let identity = format!(
        "/profile/identity/v4.1/Users/{}",
        user["id"].as_str().unwrap()
    );
    let long = json!([{"type": "work", "value": "1".repeat(61)}]);
    let operations = json!({"Operations": [{"op": "add", "path": "phoneNumbers", "value": long}]});
    let request = caller
        .client
        .request(Method::PATCH, &identity)
        .json(&operations);
    answer(request.bearer_auth(&caller.token)).await;

    let title = json!([{"op": "add", "path": "title", "value": "Auditor"}]);
    let (status, user) = caller.patch(&path("Users", &user), title).await;

    assert_eq!(status, StatusCode::OK, "{user}");
    assert_eq!(user["phoneNumbers"], long);
}

#[tokio::test]
async fn a_deleted_user_stays_readable_and_is_inactive() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let own = path("Users", &user);

    let (status, _) = caller.send(Method::DELETE, &own, None).await;
    assert_eq!(status, StatusCode::NO_CONTENT);

    let (status, read) = caller.get(&own).await;
    assert_eq!((status, &read["active"]), (StatusCode::OK, &json!(false)));
    assert!(read[SAP]["validTo"].is_string());
    let (status, seen) = caller.identity(&user).await;
    assert_eq!((status, &seen["active"]), (StatusCode::OK, &json!(false)));
    assert!(seen[ENTERPRISE]["terminationDate"].is_string());
    assert_eq!(
        caller
            .send(Method::DELETE, "/scim/v4/Users/nobody", None)
            .await
            .0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_refused_write_changes_nothing() {
    let caller = Caller::with(json!({})).await;
    caller.create("taken@example.com").await;
    let user = caller.create("jo@example.com").await;
    let own = path("Users", &user);
    let (_, before) = caller.get(&own).await;
    let long = "1".repeat(61);
    for (operation, status) in [
        (
            json!({"op": "replace", "path": "userName", "value": "taken@example.com"}),
            409,
        ),
        (json!({"op": "replace", "path": "id", "value": "x"}), 400),
        (
            json!({"op": "replace", "path": "dateOfBirth", "value": "1990-01-01"}),
            400,
        ),
        (
            json!({"op": "replace", "path": "emails[type eq \"work\"].verified", "value": true}),
            400,
        ),
        (
            json!({"op": "add", "path": "phoneNumbers", "value": [{"type": "work", "value": long}]}),
            400,
        ),
        (
            json!({"op": "replace", "path": format!("{ENTERPRISE}:companyId"), "value": "x"}),
            400,
        ),
        (
            json!({"op": "replace", "path": format!("{ENTERPRISE}:manager.value"), "value": user["id"]}),
            400,
        ),
        (
            json!({"op": "replace", "path": format!("{SAP}:validTo"), "value": "soon"}),
            400,
        ),
        (
            json!({"op": "replace", "path": format!("{SAP}:contactPreferences.emailFormat"), "value": "RTF"}),
            400,
        ),
        (
            json!({"op": "add", "path": format!("{SAP}:emails"), "value": [{"value": "x@y.example", "verified": true}]}),
            400,
        ),
        (json!({"op": "remove", "path": "userName"}), 400),
        (json!({"op": "remove"}), 400),
    ] {
        let good = json!({"op": "replace", "path": "title", "value": "Changed"});
        let (answered, body) = caller.patch(&own, json!([good, operation])).await;
        assert_eq!(answered.as_u16(), status, "{operation}: {body}");
    }
    for body in [json!([]), json!(7), json!({"userName": "x@example.com"})] {
        let (status, _) = caller.send(Method::PUT, &own, Some(&body)).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
    }
    assert_eq!(caller.get(&own).await.1, before);
}

#[tokio::test]
async fn both_media_types_are_read() {
    let caller = Caller::with(json!({})).await;
    let request = caller.client.request(Method::POST, "/scim/v4/Users");
    let user = caller.user("json@example.com");
    let (status, _) = answer(request.bearer_auth(&caller.token).json(&user)).await;
    assert_eq!(status, StatusCode::CREATED);
    caller.create("scim@example.com").await;
}
