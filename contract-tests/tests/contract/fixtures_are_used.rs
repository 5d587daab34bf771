//! Nothing lies about: every fixture is read by something, every snapshot belongs to a test.

use std::fs;
use std::path::Path;

use concur_contract::contract::fixtures_folder;

#[test]
fn every_example_is_in_the_index() {
    let index = fs::read_to_string(fixtures_folder().join("examples/index.yaml")).unwrap();

    for name in names(&fixtures_folder().join("examples")) {
        let is_named = index.contains(&format!("file: {name}"));
        assert!(
            name == "index.yaml" || is_named,
            "examples/{name} is unused"
        );
    }
}

#[test]
fn every_folder_of_evidence_is_known() {
    let known = [
        "README.md",
        "companies",
        "contract",
        "examples",
        "faults",
        "filters",
        "recordings",
    ];

    let found = names(&fixtures_folder());

    assert_eq!(found, known);
}

#[test]
fn every_company_is_hired_by_a_test_of_its_name() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    let source = fs::read_to_string(tests.join("companies_are_hired.rs")).unwrap();

    for name in names(&fixtures_folder().join("companies")) {
        assert!(
            source.contains(&format!("companies/{name}")),
            "companies/{name} is unused"
        );
    }
}

#[test]
fn only_contracts_lie_beside_the_contract() {
    for name in names(&fixtures_folder().join("contract")) {
        let kind = Path::new(&name).extension();
        assert!(
            kind.is_some_and(|kind| kind == "yaml"),
            "contract/{name} is unused"
        );
    }
}

#[test]
fn every_snapshot_has_its_test() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/contract");
    let examples = names(&fixtures_folder().join("examples"));

    for name in names(&tests.join("snapshots")) {
        let inner = name
            .strip_prefix("contract__")
            .and_then(|name| name.strip_suffix(".snap"));
        // A name that ends otherwise is a new snapshot that nobody has reviewed yet.
        let inner = inner.unwrap_or_else(|| panic!("{name} is no reviewed snapshot"));
        let (module, test) = inner.split_once("__").unwrap();
        let source = fs::read_to_string(tests.join(format!("{module}.rs")))
            .unwrap_or_else(|_| panic!("{name} belongs to no file"));
        let has_test = source.contains(&format!("fn {test}("));
        assert!(
            has_test || examples.iter().any(|name| name == test),
            "{name} belongs to no test"
        );
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}
