//! A stream on whose replies faults befall: passes bytes on as long as nothing is to happen.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Sleep, sleep};
use tokio_rustls::server::TlsStream;

use super::WireFault;
use super::progress::{Next, Progress};

/// A stream whose other side can be made to see a reset.
pub(crate) trait Resettable {
    /// From now on, dropping the stream resets the connection.
    fn reset_when_dropped(&self);
}

impl Resettable for TcpStream {
    fn reset_when_dropped(&self) {
        if let Err(error) = self.set_zero_linger() {
            tracing::warn!(%error, "a connection could not be reset and is closed instead");
        }
    }
}

impl Resettable for TlsStream<TcpStream> {
    fn reset_when_dropped(&self) {
        self.get_ref().0.reset_when_dropped();
    }
}

/// What is to befall the next reply of a connection; a clone is of the same connection.
#[derive(Debug, Clone, Default)]
pub(crate) struct Control(Arc<Cell>);

#[derive(Debug, Default)]
struct Cell {
    is_armed: AtomicBool,
    progress: Mutex<Option<Progress>>,
}

impl Control {
    /// Lets a fault befall the reply that is written next.
    pub(crate) fn arm(&self, fault: WireFault) {
        *self.progress() = Some(Progress::new(fault));
        self.0.is_armed.store(true, Ordering::Release);
    }

    fn is_armed(&self) -> bool {
        self.0.is_armed.load(Ordering::Acquire)
    }

    fn disarm(&self) {
        *self.progress() = None;
        self.0.is_armed.store(false, Ordering::Release);
    }

    fn progress(&self) -> MutexGuard<'_, Option<Progress>> {
        let progress = self.0.progress.lock();
        progress.unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection that its control can hold up or end.
#[derive(Debug)]
pub(crate) struct FaultyStream<S> {
    inner: S,
    control: Control,
    pause: Option<(Duration, Pin<Box<Sleep>>)>,
}

impl<S> FaultyStream<S> {
    /// A stream that passes everything on until its control is armed.
    pub(crate) const fn new(inner: S, control: Control) -> Self {
        Self {
            inner,
            control,
            pause: None,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for FaultyStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Resettable + Unpin> FaultyStream<S> {
    /// Writes as much as may go.
    fn poll_faulty(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            if let Some((pause, sleep)) = &mut self.pause {
                ready!(sleep.as_mut().poll(context));
                if let Some(progress) = self.control.progress().as_mut() {
                    progress.waited(*pause);
                }
                self.pause = None;
            }
            let next = match self.control.progress().as_mut() {
                Some(progress) if !bytes.is_empty() => progress.next(bytes),
                _ => Next::Over,
            };
            match next {
                Next::Pass(count) => {
                    let written = Pin::new(&mut self.inner).poll_write(context, &bytes[..count]);
                    let count = ready!(written)?;
                    if let Some(progress) = self.control.progress().as_mut() {
                        progress.passed(&bytes[..count]);
                    }
                    return Poll::Ready(Ok(count));
                }
                Next::Over => {
                    self.control.disarm();
                    return Pin::new(&mut self.inner).poll_write(context, bytes);
                }
                // What has gone must be on its way before anything is held up.
                Next::Pause(pause) => {
                    ready!(Pin::new(&mut self.inner).poll_flush(context))?;
                    self.pause = Some((pause, Box::pin(sleep(pause))));
                }
                Next::Close => {
                    ready!(Pin::new(&mut self.inner).poll_flush(context))?;
                    return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
                }
                Next::Reset => {
                    self.inner.reset_when_dropped();
                    return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
                }
            }
        }
    }
}

impl<S: AsyncWrite + Resettable + Unpin> AsyncWrite for FaultyStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.control.is_armed() {
            return self.poll_faulty(context, bytes);
        }
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.control.is_armed() {
            let first = pieces.iter().find(|piece| !piece.is_empty());
            return self.poll_faulty(context, first.map_or(&[], |piece| piece));
        }
        Pin::new(&mut self.inner).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}
