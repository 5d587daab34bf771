//! One documented operation, and its judgement of a request or a response.

use std::collections::BTreeMap;
use std::fmt;

use jsonschema::Registry;
use serde_json::{Map, Value};

use super::ContractError;
use super::document::Node;
use super::schema::Schema;

/// A place where a message differs from what is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON pointer into the body; for anything else a name such as `header concur-correlationid`.
    pub pointer: String,
    /// The rule that was broken: a schema keyword, or `status`, `media-type`, `header`, `body`, `parameter`, `xml`.
    pub rule: String,
    /// What is wrong, without quoting the value: it may be a secret or a person's.
    pub message: String,
}

impl Violation {
    pub(super) fn new(pointer: impl Into<String>, rule: &str, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            rule: rule.to_owned(),
            message: message.into(),
        }
    }

    fn below(self, place: &str) -> Self {
        Self {
            pointer: format!("{place}{}", self.pointer),
            ..self
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() {
            "/"
        } else {
            &self.pointer
        };
        write!(formatter, "{place}: {} ({})", self.message, self.rule)
    }
}

/// How well a statement about Concur is founded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// `D`: stated on a documentation page.
    Documented,
    /// `S`: stated only in the published machine-readable description.
    Described,
    /// `E`: seen in an official example, not stated as a rule.
    Example,
    /// `H`: stated once and withdrawn or changed since.
    Historical,
    /// `O`: observed outside the documentation.
    Observed,
    /// `?`: our inference.
    Inferred,
}

impl Evidence {
    fn read(node: &Node<'_>) -> Result<Self, ContractError> {
        match node.need_text("x-evidence")? {
            "D" => Ok(Self::Documented),
            "S" => Ok(Self::Described),
            "E" => Ok(Self::Example),
            "H" => Ok(Self::Historical),
            "O" => Ok(Self::Observed),
            "?" => Ok(Self::Inferred),
            other => Err(node.problem(format!("`{other}` is no class of evidence"))),
        }
    }
}

/// Whether sending the same request again changes nothing more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Idempotency {
    /// It never does.
    Always,
    /// It depends on what is sent.
    Conditional,
    /// It does, or is refused.
    Never,
}

/// The state of the addressed resource before an operation and after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// For a user one of `absent`, `active`, `inactive`.
    pub before: String,
    /// The same, afterwards.
    pub after: String,
}

/// A documented query parameter.
#[derive(Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether the operation needs it.
    pub required: bool,
    /// A parameter that has to come with it.
    pub needs: Option<String>,
    /// How well it is founded.
    pub evidence: Evidence,
    schema: Schema,
}

/// How much of a resource a reply has to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
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

/// What Concur documents about one method at one path.
#[derive(Debug)]
pub struct Operation {
    /// Such as `identity.v4_1.users.list`.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// With parameters in braces.
    pub path: String,
    /// The page and section that documents it.
    pub source: String,
    /// How well it is founded.
    pub evidence: Evidence,
    /// What it does to the resource; empty for a reader.
    pub transitions: Vec<Transition>,
    /// Whether it may be repeated.
    pub idempotency: Idempotency,
    /// The scopes of which a caller needs one.
    pub scopes: Vec<String>,
    /// The query parameters.
    pub parameters: Vec<Parameter>,
    /// The documented request bodies.
    pub requests: Vec<Body>,
    /// The documented responses by status.
    pub responses: Vec<Response>,
    body_required: bool,
    paths: Vec<String>,
}

impl Operation {
    pub(super) fn read(
        registry: &Registry<'static>,
        item: &Node<'_>,
        path: &str,
        method: &str,
        node: &Node<'_>,
    ) -> Result<Self, ContractError> {
        let source = source(node)?;
        let mut parameters = Vec::new();
        for parameter in node.items("parameters") {
            if parameter.need_text("in")? == "query" {
                parameters.push(Parameter::read(registry, &parameter)?);
            }
        }
        let request = node.get("requestBody");
        let mut responses = Vec::new();
        for (status, response) in node.need("responses")?.entries()? {
            responses.push(Response::read(registry, &status, &response)?);
        }
        let mut paths = vec![path.to_owned()];
        for alias in item.items("x-also-written") {
            paths.push(alias.text()?.to_owned());
        }
        Ok(Self {
            id: node.need_text("operationId")?.to_owned(),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            source,
            evidence: Evidence::read(node)?,
            transitions: transitions(node)?,
            idempotency: idempotency(node)?,
            scopes: texts(node, "x-scopes")?,
            parameters,
            requests: request
                .as_ref()
                .map_or_else(|| Ok(Vec::new()), |body| bodies(registry, body))?,
            responses,
            body_required: request.is_some_and(|body| flag(&body, "required")),
            paths,
        })
    }

    /// The number of literal segments of the path that fits best, or nothing if none fits.
    pub(super) fn specificity(&self, path: &str) -> Option<usize> {
        self.paths
            .iter()
            .filter_map(|template| literal_segments(template, path))
            .max()
    }

    /// What of a request is not documented.
    pub fn check_request(
        &self,
        query: &[(String, String)],
        content_type: Option<&str>,
        body: &[u8],
    ) -> Vec<Violation> {
        let mut found = self.check_query(query);
        if body.is_empty() {
            if self.body_required {
                found.push(Violation::new("", "body", "a body is required"));
            }
            return found;
        }
        if self.requests.is_empty() {
            found.push(Violation::new("", "body", "no body is documented"));
            return found;
        }
        found.extend(check_body(
            &self.requests,
            content_type,
            body,
            View::Partial,
        ));
        found
    }

