//! One documented operation, and its judgement of a request or a response.

use jsonschema::Registry;

use super::ContractError;
use super::document::Node;
use super::response::{Body, Response, View, bodies, check_body};
use super::schema::Schema;
use super::statement::{
    Evidence, Idempotency, Transition, flag, idempotency, source, texts, transitions,
};
use super::violation::Violation;

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
        response.check(headers, body, view)
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
