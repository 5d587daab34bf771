//! Who may use the admin API: everybody, unless the mock was started with a token for it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};

use super::fault::AdminFault;

/// What opens the admin API.
#[derive(Debug, Clone, Default)]
pub(crate) struct Access {
    /// The digest of the token; `None` where nothing is asked for. The token itself is not kept, and comparing digests
    /// tells nobody by its time how much of a guess was right.
    digest: Option<[u8; 32]>,
}

/// Where everybody may look whether the mock is up.
const HEALTH: &str = "/__admin/health";

impl Access {
    /// Asks for this token, if there is one.
    pub(crate) fn of(token: Option<&str>) -> Self {
        Self {
            digest: token.map(digest),
        }
    }

    fn is_given(&self, headers: &HeaderMap) -> bool {
        let Some(expected) = self.digest else {
            return true;
        };
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.split_once(' '))
            .filter(|(word, _)| word.eq_ignore_ascii_case("bearer"));
        given.is_some_and(|(_, token)| digest(token.trim()) == expected)
    }
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// Passes the request on if it may be here.
pub(super) async fn judge(State(access): State<Access>, request: Request, next: Next) -> Response {
    if request.uri().path() == HEALTH || access.is_given(request.headers()) {
        return next.run(request).await;
    }
    let mut response = AdminFault::no_token().into_response();
    let scheme = HeaderValue::from_static("Bearer realm=\"concur-mock admin\"");
    response
        .headers_mut()
        .insert(header::WWW_AUTHENTICATE, scheme);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_given(access: &Access, value: Option<&'static str>) -> bool {
        let mut headers = HeaderMap::new();
        if let Some(value) = value {
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(value));
        }
        access.is_given(&headers)
    }

    #[test]
    fn only_the_token_opens_where_there_is_one() {
        let access = Access::of(Some("let-me-in"));
        assert!(is_given(&access, Some("Bearer let-me-in")));
        for other in [
            None,
            Some("Bearer let-me"),
            Some("let-me-in"),
            Some("Basic let-me-in"),
        ] {
            assert!(!is_given(&access, other), "{other:?}");
        }
        assert!(is_given(&Access::of(None), None));
    }
}
