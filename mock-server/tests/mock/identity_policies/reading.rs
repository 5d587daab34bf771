//! Policies of how requests to read users are understood.

use super::*;

const IDS: &[&str] = &["identity.user.ids.read"];

#[tokio::test]
async fn what_a_token_may_not_read() {
    let tester = Tester::start().await;
    let rows = seen([("left-out", json!(200)), ("refused", json!(403))]);
    tester
        .switches_for(
            Some(IDS),
            "identity.missing-read-scope",
            &rows,
            async |desk| desk.status(&format!("{V4_1}?attributes=emails")).await,
        )
        .await;
    let rows = seen([
        ("as-null", json!([200, 0])),
        ("refused", json!([403, null])),
        ("answered", json!([200, USERS])),
    ]);
    tester
        .switches_for(
            Some(IDS),
            "identity.filter-without-scope",
            &rows,
            async |desk| {
                let (status, page) = desk.search(&json!({"filter": "name.givenName pr"})).await;
                json!([status, page["totalResults"]])
            },
        )
        .await;
}

#[tokio::test]
async fn names_of_attributes() {
    let tester = Tester::start().await;
    for (key, rows, query) in [
        (
            "identity.attributes-and-excluded",
            seen([("both", json!(200)), ("refused", json!(400))]),
            "attributes=name&excludedAttributes=name.formatted",
        ),
        (
            "identity.attribute-name-case",
            seen([("ignored", json!(200)), ("exact", json!(400))]),
            "attributes=NAME.givenname",
        ),
        (
            "identity.unknown-attributes",
            seen([("refused", json!(400)), ("ignored", json!(200))]),
            "attributes=nope",
        ),
        (
            "identity.unknown-parameters",
            seen([("ignored", json!(200)), ("refused", json!(400))]),
            "sortBy=userName",
        ),
        (
            "identity.removed-parameters",
            seen([("refused", json!(400)), ("ignored", json!(200))]),
            "startIndex=2",
        ),
    ] {
        tester
            .switches(key, &rows, async |desk| {
                desk.status(&format!("{V4_1}?{query}")).await
            })
            .await;
    }
    let rows = seen([("supported", json!(false)), ("ignored", json!(true))]);
    tester
        .switches("identity.get-attributes", &rows, async |desk| {
            let path = desk.hire(&json!({})).await;
            let (_, user) = desk.get(&format!("{path}?attributes=userName")).await;
            json!(user["active"].is_boolean())
        })
        .await;
}

#[tokio::test]
async fn parameters_that_come_twice() {
    let tester = Tester::start().await;
    let rows = seen([
        ("refused", json!([400, null])),
        ("first", json!([200, 1])),
        ("last", json!([200, 2])),
    ]);
    for users in [V4, V4_1] {
        tester
            .switches("identity.repeated-parameters", &rows, async |desk| {
                let (status, page) = desk.get(&format!("{users}?count=1&count=2")).await;
                json!([status, page["itemsPerPage"]])
            })
            .await;
    }
}

#[tokio::test]
async fn bodies_of_searches() {
    let tester = Tester::start().await;
    let rows = seen([
        ("exact", json!([400, 400])),
        ("either", json!([200, 400])),
        ("ignored", json!([200, 200])),
    ]);
    tester
        .switches("identity.search-schemas", &rows, async |desk| {
            let rfc = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
            let (other, _) = desk.search(&json!({"schemas": [rfc]})).await;
            let (none, _) = desk.search(&json!({"schemas": null})).await;
            json!([other, none])
        })
        .await;
    let rows = seen([("accepted", json!(false)), ("ignored", json!(true))]);
    tester
        .switches("identity.continuation-token", &rows, async |desk| {
            let (_, one) = desk.search(&json!({"count": 1})).await;
            let next = json!({"count": 1, "continuationToken": one["nextCursor"]});
            let (_, two) = desk.search(&next).await;
            json!(one["Resources"][0]["id"] == two["Resources"][0]["id"])
        })
        .await;
}

#[tokio::test]
async fn meanings_of_filters() {
    let tester = Tester::start().await;
    let rows = seen([("matches", json!(USERS)), ("does-not-match", json!(0))]);
    tester
        .switches("identity.ne-and-null", &rows, async |desk| {
            let (_, page) = desk.search(&json!({"filter": "nickName ne \"Bob\""})).await;
            page["totalResults"].clone()
        })
        .await;
    let rows = seen([("some", json!(1)), ("every", json!(0))]);
    tester
        .switches("identity.filter-across-values", &rows, async |desk| {
            let emails = json!({"emails": [
                {"type": "work", "value": "a@one.example"},
                {"type": "home", "value": "a@two.example"},
            ]});
            desk.hire(&emails).await;
            let filter = "emails.value ew \"@one.example\"";
            let (_, page) = desk.search(&json!({"filter": filter})).await;
            page["totalResults"].clone()
        })
        .await;
    let rows = seen([
        ("INVALID_INPUT", json!("INVALID_INPUT")),
        ("BAD_QUERY", json!("BAD_QUERY")),
    ]);
    tester
        .switches("identity.invalid-filter-code", &rows, async |desk| {
            let (_, refusal) = desk.search(&json!({"filter": "nope eq \"x\""})).await;
            refusal["urn:ietf:params:scim:api:messages:concur:2.0:Error"]["messages"][0]["code"]
                .clone()
        })
        .await;
}
