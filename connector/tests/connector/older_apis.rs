//! Identity v4 and Users v3.0: read only, each with its own paging.

use concur_connector::{Api, Change, Connector, DecodeProblem, Error, NewUser, Query, User};
use futures_util::{StreamExt, TryStreamExt};
use serde_json::json;
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, ResponseTemplate};

use crate::server::Server;

const V4: &str = "/profile/identity/v4/Users";
const V3: &str = "/api/v3.0/common/users";

fn connector(server: &Server, api: Api) -> Connector {
    Connector::new(server.config().with_api(api)).unwrap()
}

async fn ids(connector: &Connector) -> Vec<String> {
    let users: Vec<User> = connector.list().try_collect().await.unwrap();
    users.into_iter().map(|user| user.id).collect()
}

async fn v4_page(server: &Server, start: Option<&str>, ids: &[&str], total: u64) {
    let users: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let mock = Mock::given(method("GET")).and(path(V4));
    let mock = match start {
        Some(start) => mock.and(query_param("startIndex", start)),
        None => mock.and(query_param_is_missing("startIndex")),
    };
    let index: u64 = start.map_or(1, |start| start.parse().unwrap());
    let body = json!({
        "totalResults": total, "startIndex": index, "itemsPerPage": 100, "Resources": users,
    });
    mock.respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(&server.http)
        .await;
}

#[tokio::test]
async fn version_4_advances_by_what_came_back() {
    let server = Server::start().await;
    v4_page(&server, None, &["a", "b"], 3).await;
    v4_page(&server, Some("3"), &["c"], 3).await;

    assert_eq!(
        ids(&connector(&server, Api::IdentityV4)).await,
        ["a", "b", "c"]
    );
    assert_eq!(server.asked(V4).await.len(), 2);
}

#[tokio::test]
async fn version_4_survives_totals_that_are_wrong_either_way() {
    for total in [1, 99] {
        let server = Server::start().await;
        v4_page(&server, None, &["a", "b"], total).await;
        v4_page(&server, Some("3"), &["c"], total).await;
        v4_page(&server, Some("4"), &[], total).await;

        assert_eq!(
            ids(&connector(&server, Api::IdentityV4)).await,
            ["a", "b", "c"]
        );
    }
}

/// Answers every request of version 4 with the same page, and gives the error that a walk over it ends in.
async fn end_of_a_walk_over(page: serde_json::Value) -> (Option<Error>, usize) {
    let server = Server::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(page);
    server.answer("GET", V4, answer).await;
    let connector = connector(&server, Api::IdentityV4);
    // A walk that does not end by itself is cut off after some pages, as a test must not hang.
    let walk: Vec<_> = connector.list().take(20).collect().await;
    let error = walk.into_iter().find_map(Result::err);
    (error, server.asked(V4).await.len())
}

#[tokio::test]
async fn version_4_ends_where_a_server_ignores_the_start_index_and_says_so() {
    let page =
        json!({ "totalResults": 99, "startIndex": 1, "Resources": [{ "id": "a" }, { "id": "b" }] });

    let (error, pages) = end_of_a_walk_over(page).await;

    assert!(matches!(error, Some(Error::EndlessList { .. })));
    assert_eq!(pages, 2);
}

#[tokio::test]
async fn version_4_ends_where_a_server_ignores_the_start_index_in_silence() {
    // With a total of four the second page would pass for the last one, and the first two users come twice.
    for total in [json!(4), json!(99), json!(null)] {
        let page = json!({ "totalResults": total, "Resources": [{ "id": "a" }, { "id": "b" }] });

        let (error, pages) = end_of_a_walk_over(page).await;

        assert!(
            matches!(error, Some(Error::EndlessList { .. })),
            "total {total}"
        );
        assert_eq!(pages, 2, "total {total}");
    }
}

#[tokio::test]
async fn a_page_that_begins_elsewhere_is_refused_also_page_by_page() {
    let server = Server::start().await;
    let page =
        json!({ "totalResults": 99, "startIndex": 1, "Resources": [{ "id": "a" }, { "id": "b" }] });
    let answer = ResponseTemplate::new(200).set_body_json(page);
    server.answer("GET", V4, answer).await;
    let connector = connector(&server, Api::IdentityV4);

    let first = connector.list_page(&Query::default()).await.unwrap();
    let query = Query {
        limit: None,
        cursor: first.next_cursor,
    };
    let second = connector.list_page(&query).await;

    assert!(matches!(second, Err(Error::EndlessList { .. })));
}

