//! What the documentation of provisioning leaves open, switched.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::bulk::{done, outcomes, post};
use super::{Caller, STATUS, extension, provision, text};

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const TRAVEL: &str = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";

/// The status of the answer to a bulk request of these operations, and of what follows from it.
async fn bulk(policy: Value, operations: impl FnOnce(&Caller) -> Value) -> (u16, Value) {
    let caller = Caller::with(policy).await;
    let (status, answer) = caller.bulk(operations(&caller)).await;
    if status != StatusCode::ACCEPTED {
        return (status.as_u16(), answer);
    }
    (202, caller.status(text(&answer, "id")).await)
}

#[tokio::test]
async fn a_bulk_request_deletes_or_is_refused() {
    for (policy, expected) in [("accepted", 202), ("refused", 400)] {
        let policy = json!({"provisioning.bulk-delete": policy});
        let (status, _) = bulk(policy, |caller| {
            let user = caller.company.user.as_ref().unwrap().id;
            json!([{"method": "DELETE", "path": format!("/Users/{user}")}])
        })
        .await;
        assert_eq!(status, expected);
    }
}

#[tokio::test]
async fn failures_stop_a_request_or_do_not() {
    for (policy, expected) in [("stops", ["400", "none"]), ("ignored", ["400", "success"])] {
        let caller = Caller::with(json!({"provisioning.fail-on-errors": policy})).await;
        let mut wrong = post(&caller, "a@example.com");
        wrong["data"]["active"] = json!("perhaps");
        let operations = [wrong, post(&caller, "b@example.com")];
        let body = json!({"failOnErrors": 1, "Operations": operations});
        let (_, accepted) = caller
            .send(Method::POST, "/profile/v4/Bulk", Some(&body))
            .await;
        let status = caller.status(text(&accepted, "id")).await;
        assert_eq!(outcomes(&status), expected, "{policy}");
    }
}

#[tokio::test]
async fn too_many_operations_and_too_many_bytes_have_the_statuses_of_the_policy() {
    for (policy, expected) in [("400", 400), ("413", 413)] {
        let policy = json!({"provisioning.bulk-over-operations-status": policy});
        let (status, _) = bulk(policy, |_| json!(vec![json!({}); 101])).await;
        assert_eq!(status, expected);
    }
    for (policy, expected) in [("413", 413), ("400", 400)] {
        let policy = json!({"provisioning.bulk-over-bytes-status": policy});
        // The second is longer than any request may be.
        for length in [409_600, 2_000_000] {
            let (status, _) = bulk(policy.clone(), |_| json!([" ".repeat(length)])).await;
            assert_eq!(status, expected, "{length}");
        }
    }
}

#[tokio::test]
async fn bulk_ids_that_are_missing_or_stand_twice_are_refused_or_not() {
    for (policy, expected) in [("refused", 400), ("accepted", 202)] {
        let twice = json!({"provisioning.duplicate-bulk-id": policy});
        let (status, _) = bulk(twice, |caller| {
            let mut second = post(caller, "b@example.com");
            second["bulkId"] = json!("a@example.com");
            json!([post(caller, "a@example.com"), second])
        })
        .await;
        assert_eq!(status, expected);
        let missing = json!({"provisioning.missing-bulk-id": policy});
        let (status, _) = bulk(missing, |caller| {
            let mut operation = post(caller, "a@example.com");
            operation["bulkId"].take();
            json!([operation])
        })
        .await;
        assert_eq!(status, expected);
    }
}

#[tokio::test]
async fn references_are_resolved_or_refused() {
    for (policy, expected) in [("resolved", 202), ("refused", 400)] {
        let policy = json!({"provisioning.bulk-id-references": policy});
        let (status, _) = bulk(policy, |caller| {
            let patch = json!({"Operations": [{"op": "add", "path": "title", "value": "T"}]});
            json!([
                post(caller, "a@example.com"),
                {"method": "PATCH", "path": "/Users/bulkId:a@example.com", "data": patch},
            ])
        })
        .await;
        assert_eq!(status, expected);
    }
}

