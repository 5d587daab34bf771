//! Run: `cargo run -p concur-connector --example write_schema`
//!
//! Writes `schema/user.json` and `schema/page.json` anew after a deliberate change of the unified model.

use std::error::Error;
use std::fs;
use std::path::Path;

use concur_connector::{Page, User};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

fn main() -> Result<(), Box<dyn Error>> {
    write::<User>("user.json")?;
    write::<Page<User>>("page.json")
}

fn write<T: JsonSchema>(name: &str) -> Result<(), Box<dyn Error>> {
    let generator = SchemaSettings::default().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<T>();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let text = serde_json::to_string_pretty(&schema)? + "\n";
    Ok(fs::write(folder.join(name), text)?)
}
