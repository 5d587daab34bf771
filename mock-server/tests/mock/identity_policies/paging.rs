//! Policies of pages and look-ups.

use super::*;

#[tokio::test]
async fn counts() {
    let tester = Tester::start().await;
    let rows = seen([("lowered", json!(200)), ("refused", json!(400))]);
    for users in [V4, V4_1] {
        tester
            .switches("identity.count-above-maximum", &rows, async |desk| {
                desk.status(&format!("{users}?count=5000")).await
            })
            .await;
    }
    let rows = seen([("refused", json!(400)), ("default", json!(200))]);
    tester
        .switches("identity.unfit-count", &rows, async |desk| {
            desk.status(&format!("{V4_1}?count=many")).await
        })
        .await;
    let rows = seen([
        ("as-published", json!([200, 400])),
        ("zero", json!([200, 200])),
        ("one", json!([400, 400])),
    ]);
    tester
        .switches("identity.count-minimum", &rows, async |desk| {
            let list = desk.status(&format!("{V4_1}?count=0")).await;
            json!([list, desk.search(&json!({"count": 0})).await.0])
        })
        .await;
    let rows = [(json!(100), json!(USERS)), (json!(1), json!(1))];
    tester
        .switches("identity-v4.count-maximum", &rows, async |desk| {
            desk.get(&format!("{V4}?count=100")).await.1["itemsPerPage"].clone()
        })
        .await;
    let rows = [(json!(10), json!(USERS)), (json!(2), json!(2))];
    tester
        .switches("identity-v4.count-default", &rows, async |desk| {
            desk.get(V4).await.1["itemsPerPage"].clone()
        })
        .await;
}

#[tokio::test]
async fn start_indexes_and_the_numbers_of_a_page() {
    let tester = Tester::start().await;
    for (key, rows, query) in [
        (
            "identity-v4.start-below-one",
            seen([("refused", json!(400)), ("first", json!(200))]),
            "startIndex=0",
        ),
        (
            "identity-v4.start-beyond-end",
            seen([("empty", json!(200)), ("refused", json!(400))]),
            "startIndex=99",
        ),
    ] {
        tester
            .switches(key, &rows, async |desk| {
                desk.status(&format!("{V4}?{query}")).await
            })
            .await;
    }
    let rows = seen([("sent", json!([1, 1])), ("left-out", json!([1, null]))]);
    tester
        .switches("identity.start-index-reply", &rows, async |desk| {
            let (_, older) = desk.get(V4).await;
            let (_, newer) = desk.get(V4_1).await;
            json!([older["startIndex"], newer["startIndex"]])
        })
        .await;
    let rows = seen([("returned", json!(USERS)), ("requested", json!(50))]);
    tester
        .switches("identity.items-per-page", &rows, async |desk| {
            desk.get(&format!("{V4_1}?count=50")).await.1["itemsPerPage"].clone()
        })
        .await;
}

#[tokio::test]
async fn cursors() {
    let tester = Tester::start().await;
    let rows = seen([("400", json!(400)), ("404", json!(404))]);
    tester
        .switches("identity.bad-cursor-status", &rows, async |desk| {
            desk.status(&format!("{V4_1}?cursor=nonsense")).await
        })
        .await;
    let rows = seen([("bound", json!([200, 400])), ("free", json!([200, 200]))]);
    tester
        .switches("identity.cursor-query", &rows, async |desk| {
            let filter = "name.givenName pr";
            let first = json!({"count": 1, "filter": filter});
            let cursor = desk.search(&first).await.1["nextCursor"].clone();
            let same = json!({"count": 1, "filter": filter, "cursor": cursor});
            let other = json!({"count": 1, "filter": "name.familyName pr", "cursor": cursor});
            json!([desk.search(&same).await.0, desk.search(&other).await.0])
        })
        .await;
    let rows = [(json!(0), json!(200)), (json!(60), json!(400))];
    tester
        .switches("identity.cursor-life", &rows, async |desk| {
            let (_, page) = desk.search(&json!({"count": 1})).await;
            let clock = format!(
                "/__admin/companies/{}/clock/advance",
                desk.company.company_id
            );
            desk.client.post(&clock, &json!({"seconds": 61})).await;
            let next = json!({"count": 1, "cursor": page["nextCursor"]});
            json!(desk.search(&next).await.0)
        })
        .await;
}

#[tokio::test]
async fn a_cursor_of_another_company_with_the_same_users_is_refused() {
    let tester = Tester::start().await;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let company = json!({"users": USERS, "seed": 7});
        let company = tester.client.company(&company).await;
        tokens.push(tester.client.token(&company).await);
    }
    let get = async |token: &str, query: &str| {
        let request = tester
            .client
            .request(Method::GET, &format!("{V4_1}?{query}"));
        answer(request.bearer_auth(token)).await
    };
    let (_, page) = get(&tokens[0], "count=1").await;
    let next = page["nextCursor"].as_str().unwrap().replace('+', "%2B");
    let next = format!("count=1&cursor={}", next.replace('=', "%3D"));
    assert_eq!(get(&tokens[0], &next).await.0, StatusCode::OK);
    assert_eq!(get(&tokens[1], &next).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn look_ups() {
    let tester = Tester::start().await;
    for (key, rows, query) in [
        (
            "identity-v4.lookup-without-hit",
            seen([("200", json!(200)), ("404", json!(404))]),
            "userName=nobody@example.com",
        ),
        (
            "identity-v4.number-without-company",
            seen([("refused", json!(400)), ("own-company", json!(200))]),
            "employeeNumber=100000",
        ),
        (
            "identity-v4.conflicting-lookups",
            seen([("refused", json!(400)), ("first", json!(200))]),
            "userName=nobody@example.com&externalId=hr-0000000",
        ),
    ] {
        tester
            .switches(key, &rows, async |desk| {
                desk.status(&format!("{V4}?{query}")).await
            })
            .await;
    }
    let rows = seen([("list", json!(true)), ("user", json!(false))]);
    tester
        .switches("identity-v4.lookup-reply", &rows, async |desk| {
            let login = &desk.company.user.as_ref().unwrap().user_name;
            let path = format!("/profile/identity/v4/users/lookup/?userName={login}");
            let (status, found) = desk.get(&path).await;
            assert_eq!(status, 200, "{found}");
            json!(found["Resources"].is_array())
        })
        .await;
}
