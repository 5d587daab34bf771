//! Rate limits: who is counted, what a refusal says, and how the clock fills the buckets.

use concur_mock::{Credentials, MockConcur, NewCompany, RateLimit, RateLimits};
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const PATH: &str = "/profile/identity/v4.1/Users";

/// A company whose clock stands still, and a token for it.
struct Stage {
    _mock: MockConcur,
    client: Client,
    company: Credentials,
    token: String,
}

impl Stage {
    async fn set() -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"users": 1})).await;
        let stage = Self {
            _mock: mock,
            token: String::new(),
            client,
            company,
        };
        let freeze = json!({"freeze": "2026-01-05T09:00:00Z"});
        stage.client.put(&stage.admin("/clock"), &freeze).await;
        let token = stage.client.token(&stage.company).await;
        Self { token, ..stage }
    }

    fn admin(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }

    async fn limit(&self, limits: Value) {
        let (status, account) = self.client.put(&self.admin("/rate-limits"), &limits).await;
        assert_eq!(status, StatusCode::OK, "{account}");
    }

    async fn ask(&self, path: &str) -> Response {
        let request = self.client.request(Method::GET, path);
        request.bearer_auth(&self.token).send().await.unwrap()
    }

    async fn advance(&self, seconds: u64) {
        let path = self.admin("/clock/advance");
        self.client
            .post(&path, &json!({ "seconds": seconds }))
            .await;
    }
}

fn told(response: &Response) -> Option<&str> {
    let header = response.headers().get("retry-after")?;
    header.to_str().ok()
}

