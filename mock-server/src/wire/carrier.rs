//! How a reply's fault is brought about: on the connection itself, or on one stream of HTTP/2.

use std::future::{Future, ready};

use super::{Control, WireFault};

/// The reply does not come.
#[derive(Debug, thiserror::Error)]
#[error("a fault cut the stream of the reply")]
pub(crate) struct Cut;

/// What carries replies.
pub(crate) trait Carrier: Clone + Send + 'static {
    /// Lets a fault befall the reply that comes next.
    fn befall(&self, fault: WireFault) -> impl Future<Output = Result<(), Cut>> + Send;
}

impl Carrier for Control {
    fn befall(&self, fault: WireFault) -> impl Future<Output = Result<(), Cut>> + Send {
        self.arm(fault);
        ready(Ok(()))
    }
}

/// A connection of HTTP/2, on which every reply has a stream of its own.
///
/// DIFFERS: what loses a reply or a part of it resets its stream and spares the others; what holds one up does so before its
/// first byte.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Streams;

impl Carrier for Streams {
    async fn befall(&self, fault: WireFault) -> Result<(), Cut> {
        match fault {
            WireFault::Reset | WireFault::Empty | WireFault::Truncated { .. } => Err(Cut),
            WireFault::Stalled { pause, .. } | WireFault::Dribbled { pause, .. } => {
                tokio::time::sleep(pause).await;
                Ok(())
            }
        }
    }
}
