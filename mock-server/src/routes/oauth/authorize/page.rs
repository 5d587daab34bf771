//! The sign-in page: plain HTML that works without scripts.

use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use quick_xml::escape::escape;

use super::wanted::Wanted;

/// Where the form with login and password goes, says the page of 2016. ASSUMED: it still does.
pub(in crate::routes::oauth) const VERIFY_CREDENTIALS: &str = "/oauth2/v0/verify_creds";
/// Where the user's answer goes, from the same page.
pub(in crate::routes::oauth) const AUTHORIZE_CLIENT: &str = "/oauth2/v0/authorize_client";

const STYLE: &str = "body{font-family:sans-serif;max-width:26rem;margin:3rem auto;padding:0 1rem;line-height:1.5}\
label{display:block;margin-top:1rem}input{width:100%;padding:.5rem;box-sizing:border-box;font-size:1rem}\
button{margin-top:1rem;padding:.5rem 1rem;font-size:1rem}[role=alert]{border-left:.3rem solid #b00020;padding-left:.8rem}";

/// Nothing but the page's own style is loaded, and no other page may frame it. A `form-action` would also forbid the
/// redirect to the application, so there is none.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/// The page on which a user signs in.
pub(super) fn sign_in(wanted: &Wanted, complaint: Option<&str>) -> Response {
    let complaint = complaint
        .map(|words| format!("<p role=\"alert\">{}</p>\n", escape(words)))
        .unwrap_or_default();
    let hidden = list(&wanted.parameters, |(name, value)| {
        let value = escape(value.as_str());
        format!("<input type=\"hidden\" name=\"{name}\" value=\"{value}\">\n")
    });
    let scopes = list(&wanted.scopes, |scope| {
        format!("<li>{}</li>\n", escape(scope.as_str()))
    });
    let client_id = wanted.application.client_id;
    let main = format!(
        "<h1>Sign in</h1>\n{complaint}<p>The application <code>{client_id}</code> asks to act for you.</p>\n\
<form id=\"sign-in\" method=\"post\" action=\"{VERIFY_CREDENTIALS}\">\n{hidden}\
<label for=\"loginid\">Login name</label>\n\
<input id=\"loginid\" name=\"loginid\" type=\"text\" autocomplete=\"username\" autocapitalize=\"none\" required autofocus>\n\
<label for=\"password\">Password</label>\n\
<input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required>\n\
<button type=\"submit\">Sign in and allow</button>\n</form>\n\
<form id=\"deny\" method=\"post\" action=\"{AUTHORIZE_CLIENT}\">\n{hidden}\
<button type=\"submit\" name=\"allow\" value=\"false\">Deny</button>\n</form>\n\
<details>\n<summary>What it may do</summary>\n<ul>\n{scopes}</ul>\n</details>\n"
    );
    page(StatusCode::OK, "Sign in", &main)
}

fn list<T>(things: &[T], write: impl Fn(&T) -> String) -> String {
    things.iter().map(write).collect::<Vec<_>>().concat()
}

/// The page that says why nobody can sign in and nobody is sent anywhere.
pub(super) fn failure(words: &str) -> Response {
    let main = format!(
        "<h1>Sign-in is not possible</h1>\n<p role=\"alert\">{}</p>\n",
        escape(words)
    );
    page(StatusCode::BAD_REQUEST, "Sign-in is not possible", &main)
}

fn page(status: StatusCode, title: &str, main: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
<style>{STYLE}</style>\n</head>\n<body>\n<main>\n{main}</main>\n</body>\n</html>\n"
    );
    let headers: [(HeaderName, HeaderValue); 5] = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        ),
        (
            header::REFERRER_POLICY,
            HeaderValue::from_static("no-referrer"),
        ),
    ];
    (status, headers, html).into_response()
}
