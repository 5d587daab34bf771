//! The committed schemas are those of the code.

use concur_connector::{Page, User};
use schemars::{Schema, schema_for};

fn check(name: &str, schema: &Schema) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let committed = std::fs::read_to_string(folder.join(name)).unwrap();
    let generated = serde_json::to_string_pretty(schema).unwrap() + "\n";
    assert!(
        committed == generated,
        "schema/{name} is stale; run `cargo run -p concur-connector --example write_schema` and review the change"
    );
}

#[test]
fn the_committed_schemas_are_current() {
    check("user.json", &schema_for!(User));
    check("page.json", &schema_for!(Page<User>));
}
