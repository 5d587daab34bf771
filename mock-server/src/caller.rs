//! Who is asking: from the `Authorization` header to application, principal, company and rights.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use uuid::Uuid;

use crate::application::Application;
use crate::bearer::{Bearer, Known, Scheme};
use crate::company::Company;
use crate::company::held::Pace;
use crate::company::situation::{DataCentre, Service};
use crate::company::tokens::{AccessToken, Principal};
use crate::error::{Refusal, ScimType};
use crate::ids;
use crate::policy::Policies;
use crate::policy::access::{
    ExpiredToken, LockedApplication, MissingScope, MissingToken, UnknownToken, UserToken,
    WrongDataCentre,
};
use crate::world::World;

/// What every handler may know of a request before it reads it.
#[derive(Debug, Clone)]
pub(crate) struct Arrival {
    /// The correlation id that the answer will carry.
    pub(crate) correlation: HeaderValue,
    /// Who is asking.
    pub(crate) bearer: Bearer,
    /// Where the request arrived.
    pub(crate) data_centre: DataCentre,
    /// The company's time, or the process's where no company is known.
    pub(crate) time: Timestamp,
    /// The policy of the company, or of the process where no company is known.
    pub(crate) policies: Policies,
    /// What a fault has handlers do otherwise.
    pub(crate) disturbance: Disturbance,
}

/// What a fault has a handler do otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Disturbance {
    /// Nothing.
    #[default]
    None,
    /// Tokens name this address.
    Moved(String),
    /// A provision request is not carried out.
    JobStuck,
}

impl Disturbance {
    /// When a provision request is carried out.
    pub(crate) const fn pace(&self) -> Pace {
        match self {
            Self::JobStuck => Pace::Stuck,
            Self::None | Self::Moved(_) => Pace::Policy,
        }
    }
}

impl Arrival {
    /// Reads who is asking.
    pub(crate) fn of(
        world: &World,
        headers: &HeaderMap,
        correlate: impl FnOnce(&Policies) -> HeaderValue,
        data_centre: DataCentre,
    ) -> Self {
        let bearer = Bearer::of(world, headers);
        let company = match &bearer {
            Bearer::Known(known) => known.company.as_ref(),
            Bearer::Missing | Bearer::Unknown => None,
        };
        let policies = company.map_or_else(
            || world.policies.clone(),
            |company| company.read().policies.clone(),
        );
        Self {
            correlation: correlate(&policies),
            data_centre,
            time: company.map_or(&world.clock, |company| &company.clock).now(),
            policies,
            bearer,
            disturbance: Disturbance::None,
        }
    }

    /// The company that the caller's token leads to.
    pub(crate) const fn company(&self) -> Option<&Arc<Company>> {
        match &self.bearer {
            Bearer::Known(known) => known.company.as_ref(),
            Bearer::Missing | Bearer::Unknown => None,
        }
    }

    /// The correlation id as text.
    pub(crate) fn correlation_text(&self) -> &str {
        self.correlation.to_str().unwrap_or_default()
    }

    /// The company's time, or the process's where no company is known.
    pub(crate) fn now(&self, world: &World) -> Timestamp {
        match &self.bearer {
            Bearer::Known(Known {
                company: Some(company),
                ..
            }) => company.clock.now(),
            _ => world.clock.now(),
        }
    }

