//! Reading groups through SCIM v4.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::scim_v4::{Caller, SAP_GROUP, path};

#[tokio::test]
async fn there_are_twenty_three_groups_that_cannot_be_made_or_deleted() {
    let caller = Caller::with(json!({})).await;
    let (status, list) = caller.get("/scim/v4/Groups").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(
        (&list["totalResults"], &list["itemsPerPage"]),
        (&json!(23), &json!(23))
    );
    let group = &list["Resources"][0];
    let (status, alone) = caller.get(&path("Groups", group)).await;
    assert_eq!((status, &alone), (StatusCode::OK, group));
    for (method, path) in [
        (Method::POST, "/scim/v4/Groups".to_owned()),
        (Method::DELETE, path("Groups", group)),
    ] {
        let (status, _) = caller.send(method, &path, Some(&json!({}))).await;
        assert_eq!(status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
    }
}

#[tokio::test]
async fn groups_are_found_by_name_and_type() {
    let caller = Caller::with(json!({})).await;
    let (_, found) = caller
        .get("/scim/v4/Groups?filter=displayName+eq+%22expense+user%22")
        .await;
    assert_eq!(found["totalResults"], 1);
    assert_eq!(found["Resources"][0][SAP_GROUP]["externalName"], "EXP_USER");
    for (kind, total) in [("authorization", 23), ("userGroup", 0)] {
        let (_, found) = caller
            .get(&format!(
                "/scim/v4/Groups?filter={SAP_GROUP}:type+eq+%22{kind}%22&count=2"
            ))
            .await;
        assert_eq!(found["totalResults"], total, "{kind}");
    }
}

#[tokio::test]
async fn groups_are_paged_and_projected() {
    let caller = Caller::with(json!({})).await;
    let (_, page) = caller
        .get("/scim/v4/Groups?startIndex=22&count=10&attributes=displayName")
        .await;
    assert_eq!(
        (&page["startIndex"], &page["itemsPerPage"]),
        (&json!(22), &json!(2))
    );
    let group = page["Resources"][0].as_object().unwrap();
    let mut names: Vec<&str> = group.keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["displayName", "id", "schemas"]);
    let (_, page) = caller
        .get("/scim/v4/Groups?count=1&excludedAttributes=members")
        .await;
    assert_eq!(page["Resources"][0].get("members"), None);
}

#[tokio::test]
async fn companies_have_groups_of_their_own() {
    let caller = Caller::with(json!({})).await;
    let (_, list) = caller.get("/scim/v4/Groups?count=1").await;
    let group = path("Groups", &list["Resources"][0]);
    let other = caller.client.company(&json!({"users": 1})).await;
    let token = caller.client.token(&other).await;
    let stranger = Caller { token, ..caller };
    assert_eq!(stranger.get(&group).await.0, StatusCode::NOT_FOUND);
}
