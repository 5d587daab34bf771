//! `GET /oauth2/v0/authorize`: a user signs in with a browser and allows an application to act.

mod page;
mod session;
mod wanted;

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::BytesRejection;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use jiff::Timestamp;
use uuid::Uuid;

use crate::caller::Arrival;
use crate::company::Company;
use crate::company::tokens::Code;
use crate::layers::envelope::date;
use crate::policy::Policies;
use crate::policy::oauth::{CodeLife, SignInFailure};
use crate::world::World;

pub(super) use self::page::{AUTHORIZE_CLIENT, VERIFY_CREDENTIALS};
use self::session::{SignedIn, open, recall};
use self::wanted::{Denial, Denied, Prompt, Target, Wanted};
use super::asking::{Refused, is_running, policies};
use super::form::Form;
use super::one_time::after;
use super::refusal::{Endpoint, TokenRefusal};
use super::sign_in::{find, verify};

/// `GET /oauth2/v0/authorize`
pub(super) async fn show(
    State(world): State<Arc<World>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let query = query.unwrap_or_default();
    let outcome = Form::of_pairs(query.as_bytes())
        .map_err(unreadable)
        .and_then(|form| Wanted::read(&world, |name| form.get(name).map(str::to_owned)))
        .and_then(|wanted| {
            let signed_in = recall(&world, &headers).filter(|_| wanted.prompt != Prompt::Always);
            match signed_in {
                Some(signed_in) => let_go(&world, &wanted, &signed_in, None),
                None if wanted.prompt == Prompt::Never => Err(wanted.denied(Denial::LoginRequired)),
                None => Ok(page::sign_in(&wanted, None)),
            }
        });
    outcome.unwrap_or_else(|denied| deny(&world, &denied))
}

/// `POST /oauth2/v0/verify_creds`: login name and password from the page.
pub(super) async fn verify_credentials(
    State(world): State<Arc<World>>,
    Extension(arrival): Extension<Arrival>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let outcome = Form::of_body(&headers, body)
        .map_err(unreadable)
        .and_then(|form| {
            let wanted = Wanted::read(&world, |name| form.get(name).map(str::to_owned))?;
            match sign_in(&world, &wanted, &form) {
                Ok(signed_in) => {
                    let cookie = open(&world, &arrival, &wanted, &signed_in);
                    let_go(&world, &wanted, &signed_in, Some(cookie))
                }
                Err(refused) => complain(&world, &wanted, &refused),
            }
        });
    outcome.unwrap_or_else(|denied| deny(&world, &denied))
}

