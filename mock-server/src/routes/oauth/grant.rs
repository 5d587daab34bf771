//! What a token request is granted: whose token, with which scopes, with which refresh token.

use std::sync::Arc;

use crate::application::{Grant, granted_scopes};
use crate::company::Company;
use crate::company::tokens::{Principal, RefreshToken};
use crate::ids;
use crate::policy::oauth::{RefreshScope, ReplacedRefreshToken};

use super::asking::{Asking, Refused, is_running};
use super::one_time::{self, OneTimeKey};
use super::refusal::TokenRefusal;
use super::sign_in::{find, may_act, verify};

/// What a grant ended in.
pub(super) struct Granted {
    /// The company whose clock, policy and tables count; `None` for an application without a home.
    pub(super) company: Option<Arc<Company>>,
    /// Whom the tokens speak for.
    pub(super) principal: Principal,
    /// What they may do.
    pub(super) scopes: Vec<String>,
    /// The refresh token that goes with them.
    pub(super) refresh: Refresh,
    /// What is used up by it.
    pub(super) spends: Spends,
}

/// The refresh token that goes with the access token.
pub(super) enum Refresh {
    /// None, for an application's own token.
    None,
    /// A new one.
    New,
    /// The one that was shown, or its successor.
    Shown(Arc<str>, RefreshToken),
}

/// What can be used once.
pub(super) enum Spends {
    /// Nothing of the kind.
    Nothing,
    /// An authorization code.
    Code(Arc<str>),
    /// A mailed token.
    OneTime(OneTimeKey),
}

impl Granted {
    /// A first token for someone of a company.
    pub(super) const fn new(
        company: Arc<Company>,
        principal: Principal,
        scopes: Vec<String>,
    ) -> Self {
        Self {
            company: Some(company),
            principal,
            scopes,
            refresh: Refresh::New,
            spends: Spends::Nothing,
        }
    }
}

/// Judges a token request.
pub(super) fn grant(asking: &Asking<'_>) -> Result<Granted, Refused> {
    let name = asking.form.need("grant_type", TokenRefusal::NoGrantType)?;
    let grant = Grant::read(name).filter(|grant| asking.application.grants.contains(grant));
    match grant.ok_or(TokenRefusal::GrantNotAllowed)? {
        Grant::ClientCredentials => Ok(Granted {
            company: asking.world.home_of(asking.application),
            principal: Principal::Application(asking.application.client_id),
            scopes: scopes(asking)?,
            refresh: Refresh::None,
            spends: Spends::Nothing,
        }),
        Grant::Password => {
            if asking.form.get("proxies").is_some() {
                return Err(TokenRefusal::BadProxies.into());
            }
            match asking.form.get("credtype").unwrap_or("password") {
                "password" => login(asking),
                "authtoken" => connect(asking),
                _ => Err(TokenRefusal::BadCredentialType.into()),
            }
        }
        Grant::AuthorizationCode => redeem(asking),
        Grant::OneTimePassword => one_time::grant(asking),
        Grant::RefreshToken => refresh(asking),
    }
}

/// The scopes that are asked for, within those of the application.
pub(super) fn scopes(asking: &Asking<'_>) -> Result<Vec<String>, TokenRefusal> {
    granted_scopes(&asking.application.scopes, asking.form.get("scope"))
        .ok_or(TokenRefusal::ScopeExceeds)
}

/// A user's own login.
fn login(asking: &Asking<'_>) -> Result<Granted, Refused> {
    let name = asking.form.need("username", TokenRefusal::NoUserName)?;
    let password = asking.form.need("password", TokenRefusal::NoPassword)?;
    let (company, user) =
        find(asking.world, asking.application, name).ok_or(TokenRefusal::UnknownUserName)?;
    asking.lives_here(&company)?;
    is_running(&company)?;
    verify(&company, &user, password).map_err(|refusal| refusal.about(&company))?;
    let scopes = scopes(asking).map_err(|refusal| refusal.about(&company))?;
    Ok(Granted::new(company, Principal::User(user.id), scopes))
}

/// A company request token, as an administrator hands it out: `username` is the company's UUID. Since 2020 this grant
/// succeeds in every data centre. Its side effect, says the page, is that the company counts as connected.
fn connect(asking: &Asking<'_>) -> Result<Granted, Refused> {
    let (world, application) = (asking.world, asking.application);
    let name = asking.form.need("username", TokenRefusal::NoUserName)?;
    let password = asking.form.need("password", TokenRefusal::NoPassword)?;
    let company = ids::read(name)
        .and_then(|id| world.company_of(id))
        .ok_or(TokenRefusal::UnknownUserName)?;
    is_running(&company)?;
    let version = company.read();
    let request = version.tokens.request(application.client_id);
    let outcome = match request {
        Some(request) if request.value == password => {
            if request.expires > company.clock.now() {
                Ok(())
            } else {
                Err(TokenRefusal::BadCredentials)
            }
        }
        None if !application.is_connected(company.id) => Err(TokenRefusal::CompanyNotEnabled),
        _ if version.tokens.is_request(password) => Err(TokenRefusal::ForeignRequestToken),
        _ => Err(TokenRefusal::BadCredentials),
    };
    drop(version);
    let scopes = outcome
        .and_then(|()| scopes(asking))
        .map_err(|refusal| refusal.about(&company))?;
    if !application.is_connected(company.id) {
        world
            .connect(application.client_id, company.id)
            .map_err(|_| TokenRefusal::CompanyNotEnabled.about(&company))?;
    }
    let principal = Principal::Company(company.id);
    Ok(Granted::new(company, principal, scopes))
}