#[tokio::test]
async fn a_bucket_empties_says_when_to_come_again_and_fills_by_the_company_s_clock() {
    let stage = Stage::set().await;
    stage
        .limit(json!({"limits": [{"name": "two", "requests": 2, "seconds": 60}]}))
        .await;
    for _ in 0..2 {
        assert_eq!(stage.ask(PATH).await.status(), StatusCode::OK);
    }

    let refused = stage.ask(PATH).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(told(&refused), Some("30"));
    let body: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(
        (&body["status"], &body["detail"]),
        (&json!("429"), &json!("Too many requests"))
    );

    stage.advance(29).await;
    assert_eq!(
        stage.ask(PATH).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    stage.advance(1).await;
    assert_eq!(stage.ask(PATH).await.status(), StatusCode::OK);
    let (_, account) = stage.client.get(&stage.admin("/rate-limits")).await;
    assert_eq!(
        (
            &account["limits"][0]["passed"],
            &account["limits"][0]["refused"]
        ),
        (&json!(3), &json!(2))
    );
}

#[tokio::test]
async fn the_policy_says_status_and_retry_after_and_a_limit_says_it_for_itself() {
    let stage = Stage::set().await;
    for (status, retry_after, expected, header) in [
        ("429", "seconds", 429, Some("60")),
        ("400", "date", 400, Some("Mon, 05 Jan 2026 09:01:00 GMT")),
        ("503", "absent", 503, None),
        ("429", "zero", 429, Some("0")),
    ] {
        let policy = json!({"rate-limits.status": status, "rate-limits.retry-after": retry_after});
        stage.client.patch(&stage.admin("/policy"), &policy).await;
        stage
            .limit(json!({"limits": [{"name": "one", "requests": 1, "seconds": 60}]}))
            .await;
        stage.ask(PATH).await;
        let refused = stage.ask(PATH).await;
        assert_eq!(
            (refused.status().as_u16(), told(&refused)),
            (expected, header)
        );
    }
    let own = json!({"name": "own", "requests": 1, "seconds": 60, "status": 403, "retry_after": "seconds"});
    stage.limit(json!({"limits": [own]})).await;
    stage.ask(PATH).await;
    let refused = stage.ask(PATH).await;
    assert_eq!(
        (refused.status().as_u16(), told(&refused)),
        (403, Some("60"))
    );
}

#[tokio::test]
async fn a_limit_counts_its_operations_and_its_company_alone() {
    let stage = Stage::set().await;
    let limit = json!({"name": "lists", "operation": "identity.v4_1.users.list", "requests": 1, "seconds": 60});
    stage.limit(json!({"limits": [limit]})).await;
    stage.ask(PATH).await;
    assert_eq!(
        stage.ask(PATH).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    assert_eq!(
        stage.ask("/profile/identity/v4/Users").await.status(),
        StatusCode::OK
    );
    let other = stage.client.company(&json!({"users": 1})).await;
    let token = stage.client.token(&other).await;
    assert_eq!(stage.client.users(&token).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_token_request_is_counted_and_refused_in_the_shape_of_the_endpoint() {
    let stage = Stage::set().await;
    stage
        .limit(json!({"limits": [{"name": "one", "requests": 1, "seconds": 60}]}))
        .await;
    assert_eq!(
        stage.client.token_reply(&stage.company).await.0,
        StatusCode::OK
    );

    let (status, refused) = stage.client.token_reply(&stage.company).await;

    assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(refused["error_description"], "Too many requests");
    assert_eq!(
        (&refused["code"], &refused["error"]),
        (&json!(429), &json!("invalid_request"))
    );
}

#[tokio::test]
async fn the_documented_figures_are_presets() {
    let stage = Stage::set().await;
    stage.limit(json!({"presets": ["quick-expense"]})).await;
    for _ in 0..120 {
        assert_eq!(
            stage
                .ask("/profile/identity/v4.1/ResourceTypes")
                .await
                .status(),
            StatusCode::OK
        );
    }
    assert_eq!(
        stage.ask(PATH).await.status(),
        StatusCode::TOO_MANY_REQUESTS
    );
    stage.advance(300).await;
    assert_eq!(stage.ask(PATH).await.status(), StatusCode::OK);

    stage.limit(json!({"presets": ["list-item-bulk"]})).await;
    for _ in 0..60 {
        stage.ask(PATH).await;
    }
    let refused = stage.ask(PATH).await;
    assert_eq!(told(&refused), Some("0"));
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .contains("security.rate.limit.reached")
    );
}

#[tokio::test]
async fn limits_end_when_they_are_cleared_and_when_the_company_is_reset() {
    let stage = Stage::set().await;
    for (method, rest) in [(Method::DELETE, "/rate-limits"), (Method::POST, "/reset")] {
        stage
            .limit(json!({"limits": [{"name": "one", "requests": 1, "seconds": 60}]}))
            .await;
        let request = stage.client.request(method, &stage.admin(rest));
        assert!(answer(request).await.0.is_success());
        let (_, account) = stage.client.get(&stage.admin("/rate-limits")).await;
        assert_eq!(account["limits"], json!([]));
    }
}

#[tokio::test]
async fn an_unknown_preset_is_refused_with_those_that_there_are() {
    let stage = Stage::set().await;
    let wanted = json!({"presets": ["fast"]});
    let (status, refused) = stage
        .client
        .put(&stage.admin("/rate-limits"), &wanted)
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(
        refused["detail"]
            .as_str()
            .unwrap()
            .contains("quick-expense"),
        "{refused}"
    );
}

#[tokio::test]
async fn an_embedded_mock_limits_with_types() {
    let mock = MockConcur::start().await.unwrap();
    let company = mock.create_company(&NewCompany::default()).unwrap();
    let client = Client::new(mock.base_url());
    let token = client.token(&company.credentials()).await;
    let limits = RateLimits {
        limits: vec![RateLimit::new("one", 1, 60)],
        ..RateLimits::default()
    };
    company.set_rate_limits(limits).unwrap();

    assert_eq!(client.users(&token).await.0, StatusCode::OK);
    assert_eq!(client.users(&token).await.0, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(company.rate_limits().limits[0].refused, 1);
    company.clear_rate_limits();
    assert_eq!(client.users(&token).await.0, StatusCode::OK);
}
