//! Run: `cargo run -p concur-contract --example write_coverage`
//!
//! Writes `docs/coverage-of-the-spec.md` anew after `fixtures/contract/rows.yaml` or a policy changed.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::fs;

use concur_contract::contract::fixtures_folder;
use concur_contract::rows::{Outcome, Row, Rows};
use concur_contract::session::Session;
use concur_contract::target::Target;
use serde_json::Value;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let rows = Rows::load(&fixtures_folder().join("contract"))?;
    let defaults = defaults().await?;
    let text = page(&rows, &defaults)?;
    let path = fixtures_folder().join("../docs/coverage-of-the-spec.md");
    Ok(fs::write(path, text)?)
}

/// The default of every policy, as the mock lists them.
async fn defaults() -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mock = Target::mock().await?;
    let mut session = Session::open(&mock).await?;
    let list = session.read_admin("/__admin/policy").await?;
    mock.stop().await?;
    let rows = list["policies"].as_array().cloned().unwrap_or_default();
    let pair = |row: &Value| {
        let key = row["key"].as_str()?.to_owned();
        let default = &row["default"];
        let default = default
            .as_str()
            .map_or_else(|| default.to_string(), str::to_owned);
        Some((key, default))
    };
    Ok(rows.iter().filter_map(pair).collect())
}

/// The section of a row: what stands before the last part of its id.
fn section(row: &Row) -> String {
    match row.id.as_bytes().first() {
        Some(b'Q') => "Quirks".to_owned(),
        Some(b'U') => "Open questions".to_owned(),
        _ => {
            let mut parts = row.id.splitn(3, '/');
            let document = parts.next().unwrap_or_default();
            let section = parts.next().unwrap_or_default();
            format!("{document} §{section}")
        }
    }
}

fn page(rows: &Rows, defaults: &BTreeMap<String, String>) -> Result<String, std::fmt::Error> {
    let count = |outcome| {
        rows.rows
            .iter()
            .filter(|row| row.outcome() == outcome)
            .count()
    };
    let mut out = String::from(
        "# Coverage of the specification\n\nWhat became of each row of the facts that this project is built from: tables and lists about Concur's \
         user\nendpoints (`profile`) and about what all of its services share (`platform`). Generated from\n`fixtures/contract/rows.yaml` by \
         `cargo run -p concur-contract --example write_coverage`.\n\n",
    );
    writeln!(
        out,
        "{} rows: {} built, {} decided by a policy, {} stated limits, {} next.\n",
        rows.rows.len(),
        count(Outcome::Built),
        count(Outcome::Policy),
        count(Outcome::Limit),
        count(Outcome::Next)
    )?;
    out.push_str(
        "*Built* names the conformance case that shows it, or a test of the mock's own. *Policy* names the key and its default; \
         `GET\n/__admin/policy` lists values and sources.\n",
    );
    let mut last = String::new();
    for row in &rows.rows {
        let section = section(row);
        if section != last {
            writeln!(
                out,
                "\n## {section}\n\n| row | about | outcome |\n|---|---|---|"
            )?;
            last = section;
        }
        let id = row
            .id
            .rsplit_once('/')
            .map_or(row.id.as_str(), |(_, last)| last);
        writeln!(
            out,
            "| `{id}` | {} | {} |",
            escaped(&row.what),
            outcome(row, rows, defaults)
        )?;
    }
    Ok(out)
}

fn outcome(row: &Row, rows: &Rows, defaults: &BTreeMap<String, String>) -> String {
    if let Some(part) = &row.next {
        return format!("next: {part}");
    }
    if let Some(limit) = &row.limit {
        return format!("limit: {}", escaped(rows.reason(limit)));
    }
    let mut parts: Vec<String> = row
        .policy
        .iter()
        .map(|key| {
            let default = defaults.get(key).map_or("?", String::as_str);
            format!("policy `{key}` = `{default}`")
        })
        .collect();
    parts.extend(row.built.iter().map(|case| format!("`{case}`")));
    parts.join("; ")
}

fn escaped(text: &str) -> String {
    text.replace('|', "\\|")
}
