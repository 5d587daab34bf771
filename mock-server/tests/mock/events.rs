//! The Event Subscription Service over real HTTP: an application's topics and subscriptions.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const TOPICS: &str = "/events/v4/topics";
const SUBSCRIPTIONS: &str = "/events/v4/subscriptions";
const WEBHOOK: &str = "/events/v4/subscriptions/webhook";

/// A company and its application, with the application's own token.
struct Stage {
    _mock: MockConcur,
    client: Client,
    company: Credentials,
    token: String,
}

impl Stage {
    async fn set(policy: Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"users": 1, "policy": policy})).await;
        let token = own_token(&client, &json!(company), &[]).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    /// A stage whose token holds these scopes only.
    async fn holding(scope: &str, policy: Value) -> Self {
        let stage = Self::set(policy).await;
        let token = own_token(&stage.client, &json!(stage.company), &[("scope", scope)]).await;
        Self { token, ..stage }
    }

    async fn get(&self, path: &str) -> (StatusCode, Value) {
        let request = self.client.request(Method::GET, path);
        answer(request.bearer_auth(&self.token)).await
    }

    async fn save(&self, id: &str, topic: &str) -> (StatusCode, Value) {
        save(&self.client, &self.token, id, topic).await
    }

    async fn delete(&self, id: &str) -> (StatusCode, Value) {
        let path = format!("{SUBSCRIPTIONS}/{id}");
        let request = self.client.request(Method::DELETE, &path);
        answer(request.bearer_auth(&self.token)).await
    }

    /// Another application, and its own token.
    async fn neighbour(&self) -> (Value, String) {
        let (_, made) = self.client.post("/__admin/applications", &json!({})).await;
        let token = own_token(&self.client, &made, &[]).await;
        (made, token)
    }
}

async fn own_token(client: &Client, application: &Value, more: &[(&str, &str)]) -> String {
    let mut form = vec![
        ("grant_type", "client_credentials"),
        ("client_id", application["client_id"].as_str().unwrap()),
        (
            "client_secret",
            application["client_secret"].as_str().unwrap(),
        ),
    ];
    form.extend(more);
    let request = client.request(Method::POST, "/oauth2/v0/token");
    let (_, reply) = answer(request.form(&form)).await;
    reply["access_token"].as_str().unwrap().to_owned()
}

async fn save(client: &Client, token: &str, id: &str, topic: &str) -> (StatusCode, Value) {
    let body = json!({
        "id": id,
        "filter": ".*",
        "topic": topic,
        "webHookConfig": {"endpoint": "https://client.example/hook"},
    });
    let request = client.request(Method::PUT, WEBHOOK);
    answer(request.bearer_auth(token).json(&body)).await
}

#[tokio::test]
async fn a_subscription_is_kept_listed_read_and_deleted() {
    let stage = Stage::set(json!({})).await;
    let kept = json!({
        "id": "mine",
        "topic": "public.test",
        "filter": ".*",
        "webHookConfig": {"endpoint": "https://client.example/hook"},
        "applicationId": stage.company.client_id,
        "scope": "",
        "groups": [],
        "companyIds": [stage.company.company_id],
    });

    let saved = stage.save("mine", "public.test").await;

    let text = json!({"message": "Subscription 'mine' saved successfully"});
    assert_eq!(saved, (StatusCode::OK, text));
    for path in [SUBSCRIPTIONS, WEBHOOK, "/events/v4/subscriptions/mine"] {
        assert_eq!(
            stage.get(path).await,
            (StatusCode::OK, json!([kept])),
            "{path}"
        );
    }
    let text = json!({"message": "Subscription 'mine' marked for deletion"});
    assert_eq!(stage.delete("mine").await, (StatusCode::OK, text));
    assert_eq!(stage.get(SUBSCRIPTIONS).await.1, json!([]));
    let text = json!({"message": "Subscription 'mine' not found"});
    assert_eq!(stage.delete("mine").await, (StatusCode::NOT_FOUND, text));
}

#[tokio::test]
async fn one_subscription_may_be_read_as_an_object() {
    let stage = Stage::set(json!({"events.one-subscription": "object"})).await;
    stage.save("mine", "public.test").await;
    let (_, read) = stage.get("/events/v4/subscriptions/mine").await;
    assert_eq!(read["id"], "mine");
    assert_eq!(read.get("allowPublicAccess"), None);
}

#[tokio::test]
async fn the_flags_of_a_real_answer_may_be_shown() {
    let stage = Stage::set(json!({"events.access-flags": "present"})).await;
    stage.save("mine", "public.test").await;
    let (_, list) = stage.get(SUBSCRIPTIONS).await;
    assert_eq!(list[0]["allowPublicAccess"], true);
    assert_eq!(list[0]["startFromEarliest"], false);
}

