//! Which folders of the source know which.

use std::fs;
use std::path::Path;

/// Lines of a folder's files that name a module of the crate.
fn mentions(folder: &str, module: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(folder);
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for line in text
            .lines()
            .filter(|line| line.contains(&format!("crate::{module}")))
        {
            found.push(format!("{}: {line}", path.display()));
        }
    }
    found
}

#[test]
fn concur_and_unified_know_nothing_of_each_other_and_of_the_mapping() {
    for (folder, module) in [
        ("concur", "unified"),
        ("concur", "mapping"),
        ("concur", "connector"),
        ("unified", "concur"),
        ("unified", "mapping"),
        ("unified", "connector"),
        ("mapping", "connector"),
    ] {
        assert_eq!(mentions(folder, module), Vec::<String>::new());
    }
}
