//! Lets rate limits and faults befall the requests of a company that has any; all others pass by.

mod buffer;
mod limits;
mod paging;
mod replies;
mod requests;

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use bytes::Bytes;
use http::header;

use crate::application::Grant;
use crate::bearer::Bearer;
use crate::caller::{Arrival, Disturbance};
use crate::company::Company;
use crate::company::situation::DataCentre;
use crate::faults::{Chosen, Kind, Occasion, Phase, Running, is_list};
use crate::operation::Operation;
use crate::routes::{self, About};
use crate::world::World;

use super::envelope::date;
use super::gate::drain;
use super::trace::{Actor, Trace};
use buffer::buffered;
use replies::Refuser;

/// Passes the request on, if nothing befalls it.
pub(crate) async fn disturb(
    State(world): State<Arc<World>>,
    request: Request,
    next: Next,
) -> Response {
    let Some(trace) = request
        .extensions()
        .get::<Trace>()
        .filter(|trace| may_befall(trace))
    else {
        return next.run(request).await;
    };
    let (Some(operation), trace) = (trace.operation(), trace.clone()) else {
        return next.run(request).await;
    };
    let (request, about) = if trace.company().is_some() {
        (request, About::default())
    } else {
        look_inside(&world, &trace, request).await
    };
    let (Some(company), Some(arrival)) = (trace.company(), request.extensions().get::<Arrival>())
    else {
        return next.run(request).await;
    };
    let guest = Guest {
        arrival: arrival.clone(),
        company: Arc::clone(company),
        world,
        operation,
        about,
        trace: trace.clone(),
    };
    let mut response = guest.receive(request, next).await;
    // A request without a token has the process's date so far.
    let headers = response.headers_mut();
    headers
        .entry(header::DATE)
        .or_insert_with(|| date(guest.company.clock.now()));
    response
}

/// What the operations of OAuth2 are called, whose requests show no token.
const OAUTH: &str = "oauth2.";

/// Whether something might befall the request. Where no company is known yet, its body may tell.
fn may_befall(trace: &Trace) -> bool {
    let Some(operation) = trace.operation() else {
        return false;
    };
    match trace.company() {
        Some(company) => !company.faults.are_none() || !company.limits.are_none(),
        None => operation.name.starts_with(OAUTH),
    }
}

/// Finds out what a request without a token is about.
async fn look_inside(world: &World, trace: &Trace, request: Request) -> (Request, About) {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let (request, body) = buffered(request).await;
    let form = body.filter(|form| !form.is_empty());
    let about = routes::about(world, form.as_deref().unwrap_or(query.as_bytes()));
    if let Some(company) = &about.company {
        trace.is_about(company);
    }
    (request, about)
}

/// A request of a company that something may befall.
struct Guest {
    world: Arc<World>,
    company: Arc<Company>,
    arrival: Arrival,
    operation: &'static Operation,
    about: About,
    trace: Trace,
}

impl Guest {
    async fn receive(&self, request: Request, next: Next) -> Response {
        if let Err(exceeded) = self.count() {
            return self.refuse(exceeded, request).await;
        }
        let Some(running) = self.company.faults.running() else {
            return next.run(request).await;
        };
        let (request, body) = if is_list(self.operation) {
            buffered(request).await
        } else {
            (request, None)
        };
        let chosen = self.choose(&running, &request, body.as_ref());
        let repeats = running.repeats(self.operation);
        let Some(chosen) = chosen else {
            let response = next.run(request).await;
            if repeats {
                return paging::remembered(response, &running, self.operation).await;
            }
            return response;
        };
        self.trace.acted(Actor::Fault(chosen.name.clone()));
        self.befall(chosen, &running, request, body, next).await
    }

