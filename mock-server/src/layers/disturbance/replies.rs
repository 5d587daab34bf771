//! What a client gets instead of an answer, or of a whole one.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use hyper::body::Body as _;
use jiff::{SignedDuration, Timestamp};

use crate::caller::Arrival;
use crate::company::Company;
use crate::error::{Refusal, bytes_response};
use crate::faults::{Kind, RetryAfter};
use crate::layers::envelope::date;
use crate::routes;
use crate::wire::WireFault;
use crate::world::World;

/// Writes refusals of one request.
pub(super) struct Refuser<'r> {
    pub(super) world: &'r World,
    pub(super) arrival: &'r Arrival,
    pub(super) company: &'r Arc<Company>,
    pub(super) uri: &'r Uri,
    pub(super) headers: &'r HeaderMap,
}

impl Refuser<'_> {
    /// What comes instead of the service's answer.
    pub(super) fn replacement(&self, kind: &Kind) -> Response {
        match kind {
            Kind::Status(status) => self.refuse(*status, None),
            Kind::TooManyRequests { retry_after } => {
                let mut response = self.refuse(StatusCode::TOO_MANY_REQUESTS.as_u16(), None);
                tell_when(&mut response, *retry_after, self.company.clock.now());
                response
            }
            Kind::OauthError(code) | Kind::RefusedRefresh { code } => {
                let path = self.uri.path();
                let refused =
                    routes::refuse_code(self.world, self.arrival, self.company, path, *code);
                refused.unwrap_or_else(|| self.refuse(400, None))
            }
            Kind::EmptyReply => lost(WireFault::Empty),
            Kind::MalformedBody => self.half(),
            Kind::WrongContentType { status } => gateway_page(*status),
            _ => lost(WireFault::Reset),
        }
    }

    /// A refusal in the shape of the service, in these words or in those that the status has.
    pub(super) fn refuse(&self, status: u16, words: Option<&str>) -> Response {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let refusal = Refusal {
            status,
            scim_type: None,
            detail: words.unwrap_or_else(|| words_of(status)).to_owned(),
            messages: Vec::new(),
        };
        routes::refuse_disturbed(self.world, self.arrival, self.uri, self.headers, refusal)
    }

    /// The beginning of an answer whose end nobody sent, while its head says that it is whole.
    fn half(&self) -> Response {
        let mut whole = self.refuse(500, None);
        *whole.status_mut() = StatusCode::OK;
        *whole.body_mut() = Body::from(r#"{"schemas":["urn:ietf:params:scim:api:"#);
        if is_xml(&whole) {
            *whole.body_mut() = Body::from("<ResponseMessage><Items");
        }
        whole.headers_mut().remove(header::CONTENT_LENGTH);
        whole
    }
}

/// ASSUMED: the words, but for those of the token endpoint for a company under maintenance, to which the HTTP page's 503
/// belongs, and of the page of List Item Bulk for 429. No page prints the body of a failing service.
const fn words_of(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "The request could not be processed. Please retry",
        StatusCode::UNAUTHORIZED => "The access token is not valid",
        StatusCode::FORBIDDEN => "The request is not allowed",
        StatusCode::NOT_FOUND => "No such resource",
        StatusCode::REQUEST_TIMEOUT => "The request took too long",
        StatusCode::CONFLICT => "The request conflicts with another one",
        StatusCode::TOO_MANY_REQUESTS => "Too many requests",
        StatusCode::BAD_GATEWAY => "Bad gateway",
        StatusCode::SERVICE_UNAVAILABLE => "Company undergoing scheduled maintenance.",
        StatusCode::GATEWAY_TIMEOUT => "The service did not answer in time",
        status if status.as_u16() < 500 => "The request was refused",
        _ => "Internal server error",
    }
}

/// Tells a client when to come again.
pub(super) fn tell_when(response: &mut Response, when: RetryAfter, now: Timestamp) {
    let value = match when {
        RetryAfter::Absent => return,
        RetryAfter::Seconds(seconds) => HeaderValue::from(seconds),
        RetryAfter::Date(seconds) => {
            let wait = SignedDuration::from_secs(i64::from(seconds));
            date(now.saturating_add(wait).unwrap_or(now))
        }
    };
    response.headers_mut().insert(header::RETRY_AFTER, value);
}

/// A reply that never comes; what stands in it is seen by nobody but the journal.
fn lost(fault: WireFault) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.extensions_mut().insert(fault);
    response
}

/// What a gateway says that has lost the service behind it.
fn gateway_page(status: u16) -> Response {
    const PAGE: &str = "<html>\n<head><title>Service unavailable</title></head>\n<body>\n<h1>The service \
                        is not available.</h1>\n<p>Please try again later.</p>\n</body>\n</html>\n";
    let status = StatusCode::from_u16(status).unwrap_or_default();
    let kind = HeaderValue::from_static("text/html; charset=UTF-8");
    bytes_response(status, kind, PAGE.as_bytes().to_vec())
}

/// Lets a fault befall an answer on its way out.
pub(super) fn on_the_wire(kind: &Kind, method: &Method, mut response: Response) -> Response {
    let body = response.body().size_hint().exact().unwrap_or(u64::MAX);
    // The answer to a HEAD says how long the body is, and has none.
    let body = if *method == Method::HEAD { 0 } else { body };
    let inside = |wished: u64| wished.min(body.saturating_sub(1));
    let fault = match kind {
        Kind::Truncate { at } => WireFault::Truncated { after: inside(*at) },
        Kind::Stall {
            milliseconds,
            after_bytes,
        } => WireFault::Stalled {
            after: after_bytes.filter(|_| body > 0).map(inside),
            pause: Duration::from_millis(*milliseconds),
        },
        Kind::Dribble {
            bytes,
            milliseconds,
        } => WireFault::Dribbled {
            bytes: *bytes,
            pause: Duration::from_millis(*milliseconds),
            body,
        },
        _ => return response,
    };
    response.extensions_mut().insert(fault);
    response
}

/// The longest answer that is taken apart, in bytes; a longer one goes as it is.
pub(super) const MAX_ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// An answer whose body lost its last byte and got two that make no sense.
pub(super) async fn broken(response: Response) -> Response {
    let end: &[u8] = if is_xml(&response) { b"<&" } else { b",}" };
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, MAX_ANSWER_BYTES).await;
    let bytes = bytes.unwrap_or_default();
    let kept = bytes.len().saturating_sub(1);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from([&bytes[..kept], end].concat()))
}

/// Whether an answer is in XML.
pub(super) fn is_xml(response: &Response) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().ends_with(b"xml"))
}
