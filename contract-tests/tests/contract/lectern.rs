//! A server that answers every call with one document, so that a test can watch how the connector reads it.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// What is answered.
#[derive(Clone)]
pub(crate) struct Document {
    pub(crate) status: u16,
    pub(crate) content_type: String,
    pub(crate) body: String,
    /// Which calls get it; the token endpoint gives a token unless it is the one.
    pub(crate) place: Place,
}

/// Where a document is answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Api,
    TokenEndpoint,
}

pub(crate) struct Lectern {
    pub(crate) base_url: String,
    document: Arc<Mutex<Document>>,
    server: JoinHandle<()>,
}

impl Lectern {
    pub(crate) async fn start(document: Document) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let document = Arc::new(Mutex::new(document));
        let state = (base_url.clone(), Arc::clone(&document));
        let router = Router::new().fallback(answer).with_state(state);
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self {
            base_url,
            document,
            server,
        }
    }

    /// Lays another document on it.
    pub(crate) fn lay(&self, document: Document) {
        *self.document.lock().unwrap() = document;
    }
}

impl Drop for Lectern {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn answer(
    State((base_url, document)): State<(String, Arc<Mutex<Document>>)>,
    request: Request,
) -> Response {
    let document = document.lock().unwrap().clone();
    let at_token = request.uri().path() == "/oauth2/v0/token";
    if at_token != (document.place == Place::TokenEndpoint) {
        assert!(at_token, "{} is asked for before a token", request.uri());
        let token = json!({
            "expires_in": 3600, "scope": "openid", "token_type": "Bearer",
            "access_token": "made-up-token", "geolocation": base_url
        });
        return Response::builder()
            .header("content-type", "application/json")
            .body(Body::from(token.to_string()))
            .unwrap();
    }
    let body = turned_to(&document.body, &base_url);
    Response::builder()
        .status(document.status)
        .header("content-type", document.content_type)
        .header(
            "concur-correlationid",
            "c0ffee00-0000-4000-8000-000000000000",
        )
        .body(Body::from(body))
        .unwrap()
}

/// The document with the address that a client would go to next turned to this server: no test may call the world.
fn turned_to(body: &str, base_url: &str) -> String {
    match serde_json::from_str::<Value>(body) {
        Ok(mut document) if document.get("geolocation").is_some() => {
            document["geolocation"] = Value::from(base_url);
            document.to_string()
        }
        _ => body.to_owned(),
    }
}
