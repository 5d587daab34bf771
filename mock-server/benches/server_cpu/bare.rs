//! The limit: a hyper server that sends one body to everyone.

use std::convert::Infallible;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// The switch with which the benchmark starts itself as the bare server.
pub(crate) const SWITCH: &str = "--bare-hyper";

/// The file with the body, when this process shall be the bare server.
pub(crate) fn asked() -> Option<PathBuf> {
    let mut arguments = std::env::args().skip_while(|argument| argument != SWITCH);
    arguments.next()?;
    arguments.next().map(PathBuf::from)
}

/// Serves the body; prints its port first. The runtime is the one that the mock uses, so the two differ in what they do
/// for a request alone.
#[tokio::main]
pub(crate) async fn serve(body: &Path) {
    let body = Bytes::from(std::fs::read(body).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        stream.set_nodelay(true).unwrap();
        let body = body.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request: Request<Incoming>| {
                let body = body.clone();
                async move {
                    // A request with a body is only over when it was read.
                    drop(request.into_body().collect().await);
                    let response = Response::builder().header("content-type", "application/json");
                    Ok::<_, Infallible>(response.body(Full::new(body)).unwrap())
                }
            });
            drop(
                http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await,
            );
        });
    }
}
