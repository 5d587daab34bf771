//! Policies of what a write does to a user.

use super::*;

/// The entitlements of a user, which only a request for them shows.
async fn entitlements(desk: &Desk<'_>, path: &str) -> Value {
    let (_, user) = desk.get(&format!("{path}?attributes=entitlements")).await;
    user["entitlements"].clone()
}

#[tokio::test]
async fn patches() {
    let tester = Tester::start().await;
    let rows = seen([
        ("leaves-append", json!([["Travel"], 2])),
        ("replaces", json!([["Travel"], 1])),
        ("appends", json!([["Expense", "Travel"], 2])),
    ]);
    tester
        .switches("identity.list-add", &rows, async |desk| {
            let leave = |year: u16| json!([{"startDate": format!("{year}-03-01"), "endDate": format!("{year}-04-01")}]);
            let members = json!({"entitlements": ["Expense"], ENTERPRISE: {"leavesOfAbsence": leave(2020)}});
            let path = desk.hire(&members).await;
            let add = json!({"op": "add", "path": "entitlements", "value": ["Travel"]});
            desk.patch(&path, &add).await;
            let leaves = format!("{ENTERPRISE}:leavesOfAbsence");
            let add = json!({"op": "add", "path": leaves, "value": leave(2021)});
            let (_, user) = desk.patch(&path, &add).await;
            let leaves = user[ENTERPRISE]["leavesOfAbsence"].as_array().unwrap().len();
            json!([entitlements(desk, &path).await, leaves])
        })
        .await;
    for (key, operation) in [
        (
            "identity.unknown-path",
            json!({"op": "add", "path": "nope", "value": 1}),
        ),
        (
            "identity.read-only-path",
            json!({"op": "replace", "path": "displayName", "value": "x"}),
        ),
        (
            "identity.no-target",
            json!({"op": "replace", "path": "emails[type eq \"other\"].value", "value": "a@b.example"}),
        ),
    ] {
        let rows = seen([("refused", json!(400)), ("ignored", json!(200))]);
        tester
            .switches(key, &rows, async |desk| {
                let path = desk.hire(&json!({})).await;
                json!(desk.patch(&path, &operation).await.0)
            })
            .await;
    }
    let rows = seen([("optional", json!(200)), ("required", json!(400))]);
    tester
        .switches("identity.patch-schemas", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let operation = json!({"op": "replace", "path": "title", "value": "x"});
            json!(desk.patch(&path, &operation).await.0)
        })
        .await;
}

#[tokio::test]
async fn schemas_of_a_written_user() {
    let tester = Tester::start().await;
    let rows = seen([
        ("ignored", json!([200, 200, 200])),
        ("core", json!([400, 200, 200])),
        ("all", json!([400, 400, 200])),
    ]);
    tester
        .switches("identity.write-schemas", &rows, async |desk| {
            let core = "urn:ietf:params:scim:schemas:core:2.0:User";
            let mut seen = Vec::new();
            for (number, schemas) in [json!(null), json!([core]), json!([core, ENTERPRISE])]
                .into_iter()
                .enumerate()
            {
                let login = format!("hire-{number}@example.com");
                seen.push(desk.post(&login, &json!({"schemas": schemas})).await.0);
            }
            json!(seen)
        })
        .await;
}

#[tokio::test]
async fn verified_addresses() {
    let tester = Tester::start().await;
    let verified = json!({"emails": [{"type": "work", "value": "a@b.example", "verified": true}]});
    let rows = seen([
        ("by-scope", json!([200, true])),
        ("withdrawn", json!([400, null])),
        ("read-only", json!([200, false])),
    ]);
    tester
        .switches("identity.verified", &rows, async |desk| {
            let (status, user) = desk.post("hire@example.com", &verified).await;
            json!([status, user["emails"][0]["verified"]])
        })
        .await;
    let rows = seen([
        ("read-only", json!([false, false])),
        ("by-scope", json!([true, true])),
    ]);
    tester
        .switches("identity-v4.verified", &rows, async |desk| {
            let user = desk.person("hire@example.com", &verified);
            let (_, created) = desk.send(Method::POST, V4, Some(&user)).await;
            let path = format!("{V4}/{}", created["id"].as_str().unwrap());
            let list = json!({"op": "replace", "path": "emails", "value": verified["emails"]});
            let (_, patched) = desk.patch(&path, &list).await;
            json!([
                created["emails"][0]["verified"],
                patched["emails"][0]["verified"]
            ])
        })
        .await;
    let rows = seen([("written", json!(true)), ("read-only", json!(false))]);
    tester
        .switches("identity.verified-by-put", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let user = desk.person("hire@example.com", &verified);
            let (_, replaced) = desk.send(Method::PUT, &path, Some(&user)).await;
            replaced["emails"][0]["verified"].clone()
        })
        .await;
}

