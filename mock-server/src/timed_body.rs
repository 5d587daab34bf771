//! A request's body that must have come within a time.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use tokio::time::{Sleep, sleep};

/// What came is handed on; once the time is over, the rest is an error. The time begins when something has to be waited
/// for, so that a body which is there already costs no clock.
pub(crate) struct TimedBody {
    body: Incoming,
    patience: Duration,
    end: Option<Pin<Box<Sleep>>>,
}

/// The body took too long.
#[derive(Debug, thiserror::Error)]
#[error("the request body did not come in time")]
pub(crate) struct TooSlow;

impl TimedBody {
    /// A body that may take this long.
    pub(crate) const fn new(body: Incoming, patience: Duration) -> Self {
        Self {
            body,
            patience,
            end: None,
        }
    }
}

impl Body for TimedBody {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(context) {
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let patience = self.patience;
        let end = self.end.get_or_insert_with(|| Box::pin(sleep(patience)));
        end.as_mut()
            .poll(context)
            .map(|()| Some(Err(TooSlow.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
