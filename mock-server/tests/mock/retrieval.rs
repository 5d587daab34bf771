//! User Retrieval v4 over HTTP: what it finds, how it answers, and how far it may be behind.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

const PATH: &str = "/profile/v4/Users/.search";
const URN: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

struct Searcher {
    _mock: MockConcur,
    client: Client,
    company: Credentials,
    token: String,
}

impl Searcher {
    async fn with(policy: Value) -> Self {
        let mock = MockConcur::start().await.unwrap();
        let client = Client::new(mock.base_url());
        let company = client.company(&json!({"users": 7, "policy": policy})).await;
        let token = client.token(&company).await;
        Self {
            _mock: mock,
            client,
            company,
            token,
        }
    }

    async fn send(&self, path: &str, mut body: Value) -> (StatusCode, Value) {
        if body.get("schemas").is_none() {
            body["schemas"] = json!([URN]);
        }
        let request = self.client.request(Method::POST, path);
        answer(request.bearer_auth(&self.token).json(&body)).await
    }

    async fn search(&self, body: Value) -> (StatusCode, Value) {
        self.send(PATH, body).await
    }

    async fn total(&self, filter: &str) -> Value {
        let (status, page) = self.search(json!({"filter": filter})).await;
        assert_eq!(status, StatusCode::OK, "{filter}: {page}");
        page["totalResults"].clone()
    }

    fn admin(&self, rest: &str) -> String {
        format!("/__admin/companies/{}{rest}", self.company.company_id)
    }
}

