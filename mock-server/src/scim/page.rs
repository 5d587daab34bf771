//! Which part of a list is asked for: count, cursor, start index.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use uuid::Uuid;

/// The page limits of one API.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// Page length when none is asked for.
    pub(crate) default: usize,
    /// The longest page; asking for more gives this many.
    pub(crate) max: usize,
    /// The shortest page that may be asked for.
    pub(crate) min: usize,
}

/// `GET /Users` of Identity v4.1; the published OpenAPI file sets the minimum 0.
pub(crate) const IDENTITY_V4_1_LIST: Limits = Limits {
    default: 100,
    max: 1000,
    min: 0,
};
/// `POST /Users/.search` of Identity v4.1; the search guide sets the minimum 1.
pub(crate) const IDENTITY_V4_1_SEARCH: Limits = Limits {
    default: 100,
    max: 1000,
    min: 1,
};
/// `GET /Users` of Identity v4. DIFFERS: the OpenAPI file says at most 20, the reference page 100; the page is followed,
/// since clients send `count=100`.
pub(crate) const IDENTITY_V4_LIST: Limits = Limits {
    default: 10,
    max: 100,
    min: 1,
};
/// `GET /Users` and `GET /Groups` of SCIM v4, as the reference page says. ASSUMED: a count of 0 asks for the total alone, as
/// RFC 7644 says.
pub(crate) const SCIM_V4_LIST: Limits = Limits {
    default: 100,
    max: 1000,
    min: 0,
};
/// The same as the OpenAPI file says.
pub(crate) const SCIM_V4_SHORT_LIST: Limits = Limits {
    default: 100,
    max: 100,
    min: 0,
};
/// The members of a group of SCIM v4.
pub(crate) const SCIM_V4_MEMBERS: Limits = SCIM_V4_SHORT_LIST;
/// `POST /Users/.search` of User Retrieval v4.
pub(crate) const USER_RETRIEVAL: Limits = Limits {
    default: 100,
    max: 1000,
    min: 0,
};
/// `GET /Users` of Spend User v4 and v4.1; the default is the policy's.
pub(crate) const SPEND_LIST: Limits = Limits {
    default: 100,
    max: 100,
    min: 1,
};
/// `POST /LegalEntities/.search` of Identity v4.1; the default is the policy's. ASSUMED: the bounds are those of its users.
pub(crate) const LEGAL_ENTITY_SEARCH: Limits = IDENTITY_V4_1_SEARCH;
/// `GET /common/users` of Users v3.0.
pub(crate) const USERS_V3_0_LIST: Limits = Limits {
    default: 25,
    max: 100,
    min: 1,
};

/// `GET /users/` of Users v3.1. ASSUMED: the default, which the example shows and the page does not name.
pub(crate) const USERS_V3_1_LIST: Limits = Limits {
    default: 100,
    max: 100,
    min: 1,
};

/// Why a page cannot be given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PageError {
    /// Not a whole number, or below the minimum.
    #[error("{name} must be a whole number of at least {min}, got `{given}`")]
    Number {
        /// The parameter.
        name: &'static str,
        /// The least accepted value.
        min: usize,
        /// What was sent.
        given: String,
    },
    /// Not a cursor of ours.
    #[error("the cursor is not valid")]
    Cursor,
}

impl Limits {
    /// The page length for this text of a count.
    ///
    /// ASSUMED: the documentation does not say what an excessive count does; it is lowered to the maximum.
    pub(crate) fn count(self, name: &'static str, given: Option<&str>) -> Result<usize, PageError> {
        let Some(given) = given else {
            return Ok(self.default);
        };
        let wrong = || PageError::Number {
            name,
            min: self.min,
            given: given.chars().take(40).collect(),
        };
        let count = whole_number(given).ok_or_else(wrong)?;
        if count < self.min {
            Err(wrong())
        } else {
            Ok(count.min(self.max))
        }
    }
}

/// A whole number in digits alone; one that no machine word holds counts as the largest that does.
pub(crate) fn whole_number(text: &str) -> Option<usize> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits.then(|| text.parse().unwrap_or(usize::MAX))
}

/// A 1-based start index; absent means 1.
pub(crate) fn start_index(given: Option<&str>) -> Result<usize, PageError> {
    start_index_of("startIndex", given)
}

/// The same for a parameter of another name.
pub(crate) fn start_index_of(name: &'static str, given: Option<&str>) -> Result<usize, PageError> {
    let Some(given) = given else { return Ok(1) };
    match whole_number(given) {
        Some(index) if index >= 1 => Ok(index),
        _ => Err(PageError::Number {
            name,
            min: 1,
            given: given.chars().take(40).collect(),
        }),
    }
}

/// A place between two users in creation order.
///
/// The published cursors are Base64 of `{"created-id":"<seconds>_<uuid>","startIndex":<n>}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// Creation time of a user, in seconds since 1970.
    pub(crate) created: i64,
    /// ASSUMED: the last user before the place; whether Concur names this one or the first behind it is not known.
    pub(crate) id: Uuid,
    /// 1-based index of the page that starts here.
    pub(crate) start_index: usize,
}

impl Cursor {
    /// The cursor as clients see it.
    pub(crate) fn write(self) -> String {
        STANDARD.encode(format!(
            r#"{{"created-id":"{}_{}","startIndex":{}}}"#,
            self.created, self.id, self.start_index
        ))
    }

    /// Reads a cursor back.
    pub(crate) fn read(text: &str) -> Result<Self, PageError> {
        Self::decode(text).ok_or(PageError::Cursor)
    }

    fn decode(text: &str) -> Option<Self> {
        let decoded: serde_json::Value =
            serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?;
        let (created, id) = decoded.get("created-id")?.as_str()?.split_once('_')?;
        let start_index = usize::try_from(decoded.get("startIndex")?.as_u64()?).ok()?;
        if start_index == 0 {
            return None;
        }
        Some(Self {
            created: created.parse().ok()?,
            id: Uuid::try_parse(id).ok()?,
            start_index,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excessive_count_is_lowered_and_a_bad_one_refused() {
        assert_eq!(IDENTITY_V4_1_LIST.count("count", Some("5000")), Ok(1000));
        assert_eq!(IDENTITY_V4_1_LIST.count("count", Some("0")), Ok(0));
        assert_eq!(IDENTITY_V4_1_LIST.count("count", None), Ok(100));
        assert_eq!(
            IDENTITY_V4_1_LIST.count("count", Some("99999999999999999999999")),
            Ok(1000)
        );
        for bad in ["-1", "+5", "ten", "", "1.5"] {
            assert!(
                IDENTITY_V4_1_LIST.count("count", Some(bad)).is_err(),
                "{bad}"
            );
        }
        assert!(IDENTITY_V4_1_SEARCH.count("count", Some("0")).is_err());
    }

    #[test]
    fn a_cursor_survives_its_writing() {
        let cursor = Cursor {
            created: 1_613_761_914,
            id: Uuid::nil(),
            start_index: 101,
        };
        assert_eq!(Cursor::read(&cursor.write()), Ok(cursor));
    }

    #[test]
    fn a_cursor_that_starts_before_the_first_user_is_refused() {
        let forged = Cursor {
            created: 1,
            id: Uuid::nil(),
            start_index: 0,
        };
        assert_eq!(Cursor::read(&forged.write()), Err(PageError::Cursor));
    }

    #[test]
    fn a_foreign_cursor_is_refused() {
        for text in ["", "nonsense", "e30=", "eyJjcmVhdGVkLWlkIjoieCJ9"] {
            assert_eq!(Cursor::read(text), Err(PageError::Cursor), "{text}");
        }
    }
}