#[tokio::test]
async fn an_unknown_path_refuses_the_request_or_fails_alone() {
    for (policy, expected) in [("request-refused", 400), ("operation-fails", 202)] {
        let policy = json!({"provisioning.unknown-bulk-path": policy});
        let (status, answer) = bulk(policy, |caller| {
            let mut lost = post(caller, "a@example.com");
            lost["path"] = json!("/Groups");
            json!([lost, post(caller, "b@example.com")])
        })
        .await;
        assert_eq!(status, expected);
        if status == 202 {
            assert_eq!(outcomes(&answer), ["400", "success"]);
        }
    }
}

#[tokio::test]
async fn a_request_of_nothing_is_refused_or_succeeds() {
    let (status, _) = bulk(json!({"provisioning.empty-bulk": "refused"}), |_| json!([])).await;
    assert_eq!(status, 400);
    let policy = json!({"provisioning.empty-bulk": "accepted"});
    let (status, answer) = bulk(policy, |_| json!([])).await;
    assert_eq!(status, 202);
    assert_eq!(answer["operationsCount"]["total"], 0);
    assert_eq!(
        answer["status"],
        json!({"completed": true, "success": true})
    );
}

#[tokio::test]
async fn a_status_is_kept_for_days_and_gone_as_the_policy_says() {
    for (days, gone, expected) in [(7, "404", 404), (1, "410", 410)] {
        let caller = Caller::with(json!({
            "provisioning.retention": days,
            "provisioning.gone-status": gone,
        }))
        .await;
        caller.freeze("2026-01-05T09:00:00Z").await;
        let user = caller.create("jo@example.com").await;
        let path = format!("/profile/v4/provisions/{}/status", provision(&user));
        caller.advance(days * 86_400 - 1).await;
        let caller = caller.renewed().await;
        assert_eq!(caller.get(&path).await.0, StatusCode::OK);
        caller.advance(1).await;
        assert_eq!(caller.get(&path).await.0.as_u16(), expected);
        let nobody = "/profile/v4/provisions/00000000-0000-4000-8000-000000000000/status";
        assert_eq!(caller.get(nobody).await.0, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn an_open_request_is_given_up_when_the_policy_says() {
    let caller = Caller::with(json!({
        "provisioning.completes": "after-a-duration",
        "provisioning.duration": 3_600,
        "provisioning.timeout": 10,
    }))
    .await;
    let user = caller.create("jo@example.com").await;
    caller.advance(599).await;
    let status = caller.status(provision(&user)).await;
    assert_eq!(status["status"]["completed"], false);
    caller.advance(2).await;
    let status = caller.status(provision(&user)).await;
    assert_eq!(
        status["status"],
        json!({"completed": true, "success": false})
    );
}

#[tokio::test]
async fn a_page_of_a_status_has_as_many_operations_as_the_policy_says() {
    for (policy, shown) in [(100, 3), (2, 2)] {
        let policy = json!({"provisioning.status-count": policy});
        let (_, status) = bulk(policy, |caller| {
            let operations =
                ["a", "b", "c"].map(|name| post(caller, &format!("{name}@example.com")));
            json!(operations)
        })
        .await;
        assert_eq!(status["itemsPerPage"], shown);
        assert_eq!(status["totalResults"], 3);
    }
}

#[tokio::test]
async fn the_reply_to_a_bulk_request_is_pending_or_processed() {
    for (policy, pending) in [("pending", 1), ("processed", 0)] {
        let caller = Caller::with(json!({"provisioning.bulk-reply": policy})).await;
        let (status, reply) = caller.bulk(json!([post(&caller, "a@example.com")])).await;
        assert_eq!(status, StatusCode::ACCEPTED);
        assert_eq!(reply["operationsCount"]["pending"], pending);
        assert_eq!(reply["status"]["completed"], pending == 0);
    }
    let caller = Caller::with(json!({
        "provisioning.bulk-reply": "processed",
        "provisioning.completes": "manually",
    }))
    .await;
    let (_, reply) = caller.bulk(json!([post(&caller, "a@example.com")])).await;
    assert_eq!(reply["status"]["completed"], false);
}

#[tokio::test]
async fn a_status_looks_as_on_the_page_or_as_in_recordings() {
    let caller = Caller::with(json!({})).await;
    let user = caller.create("jo@example.com").await;
    let id = "5d15903c-1921-49f1-8d29-329525bb4a4f";
    let path = format!("/profile/v4/Users/{}", text(&user, "id"));
    let request = caller.client.request(Method::PATCH, &path);
    let request = request.bearer_auth(&caller.token);
    let body = json!({"Operations": [{"op": "add", "path": "title", "value": "T"}]});
    let request = request.header("concur-correlationid", id).json(&body);
    let user: Value = request.send().await.unwrap().json().await.unwrap();

    let documented = caller.status(provision(&user)).await;
    assert_eq!(documented["meta"]["correlationId"], id);
    assert_eq!(documented["meta"].get("companyId"), None);
    assert_eq!(documented["operations"][0]["bulkId"], "gen-temp-bulk-id");
    assert_eq!(
        documented["operations"][0]["extensions"]
            .as_array()
            .unwrap()
            .len(),
        12
    );

    caller
        .choose(json!({
            "provisioning.correlation-form": "hex",
            "provisioning.company-in-status": "shown",
            "provisioning.gen-temp-bulk-id": "absent",
            "provisioning.extensions-shown": "touched",
        }))
        .await;
    let seen = caller.status(provision(&user)).await;
    assert_eq!(seen["schemas"], json!([STATUS]));
    assert_eq!(seen["meta"]["correlationId"], id.replace('-', ""));
    let company = caller.company.company_id.to_string();
    assert_eq!(seen["meta"]["companyId"], company);
    assert_eq!(seen["operations"][0].get("bulkId"), None);
    assert_eq!(
        seen["operations"][0]["extensions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn an_extension_whose_data_are_refused_has_the_code_of_the_policy() {
    let caller = Caller::with(json!({})).await;
    let mut operation = post(&caller, "a@example.com");
    operation["data"][TRAVEL] = json!({"ruleClass": {"id": 4711}, "groups": [4711]});
    let status = done(&caller, json!([operation])).await;
    assert_eq!(outcomes(&status), ["207"], "{status}");
    assert_eq!(
        status["status"],
        json!({"completed": true, "success": false})
    );
    let id = text(&status, "id");
    for (policy, code) in [("500", "500"), ("400", "400")] {
        caller
            .choose(json!({"provisioning.failed-extension-code": policy}))
            .await;
        let status = caller.status(id).await;
        let travel = extension(&status, TRAVEL);
        assert_eq!(
            travel["status"],
            json!({"completed": true, "success": false, "code": code, "result": "error"})
        );
        assert_eq!(travel["messages"][0]["type"], "error");
    }
    let user = text(&status["operations"][0]["resource"], "id");
    assert_eq!(
        caller.identity(user).await.0,
        StatusCode::OK,
        "the identity part stays"
    );
}

#[tokio::test]
async fn an_extension_with_warnings_alone_succeeds_or_fails() {
    for (policy, expected) in [("success", true), ("failure", false)] {
        let caller = Caller::with(json!({"provisioning.warnings-only": policy})).await;
        let mut operation = post(&caller, "a@example.com");
        operation["data"][SPEND] = json!({
            "reimbursementCurrency": "USD",
            "country": "US",
            "locale": "en-US",
            "testEmployee": false,
        });
        let created = done(&caller, json!([operation])).await;
        assert_eq!(outcomes(&created), ["success"], "{created}");
        let user = &created["operations"][0]["resource"];
        let path = format!("{SPEND}:testEmployee");
        let test = json!([{"op": "replace", "path": path, "value": true}]);
        let (_, patched) = caller.patch(user, test).await;
        let status = caller.status(provision(&patched)).await;
        assert_eq!(status["status"]["success"], expected, "{status}");
        let spend = extension(&status, SPEND);
        assert_eq!(spend["status"]["success"], expected);
        assert_eq!(spend["messages"][0]["type"], "warning");
        assert_eq!(spend["messages"][0]["schemaPath"], path);
    }
}
