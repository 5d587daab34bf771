//! What a token request is granted: whose token, with which scopes, with which refresh token.

use std::sync::Arc;

use serde_json::Value;

use crate::application::{Application, Grant, granted_scopes};
use crate::company::Company;
use crate::company::record::Record;
use crate::company::tokens::{Principal, RefreshToken};
use crate::company::unique::Unique;
use crate::ids;
use crate::scim::compare::fold;
use crate::world::World;

use super::field;
use super::refusal::TokenRefusal;
use crate::routes::parameters::Parameters;

/// What a grant ended in.
pub(super) struct Granted {
    /// The company whose clock and tables the tokens belong to.
    pub(super) company: Arc<Company>,
    /// Whom they speak for.
    pub(super) principal: Principal,
    /// What they may do.
    pub(super) scopes: Vec<String>,
    /// The refresh token that goes with them.
    pub(super) refresh: Refresh,
}

/// The refresh token that goes with the access token.
pub(super) enum Refresh {
    /// None, for an application's own token.
    None,
    /// A new one.
    New,
    /// The one that was shown, which keeps its value. ASSUMED: the page says that it usually does.
    Same(String, RefreshToken),
}

/// Judges a token request.
pub(super) fn grant(
    world: &World,
    application: &Application,
    form: &Parameters<'_>,
) -> Result<Granted, TokenRefusal> {
    let name = field(form, "grant_type", TokenRefusal::NoGrantType)?;
    let grant = Grant::read(name).filter(|grant| application.grants.contains(grant));
    match grant.ok_or(TokenRefusal::GrantNotAllowed)? {
        Grant::ClientCredentials => {
            let company = home(world, application)?;
            let principal = Principal::Application(application.client_id);
            Ok(Granted {
                company,
                principal,
                scopes: scopes(application, form)?,
                refresh: Refresh::None,
            })
        }
        Grant::Password => match form
            .get("credtype")
            .filter(|kind| !kind.is_empty())
            .unwrap_or("password")
        {
            "password" => login(world, application, form),
            "authtoken" => connect(world, application, form),
            _ => Err(TokenRefusal::BadCredentialType),
        },
        Grant::RefreshToken => refresh(world, application, form),
    }
}

fn home(world: &World, application: &Application) -> Result<Arc<Company>, TokenRefusal> {
    application
        .companies
        .first()
        .and_then(|id| world.company_of(*id))
        .ok_or(TokenRefusal::CompanyNotEnabled)
}

fn scopes(application: &Application, form: &Parameters<'_>) -> Result<Vec<String>, TokenRefusal> {
    granted_scopes(&application.scopes, form.get("scope")).ok_or(TokenRefusal::ScopeExceeds)
}

/// A user's own login: by login name or UUID.
fn login(
    world: &World,
    application: &Application,
    form: &Parameters<'_>,
) -> Result<Granted, TokenRefusal> {
    let name = field(form, "username", TokenRefusal::NoUserName)?;
    let password = field(form, "password", TokenRefusal::NoPassword)?;
    for company in application
        .companies
        .iter()
        .filter_map(|id| world.company_of(*id))
    {
        let version = company.read();
        let by_id = ids::read(name).and_then(|id| version.users.get(id));
        let Some(user) = by_id.or_else(|| version.users.find(Unique::UserName, &fold(name))) else {
            continue;
        };
        if !version.tokens.is_password(user.id, password) {
            return Err(TokenRefusal::BadCredentials);
        }
        if !is_active(user) {
            return Err(TokenRefusal::AccountDisabled);
        }
        let principal = Principal::User(user.id);
        drop(version);
        return Ok(Granted {
            company,
            principal,
            scopes: scopes(application, form)?,
            refresh: Refresh::New,
        });
    }
    Err(TokenRefusal::UnknownUserName)
}

/// A company request token, as an administrator hands it out: `username` is the company's UUID.
fn connect(
    world: &World,
    application: &Application,
    form: &Parameters<'_>,
) -> Result<Granted, TokenRefusal> {
    let name = field(form, "username", TokenRefusal::NoUserName)?;
    let password = field(form, "password", TokenRefusal::NoPassword)?;
    let company = ids::read(name)
        .and_then(|id| world.company_of(id))
        .ok_or(TokenRefusal::UnknownUserName)?;
    if !application.companies.contains(&company.id) {
        return Err(TokenRefusal::CompanyNotEnabled);
    }
    let version = company.read();
    let request = version
        .tokens
        .request
        .as_ref()
        .filter(|request| request.value == password);
    let request = request.ok_or(TokenRefusal::BadCredentials)?;
    if request.client_id != application.client_id {
        return Err(TokenRefusal::ForeignRequestToken);
    }
    if request.expires <= company.clock.now() {
        return Err(TokenRefusal::BadCredentials);
    }
    drop(version);
    let principal = Principal::Company(company.id);
    Ok(Granted {
        company,
        principal,
        scopes: scopes(application, form)?,
        refresh: Refresh::New,
    })
}

fn refresh(
    world: &World,
    application: &Application,
    form: &Parameters<'_>,
) -> Result<Granted, TokenRefusal> {
    let token = field(form, "refresh_token", TokenRefusal::NoRefreshToken)?;
    let (company, record) = world
        .refresh_token(token)
        .ok_or(TokenRefusal::BadRefreshToken)?;
    if record.client_id != application.client_id {
        return Err(TokenRefusal::ForeignGrant);
    }
    if record.expires <= company.clock.now() {
        return Err(TokenRefusal::BadRefreshToken);
    }
    if let Principal::User(id) = record.principal {
        let is_there = company
            .read()
            .users
            .get(id)
            .is_some_and(|user| is_active(user));
        if !is_there {
            return Err(TokenRefusal::PrincipalDisabled);
        }
    }
    let scopes =
        granted_scopes(&record.scopes, form.get("scope")).ok_or(TokenRefusal::ScopeExceeds)?;
    Ok(Granted {
        company,
        principal: record.principal,
        scopes,
        refresh: Refresh::Same(token.to_owned(), record),
    })
}

fn is_active(user: &Record) -> bool {
    user.members(&["active"]).get("active") == Some(&Value::Bool(true))
}
