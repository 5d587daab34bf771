//! A cursor with what binds it: the query of its first page, and the time from which it is good.

use std::hash::BuildHasher;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use foldhash::fast::FixedState;
use serde_json::{Value, json};
use uuid::Uuid;

use super::page::{Cursor, PageError};

/// A cursor as clients hold it.
///
/// ASSUMED: the published cursors have the place alone; what Concur makes of a cursor of another query or of last year is
/// not known. The two members stand behind the published ones, so a reader of those is not disturbed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Bookmark {
    /// The place.
    pub(crate) cursor: Cursor,
    /// What the page was a page of, see [`query`].
    pub(crate) query: u64,
    /// When it was made, in seconds since 1970; `None` where cursors do not end.
    pub(crate) made: Option<i64>,
}

/// A number for a company and a filter, the same for the same two.
pub(crate) fn query(company: Uuid, filter: Option<&str>) -> u64 {
    let filter = filter.map(str::trim).unwrap_or_default();
    FixedState::default().hash_one((company, filter))
}

impl Bookmark {
    /// The cursor as clients see it.
    pub(crate) fn write(self) -> String {
        let mut body = json!({
            "created-id": format!("{}_{}", self.cursor.created, self.cursor.id),
            "startIndex": self.cursor.start_index,
            "query": format!("{:016x}", self.query),
        });
        if let Some(made) = self.made {
            body["made"] = Value::from(made);
        }
        STANDARD.encode(body.to_string())
    }

    /// Reads a cursor back.
    pub(crate) fn read(text: &str) -> Result<Self, PageError> {
        let cursor = Cursor::read(text)?;
        Self::bonds(text, cursor).ok_or(PageError::Cursor)
    }

    fn bonds(text: &str, cursor: Cursor) -> Option<Self> {
        let body: Value = serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?;
        Some(Self {
            cursor,
            query: u64::from_str_radix(body.get("query")?.as_str()?, 16).ok()?,
            made: body.get("made").and_then(Value::as_i64),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bookmark_survives_its_writing_and_is_a_cursor() {
        let cursor = Cursor {
            created: 1_613_761_914,
            id: Uuid::nil(),
            start_index: 101,
        };
        let bookmark = Bookmark {
            cursor,
            query: query(Uuid::nil(), Some("active eq true")),
            made: Some(1),
        };
        assert_eq!(Bookmark::read(&bookmark.write()), Ok(bookmark));
        assert_eq!(Cursor::read(&bookmark.write()), Ok(cursor));
        assert_eq!(Bookmark::read(&cursor.write()), Err(PageError::Cursor));
    }

    #[test]
    fn queries_differ_by_company_and_filter() {
        let one = query(Uuid::nil(), Some("active eq true"));
        assert_ne!(one, query(Uuid::nil(), None));
        assert_ne!(one, query(Uuid::max(), Some("active eq true")));
        assert_eq!(one, query(Uuid::nil(), Some(" active eq true ")));
    }
}