    /// The base URL at which the caller's company lives, where that is not the one that was called.
    pub(crate) fn elsewhere<'w>(&self, world: &'w World) -> Option<&'w str> {
        let Bearer::Known(known) = &self.bearer else {
            return None;
        };
        let home = known.company.as_ref()?.read().situation.data_centre;
        (home != self.data_centre).then(|| world.base_url(home))
    }

    /// The token, if it may be used here and now. ASSUMED: the sentences, since no answer to a bad token is published.
    fn judge(&self) -> Result<&Known, Refusal> {
        let known = match &self.bearer {
            Bearer::Missing => {
                let status = match self.policies.choose::<MissingToken>() {
                    MissingToken::Unauthorized => StatusCode::UNAUTHORIZED,
                    MissingToken::Forbidden => StatusCode::FORBIDDEN,
                };
                return Err(refused(status, "Authorization header is missing"));
            }
            Bearer::Unknown => return Err(self.unknown()),
            Bearer::Known(known) => known,
        };
        if known.token.expires <= self.time {
            let status = match self.policies.choose::<ExpiredToken>() {
                ExpiredToken::Forbidden => StatusCode::FORBIDDEN,
                ExpiredToken::Unauthorized => StatusCode::UNAUTHORIZED,
            };
            return Err(refused(status, "The access token has expired"));
        }
        self.judge_application(known)?;
        self.judge_company(known)?;
        Ok(known)
    }

    fn unknown(&self) -> Refusal {
        let status = match self.policies.choose::<UnknownToken>() {
            UnknownToken::Unauthorized => StatusCode::UNAUTHORIZED,
            UnknownToken::Forbidden => StatusCode::FORBIDDEN,
        };
        refused(status, "The access token is not valid")
    }

    fn judge_application(&self, known: &Known) -> Result<(), Refusal> {
        let status = match self.policies.choose::<LockedApplication>() {
            LockedApplication::Forbidden => StatusCode::FORBIDDEN,
            LockedApplication::Unauthorized => StatusCode::UNAUTHORIZED,
        };
        if !known.application.is_enabled {
            return Err(refused(status, "The application is disabled"));
        }
        let speaks_for_itself = matches!(known.token.principal, Principal::Application(_));
        let is_outside = known
            .company
            .as_ref()
            .is_some_and(|company| !known.application.is_connected(company.id));
        if is_outside && !speaks_for_itself {
            let detail = "The application is not connected to the company";
            return Err(refused(status, detail));
        }
        Ok(())
    }

    /// An application's own token opens at every address and whatever befalls its home.
    fn judge_company(&self, known: &Known) -> Result<(), Refusal> {
        let speaks_for_itself = matches!(known.token.principal, Principal::Application(_));
        let Some(company) = known.company.as_ref().filter(|_| !speaks_for_itself) else {
            return Ok(());
        };
        self.judge_situation(company)
    }

    /// Whether the company can be reached, and here.
    fn judge_situation(&self, company: &Company) -> Result<(), Refusal> {
        let situation = company.read().situation;
        if situation.data_centre != self.data_centre {
            // ASSUMED: no page says what an API answers at the wrong address.
            let status = match self.policies.choose::<WrongDataCentre>() {
                WrongDataCentre::Forbidden => Some(StatusCode::FORBIDDEN),
                WrongDataCentre::Unauthorized => Some(StatusCode::UNAUTHORIZED),
                WrongDataCentre::Served => None,
            };
            if let Some(status) = status {
                return Err(refused(status, "The company lives in another data centre"));
            }
        }
        match situation.service {
            Service::Running => Ok(()),
            // The sentence is that of the token endpoint.
            Service::Maintenance => Err(refused(
                StatusCode::SERVICE_UNAVAILABLE,
                "Company undergoing scheduled maintenance.",
            )),
        }
    }
}

fn refused(status: StatusCode, detail: &str) -> Refusal {
    let refusal = match status {
        StatusCode::UNAUTHORIZED => Refusal::unauthorized(detail),
        _ => Refusal::forbidden(detail),
    };
    Refusal { status, ..refusal }
}

/// A caller whose token speaks for a company or for one of its users.
#[derive(Debug)]
pub(crate) struct Caller {
    /// The company that the token speaks for, or to which its user belongs.
    pub(crate) company: Arc<Company>,
    /// The token's record.
    pub(crate) token: Arc<AccessToken>,
    /// The application that the token was issued to.
    pub(crate) application: Arc<Application>,
}

impl Caller {
    /// Admits a company token. The words to another one were seen at an Identity v4.1 search with a user token.
    pub(crate) fn admit(arrival: &Arrival) -> Result<Self, Refusal> {
        let known = bearer(arrival)?;
        match known.token.principal {
            Principal::Company(_) => Self::of(arrival, known),
            Principal::User(_) | Principal::Application(_) => Err(no_company(arrival)),
        }
    }

    /// Admits a company token, or an application's own one for a company that the request names.
    ///
    /// ASSUMED: words and statuses; the Legal Entity page says that a token without a company needs its name beside it.
    pub(crate) fn admit_for(
        arrival: &Arrival,
        world: &World,
        named: Option<&str>,
    ) -> Result<Self, Refusal> {
        let known = bearer(arrival)?;
        if !matches!(known.token.principal, Principal::Application(_)) {
            return Self::admit(arrival);
        }
        let named = named.and_then(ids::read);
        let named = named.ok_or_else(|| no_company(arrival))?;
        let registry = world.registry();
        let mut companies = registry.companies_of(&known.application);
        let company = companies.find(|company| company.id == named);
        let company = company
            .ok_or_else(|| Refusal::forbidden("The application is not connected to the company"))?;
        arrival.judge_situation(company)?;
        Ok(Self {
            company: Arc::clone(company),
            token: Arc::clone(&known.token),
            application: Arc::clone(&known.application),
        })
    }