/// A code that a browser carried over from the sign-in page.
fn redeem(asking: &Asking<'_>) -> Result<Granted, Refused> {
    let code = asking.form.need("code", TokenRefusal::NoCode)?;
    let redirect_uri = asking
        .form
        .need("redirect_uri", TokenRefusal::NoRedirectUri)?;
    let registry = asking.world.registry();
    let company = registry.keeper(code).ok_or(TokenRefusal::BadCode)?;
    let version = company.read();
    let record = version.tokens.code(code).ok_or(TokenRefusal::BadCode)?;
    let refused = |refusal: TokenRefusal| Err(refusal.about(company));
    if record.client_id != asking.application.client_id {
        return refused(TokenRefusal::ForeignGrant);
    }
    if record.expires <= company.clock.now() {
        return refused(TokenRefusal::BadCode);
    }
    if record.redirect_uri != redirect_uri {
        return refused(TokenRefusal::OtherRedirectUri);
    }
    if !asking.application.is_connected(company.id) {
        return refused(TokenRefusal::CompanyNotEnabled);
    }
    is_running(company)?;
    if !may_act(company, record.user) {
        return refused(TokenRefusal::PrincipalDisabled);
    }
    Ok(Granted {
        spends: Spends::Code(Arc::from(code)),
        ..Granted::new(
            Arc::clone(company),
            Principal::User(record.user),
            still_held(asking, &record.scopes),
        )
    })
}

fn refresh(asking: &Asking<'_>) -> Result<Granted, Refused> {
    let token = asking
        .form
        .need("refresh_token", TokenRefusal::NoRefreshToken)?;
    let registry = asking.world.registry();
    let unknown = || Refused {
        refusal: TokenRefusal::BadRefreshToken,
        company: asking.world.home_of(asking.application),
    };
    let company = registry.keeper(token).ok_or_else(unknown)?;
    let record = company.read().tokens.refresh(token).cloned();
    let record = record.ok_or_else(unknown)?;
    let refused = |refusal: TokenRefusal| Err(refusal.about(company));
    if record.client_id != asking.application.client_id {
        return refused(TokenRefusal::ForeignGrant);
    }
    if !asking.application.may_refresh {
        return refused(TokenRefusal::RefreshDisallowed);
    }
    if record.expires <= company.clock.now() {
        return refused(TokenRefusal::BadRefreshToken);
    }
    if !asking.application.is_connected(company.id) {
        return refused(TokenRefusal::CompanyNotEnabled);
    }
    asking.lives_here(company)?;
    is_running(company)?;
    let policies = company.read().policies.clone();
    if record.successor.is_some()
        && policies.choose::<ReplacedRefreshToken>() == ReplacedRefreshToken::EndsBoth
    {
        end_line(asking, company, token);
        return refused(TokenRefusal::BadRefreshToken);
    }
    if let Principal::User(id) = record.principal
        && !may_act(company, id)
    {
        return refused(TokenRefusal::PrincipalDisabled);
    }
    let asked = match policies.choose::<RefreshScope>() {
        RefreshScope::Narrows => asking.form.get("scope"),
        RefreshScope::Ignored => None,
    };
    let allowed = still_held(asking, &record.scopes);
    let Some(scopes) = granted_scopes(&allowed, asked) else {
        return refused(TokenRefusal::ScopeExceeds);
    };
    Ok(Granted {
        company: Some(Arc::clone(company)),
        principal: record.principal,
        scopes,
        refresh: Refresh::Shown(Arc::from(token), record),
        spends: Spends::Nothing,
    })
}

/// Of the scopes that were granted once those that the application still has. ASSUMED: what an administrator takes from
/// an application ends for what it still has to ask for; access tokens go on as they are until they end.
fn still_held(asking: &Asking<'_>, granted: &[String]) -> Vec<String> {
    let allowed = &asking.application.scopes;
    let mut held = granted.to_vec();
    held.retain(|scope| allowed.contains(scope));
    held
}

/// Whoever shows a refresh token that was replaced may have stolen it, so neither it nor what replaced it goes on.
fn end_line(asking: &Asking<'_>, company: &Arc<Company>, token: &str) {
    let client_id = asking.application.client_id;
    asking.world.change_tokens_of(company, client_id, |tokens| {
        (Vec::new(), tokens.end_line(token), ())
    });
}
