//! Refuses what no handler needs to look at: bodies in chunks, too large or of a wrong type, queries that cannot be read.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, HeaderName, Method, StatusCode, header};
use http_body_util::BodyExt;

use crate::caller::Arrival;
use crate::error::{Refusal, ScimType};
use crate::layers::envelope::{CORRELATION_ID, sent_correlation};
use crate::layers::media::{self, Media};
use crate::policy::Policies;
use crate::policy::hygiene::{
    ChunkedBody, CorrelationId, HeadMethod, MalformedQuery, MissingContentType, RepeatedMember,
    UnacceptableAccept, WrongContentType,
};
use crate::routes::{self, MAX_BODY_BYTES};
use crate::world::World;

use super::repeated::has_repeated_member;

/// Refuses the request or passes it on.
pub(crate) async fn gate(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    request: Request,
    next: Next,
) -> Response {
    // The admin API is none of Concur's services.
    if request.uri().path().starts_with("/__admin/") {
        return next.run(request).await;
    }
    let policies = arrival.policies.clone();
    let judged = judge(&request, &policies);
    let (parts, body) = request.into_parts();
    let judged = match judged {
        Ok(()) => judge_members(&parts, body, &policies).await,
        Err(refusal) => Err((refusal, body)),
    };
    match judged {
        Ok(body) => next.run(Request::from_parts(parts, body)).await,
        Err((refusal, body)) => {
            let response = routes::refuse(&world, &arrival, &parts.uri, &parts.headers, refusal);
            // Who waits for leave to send a body is not given it.
            if !parts.headers.contains_key(header::EXPECT) {
                drain(body).await;
            }
            response
        }
    }
}

/// Looks for members that stand twice, where the policy minds them; the body comes back as it was.
async fn judge_members(
    parts: &Parts,
    body: Body,
    policies: &Policies,
) -> Result<Body, (Refusal, Body)> {
    let minds = policies.choose::<RepeatedMember>() == RepeatedMember::Refused;
    if !minds || Media::taken(parts.uri.path()) != Some(Media::Json) {
        return Ok(body);
    }
    let Ok(bytes) = axum::body::to_bytes(body, MAX_BODY_BYTES).await else {
        let refusal = bad("The request body could not be read".to_owned());
        return Err((refusal, Body::empty()));
    };
    if has_repeated_member(&bytes) {
        let refusal = bad("The request body has a member twice".to_owned());
        return Err((refusal, Body::empty()));
    }
    Ok(Body::from(bytes))
}

/// The most of a refused body that is read, so that its sender comes to read the answer; then the connection is cut.
const MAX_DRAINED_BYTES: usize = 4 * MAX_BODY_BYTES;

/// How long the sender of a refused body may take.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(5);

/// Reads what is left of a body that nobody wants, within bounds.
pub(super) async fn drain(mut body: Body) {
    let read = async {
        let mut bytes = 0;
        while let Some(Ok(frame)) = body.frame().await {
            bytes += frame.data_ref().map_or(0, Bytes::len);
            if bytes > MAX_DRAINED_BYTES {
                return;
            }
        }
    };
    // A sender that takes longer loses its connection, and the answer with it.
    drop(tokio::time::timeout(DRAIN_TIMEOUT, read).await);
}

fn judge(request: &Request, policies: &Policies) -> Result<(), Refusal> {
    let headers = request.headers();
    judge_singletons(headers)?;
    judge_correlation(headers, policies)?;
    judge_method(request.method(), policies)?;
    judge_query(request.uri().query(), policies)?;
    judge_accept(request.uri().path(), headers, policies)?;
    judge_body(request, policies)
}

/// Headers of which a request has one at most.
const SINGLETONS: [HeaderName; 3] = [
    header::AUTHORIZATION,
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
];

/// ASSUMED: a request that says two things about itself is malformed; no page speaks of it.
fn judge_singletons(headers: &HeaderMap) -> Result<(), Refusal> {
    for name in SINGLETONS {
        if headers.get_all(&name).iter().nth(1).is_some() {
            return Err(bad(format!("The header {name} is there more than once")));
        }
    }
    Ok(())
}

