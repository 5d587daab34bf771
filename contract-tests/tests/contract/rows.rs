//! The specification and what became of it: no row silently absent, every case and policy that a row names is there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use concur_contract::contract::fixtures_folder;
use concur_contract::rows::{Outcome, Row, Rows, specification_rows};
use concur_contract::session::Session;
use concur_contract::suite;
use concur_contract::target::Target;
use serde_json::Value;

/// The documents of the specification, and the sections whose rows count: the rest names sources and files, or APIs that
/// are not about users.
const DOCUMENTS: [(&str, &str, &[&str]); 2] = [
    (
        "profile",
        "concur-profile.md",
        &[
            "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16",
            "17", "19",
        ],
    ),
    (
        "platform",
        "concur-platform.md",
        &["1", "2", "3", "4", "5", "6", "8", "9"],
    ),
];

fn rows() -> Rows {
    Rows::load(&fixtures_folder().join("contract")).unwrap()
}

#[test]
fn every_row_of_the_specification_is_listed_and_no_other() {
    let folder = fixtures_folder().join("../../shared/spec");
    if !folder.exists() {
        println!("skipped: the specification is not beside this repository");
        return;
    }
    let mut expected = Vec::new();
    for (name, file, sections) in DOCUMENTS {
        let text = fs::read_to_string(folder.join(file)).unwrap();
        let counts =
            |section: &str| sections.contains(&section.split('.').next().unwrap_or_default());
        let found = specification_rows(name, &text).into_iter();
        expected.extend(found.filter(|row| counts(&row.section)).map(|row| row.id));
    }

    let listed: Vec<String> = rows().rows.into_iter().map(|row| row.id).collect();

    let (listed_set, expected_set): (BTreeSet<_>, BTreeSet<_>) =
        (listed.iter().collect(), expected.iter().collect());
    let absent: Vec<_> = expected_set.difference(&listed_set).collect();
    let invented: Vec<_> = listed_set.difference(&expected_set).collect();
    assert!(
        absent.is_empty() && invented.is_empty(),
        "absent {absent:#?}\ninvented {invented:#?}"
    );
    assert_eq!(listed, expected, "the order differs");
}

#[test]
fn every_case_that_a_row_names_exists() {
    let mock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mock-server");
    for row in &rows().rows {
        for name in &row.built {
            assert!(
                exists(name, &mock),
                "row {}: there is no test {name}",
                row.id
            );
        }
    }
}

/// Whether a name like `file.case` is a conformance case, or one like `mock:file.test` a test of the mock's own.
fn exists(name: &str, mock: &Path) -> bool {
    let Some(own) = name.strip_prefix("mock:") else {
        return name
            .split_once('.')
            .is_some_and(|(file, case)| suite::case(file, case).is_some());
    };
    let Some((file, test)) = own.rsplit_once('.') else {
        return false;
    };
    let read = |folder: &str| fs::read_to_string(mock.join(folder).join(format!("{file}.rs")));
    read("tests/mock")
        .or_else(|_| read("src"))
        .is_ok_and(|source| source.contains(&format!("fn {test}(")))
}

#[test]
fn every_question_of_the_first_half_is_answered() {
    for row in &rows().rows {
        let is_question = row.id.starts_with('U') && !row.id.contains('/');
        if is_question {
            assert_ne!(
                row.outcome(),
                Outcome::Built,
                "{}: an open question is a policy, a limit or next",
                row.id
            );
        }
    }
}

/// What the mock lists, key by key.
async fn policies() -> BTreeMap<String, Value> {
    let mock = Target::mock().await.unwrap();
    let mut session = Session::open(&mock).await.unwrap();
    let list = session.read_admin("/__admin/policy").await.unwrap();
    mock.stop().await.unwrap();
    let rows = list["policies"].as_array().unwrap().iter();
    rows.map(|row| (row["key"].as_str().unwrap().to_owned(), row.clone()))
        .collect()
}

/// Bounds of the mock itself, of which no row speaks.
const OWN_POLICIES: &[&str] = &["users.maximum"];

#[tokio::test]
async fn every_policy_that_a_row_names_exists_and_every_policy_has_a_row() {
    let policies = policies().await;
    let rows = rows();
    let named: BTreeSet<&str> = rows
        .rows
        .iter()
        .flat_map(|row: &Row| row.policy.iter().map(String::as_str))
        .collect();

    let known: BTreeSet<&str> = policies
        .keys()
        .map(String::as_str)
        .filter(|key| !OWN_POLICIES.contains(key))
        .collect();

    let unknown: Vec<_> = named.difference(&known).collect();
    let unused: Vec<_> = known.difference(&named).collect();
    assert!(
        unknown.is_empty() && unused.is_empty(),
        "unknown {unknown:?}, without a row {unused:?}"
    );
}
