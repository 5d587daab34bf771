//! Users of other companies, users that the search does not see yet, and requests of nobody.

use concur_mock::Settings;

use super::*;

#[tokio::test]
async fn a_user_of_another_company_is_nobody_or_forbidden() {
    const SCIM: &str = "/scim/v4/Users";
    let tester = Tester::start().await;
    let other = tester.desk(None).await;
    let path = other.hire(&json!({})).await;
    let stranger = path.rsplit('/').next().unwrap();
    let nobody = "00000000-0000-4000-8000-000000000000";
    let rows = seen([
        ("404", json!(vec![[404; 4]; 4])),
        ("403", json!(vec![[403; 4], [403; 4], [403; 4], [404; 4]])),
    ]);
    tester
        .switches("access.user-of-another-company", &rows, async |desk| {
            let retitling = json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                "Operations": [{"op": "replace", "path": "title", "value": "x"}]});
            let put = desk.person("put@example.com", &json!({}));
            let mut statuses = Vec::new();
            for (service, id) in [
                (V4, stranger),
                (V4_1, stranger),
                (SCIM, stranger),
                (V4, nobody),
            ] {
                let path = format!("{service}/{id}");
                let mut put = put.clone();
                if service == SCIM {
                    put["schemas"] = json!(["urn:ietf:params:scim:schemas:core:2.0:User"]);
                }
                let mut row = Vec::new();
                for (method, body) in [
                    (Method::GET, None),
                    (Method::PUT, Some(&put)),
                    (Method::PATCH, Some(&retitling)),
                    (Method::DELETE, None),
                ] {
                    let (status, reply) = desk.send(method, &path, body).await;
                    if status == 403 {
                        let detail = format!("User {stranger} belongs to another company");
                        assert_eq!(reply["detail"], detail);
                    }
                    row.push(status);
                }
                statuses.push(row);
            }
            json!(statuses)
        })
        .await;
    assert_eq!(other.get(&path).await.0, 200, "it is untouched");
}

#[tokio::test]
async fn a_deletion_that_forgives_unknown_users_does_not_forgive_strangers() {
    let tester = Tester::start().await;
    let (desk, other) = (tester.desk(None).await, tester.desk(None).await);
    let path = other.hire(&json!({})).await;
    desk.set(&json!({"identity.delete-unknown": "204"})).await;
    assert_eq!(desk.send(Method::DELETE, &path, None).await.0, 204);
    desk.set(&json!({"access.user-of-another-company": "403"}))
        .await;
    assert_eq!(desk.send(Method::DELETE, &path, None).await.0, 403);
    assert_eq!(other.get(&path).await.0, 200);
}

#[tokio::test]
async fn a_search_that_lags_sees_users_as_they_were() {
    let tester = Tester::start().await;
    let rows = [
        (json!(0), json!([1, 1, 1, 0])),
        (json!(60), json!([0, 0, 1, 1])),
    ];
    tester
        .switches("identity.search-lag", &rows, async |desk| {
            let clock = format!("/__admin/companies/{}/clock", desk.company.company_id);
            let freeze = json!({"freeze": "2026-03-01T09:00:00Z"});
            desk.client.put(&clock, &freeze).await;
            let token = desk.client.token(&desk.company).await;
            let desk = Desk {
                client: desk.client,
                company: desk.company.clone(),
                token,
            };
            let advance = async |seconds: u32| {
                let path = format!("{clock}/advance");
                desk.client.post(&path, &json!({"seconds": seconds})).await;
            };
            let total = async || {
                let filter = "userName eq \"hire@example.com\"";
                let (status, found) = desk.search(&json!({"filter": filter})).await;
                assert_eq!(status, 200, "{found}");
                found["totalResults"].clone()
            };
            let path = desk.hire(&json!({})).await;
            assert_eq!(desk.get(&path).await.0, 200, "only the search lags");
            let mut totals = vec![total().await];
            for seconds in [59, 1] {
                advance(seconds).await;
                totals.push(total().await);
            }
            desk.send(Method::DELETE, &path, None).await;
            totals.push(total().await);
            json!(totals)
        })
        .await;
}

#[tokio::test]
async fn what_a_request_of_nobody_gets_is_decided_by_the_process() {
    for (key, values) in [
        ("access.missing-token", ["401", "403"]),
        ("access.unknown-token", ["401", "403"]),
    ] {
        for value in values {
            let settings = Settings {
                policies: vec![format!("{key}={value}")],
                ..Settings::default()
            };
            let mock = MockConcur::start_with(settings).await.unwrap();
            let client = Client::new(mock.base_url());
            let mut request = client.request(Method::GET, V4_1);
            if key == "access.unknown-token" {
                request = request.bearer_auth("made-up");
            }
            let (status, reply) = answer(request).await;
            assert_eq!(
                (status.as_str(), &reply["status"]),
                (value, &json!(value)),
                "{key}"
            );
        }
    }
}
