//! Connector and faults, over real HTTP: what the matrix expects of a correct client, where this one can be held to it.

use std::net::{Ipv4Addr, SocketAddr};

use concur_connector::{Api, Connector, Error, NewUser, User};
use concur_mock::{
    Fault, Kind, MockCompany, MockConcur, Phase, Plan, RetryAfter, Schedule, Settings, Step,
};
use futures_util::TryStreamExt;

use super::connection::connector_of;

const USERS: usize = 7;
const LIST: &str = "identity.v4_1.users.list";

/// A mock with two data centres, and its company.
async fn mock() -> (MockConcur, MockCompany) {
    let settings = Settings {
        users: USERS,
        second_listen: Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))),
        ..Settings::default()
    };
    let mock = MockConcur::start_with(settings).await.unwrap();
    let company = mock.company(mock.credentials().company_id).unwrap();
    (mock, company)
}

/// A connector that asks for pages of two.
fn connector(company: &MockCompany, api: Api) -> Connector {
    let credentials = serde_json::to_value(company.credentials()).unwrap();
    let access = serde_json::from_value(credentials).unwrap();
    connector_of(&access, api, |config| {
        config.page_size = 2;
        config.allowed_hosts.push("127.0.0.1".to_owned());
    })
}

fn plan(company: &MockCompany, operation: &str, kind: Kind, schedule: Schedule) {
    let fault = Fault::new("a fault", operation.parse().unwrap(), kind).by(schedule);
    company.set_faults(Plan::of(fault)).unwrap();
}

async fn everybody(connector: &Connector) -> Vec<User> {
    connector.list().try_collect().await.unwrap()
}

#[tokio::test]
async fn a_walk_over_short_pages_is_complete() {
    let (_mock, company) = mock().await;
    for (api, operation) in [
        (Api::IdentityV4_1, LIST),
        (Api::IdentityV4, "identity.v4.users.list"),
        (Api::UsersV3_0, "users.v3_0.list"),
    ] {
        let steps = vec![Step::Pass, Step::Fault, Step::Pass];
        let short = Kind::ShortPage { count: 1 };
        plan(&company, operation, short, Schedule::List(steps));

        let met = everybody(&connector(&company, api)).await;

        assert_eq!(met.len(), USERS, "{operation}");
        company.faults().check_fired().unwrap();
    }
}

#[tokio::test]
async fn a_token_that_ends_too_early_is_renewed() {
    let (_mock, company) = mock().await;
    plan(&company, LIST, Kind::ExpiredToken, Schedule::Every(3));

    assert_eq!(
        everybody(&connector(&company, Api::IdentityV4_1))
            .await
            .len(),
        USERS
    );

    company.faults().check_fired().unwrap();
}

#[tokio::test]
async fn a_read_that_comes_too_often_waits_as_it_is_told() {
    let (_mock, company) = mock().await;
    for retry_after in [RetryAfter::Seconds(0), RetryAfter::Date(0)] {
        let kind = Kind::TooManyRequests { retry_after };
        plan(&company, LIST, kind, Schedule::First(2));

        assert_eq!(
            everybody(&connector(&company, Api::IdentityV4_1))
                .await
                .len(),
            USERS
        );

        company.faults().check_fired().unwrap();
    }
}

#[tokio::test]
async fn the_address_that_a_token_names_is_followed() {
    let (_mock, company) = mock().await;
    let moved = Kind::MovedGeolocation { url: None };
    plan(&company, "oauth2.token.create", moved, Schedule::First(1));

    assert_eq!(
        everybody(&connector(&company, Api::IdentityV4_1))
            .await
            .len(),
        USERS
    );

    company.faults().check_fired().unwrap();
}

#[tokio::test]
async fn a_token_is_not_carried_to_an_address_that_nobody_allowed() {
    let (_mock, company) = mock().await;
    let url = Some("https://elsewhere.example".to_owned());
    let moved = Kind::MovedGeolocation { url };
    plan(&company, "oauth2.token.create", moved, Schedule::Always);

    let connector = connector(&company, Api::IdentityV4_1);
    let outcome: Result<Vec<User>, Error> = connector.list().try_collect().await;

    assert!(matches!(outcome, Err(Error::ForbiddenHost { .. })));
}

#[tokio::test]
async fn a_create_whose_answer_is_lost_is_reported_and_not_repeated() {
    let (_mock, company) = mock().await;
    for (number, kind) in [Kind::Reset, Kind::Status(503), Kind::MalformedBody]
        .into_iter()
        .enumerate()
    {
        let create = "identity.v4_1.users.create".parse().unwrap();
        let lost = Fault::new("lost", create, kind.clone()).in_phase(Phase::After);
        company.set_faults(Plan::of(lost)).unwrap();
        let login = format!("lost.{number}@example.com");
        let connector = connector(&company, Api::IdentityV4_1);

        let outcome = connector
            .create(NewUser::new(&login, "Lost", "Answer", &login))
            .await;

        assert!(outcome.is_err(), "{kind:?}");
        assert_eq!(company.faults().faults[0].attempts, 1, "{kind:?}");
        assert_eq!(
            everybody(&connector).await.len(),
            USERS + number + 1,
            "{kind:?}"
        );
    }
}
