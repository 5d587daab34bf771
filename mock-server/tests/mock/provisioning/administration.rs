//! When requests are carried out, and the admin API that looks after them.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{CORE, Caller, STATUS, extension, provision};
use crate::client::answer;

/// Whether the request waits or was completed, as the admin API says.
async fn state(caller: &Caller) -> Vec<String> {
    let (status, kept) = caller.client.get(&caller.admin("/provisions")).await;
    assert_eq!(status, StatusCode::OK);
    let provisions = kept["provisions"].as_array().unwrap();
    let state = |row: &Value| row["state"].as_str().unwrap().to_owned();
    provisions.iter().map(state).collect()
}

#[tokio::test]
async fn a_request_takes_the_time_that_the_policy_says() {
    let caller = Caller::with(json!({
        "provisioning.completes": "after-a-duration",
        "provisioning.duration": 30,
    }))
    .await;
    caller.freeze("2026-01-05T09:00:00Z").await;
    let user = caller.create("jo@example.com").await;
    let waiting = caller.status(provision(&user)).await;
    assert_eq!(waiting["schemas"], json!([STATUS]));
    assert_eq!(
        waiting["status"],
        json!({"completed": false, "success": null})
    );
    assert_eq!(waiting["operationsCount"]["pending"], 1);
    assert_eq!(waiting["meta"].get("completed"), None);
    assert_eq!(
        extension(&waiting, CORE)["status"]["result"],
        "success",
        "it was written before the reply"
    );
    let travel = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";
    assert_eq!(
        extension(&waiting, travel)["status"],
        json!({"completed": false, "success": null, "result": "processing"})
    );
    caller.advance(29).await;
    assert_eq!(state(&caller).await, ["waiting"]);
    caller.advance(60).await;
    let done = caller.status(provision(&user)).await;
    assert_eq!(done["status"], json!({"completed": true, "success": true}));
    assert_eq!(
        done["meta"]["completed"], "2026-01-05T09:00:30.000+0000",
        "when it was due, not when somebody looked"
    );
}

#[tokio::test]
async fn a_request_is_carried_out_when_it_was_polled() {
    let caller = Caller::with(json!({
        "provisioning.completes": "after-polls",
        "provisioning.polls": 2,
    }))
    .await;
    let user = caller.create("jo@example.com").await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        let status = caller.status(provision(&user)).await;
        seen.push(status["status"]["completed"].as_bool().unwrap());
    }
    assert_eq!(seen, [false, false, true]);
}

#[tokio::test]
async fn a_request_is_carried_out_by_hand() {
    let caller = Caller::with(json!({"provisioning.completes": "manually"})).await;
    let (first, second) = (
        caller.create("a@example.com").await,
        caller.create("b@example.com").await,
    );
    let complete =
        |user: &Value| caller.admin(&format!("/provisions/{}/complete", provision(user)));
    let (status, row) = caller.client.post(&complete(&second), &json!({})).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(row["state"], "completed");
    assert_eq!(row["id"], provision(&second));
    assert_eq!(state(&caller).await, ["waiting", "completed"]);
    let (_, row) = caller.client.post(&complete(&first), &json!({})).await;
    assert_eq!(
        (&row["state"], &row["due"]),
        (&json!("completed"), &Value::Null)
    );
    let (_, again) = caller.client.post(&complete(&first), &json!({})).await;
    assert_eq!(again, row, "once is enough");
    let unknown = caller.admin("/provisions/nobody/complete");
    assert_eq!(
        caller.client.post(&unknown, &json!({})).await.0,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn a_request_that_takes_two_hours_has_failed() {
    let caller = Caller::with(json!({"provisioning.completes": "manually"})).await;
    caller.freeze("2026-01-05T09:00:00Z").await;
    let user = caller.create("jo@example.com").await;
    caller.advance(2 * 3_600).await;
    // The access token has ended by now.
    let token = caller.client.token(&caller.company).await;
    let caller = Caller { token, ..caller };
    let status = caller.status(provision(&user)).await;
    assert_eq!(
        status["status"],
        json!({"completed": true, "success": false})
    );
    assert_eq!(status["meta"]["completed"], "2026-01-05T11:00:00.000+0000");
    assert_eq!(status["operations"][0]["status"]["code"], "408");
    let travel = "urn:ietf:params:scim:schemas:extension:travel:2.0:User";
    assert_eq!(
        extension(&status, travel)["status"]["result"],
        "not-processed"
    );
    assert_eq!(extension(&status, CORE)["status"]["result"], "success");
}

#[tokio::test]
async fn a_reset_forgets_requests() {
    let caller = Caller::with(json!({"provisioning.completes": "manually"})).await;
    caller.create("jo@example.com").await;
    let (status, _) = caller
        .client
        .post(&caller.admin("/reset"), &json!({}))
        .await;
    assert_eq!(status, StatusCode::NO_CONTENT);
    assert!(state(&caller).await.is_empty());
}

#[tokio::test]
async fn what_waits_is_never_lost_to_what_comes() {
    const MEBIBYTE: usize = 1 << 20;
    let caller = Caller::with(json!({"provisioning.completes": "manually"})).await;
    let user = caller.create("jo@example.com").await;
    let own = format!("/profile/v4/Users/{}", user["id"].as_str().unwrap());
    // Blanks around a document count as much as the document, and are read quickly.
    let titled = |title: &str| {
        let operation = json!({"op": "replace", "path": "title", "value": title});
        let body = json!({ "Operations": [operation] }).to_string();
        " ".repeat(MEBIBYTE - body.len()) + &body
    };
    let patch = |title: String| {
        let request = caller.client.request(Method::PATCH, &own);
        let request = request.header("content-type", "application/scim+json");
        answer(request.bearer_auth(&caller.token).body(titled(&title)))
    };
    for number in 0..63 {
        let (status, refusal) = patch(format!("Title {number}")).await;
        assert_eq!(status, StatusCode::OK, "{refusal}");
    }
    let (status, refusal) = patch("One too many".to_owned()).await;
    assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE, "{refusal}");
    assert_eq!(refusal["status"], "503");
    let first = caller.status(provision(&user)).await;
    assert_eq!(first["status"]["completed"], false);
    let (_, page) = caller.client.users(&caller.token).await;
    let users = page["Resources"].as_array().unwrap();
    assert!(users.iter().any(|user| user["title"] == "Title 62"));
    assert!(users.iter().all(|user| user["title"] != "One too many"));

    let (_, kept) = caller.client.get(&caller.admin("/provisions")).await;
    let last = kept["provisions"].as_array().unwrap().last().unwrap();
    let complete = format!("/provisions/{}/complete", last["id"].as_str().unwrap());
    caller
        .client
        .post(&caller.admin(&complete), &json!({}))
        .await;
    let (status, refusal) = patch("There is room".to_owned()).await;
    assert_eq!(status, StatusCode::OK, "{refusal}");
}
