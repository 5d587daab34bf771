//! Answers from a cassette over real HTTP, strictly: each interaction once, in order, and never from anywhere else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::net::Ipv4Addr;
use std::string::FromUtf8Error;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body as HttpBody;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::arrived::Arrived;
use crate::cassette::{BASE, Body, Cassette, Interaction, RecordedResponse};
use crate::matching::{Latitude, Nearest, differences, nearest};

/// The largest request body that the player reads.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// A server that replays one cassette.
#[derive(Debug)]
pub struct Player {
    base_url: String,
    tape: Arc<Mutex<Tape>>,
    server: JoinHandle<()>,
}

/// What went wrong in a replay.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Complaint {
    /// A request that was not recorded, or not at this place.
    Unknown {
        /// The request, in short.
        request: String,
        /// The recording that comes nearest, named and compared.
        nearest: String,
    },
    /// An interaction that nobody asked for.
    Unused {
        /// Its place in the cassette, from 0.
        index: usize,
        /// Its operation.
        operation: String,
    },
}

impl fmt::Display for Complaint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { request, nearest } => {
                write!(
                    out,
                    "{request} was not recorded here; the nearest is {nearest}"
                )
            }
            Self::Unused { index, operation } => {
                write!(out, "interaction {index} ({operation}) was never asked for")
            }
        }
    }
}

/// A replay that did not go as recorded.
#[derive(Debug, thiserror::Error)]
#[error(
    "the replay of `{scenario}` differs from its recording:\n{}",
    lines(complaints)
)]
pub struct Divergence {
    /// The scenario.
    pub scenario: String,
    /// Every difference.
    pub complaints: Vec<Complaint>,
}

impl Player {
    /// Starts to play `cassette` on a random loopback port. The client has to ask exactly as recorded.
    pub async fn start(cassette: Cassette) -> std::io::Result<Self> {
        Self::start_with(cassette, Latitude::default()).await
    }

    /// The same for a client that may do something otherwise.
    pub async fn start_with(cassette: Cassette, latitude: Latitude) -> std::io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let base_url = format!("http://{}", listener.local_addr()?);
        let tape = Arc::new(Mutex::new(Tape {
            base_url: base_url.clone(),
            used: BTreeSet::new(),
            complaints: Vec::new(),
            cassette,
            latitude,
        }));
        let router = Router::new().fallback(answer).with_state(Arc::clone(&tape));
        let server = tokio::spawn(async move {
            // An accept loop that ends shows as refused connections in the test that uses it.
            let _ended = axum::serve(listener, router).await;
        });
        Ok(Self {
            base_url,
            tape,
            server,
        })
    }

    /// Where it listens, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Stops, and tells what was asked but not recorded and what was recorded but not asked.
    pub fn finish(self) -> Result<(), Divergence> {
        self.server.abort();
        let tape = self.tape.lock().unwrap_or_else(PoisonError::into_inner);
        let unused = tape.unused().map(|(index, interaction)| Complaint::Unused {
            index,
            operation: interaction.operation.clone(),
        });
        let complaints: Vec<_> = tape.complaints.iter().cloned().chain(unused).collect();
        if complaints.is_empty() {
            return Ok(());
        }
        Err(Divergence {
            scenario: tape.cassette.scenario.clone(),
            complaints,
        })
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.server.abort();
    }
}

#[derive(Debug)]
struct Tape {
    base_url: String,
    cassette: Cassette,
    latitude: Latitude,
    used: BTreeSet<usize>,
    complaints: Vec<Complaint>,
}

impl Tape {
    fn unused(&self) -> impl Iterator<Item = (usize, &Interaction)> {
        self.cassette
            .interactions
            .iter()
            .enumerate()
            .filter(|(index, _)| !self.used.contains(index))
    }

    /// The next interaction of each operation: within an operation the order is part of the recording, between
    /// operations a client may fetch its token earlier or later.
    fn next_of_each(&self) -> Vec<(usize, &Interaction)> {
        let mut seen = BTreeSet::new();
        self.unused()
            .filter(|(_, interaction)| seen.insert(interaction.operation.as_str()))
            .collect()
    }

    fn take(&mut self, arrived: &Arrived) -> Result<RecordedResponse, String> {
        let hit = self.next_of_each().into_iter().find(|(_, interaction)| {
            differences(&interaction.request, arrived, &self.latitude).is_empty()
        });
        if let Some((index, interaction)) = hit {
            let response = interaction.response.clone();
            self.used.insert(index);
            return Ok(response);
        }
        let near = nearest(self.next_of_each(), arrived, &self.latitude).map_or_else(
            || "none: every interaction was played".to_owned(),
            |near| self.name(&near),
        );
        let complaint = Complaint::Unknown {
            request: format!("{} {}", arrived.method, arrived.path),
            nearest: near,
        };
        let text = complaint.to_string();
        self.complaints.push(complaint);
        Err(text)
    }

    fn name(&self, near: &Nearest) -> String {
        let operation = self
            .cassette
            .interactions
            .get(near.index)
            .map_or("?", |interaction| interaction.operation.as_str());
        let differing: Vec<_> = near
            .differences
            .iter()
            .map(|difference| format!("  {difference}"))
            .collect();
        format!(
            "interaction {} ({operation}):\n{}",
            near.index,
            differing.join("\n")
        )
    }
}

