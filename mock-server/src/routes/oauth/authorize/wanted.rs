//! What an application wants of the sign-in page, and why it may not get it.

use std::sync::Arc;

use crate::application::{Application, Grant, granted_scopes};
use crate::ids;
use crate::world::World;

use super::super::refusal::TokenRefusal;

/// Where a browser may be sent back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// The registered address.
    pub(super) redirect_uri: String,
    /// What the application wants to hear again.
    pub(super) state: Option<String>,
}

/// Why nobody signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// A code of the token endpoint.
    Code(TokenRefusal),
    /// A code that refuses the credentials, in the words of the user's company.
    SignIn(u16, &'static str),
    /// The one sample of a word, which is of a user who left the page.
    UserDenied,
    /// ASSUMED: the word of RFC 6749, since the table has no code for it.
    ResponseType,
    /// ASSUMED: the word of OpenID Connect for `prompt=none` without a session.
    LoginRequired,
    /// ASSUMED: the sentence; a browser is never sent to an address that is not registered.
    UnregisteredTarget,
}

/// A denial, and where it is told: on the page itself where no registered address is known.
#[derive(Debug)]
pub(super) struct Denied {
    /// Why.
    pub(super) denial: Denial,
    /// Where the browser is sent.
    pub(super) target: Option<Target>,
}

/// A request that may be shown to a user.
#[derive(Debug)]
pub(super) struct Wanted {
    /// Who asks.
    pub(super) application: Arc<Application>,
    /// Where the answer goes.
    pub(super) target: Target,
    /// What is asked for.
    pub(super) scopes: Vec<String>,
    /// How a session counts.
    pub(super) prompt: Prompt,
    /// The parameters as they came, for the form of the page.
    pub(super) parameters: Vec<(&'static str, String)>,
}

/// Whether a user is asked who is signed in already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Prompt {
    /// Only those who are not.
    Needed,
    /// Everyone.
    Always,
    /// No one.
    Never,
}

/// The parameters of the page: those of today, and those that the table of codes gives away.
const PARAMETERS: [&str; 9] = [
    "client_id",
    "redirect_uri",
    "scope",
    "response_type",
    "state",
    "nonce",
    "display",
    "prompt",
    "login_type",
];

/// The longest parameter, in bytes; all of them come back in the page.
const MAX_PARAMETER_BYTES: usize = 4_096;

/// The values of OpenID Connect.
const DISPLAYS: [&str; 4] = ["page", "popup", "touch", "wap"];

/// The two ways to sign in that the page describes.
const LOGIN_TYPES: [&str; 2] = ["password", "otp"];

const fn on_page(denial: Denial) -> Denied {
    Denied {
        denial,
        target: None,
    }
}

