//! A request as it came over the wire, taken apart for a comparison.

use std::collections::BTreeMap;

use crate::cassette::Body;

/// A request as it arrived, ready to be compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Arrived {
    /// The method, in capitals.
    pub method: String,
    /// The path, without query.
    pub path: String,
    /// The query's values by name.
    pub query: BTreeMap<String, String>,
    /// All headers, names in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body, structured by its content type.
    pub body: Body,
}

impl Arrived {
    /// Reads the parts of a request as they come from the wire.
    pub fn read(
        method: &str,
        target: &str,
        headers: BTreeMap<String, String>,
        body: &[u8],
    ) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let kind = headers.get("content-type").map_or("", String::as_str);
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            query: pairs(query.as_bytes()),
            body: read_body(kind, body),
            headers,
        }
    }
}

fn read_body(kind: &str, body: &[u8]) -> Body {
    if body.is_empty() {
        return Body::None;
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        return Body::Form(pairs(body));
    }
    serde_json::from_slice(body).map_or_else(
        |_| Body::Text(String::from_utf8_lossy(body).into_owned()),
        Body::Json,
    )
}

/// The fields of a form or a query. A name sent twice keeps its values joined, so that it cannot equal one value.
fn pairs(text: &[u8]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::<String, String>::new();
    for (name, value) in url::form_urlencoded::parse(text) {
        found
            .entry(name.into_owned())
            .and_modify(|earlier| {
                earlier.push('\n');
                earlier.push_str(&value);
            })
            .or_insert_with(|| value.clone().into_owned());
    }
    found
}
