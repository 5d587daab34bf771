//! The accept loop: sockets in, answers out, and a clean end.

use std::io;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tower::ServiceExt;

use crate::layers::hygiene;

/// How long open connections may go on once the end was asked for.
const DRAIN: Duration = Duration::from_secs(2);

/// How long a client may take to send a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_mins(1);

/// How long the loop waits when a connection cannot be accepted, for instance because no file handle is left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `stop` is sent or dropped.
pub(crate) async fn serve(listener: TcpListener, router: Router, mut stop: oneshot::Receiver<()>) {
    let connections = GracefulShutdown::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = &mut stop => break,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
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
            router
                .clone()
                .oneshot(hygiene::clean(request.map(Body::new)))
        });
        let connection = hyper::server::conn::http1::Builder::new()
            // The company's clock writes the date, not the machine's.
            .auto_date_header(false)
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .serve_connection(TokioIo::new(stream), service);
        let watched = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = watched.await {
                tracing::debug!(%error, "a connection ended early");
            }
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

async fn pause(error: &io::Error) {
    tracing::warn!(%error, "a connection could not be accepted");
    tokio::time::sleep(ACCEPT_PAUSE).await;
}
