//! The evidence agrees with itself and with the pages it was taken from, and the oracle can say no.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod closed_and_sourced;
mod own_documents;
mod published_exceptions;
mod published_older_users;
mod published_payloads;
mod published_provisioning;
mod published_spend;
mod published_table;
mod published_travel_and_events;
mod says_no;
mod served;

use std::fs;
use std::sync::LazyLock;

use concur_contract::contract::{Contract, Operation, Violation, fixtures_folder};
use serde::Deserialize;
use serde_json::Value;

static CONTRACT: LazyLock<Contract> =
    LazyLock::new(|| Contract::load(&fixtures_folder().join("contract")).unwrap());

/// An entry of the index of our own documents.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    file: String,
    operation: String,
    status: u16,
    content_type: String,
    #[serde(default)]
    view: View,
    source: String,
    evidence: String,
    tells: String,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq)]
#[serde(rename_all = "lowercase")]
enum View {
    Whole,
    #[default]
    Part,
}

fn operation(id: &str) -> &'static Operation {
    CONTRACT.operation(id).unwrap()
}

fn headers(content_type: &str) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    vec![
        pair("content-type", content_type),
        pair("concur-correlationid", "1"),
    ]
}

fn index() -> Vec<Example> {
    let text = fs::read_to_string(fixtures_folder().join("examples/index.yaml")).unwrap();
    serde_saphyr::from_str(&text).unwrap()
}

impl Example {
    fn body(&self) -> Vec<u8> {
        fs::read(fixtures_folder().join("examples").join(&self.file)).unwrap()
    }

    fn judge(&self, body: &[u8]) -> Vec<Violation> {
        let headers = headers(&self.content_type);
        let operation = operation(&self.operation);
        match self.view {
            View::Whole => operation.check_unprojected_response(self.status, &headers, body),
            View::Part => operation.check_response(self.status, &headers, body),
        }
    }
}

/// Looks at a value and at everything in it.
fn visit(node: &Value, pointer: &str, look: &mut impl FnMut(&str, &Value)) {
    look(pointer, node);
    match node {
        Value::Object(members) => {
            for (name, child) in members {
                visit(
                    child,
                    &format!("{pointer}/{}", name.replace('/', "~1")),
                    look,
                );
            }
        }
        Value::Array(items) => {
            for (at, child) in items.iter().enumerate() {
                visit(child, &format!("{pointer}/{at}"), look);
            }
        }
        _ => {}
    }
}
