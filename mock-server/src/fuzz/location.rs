//! Paths: cleaning one gives a path again, the second time the same, and keeps the query.

use http::Uri;

use crate::layers::hygiene::cleaned;

/// The bytes are a request's target.
pub fn location(bytes: &[u8]) {
    let Ok(uri) = Uri::try_from(bytes) else {
        return;
    };
    let Some(clean) = cleaned(&uri) else {
        return;
    };
    assert!(clean.path().starts_with('/'), "{uri} became {clean}");
    assert!(!clean.path().contains("//"), "{uri} became {clean}");
    assert_eq!(clean.query(), uri.query(), "{uri} became {clean}");
    assert_eq!(cleaned(&clean), None, "{uri} became {clean}");
}