#[tokio::test]
async fn writes_without_their_scope() {
    let tester = Tester::start().await;
    let scopes = [
        "identity.user.coreenterprise.writeonly",
        "identity.user.ids.read",
    ];
    let rows = seen([
        ("refused", json!([403, 403])),
        ("ignored", json!([200, 200])),
    ]);
    tester
        .switches_for(
            Some(&scopes),
            "identity.missing-write-scope",
            &rows,
            async |desk| {
                let path = desk.hire(&json!({})).await;
                let operation = json!({"op": "add", "path": "externalId", "value": "x"});
                let (patched, _) = desk.patch(&path, &operation).await;
                let user = desk.person("hire@example.com", &json!({"externalId": "x"}));
                let (replaced, _) = desk.send(Method::PUT, &path, Some(&user)).await;
                assert_eq!(desk.get(&path).await.1["externalId"], Value::Null);
                json!([patched, replaced])
            },
        )
        .await;
}

#[tokio::test]
async fn values_that_the_service_makes() {
    let tester = Tester::start().await;
    let rows = [(json!(1), json!(1)), (json!(4), json!(4))];
    tester
        .switches("identity.version-step", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let operation = json!({"op": "replace", "path": "title", "value": "x"});
            desk.patch(&path, &operation).await.1["meta"]["version"].clone()
        })
        .await;
    let rows = seen([("follows", json!("Nick Hire")), ("kept", json!("New Hire"))]);
    tester
        .switches("identity.display-name", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let operation = json!({"op": "add", "path": "nickName", "value": "Nick"});
            desk.patch(&path, &operation).await.1["displayName"].clone()
        })
        .await;
    let rows = seen([("derived", json!("J")), ("as-sent", json!(null))]);
    tester
        .switches("identity.middle-initial", &rows, async |desk| {
            let user = desk.hired(&json!({"name": {"middleName": "Joe"}})).await;
            user["name"]["middleInitial"].clone()
        })
        .await;
    let rows = seen([
        ("pacific", json!("2026-01-15T12:00:00.000")),
        ("utc", json!("2026-01-15T20:00:00Z")),
        ("none", json!(null)),
    ]);
    tester
        .switches("identity.default-start", &rows, async |desk| {
            let clock = format!("/__admin/companies/{}/clock", desk.company.company_id);
            let time = json!({"freeze": "2026-01-15T20:00:30Z"});
            let (status, _) = desk.client.put(&clock, &time).await;
            assert_eq!(status, StatusCode::OK);
            desk.hired(&json!({})).await[ENTERPRISE]["startDate"].clone()
        })
        .await;
    let rows = seen([("american", json!("mile")), ("european", json!("km"))]);
    tester
        .switches("identity.locale-defaults", &rows, async |desk| {
            desk.hired(&json!({})).await["localeOverrides"]["preferenceDistance"].clone()
        })
        .await;
}

#[tokio::test]
async fn values_that_the_client_sends() {
    let tester = Tester::start().await;
    let locale = json!({"localeOverrides": {"preferenceDistance": "km"}});
    let rows = seen([
        ("ignored", json!(["mile", 400])),
        ("written", json!(["km", 200])),
    ]);
    tester
        .switches("identity.locale-overrides", &rows, async |desk| {
            let path = desk.hire(&locale).await;
            let (_, user) = desk.get(&path).await;
            let operation = json!({"op": "replace", "path": "localeOverrides.preferenceDefaultCalView", "value": "day"});
            let (status, _) = desk.patch(&path, &operation).await;
            json!([user["localeOverrides"]["preferenceDistance"], status])
        })
        .await;
    let phone = json!({"phoneNumbers": [{"type": "work", "value": "5551234567", "display": "+1 (555) 123 4567"}]});
    let start = json!({ENTERPRISE: {"startDate": "2020-03-01"}});
    let email = json!({"emails": [{"type": "work", "value": "Ada@Example.com"}]});
    for (key, rows, members, pointer) in [
        (
            "identity.email-case",
            seen([
                ("as-sent", json!("Ada@Example.com")),
                ("lower", json!("ada@example.com")),
            ]),
            email,
            "/emails/0/value".to_owned(),
        ),
        (
            "identity.phone-display",
            seen([
                ("canonical", json!("tel:+1-555-123-4567")),
                ("as-sent", json!("+1 (555) 123 4567")),
            ]),
            phone,
            "/phoneNumbers/0/display".to_owned(),
        ),
        (
            "identity.dates",
            seen([
                ("as-sent", json!("2020-03-01")),
                ("wall-time", json!("2020-03-01T00:00:00.000")),
            ]),
            start,
            format!("/{ENTERPRISE}/startDate"),
        ),
    ] {
        tester
            .switches(key, &rows, async |desk| {
                let user = desk.hired(&members).await;
                user.pointer(&pointer).cloned().unwrap_or_default()
            })
            .await;
    }
}

