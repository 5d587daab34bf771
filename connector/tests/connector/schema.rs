//! The committed schemas are those of the code.

use concur_connector::{Page, User};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

fn check<T: JsonSchema>(name: &str) {
    let generator = SchemaSettings::default().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<T>();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let committed = std::fs::read_to_string(folder.join(name)).unwrap();
    let generated = serde_json::to_string_pretty(&schema).unwrap() + "\n";
    assert!(
        committed == generated,
        "schema/{name} is stale; run `cargo run -p concur-connector --example write_schema` and review the change"
    );
}

#[test]
fn the_committed_schemas_are_current() {
    check::<User>("user.json");
    check::<Page<User>>("page.json");
}