/// `POST /oauth2/v0/authorize_client`: the user's answer, which counts as no unless it says yes.
pub(super) async fn answer(
    State(world): State<Arc<World>>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Response {
    let outcome = Form::of_body(&headers, body)
        .map_err(unreadable)
        .and_then(|form| {
            let wanted = Wanted::read(&world, |name| form.get(name).map(str::to_owned))?;
            if form.get("allow") != Some("true") {
                return Err(wanted.denied(Denial::UserDenied));
            }
            match recall(&world, &headers) {
                Some(signed_in) => let_go(&world, &wanted, &signed_in, None),
                None => Ok(page::sign_in(&wanted, None)),
            }
        });
    outcome.unwrap_or_else(|denied| deny(&world, &denied))
}

const fn unreadable(refusal: TokenRefusal) -> Denied {
    Denied {
        denial: Denial::Code(refusal),
        target: None,
    }
}

/// Judges login name and password. A user may sign in at every address: the redirect says where the user lives.
fn sign_in(world: &World, wanted: &Wanted, form: &Form) -> Result<SignedIn, Refused> {
    let name = form.need("loginid", TokenRefusal::NoLoginId)?;
    let password = form.need("password", TokenRefusal::NoPassword)?;
    let found = find(world, &wanted.application, name);
    let (company, user) = found.ok_or(TokenRefusal::UnknownUserName)?;
    is_running(&company)?;
    verify(&company, &user, password).map_err(|refusal| refusal.about(&company))?;
    Ok(SignedIn {
        company,
        user: user.id,
    })
}

/// Tells that nobody signed in, where the policy wants it told.
fn complain(world: &World, wanted: &Wanted, refused: &Refused) -> Result<Response, Denied> {
    let home = world.home_of(&wanted.application);
    let policies = policies(world, refused.company.as_ref().or(home.as_ref()));
    let words = refused.refusal.description(Endpoint::Token, &policies);
    match policies.choose::<SignInFailure>() {
        SignInFailure::Redirect => {
            Err(wanted.denied(Denial::SignIn(refused.refusal.code(), words)))
        }
        SignInFailure::Page => Ok(page::sign_in(wanted, Some(words))),
    }
}

/// Sends the browser back with a code.
fn let_go(
    world: &World,
    wanted: &Wanted,
    signed_in: &SignedIn,
    cookie: Option<HeaderValue>,
) -> Result<Response, Denied> {
    let SignedIn { company, user } = signed_in;
    if !wanted.application.is_connected(company.id) {
        return Err(wanted.denied(Denial::Code(TokenRefusal::CompanyNotEnabled)));
    }
    let now = company.clock.now();
    let code = make_code(world, wanted, company, *user, now);
    let geolocation = world.base_url_of(company);
    let mut response = redirect(
        &wanted.target,
        &[("geolocation", geolocation), ("code", &code)],
    );
    let headers = response.headers_mut();
    headers.insert(header::DATE, date(now));
    headers.extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok(response)
}

fn make_code(
    world: &World,
    wanted: &Wanted,
    company: &Arc<Company>,
    user: Uuid,
    now: Timestamp,
) -> Arc<str> {
    let client_id = wanted.application.client_id;
    let expires = after(now, company.read().policies.number::<CodeLife>());
    world.change_tokens_of(company, client_id, |tokens| {
        let ordinal = tokens.next();
        let code: Arc<str> = Arc::from(company.seed.id("authorization code", ordinal).to_string());
        let record = Code {
            client_id,
            redirect_uri: wanted.target.redirect_uri.clone(),
            user,
            scopes: wanted.scopes.clone().into(),
            expires,
        };
        let forgotten = tokens.keep_code(Arc::clone(&code), record);
        (vec![Arc::clone(&code)], forgotten, code)
    })
}

/// Tells why nobody signs in: to the application, or on the page where no registered address is known.
fn deny(world: &World, denied: &Denied) -> Response {
    let policies = world.policies.clone();
    let (code, words) = words(denied.denial, &policies);
    match &denied.target {
        Some(target) => {
            let parameters = [("error_code", code.as_str()), ("error_description", words)];
            redirect(target, &parameters)
        }
        None => page::failure(words),
    }
}

fn words(denial: Denial, policies: &Policies) -> (String, &'static str) {
    match denial {
        Denial::Code(refusal) => (
            refusal.code().to_string(),
            refusal.description(Endpoint::Token, policies),
        ),
        Denial::SignIn(code, words) => (code.to_string(), words),
        Denial::UserDenied => ("user_denied".to_owned(), "The user denied your request."),
        Denial::ResponseType => (
            "unsupported_response_type".to_owned(),
            "response_type must be code",
        ),
        Denial::LoginRequired => ("login_required".to_owned(), "The user is not signed in."),
        Denial::UnregisteredTarget => (
            String::new(),
            "The redirect_uri is not registered for this application.",
        ),
    }
}

/// Sends the browser to a registered address with these parameters, and with the state behind them.
fn redirect(target: &Target, parameters: &[(&str, &str)]) -> Response {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    if let Some(state) = &target.state {
        query.append_pair("state", state);
    }
    let uri = &target.redirect_uri;
    let joint = if uri.contains('?') { '&' } else { '?' };
    let location = format!("{uri}{joint}{}", query.finish());
    // A registered address holds visible letters of ASCII alone, and so does an encoded query.
    let location =
        HeaderValue::try_from(location).unwrap_or_else(|_| HeaderValue::from_static("/"));
    let headers = [
        (header::LOCATION, location),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::FOUND, headers).into_response()
}
