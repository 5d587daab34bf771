//! How far a reply has come that something befalls, and what happens next. No sockets.

use std::time::Duration;

use super::WireFault;

/// The longest time that a reply dribbles; then the rest comes at once.
const MAX_DRIBBLE: Duration = Duration::from_mins(5);

/// What ends the head of a reply.
const HEAD_END: &[u8] = b"\r\n\r\n";

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// So many of the bytes may go, at least one.
    Pass(usize),
    /// Nothing goes for a while.
    Pause(Duration),
    /// The connection is closed.
    Close,
    /// The connection is reset.
    Reset,
    /// Nothing befalls the rest.
    Over,
}

/// A reply on its way out.
#[derive(Debug)]
pub(super) struct Progress {
    fault: WireFault,
    /// How many bytes of the head's end have gone.
    matched: usize,
    /// How many bytes of the body have gone.
    body: u64,
    /// How many bytes may go before the next drop.
    drop_left: u64,
    paused: Duration,
}

impl Progress {
    pub(super) const fn new(fault: WireFault) -> Self {
        Self {
            fault,
            matched: 0,
            body: 0,
            drop_left: 0,
            paused: Duration::ZERO,
        }
    }

    /// What happens to bytes that are about to go, of which there is at least one.
    pub(super) fn next(&mut self, bytes: &[u8]) -> Next {
        match self.fault {
            WireFault::Reset => Next::Reset,
            WireFault::Empty => Next::Close,
            WireFault::Truncated { after } => self.until(after, bytes, Next::Close),
            WireFault::Stalled { pause, .. } if self.paused >= pause => Next::Over,
            WireFault::Stalled { after: None, pause } => Next::Pause(pause),
            WireFault::Stalled {
                after: Some(after),
                pause,
            } => self.until(after, bytes, Next::Pause(pause)),
            WireFault::Dribbled {
                bytes: drop,
                pause,
                body,
            } => {
                let is_sent = self.matched == HEAD_END.len() && self.body >= body;
                if is_sent || self.paused >= MAX_DRIBBLE {
                    return Next::Over;
                }
                if self.drop_left == 0 {
                    self.drop_left = drop.max(1);
                    return Next::Pause(pause);
                }
                Next::Pass(shorter(bytes.len(), self.drop_left))
            }
        }
    }

    /// Notes that bytes have gone.
    pub(super) fn passed(&mut self, bytes: &[u8]) {
        let head = self.head_of(bytes);
        for byte in &bytes[..head] {
            self.matched = follow(self.matched, *byte);
        }
        self.body += length(bytes.len() - head);
        self.drop_left = self.drop_left.saturating_sub(length(bytes.len()));
    }

    /// Notes that a pause is over.
    pub(super) const fn waited(&mut self, pause: Duration) {
        self.paused = self.paused.saturating_add(pause);
    }

    /// The head and so many bytes of the body go, then this happens.
    fn until(&self, after: u64, bytes: &[u8], then: Next) -> Next {
        let head = self.head_of(bytes);
        let left = after.saturating_sub(self.body);
        match head + shorter(bytes.len() - head, left) {
            0 => then,
            count => Next::Pass(count),
        }
    }

    /// How many of these bytes are of the head.
    fn head_of(&self, bytes: &[u8]) -> usize {
        let mut matched = self.matched;
        for (at, byte) in bytes.iter().enumerate() {
            if matched == HEAD_END.len() {
                return at;
            }
            matched = follow(matched, *byte);
        }
        bytes.len()
    }
}

/// How many bytes of the head's end have gone once this one has.
fn follow(matched: usize, byte: u8) -> usize {
    match (HEAD_END.get(matched), byte) {
        (Some(expected), byte) if *expected == byte => matched + 1,
        (_, b'\r') => 1,
        _ => 0,
    }
}

