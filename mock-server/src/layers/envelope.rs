//! Gives every request its correlation id and every answer that id and the company's date; before anybody looks at the
//! company, what is due in it is carried out.

use std::cell::RefCell;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::Timestamp;

use crate::caller::Arrival;
use crate::company::situation::DataCentre;
use crate::operation::{self, Operation};
use crate::policy::Policies;
use crate::policy::hygiene::CorrelationId;
use crate::routes;
use crate::world::World;

use super::media::is_uuid;
use super::trace::Trace;

/// The header by which Concur traces a request.
pub(crate) const CORRELATION_ID: HeaderName = HeaderName::from_static("concur-correlationid");

/// Passes the request on and completes the answer.
pub(crate) async fn envelope(
    State(world): State<Arc<World>>,
    mut request: Request,
    next: Next,
) -> Response {
    let data_centre = request
        .extensions()
        .get::<DataCentre>()
        .copied()
        .unwrap_or_default();
    let headers = request.headers();
    let correlate =
        |policies: &Policies| echoed(headers, policies.choose()).unwrap_or_else(|| fresh(&world));
    let arrival = Arrival::of(&world, headers, correlate, data_centre);
    if let Some(company) = arrival.company() {
        routes::carry_out_due(company);
    }
    let correlation = arrival.correlation.clone();
    let now = arrival.time;
    let trace = Trace::new(operation_of(&request));
    if let Some(company) = arrival.company() {
        trace.is_about(company);
    }
    request.extensions_mut().insert(arrival);
    request.extensions_mut().insert(trace);
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CORRELATION_ID, correlation);
    // A handler that learns of a company from the body has set the date already.
    headers.entry(header::DATE).or_insert_with(|| date(now));
    response
}

/// The operation that the matched route belongs to.
fn operation_of(request: &Request) -> Option<&'static Operation> {
    let route = request.extensions().get::<MatchedPath>()?;
    operation::of(request.method().as_str(), route.as_str())
}

/// The longest correlation id that is sent back, in bytes.
const MAX_CORRELATION_BYTES: usize = 256;

/// The client's correlation id, if there is one that can be written down again: visible ASCII, not too long. Of several
/// the first counts.
pub(crate) fn sent_correlation(headers: &HeaderMap) -> Option<&str> {
    let text = headers.get(&CORRELATION_ID)?.to_str().ok()?;
    let is_fit = (1..=MAX_CORRELATION_BYTES).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_fit.then_some(text)
}

/// What of the client's correlation id comes back.
fn echoed(headers: &HeaderMap, policy: CorrelationId) -> Option<HeaderValue> {
    let text = sent_correlation(headers)?;
    let comes_back = match policy {
        CorrelationId::Echoed => true,
        CorrelationId::EchoedUuid | CorrelationId::Refused => is_uuid(text),
        CorrelationId::Fresh => false,
    };
    comes_back
        .then(|| HeaderValue::from_str(text).ok())
        .flatten()
}

fn fresh(world: &World) -> HeaderValue {
    let mut text = [0_u8; uuid::fmt::Hyphenated::LENGTH];
    let text = world
        .next_correlation()
        .hyphenated()
        .encode_lower(&mut text);
    HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

/// The `Date` header for a time. The last one is kept, since a second sees many answers.
pub(crate) fn date(now: Timestamp) -> HeaderValue {
    thread_local! {
        static LAST: RefCell<Option<(i64, HeaderValue)>> = const { RefCell::new(None) };
    }
    LAST.with_borrow_mut(|last| match last {
        Some((second, value)) if *second == now.as_second() => value.clone(),
        last => {
            let value = print_date(now);
            *last = Some((now.as_second(), value.clone()));
            value
        }
    })
}

fn print_date(now: Timestamp) -> HeaderValue {
    let text = now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_has_the_form_of_http() {
        assert_eq!(
            date("2026-01-05T09:00:00.5Z".parse().unwrap()),
            "Mon, 05 Jan 2026 09:00:00 GMT"
        );
    }
}
