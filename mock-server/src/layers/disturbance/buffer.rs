//! Reads a request's body ahead of its handler, within the bound of bodies.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::{HeaderMap, header};
use hyper::body::{Body as Frames, Frame};

use crate::routes::MAX_BODY_BYTES;

/// The body, if it may be read ahead, and the request as it was. A body in chunks, one that is too long and one whose sender
/// waits for leave are left to those who refuse them.
pub(super) async fn buffered(request: Request) -> (Request, Option<Bytes>) {
    if !is_short(request.headers()) {
        return (request, None);
    }
    let (parts, body) = request.into_parts();
    match axum::body::to_bytes(body, MAX_BODY_BYTES).await {
        Ok(bytes) => {
            let request = Request::from_parts(parts, Body::from(bytes.clone()));
            (request, Some(bytes))
        }
        // The handler is to see that it did not come.
        Err(_) => (Request::from_parts(parts, Body::new(Lost)), None),
    }
}

fn is_short(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    length.is_some_and(|length| length <= MAX_BODY_BYTES) && !headers.contains_key(header::EXPECT)
}

/// A body that did not come.
struct Lost;

/// The body of the request did not come.
#[derive(Debug, thiserror::Error)]
#[error("the request body could not be read")]
struct LostBody;

impl Frames for Lost {
    type Data = Bytes;
    type Error = LostBody;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, LostBody>>> {
        Poll::Ready(Some(Err(LostBody)))
    }
}
