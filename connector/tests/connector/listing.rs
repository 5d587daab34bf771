//! Lists over Identity v4.1: pages, cursors, and listings that do not end by themselves.

use concur_connector::{Api, Connector, CursorProblem, DecodeProblem, Error, Page, Query, User};
use futures_util::{StreamExt, TryStreamExt};
use wiremock::ResponseTemplate;

use crate::server::{Server, USERS};

async fn ids(server: &Server) -> Result<Vec<String>, Error> {
    let connector = server.connector();
    let users: Vec<User> = connector.list().try_collect().await?;
    Ok(users.into_iter().map(|user| user.id).collect())
}

/// The first page of a server that gives this body to every request.
async fn only_page(api: Api, body: &str) -> Result<Page<User>, Error> {
    let server = Server::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw(body, "application/json");
    for at in [USERS, "/profile/identity/v4/Users"] {
        server.answer("GET", at, answer.clone()).await;
    }
    let connector = Connector::new(server.config().with_api(api)).unwrap();
    connector.list_page(&Query::default()).await
}

fn after(cursor: Option<String>) -> Query {
    Query {
        limit: None,
        cursor,
    }
}

#[tokio::test]
async fn lists_every_user_across_pages_whatever_the_totals_say() {
    let server = Server::start().await;
    server.page(None, &["a", "b"], Some("2")).await;
    server.page(Some("2"), &["c"], None).await;

    assert_eq!(ids(&server).await.unwrap(), ["a", "b", "c"]);
}

#[tokio::test]
async fn an_empty_page_in_the_middle_is_skipped() {
    let server = Server::start().await;
    server.page(None, &["a"], Some("2")).await;
    server.page(Some("2"), &[], Some("3")).await;
    server.page(Some("3"), &["b"], None).await;
    let connector = server.connector();

    let first = connector.list_page(&Query::default()).await.unwrap();
    let second = connector
        .list_page(&after(first.next_cursor))
        .await
        .unwrap();

    assert_eq!(second.result[0].id, "b");
    assert_eq!((second.result_count, second.next_cursor), (1, None));
    assert_eq!(ids(&server).await.unwrap(), ["a", "b"]);
}

