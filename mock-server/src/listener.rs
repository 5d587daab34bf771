//! The accept loop: sockets in, answers out, and a clean end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

use crate::layers::hygiene;
use crate::timed_body::TimedBody;
use crate::wire::{Carrier, Control, Cut, FaultyStream, Resettable, Streams, WireFault};

/// How long open connections may go on once the end was asked for.
const DRAIN: Duration = Duration::from_secs(2);

/// The most connections of one address that are open at once, unless the settings say otherwise.
pub(crate) const MAX_CONNECTIONS: usize = 4_096;

/// How long a client may take to send a request's head, and how long to send its body, unless the settings say otherwise.
/// It is what the platform's pages name as the time that a service takes at most.
pub(crate) const REQUEST_TIMEOUT: Duration = Duration::from_mins(1);

/// The bytes from which on a request's head is refused; what one more read brings is let pass. ASSUMED: no page names a
/// limit; a token that carries every scope has about 4 KB.
const MAX_HEAD_BYTES: u32 = 65_536;

/// The most headers of a request.
const MAX_HEADERS: usize = 100;

/// The most requests that a connection of HTTP/2 has open at once.
const MAX_STREAMS: u32 = 100;

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
    tls: Option<TlsAcceptor>,
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
        let visit = Visit {
            router: router.clone(),
            bounds,
            watcher: connections.watcher(),
        };
        let tls = tls.clone();
        tokio::spawn(async move {
            visit.receive(stream, tls).await;
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

/// One connection from its first byte to its last.
struct Visit {
    router: Router,
    bounds: Bounds,
    watcher: Watcher,
}

impl Visit {
    async fn receive(self, stream: TcpStream, tls: Option<TlsAcceptor>) {
        let Some(tls) = tls else {
            return self.serve_http1(stream).await;
        };
        match tokio::time::timeout(self.bounds.request, tls.accept(stream)).await {
            Ok(Ok(stream)) if stream.get_ref().1.alpn_protocol() == Some(HTTP_2) => {
                self.serve_http2(stream).await;
            }
            Ok(Ok(stream)) => self.serve_http1(stream).await,
            Ok(Err(error)) => tracing::debug!(%error, "a client and the mock did not agree on TLS"),
            Err(_) => tracing::debug!("a client did not begin TLS in time"),
        }
    }

    async fn serve_http1(self, stream: impl Stream + Resettable) {
        let control = Control::default();
        let stream = FaultyStream::new(stream, control.clone());
        let connection = http1::Builder::new()
            // The company's clock writes the date, not the machine's.
            .auto_date_header(false)
            .timer(TokioTimer::new())
            .header_read_timeout(self.bounds.request)
            .max_buf_size(MAX_HEAD_BYTES as usize)
            .max_headers(MAX_HEADERS)
            .serve_connection(
                TokioIo::new(stream),
                service(self.router, self.bounds, control),
            );
        note(self.watcher.watch(connection).await);
    }

    async fn serve_http2(self, stream: impl Stream) {
        let connection = http2::Builder::new(TokioExecutor::new())
            .auto_date_header(false)
            .max_header_list_size(MAX_HEAD_BYTES)
            .max_concurrent_streams(MAX_STREAMS)
            .timer(TokioTimer::new())
            .serve_connection(
                TokioIo::new(stream),
                service(self.router, self.bounds, Streams),
            );
        note(self.watcher.watch(connection).await);
    }
}

/// What HTTP can be spoken over.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send + 'static> Stream for T {}

/// What a client that speaks HTTP/2 chooses within TLS.
const HTTP_2: &[u8] = b"h2";

/// What answers the requests of a connection.
fn service(
    router: Router,
    bounds: Bounds,
    carrier: impl Carrier,
) -> impl HttpService<Incoming, ResBody = Body, Error = Cut, Future: Send + 'static> {
    service_fn(move |request: Request<Incoming>| {
        let request = request.map(|body| Body::new(TimedBody::new(body, bounds.request)));
        let response = router.clone().oneshot(hygiene::clean(request));
        let carrier = carrier.clone();
        async move {
            let Ok(response) = response.await;
            if let Some(fault) = response.extensions().get::<WireFault>() {
                carrier.befall(*fault).await?;
            }
            Ok::<_, Cut>(response)
        }
    })
}

fn note(ended: hyper::Result<()>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
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
