//! One documented response, and the bodies of requests and responses.

use std::collections::BTreeMap;

use jsonschema::Registry;
use serde_json::{Map, Value};

use super::ContractError;
use super::document::Node;
use super::schema::Schema;
use super::statement::{Evidence, flag, source};
use super::violation::Violation;

/// How much of a resource a reply has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    Partial,
    Whole,
}

/// A body in one media type.
#[derive(Debug)]
pub struct Body {
    /// In lower case, without parameters.
    pub media_type: String,
    schema: Schema,
    unprojected: Option<Schema>,
}

/// A documented response, one status of one operation.
#[derive(Debug)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Where this is documented.
    pub source: String,
    /// How well it is founded.
    pub evidence: Evidence,
    /// Its bodies; empty where none is documented.
    pub bodies: Vec<Body>,
    body_optional: bool,
    headers: Vec<(String, bool, Schema)>,
}

impl Response {
    pub(super) fn read(
        registry: &Registry<'static>,
        status: &str,
        node: &Node<'_>,
    ) -> Result<Self, ContractError> {
        let mut headers = Vec::new();
        if let Some(documented) = node.get("headers") {
            for (name, header) in documented.entries()? {
                let schema = Schema::compile(registry, &header.need("schema")?)?;
                headers.push((name.to_ascii_lowercase(), flag(&header, "required"), schema));
            }
        }
        Ok(Self {
            status: status
                .parse()
                .map_err(|_| node.problem(format!("`{status}` is no status")))?,
            source: source(node)?,
            evidence: Evidence::read(node)?,
            bodies: bodies(registry, node)?,
            body_optional: flag(node, "x-body-optional"),
            headers,
        })
    }

    /// What of a response with this status is not documented.
    pub(super) fn check(
        &self,
        headers: &[(String, String)],
        body: &[u8],
        view: View,
    ) -> Vec<Violation> {
        let mut found = self.check_headers(headers);
        if self.bodies.is_empty() {
            if !body.is_empty() {
                let message = format!("{} has no documented body", self.status);
                found.push(Violation::new("", "body", message));
            }
        } else if !(body.is_empty() && self.body_optional) {
            let content_type = header(headers, "content-type");
            found.extend(check_body(&self.bodies, content_type, body, view));
        }
        found
    }

    fn check_headers(&self, headers: &[(String, String)]) -> Vec<Violation> {
        let mut found = Vec::new();
        for (name, required, schema) in &self.headers {
            let place = format!("header {name}");
            match header(headers, name) {
                Some(value) => found.extend(
                    schema
                        .check_text(value)
                        .into_iter()
                        .map(|one| one.below(&place)),
                ),
                None if *required => found.push(Violation::new(place, "header", "is missing")),
                None => {}
            }
        }
        found
    }
}

pub(super) fn bodies(
    registry: &Registry<'static>,
    node: &Node<'_>,
) -> Result<Vec<Body>, ContractError> {
    let Some(content) = node.get("content") else {
        return Ok(Vec::new());
    };
    let read = |(media_type, media): (String, Node<'_>)| {
        Evidence::read(&media)?;
        Ok(Body {
            media_type,
            schema: Schema::compile(registry, &media.need("schema")?)?,
            unprojected: match media.get("x-unprojected") {
                Some(whole) => Some(Schema::compile(registry, &whole)?),
                None => None,
            },
        })
    };
    content.entries()?.into_iter().map(read).collect()
}

pub(super) fn check_body(
    bodies: &[Body],
    content_type: Option<&str>,
    body: &[u8],
    view: View,
) -> Vec<Violation> {
    let refused =
        |message: String| vec![Violation::new("header content-type", "media-type", message)];
    let Some(content_type) = content_type else {
        return refused("is missing".to_owned());
    };
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let Some(documented) = bodies.iter().find(|body| body.media_type == media_type) else {
        return refused(format!("`{media_type}` is not documented"));
    };
    let schema = match (view, &documented.unprojected) {
        (View::Whole, Some(whole)) => whole,
        _ => &documented.schema,
    };
    let Ok(text) = std::str::from_utf8(body) else {
        return vec![Violation::new("", "body", "is not UTF-8")];
    };
    if media_type == "application/x-www-form-urlencoded" {
        return schema.check(&form(text));
    }
    if ["text/html", "text/plain"].contains(&media_type.as_str()) {
        return schema.check(&Value::String(text.to_owned()));
    }
    if media_type.ends_with("xml") {
        return schema.check_xml(text);
    }
    match serde_json::from_str(text) {
        Ok(value) => schema.check(&value),
        Err(error) => vec![Violation::new("", "body", format!("is not JSON: {error}"))],
    }
}

/// A form as an object of texts; a name that stands twice becomes a list, which no schema of a form accepts.
fn form(text: &str) -> Value {
    let mut fields: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        fields
            .entry(name.into_owned())
            .or_default()
            .push(Value::String(value.into_owned()));
    }
    let single = |(name, mut values): (String, Vec<Value>)| match values.pop() {
        Some(only) if values.is_empty() => (name, only),
        last => (name, values.into_iter().chain(last).collect()),
    };
    Value::Object(fields.into_iter().map(single).collect::<Map<_, _>>())
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}
