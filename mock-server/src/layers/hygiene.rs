//! Brings a path into the spelling that the routes know.
//!
//! Concur's pages and sample collection write `/users` and `/Users`, with and without a trailing slash, so all of these
//! must reach the same handler; axum takes a path as it comes.

use std::borrow::Cow;

use axum::body::Body;
use http::{Request, Uri};

/// The segments that the pages spell in more than one way, as the routes spell them, behind the front of their service.
/// ASSUMED: of a service that is there in one spelling only, the others are let pass as well.
const SPELLINGS: [(&[&str], &[&str]); 10] = [
    (&["profile"], PROFILE),
    (&["provisioning"], PROFILE),
    (
        &["scim"],
        &[
            "Users",
            "Groups",
            "Schemas",
            "ResourceTypes",
            "ServiceProviderConfig",
        ],
    ),
    (&["travel"], &["Users"]),
    (&["spend"], &["Users"]),
    (&["api", "travelprofile"], &["profile", "summary"]),
    (&["api", "v3.0", "common"], &["users"]),
    (&["api", "v3.1", "common"], &["users"]),
    (
        &["api", "user", "v1.0"],
        &["user", "users", "password", "FormFields"],
    ),
    (&[], &["users"]),
];

const PROFILE: &[&str] = &[
    "Users",
    "Bulk",
    "provisions",
    "status",
    "Schemas",
    "ResourceTypes",
    "ServiceProviderConfig",
];

/// Rewrites the request's path, if it needs it.
pub(crate) fn clean(mut request: Request<Body>) -> Request<Body> {
    if let Some(uri) = cleaned(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

/// The same place in the spelling that the routes know; `None` when it has it already.
pub(crate) fn cleaned(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if is_clean(path) {
        return None;
    }
    let segments: Vec<Cow<'_, str>> = segments(path).map(unescaped).collect();
    let names: Vec<&str> = segments.iter().map(AsRef::as_ref).collect();
    let known = spellings(&names);
    let mut clean = String::with_capacity(path.len() + 1);
    for (at, name) in names.iter().enumerate() {
        clean.push('/');
        clean.push_str(spelled(known, at, name));
    }
    if clean.is_empty() {
        clean.push('/');
    }
    if clean == path {
        return None;
    }
    if let Some(query) = uri.query() {
        clean.push('?');
        clean.push_str(query);
    }
    clean.parse().ok()
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| !segment.is_empty())
}

/// The most segments that are looked at without taking memory; no route has as many.
const DEPTH: usize = 8;

/// Whether there is nothing to do, which is so for nearly every request and costs no memory to find out.
fn is_clean(path: &str) -> bool {
    if path.contains('%') || path.contains("//") || path.ends_with('/') || !path.starts_with('/') {
        return path == "/";
    }
    let mut names = [""; DEPTH];
    let mut count = 0;
    for (place, name) in names.iter_mut().zip(segments(path)) {
        *place = name;
        count += 1;
    }
    if count == DEPTH {
        return false;
    }
    let names = &names[..count];
    let known = spellings(names);
    names
        .iter()
        .enumerate()
        .all(|(at, name)| spelled(known, at, name) == *name)
}

/// Where the segments of a service begin, and their spellings.
type Known = (usize, &'static [&'static str]);

fn spellings(names: &[&str]) -> Known {
    SPELLINGS
        .iter()
        .find(|(front, _)| names.starts_with(front))
        .map_or((usize::MAX, &[]), |(front, known)| (front.len(), *known))
}

fn spelled((start, known): Known, at: usize, name: &str) -> &str {
    // Below no front at all, only the first segment is a service's own.
    let is_its_own = if start == 0 { at == 0 } else { at >= start };
    known
        .iter()
        .find(|known| is_its_own && known.eq_ignore_ascii_case(name))
        .copied()
        .unwrap_or(name)
}

/// The segment without the escapes that it does not need (RFC 3986 §6.2.2.2): `%55sers` is `Users`, `%2F` stays. One
/// with a broken escape stays as it is, since the rest could make a new escape of it.
fn unescaped(segment: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(segment.len());
    let mut rest = segment;
    while let Some((front, behind)) = rest.split_once('%') {
        let byte = behind
            .get(..2)
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let Some(byte) = byte else {
            return Cow::Borrowed(segment);
        };
        out.push_str(front);
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push_str(&behind[..2]);
        }
        rest = &behind[2..];
    }
    if out.is_empty() {
        return Cow::Borrowed(segment);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> String {
        let uri: Uri = text.parse().unwrap();
        cleaned(&uri).unwrap_or(uri).to_string()
    }

    #[test]
    fn documented_spellings_reach_one_route() {
        for spelling in [
            "/profile/identity/v4/users/",
            "/profile/identity/v4//Users",
            "/profile/identity/v4/USERS",
            "//profile/identity/v4/users",
            "/profile/identity/v4/%55sers",
            "/%70rofile/identity/v4/%75sers/",
        ] {
            assert_eq!(path(spelling), "/profile/identity/v4/Users", "{spelling}");
        }
        assert_eq!(
            path("/profile/identity/v4/Users/?filter=a+eq"),
            "/profile/identity/v4/Users?filter=a+eq"
        );
        assert_eq!(path("/Users/?limit=1"), "/users?limit=1");
        assert_eq!(path("/scim/v4/groups"), "/scim/v4/Groups");
        assert_eq!(
            path("/api/user/v1.0/Users/password"),
            "/api/user/v1.0/users/password"
        );
    }

    #[test]
    fn other_services_lose_their_superfluous_slashes_only() {
        assert_eq!(
            path("/api/v3.0/common/users/?limit=2"),
            "/api/v3.0/common/users?limit=2"
        );
        assert_eq!(path("/api/v3.0//common/users"), "/api/v3.0/common/users");
        assert_eq!(path("//"), "/");
    }

    #[test]
    fn other_segments_keep_their_case_and_their_escapes() {
        for same in [
            "/profile/identity/v4.1/Users/AbC",
            "/profile/identity/v4.1/Users/a%2fb%00%ff%zz%",
            "/somewhere/USERS",
            "/",
        ] {
            assert_eq!(path(same), same);
        }
    }
}
