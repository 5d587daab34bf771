//! Provision requests that are never carried out.

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::Stage;
use crate::client::answer;

const SPEND: &str = "urn:ietf:params:scim:schemas:extension:spend:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Hires somebody; gives back the path of the status of what is still to be done.
async fn hire(stage: &Stage, login: &str) -> String {
    let mut user = json!({
        "userName": login,
        "active": true,
        "name": {"givenName": "New", "familyName": "Hire"},
        "emails": [{"type": "work", "value": login}],
        "entitlements": ["Expense"],
    });
    user[ENTERPRISE] = json!({"companyId": stage.company.company_id});
    user[SPEND] = json!({"country": "US", "locale": "en-US", "reimbursementCurrency": "USD", "ledgerCode": "DEFAULT"});
    let request = stage
        .client
        .request(Method::POST, "/profile/v4/Users")
        .json(&user);
    let (status, hired) = answer(request.bearer_auth(&stage.token)).await;
    assert!(status.is_success(), "{hired}");
    let id = hired["meta"]["provisionId"].as_str().unwrap();
    format!("/profile/v4/provisions/{id}/status")
}

async fn is_completed(stage: &Stage, path: &str) -> bool {
    let (status, found) = stage.read(path).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    found["status"]["completed"] == true
}

async fn stick(stage: &Stage) {
    stage
        .plan(json!({"name": "stuck", "kind": "stuck_job", "schedule": {"first": 1}}))
        .await;
}

#[tokio::test]
async fn a_stuck_job_waits_while_others_pass_and_goes_on_when_the_plan_is_cleared() {
    let stage = Stage::set().await;
    stick(&stage).await;

    let (stuck, other) = (
        hire(&stage, "a@example.com").await,
        hire(&stage, "b@example.com").await,
    );
    assert!(!is_completed(&stage, &stuck).await);
    assert!(is_completed(&stage, &other).await);
    let advance = stage.admin("/clock/advance");
    stage
        .client
        .post(&advance, &json!({"seconds": 1_000}))
        .await;
    assert!(!is_completed(&stage, &stuck).await);

    let request = stage
        .client
        .request(Method::DELETE, &stage.admin("/faults"));
    assert_eq!(answer(request).await.0, StatusCode::NO_CONTENT);
    assert!(is_completed(&stage, &stuck).await);
}

#[tokio::test]
async fn a_stuck_job_can_be_carried_out_by_hand() {
    let stage = Stage::set().await;
    stick(&stage).await;
    let stuck = hire(&stage, "a@example.com").await;
    let (_, listed) = stage.client.get(&stage.admin("/provisions")).await;
    let jobs = listed["provisions"].as_array().unwrap();
    let job: Vec<&Value> = jobs
        .iter()
        .filter(|job| job["state"] == "waiting")
        .collect();
    let path = stage.admin(&format!(
        "/provisions/{}/complete",
        job[0]["id"].as_str().unwrap()
    ));

    assert_eq!(stage.client.post(&path, &json!({})).await.0, StatusCode::OK);

    assert!(is_completed(&stage, &stuck).await);
}