fn length(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn shorter(count: usize, most: u64) -> usize {
    usize::try_from(most).map_or(count, |most| most.min(count))
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPLY: &[u8] = b"HTTP/1.1 200 OK\r\na: b\r\n\r\n0123456789";
    const HEAD: usize = REPLY.len() - 10;
    const PAUSE: Duration = Duration::from_millis(7);

    /// Lets a reply go in pieces of this size; gives back how much went before what happened.
    fn run(fault: WireFault, piece: usize) -> (Vec<u8>, Vec<(usize, Next)>) {
        let mut progress = Progress::new(fault);
        let (mut gone, mut happened) = (Vec::new(), Vec::new());
        while gone.len() < REPLY.len() {
            let rest = &REPLY[gone.len()..];
            let offered = &rest[..piece.min(rest.len())];
            match progress.next(offered) {
                Next::Pass(count) => {
                    progress.passed(&offered[..count]);
                    gone.extend_from_slice(&offered[..count]);
                }
                Next::Pause(pause) => {
                    happened.push((gone.len(), Next::Pause(pause)));
                    progress.waited(pause);
                }
                Next::Over => gone.extend_from_slice(rest),
                end @ (Next::Close | Next::Reset) => {
                    happened.push((gone.len(), end));
                    break;
                }
            }
        }
        (gone, happened)
    }

    #[test]
    fn a_reply_ends_at_its_byte_however_it_is_written() {
        for piece in [1, 2, 3, 7, REPLY.len()] {
            let (gone, happened) = run(WireFault::Truncated { after: 4 }, piece);
            assert_eq!(gone, &REPLY[..HEAD + 4], "{piece}");
            assert_eq!(happened, [(HEAD + 4, Next::Close)], "{piece}");
        }
    }

    #[test]
    fn not_a_byte_comes_of_a_reply_that_is_lost() {
        for (fault, end) in [
            (WireFault::Reset, Next::Reset),
            (WireFault::Empty, Next::Close),
        ] {
            assert_eq!(run(fault, 5), (Vec::new(), vec![(0, end)]));
        }
    }

    #[test]
    fn a_reply_stalls_once_at_its_place_and_comes_whole() {
        for (after, place) in [(None, 0), (Some(0), HEAD), (Some(3), HEAD + 3)] {
            let fault = WireFault::Stalled {
                after,
                pause: PAUSE,
            };
            for piece in [1, REPLY.len()] {
                let (gone, happened) = run(fault, piece);
                assert_eq!(gone, REPLY);
                assert_eq!(happened, [(place, Next::Pause(PAUSE))]);
            }
        }
    }

    #[test]
    fn a_reply_comes_in_drops_until_it_is_over() {
        let fault = WireFault::Dribbled {
            bytes: 8,
            pause: PAUSE,
            body: 10,
        };
        let (gone, happened) = run(fault, REPLY.len());
        assert_eq!(gone, REPLY);
        let places: Vec<usize> = happened.iter().map(|(place, _)| *place).collect();
        let expected: Vec<usize> = (0..REPLY.len()).step_by(8).collect();
        assert_eq!(places, expected);
    }

    #[test]
    fn a_reply_dribbles_for_five_minutes_at_most() {
        let fault = WireFault::Dribbled {
            bytes: 1,
            pause: MAX_DRIBBLE / 2,
            body: 10,
        };
        let (gone, happened) = run(fault, REPLY.len());
        assert_eq!((gone.len(), happened.len()), (REPLY.len(), 2));
    }

    #[test]
    fn what_follows_a_reply_that_dribbled_is_not_held_up() {
        let fault = WireFault::Dribbled {
            bytes: 64,
            pause: PAUSE,
            body: 10,
        };
        let mut progress = Progress::new(fault);
        assert_eq!(progress.next(REPLY), Next::Pause(PAUSE));
        progress.waited(PAUSE);
        progress.passed(REPLY);
        assert_eq!(progress.next(REPLY), Next::Over);
    }
}
