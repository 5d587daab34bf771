//! Bodies for fuzzers: functions on any bytes that must not panic and that assert what always holds.
//!
//! They are public and hidden from the documentation, because three callers outside of this crate run the same bodies: the
//! gate's replay of the kept corpus, the gate's generated input, and `cargo fuzz` in a workspace of its own.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a broken claim is reported by panicking"
)]

mod cursor;
mod filter;
mod form;
mod location;
mod patch;
mod print;
mod travel;
mod xml;

pub use cursor::cursor;
pub use filter::filter;
pub use form::form;
pub use location::location;
pub use patch::patch;
pub use travel::travel;
pub use xml::xml;

/// A body: it takes any bytes.
pub type Body = fn(&[u8]);

/// Every body by the name of its folder in the corpus.
pub const BODIES: [(&str, Body); 7] = [
    ("filter", filter),
    ("patch", patch),
    ("cursor", cursor),
    ("form", form),
    ("location", location),
    ("xml", xml),
    ("travel", travel),
];

/// Splits off the byte that chooses between variants of a body.
fn choice(bytes: &[u8]) -> (u8, &[u8]) {
    bytes
        .split_first()
        .map_or((0, bytes), |(first, rest)| (*first, rest))
}
