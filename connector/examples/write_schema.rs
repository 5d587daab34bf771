//! Run: `cargo run -p concur-connector --example write_schema`
//!
//! Writes `schema/user.json` and `schema/page.json` anew after a deliberate change of the unified model.

use std::error::Error;
use std::fs;
use std::path::Path;

use concur_connector::{Page, User};
use schemars::{Schema, schema_for};

fn main() -> Result<(), Box<dyn Error>> {
    write("user.json", &schema_for!(User))?;
    write("page.json", &schema_for!(Page<User>))
}

fn write(name: &str, schema: &Schema) -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
    let text = serde_json::to_string_pretty(schema)? + "\n";
    Ok(fs::write(folder.join(name), text)?)
}
