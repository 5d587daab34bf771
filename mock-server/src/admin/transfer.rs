//! Companies as files: written out, and taken in.

use std::convert::Infallible;
use std::io::{self, BufReader, Read};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Json;
use axum::body::{Body, HttpBody};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::{Buf, Bytes};
use http::{HeaderValue, Uri, header};
use http_body_util::BodyExt;
use hyper::body::Frame;
use tokio::sync::mpsc;

use crate::company::file::{self, Export, ImportError, MEDIA_TYPE};
use crate::credentials::Credentials;
use crate::founding::{Content, Founding};
use crate::world::World;

use super::companies::{check_key, find, refused};
use super::fault::AdminFault;
use super::place::Place;

/// Where files are taken in; the only path of the admin API whose bodies are no JSON.
pub(super) const IMPORT: &str = "/__admin/companies/import";

/// The largest file that is taken in: that of a million users and some.
const MAX_FILE_BYTES: usize = 8 * 1024 * 1024 * 1024;

/// How many pieces of a file wait for the thread that reads it.
const PIECES: usize = 8;

/// `GET /__admin/companies/{id}/export`: what the company holds now; it is written as it is read, and writers go on.
pub(super) async fn export(
    State(world): State<Arc<World>>,
    Place(id): Place<String>,
) -> Result<Response, AdminFault> {
    let company = find(&world, &id)?;
    let known_user = company.known_user.as_ref().map(|user| user.id);
    let parts = Parts(Export::of(company.present(), known_user));
    let mut response = Response::new(Body::new(parts));
    let kind = HeaderValue::from_static(MEDIA_TYPE);
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// A file as a body: a part is made when the client has room for it.
struct Parts(Export);

impl HttpBody for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let part = self.0.next();
        Poll::Ready(part.map(|part| Ok(Frame::data(Bytes::from(part)))))
    }
}

/// `POST /__admin/companies/import?key=…`: a company of what a file holds; the answer is the way into it.
pub(super) async fn import(
    State(world): State<Arc<World>>,
    uri: Uri,
    body: Body,
) -> Result<Response, AdminFault> {
    let key = key(uri.query())?;
    check_key(key.as_deref())?;
    let content = content(&world, body).await?;
    let founding = Founding {
        key,
        content: Some(content),
        ..Founding::default()
    };
    let company = world.found(&founding).map_err(refused)?;
    let credentials = Credentials::of(&world, &company, company.client_id);
    Ok((http::StatusCode::CREATED, Json(credentials)).into_response())
}

/// The `key` of a query that has nothing else.
fn key(query: Option<&str>) -> Result<Option<String>, AdminFault> {
    let mut members = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let key = members.next();
    if key.as_ref().is_some_and(|(name, _)| name != "key") || members.next().is_some() {
        return Err(AdminFault::bad_request(
            "the query takes key=<the new company's key>, and nothing else",
        ));
    }
    Ok(key.map(|(_, key)| key.into_owned()))
}

/// Reads a body while it comes; a thread of its own does, so that the other requests go on.
async fn content(world: &World, mut body: Body) -> Result<Content, AdminFault> {
    let (sender, pieces) = mpsc::channel(PIECES);
    let inherited = world.policies.inherited();
    let reading = tokio::task::spawn_blocking(move || {
        let pieces = Pieces {
            pieces,
            rest: Bytes::new(),
        };
        file::read(BufReader::new(pieces), &inherited)
    });
    let mut bytes = 0;
    while let Some(frame) = body.frame().await {
        let piece = match frame.map(Frame::into_data) {
            Ok(Ok(piece)) => Ok(piece),
            // Trailers are no part of the file.
            Ok(Err(_)) => continue,
            Err(error) => Err(io::Error::other(error)),
        };
        bytes += piece.as_ref().map_or(0, Bytes::len);
        if bytes > MAX_FILE_BYTES {
            return Err(AdminFault::too_large(MAX_FILE_BYTES));
        }
        // Whoever reads may have found a fault and read no more; the rest is taken, so that the client sees the answer.
        drop(sender.send(piece).await);
    }
    drop(sender);
    let read = reading.await;
    let read = read.map_err(|_| AdminFault::internal("the file could not be read"))?;
    read.map_err(|error: ImportError| AdminFault::bad_request(error.to_string()))
}

/// The pieces of a body, one behind the other.
struct Pieces {
    pieces: mpsc::Receiver<io::Result<Bytes>>,
    rest: Bytes,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.pieces.blocking_recv() {
                Some(piece) => self.rest = piece?,
                None => return Ok(0),
            }
        }
        let count = self.rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.advance(count);
        Ok(count)
    }
}