    /// Admits the token of a company or of a user.
    pub(crate) fn admit_any(arrival: &Arrival) -> Result<Self, Refusal> {
        Self::of(arrival, bearer(arrival)?)
    }

    /// Admits the token of a company or of a user, also behind the word `OAuth` of the days before 2017.
    pub(crate) fn admit_any_scheme(arrival: &Arrival) -> Result<Self, Refusal> {
        Self::of(arrival, arrival.judge()?)
    }

    /// Admits a company token that may read something of a user.
    pub(crate) fn admit_reader(arrival: &Arrival) -> Result<Self, Refusal> {
        let caller = Self::admit(arrival)?;
        if caller.token.rights.read.is_empty() {
            return Err(missing_scope(arrival.policies.choose()));
        }
        Ok(caller)
    }

    /// Admits a company token that may write something of a user.
    pub(crate) fn admit_writer(arrival: &Arrival) -> Result<Self, Refusal> {
        let caller = Self::admit(arrival)?;
        if !caller.token.rights.may_write_something() {
            return Err(missing_scope(arrival.policies.choose()));
        }
        Ok(caller)
    }

    /// Refuses a token without this scope.
    pub(crate) fn requires(&self, scope: &str) -> Result<(), Refusal> {
        if self.token.holds(scope) {
            Ok(())
        } else {
            Err(missing_scope(self.company.read().policies.choose()))
        }
    }

    /// The user that the token speaks for; `None` for a company's token.
    pub(crate) fn user(&self) -> Option<Uuid> {
        match self.token.principal {
            Principal::User(id) => Some(id),
            Principal::Company(_) | Principal::Application(_) => None,
        }
    }

    fn of(arrival: &Arrival, known: &Known) -> Result<Self, Refusal> {
        let (Some(company), Principal::Company(_) | Principal::User(_)) =
            (&known.company, known.token.principal)
        else {
            return Err(no_company(arrival));
        };
        Ok(Self {
            company: Arc::clone(company),
            token: Arc::clone(&known.token),
            application: Arc::clone(&known.application),
        })
    }
}

/// A caller whose token speaks for an application itself.
#[derive(Debug)]
pub(crate) struct ApplicationCaller {
    /// The application, as it is now.
    pub(crate) application: Arc<Application>,
    /// The token's record.
    pub(crate) token: Arc<AccessToken>,
}

impl ApplicationCaller {
    /// Admits an application's own token. ASSUMED: another one gets 403, as newer v4 pages say for a wrong context.
    pub(crate) fn admit(arrival: &Arrival) -> Result<Self, Refusal> {
        let known = bearer(arrival)?;
        match known.token.principal {
            Principal::Application(_) => Ok(Self {
                application: Arc::clone(&known.application),
                token: Arc::clone(&known.token),
            }),
            Principal::Company(_) | Principal::User(_) => Err(Refusal::forbidden(
                "The access token is not one of an application",
            )),
        }
    }

    /// Refuses a token without this scope.
    pub(crate) fn requires(&self, scope: &str, policies: &Policies) -> Result<(), Refusal> {
        if self.token.holds(scope) {
            Ok(())
        } else {
            Err(missing_scope(policies.choose()))
        }
    }
}

/// The token behind the word `Bearer`; any other word counts as no token of today.
fn bearer(arrival: &Arrival) -> Result<&Known, Refusal> {
    match &arrival.bearer {
        Bearer::Known(known) if known.scheme != Scheme::Bearer => Err(arrival.unknown()),
        _ => arrival.judge(),
    }
}

fn no_company(arrival: &Arrival) -> Refusal {
    match arrival.policies.choose::<UserToken>() {
        UserToken::BadRequest => {
            Refusal::bad_request(ScimType::InvalidValue, "Company ID is required")
        }
        UserToken::Forbidden => Refusal::forbidden("The access token is not one of a company"),
    }
}

/// What a token without the scope of a call gets.
pub(crate) fn missing_scope(policy: MissingScope) -> Refusal {
    let status = match policy {
        MissingScope::Forbidden => StatusCode::FORBIDDEN,
        MissingScope::Unauthorized => StatusCode::UNAUTHORIZED,
    };
    refused(
        status,
        "The access token has none of the scopes that this request needs",
    )
}
