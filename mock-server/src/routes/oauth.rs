//! OAuth2: the token endpoint and the public keys.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::application::{Application, Grant};
use crate::caller::Arrival;
use crate::company::Company;
use crate::company::tokens::{
    ACCESS_TOKEN_LIFE, AccessToken, Principal, REFRESH_TOKEN_LIFE, RefreshToken,
};
use crate::company::unique::Unique;
use crate::error::json_response;
use crate::layers::envelope::date;
use crate::scim::compare::fold;
use crate::scim::scope::Rights;
use crate::signing::Statement;
use crate::world::World;

use super::parameters::Parameters;
use super::token_refusal::TokenRefusal;

/// `GET /oauth2/v0/jwks`
pub(super) async fn jwks(State(world): State<Arc<World>>) -> Response {
    json_response(StatusCode::OK, world.signer.jwks())
}

/// `POST /oauth2/v0/token`
pub(super) async fn token(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let outcome = read_form(&headers, body).and_then(|form| {
        let form = Parameters::read(Some(&form));
        let application = authenticate(&world, &form)?;
        let granted = grant(&world, &application, &form)?;
        Ok((application, granted))
    });
    match outcome {
        Ok((application, granted)) => issue(&world, &application, granted),
        Err(refusal) => refusal.response(arrival.correlation_text(), &world.base_url),
    }
}

/// The body as text, when it is a form. A charset behind the type is let pass: one guide forbids it, older samples send
/// it (ASSUMED).
fn read_form(
    headers: &HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<String, TokenRefusal> {
    const FORM: &str = "application/x-www-form-urlencoded";
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case(FORM) {
        return Err(TokenRefusal::UnsupportedFormat);
    }
    let body = body.map_err(|_| TokenRefusal::UnsupportedFormat)?;
    String::from_utf8(body.into()).map_err(|_| TokenRefusal::UnsupportedFormat)
}

/// A field of the form; an empty one counts as missing.
fn field<'f>(
    form: &'f Parameters<'_>,
    name: &str,
    missing: TokenRefusal,
) -> Result<&'f str, TokenRefusal> {
    form.get(name)
        .filter(|value| !value.is_empty())
        .ok_or(missing)
}

fn authenticate(world: &World, form: &Parameters<'_>) -> Result<Arc<Application>, TokenRefusal> {
    let client_id = field(form, "client_id", TokenRefusal::NoClientId)?;
    let secret = field(form, "client_secret", TokenRefusal::NoClientSecret)?;
    let application = Uuid::try_parse(client_id)
        .ok()
        .and_then(|id| world.application(id))
        .ok_or(TokenRefusal::UnknownClient)?;
    if application.client_secret != secret {
        return Err(TokenRefusal::BadClientSecret);
    }
    Ok(application)
}

/// What a grant ended in.
struct Granted {
    company: Arc<Company>,
    principal: Principal,
    scopes: Vec<String>,
    refresh: Refresh,
}

/// The refresh token that goes with the access token.
enum Refresh {
    /// None, for an application's own token.
    None,
    /// A new one.
    New,
    /// The one that was shown, which keeps its value. ASSUMED: the page says that it usually does.
    Same(String, RefreshToken),
}

fn grant(
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
        Grant::Password => match form.get("credtype").unwrap_or("password") {
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
    application
        .grant(&application.scopes, form.get("scope"))
        .ok_or(TokenRefusal::ScopeExceeds)
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
        let by_id = Uuid::try_parse(name)
            .ok()
            .and_then(|id| version.users.get(id));
        let Some(user) = by_id.or_else(|| version.users.find(Unique::UserName, &fold(name))) else {
            continue;
        };
        if !version.tokens.is_password(user.id, password) {
            return Err(TokenRefusal::BadCredentials);
        }
        if user.members(&["active"]).get("active") != Some(&Value::Bool(true)) {
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
    let company = Uuid::try_parse(name)
        .ok()
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
    let scopes = application
        .grant(&record.scopes, form.get("scope"))
        .ok_or(TokenRefusal::ScopeExceeds)?;
    Ok(Granted {
        company,
        principal: record.principal,
        scopes,
        refresh: Refresh::Same(token.to_owned(), record),
    })
}

/// Signs and notes down the tokens, and answers with them in the order that a real answer showed.
fn issue(world: &World, application: &Arc<Application>, granted: Granted) -> Response {
    let Granted {
        company,
        principal,
        scopes,
        refresh,
    } = granted;
    let now = company.clock.now();
    let expires = now.saturating_add(ACCESS_TOKEN_LIFE).unwrap_or(now);
    let client_id = application.client_id.to_string();
    let statement = Statement {
        principal,
        issuer: &world.base_url,
        client_id: &client_id,
        scopes: &scopes,
        from: now,
        until: expires,
    };
    let signed = world.signer.access_token(statement).and_then(|access| {
        let id_token = world.signer.id_token(statement, &access)?;
        Ok((access, id_token))
    });
    let Ok((access, id_token)) = signed else {
        return crate::error::Refusal::internal("The token could not be signed").scim();
    };
    let rights = Rights::of(scopes.iter().map(String::as_str));
    let record = Arc::new(AccessToken::new(
        Arc::clone(application),
        principal,
        rights,
        expires,
    ));
    let refresh_end = now.saturating_add(REFRESH_TOKEN_LIFE).unwrap_or(now);
    let access: Arc<str> = Arc::from(access);
    let kept = company.write(|version| {
        let forgotten = version.tokens.keep_access(Arc::clone(&access), record);
        let refresh = match refresh {
            Refresh::None => None,
            Refresh::New => {
                let token = company
                    .seed
                    .id("refresh token", version.tokens.refresh_issued)
                    .to_string();
                version.tokens.refresh_issued += 1;
                let scopes: Arc<[String]> = scopes.clone().into();
                Some((
                    token,
                    RefreshToken {
                        client_id: application.client_id,
                        principal,
                        scopes,
                        expires: refresh_end,
                    },
                ))
            }
            // Refreshing pushes the end of the refresh token's life forward.
            Refresh::Same(token, record) => Some((
                token,
                RefreshToken {
                    expires: refresh_end,
                    ..record
                },
            )),
        };
        if let Some((token, record)) = &refresh {
            version.tokens.keep_refresh(token.clone(), record.clone());
        }
        Ok::<_, std::convert::Infallible>((forgotten, refresh.map(|(token, _)| token)))
    });
    let Ok((forgotten, refresh)) = kept;
    world.note_tokens(
        &company,
        Arc::clone(&access),
        refresh.as_deref(),
        &forgotten,
    );
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    // The reference prints the text "3600"; real answers and the migration guide show a number. ASSUMED: a number.
    put("expires_in", Value::from(ACCESS_TOKEN_LIFE.as_secs()));
    put("scope", Value::from(scopes.join(" ")));
    put("token_type", Value::from("Bearer"));
    put("access_token", Value::from(&*access));
    if let Some(refresh) = refresh {
        put("refresh_token", Value::from(refresh));
        // In spite of its name it is a point in time, in seconds since 1970.
        put("refresh_expires_in", Value::from(refresh_end.as_second()));
    }
    put("geolocation", Value::from(world.base_url.as_str()));
    if !matches!(principal, Principal::Application(_)) {
        put("id_token", Value::from(id_token));
    }
    let mut response = json_response(StatusCode::OK, &Value::Object(body));
    response.headers_mut().insert(header::DATE, date(now));
    response
}
