//! Users v3.1 over real HTTP: range, filters, the company, both formats, what the policies change.

use concur_mock::{Credentials, MockConcur};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::client::{Client, answer};

async fn list(client: &Client, token: &str, query: &str) -> (StatusCode, Value) {
    let request = client.request(Method::GET, &format!("/users/{query}"));
    let request = request.header("accept", "application/json");
    answer(request.bearer_auth(token)).await
}

async fn company(client: &Client, policy: Value) -> (Credentials, String) {
    let company = client
        .company(&json!({"users": 7, "seed": 4, "policy": policy}))
        .await;
    let token = client.token(&company).await;
    (company, token)
}

#[tokio::test]
async fn pages_by_offset_show_every_user_once_and_the_company() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (_, token) = company(&client, json!({})).await;

    let mut logins = Vec::new();
    for offset in [0, 3, 6] {
        let (status, page) = list(&client, &token, &format!("?offset={offset}&limit=3")).await;
        assert_eq!(status, StatusCode::OK, "{page}");
        assert_eq!(
            (&page["total"], &page["offset"], &page["limit"]),
            (&json!(7), &json!(offset), &json!(3))
        );
        let items = page["Items"].as_array().unwrap().clone();
        logins.extend(items.into_iter().map(|item| item["LoginID"].to_string()));
    }
    logins.sort();
    logins.dedup();
    assert_eq!(logins.len(), 7);

    let (_, page) = list(&client, &token, "").await;
    assert_eq!(page["limit"], 100);
    for part in ["name", "address", "city", "state", "zip", "country"] {
        assert!(page["company"][part].is_string(), "{part}: {page}");
    }
    let item = &page["Items"][0];
    assert_eq!(item["Emails"].as_array().unwrap().len(), 6);
    assert_eq!(item["Emails"][0], item["PrimaryEmail"]);
    let id = item["ID"].as_str().unwrap();
    assert_eq!((id.len(), id), (36, id.to_ascii_uppercase().as_str()));
    assert_eq!(item.get("URI"), None);
    assert_eq!(
        client
            .request(Method::GET, "/users")
            .bearer_auth(&token)
            .send()
            .await
            .unwrap()
            .status(),
        200
    );
}

#[tokio::test]
async fn every_filter_finds_its_user_and_nobody_else() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (company, token) = company(&client, json!({})).await;
    client
        .create(&token, &company, "filter.me@example.com")
        .await;
    let (_, page) = list(&client, &token, "?loginid=FILTER.me@example.com").await;
    assert_eq!(page["total"], 1);
    let user = page["Items"][0].clone();
    let (_, all) = list(&client, &token, "").await;

    for (name, member) in [
        ("loginid", "LoginID"),
        ("lastname", "LastName"),
        ("primaryemail", "PrimaryEmail"),
        ("id", "ID"),
    ] {
        let value = user[member].as_str().unwrap();
        let (_, page) = list(&client, &token, &format!("?{name}={value}&limit=1")).await;
        assert_eq!(
            (&page["total"], &page["Items"][0]),
            (&json!(1), &user),
            "{name}"
        );
    }
    let number = all["Items"][2]["EmployeeID"].as_str().unwrap();
    let (_, page) = list(&client, &token, &format!("?employeeid={number}")).await;
    assert_eq!(page["Items"], json!([all["Items"][2]]));
    for (filter, member, value) in [
        ("isactive=false", "Active", json!(false)),
        ("countrycode=us", "CountryCode", json!("US")),
    ] {
        let wanted: Vec<&Value> = all["Items"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|item| item[member] == value)
            .collect();
        let (_, page) = list(&client, &token, &format!("?{filter}")).await;
        assert_eq!(page["Items"], json!(wanted), "{filter}");
    }
}

#[tokio::test]
async fn a_user_disabled_elsewhere_is_inactive_here() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (company, token) = company(&client, json!({})).await;
    let (_, user) = client.create(&token, &company, "leaver@example.com").await;
    let path = format!(
        "/profile/identity/v4.1/Users/{}",
        user["id"].as_str().unwrap()
    );
    let body = json!({"Operations": [{"op": "replace", "path": "active", "value": false}]});
    let (status, _) = answer(
        client
            .request(Method::PATCH, &path)
            .bearer_auth(&token)
            .json(&body),
    )
    .await;
    assert_eq!(status, StatusCode::OK);

    let (_, page) = list(&client, &token, "?loginid=leaver@example.com").await;
    assert_eq!(page["Items"][0]["Active"], false);
}

