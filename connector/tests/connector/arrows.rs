//! Nothing below the connector knows the connector.

use std::fs;
use std::path::Path;

#[test]
fn concur_unified_and_mapping_do_not_know_the_connector_that_joins_them() {
    for folder in ["concur", "unified", "mapping"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(folder);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let knows = text.lines().find(|line| line.contains("crate::connector"));
            assert_eq!(knows, None, "{}", path.display());
        }
    }
}
