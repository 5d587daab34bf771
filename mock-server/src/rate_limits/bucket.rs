//! A token bucket on a clock that may stand still, jump or go back.
//!
//! A few lines of our own: the crates for it take a clock that only goes forward.

use jiff::{SignedDuration, Timestamp};

/// How many requests a bucket holds, and in how long an empty one is full again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) requests: u32,
    pub(super) seconds: u32,
}

/// What one caller has left. Instead of counting drops it keeps when it is full again: every request puts that off by the
/// time that one drop takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    full_at: Timestamp,
    asked_at: Timestamp,
}

impl Bucket {
    pub(super) const fn full(now: Timestamp) -> Self {
        Self {
            full_at: now,
            asked_at: now,
        }
    }

    /// Takes a drop, or says how long it takes until there is one.
    pub(super) fn take(&mut self, size: Size, now: Timestamp) -> Result<(), SignedDuration> {
        if now < self.asked_at {
            // The clock went back: what was counted then has not happened yet.
            *self = Self::full(now);
        }
        self.asked_at = now;
        let whole = SignedDuration::from_secs(i64::from(size.seconds));
        let drop_time = whole / i32::try_from(size.requests.max(1)).unwrap_or(i32::MAX);
        let full_at = self.full_at.max(now).saturating_add(drop_time);
        let full_at = full_at.unwrap_or(Timestamp::MAX);
        let missing = full_at.duration_since(now) - whole;
        // The division may have lost a fraction of a nanosecond for each drop.
        if missing > SignedDuration::ZERO {
            return Err(missing);
        }
        self.full_at = full_at;
        Ok(())
    }

    /// Whether nothing is counted any more.
    pub(super) fn is_full(&self, now: Timestamp) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size {
        requests: 3,
        seconds: 60,
    };

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    fn seconds(refused: Result<(), SignedDuration>) -> i64 {
        refused.unwrap_err().as_secs()
    }

    #[test]
    fn a_bucket_gives_what_it_holds_and_then_says_how_long_to_wait() {
        let mut bucket = Bucket::full(at(0));
        for _ in 0..3 {
            bucket.take(SIZE, at(0)).unwrap();
        }
        assert_eq!(seconds(bucket.take(SIZE, at(0))), 20);
        assert_eq!(seconds(bucket.take(SIZE, at(15))), 5);
        bucket.take(SIZE, at(20)).unwrap();
        assert_eq!(seconds(bucket.take(SIZE, at(20))), 20);
    }

    #[test]
    fn a_bucket_holds_no_more_than_it_can() {
        let mut bucket = Bucket::full(at(0));
        bucket.take(SIZE, at(0)).unwrap();
        assert!(!bucket.is_full(at(19)) && bucket.is_full(at(20)));
        for _ in 0..3 {
            bucket.take(SIZE, at(10_000)).unwrap();
        }
        assert!(bucket.take(SIZE, at(10_000)).is_err());
    }

    #[test]
    fn a_clock_that_goes_back_fills_the_bucket() {
        let mut bucket = Bucket::full(at(1_000));
        for _ in 0..3 {
            bucket.take(SIZE, at(1_000)).unwrap();
        }
        bucket.take(SIZE, at(0)).unwrap();
    }

    #[test]
    fn a_size_that_does_not_divide_gives_all_it_holds() {
        let size = Size {
            requests: 7,
            seconds: 60,
        };
        let mut bucket = Bucket::full(at(0));
        let given = (0..20).filter(|_| bucket.take(size, at(0)).is_ok()).count();
        assert_eq!(given, 7);
    }
}
