//! Policies of what is answered.

use concur_mock::Settings;

use super::*;

#[tokio::test]
async fn statuses_of_writes() {
    let tester = Tester::start().await;
    let rows = seen([("200", json!(200)), ("201", json!(201))]);
    tester
        .switches("identity.create-status", &rows, async |desk| {
            json!(desk.post("new@example.com", &json!({})).await.0)
        })
        .await;
    let rows = seen([("409", json!(409)), ("400", json!(400))]);
    tester
        .switches("identity.duplicate-status", &rows, async |desk| {
            desk.post("new@example.com", &json!({})).await;
            json!(desk.post("NEW@example.com", &json!({})).await.0)
        })
        .await;
    let rows = seen([("404", json!(404)), ("204", json!(204))]);
    tester
        .switches("identity.delete-unknown", &rows, async |desk| {
            let path = format!("{V4_1}/{}", uuid::Uuid::max());
            json!(desk.send(Method::DELETE, &path, None).await.0)
        })
        .await;
}

#[tokio::test]
async fn replies_to_writes() {
    let tester = Tester::start().await;
    let rows = seen([("as-examples", json!(false)), ("as-get", json!(true))]);
    tester
        .switches("identity.write-reply", &rows, async |desk| {
            let (_, user) = desk.post("new@example.com", &json!({})).await;
            json!(user.as_object().unwrap().contains_key("title"))
        })
        .await;
    let scopes = [
        "identity.user.coreenterprise.writeonly",
        "identity.user.ids.read",
    ];
    let rows = seen([("masked", json!(false)), ("whole", json!(true))]);
    tester
        .switches_for(
            Some(&scopes),
            "identity.write-reply-scopes",
            &rows,
            async |desk| {
                let (_, user) = desk.post("new@example.com", &json!({})).await;
                json!(user.as_object().unwrap().contains_key("emails"))
            },
        )
        .await;
}

#[tokio::test]
async fn the_look_of_users() {
    let tester = Tester::start().await;
    let rows = seen([
        ("mixed", json!([[], null])),
        ("null", json!([null, null])),
        ("brackets", json!([[], []])),
    ]);
    tester
        .switches("identity.empty-lists", &rows, async |desk| {
            let user = desk.hired(&json!({})).await;
            json!([user["addresses"], user["emergencyContacts"]])
        })
        .await;
    let rows = seen([("when-present", json!(2)), ("always", json!(3))]);
    tester
        .switches("identity.sap-in-schemas", &rows, async |desk| {
            let user = desk.hired(&json!({})).await;
            json!(user["schemas"].as_array().unwrap().len())
        })
        .await;
    let rows = seen([("as-called", json!(true)), ("v4", json!(false))]);
    tester
        .switches("identity.location", &rows, async |desk| {
            let user = desk.hired(&json!({})).await;
            json!(
                user["meta"]["location"]
                    .as_str()
                    .unwrap()
                    .contains("/v4.1/")
            )
        })
        .await;
    let rows = seen([
        ("microseconds", json!("007919Z")),
        ("padded-milliseconds", json!("000007Z")),
        ("nanoseconds", json!("007919940Z")),
    ]);
    tester
        .switches("identity.time-fraction", &rows, async |desk| {
            let (_, page) = desk.get(V4_1).await;
            let created = page["Resources"][1]["meta"]["created"].as_str().unwrap();
            json!(created.split_once('.').unwrap().1)
        })
        .await;
    let rows = seen([
        ("family-first", json!("Hire, New ")),
        ("given-first", json!("New Hire")),
    ]);
    tester
        .switches("identity.formatted-name", &rows, async |desk| {
            desk.hired(&json!({})).await["name"]["formatted"].clone()
        })
        .await;
}

#[tokio::test]
async fn attributes_that_are_shown_on_request() {
    let tester = Tester::start().await;
    for (key, users, rows) in [
        (
            "identity.request-only",
            V4_1,
            seen([
                ("hidden", json!([false, false, false])),
                ("shown", json!([true, true, true])),
            ]),
        ),
        (
            "identity-v4.request-only",
            V4,
            seen([
                ("shown", json!([true, true, true])),
                ("hidden", json!([false, false, false])),
            ]),
        ),
    ] {
        tester
            .switches(key, &rows, async |desk| {
                let (_, page) = desk.get(V4_1).await;
                let manager = &page["Resources"][0]["id"];
                let members = json!({"entitlements": ["Expense"], ENTERPRISE: {"manager": {"value": manager}}});
                let path = desk.hire(&members).await.replace(V4_1, users);
                let (_, user) = desk.get(&path).await;
                let manager = &user[ENTERPRISE]["manager"];
                json!([
                    user["entitlements"].is_array(),
                    manager["displayName"].is_string(),
                    manager["$ref"].is_string(),
                ])
            })
            .await;
    }
}

#[tokio::test]
async fn discovery() {
    let tester = Tester::start().await;
    let rows = seen([("array", json!(true)), ("list", json!(false))]);
    tester
        .switches("identity.resource-types", &rows, async |desk| {
            let (_, types) = desk.get("/profile/identity/v4.1/ResourceTypes").await;
            json!(types.is_array())
        })
        .await;
    let rows = seen([("urn", json!(404)), ("either", json!(200))]);
    tester
        .switches("identity.schema-ids", &rows, async |desk| {
            desk.status("/profile/identity/v4/Schemas/com:concur:cte:user:2.0")
                .await
        })
        .await;
}

#[tokio::test]
async fn discovery_without_a_token() {
    for (value, status) in [("not-needed", 200), ("needed", 401)] {
        let settings = Settings {
            policies: vec![format!("{}={value}", "identity.discovery-token")],
            ..Settings::default()
        };
        let mock = MockConcur::start_with(settings).await.unwrap();
        let client = Client::new(mock.base_url());
        let (seen, _) = client.get("/profile/identity/v4.1/Schemas").await;
        assert_eq!(seen.as_u16(), status, "{value}");
    }
}
