//! Cursors: what was read writes and reads back, and every one points into its list.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::company::seed;
use crate::company::users::Users;
use crate::ids::Seed;
use crate::scim::page::{Cursor, IDENTITY_V4_1_LIST, PageError, start_index};

use super::choice;

static USERS: LazyLock<Users> = LazyLock::new(|| seed::users(Seed::new(1), 5));

/// The first byte chooses how the rest is read: as the text of a cursor, as what its Base64 hides, or as a number.
pub fn cursor(bytes: &[u8]) {
    let (variant, rest) = choice(bytes);
    let given = String::from_utf8_lossy(rest);
    match variant % 3 {
        0 => position(&given),
        1 => position(&STANDARD.encode(rest)),
        _ => number(&given),
    }
}

fn position(text: &str) {
    match Cursor::read(text) {
        Ok(cursor) => {
            assert_eq!(Cursor::read(&cursor.write()), Ok(cursor), "{text:?}");
            if let Some(position) = USERS.position_behind_user(cursor.created, cursor.id) {
                assert!((1..=USERS.len()).contains(&position), "{text:?}");
            }
        }
        Err(error) => assert_eq!(error, PageError::Cursor),
    }
}

fn number(text: &str) {
    if let Ok(count) = IDENTITY_V4_1_LIST.count("count", Some(text)) {
        assert!(count <= IDENTITY_V4_1_LIST.max, "{text:?}");
    }
    if let Ok(start) = start_index(Some(text)) {
        assert!(start >= 1, "{text:?}");
        assert!(USERS.slice(start - 1, usize::MAX).count() <= USERS.len());
    }
}
