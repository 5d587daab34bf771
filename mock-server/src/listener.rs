//! The accept loop: sockets in, answers out, and a clean end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tower::ServiceExt;

use crate::layers::hygiene;
use crate::timed_body::TimedBody;

/// How long open connections may go on once the end was asked for.
const DRAIN: Duration = Duration::from_secs(2);

/// The most connections of one address that are open at once, unless the settings say otherwise.
pub(crate) const MAX_CONNECTIONS: usize = 4_096;

/// How long a client may take to send a request's head, and how long to send its body, unless the settings say otherwise.
/// It is what the platform's pages name as the time that a service takes at most.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// What clients may take of one address.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds {
    /// The most connections that are open at once.
    pub(crate) connections: usize,
    /// How long a request's head may take, and how long its body.
    pub(crate) request: Duration,
}

/// How long the loop waits when a connection cannot be accepted, for instance because no file handle is left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` is sent or dropped. Who comes while all places are taken waits for one.
pub(crate) async fn serve(
    listener: TcpListener,
    router: Router,
    bounds: Bounds,
    mut stop: oneshot::Receiver<()>,
) {
    let connections = GracefulShutdown::new();
    let most = bounds.connections.clamp(1, Semaphore::MAX_PERMITS);
    let places = Arc::new(Semaphore::new(most));
    loop {
        let accepted = tokio::select! {
            accepted = accept(&listener, &places) => accepted,
            _ = &mut stop => break,
        };
        let (place, stream) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                pause(&error).await;
                continue;
            }
        };
        // A page is written in one go, so waiting for more only costs time.
        if stream.set_nodelay(true).is_err() {
            continue;
        }
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let request = request.map(|body| Body::new(TimedBody::new(body, bounds.request)));
            router.clone().oneshot(hygiene::clean(request))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            // The company's clock writes the date, not the machine's.
            .auto_date_header(false)
            .timer(TokioTimer::new())
            .header_read_timeout(bounds.request)
            .serve_connection(TokioIo::new(stream), service);
        let watched = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN, connections.shutdown())
        .await
        .is_err()
    {
        tracing::info!(
            seconds = DRAIN.as_secs(),
            "connections were cut that did not end in time"
        );
    }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> io::Result<(OwnedSemaphorePermit, TcpStream)> {
    let place = Arc::clone(places).acquire_owned().await;
    let place = place.map_err(io::Error::other)?;
    let (stream, _) = listener.accept().await?;
    Ok((place, stream))
}

async fn pause(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    tokio::time::sleep(ACCEPT_PAUSE).await;
}
