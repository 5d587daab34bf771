//! Brings a path into the spelling that the routes know.
//!
//! Concur's pages and sample collection write `/users` and `/Users`, with and without a trailing slash, so all of these
//! must reach the same handler; axum takes a path as it comes.

use axum::body::Body;
use http::{Request, Uri};

/// The segments that the pages spell in more than one way.
const SEGMENTS: [&str; 4] = ["Users", "Schemas", "ResourceTypes", "ServiceProviderConfig"];

/// Rewrites the request's path, if it needs it.
pub(crate) fn clean(mut request: Request<Body>) -> Request<Body> {
    if let Some(uri) = cleaned(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn cleaned(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    if !path.starts_with("/profile/") && !path.contains("//") && !path.ends_with('/') {
        return None;
    }
    let has_variants = path.starts_with("/profile/");
    let mut clean = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        let known = SEGMENTS
            .iter()
            .find(|known| has_variants && known.eq_ignore_ascii_case(segment));
        clean.push('/');
        clean.push_str(known.unwrap_or(&segment));
    }
    if clean == path || clean.is_empty() {
        return None;
    }
    if let Some(query) = uri.query() {
        clean.push('?');
        clean.push_str(query);
    }
    clean.parse().ok()
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
        ] {
            assert_eq!(path(spelling), "/profile/identity/v4/Users", "{spelling}");
        }
        assert_eq!(
            path("/profile/identity/v4/Users/?filter=a+eq"),
            "/profile/identity/v4/Users?filter=a+eq"
        );
    }

    #[test]
    fn other_services_lose_their_superfluous_slashes_only() {
        assert_eq!(
            path("/api/v3.0/common/users/?limit=2"),
            "/api/v3.0/common/users?limit=2"
        );
        assert_eq!(path("/api/v3.0//common/users"), "/api/v3.0/common/users");
    }

    #[test]
    fn other_segments_keep_their_case() {
        assert_eq!(
            path("/profile/identity/v4.1/Users/AbC"),
            "/profile/identity/v4.1/Users/AbC"
        );
        assert_eq!(path("/"), "/");
    }
}
