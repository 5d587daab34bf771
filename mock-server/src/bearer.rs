//! What an `Authorization` header turns out to be: a token that was issued here, or none.

use std::sync::Arc;

use http::{HeaderMap, header};

use crate::application::Application;
use crate::company::Company;
use crate::company::tokens::AccessToken;
use crate::world::World;

/// The word before the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// `Bearer`, in any case: older pages print it in capitals.
    Bearer,
    /// `OAuth`, from before 2017.
    OAuth,
}

impl Scheme {
    fn read(word: &str) -> Option<Self> {
        if word.eq_ignore_ascii_case("bearer") {
            Some(Self::Bearer)
        } else if word.eq_ignore_ascii_case("oauth") {
            Some(Self::OAuth)
        } else {
            None
        }
    }
}

/// A token that was issued here, maybe long ago.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    /// The company that keeps it, or in which its application is at home; `None` for an application that has no home.
    pub(crate) company: Option<Arc<Company>>,
    /// Its record.
    pub(crate) token: Arc<AccessToken>,
    /// The application it was issued to, as it is now.
    pub(crate) application: Arc<Application>,
    /// The word that stood before it.
    pub(crate) scheme: Scheme,
}

/// What the `Authorization` header turned out to be.
#[derive(Debug, Clone)]
pub(crate) enum Bearer {
    /// There is none.
    Missing,
    /// It is not a token that was issued here.
    Unknown,
    /// It is.
    Known(Known),
}

impl Bearer {
    /// Looks the header's token up.
    pub(crate) fn of(world: &World, headers: &HeaderMap) -> Self {
        let Some(value) = headers.get(header::AUTHORIZATION) else {
            return Self::Missing;
        };
        let found = value
            .to_str()
            .ok()
            .and_then(|value| value.split_once(' '))
            .and_then(|(word, token)| {
                let scheme = Scheme::read(word)?;
                find(world, scheme, token.trim())
            });
        found.map_or(Self::Unknown, Self::Known)
    }
}

fn find(world: &World, scheme: Scheme, text: &str) -> Option<Known> {
    let registry = world.registry();
    let (company, token) = if let Some(company) = registry.keeper(text) {
        let token = Arc::clone(company.read().tokens.access(text)?);
        (Some(Arc::clone(company)), token)
    } else {
        (None, Arc::clone(registry.own_token(text)?))
    };
    let application = Arc::clone(registry.application(token.client_id)?);
    let company = company.or_else(|| registry.companies_of(&application).next().cloned());
    Some(Known {
        company,
        token,
        application,
        scheme,
    })
}
