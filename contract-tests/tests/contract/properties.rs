//! Laws that hold for every company, page size, filter, change and record.

use std::collections::{BTreeMap, BTreeSet};

use concur_connector::{Api, Query};
use concur_contract::session::{ENTERPRISE, Session, Wish, id_of};
use concur_contract::target::Target;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::connection::{connector, made_up_access};
use super::filters::{condition, holds_for, written};
use super::lectern::{Document, Lectern, Place};
use super::mapping_oracle::unexplained;

#[test]
fn pages_partition_the_directory_for_every_page_size() {
    let runtime = Runtime::new().unwrap();
    let (target, session) = runtime.block_on(company(&Wish::users(37)));
    let access = session.company().clone();
    let everyone = runtime.block_on(ids(&connector(&access, Api::IdentityV4_1), 100));

    let apis = prop::sample::select(vec![Api::IdentityV4_1, Api::IdentityV4, Api::UsersV3_0]);
    check(24, &(apis, 1..60_u32), |(api, size)| {
        let connector = connector(&access, api);
        let paged = runtime.block_on(ids(&connector, size));
        let distinct: BTreeSet<_> = paged.iter().collect();
        prop_assert_eq!(distinct.len(), paged.len());
        prop_assert_eq!(distinct, everyone.iter().collect());
        Ok(())
    });
    runtime.block_on(target.stop()).unwrap();
}

#[test]
fn what_is_patched_is_read_and_the_rest_stays() {
    let runtime = Runtime::new().unwrap();
    let (target, mut session) = runtime.block_on(company(&Wish::users(3)));
    let id = runtime.block_on(session.somebody()).unwrap();

    let paths = [
        "title",
        "nickName",
        "name.middleName",
        "department",
        "costCenter",
        "division",
    ];
    let change = prop::collection::btree_map(
        prop::sample::select(paths.to_vec()),
        prop::option::of("[A-Za-z0-9]{1,20}"),
        1..4,
    );
    check(24, &change, |change| {
        let before = runtime.block_on(session.user(&id)).unwrap();
        let operations: Vec<_> = change
            .iter()
            .map(|(path, value)| operation(path, value.as_ref()))
            .collect();
        let reply = runtime
            .block_on(session.patch(&id, Value::from(operations)))
            .unwrap();
        let after = runtime.block_on(session.user(&id)).unwrap();

        prop_assert_eq!(reply.status(), 200, "{}", reply.text());
        for path in paths {
            let expected = match change.get(path) {
                Some(value) => value.as_deref(),
                None => at(&before, path),
            };
            prop_assert_eq!(at(&after, path), expected, "{}", path);
        }
        for name in ["id", "userName", "emails", "addresses", "active"] {
            prop_assert_eq!(&before[name], &after[name]);
        }
        Ok(())
    });
    runtime.block_on(target.stop()).unwrap();
}

#[test]
fn a_filter_finds_whom_a_plain_look_finds() {
    let runtime = Runtime::new().unwrap();
    let (target, mut session) = runtime.block_on(company(&Wish::users(40)));
    let everyone = runtime.block_on(session.everyone()).unwrap();

    check(48, &condition(&everyone), |condition| {
        let filter = written(&condition);
        let found = runtime.block_on(session.find(&filter));
        let found = found.map_err(|failure| TestCaseError::fail(failure.to_string()))?;

        let meant = everyone.iter().filter(|user| holds_for(&condition, user));
        let mut meant: Vec<_> = meant.map(|user| id_of(user).unwrap()).collect();
        meant.sort();
        prop_assert_eq!(found, meant, "{}", filter);
        Ok(())
    });
    runtime.block_on(target.stop()).unwrap();
}

#[test]
fn the_mapping_keeps_or_reports_every_field() {
    let runtime = Runtime::new().unwrap();
    let (target, mut session) = runtime.block_on(company(&Wish::users(30)));
    let everyone = runtime.block_on(session.pages("100")).unwrap();
    let records = everyone[0]["Resources"].as_array().unwrap().clone();
    runtime.block_on(target.stop()).unwrap();
    let lectern = runtime.block_on(Lectern::start(page(&json!({}))));
    let connector = connector(&made_up_access(&lectern.base_url), Api::IdentityV4_1);

    // A record of the mock with some attributes left out and others emptied.
    let fates = prop::collection::vec(prop::sample::select(vec![0_u8, 0, 0, 1, 2]), 40);
    check(
        48,
        &(prop::sample::select(records), fates),
        |(record, fates)| {
            let record = thinned(&record, &fates);
            lectern.lay(page(&record));
            let user = runtime.block_on(connector.get("any"));
            let user = user.map_err(|error| TestCaseError::fail(error.to_string()))?;

            prop_assert_eq!(unexplained(&record, &user), Vec::<String>::new());
            let kept: Value = serde_json::from_str(user.remote_data.unwrap().get()).unwrap();
            prop_assert_eq!(kept, record);
            Ok(())
        },
    );
}

/// Runs a law; a counterexample is kept under `tests/proptest-regressions` and tried first from then on.
fn check<S: Strategy>(
    cases: u32,
    strategy: &S,
    mut law: impl FnMut(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config {
        cases,
        source_file: Some(file!()),
        ..Config::default()
    };
    // The runner wants a function that does not change; the session behind it counts its calls.
    let law = std::cell::RefCell::new(&mut law);
    let outcome = TestRunner::new(config).run(strategy, |value| (law.borrow_mut())(value));
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
}

async fn company(wish: &Wish) -> (Target, Session) {
    let target = Target::mock().await.unwrap();
    let mut session = Session::open(&target).await.unwrap();
    session.enter(wish).await.unwrap();
    (target, session)
}

async fn ids(connector: &concur_connector::Connector, size: u32) -> Vec<String> {
    let mut query = Query {
        limit: Some(size),
        cursor: None,
    };
    let mut ids = Vec::new();
    loop {
        let page = connector.list_page(&query).await.unwrap();
        assert!(page.result.len() <= size as usize);
        ids.extend(page.result.into_iter().map(|user| user.id));
        query.cursor = page.next_cursor;
        if query.cursor.is_none() {
            return ids;
        }
    }
}

fn operation(path: &str, value: Option<&String>) -> Value {
    let is_enterprise = ["department", "costCenter", "division"].contains(&path);
    let path = if is_enterprise {
        format!("{ENTERPRISE}:{path}")
    } else {
        path.to_owned()
    };
    match value {
        Some(value) => json!({ "op": "replace", "path": path, "value": value }),
        None => json!({ "op": "remove", "path": path }),
    }
}

fn at<'a>(user: &'a Value, path: &str) -> Option<&'a str> {
    match path {
        "name.middleName" => user["name"]["middleName"].as_str(),
        "title" | "nickName" => user[path].as_str(),
        _ => user[ENTERPRISE][path].as_str(),
    }
}

fn page(record: &Value) -> Document {
    Document {
        status: 200,
        content_type: "application/json".to_owned(),
        body: record.to_string(),
        place: Place::Api,
    }
}

/// The record with each member kept (0), set to null (1) or left out (2); its id stays, or it would be no user.
fn thinned(record: &Value, fates: &[u8]) -> Value {
    let mut fates = fates.iter().copied().cycle();
    let mut members: BTreeMap<_, _> = record.as_object().unwrap().clone().into_iter().collect();
    members.retain(|name, value| match fates.next() {
        Some(1) if name != "id" => {
            *value = Value::Null;
            true
        }
        Some(2) => name == "id",
        _ => true,
    });
    members.into_iter().collect()
}