impl Wanted {
    /// Judges the parameters of a request.
    pub(super) fn read(
        world: &World,
        given: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, Denied> {
        let parameters: Vec<(&'static str, String)> = PARAMETERS
            .into_iter()
            .filter_map(|name| Some((name, given(name)?)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let code = |refusal| on_page(Denial::Code(refusal));
        if parameters
            .iter()
            .any(|(_, value)| value.len() > MAX_PARAMETER_BYTES)
        {
            return Err(code(TokenRefusal::UnsupportedFormat));
        }
        let get = |name: &str| {
            let found = parameters.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| value.as_str())
        };
        let client_id = get("client_id").ok_or_else(|| code(TokenRefusal::NoClientId))?;
        let application = ids::read(client_id)
            .and_then(|id| world.application(id))
            .ok_or_else(|| code(TokenRefusal::UnknownClient))?;
        let redirect_uri = get("redirect_uri").ok_or_else(|| code(TokenRefusal::NoRedirectUri))?;
        if !application
            .redirect_uris
            .iter()
            .any(|uri| uri == redirect_uri)
        {
            return Err(on_page(Denial::UnregisteredTarget));
        }
        let target = Target {
            redirect_uri: redirect_uri.to_owned(),
            state: get("state").map(str::to_owned),
        };
        match judge(&application, get) {
            Ok((scopes, prompt)) => Ok(Self {
                application,
                target,
                scopes,
                prompt,
                parameters,
            }),
            Err(denial) => Err(Denied {
                denial,
                target: Some(target),
            }),
        }
    }

    /// The denial of what was wanted, told to the application.
    pub(super) fn denied(&self, denial: Denial) -> Denied {
        Denied {
            denial,
            target: Some(self.target.clone()),
        }
    }
}

fn judge<'g>(
    application: &Application,
    get: impl Fn(&str) -> Option<&'g str>,
) -> Result<(Vec<String>, Prompt), Denial> {
    if !application.is_enabled {
        return Err(Denial::Code(TokenRefusal::ClientDisabled));
    }
    if !application.grants.contains(&Grant::AuthorizationCode) {
        return Err(Denial::Code(TokenRefusal::GrantNotAllowed));
    }
    judge_response_type(get("response_type").unwrap_or_default(), get("nonce"))?;
    let is_known =
        |name: &str, values: &[&str]| get(name).is_none_or(|value| values.contains(&value));
    if !is_known("display", &DISPLAYS) {
        return Err(Denial::Code(TokenRefusal::BadDisplay));
    }
    if !is_known("login_type", &LOGIN_TYPES) {
        return Err(Denial::Code(TokenRefusal::BadLoginType));
    }
    let scope = get("scope");
    let prompt = judge_prompt(get("prompt"), scope)?;
    let scopes = granted_scopes(&application.scopes, scope);
    let scopes = scopes.ok_or(Denial::Code(TokenRefusal::ScopeExceeds))?;
    Ok((scopes, prompt))
}

/// Only `code` is documented. What other types of OpenID Connect would get follows from the table of codes.
fn judge_response_type(response_type: &str, nonce: Option<&str>) -> Result<(), Denial> {
    let mut words = response_type.split_whitespace();
    if response_type == "code" {
        Ok(())
    } else if words.clone().any(|word| word == "id_token") && nonce.is_none() {
        Err(Denial::Code(TokenRefusal::NoNonce))
    } else if words.any(|word| word == "token") {
        Err(Denial::Code(TokenRefusal::UnauthenticatedClient))
    } else {
        Err(Denial::ResponseType)
    }
}

fn judge_prompt(prompt: Option<&str>, scope: Option<&str>) -> Result<Prompt, Denial> {
    let read = match prompt {
        None => Prompt::Needed,
        Some("none") => Prompt::Never,
        Some("login" | "consent" | "select_account") => Prompt::Always,
        Some(_) => return Err(Denial::Code(TokenRefusal::BadPrompt)),
    };
    let mut scopes = scope.unwrap_or_default().split_whitespace();
    if scopes.any(|scope| scope == "offline_access") && prompt != Some("consent") {
        return Err(Denial::Code(TokenRefusal::ConsentNeeded));
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(denial: Result<(), Denial>) -> Option<u16> {
        match denial {
            Err(Denial::Code(refusal)) => Some(refusal.code()),
            _ => None,
        }
    }

    #[test]
    fn only_a_code_is_given_at_the_page() {
        assert_eq!(judge_response_type("code", None), Ok(()));
        assert_eq!(code(judge_response_type("code id_token", None)), Some(117));
        assert_eq!(code(judge_response_type("token", Some("n"))), Some(115));
        for other in ["", "id_token", "device"] {
            assert_eq!(
                judge_response_type(other, Some("n")),
                Err(Denial::ResponseType),
                "{other}"
            );
        }
    }

    #[test]
    fn offline_access_needs_the_prompt_consent() {
        let read = |prompt, scope| judge_prompt(prompt, Some(scope));
        assert_eq!(read(None, "openid"), Ok(Prompt::Needed));
        assert_eq!(
            code(read(None, "openid offline_access").map(drop)),
            Some(119)
        );
        assert_eq!(read(Some("consent"), "offline_access"), Ok(Prompt::Always));
        assert_eq!(code(read(Some("maybe"), "openid").map(drop)), Some(119));
    }
}
