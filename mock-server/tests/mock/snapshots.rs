//! Snapshots over HTTP and through the embedded mock: what comes back, what stays good, what differs.

use concur_mock::{ClockAfterRestore, Credentials, MockConcur, TokensAfterRestore, UserChange};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

struct Stage {
    mock: MockConcur,
    client: Client,
    company: Credentials,
}

impl Stage {
    async fn set() -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"users": 5})).await;
        Self {
            mock,
            client,
            company,
        }
    }

    fn path(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }

    async fn take(&self, name: &str) -> StatusCode {
        let path = self.path("/snapshots");
        self.client.post(&path, &json!({"name": name})).await.0
    }

    async fn restore(&self, name: &str, how: &Value) -> (StatusCode, Value) {
        let path = self.path(&format!("/snapshots/{name}/restore"));
        self.client.post(&path, how).await
    }

    async fn logins(&self, token: &str) -> usize {
        let (status, page) = self.client.users(token).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        page["Resources"].as_array().unwrap().len()
    }
}

#[tokio::test]
async fn a_restored_company_is_what_it_was_and_its_tokens_go_on() {
    let stage = Stage::set().await;
    let token = stage.client.token(&stage.company).await;
    let create = |login| stage.client.create(&token, &stage.company, login);
    create("one@example.com").await;
    let (_, before) = stage.client.users(&token).await;
    let policy = stage.path("/policy");
    assert_eq!(stage.take("six").await, StatusCode::CREATED);
    create("two@example.com").await;
    let change = json!({"identity.create-status": "201"});
    stage.client.patch(&policy, &change).await;

    let (status, restored) = stage.restore("six", &json!({})).await;

    assert_eq!((status, &restored["users"]), (StatusCode::OK, &json!(6)));
    assert_eq!(stage.client.users(&token).await.1, before);
    let (status, _) = create("two@example.com").await;
    assert_eq!(status, StatusCode::OK, "the policy is back, the login free");
    let (_, listed) = stage.client.get(&stage.path("/snapshots")).await;
    let names: Vec<&Value> = listed["snapshots"]
        .as_array()
        .unwrap()
        .iter()
        .map(|snapshot| &snapshot["name"])
        .collect();
    assert_eq!(names, ["first", "six"]);
    stage.restore("first", &json!({})).await;
    assert_eq!(stage.logins(&token).await, 5);
}

#[tokio::test]
async fn restored_tokens_are_those_of_the_snapshot_and_no_others() {
    let stage = Stage::set().await;
    let early = stage.client.token(&stage.company).await;
    stage.take("early").await;
    // Tokens of one second are the same.
    let advance = json!({"seconds": 60});
    stage
        .client
        .post(&stage.path("/clock/advance"), &advance)
        .await;
    let late = stage.client.token(&stage.company).await;
    assert_eq!(stage.logins(&late).await, 5);

    stage.restore("early", &json!({"tokens": "restored"})).await;
    assert_eq!(stage.logins(&early).await, 5);
    let (status, _) = stage.client.users(&late).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);

    let first = json!({"tokens": "restored"});
    stage.restore("first", &first).await;
    let (status, _) = stage.client.users(&early).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    stage.restore("early", &first).await;
    assert_eq!(stage.logins(&early).await, 5, "it is known again");
}

