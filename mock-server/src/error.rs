//! Refusals: one type for what went wrong, and the body that each generation of Concur's APIs gives it.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::scim::validate::Fault;
use crate::xml::write::Node;

const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
const CONCUR_ERROR: &str = "urn:ietf:params:scim:api:messages:concur:2.0:Error";

/// The SCIM keywords for what is wrong with a request (RFC 7644 §3.12).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScimType {
    InvalidFilter,
    InvalidPath,
    InvalidSyntax,
    InvalidValue,
    Mutability,
    NoTarget,
    TooMany,
    Uniqueness,
}

impl ScimType {
    const fn name(self) -> &'static str {
        match self {
            Self::InvalidFilter => "invalidFilter",
            Self::InvalidPath => "invalidPath",
            Self::InvalidSyntax => "invalidSyntax",
            Self::InvalidValue => "invalidValue",
            Self::Mutability => "mutability",
            Self::NoTarget => "noTarget",
            Self::TooMany => "tooMany",
            Self::Uniqueness => "uniqueness",
        }
    }
}

/// One message of Concur's error extension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    /// A word such as `INVALID_VALUE`.
    pub(crate) code: &'static str,
    /// What is wrong.
    pub(crate) text: String,
    /// The attribute, where one is to blame.
    pub(crate) path: Option<String>,
}

/// A refused request, whatever API it was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The HTTP status.
    pub(crate) status: StatusCode,
    /// The SCIM keyword, if one fits.
    pub(crate) scim_type: Option<ScimType>,
    /// What is wrong, in a sentence.
    pub(crate) detail: String,
    /// Messages of Concur's extension.
    pub(crate) messages: Vec<Message>,
}

impl Refusal {
    fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            status,
            scim_type: None,
            detail: detail.into(),
            messages: Vec::new(),
        }
    }

    /// 400 with a keyword.
    pub(crate) fn bad_request(scim_type: ScimType, detail: impl Into<String>) -> Self {
        Self {
            scim_type: Some(scim_type),
            ..Self::new(StatusCode::BAD_REQUEST, detail)
        }
    }

    /// 400 for faults of a document. The detail is that of the one published sample of this kind.
    pub(crate) fn invalid_document(faults: Vec<Fault>) -> Self {
        let messages = faults
            .into_iter()
            .map(|fault| Message {
                code: fault.code,
                text: fault.message,
                path: Some(fault.path),
            })
            .collect();
        Self {
            messages,
            ..Self::bad_request(ScimType::InvalidValue, "The request is invalid")
        }
    }

    /// Adds a message of Concur's extension.
    pub(crate) fn with_message(mut self, code: &'static str, text: impl Into<String>) -> Self {
        self.messages.push(Message {
            code,
            text: text.into(),
            path: None,
        });
        self
    }

    /// 401, for a missing or unknown token; a token that ended or lacks the scope gets 403.
    ///
    /// ASSUMED: Concur's pages disagree whether 401 or 403 answers a missing header.
    pub(crate) fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// 403, see [`Refusal::unauthorized`].
    pub(crate) fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// 404.
    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 409 for a value that another user holds.
    pub(crate) fn taken(detail: impl Into<String>) -> Self {
        Self {
            scim_type: Some(ScimType::Uniqueness),
            ..Self::new(StatusCode::CONFLICT, detail)
        }
    }

    /// A fault of the mock itself.
    pub(crate) fn internal(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
    }

    /// The answer of the SCIM-like APIs: Identity v4 and v4.1.
    pub(crate) fn scim(self) -> Response {
        let mut body = Map::new();
        body.insert("schemas".to_owned(), json!([ERROR, CONCUR_ERROR]));
        body.insert("status".to_owned(), Value::from(self.status.as_str()));
        if let Some(scim_type) = self.scim_type {
            body.insert("scimType".to_owned(), Value::from(scim_type.name()));
        }
        body.insert("detail".to_owned(), Value::from(self.detail));
        if !self.messages.is_empty() {
            let messages: Vec<Value> = self.messages.into_iter().map(message).collect();
            body.insert(CONCUR_ERROR.to_owned(), json!({"messages": messages}));
        }
        json_response(self.status, &Value::Object(body))
    }

    /// The answer of Spend: its status is a number, and there is no extension with messages, so that the first one
    /// stands for the sentence that it explains.
    pub(crate) fn spend(self) -> Response {
        let mut body = Map::new();
        body.insert("schemas".to_owned(), json!([ERROR]));
        if let Some(scim_type) = self.scim_type {
            body.insert("scimType".to_owned(), Value::from(scim_type.name()));
        }
        let message = self.messages.into_iter().next();
        let detail = message.map_or(self.detail, |message| message.text);
        body.insert("detail".to_owned(), Value::from(detail));
        body.insert("status".to_owned(), Value::from(self.status.as_u16()));
        json_response(self.status, &Value::Object(body))
    }

    /// The answer of the v3 APIs, in the format that was asked for.
    pub(crate) fn v3(self, format: Format, correlation: &str, now: Timestamp) -> Response {
        let time = now.strftime("%Y-%m-%dT%H:%M:%S").to_string();
        match format {
            Format::Json => {
                let error = json!({"Message": self.detail, "Server-Time": time, "Id": correlation});
                json_response(self.status, &json!({"Error": error}))
            }
            Format::Xml => {
                let error = Node::nodes(
                    "Error",
                    vec![
                        Node::text("Message", self.detail),
                        Node::text("Server-Time", time),
                        Node::text("Id", correlation),
                    ],
                );
                xml_response(self.status, error.document())
            }
        }
    }
}

fn message(message: Message) -> Value {
    let mut row = json!({"code": message.code, "message": message.text});
    if let Some(path) = message.path {
        row["schemaPath"] = Value::from(path);
    }
    row["type"] = Value::from("error");
    row
}

/// The two formats of the v3 APIs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// `application/json`
    Json,
    /// `application/xml`, also when nothing was asked for.
    Xml,
}

/// A JSON answer.
pub(crate) fn json_response(status: StatusCode, body: &Value) -> Response {
    bytes_response(
        status,
        HeaderValue::from_static("application/json"),
        body.to_string().into_bytes(),
    )
}

/// An XML answer.
pub(crate) fn xml_response(status: StatusCode, body: String) -> Response {
    bytes_response(
        status,
        HeaderValue::from_static("application/xml"),
        body.into_bytes(),
    )
}

/// An answer of this type.
pub(crate) fn bytes_response(
    status: StatusCode,
    content_type: HeaderValue,
    body: Vec<u8>,
) -> Response {
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}

/// A refusal in the SCIM shape, so that handlers can use `?`.
#[derive(Debug)]
pub(crate) struct ScimRefusal(pub(crate) Refusal);

impl From<Refusal> for ScimRefusal {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for ScimRefusal {
    fn into_response(self) -> Response {
        self.0.scim()
    }
}

/// A refusal in the shape of Spend.
#[derive(Debug)]
pub(crate) struct SpendRefusal(pub(crate) Refusal);

impl From<Refusal> for SpendRefusal {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<ScimRefusal> for SpendRefusal {
    fn from(ScimRefusal(refusal): ScimRefusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for SpendRefusal {
    fn into_response(self) -> Response {
        self.0.spend()
    }
}