#[tokio::test]
async fn a_page_has_totals_and_a_cursor_and_no_start_index() {
    let searcher = Searcher::with(json!({})).await;
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    for length in [3, 3, 1] {
        let body = json!({"count": 3, "cursor": cursor, "excludedAttributes": []});
        let (status, page) = searcher.send("/profile/v4/users/.search/", body).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert_eq!(
            (&page["totalResults"], &page["itemsPerPage"]),
            (&json!(7), &json!(length))
        );
        assert_eq!(page.get("startIndex"), None);
        seen.extend(
            page["Resources"]
                .as_array()
                .unwrap()
                .iter()
                .map(|user| user["id"].clone()),
        );
        cursor = page.get("nextCursor").cloned().unwrap_or_default();
    }
    assert_eq!(cursor, Value::Null);
    let (_, all) = searcher.client.users(&searcher.token).await;
    let all: Vec<_> = all["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|user| user["id"].clone())
        .collect();
    assert_eq!(seen, all);
    let (_, none) = searcher.search(json!({"count": 0})).await;
    assert_eq!(
        (&none["totalResults"], &none["Resources"]),
        (&json!(7), &json!([]))
    );
}

#[tokio::test]
async fn it_answers_in_scim_s_type_whatever_it_answers() {
    let searcher = Searcher::with(json!({})).await;
    for schemas in [
        json!([URN]),
        json!(["urn:ietf:params:scim:api:messages:concur:2.0:SearchRequest"]),
    ] {
        let request = searcher
            .client
            .request(Method::POST, PATH)
            .bearer_auth(&searcher.token);
        let body = json!({"schemas": schemas}).to_string();
        let request = request
            .header("content-type", "application/scim+json")
            .body(body);
        let response = request.send().await.unwrap();
        let is_own = schemas == json!([URN]);
        assert_eq!(response.status().is_success(), is_own);
        assert_eq!(response.headers()["content-type"], "application/scim+json");
    }
}

#[tokio::test]
async fn it_filters_by_its_own_list_of_attributes() {
    let searcher = Searcher::with(json!({})).await;
    let company = searcher.company.company_id;
    assert_eq!(
        searcher
            .total(&format!("{ENTERPRISE}:companyId eq \"{company}\""))
            .await,
        7
    );
    assert_eq!(
        searcher.total("active eq true AND NOT (userName pr)").await,
        0
    );
    let country = |operator: &str| {
        format!("urn:ietf:params:scim:schemas:extension:spend:2.0:User:country {operator} \"US\"")
    };
    let mut found = 0;
    for operator in ["eq", "ne"] {
        let total = searcher.total(&country(operator)).await;
        found += total.as_u64().unwrap();
    }
    assert_eq!(found, 7);
    for (filter, path) in [
        ("test eq \"x\"".to_owned(), ":test".to_owned()),
        ("externalId eq \"x\"".to_owned(), ":externalId".to_owned()),
        (
            "entitlements eq \"Expense\"".to_owned(),
            ":entitlements".to_owned(),
        ),
        (
            format!("{ENTERPRISE}:manager.employeeNumber pr"),
            format!("{ENTERPRISE}:manager.employeeNumber"),
        ),
    ] {
        let (status, refusal) = searcher.search(json!({"filter": filter})).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{filter}");
        let message = &refusal["urn:ietf:params:scim:api:messages:concur:2.0:Error"]["messages"][0];
        assert_eq!(message["code"], "INVALID_INPUT");
        assert_eq!(
            message["message"],
            format!("Invalid attribute path [{path}]")
        );
    }
    let (status, _) = searcher
        .search(json!({"filter": "emails[type eq \"work\" AND NOT (value sw \"test.com\")]"}))
        .await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn it_shows_what_is_asked_for_and_nothing_without_a_value() {
    let searcher = Searcher::with(json!({})).await;
    let body = json!({"attributes": ["name", "emails", "userName"], "count": 1});
    let (_, page) = searcher.search(body).await;
    let names: Vec<_> = page["Resources"][0]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert!(
        names
            .iter()
            .all(|name| ["id", "name", "emails", "userName"].contains(&name.as_str())),
        "{names:?}"
    );
    let (_, page) = searcher.search(json!({"count": 1})).await;
    let user = page["Resources"][0].as_object().unwrap();
    assert!(user.values().all(|value| !value.is_null()));
    assert!(user.contains_key(ENTERPRISE) && !user.contains_key("entitlements"));
    let (status, refusal) = searcher.search(json!({"attributes": ["shoeSize"]})).await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{refusal}");
}

#[tokio::test]
async fn it_needs_its_own_scope() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let body = json!({"users": 1, "scopes": ["identity.user.core.read", "identity.user.ids.read"]});
    let company = client.company(&body).await;
    let token = client.token(&company).await;
    let request = client.request(Method::POST, PATH).bearer_auth(token);
    let (status, _) = answer(request.json(&json!({"schemas": [URN]}))).await;
    assert_eq!(status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_body_over_ten_kilobytes_is_refused_with_the_policy_s_status() {
    let searcher = Searcher::with(json!({})).await;
    let filter =
        |length: usize| json!({"filter": format!("userName eq \"{}\"", "x".repeat(length))});
    assert_eq!(searcher.search(filter(10_000)).await.0, StatusCode::OK);
    assert_eq!(
        searcher.search(filter(10_240)).await.0,
        StatusCode::BAD_REQUEST
    );
    let strict = Searcher::with(json!({"retrieval.payload-limit-status": "413"})).await;
    assert_eq!(
        strict.search(filter(10_240)).await.0,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test]
async fn the_contradictions_of_its_pages_are_policies() {
    let searcher = Searcher::with(json!({})).await;
    assert_eq!(
        searcher.search(json!({"count": 1001})).await.0,
        StatusCode::OK
    );
    assert_eq!(
        searcher.send("/profile/v4/Users/search", json!({})).await.0,
        StatusCode::NOT_FOUND
    );

    let other = Searcher::with(json!({
        "retrieval.total-name": "total", "retrieval.excessive-count": "refused", "retrieval.path": "either",
    }))
    .await;
    let (status, page) = other.send("/profile/v4/Users/search", json!({})).await;
    assert_eq!((status, &page["total"]), (StatusCode::OK, &json!(7)));
    assert_eq!(page.get("totalResults"), None);
    assert_eq!(
        other.search(json!({"count": 1001})).await.0,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn an_index_that_lags_shows_users_as_they_were() {
    let searcher = Searcher::with(json!({"retrieval.index-lag": 60})).await;
    let freeze = json!({"freeze": "2026-03-01T09:00:00Z"});
    searcher
        .client
        .put(&searcher.admin("/clock"), &freeze)
        .await;
    let token = searcher.client.token(&searcher.company).await;
    let searcher = Searcher { token, ..searcher };
    let (status, user) = searcher
        .client
        .create(&searcher.token, &searcher.company, "late@example.com")
        .await;
    assert!(status.is_success(), "{user}");
    let filter = "userName eq \"late@example.com\"";

    assert_eq!(searcher.total(filter).await, 0);
    let advance = |seconds: i64| {
        let path = searcher.admin("/clock/advance");
        let client = searcher.client.clone();
        async move { client.post(&path, &json!({"seconds": seconds})).await }
    };
    advance(59).await;
    assert_eq!(searcher.total(filter).await, 0);
    advance(1).await;
    assert_eq!(searcher.total(filter).await, 1);

    let path = format!(
        "/profile/identity/v4.1/Users/{}",
        user["id"].as_str().unwrap()
    );
    let delete = searcher
        .client
        .request(Method::DELETE, &path)
        .bearer_auth(&searcher.token);
    assert_eq!(answer(delete).await.0, StatusCode::NO_CONTENT);
    assert_eq!(searcher.total(filter).await, 1);
    advance(60).await;
    assert_eq!(searcher.total(filter).await, 0);
}
