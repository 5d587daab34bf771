//! Our own opaque cursors: which list they belong to, and where in it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

use crate::error::CursorProblem;

const VERSION: u32 = 1;
/// A longer text is none of ours; it is not even decoded.
const MAX_CURSOR_BYTES: usize = 16 * 1024;

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    v: u32,
    api: String,
    /// Counts the pages of the walk, so that also a caller who asks page by page comes to an end.
    pub(crate) page: u32,
    pub(crate) at: Place,
}

/// Where the page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// Behind a mark that the source has set.
    After(String),
    /// At a number.
    Index(u64),
    /// At a relative address.
    Path(String),
}

impl Cursor {
    pub(crate) fn new(api: &str, page: u32, at: Place) -> Self {
        Self {
            v: VERSION,
            api: api.to_owned(),
            page,
            at,
        }
    }

    pub(crate) fn encode(&self) -> Result<String, serde_json::Error> {
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?))
    }

    pub(crate) fn decode(text: &str, api: &str) -> Result<Self, CursorProblem> {
        #[derive(Deserialize)]
        struct Head {
            v: u32,
            api: String,
        }
        if text.len() > MAX_CURSOR_BYTES {
            return Err(CursorProblem::NotOurs);
        }
        let json = URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| CursorProblem::NotOurs)?;
        let head: Head = serde_json::from_slice(&json).map_err(|_| CursorProblem::NotOurs)?;
        if head.v != VERSION {
            return Err(CursorProblem::OtherVersion);
        }
        if head.api != api {
            return Err(CursorProblem::OtherApi);
        }
        serde_json::from_slice(&json).map_err(|_| CursorProblem::NotOurs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_own_text() {
        for at in [
            Place::After("ü/+=".to_owned()),
            Place::Index(u64::MAX),
            Place::Path("/a?b=c".to_owned()),
        ] {
            let cursor = Cursor::new("x", 7, at);

            let text = cursor.encode().unwrap();

            assert!(
                text.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
            );
            assert_eq!(Cursor::decode(&text, "x"), Ok(cursor));
        }
    }

    #[test]
    fn what_is_wrong_with_a_cursor_is_told() {
        let cursor = |json: &str| Cursor::decode(&URL_SAFE_NO_PAD.encode(json), "x");
        let too_long = "A".repeat(MAX_CURSOR_BYTES + 1);

        assert_eq!(Cursor::decode("", "x"), Err(CursorProblem::NotOurs));
        assert_eq!(Cursor::decode("%%%", "x"), Err(CursorProblem::NotOurs));
        assert_eq!(Cursor::decode(&too_long, "x"), Err(CursorProblem::NotOurs));
        assert_eq!(cursor("{}"), Err(CursorProblem::NotOurs));
        assert_eq!(
            cursor(r#"{"v":2,"api":"x"}"#),
            Err(CursorProblem::OtherVersion)
        );
        assert_eq!(cursor(r#"{"v":1,"api":"y"}"#), Err(CursorProblem::OtherApi));
        assert_eq!(
            cursor(r#"{"v":1,"api":"x","page":1,"at":{}}"#),
            Err(CursorProblem::NotOurs)
        );
    }
}
