//! Who is asking: from the `Authorization` header to company, token and rights.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use jiff::Timestamp;
use uuid::Uuid;

use crate::company::Company;
use crate::company::tokens::{AccessToken, Principal};
use crate::error::Refusal;
use crate::world::World;

/// What the `Authorization` header turned out to be.
#[derive(Debug, Clone)]
pub(crate) enum Bearer {
    /// There is none.
    Missing,
    /// It is not a bearer token that was issued here.
    Unknown,
    /// A token that was issued here, maybe long ago.
    Known(Arc<Company>, Arc<AccessToken>),
}

/// What every handler may know of a request before it reads it.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// The correlation id that the answer will carry.
    pub(crate) correlation: HeaderValue,
    /// Who is asking.
    pub(crate) bearer: Bearer,
}

impl Arrival {
    /// The correlation id as text.
    pub(crate) fn correlation_text(&self) -> &str {
        self.correlation.to_str().unwrap_or_default()
    }

    /// The company's time, or the process's where no company is known.
    pub(crate) fn now(&self, world: &World) -> Timestamp {
        match &self.bearer {
            Bearer::Known(company, _) => company.clock.now(),
            _ => world.clock.now(),
        }
    }
}

/// Looks the header's token up.
pub(crate) fn identify(world: &World, headers: &HeaderMap) -> Bearer {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Bearer::Missing;
    };
    let token = value
        .to_str()
        .ok()
        .and_then(|value| value.split_once(' '))
        .and_then(|(scheme, token)| {
            // Older pages print the scheme in capitals, and the oldest have one of their own.
            let is_known = ["bearer", "oauth"]
                .iter()
                .any(|known| scheme.eq_ignore_ascii_case(known));
            is_known.then(|| token.trim())
        });
    match token.and_then(|token| world.bearer(token)) {
        Some((company, record)) => Bearer::Known(company, record),
        None => Bearer::Unknown,
    }
}

/// A caller with a company token that has not ended.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The company that the token speaks for.
    pub(crate) company: Arc<Company>,
    /// The token's record.
    pub(crate) token: Arc<AccessToken>,
}

impl Caller {
    /// Admits a company token. ASSUMED: the sentences, since no answer to a bad token is published; only the one about
    /// the company was seen, at an Identity v4.1 search with a user token.
    pub(crate) fn admit(arrival: &Arrival) -> Result<Self, Refusal> {
        let caller = Self::admit_any_scheme(arrival)?;
        match caller.token.principal {
            Principal::Company(_) => Ok(caller),
            _ => Err(Refusal::bad_request(
                crate::error::ScimType::InvalidValue,
                "Company ID is required",
            )),
        }
    }

    /// Admits the token of a company or of a user.
    pub(crate) fn admit_any_scheme(arrival: &Arrival) -> Result<Self, Refusal> {
        let (company, token) = match &arrival.bearer {
            Bearer::Missing => {
                return Err(Refusal::unauthorized("Authorization header is missing"));
            }
            Bearer::Unknown => return Err(Refusal::unauthorized("The access token is not valid")),
            Bearer::Known(company, token) => (Arc::clone(company), Arc::clone(token)),
        };
        if token.expires <= company.clock.now() {
            return Err(Refusal::forbidden("The access token has expired"));
        }
        if !token.application.companies.contains(&company.id) {
            return Err(Refusal::forbidden(
                "The application is not connected to the company",
            ));
        }
        if matches!(token.principal, Principal::Application(_)) {
            return Err(Refusal::forbidden("The access token is not one of a user"));
        }
        Ok(Self { company, token })
    }

    /// Admits a company token that may read something of a user.
    pub(crate) fn admit_reader(arrival: &Arrival) -> Result<Self, Refusal> {
        let caller = Self::admit(arrival)?;
        if caller.token.rights.read.is_empty() {
            return Err(Refusal::forbidden(
                "The access token has none of the scopes that this request needs",
            ));
        }
        Ok(caller)
    }

    /// Admits a company token that may write something of a user.
    pub(crate) fn admit_writer(arrival: &Arrival) -> Result<Self, Refusal> {
        let caller = Self::admit(arrival)?;
        if !caller.token.rights.may_write_something() {
            return Err(Refusal::forbidden(
                "The access token has none of the scopes that this request needs",
            ));
        }
        Ok(caller)
    }

    /// Admits the token of a company or of a user behind the scheme of today.
    pub(crate) fn admit_any(arrival: &Arrival) -> Result<Self, Refusal> {
        Self::admit_any_scheme(arrival)
    }

    /// Refuses a token without this scope.
    pub(crate) fn requires(&self, scope: &str) -> Result<(), Refusal> {
        if self.token.holds(scope) {
            return Ok(());
        }
        Err(Refusal::forbidden(
            "The access token has none of the scopes that this request needs",
        ))
    }

    /// The user that the token speaks for; `None` for a company's token.
    pub(crate) fn user(&self) -> Option<Uuid> {
        match self.token.principal {
            Principal::User(id) => Some(id),
            Principal::Company(_) | Principal::Application(_) => None,
        }
    }
}
