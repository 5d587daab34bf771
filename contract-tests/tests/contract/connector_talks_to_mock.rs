//! Connector and mock, over real HTTP: each was written from the pages alone, so what they agree on was not agreed between them.

use std::collections::BTreeSet;

use concur_connector::{Api, Change, Error, Field, NewUser, Query, Status};
use concur_contract::session::{Session, Wish};
use concur_contract::target::Target;
use futures_util::TryStreamExt;

use super::connection::connector;

#[tokio::test]
async fn a_user_lives_from_creation_to_reactivation() {
    let target = Target::mock().await.unwrap();
    let connector = connector(target.access(), Api::IdentityV4_1);
    let newcomer = NewUser {
        employee_number: Some("E-4711".to_owned()),
        ..NewUser::new("lee@life.example", "Lee", "Life", "lee@life.example")
    };

    let created = connector.create(newcomer).await.unwrap();
    assert_eq!(created.status, Field::Value(Status::Active));
    assert_eq!(
        connector.get(&created.id).await.unwrap().name.as_deref(),
        Some("Lee Life")
    );

    let change = Change {
        title: "Engineer".into(),
        department: "Research".into(),
        ..Change::default()
    };
    let updated = connector.update(&created.id, change).await.unwrap();
    assert_eq!(updated.title.as_deref(), Some("Engineer"));
    assert_eq!(
        connector
            .get(&created.id)
            .await
            .unwrap()
            .department
            .as_deref(),
        Some("Research")
    );

    let cleared = Change {
        title: Field::Null,
        ..Change::default()
    };
    connector.update(&created.id, cleared).await.unwrap();
    assert_eq!(connector.get(&created.id).await.unwrap().title, Field::Null);

    connector.deactivate(&created.id).await.unwrap();
    assert_eq!(
        connector.get(&created.id).await.unwrap().status,
        Field::Value(Status::Inactive)
    );
    connector.reactivate(&created.id).await.unwrap();
    assert_eq!(
        connector.get(&created.id).await.unwrap().status,
        Field::Value(Status::Active)
    );
    target.stop().await.unwrap();
}

#[tokio::test]
async fn ten_thousand_users_are_listed_completely_and_once() {
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    session.enter(&Wish::users(10_000)).await.unwrap();
    let connector = connector(session.company(), Api::IdentityV4_1);

    let users: Vec<_> = connector.list().try_collect().await.unwrap();

    let total = session.pages("1000").await.unwrap()[0]["totalResults"].as_u64();
    let ids: BTreeSet<_> = users.iter().map(|user| user.id.as_str()).collect();
    assert!(users.len() >= 10_000);
    assert_eq!(Some(users.len() as u64), total);
    assert_eq!(ids.len(), users.len());
    target.stop().await.unwrap();
}

#[tokio::test]
async fn each_api_lists_the_same_people() {
    let target = Target::mock().await.unwrap();
    let mut logins = Vec::new();

    for api in [Api::IdentityV4_1, Api::IdentityV4, Api::UsersV3_0] {
        let users: Vec<_> = connector(target.access(), api)
            .list()
            .try_collect()
            .await
            .unwrap();
        let mut seen: Vec<_> = users
            .iter()
            .map(|user| user.username.as_deref().unwrap().to_owned())
            .collect();
        seen.sort();
        logins.push(seen);
    }

    assert!(!logins[0].is_empty());
    assert_eq!(logins[0], logins[1]);
    assert_eq!(logins[0], logins[2]);
    target.stop().await.unwrap();
}

#[tokio::test]
async fn pages_of_a_chosen_size_follow_one_another() {
    let target = Target::mock().await.unwrap();

    for api in [Api::IdentityV4_1, Api::IdentityV4, Api::UsersV3_0] {
        let connector = connector(target.access(), api);
        let mut query = Query {
            limit: Some(7),
            cursor: None,
        };
        let mut ids = Vec::new();
        loop {
            let page = connector.list_page(&query).await.unwrap();
            assert_eq!(page.result_count, page.result.len());
            assert!(page.result.len() <= 7);
            ids.extend(page.result.into_iter().map(|user| user.id));
            let Some(cursor) = page.next_cursor else {
                break;
            };
            query.cursor = Some(cursor);
        }
        let all: Vec<_> = connector
            .list()
            .map_ok(|user| user.id)
            .try_collect()
            .await
            .unwrap();
        assert_eq!(ids, all, "{api:?}");
    }
    target.stop().await.unwrap();
}