#[tokio::test]
async fn topics_are_those_whose_scope_the_token_holds() {
    let narrow = "events.topic.read spend.user.event.read travel.user.event.read";
    let stage = Stage::set(json!({})).await;
    let path = format!("/__admin/applications/{}", stage.company.client_id);
    let scopes: Vec<&str> = narrow.split(' ').collect();
    stage
        .client
        .patch(&path, &json!({ "scopes": scopes }))
        .await;
    let token = own_token(&stage.client, &json!(stage.company), &[]).await;
    let stage = Stage { token, ..stage };

    let (_, topics) = stage.get(TOPICS).await;

    let held = [
        "public.test",
        "public.concur.user.profile.spend",
        "public.concur.user.travel.profile",
    ];
    assert_eq!(topics, json!(held));
    let (status, _) = stage.save("mine", "public.concur.user.profile.spend").await;
    assert_eq!(status, StatusCode::OK);
    let (status, _) = stage
        .save("mine", "public.concur.user.profile.identity")
        .await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_topic_for_trials_stands_alone_or_beside_others() {
    for (policy, expected) in [
        ("always", json!(["public.test"])),
        ("beside-others", json!([])),
    ] {
        let stage = Stage::holding("events.topic.read", json!({"events.test-topic": policy})).await;
        assert_eq!(stage.get(TOPICS).await, (StatusCode::OK, expected));
    }
}

#[tokio::test]
async fn a_sixth_subscription_is_refused_and_a_change_is_not() {
    for (policy, status) in [("400", 400), ("403", 403)] {
        let stage = Stage::set(json!({"events.sixth-subscription": policy})).await;
        for id in ["e", "d", "c", "b", "a"] {
            assert_eq!(stage.save(id, "public.test").await.0, StatusCode::OK);
        }
        let (refused, refusal) = stage.save("f", "public.test").await;
        assert_eq!(refused, status, "{refusal}");
        assert!(refusal["message"].is_string(), "{refusal}");

        let topic = "public.concur.user.profile.identity";
        assert_eq!(stage.save("c", topic).await.0, StatusCode::OK);

        let (_, list) = stage.get(SUBSCRIPTIONS).await;
        let ids = list.as_array().unwrap().iter().map(|row| &row["id"]);
        assert!(ids.eq(["a", "b", "c", "d", "e"].iter()), "{list}");
        assert_eq!(list[2]["topic"], topic);
    }
}

#[tokio::test]
async fn an_id_belongs_to_one_application_until_it_or_the_application_goes() {
    let stage = Stage::set(json!({})).await;
    let (neighbour, token) = stage.neighbour().await;
    let path = format!("{SUBSCRIPTIONS}/shared");
    save(&stage.client, &token, "shared", "public.test").await;
    let company = format!("/__admin/companies/{}/policy", stage.company.company_id);
    for (policy, status) in [("403", 403), ("400", 400), ("409", 409)] {
        let policy = json!({"events.taken-id": policy});
        stage.client.patch(&company, &policy).await;
        assert_eq!(
            stage.save("shared", "public.test").await.0,
            status,
            "{policy}"
        );
    }
    assert_eq!(stage.get(&path).await.0, StatusCode::NOT_FOUND);
    assert_eq!(stage.delete("shared").await.0, StatusCode::NOT_FOUND);

    let id = neighbour["client_id"].as_str().unwrap();
    let request = stage
        .client
        .request(Method::DELETE, &format!("/__admin/applications/{id}"));
    request.send().await.unwrap();

    assert_eq!(stage.save("shared", "public.test").await.0, StatusCode::OK);
    stage.delete("shared").await;
    let (_, token) = stage.neighbour().await;
    let (status, _) = save(&stage.client, &token, "shared", "public.test").await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn an_unknown_topic_is_refused_or_kept() {
    for (policy, status) in [("400", 400), ("403", 403), ("accepted", 200)] {
        let stage = Stage::set(json!({"events.unknown-topic": policy})).await;
        let (answered, body) = stage.save("mine", "public.nothing").await;
        assert_eq!(answered, status, "{body}");
    }
}

#[tokio::test]
async fn only_an_application_s_own_token_with_the_scope_opens_the_service() {
    let stage = Stage::holding("user.provision.read", json!({})).await;
    for path in [TOPICS, SUBSCRIPTIONS] {
        assert_eq!(stage.get(path).await.0, StatusCode::FORBIDDEN, "{path}");
    }
    let token = stage.client.token(&stage.company).await;
    let request = stage.client.request(Method::GET, TOPICS);
    let (status, refusal) = answer(request.bearer_auth(token)).await;
    assert_eq!(status, StatusCode::FORBIDDEN, "{refusal}");
    let request = stage.client.request(Method::GET, TOPICS);
    assert_eq!(answer(request).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn subscriptions_are_part_of_their_application() {
    let stage = Stage::set(json!({})).await;
    stage.save("mine", "public.test").await;
    let expected = json!([{
        "id": "mine",
        "topic": "public.test",
        "filter": ".*",
        "endpoint": "https://client.example/hook",
    }]);
    let path = format!("/__admin/applications/{}", stage.company.client_id);
    assert_eq!(stage.client.get(&path).await.1["subscriptions"], expected);
    let made = stage
        .client
        .company(&json!({"users": 0, "application": stage.company.client_id}))
        .await;
    let (_, list) = stage.get(SUBSCRIPTIONS).await;
    let companies = json!([stage.company.company_id, made.company_id]);
    assert_eq!(list[0]["companyIds"], companies);
}