#[tokio::test]
async fn without_an_accept_for_json_the_answer_is_xml() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (_, token) = company(&client, json!({})).await;
    let request = client
        .request(Method::GET, "/users/?limit=1")
        .header("accept", "application/xml");
    let reply = request.bearer_auth(&token).send().await.unwrap();
    assert_eq!(reply.headers()["content-type"], "application/xml");
    let text = reply.text().await.unwrap();
    assert!(
        text.contains("<total>7</total><offset>0</offset><limit>1</limit><company><name>"),
        "{text}"
    );
    assert!(
        text.contains(r#"<OrganizationUnit xsi:nil="true"/>"#),
        "{text}"
    );

    let refused = client
        .request(Method::GET, "/users/")
        .header("accept", "application/xml");
    let refused = refused.send().await.unwrap();
    assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
    assert!(
        refused
            .text()
            .await
            .unwrap()
            .starts_with("<Error><Message>")
    );
}

#[tokio::test]
async fn what_the_page_leaves_open_follows_the_policy() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let (_, token) = company(&client, json!({})).await;
    for query in [
        "?loginid=nobody@example.com",
        "?offset=7",
        "?countrycode=ZZ",
    ] {
        let (status, page) = list(&client, &token, query).await;
        assert_eq!(
            (status, &page["Items"]),
            (StatusCode::OK, &json!([])),
            "{query}"
        );
    }
    for query in ["?limit=many", "?limit=0", "?offset=-1"] {
        let (status, refusal) = list(&client, &token, query).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}");
        assert!(refusal["Error"]["Message"].is_string(), "{refusal}");
    }

    let policy = json!({
        "users-v3.1.no-such-value": "404",
        "users-v3.1.offset-beyond-end": "404",
        "users-v3.1.bad-number": "ignored",
        "users-v3.1.page-numbers": "text",
        "users-v3.1.item-form": "table",
        "users-v3.1.max-limit": 2,
    });
    let (_, token) = company(&client, policy).await;
    for query in ["?loginid=nobody@example.com", "?offset=7"] {
        let (status, _) = list(&client, &token, query).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{query}");
    }
    let (_, page) = list(&client, &token, "?limit=many").await;
    assert_eq!((&page["total"], &page["limit"]), (&json!("7"), &json!("2")));
    assert!(page["Items"][0]["URI"].is_string());
    let next = page["NextPage"].as_str().unwrap();
    let path = next.strip_prefix(mock.base_url()).unwrap();
    let (_, second) = answer(
        client
            .request(Method::GET, path)
            .header("accept", "application/json")
            .bearer_auth(&token),
    )
    .await;
    assert_eq!(second["offset"], "2");
}

#[tokio::test]
async fn the_links_of_v3_0_follow_the_policy() {
    let mock = MockConcur::start().await.unwrap();
    let client = Client::new(mock.base_url());
    let page = async |policy: Value, query: &str| {
        let (_, token) = company(&client, policy).await;
        let path = format!("/api/v3.0/common/users{query}");
        let request = client
            .request(Method::GET, &path)
            .header("accept", "application/json");
        answer(request.bearer_auth(token)).await.1
    };
    let documented = json!({"users-v3.0.link-host": "documented"});
    let next = page(documented, "?limit=2").await["NextPage"].to_string();
    assert!(
        next.starts_with("\"https://www.concursolutions.com/api/v3.0/common/users?"),
        "{next}"
    );
    for (policy, last) in [
        (json!({}), Some(Value::Null)),
        (json!({"users-v3.0.last-page": "absent"}), None),
        (json!({"users-v3.0.last-page": "empty"}), Some(json!(""))),
    ] {
        assert_eq!(
            page(policy.clone(), "").await.get("NextPage"),
            last.as_ref(),
            "{policy}"
        );
    }
}