fn judge_correlation(headers: &HeaderMap, policies: &Policies) -> Result<(), Refusal> {
    let is_refused = policies.choose::<CorrelationId>() == CorrelationId::Refused
        && headers.contains_key(&CORRELATION_ID)
        && !sent_correlation(headers).is_some_and(media::is_uuid);
    if is_refused {
        let refusal = bad("concur-correlationid must be a UUID".to_owned());
        return Err(refusal.with_message("invalidUuid", "concur-correlationid must be a UUID"));
    }
    Ok(())
}

fn judge_method(method: &Method, policies: &Policies) -> Result<(), Refusal> {
    if method == Method::HEAD && policies.choose::<HeadMethod>() == HeadMethod::Refused {
        return Err(routes::no_such_method());
    }
    Ok(())
}

fn judge_query(query: Option<&str>, policies: &Policies) -> Result<(), Refusal> {
    let is_broken = query.is_some_and(|query| query.contains('%') && !media::decodes(query));
    if is_broken && policies.choose::<MalformedQuery>() == MalformedQuery::Refused {
        return Err(bad("The query string cannot be decoded".to_owned()));
    }
    Ok(())
}

fn judge_accept(path: &str, headers: &HeaderMap, policies: &Policies) -> Result<(), Refusal> {
    if policies.choose::<UnacceptableAccept>() == UnacceptableAccept::Ignored
        || media::accepts_one_of(headers, Media::answers(path))
    {
        return Ok(());
    }
    Err(Refusal {
        status: StatusCode::NOT_ACCEPTABLE,
        ..bad("Accept excludes every format of the service".to_owned())
    })
}

fn judge_body(request: &Request, policies: &Policies) -> Result<(), Refusal> {
    let headers = request.headers();
    if headers.contains_key(header::TRANSFER_ENCODING)
        && policies.choose::<ChunkedBody>() == ChunkedBody::Refused
    {
        return Err(bad("Chunked transfer encoding is not supported".to_owned()));
    }
    let length = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<usize>().ok())
        .unwrap_or_default();
    let most = routes::max_body_bytes(request.uri().path());
    if length > most {
        return Err(Refusal {
            status: routes::too_large_status(request.uri().path(), policies),
            ..bad(format!("The request body is larger than {most} bytes"))
        });
    }
    let has_body = length > 0 || headers.contains_key(header::TRANSFER_ENCODING);
    let Some(expected) = Media::taken(request.uri().path()).filter(|_| has_body) else {
        return Ok(());
    };
    judge_content_type(headers, request.method(), expected, policies)
}

/// A GET may carry anything, since nobody reads it: a page of Users v3.1 shows one with the type of a form.
fn judge_content_type(
    headers: &HeaderMap,
    method: &Method,
    expected: Media,
    policies: &Policies,
) -> Result<(), Refusal> {
    if matches!(*method, Method::GET | Method::HEAD | Method::DELETE) {
        return Ok(());
    }
    let is_taken = match headers.get(header::CONTENT_TYPE) {
        None => policies.choose::<MissingContentType>() == MissingContentType::Accepted,
        Some(value) => value
            .to_str()
            .is_ok_and(|value| expected.is_named_by(value)),
    };
    let status = match policies.choose::<WrongContentType>() {
        _ if is_taken => return Ok(()),
        WrongContentType::Ignored => return Ok(()),
        WrongContentType::BadRequest => StatusCode::BAD_REQUEST,
        WrongContentType::Unsupported => StatusCode::UNSUPPORTED_MEDIA_TYPE,
    };
    Err(Refusal {
        status,
        ..bad(format!("Content-Type must be {}", expected.name()))
    })
}

fn bad(detail: String) -> Refusal {
    Refusal::bad_request(ScimType::InvalidSyntax, detail)
}