#[tokio::test]
async fn a_company_without_users_is_one_empty_page() {
    let server = Server::start().await;
    server.page(None, &[], None).await;

    let page = server
        .connector()
        .list_page(&Query::default())
        .await
        .unwrap();

    assert_eq!(
        (page.result_count, page.next_cursor, page.prev_cursor),
        (0, None, None)
    );
    assert!(ids(&server).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_answer_without_resources_is_not_an_empty_directory() {
    for api in [Api::IdentityV4_1, Api::IdentityV4] {
        for body in [
            "{}",
            r#"{"totalResults":3}"#,
            r#"{"totalResults":3,"Resources":null}"#,
            r#"{"error":"try later"}"#,
        ] {
            let Err(Error::Decode { path, problem }) = only_page(api, body).await else {
                panic!("{api:?} takes {body} for a page");
            };
            assert_eq!(path, "Resources");
            assert_eq!(problem, DecodeProblem::WrongShape);
        }
    }
}

/// RFC 7644, section 3.4.2, lets a server leave the list out then.
#[tokio::test]
async fn resources_may_be_left_out_where_the_total_is_zero() {
    for api in [Api::IdentityV4_1, Api::IdentityV4] {
        let page = only_page(api, r#"{"totalResults":0}"#).await.unwrap();

        assert_eq!((page.result_count, page.next_cursor), (0, None));
    }
}

#[tokio::test]
async fn a_page_that_names_itself_ends_in_an_error() {
    let server = Server::start().await;
    server.page(None, &["a"], Some("2")).await;
    server.page(Some("2"), &["b"], Some("2")).await;

    assert!(matches!(ids(&server).await, Err(Error::EndlessList { .. })));
}

#[tokio::test]
async fn a_circle_of_pages_ends_in_an_error_after_each_was_asked_once() {
    let server = Server::start().await;
    server.page(None, &["a"], Some("2")).await;
    server.page(Some("2"), &["b"], Some("3")).await;
    server.page(Some("3"), &["c"], Some("2")).await;

    let connector = server.connector();
    let users: Vec<_> = connector.list().collect().await;

    assert_eq!(users.len(), 4);
    assert!(matches!(users[3], Err(Error::EndlessList { .. })));
    assert_eq!(server.asked(USERS).await.len(), 3);
}

#[tokio::test]
async fn a_circle_of_empty_pages_ends_in_an_error() {
    let server = Server::start().await;
    server.page(None, &[], Some("2")).await;
    server.page(Some("2"), &[], Some("3")).await;
    server.page(Some("3"), &[], Some("2")).await;

    assert!(matches!(ids(&server).await, Err(Error::EndlessList { .. })));
    assert_eq!(server.asked(USERS).await.len(), 3);
}

#[tokio::test]
async fn the_limit_is_sent_and_a_limit_of_zero_is_not() {
    let server = Server::start().await;
    server.page(None, &["a"], None).await;
    let connector = server.connector();
    let limit = |limit| Query {
        limit: Some(limit),
        cursor: None,
    };

    connector.list_page(&limit(7)).await.unwrap();
    let refused = connector.list_page(&limit(0)).await;

    assert!(matches!(refused, Err(Error::BadRequest { .. })));
    let asked = server.asked(USERS).await;
    assert_eq!(asked.len(), 1);
    assert!(
        asked[0]
            .url
            .query_pairs()
            .any(|pair| pair == ("count".into(), "7".into()))
    );
}

#[tokio::test]
async fn a_cursor_of_another_api_or_of_nobody_is_refused_before_anything_is_sent() {
    let server = Server::start().await;
    server.page(None, &["a"], Some("2")).await;
    let page = server
        .connector()
        .list_page(&Query::default())
        .await
        .unwrap();
    let other = server.config().with_api(Api::IdentityV4);
    let other = Connector::new(other).unwrap();
    let before = server.http.received_requests().await.unwrap().len();

    let of_other = other.list_page(&after(page.next_cursor)).await;
    let of_nobody = other.list_page(&after(Some("2".to_owned()))).await;

    let problem = |result| match result {
        Err(Error::BadCursor { problem }) => problem,
        _ => panic!("the cursor was accepted"),
    };
    assert_eq!(problem(of_other), CursorProblem::OtherApi);
    assert_eq!(problem(of_nobody), CursorProblem::NotOurs);
    assert_eq!(server.http.received_requests().await.unwrap().len(), before);
}

#[tokio::test]
async fn a_stream_ends_after_its_error() {
    let server = Server::start().await;
    server.page(None, &["a"], Some("2")).await;
    let connector = server.connector();

    let users: Vec<_> = connector.list().collect().await;

    assert_eq!(users.len(), 2);
    assert!(matches!(users[1], Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_wrong_type_deep_inside_is_told_by_its_path_and_not_by_its_value() {
    let server = Server::start().await;
    let body =
        r#"{"Resources":[{"id":"a"},{"id":"b","emails":[{"value":"x"},{"value":{"secret":1}}]}]}"#;
    let answer = ResponseTemplate::new(200).set_body_string(body);
    server.answer("GET", USERS, answer).await;

    let error = ids(&server).await.unwrap_err();

    let Error::Decode { path, problem } = &error else {
        panic!("{error}");
    };
    assert_eq!(path, "Resources[1].emails[1].value");
    assert_eq!(*problem, DecodeProblem::WrongShape);
    assert!(!format!("{error:?}").contains("secret"));
}

#[tokio::test]
async fn html_and_a_cut_document_are_told_apart() {
    for (body, expected) in [
        ("<html>maintenance</html>", DecodeProblem::NotJson),
        (r#"{"Resources":[{"id":"a""#, DecodeProblem::CutShort),
        (r#"{"Resources":[]}{}"#, DecodeProblem::NotJson),
        ("[1]", DecodeProblem::WrongShape),
        ("", DecodeProblem::CutShort),
    ] {
        let server = Server::start().await;
        let answer = ResponseTemplate::new(200).set_body_string(body);
        server.answer("GET", USERS, answer).await;

        let Err(Error::Decode { problem, .. }) = ids(&server).await else {
            panic!("{body}");
        };
        assert_eq!(problem, expected, "{body}");
    }
}