#[tokio::test]
async fn an_expired_token_is_renewed_unseen() {
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    let connector = connector(session.company(), Api::IdentityV4_1);
    let before = connector.list_page(&Query::default()).await.unwrap();

    session.advance(2 * 3600).await.unwrap();

    let after = connector.list_page(&Query::default()).await.unwrap();
    assert_eq!(after.result_count, before.result_count);
    target.stop().await.unwrap();
}

#[tokio::test]
async fn a_refresh_token_opens_the_next_session_months_later() {
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    let connector = connector(session.company(), Api::IdentityV4_1);
    connector.list_page(&Query::default()).await.unwrap();

    // The request token died after a day: only the refresh token can have opened this.
    session.advance(100 * 86_400).await.unwrap();

    connector.list_page(&Query::default()).await.unwrap();
    target.stop().await.unwrap();
}

#[tokio::test]
async fn a_taken_login_is_a_conflict() {
    let target = Target::mock().await.unwrap();
    let connector = connector(target.access(), Api::IdentityV4_1);
    let twin = || NewUser::new("twin@life.example", "Twin", "Life", "twin@life.example");
    connector.create(twin()).await.unwrap();

    let error = connector.create(twin()).await.unwrap_err();

    let Error::Conflict(refusal) = error else {
        panic!("{error}")
    };
    assert_eq!(refusal.status, 409);
    assert!(
        refusal.codes.iter().any(|code| code == "uniqueness"),
        "{refusal}"
    );
    assert!(refusal.correlation_id.is_some());
    target.stop().await.unwrap();
}

#[tokio::test]
async fn an_unknown_user_is_not_found() {
    let target = Target::mock().await.unwrap();

    for api in [Api::IdentityV4_1, Api::IdentityV4] {
        let connector = connector(target.access(), api);
        let error = connector
            .get("00000000-0000-4000-8000-000000000000")
            .await
            .unwrap_err();
        assert!(matches!(error, Error::NotFound(_)), "{error}");
    }
    target.stop().await.unwrap();
}

#[tokio::test]
async fn wrong_credentials_are_told_from_everything_else() {
    let target = Target::mock().await.unwrap();
    let mut access = target.access().clone();
    access.client_secret = "not-the-secret".to_owned();

    let error = connector(&access, Api::IdentityV4_1)
        .list_page(&Query::default())
        .await
        .unwrap_err();

    let Error::Unauthorized(refusal) = error else {
        panic!("{error}")
    };
    assert!(refusal.codes.iter().any(|code| code == "64"), "{refusal}");
    target.stop().await.unwrap();
}

#[tokio::test]
async fn a_field_that_the_token_may_not_see_is_absent_and_no_error() {
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    let scopes = ["identity.user.ids.read", "identity.user.core.read"];
    session.enter(&Wish::scopes(&scopes)).await.unwrap();

    let users: Vec<_> = connector(session.company(), Api::IdentityV4_1)
        .list()
        .try_collect()
        .await
        .unwrap();

    assert!(!users.is_empty());
    for user in users {
        assert!(user.last_name.value().is_some());
        assert_eq!(user.emails, Field::Absent);
        assert_eq!(user.department, Field::Absent);
    }
    target.stop().await.unwrap();
}

#[tokio::test]
async fn the_record_of_the_source_comes_along_untouched() {
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    let id = session.somebody().await.unwrap();
    let served = session.user(&id).await.unwrap();

    let user = connector(session.company(), Api::IdentityV4_1)
        .get(&id)
        .await
        .unwrap();

    let kept: serde_json::Value = serde_json::from_str(user.remote_data.unwrap().get()).unwrap();
    assert_eq!(kept["meta"], served["meta"]);
    assert_eq!(kept["localeOverrides"], served["localeOverrides"]);
    target.stop().await.unwrap();
}