    /// What of a response is not documented. A reader's reply may be a part: scopes and projections hide attributes.
    pub fn check_response(
        &self,
        status: u16,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Vec<Violation> {
        self.check(status, headers, body, View::Partial)
    }

    /// The same for a caller who may see everything and asked for no projection: required attributes must be there.
    pub fn check_unprojected_response(
        &self,
        status: u16,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Vec<Violation> {
        self.check(status, headers, body, View::Whole)
    }

    fn check(
        &self,
        status: u16,
        headers: &[(String, String)],
        body: &[u8],
        view: View,
    ) -> Vec<Violation> {
        let documented = |response: &&Response| response.status == status;
        let Some(response) = self.responses.iter().find(documented) else {
            let message = format!("{status} is not documented for {}", self.id);
            return vec![Violation::new("status", "status", message)];
        };
        let mut found = response.check_headers(headers);
        if response.bodies.is_empty() {
            if !body.is_empty() {
                let message = format!("{status} has no documented body");
                found.push(Violation::new("", "body", message));
            }
        } else if !(body.is_empty() && response.body_optional) {
            let content_type = header(headers, "content-type");
            found.extend(check_body(&response.bodies, content_type, body, view));
        }
        found
    }

    fn check_query(&self, query: &[(String, String)]) -> Vec<Violation> {
        let mut found = Vec::new();
        let given = |name: &str| query.iter().filter(|(key, _)| key == name).count();
        for (name, value) in query {
            let place = format!("query {name}");
            match self
                .parameters
                .iter()
                .find(|parameter| parameter.name == *name)
            {
                None => found.push(Violation::new(place, "parameter", "is not documented")),
                Some(parameter) => {
                    found.extend(
                        parameter
                            .schema
                            .check_text(value)
                            .into_iter()
                            .map(|one| one.below(&place)),
                    );
                }
            }
        }
        for parameter in &self.parameters {
            let place = format!("query {}", parameter.name);
            match given(&parameter.name) {
                0 if parameter.required => {
                    found.push(Violation::new(place, "parameter", "is required"));
                }
                0 => {}
                times => {
                    if times > 1 {
                        found.push(Violation::new(
                            place.clone(),
                            "parameter",
                            "stands more than once",
                        ));
                    }
                    if let Some(needs) =
                        parameter.needs.as_deref().filter(|needs| given(needs) == 0)
                    {
                        found.push(Violation::new(
                            place,
                            "parameter",
                            format!("needs `{needs}` beside it"),
                        ));
                    }
                }
            }
        }
        found
    }
}

impl Parameter {
    fn read(registry: &Registry<'static>, node: &Node<'_>) -> Result<Self, ContractError> {
        Ok(Self {
            name: node.need_text("name")?.to_owned(),
            required: flag(node, "required"),
            needs: node
                .get("x-needs")
                .map(|needs| needs.text().map(str::to_owned))
                .transpose()?,
            evidence: Evidence::read(node)?,
            schema: Schema::compile(registry, &node.need("schema")?)?,
        })
    }
}

impl Response {
    fn read(
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

fn bodies(registry: &Registry<'static>, node: &Node<'_>) -> Result<Vec<Body>, ContractError> {
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

fn check_body(
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

/// How many literal segments a template shares with a path that fits it.
fn literal_segments(template: &str, path: &str) -> Option<usize> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut literal = 0;
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(literal),
            (Some(parameter), Some(segment))
                if parameter.starts_with('{') && !segment.is_empty() => {}
            (Some(one), Some(other)) if one == other => literal += 1,
            _ => return None,
        }
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

fn flag(node: &Node<'_>, name: &str) -> bool {
    node.get(name)
        .is_some_and(|flag| flag.value.as_bool() == Some(true))
}

fn texts(node: &Node<'_>, name: &str) -> Result<Vec<String>, ContractError> {
    node.need(name)?;
    node.items(name)
        .iter()
        .map(|item| item.text().map(str::to_owned))
        .collect()
}

fn transitions(node: &Node<'_>) -> Result<Vec<Transition>, ContractError> {
    let read = |text: String| match text.split_once(" -> ") {
        Some((before, after)) => Ok(Transition {
            before: before.to_owned(),
            after: after.to_owned(),
        }),
        None => Err(node.problem(format!("`{text}` is not `before -> after`"))),
    };
    texts(node, "x-transition")?.into_iter().map(read).collect()
}

fn idempotency(node: &Node<'_>) -> Result<Idempotency, ContractError> {
    match node.need_text("x-idempotency")? {
        "always" => Ok(Idempotency::Always),
        "conditional" => Ok(Idempotency::Conditional),
        "never" => Ok(Idempotency::Never),
        other => Err(node.problem(format!("`{other}` is no kind of idempotency"))),
    }
}

/// `key, section` spelt out by the table of sources at the top of the same document.
fn source(node: &Node<'_>) -> Result<String, ContractError> {
    let text = node.need_text("x-source")?;
    let (key, section) = text.split_once(", ").unwrap_or((text, ""));
    let unknown = || node.problem(format!("`{key}` is not in the table of sources"));
    let sources = node.root().need("info")?.need("x-sources")?;
    let page = sources.get(key).ok_or_else(unknown)?;
    let (title, url) = (page.need_text("title")?, page.need_text("url")?);
    let comma = if section.is_empty() { "" } else { ", " };
    Ok(format!("{title}{comma}{section} ({url})"))
}
