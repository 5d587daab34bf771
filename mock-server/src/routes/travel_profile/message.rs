//! What Travel Profile says of an update: a success, warnings, or errors, each with its code.

use axum::response::Response;
use http::StatusCode;

use crate::caller::Arrival;
use crate::error::{Refusal, xml_response};
use crate::world::World;
use crate::xml::write::Node;

/// The most notes of one answer.
const MAX_NOTES: usize = 100;

/// One code with what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Note {
    /// `E001`, `W002` and the like.
    pub(super) code: &'static str,
    /// A sentence for people.
    pub(super) text: String,
    /// The element, from below the root on.
    pub(super) field: String,
}

impl Note {
    fn node(&self) -> Node {
        Node::nodes("TravelProfileResponseMessage", self.members())
    }

    fn members(&self) -> Vec<Node> {
        vec![
            Node::text("Code", self.code),
            Node::text("Message", self.text.as_str()),
            Node::text("Field", self.field.as_str()),
        ]
    }
}

/// What there is to say of an update.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Notes {
    /// One is enough, and nothing is changed.
    pub(super) errors: Vec<Note>,
    /// What each is about stays as it was, and the rest is changed.
    pub(super) warnings: Vec<Note>,
}

impl Notes {
    /// An element that nobody may change.
    pub(super) fn fixed(&mut self, field: &str) {
        let text = format!("Cannot update this element: {field}");
        self.error("E001", field, text);
    }

    /// An error.
    pub(super) fn error(&mut self, code: &'static str, field: &str, text: impl Into<String>) {
        push(&mut self.errors, code, field, text.into());
    }

    /// A warning. ASSUMED: the sentences of those that no page shows.
    pub(super) fn warn(&mut self, code: &'static str, field: &str, text: impl Into<String>) {
        push(&mut self.warnings, code, field, text.into());
    }

    /// A value that must be there.
    pub(super) fn required(&mut self, field: &str) {
        let name = field.rsplit('/').next().unwrap_or(field);
        self.warn("W007", field, format!("The {name} field is required."));
    }
}

fn push(notes: &mut Vec<Note>, code: &'static str, field: &str, text: String) {
    if notes.len() < MAX_NOTES {
        let field = field.to_owned();
        notes.push(Note { code, text, field });
    }
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refused {
    /// In a sentence.
    Sentence(Refusal),
    /// In codes.
    Notes(Vec<Note>),
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Sentence(refusal)
    }
}

/// The answer to an update that was made: the success, one warning, or several. ASSUMED: several warnings stand in the
/// element that the sender's tools make of a list, since an answer has one root.
pub(super) fn updated(notes: &Notes, correlation: &str, made: Option<&str>) -> Node {
    let warning = |note: &Note| {
        let mut members = note.members();
        members.push(Node::text("CorrelationId", correlation));
        Node::nodes("TravelProfileResponseMessage", members)
    };
    match notes.warnings.as_slice() {
        [] => {
            let mut members = vec![
                Node::text("Code", "S001"),
                Node::text("Message", "Success, no errors or warnings reported"),
            ];
            members.extend(made.map(|user| Node::text("UUID", user)));
            Node::nodes("TravelProfileResponseMessage", members)
        }
        [one] => warning(one),
        several => Node::nodes(
            "ArrayOfTravelProfileResponseMessage",
            several.iter().map(warning).collect(),
        ),
    }
}

/// The answer to a request that is refused.
pub(super) fn refuse(refused: Refused, world: &World, arrival: &Arrival) -> Response {
    let time = arrival.now(world).strftime("%Y-%m-%dT%H:%M:%S").to_string();
    let id = arrival.correlation_text().to_uppercase();
    let (status, message) = match refused {
        Refused::Sentence(refusal) => (refusal.status, Node::text("Message", refusal.detail)),
        Refused::Notes(notes) => (
            StatusCode::BAD_REQUEST,
            Node::nodes("Message", notes.iter().map(Note::node).collect()),
        ),
    };
    let error = Node::nodes(
        "Error",
        vec![
            message,
            Node::text("Server-Time", time),
            Node::text("Id", id),
        ],
    );
    xml_response(status, error.document())
}
