//! The companies of the fixtures, hired into the mock over HTTP and read back by the connector.

use std::fs;

use concur_connector::Api;
use concur_contract::contract::{Contract, fixtures_folder};
use concur_contract::session::{Session, Wish};
use concur_contract::target::{Access, Target};
use futures_util::TryStreamExt;
use serde_json::{Value, json};

use super::connection::{connector, plain_client, shown};

const USERS: &str = "/profile/identity/v4.1/Users";

#[tokio::test]
async fn three_offices() {
    let file = fixtures_folder().join("companies/three-offices.yaml");
    let seed: Value = serde_saphyr::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    session.enter(&Wish::users(0)).await.unwrap();
    let access = session.company().clone();
    // The clock decides about the dates in the snapshot.
    let clock = format!(
        "{}/__admin/companies/{}/clock",
        access.base_url, access.company_id
    );
    let frozen = plain_client()
        .put(clock)
        .json(&json!({"freeze": "2026-01-15T09:00:00Z"}));
    frozen.send().await.unwrap().error_for_status().unwrap();

    hire(&access, seed["users"].as_array().unwrap()).await;

    let users: Vec<_> = connector(&access, Api::IdentityV4_1)
        .list()
        .try_collect()
        .await
        .unwrap();
    let mut shown: Vec<Value> = users
        .iter()
        .map(|user| shown(user, &access.base_url))
        .collect();
    shown.sort_by_key(|user| user["username"].to_string());
    // Ids follow from the order of companies in the session, so logins stand for them.
    let mut text = serde_json::to_string_pretty(&shown).unwrap();
    for user in &users {
        text = text.replace(&user.id, user.username.as_deref().unwrap());
    }
    insta::assert_snapshot!(text.replace(&access.company_id, "{company}"));
    target.stop().await.unwrap();
}

/// Creates the users one after the other, each request and reply held against the contract.
async fn hire(access: &Access, users: &[Value]) {
    let contract = Contract::load(&fixtures_folder().join("contract")).unwrap();
    let create = contract.operation("identity.v4_1.users.create").unwrap();
    let http = plain_client();
    let token = token(access).await;
    let mut hired: Vec<(String, String)> = Vec::new();
    for user in users {
        let mut body = user.to_string().replace("{company}", &access.company_id);
        for (login, id) in &hired {
            body = body.replace(&format!("{{{login}}}"), id);
        }
        let faults = create.check_request(&[], Some("application/json"), body.as_bytes());
        assert!(faults.is_empty(), "{faults:?}");
        let request = http
            .post(format!("{}{USERS}", access.base_url))
            .bearer_auth(&token);
        let request = request
            .header("content-type", "application/json")
            .body(body);
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200, "{}", response.text().await.unwrap());
        let reply: Value = response.json().await.unwrap();
        let text = |name: &str| reply[name].as_str().unwrap().to_owned();
        hired.push((text("userName"), text("id")));
    }
}

async fn token(access: &Access) -> String {
    let form = [
        ("grant_type", "password"),
        ("credtype", "authtoken"),
        ("client_id", &access.client_id),
        ("client_secret", &access.client_secret),
        ("username", &access.company_id),
        ("password", &access.request_token),
    ];
    let request = plain_client()
        .post(format!("{}/oauth2/v0/token", access.base_url))
        .form(&form);
    let reply: Value = request.send().await.unwrap().json().await.unwrap();
    reply["access_token"].as_str().unwrap().to_owned()
}