#[tokio::test]
async fn a_full_company_takes_nobody() {
    let tester = Tester::start().await;
    let rows = [
        (json!(2_000_000), json!([200, null])),
        (json!(USERS), json!([400, "tooMany"])),
    ];
    tester
        .switches("users.maximum", &rows, async |desk| {
            let (status, reply) = desk.post("hire@example.com", &json!({})).await;
            json!([status, reply["scimType"]])
        })
        .await;
}

#[tokio::test]
async fn what_goes_with_active_and_entitlements() {
    let tester = Tester::start().await;
    let entitled = json!({"entitlements": ["Expense"]});
    let set = |active: bool| json!({"op": "replace", "path": "active", "value": active});
    let rows = seen([("stored", json!(["Expense"])), ("ignored", json!(null))]);
    tester
        .switches("identity.entitlements", &rows, async |desk| {
            let path = desk.hire(&entitled).await;
            entitlements(desk, &path).await
        })
        .await;
    let rows = seen([("free", json!([200, 200])), ("together", json!([400, 200]))]);
    tester
        .switches("identity.activation-dates", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let (alone, _) = desk.patch(&path, &set(false)).await;
            let clock = format!("/__admin/companies/{}/clock", desk.company.company_id);
            let time = json!({"freeze": "2026-01-15T20:00:30Z"});
            desk.client.put(&clock, &time).await;
            let both = json!({"active": false, ENTERPRISE: {"terminationDate": "2026-01-15"}});
            let (together, _) = desk
                .patch(&path, &json!({"op": "replace", "value": both}))
                .await;
            json!([alone, together])
        })
        .await;
    let rows = seen([("kept", json!(["Expense"])), ("cleared", json!(null))]);
    tester
        .switches("identity.deactivated-entitlements", &rows, async |desk| {
            let path = desk.hire(&entitled).await;
            desk.patch(&path, &set(false)).await;
            entitlements(desk, &path).await
        })
        .await;
    let rows = seen([
        ("allowed", json!([200, 200])),
        ("refused", json!([200, 400])),
    ]);
    tester
        .switches("identity.reactivation", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let (off, _) = desk.patch(&path, &set(false)).await;
            json!([off, desk.patch(&path, &set(true)).await.0])
        })
        .await;
    let rows = seen([("refused", json!(400)), ("dropped", json!(200))]);
    tester
        .switches("identity.unfit-manager", &rows, async |desk| {
            let manager = json!({"manager": {"value": uuid::Uuid::max().to_string()}});
            json!(
                desk.post("hire@example.com", &json!({ENTERPRISE: manager}))
                    .await
                    .0
            )
        })
        .await;
}

#[tokio::test]
async fn legal_entities_that_the_company_does_not_have() {
    let tester = Tester::start().await;
    let rows = seen([
        ("kept", json!([200, 200, 200])),
        ("refused", json!([400, 200, 200])),
    ]);
    tester
        .switches("identity.unknown-legal-entity", &rows, async |desk| {
            let with = |entity: &str| json!({ENTERPRISE: {"legalEntity": entity}});
            let nowhere = format!("le-{}", uuid::Uuid::max());
            let (strange, _) = desk.post("strange@example.com", &with(&nowhere)).await;
            let founded = json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:LegalEntity"],
                "companyId": desk.company.company_id, "name": "Kiln GmbH", "referenceId": "KILN",
                "active": true, "address": {"country": "DE"},
            });
            let path = "/profile/identity/v4.1/LegalEntities";
            let (_, entity) = desk.send(Method::POST, path, Some(&founded)).await;
            let id = entity["id"].as_str().unwrap();
            let (known, _) = desk.post("known@example.com", &with(id)).await;
            let (unbound, _) = desk.post("unbound@example.com", &json!({})).await;
            json!([strange, known, unbound])
        })
        .await;
}