#[tokio::test]
async fn a_token_does_not_come_back_with_a_snapshot_when_its_application_is_gone() {
    let stage = Stage::set().await;
    let made = json!({"key": "guest", "companies": [stage.company.company_id]});
    let (_, guest) = stage.client.post("/__admin/applications", &made).await;
    let asked = json!({"client_id": guest["client_id"]});
    let (_, way) = stage
        .client
        .post(&stage.path("/request-token"), &asked)
        .await;
    let way: Credentials = serde_json::from_value(way).unwrap();
    let token = stage.client.token(&way).await;
    stage.take("with-guest").await;
    let path = format!("/__admin/applications/{}", way.client_id);
    answer(stage.client.request(Method::DELETE, &path)).await;
    let (_, again) = stage.client.post("/__admin/applications", &made).await;
    assert_eq!(again["client_id"], guest["client_id"]);
    answer(stage.client.request(Method::DELETE, &path)).await;

    stage
        .restore("with-guest", &json!({"tokens": "restored"}))
        .await;
    stage.client.post("/__admin/applications", &made).await;
    let (status, _) = stage.client.users(&token).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_ne!(stage.client.token_reply(&way).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_difference_names_who_differs_in_what() {
    let stage = Stage::set().await;
    let token = stage.client.token(&stage.company).await;
    let (_, page) = stage.client.users(&token).await;
    let [changed, gone] = [1, 2].map(|at| page["Resources"][at]["id"].as_str().unwrap().to_owned());
    let user = |id: &str| format!("/profile/identity/v4.1/Users/{id}");
    let patch = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{"op": "replace", "path": "title", "value": "Astronaut"}]});
    let request = stage.client.request(Method::PATCH, &user(&changed));
    let (status, _) = answer(request.bearer_auth(&token).json(&patch)).await;
    assert_eq!(status, StatusCode::OK);
    let request = stage.client.request(Method::DELETE, &user(&gone));
    let (status, _) = answer(request.bearer_auth(&token)).await;
    assert!(status.is_success());
    let (_, new) = stage
        .client
        .create(&token, &stage.company, "new@example.com")
        .await;

    let diff = stage.path("/snapshots/first/diff/now");
    let (status, found) = stage.client.get(&diff).await;
    assert_eq!((status, &found["next"]), (StatusCode::OK, &Value::Null));
    let of = |id: &str| {
        let users = found["users"].as_array().unwrap();
        users.iter().find(|user| user["id"] == id).unwrap().clone()
    };
    let paths = of(&changed)["differs"]["identity"].clone();
    assert!(
        paths.as_array().unwrap().contains(&json!("title")),
        "{paths}"
    );
    assert_eq!(of(&gone)["change"], "removed");
    let added = of(new["id"].as_str().unwrap());
    assert_eq!(
        (&added["change"], &added["user_name"]),
        (&json!("added"), &json!("new@example.com"))
    );

    let (_, one) = stage.client.get(&format!("{diff}?count=1")).await;
    let next = one["next"].as_str().unwrap();
    let (_, two) = stage
        .client
        .get(&format!("{diff}?count=2&after={next}"))
        .await;
    let joined: Vec<Value> = [&one, &two]
        .iter()
        .flat_map(|page| page["users"].as_array().unwrap().clone())
        .collect();
    assert_eq!(json!(joined), found["users"]);
    assert_eq!(two["next"], Value::Null);
}

#[tokio::test]
async fn what_cannot_be_is_refused_and_says_what_to_do() {
    let stage = Stage::set().await;
    assert_eq!(stage.take("one").await, StatusCode::CREATED);
    assert_eq!(stage.take("one").await, StatusCode::CONFLICT);
    for name in ["first", "now", "", "a/b", "a b", &"x".repeat(101)] {
        assert_eq!(stage.take(name).await, StatusCode::BAD_REQUEST, "{name}");
    }
    let (status, _) = stage.restore("missing", &json!({})).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    let (status, _) = stage.restore("one", &json!({"tokens": "some"})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    let delete = |name: &str| {
        let path = stage.path(&format!("/snapshots/{name}"));
        answer(stage.client.request(Method::DELETE, &path))
    };
    assert_eq!(delete("first").await.0, StatusCode::BAD_REQUEST);
    assert_eq!(delete("one").await.0, StatusCode::NO_CONTENT);
    assert_eq!(delete("one").await.0, StatusCode::NOT_FOUND);
    let (status, _) = stage
        .client
        .get(&stage.path("/snapshots/first/diff/now?count=0"))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn an_embedded_mock_takes_compares_and_restores_without_http() {
    let stage = Stage::set().await;
    let company = stage.mock.company(stage.company.company_id).unwrap();
    let token = stage.client.token(&stage.company).await;
    company.snapshot("clean").unwrap();
    assert!(company.snapshot("clean").is_err());
    stage
        .client
        .create(&token, &stage.company, "new@example.com")
        .await;
    let found = company.diff("clean", "now", None).unwrap();
    assert_eq!(found.users.len(), 1);
    assert_eq!(found.users[0].change, UserChange::Added);
    company.restore("clean").unwrap();
    assert!(company.diff("clean", "now", None).unwrap().users.is_empty());
    assert_eq!(stage.logins(&token).await, 5);
    let how = (TokensAfterRestore::Restored, ClockAfterRestore::Restored);
    company.restore_with("first", how.0, how.1).unwrap();
    let (status, _) = stage.client.users(&token).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    assert_eq!(company.snapshots(), ["first", "clean"]);
    company.forget_snapshot("clean").unwrap();
    assert!(company.restore("clean").is_err());
}
