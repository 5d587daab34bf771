//! What befalls replies below HTTP: connections that are reset, cut, stalled or slow.

mod carrier;
mod progress;
mod stream;

use std::time::Duration;

pub(crate) use carrier::{Carrier, Cut, Streams};
pub(crate) use stream::{Control, FaultyStream, Resettable};

/// What befalls one reply on its way out. A service puts it among the extensions of its response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WireFault {
    /// Not a byte comes, and the connection is reset.
    Reset,
    /// Not a byte comes, and the connection is closed in order.
    Empty,
    /// So many bytes of the body come, then the connection is closed.
    Truncated {
        /// How many.
        after: u64,
    },
    /// Nothing comes for a while, then the rest.
    Stalled {
        /// After how many bytes of the body; `None` before the first byte of the head.
        after: Option<u64>,
        /// How long.
        pause: Duration,
    },
    /// The reply comes in drops.
    Dribbled {
        /// How many bytes a drop has.
        bytes: u64,
        /// How long the next one takes.
        pause: Duration,
        /// How long the body is.
        body: u64,
    },
}
