//! The body of a search: the same fields for every service, with its own URN, limits and filters.

use serde_json::{Map, Value};

use crate::error::{Refusal, ScimType};
use crate::scim::filter::{Dialect, Filter, parse};
use crate::scim::page::Limits;
use crate::scim::select::Wish;

/// What a service expects of a search.
#[derive(Debug)]
pub(super) struct Terms {
    /// The URN that `schemas` must hold.
    pub(super) schema: &'static str,
    /// The lengths of a page.
    pub(super) limits: Limits,
    /// What a filter may say.
    pub(super) dialect: &'static Dialect,
    /// What a client of another version or service may take this field for; it is refused.
    pub(super) foreign: &'static [&'static str],
}

/// What a search asks for.
#[derive(Debug)]
pub(super) struct SearchRequest {
    /// Whom.
    pub(super) filter: Option<Filter>,
    /// The length of the page.
    pub(super) count: usize,
    /// Where the page starts.
    pub(super) cursor: Option<String>,
    /// What is shown.
    pub(super) wish: Wish,
}

impl SearchRequest {
    /// Reads the body of a search.
    pub(super) fn read(body: &Map<String, Value>, terms: &Terms) -> Result<Self, Refusal> {
        if body.get("schemas") != Some(&Value::from(vec![terms.schema])) {
            return Err(wrong(&format!("schemas must be [\"{}\"]", terms.schema)));
        }
        if let Some(name) = terms.foreign.iter().find(|name| body.contains_key(**name)) {
            return Err(wrong(&format!("{name} is not accepted; use cursor")));
        }
        let count = match body.get("count") {
            None | Some(Value::Null) => None,
            Some(Value::Number(number)) => Some(number.to_string()),
            Some(_) => return Err(wrong("count must be a whole number")),
        };
        // An OpenAPI file still has the cursor's former name.
        let cursor = text(body, "cursor")?.or(text(body, "continuationToken")?);
        // ASSUMED: an empty filter counts as none; the guide lets it be absent.
        let filter = text(body, "filter")?.filter(|filter| !filter.trim().is_empty());
        Ok(Self {
            filter: filter
                .map(|filter| parse(&filter, terms.dialect))
                .transpose()?,
            count: terms.limits.count("count", count.as_deref())?,
            cursor: cursor.filter(|cursor| !cursor.is_empty()),
            wish: Wish {
                attributes: names(body, "attributes")?.filter(|names| !names.is_empty()),
                excluded: names(body, "excludedAttributes")?.unwrap_or_default(),
            },
        })
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
