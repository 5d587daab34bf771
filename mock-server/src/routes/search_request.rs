//! The body of a search: the same fields for every service. What a filter and a count may be is the service's to say.

use serde_json::{Map, Value};

use crate::error::{Refusal, ScimType};
use crate::policy::reading::ContinuationToken;
use crate::scim::select::Wish;

/// What a service expects of the body.
#[derive(Debug)]
pub(super) struct Terms {
    /// The URNs of which `schemas` must hold one alone; without any, it is not looked at.
    pub(super) schemas: &'static [&'static str],
    /// What a client of another version or service may take for the cursor; it is refused.
    pub(super) foreign: &'static [&'static str],
    /// Whether the cursor may have its former name, which an OpenAPI file still has.
    pub(super) former_cursor: ContinuationToken,
}

/// What a search says.
#[derive(Debug)]
pub(super) struct SearchRequest {
    /// Whom, as it was written.
    pub(super) filter: Option<String>,
    /// The length of the page, as it was written.
    pub(super) count: Option<String>,
    /// Where the page starts.
    pub(super) cursor: Option<String>,
    /// What is shown.
    pub(super) wish: Wish,
}

impl SearchRequest {
    /// Reads the body of a search.
    pub(super) fn read(body: &Map<String, Value>, terms: &Terms) -> Result<Self, Refusal> {
        refuse_schemas(body.get("schemas"), terms.schemas)?;
        if let Some(name) = terms.foreign.iter().find(|name| body.contains_key(**name)) {
            return Err(wrong(&format!("{name} is not accepted; use cursor")));
        }
        let count = match body.get("count") {
            None | Some(Value::Null) => None,
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) => return Err(wrong("count must be a whole number")),
        };
        let former = match terms.former_cursor {
            ContinuationToken::Accepted => text(body, "continuationToken")?,
            ContinuationToken::Ignored => None,
        };
        Ok(Self {
            // ASSUMED: an empty filter counts as none; the guide lets it be absent.
            filter: text(body, "filter")?.filter(|filter| !filter.trim().is_empty()),
            count,
            cursor: text(body, "cursor")?.or(former),
            wish: Wish {
                attributes: names(body, "attributes")?.filter(|names| !names.is_empty()),
                excluded: names(body, "excludedAttributes")?.unwrap_or_default(),
            },
        })
    }
}

fn refuse_schemas(schemas: Option<&Value>, accepted: &[&str]) -> Result<(), Refusal> {
    let is = |urn: &&str| schemas == Some(&Value::from(vec![*urn]));
    match accepted.first() {
        Some(proper) if !accepted.iter().any(is) => {
            Err(wrong(&format!("schemas must be [\"{proper}\"]")))
        }
        _ => Ok(()),
    }
}

fn wrong(detail: &str) -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, detail)
}

fn text(body: &Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(wrong(&format!("{name} must be text"))),
    }
}

fn names(body: &Map<String, Value>, name: &str) -> Result<Option<Vec<String>>, Refusal> {
    let mistyped = || wrong(&format!("{name} must be a list of texts"));
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(names)) => names
            .iter()
            .map(|name| name.as_str().map(str::to_owned).ok_or_else(mistyped))
            .collect::<Result<_, _>>()
            .map(Some),
        Some(_) => Err(mistyped()),
    }
}
