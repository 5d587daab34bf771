//! What every grant looks at, and how a refusal is told.

use std::sync::Arc;

use axum::response::Response;
use http::header;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::application::Application;
use crate::caller::Arrival;
use crate::company::Company;
use crate::company::situation::{DataCentre, Service};
use crate::error::json_response;
use crate::ids;
use crate::layers::envelope::date;
use crate::policy::Policies;
use crate::policy::oauth::{FormCharset, RefusalCorrelation, RefusalGeolocation};
use crate::world::World;

use super::form::Form;
use super::refusal::{Endpoint, TokenRefusal};

/// A request whose application is known.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    /// Everything.
    pub(super) world: &'a World,
    /// Where the request arrived.
    pub(super) data_centre: DataCentre,
    /// Who asks.
    pub(super) application: &'a Arc<Application>,
    /// What is asked.
    pub(super) form: &'a Form,
    /// The address that tokens name instead of the company's, where a fault moves it.
    pub(super) moved: Option<&'a str>,
}

/// A refusal, and the company that it is about where one is known: its policy, address and time then count.
#[derive(Debug)]
pub(super) struct Refused {
    /// Why.
    pub(super) refusal: TokenRefusal,
    /// About which company.
    pub(super) company: Option<Arc<Company>>,
}

impl From<TokenRefusal> for Refused {
    fn from(refusal: TokenRefusal) -> Self {
        Self {
            refusal,
            company: None,
        }
    }
}

impl TokenRefusal {
    /// The refusal about this company.
    pub(super) fn about(self, company: &Arc<Company>) -> Refused {
        Refused {
            refusal: self,
            company: Some(Arc::clone(company)),
        }
    }
}

impl Asking<'_> {
    /// Refuses a company that does not live where the request arrived.
    pub(super) fn lives_here(&self, company: &Arc<Company>) -> Result<(), Refused> {
        if company.read().situation.data_centre == self.data_centre {
            Ok(())
        } else {
            Err(TokenRefusal::LivesElsewhere.about(company))
        }
    }
}

/// Refuses a company that cannot be reached.
pub(super) fn is_running(company: &Arc<Company>) -> Result<(), Refused> {
    match company.read().situation.service {
        Service::Running => Ok(()),
        Service::Maintenance => Err(TokenRefusal::Maintenance.about(company)),
    }
}

/// The application that shows its id and secret in the form.
pub(super) fn authenticate(world: &World, form: &Form) -> Result<Arc<Application>, Refused> {
    let client_id = form.need("client_id", TokenRefusal::NoClientId)?;
    let secret = form.need("client_secret", TokenRefusal::NoClientSecret)?;
    let application = ids::read(client_id)
        .and_then(|id| world.application(id))
        .ok_or(TokenRefusal::UnknownClient)?;
    let refused = |refusal: TokenRefusal| Refused {
        refusal,
        company: world.home_of(&application),
    };
    if !application.is_secret(secret) {
        return Err(refused(TokenRefusal::BadClientSecret));
    }
    if !application.is_enabled {
        return Err(refused(TokenRefusal::ClientDisabled));
    }
    let charset = policies(world, world.home_of(&application).as_ref()).choose::<FormCharset>();
    if form.names_charset && charset == FormCharset::Refused {
        return Err(refused(TokenRefusal::UnsupportedFormat));
    }
    Ok(application)
}

/// The policy of a company, or of the process where there is none.
pub(super) fn policies(world: &World, company: Option<&Arc<Company>>) -> Policies {
    company.map_or_else(
        || world.policies.clone(),
        |company| company.read().policies.clone(),
    )
}

/// The time of a company, or of the process where there is none.
pub(super) fn now(world: &World, company: Option<&Arc<Company>>) -> Timestamp {
    company.map_or(&world.clock, |company| &company.clock).now()
}

/// The answer, with its members in the order of the published samples.
pub(super) fn response(
    world: &World,
    arrival: &Arrival,
    refused: &Refused,
    endpoint: Endpoint,
) -> Response {
    let Refused { refusal, company } = refused;
    let policies = policies(world, company.as_ref());
    let geolocation = company.as_ref().map_or_else(
        || world.base_url(arrival.data_centre),
        |company| world.base_url_of(company),
    );
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("error", Value::from(refusal.error()));
    if policies.choose::<RefusalCorrelation>() == RefusalCorrelation::Body {
        put(
            "concur-correlationid",
            Value::from(arrival.correlation_text()),
        );
    }
    put(
        "error_description",
        Value::from(refusal.description(endpoint, &policies)),
    );
    put("code", Value::from(refusal.code()));
    let is_elsewhere = *refusal == TokenRefusal::LivesElsewhere;
    if is_elsewhere || policies.choose::<RefusalGeolocation>() == RefusalGeolocation::Always {
        put("geolocation", Value::from(geolocation));
    }
    let mut response = json_response(refusal.status(&policies), &Value::Object(body));
    let time = date(now(world, company.as_ref()));
    response.headers_mut().insert(header::DATE, time);
    response
}