#[tokio::test]
async fn version_3_without_items_is_not_an_empty_directory() {
    for body in [json!({}), json!({ "Items": null, "NextPage": null })] {
        let server = Server::start().await;
        let answer = ResponseTemplate::new(200).set_body_json(&body);
        server.answer("GET", V3, answer).await;

        let result = connector(&server, Api::UsersV3_0)
            .list_page(&Query::default())
            .await;

        let Err(Error::Decode { path, problem }) = result else {
            panic!("{body} was taken for a page");
        };
        assert_eq!(path, "Items");
        assert_eq!(problem, DecodeProblem::WrongShape);
    }
}

#[tokio::test]
async fn version_3_follows_the_next_page_on_its_own_host() {
    let server = Server::start().await;
    let foreign = Server::start().await;
    let next = format!("{}{V3}?offset=o%2B2&limit=100", foreign.http.uri());
    let first = json!({ "Items": [{ "ID": "a" }], "NextPage": next });
    let second = json!({ "Items": [{ "ID": "b" }], "NextPage": null });
    Mock::given(path(V3))
        .and(query_param("offset", "o+2"))
        .respond_with(ResponseTemplate::new(200).set_body_json(second))
        .mount(&server.http)
        .await;
    server
        .answer("GET", V3, ResponseTemplate::new(200).set_body_json(first))
        .await;

    assert_eq!(ids(&connector(&server, Api::UsersV3_0)).await, ["a", "b"]);
    assert!(foreign.http.received_requests().await.unwrap().is_empty());
    let asked = server.asked(V3).await;
    assert_eq!(asked[0].headers["accept"], "application/json");
}

#[tokio::test]
async fn version_3_gives_what_it_has_and_invents_nothing() {
    let server = Server::start().await;
    let user = json!({
        "ID": "a", "LoginID": "ada@x", "Active": false, "FirstName": "Ada", "LastName": "L", "MiddleName": null,
        "PrimaryEmail": "ada@x", "CellPhoneNumber": "1", "EmployeeID": "7", "OrganizationUnit": "o", "URI": "u",
    });
    let body = json!({ "Items": [user] });
    server
        .answer("GET", V3, ResponseTemplate::new(200).set_body_json(body))
        .await;

    let page = connector(&server, Api::UsersV3_0)
        .list_page(&Query::default())
        .await
        .unwrap();

    let mut unified = serde_json::to_value(&page.result[0]).unwrap();
    assert_eq!(
        unified.as_object_mut().unwrap().remove("remote_data"),
        Some(user)
    );
    assert_eq!(
        unified,
        json!({
            "id": "a", "username": "ada@x", "status": "inactive", "first_name": "Ada", "middle_name": null,
            "last_name": "L", "emails": [{ "email": "ada@x", "is_primary": true }],
            "phones": [{ "number": "1", "type": "mobile" }], "employee_number": "7",
        })
    );
}

#[tokio::test]
async fn what_an_older_api_does_not_offer_is_refused_before_anything_is_sent() {
    for api in [Api::IdentityV4, Api::UsersV3_0] {
        let server = Server::start().await;
        let connector = connector(&server, api);
        let results = [
            connector.create(NewUser::new("u@x", "A", "B", "u@x")).await,
            connector.update("a", Change::default()).await,
            connector.deactivate("a").await,
            connector.reactivate("a").await,
        ];

        for result in results {
            assert!(matches!(result, Err(Error::Unsupported { .. })));
        }
        assert!(server.http.received_requests().await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn version_3_has_no_single_user_and_version_4_has() {
    let server = Server::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(json!({ "id": "a" }));
    server.answer("GET", &format!("{V4}/a"), answer).await;

    let v3 = connector(&server, Api::UsersV3_0).get("a").await;
    let v4 = connector(&server, Api::IdentityV4).get("a").await;

    assert!(matches!(
        v3,
        Err(Error::Unsupported {
            operation: "get",
            ..
        })
    ));
    assert_eq!(v4.unwrap().id, "a");
}