    /// What befalls the request.
    fn choose(&self, running: &Running, request: &Request, body: Option<&Bytes>) -> Option<Chosen> {
        let occasion = Occasion {
            operation: self.operation,
            time: self.company.clock.now(),
            correlation: self.arrival.correlation_text(),
        };
        let is_repeatable = running.page_before(self.operation).is_some()
            && paging::is_later(request.uri().query(), body);
        running.choose(occasion, |kind| match kind {
            Kind::RefusedRefresh { .. } => self.about.grant == Some(Grant::RefreshToken),
            Kind::ExpiredToken | Kind::StaleRead { .. } => {
                matches!(self.arrival.bearer, Bearer::Known(_))
            }
            Kind::RepeatedPage => is_repeatable,
            _ => true,
        })
    }

    async fn befall(
        &self,
        chosen: Chosen,
        running: &Running,
        request: Request,
        body: Option<Bytes>,
        next: Next,
    ) -> Response {
        match chosen.kind {
            Kind::ExpiredToken => {
                let arrival = requests::end_token(&self.world, &self.arrival, request.headers());
                next.run(requests::arrived(request, arrival)).await
            }
            Kind::StaleRead { seconds } => {
                let arrival = requests::in_the_past(&self.arrival, &self.company, seconds);
                next.run(requests::arrived(request, arrival)).await
            }
            Kind::StuckJob => {
                let arrival = self.disturbed(Disturbance::JobStuck);
                next.run(requests::arrived(request, arrival)).await
            }
            Kind::MovedGeolocation { url } => self.move_away(url, request, next).await,
            Kind::ShortPage { count } => {
                next.run(paging::shortened(request, body.as_ref(), count))
                    .await
            }
            Kind::LostItems { count } => {
                paging::without_items(next.run(request).await, count).await
            }
            Kind::RepeatedPage => {
                let response = next.run(request).await;
                paging::repeated(response, running, self.operation).await
            }
            Kind::Stall { milliseconds, .. } if chosen.phase == Phase::Before => {
                tokio::time::sleep(Duration::from_millis(milliseconds)).await;
                next.run(request).await
            }
            Kind::Truncate { .. } | Kind::Stall { .. } | Kind::Dribble { .. } => {
                let method = request.method().clone();
                replies::on_the_wire(&chosen.kind, &method, next.run(request).await)
            }
            Kind::MalformedBody if chosen.phase == Phase::After => {
                replies::broken(next.run(request).await).await
            }
            kind => self.replace(&kind, chosen.phase, request, next).await,
        }
    }

    /// Answers something else than the service does.
    async fn replace(&self, kind: &Kind, phase: Phase, request: Request, next: Next) -> Response {
        let (uri, headers) = (request.uri().clone(), request.headers().clone());
        match phase {
            Phase::After => drop(next.run(request).await),
            // Who waits for leave to send a body is not given it.
            Phase::Before if headers.contains_key(header::EXPECT) => {}
            Phase::Before => drain(request.into_body()).await,
        }
        let refuser = Refuser {
            world: &self.world,
            arrival: &self.arrival,
            company: &self.company,
            uri: &uri,
            headers: &headers,
        };
        refuser.replacement(kind)
    }

    /// Issues a token that names another address. Where that is the other data centre, the company lives there from then
    /// on.
    async fn move_away(&self, url: Option<String>, request: Request, next: Next) -> Response {
        let other = match self.company.read().situation.data_centre {
            DataCentre::First => DataCentre::Second,
            DataCentre::Second => DataCentre::First,
        };
        let named = url.clone();
        let named = named.unwrap_or_else(|| self.world.base_url(other).to_owned());
        let arrival = self.disturbed(Disturbance::Moved(named));
        let response = next.run(requests::arrived(request, arrival)).await;
        if url.is_none() && response.status().is_success() {
            self.company.change_situation(|mut situation| {
                situation.data_centre = other;
                situation
            });
        }
        response
    }

    fn disturbed(&self, disturbance: Disturbance) -> Arrival {
        Arrival {
            disturbance,
            ..self.arrival.clone()
        }
    }
}