async fn answer(State(tape): State<Arc<Mutex<Tape>>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, BODY_LIMIT).await else {
        return refusal("the request body could not be read");
    };
    let mut tape = tape.lock().unwrap_or_else(PoisonError::into_inner);
    let own = tape.base_url.clone();
    // A client that follows an address of an earlier answer sends ours; the recording has `{base}` there.
    let neutral = |text: &str| text.replace(&own, BASE);
    let headers: BTreeMap<_, _> = head
        .headers
        .iter()
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), neutral(&text))
        })
        .collect();
    let target = head.uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let body = String::from_utf8(body.to_vec()).map_or_else(FromUtf8Error::into_bytes, |text| {
        neutral(&text).into_bytes()
    });
    let arrived = Arrived::read(head.method.as_str(), target, headers, &body);
    match tape.take(&arrived) {
        Ok(recorded) => play(&recorded, &own),
        Err(complaint) => refusal(&complaint),
    }
}

fn play(recorded: &RecordedResponse, base_url: &str) -> Response {
    let (kind, text) = match &recorded.body {
        Body::None => (None, String::new()),
        Body::Json(value) => (Some("application/json"), value.to_string()),
        Body::Form(fields) => (
            Some("application/x-www-form-urlencoded"),
            url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(fields)
                .finish(),
        ),
        Body::Text(text) => (Some("text/plain; charset=utf-8"), text.clone()),
    };
    let mut response = Response::new(HttpBody::from(text.replace(BASE, base_url)));
    *response.status_mut() =
        StatusCode::from_u16(recorded.status).unwrap_or(StatusCode::BAD_GATEWAY);
    if let Some(kind) = kind {
        response
            .headers_mut()
            .insert("content-type", HeaderValue::from_static(kind));
    }
    for (name, value) in &recorded.headers {
        // Length and transfer coding belong to this transport, not to the recorded one.
        if ["content-length", "transfer-encoding", "connection"]
            .contains(&name.to_ascii_lowercase().as_str())
        {
            continue;
        }
        if let (Ok(name), Ok(value)) = (
            HeaderName::try_from(name.as_str()),
            HeaderValue::try_from(value.replace(BASE, base_url)),
        ) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

/// A status that no recording has, so that a client cannot take the miss for an answer of the service.
fn refusal(complaint: &str) -> Response {
    let body = json!({ "type": "not-recorded", "detail": complaint }).to_string();
    let mut response = Response::new(HttpBody::from(body));
    *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
    response.headers_mut().insert(
        "content-type",
        HeaderValue::from_static("application/problem+json"),
    );
    response
}

fn lines(complaints: &[Complaint]) -> String {
    complaints
        .iter()
        .map(|complaint| format!("- {complaint}"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAPE: &str = "version: 1
provenance: simulated
scenario: two pages
source: written for this test
recorded_at: 2026-01-15
interactions:
  - operation: list
    request: {method: GET, path: /Users, query: {count: '1'}}
    response:
      status: 200
      body: {json: {next: '{base}/Users?cursor=x'}}
  - operation: list
    request: {method: GET, path: /Users, query: {cursor: x}}
    response: {status: 204}
";

    async fn player() -> Player {
        Player::start(Cassette::parse("tape", TAPE).unwrap())
            .await
            .unwrap()
    }

    async fn get(player: &Player, target: &str) -> (u16, String) {
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let reply = reqwest::Client::new()
            .get(format!("{}{target}", player.base_url()))
            .send()
            .await
            .unwrap();
        (reply.status().as_u16(), reply.text().await.unwrap())
    }

    #[tokio::test]
    async fn plays_in_order_and_names_its_own_address() {
        let player = player().await;

        let (status, body) = get(&player, "/Users?count=1").await;

        assert_eq!(status, 200);
        assert!(body.contains(&format!("{}/Users?cursor=x", player.base_url())));
        assert_eq!(get(&player, "/Users?cursor=x").await.0, 204);
        player.finish().unwrap();
    }

    #[tokio::test]
    async fn an_unrecorded_request_fails_and_names_the_nearest_recording() {
        let player = player().await;

        let (status, body) = get(&player, "/Users?count=7").await;

        assert_eq!(status, 501);
        assert!(
            body.contains("query count: recorded 1, arrived 7"),
            "{body}"
        );
        let divergence = player.finish().unwrap_err();
        assert_eq!(divergence.complaints.len(), 3, "{divergence}");
    }

    #[tokio::test]
    async fn order_within_an_operation_is_part_of_the_recording() {
        let player = player().await;

        assert_eq!(get(&player, "/Users?cursor=x").await.0, 501);
    }

    #[tokio::test]
    async fn what_nobody_asked_for_is_a_complaint() {
        let player = player().await;
        get(&player, "/Users?count=1").await;

        let divergence = player.finish().unwrap_err();

        assert_eq!(
            divergence.complaints,
            [Complaint::Unused {
                index: 1,
                operation: "list".to_owned()
            }]
        );
    }
}
