//! The cookie by which the sign-in page knows a browser again.

use std::sync::Arc;

use http::{HeaderMap, HeaderValue, header};
use uuid::Uuid;

use crate::caller::Arrival;
use crate::company::Company;
use crate::company::situation::Service;
use crate::company::tokens::BrowserSession;
use crate::policy::oauth::SignInLife;
use crate::world::World;

use super::super::one_time::after;
use super::super::sign_in::may_act;
use super::wanted::Wanted;

/// The cookie's name.
const COOKIE: &str = "concur_sign_in";

/// Who signed in.
pub(super) struct SignedIn {
    /// The user's company.
    pub(super) company: Arc<Company>,
    /// The user.
    pub(super) user: Uuid,
}

/// The user who signed in with this browser, if the session goes on and the user may act.
pub(super) fn recall(world: &World, headers: &HeaderMap) -> Option<SignedIn> {
    let name = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == COOKIE)
        .map(|(_, value)| value)?;
    let registry = world.registry();
    let company = registry.keeper(name)?;
    let session = company.read().tokens.session(name)?;
    let is_running = company.read().situation.service == Service::Running;
    let goes_on = session.expires > company.clock.now();
    (goes_on && is_running && may_act(company, session.user)).then(|| SignedIn {
        company: Arc::clone(company),
        user: session.user,
    })
}

/// Opens a session and gives back its cookie. It ends by the company's clock, and in the browser after as many seconds.
pub(super) fn open(
    world: &World,
    arrival: &Arrival,
    wanted: &Wanted,
    signed_in: &SignedIn,
) -> HeaderValue {
    let SignedIn { company, user } = signed_in;
    let life = company.read().policies.number::<SignInLife>();
    let session = BrowserSession {
        user: *user,
        expires: after(company.clock.now(), life),
    };
    let client_id = wanted.application.client_id;
    let name = world.change_tokens_of(company, client_id, |tokens| {
        let ordinal = tokens.next();
        let name: Arc<str> = Arc::from(company.seed.word("browser session", ordinal));
        let forgotten = tokens.keep_session(Arc::clone(&name), session);
        (vec![Arc::clone(&name)], forgotten, name)
    });
    let is_secure = world.base_url(arrival.data_centre).starts_with("https:");
    let secure = if is_secure { "; Secure" } else { "" };
    let cookie =
        format!("{COOKIE}={name}; Path=/oauth2/v0; Max-Age={life}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
}
