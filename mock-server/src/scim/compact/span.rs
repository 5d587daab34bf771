//! Moments as bytes that order as the moments do, and the stretch of them that an operand means.

use jiff::civil::DateTime;

use crate::scim::compare::Moment;
use crate::scim::filter::Operator;

/// Bytes of a moment: five for the second, four for the rest.
pub(super) const KEY: usize = 9;

/// A moment, comparable as bytes. A day stands for its first instant, which is how values are compared.
pub(super) type Key = [u8; KEY];

/// Nanoseconds take this many bits, everything below a day this many.
const NANOSECOND_BITS: u32 = 30;
const DAY_BITS: u32 = NANOSECOND_BITS + 17;

/// The moment's key; `None` outside the years of four digits, which no document can spell.
pub(super) fn key(moment: Moment) -> Option<Key> {
    Some(bytes(number(moment)?))
}

fn number(moment: Moment) -> Option<u128> {
    let start: DateTime = match moment {
        Moment::Day(day) => day.at(0, 0, 0, 0),
        Moment::Instant(instant) => instant,
    };
    let mut number = u128::from(u16::try_from(start.year()).ok()?);
    for (part, bits) in [
        (start.month(), 4),
        (start.day(), 5),
        (start.hour(), 5),
        (start.minute(), 6),
        (start.second(), 6),
    ] {
        number = number << bits | u128::from(part.unsigned_abs());
    }
    Some(number << NANOSECOND_BITS | u128::from(start.subsec_nanosecond().unsigned_abs()))
}

fn bytes(number: u128) -> Key {
    let mut key = [0; KEY];
    key.copy_from_slice(&number.to_be_bytes()[16 - KEY..]);
    key
}

/// What an operand means: an instant, or a whole day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    start: Key,
    /// The first key behind it.
    end: Key,
}

impl Span {
    /// The span of an operand.
    pub(super) fn of(operand: Moment) -> Option<Self> {
        let start = number(operand)?;
        let length = match operand {
            Moment::Day(_) => 1 << DAY_BITS,
            Moment::Instant(_) => 1,
        };
        Some(Self {
            start: bytes(start),
            end: bytes(start + length),
        })
    }

    /// Whether the value stands to the span as the operator says.
    pub(super) fn holds(&self, operator: Operator, value: &[u8]) -> bool {
        let (is_before, is_behind) = (value < self.start.as_slice(), value >= self.end.as_slice());
        match operator {
            Operator::Lt => is_before,
            Operator::Le => !is_behind,
            Operator::Gt => is_behind,
            Operator::Ge => !is_before,
            _ => !is_before && !is_behind,
        }
    }
}
