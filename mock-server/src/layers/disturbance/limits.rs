//! Refuses requests beyond a rate limit.

use axum::extract::Request;
use axum::response::Response;
use http::header;
use jiff::{SignedDuration, Timestamp};

use crate::bearer::Bearer;
use crate::faults::RetryAfter;
use crate::layers::gate::drain;
use crate::layers::trace::Actor;
use crate::policy::Policies;
use crate::policy::rate_limits::{LimitRetryAfter, LimitStatus};
use crate::rate_limits::{Exceeded, RetryAfterForm, Sender};

use super::Guest;
use super::replies::{Refuser, tell_when};

impl Guest {
    /// Counts the request; the answer where it is one too many.
    pub(super) fn count(&self) -> Result<(), Exceeded> {
        let (application, principal) = match &self.arrival.bearer {
            Bearer::Known(known) => (known.token.client_id, known.token.principal.id()),
            // Who shows no token is counted by the application that it names.
            Bearer::Missing | Bearer::Unknown => {
                let named = self.about.client_id.unwrap_or_default();
                (named, named)
            }
        };
        let sender = Sender {
            operation: self.operation,
            application,
            principal,
        };
        self.company.limits.judge(sender, self.company.clock.now())
    }

    /// Refuses a request that is one too many.
    pub(super) async fn refuse(&self, exceeded: Exceeded, request: Request) -> Response {
        self.trace
            .acted(Actor::RateLimit(exceeded.limit.name.clone()));
        let (uri, headers) = (request.uri().clone(), request.headers().clone());
        // Who waits for leave to send a body is not given it.
        if !headers.contains_key(header::EXPECT) {
            drain(request.into_body()).await;
        }
        let policies = self.company.read().policies.clone();
        let refuser = Refuser {
            world: &self.world,
            arrival: &self.arrival,
            company: &self.company,
            uri: &uri,
            headers: &headers,
        };
        // ASSUMED: whatever the status is, the words say that there were too many requests.
        let words = exceeded.limit.words.as_deref();
        let words = words.unwrap_or("Too many requests");
        let status = exceeded.limit.status.unwrap_or_else(|| status(&policies));
        let mut response = refuser.refuse(status, Some(words));
        let now = self.company.clock.now();
        tell_when(&mut response, retry_after(&exceeded, &policies, now), now);
        response
    }
}

fn status(policies: &Policies) -> u16 {
    match policies.choose() {
        LimitStatus::TooMany => 429,
        LimitStatus::BadRequest => 400,
        LimitStatus::Unavailable => 503,
    }
}

/// When a client is told to come again. Seconds are whole, so that whoever waits them is let pass, on any clock.
fn retry_after(exceeded: &Exceeded, policies: &Policies, now: Timestamp) -> RetryAfter {
    let form = exceeded.limit.retry_after;
    let form = form.unwrap_or_else(|| match policies.choose() {
        LimitRetryAfter::Seconds => RetryAfterForm::Seconds,
        LimitRetryAfter::Date => RetryAfterForm::Date,
        LimitRetryAfter::Absent => RetryAfterForm::Absent,
        LimitRetryAfter::Zero => RetryAfterForm::Zero,
    });
    match form {
        RetryAfterForm::Seconds => RetryAfter::Seconds(whole_seconds(exceeded.wait)),
        // The date shows whole seconds, so the one behind the moment is named.
        RetryAfterForm::Date => {
            let into_second = SignedDuration::from_nanos(i64::from(now.subsec_nanosecond()));
            RetryAfter::Date(whole_seconds(exceeded.wait.saturating_add(into_second)))
        }
        RetryAfterForm::Absent => RetryAfter::Absent,
        RetryAfterForm::Zero => RetryAfter::Seconds(0),
    }
}

fn whole_seconds(wait: SignedDuration) -> u32 {
    let more = i64::from(wait.subsec_nanos() > 0);
    u32::try_from(wait.as_secs().saturating_add(more)).unwrap_or(u32::MAX)
}
