//! What the path of a request to the admin API names, and what is answered where it names nothing.

use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse, Response};
use http::Uri;
use http::request::Parts;
use serde::de::DeserializeOwned;

use super::fault::AdminFault;

/// The variable segments of a path. Those that are no text name nothing, so they are refused like an unknown id.
pub(super) struct Place<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Place<T> {
    type Rejection = AdminFault;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AdminFault> {
        let place = Path::<T>::from_request_parts(parts, state).await;
        place
            .map(|Path(named)| Self(named))
            .map_err(|_| AdminFault::nothing("path", parts.uri.path()))
    }
}

/// Where no route is.
pub(super) const ELSEWHERE: [&str; 2] = ["/__admin", "/__admin/{*rest}"];

/// No such path.
pub(super) async fn no_such_path(uri: Uri) -> Response {
    AdminFault::nothing("path", uri.path()).into_response()
}

/// The path knows no such method.
pub(super) async fn no_such_method() -> Response {
    AdminFault::no_method().into_response()
}
