//! Plans over the admin API and by typed methods: what is taken, what is refused, what the account says.

use concur_mock::{Fault, Kind, MockConcur, NewCompany, Phase, Plan, Schedule, Step};
use reqwest::{Method, StatusCode};
use serde_json::json;

use super::{GET, LIST, Stage};
use crate::client::{Client, answer};

#[tokio::test]
async fn a_plan_is_accounted_for_firing_by_firing() {
    let stage = Stage::set().await;
    let steps = json!([{"status": 503}, "pass", {"status": 500}]);
    stage
        .plan(json!({"name": "flaky", "operation": LIST, "schedule": {"list": steps}}))
        .await;
    let request = stage
        .client
        .request(Method::GET, "/profile/identity/v4.1/Users");
    let request = request
        .bearer_auth(&stage.token)
        .header("concur-correlationid", "mine");
    assert_eq!(answer(request).await.0, StatusCode::SERVICE_UNAVAILABLE);

    let account = stage.account().await;
    let fault = &account["faults"][0];
    assert_eq!(
        (&fault["planned"], &fault["fired"], &fault["left"]),
        (&json!(2), &json!(1), &json!(1))
    );
    let firing = &account["firings"][0];
    assert_eq!(
        (&firing["sequence"], &firing["attempt"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(
        (&firing["operation"], &firing["correlation_id"]),
        (&json!(LIST), &json!("mine"))
    );
    assert_eq!(firing["kind"], json!({"status": 503}));
    assert!(firing["time"].is_string());

    assert_eq!(stage.client.users(&stage.token).await.0, StatusCode::OK);
    assert_eq!(
        stage.client.users(&stage.token).await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(stage.client.users(&stage.token).await.0, StatusCode::OK);
    assert_eq!(stage.account().await["faults"][0]["left"], 0);
}

#[tokio::test]
async fn a_plan_that_makes_no_sense_is_refused_whole_and_the_old_one_goes_on() {
    let stage = Stage::set().await;
    stage
        .plan(json!({"name": "old", "operation": GET, "kind": "reset"}))
        .await;
    for (plan, expected) in [
        (json!({}), "faults"),
        (
            json!({"faults": [{"name": "a", "kind": {"status": 200}}]}),
            "400 to 599",
        ),
        (
            json!({"faults": [{"name": "a", "operation": "users", "kind": "reset"}]}),
            "/__admin/operations",
        ),
        (json!({"faults": [], "speed": 1}), "speed"),
    ] {
        let (status, refused) = stage.client.put(&stage.admin("/faults"), &plan).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{plan}");
        let error = refused["detail"].as_str().unwrap();
        assert!(error.contains(expected), "{plan}: {error}");
    }
    assert_eq!(stage.account().await["faults"][0]["name"], "old");
}

#[tokio::test]
async fn a_plan_ends_when_it_is_cleared_and_when_the_company_is_reset() {
    let stage = Stage::set().await;
    for (method, rest) in [(Method::DELETE, "/faults"), (Method::POST, "/reset")] {
        stage
            .plan(json!({"name": "a", "operation": LIST, "kind": {"status": 500}}))
            .await;
        let request = stage.client.request(method, &stage.admin(rest));
        assert!(answer(request).await.0.is_success());
        assert_eq!(stage.client.users(&stage.token).await.0, StatusCode::OK);
        assert_eq!(stage.account().await["faults"], json!([]));
    }
}

#[tokio::test]
async fn an_embedded_mock_plans_and_checks_with_types() {
    let mock = MockConcur::start().await.unwrap();
    let company = mock.create_company(&NewCompany::default()).unwrap();
    let client = Client::new(mock.base_url());
    let token = client.token(&company.credentials()).await;
    let steps = vec![Step::Kind(Kind::Status(503)), Step::Pass, Step::Fault];
    let fault = Fault::new("flaky", LIST.parse().unwrap(), Kind::Status(500))
        .in_phase(Phase::After)
        .by(Schedule::List(steps))
        .at_most(2);
    company.set_faults(Plan::of(fault)).unwrap();

    assert_eq!(
        client.users(&token).await.0,
        StatusCode::SERVICE_UNAVAILABLE
    );
    let unfired = company.faults().check_fired().unwrap_err();
    assert_eq!(unfired.to_string(), "planned and not fired: flaky (1 left)");
    assert_eq!(client.users(&token).await.0, StatusCode::OK);
    assert_eq!(
        client.users(&token).await.0,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    company.faults().check_fired().unwrap();
    company.clear_faults();
    assert!(company.faults().firings.is_empty());
}
