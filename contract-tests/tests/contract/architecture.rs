//! The rules of this repository that a compiler does not know: who may know whom, and how files introduce themselves.

use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 400;

#[test]
fn mock_and_connector_depend_on_no_crate_of_this_workspace() {
    for part in ["mock-server", "connector"] {
        let manifest = fs::read_to_string(root().join(part).join("Cargo.toml")).unwrap();
        let names: Vec<_> = dependencies(&manifest)
            .filter(|name| name.starts_with("concur-"))
            .collect();
        assert_eq!(names, Vec::<&str>::new(), "{part}");
    }
}

#[test]
fn no_manifest_points_to_a_folder_of_another_crate() {
    for part in ["mock-server", "connector"] {
        let manifest = fs::read_to_string(root().join(part).join("Cargo.toml")).unwrap();
        assert!(
            !manifest.contains("path = \".."),
            "{part} reaches into another folder"
        );
    }
}

#[test]
fn rules_of_scim_know_neither_http_nor_companies() {
    forbid(
        "mock-server/src/scim",
        &["axum::", "crate::company", "crate::routes", "http::"],
    );
}

#[test]
fn a_company_knows_no_http() {
    forbid("mock-server/src/company", &["axum::", "crate::routes"]);
}

#[test]
fn the_mock_hands_the_contract_out_and_reads_it_nowhere() {
    let readers: Vec<_> = files_below(&root().join("mock-server/src"))
        .into_iter()
        .filter(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("fixtures/")))
        .filter(|path| !path.ends_with("admin/contract.rs"))
        .collect();

    assert_eq!(readers, Vec::<PathBuf>::new());
}

#[test]
fn concur_and_unified_do_not_know_each_other() {
    forbid(
        "connector/src/concur",
        &["crate::unified", "crate::mapping"],
    );
    forbid(
        "connector/src/unified",
        &["crate::concur", "crate::mapping"],
    );
}

#[test]
fn every_file_says_what_it_is_responsible_for() {
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        let first = text.lines().next().unwrap_or_default();
        let is_said = first.starts_with("//! ") || first.starts_with("#![doc = include_str!");
        assert!(is_said, "{} begins with {first:?}", file.display());
    }
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    let too_long = sources().into_iter().filter(|file| {
        let lines = fs::read_to_string(file).unwrap().lines().count();
        lines > LONGEST_FILE
    });

    assert_eq!(too_long.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn no_file_is_named_after_nothing() {
    for file in sources() {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let is_empty_name = [
            "utils", "util", "common", "helpers", "helper", "misc", "manager",
        ]
        .contains(&name);
        assert!(!is_empty_name, "{}", file.display());
    }
}

#[test]
fn what_we_assume_and_where_we_differ_is_reviewed() {
    let mut said = Vec::new();
    for file in sources() {
        let text = fs::read_to_string(&file).unwrap();
        let place = file.strip_prefix(root()).unwrap().display().to_string();
        // This crate speaks of the two words without using them.
        if place.starts_with("contract-tests") {
            continue;
        }
        said.extend(
            statements(&text)
                .into_iter()
                .map(|statement| format!("{place}: {statement}")),
        );
    }
    said.sort();

    insta::assert_snapshot!(said.join("\n"));
}

/// The sentences behind the two words, with the comment lines that follow up to the end of the sentence.
fn statements(text: &str) -> Vec<String> {
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    let mut found = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let Some(start) = ["ASSUMED:", "DIFFERS:"]
            .iter()
            .find_map(|word| line.find(word))
        else {
            continue;
        };
        let mut sentence = line[start..].to_owned();
        for next in &lines[number + 1..] {
            let comment = ["/// ", "//! ", "// "]
                .iter()
                .find_map(|mark| next.strip_prefix(mark));
            let Some(comment) = comment.filter(|_| !sentence.ends_with('.')) else {
                break;
            };
            sentence = format!("{sentence} {comment}");
        }
        found.push(sentence);
    }
    found
}

/// The names on the left side of every table of dependencies, of any kind and for any target.
fn dependencies(manifest: &str) -> impl Iterator<Item = &str> {
    let mut is_inside = false;
    manifest.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(table) = line.strip_prefix('[') {
            is_inside = table.trim_end_matches(']').ends_with("dependencies");
            // `[dependencies.name]` is a table of its own.
            let name = table.trim_end_matches(']').rsplit_once("dependencies.");
            return name.map(|(_, name)| name);
        }
        let name = line.split(['=', '.', ' ']).next().unwrap_or_default();
        (is_inside && !name.is_empty() && !name.starts_with('#')).then_some(name)
    })
}

/// Claims that no file below `folder` mentions any of these outside of comments.
fn forbid(folder: &str, names: &[&str]) {
    let files = files_below(&root().join(folder));
    assert!(!files.is_empty(), "{folder} is gone");
    for file in files {
        for line in fs::read_to_string(&file).unwrap().lines() {
            let code = line.split("//").next().unwrap_or_default();
            let known = names.iter().find(|name| code.contains(**name));
            assert_eq!(known, None, "{}: {line}", file.display());
        }
    }
}

fn sources() -> Vec<PathBuf> {
    let parts = ["mock-server", "connector", "contract-tests"];
    let folders = ["src", "tests", "benches", "examples"];
    let all = parts
        .iter()
        .flat_map(|part| folders.map(|folder| root().join(part).join(folder)));
    all.filter(|folder| folder.is_dir())
        .flat_map(|folder| files_below(&folder))
        .collect()
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files_below(&path));
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}
