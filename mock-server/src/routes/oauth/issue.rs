//! Signs tokens, notes them down, and writes the answer.

use std::sync::Arc;

use axum::response::Response;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::company::Company;
use crate::company::tokens::{
    ACCESS_TOKEN_LIFE, AccessToken, Forgotten, Principal, REFRESH_TOKEN_LIFE, RefreshToken, Tokens,
};
use crate::error::{Refusal, json_response};
use crate::layers::envelope::date;
use crate::policy::Policies;
use crate::policy::oauth::{
    ExpiresIn, RefreshExpiresIn, RefreshRotation, RefreshTokensHeld, ReplacedRefreshToken,
};

use super::asking::{Asking, Refused, now, policies};
use super::grant::{Granted, Refresh, Spends};
use super::one_time;
use super::refusal::TokenRefusal;
use super::texts::sign_apart;

/// The tokens of one answer.
struct Issued {
    access: Arc<str>,
    refresh: Option<Arc<str>>,
    refresh_end: Timestamp,
    id_token: Option<String>,
}

/// Issues what was granted.
pub(super) fn issue(asking: &Asking<'_>, granted: Granted) -> Result<Response, Refused> {
    let policies = policies(asking.world, granted.company.as_ref());
    let now = now(asking.world, granted.company.as_ref());
    let expires = now.saturating_add(ACCESS_TOKEN_LIFE).unwrap_or(now);
    let geolocation = geolocation(asking, &granted);
    let signed = sign_apart(asking, &granted, &policies, [now, expires], geolocation);
    let Ok((access, id_token)) = signed else {
        return Ok(Refusal::internal("The token could not be signed").scim());
    };
    let access: Arc<str> = Arc::from(access);
    let refresh_end = now.saturating_add(REFRESH_TOKEN_LIFE).unwrap_or(now);
    let scope = granted.scopes.join(" ");
    let record = Arc::new(AccessToken::new(
        asking.application.client_id,
        granted.principal,
        granted.scopes.clone().into(),
        expires,
    ));
    let refresh = note(asking, granted, &policies, (&access, record), refresh_end)?;
    let issued = Issued {
        access,
        refresh,
        refresh_end,
        id_token,
    };
    let body = answer(&policies, scope, geolocation, issued);
    let mut response = json_response(StatusCode::OK, &body);
    response.headers_mut().insert(header::DATE, date(now));
    Ok(response)
}

/// Where the company lives. ASSUMED: an application lives where it asks, since any host takes its own grant.
fn geolocation<'w>(asking: &Asking<'w>, granted: &Granted) -> &'w str {
    if let Some(url) = asking.moved {
        return url;
    }
    match (&granted.company, granted.principal) {
        (Some(company), Principal::Company(_) | Principal::User(_)) => {
            asking.world.base_url_of(company)
        }
        _ => asking.world.base_url(asking.data_centre),
    }
}

/// Notes down the tokens and gives back the refresh token, if there is one. What can be used once is used up in the same
/// step, so that it is gone for whoever comes second.
fn note(
    asking: &Asking<'_>,
    granted: Granted,
    policies: &Policies,
    (access, record): (&Arc<str>, Arc<AccessToken>),
    refresh_end: Timestamp,
) -> Result<Option<Arc<str>>, Refused> {
    let (Some(company), Principal::Company(_) | Principal::User(_)) =
        (&granted.company, granted.principal)
    else {
        asking.world.note_own_token(Arc::clone(access), record);
        return Ok(None);
    };
    let client_id = asking.application.client_id;
    let spent = spend(company, &granted.spends).map_err(|refusal| refusal.about(company))?;
    let noted = asking.world.change_tokens_of(company, client_id, |tokens| {
        let mut forgotten = spent;
        if let Refresh::Shown(token, shown) = &granted.refresh
            && !goes_on(tokens, token, shown)
        {
            // Whoever came first may have replaced it, and two who show one token count as in `grant`.
            forgotten.extend(tokens.end_line(token));
            return (Vec::new(), forgotten, Err(TokenRefusal::BadRefreshToken));
        }
        forgotten.extend(tokens.keep_access(Arc::clone(access), record));
        let fresh = RefreshToken {
            client_id,
            principal: granted.principal,
            scopes: granted.scopes.into(),
            expires: refresh_end,
            successor: None,
        };
        let refresh = match &granted.refresh {
            Refresh::None => None,
            Refresh::New => {
                if policies.choose::<RefreshTokensHeld>() == RefreshTokensHeld::One {
                    forgotten.extend(tokens.end_refresh(client_id, granted.principal));
                }
                Some(add_refresh(company, tokens, fresh, &mut forgotten))
            }
            Refresh::Shown(token, shown) => {
                // Refreshing pushes the end of the refresh token's life forward.
                let next = RefreshToken {
                    scopes: Arc::clone(&shown.scopes),
                    ..fresh
                };
                Some(match policies.choose::<RefreshRotation>() {
                    RefreshRotation::Keeps => {
                        forgotten.extend(tokens.keep_refresh(Arc::clone(token), next));
                        Arc::clone(token)
                    }
                    RefreshRotation::Rotates => {
                        let successor = add_refresh(company, tokens, next, &mut forgotten);
                        replace(tokens, policies, (token, shown), &successor, &mut forgotten);
                        successor
                    }
                })
            }
        };
        let mut kept = vec![Arc::clone(access)];
        kept.extend(refresh.clone());
        (kept, forgotten, Ok(refresh))
    });
    noted.map_err(|refusal| refusal.about(company))
}

/// Whether a refresh token still is what it was when the request was judged: neither revoked nor replaced since.
fn goes_on(tokens: &Tokens, token: &str, shown: &RefreshToken) -> bool {
    tokens
        .refresh(token)
        .is_some_and(|kept| kept.successor == shown.successor)
}

/// Uses up what can be used once and gives back what is no longer known.
fn spend(company: &Company, spends: &Spends) -> Result<Forgotten, TokenRefusal> {
    match spends {
        Spends::Nothing => Ok(Forgotten::new()),
        Spends::OneTime(number) if one_time::close(company, *number) => Ok(Forgotten::new()),
        Spends::OneTime(_) => Err(TokenRefusal::OtpNotFound),
        Spends::Code(code) => company.write(|version| {
            if version.tokens.spend(code) {
                Ok(vec![Arc::clone(code)])
            } else {
                Err(TokenRefusal::BadCode)
            }
        }),
    }
}

fn add_refresh(
    company: &Company,
    tokens: &mut Tokens,
    record: RefreshToken,
    forgotten: &mut Forgotten,
) -> Arc<str> {
    let ordinal = tokens.next();
    let token: Arc<str> = Arc::from(company.seed.id("refresh token", ordinal).to_string());
    forgotten.extend(tokens.keep_refresh(Arc::clone(&token), record));
    token
}

/// Decides what becomes of a refresh token in whose place another one stepped.
fn replace(
    tokens: &mut Tokens,
    policies: &Policies,
    (token, shown): (&Arc<str>, &RefreshToken),
    successor: &Arc<str>,
    forgotten: &mut Forgotten,
) {
    let held = policies.choose::<RefreshTokensHeld>();
    match policies.choose::<ReplacedRefreshToken>() {
        ReplacedRefreshToken::Stays if held == RefreshTokensHeld::Several => {}
        ReplacedRefreshToken::Stays | ReplacedRefreshToken::Ends => {
            tokens.spend(token);
            forgotten.push(Arc::clone(token));
        }
        ReplacedRefreshToken::EndsBoth => {
            let replaced = RefreshToken {
                successor: Some(Arc::clone(successor)),
                ..shown.clone()
            };
            forgotten.extend(tokens.keep_refresh(Arc::clone(token), replaced));
        }
    }
}

/// The body, with its members in the order that a real answer showed.
fn answer(policies: &Policies, scope: String, geolocation: &str, issued: Issued) -> Value {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    let life = ACCESS_TOKEN_LIFE.as_secs();
    put(
        "expires_in",
        match policies.choose::<ExpiresIn>() {
            ExpiresIn::Number => Value::from(life),
            ExpiresIn::Text => Value::from(life.to_string()),
        },
    );
    put("scope", Value::from(scope));
    put("token_type", Value::from("Bearer"));
    put("access_token", Value::from(&*issued.access));
    if let Some(refresh) = issued.refresh {
        put("refresh_token", Value::from(&*refresh));
        // In spite of its name it is a point in time, in seconds since 1970.
        let end = issued.refresh_end.as_second();
        match policies.choose::<RefreshExpiresIn>() {
            RefreshExpiresIn::Number => put("refresh_expires_in", Value::from(end)),
            RefreshExpiresIn::Text => put("refresh_expires_in", Value::from(end.to_string())),
            RefreshExpiresIn::Absent => None,
        };
    }
    put("geolocation", Value::from(geolocation));
    if let Some(id_token) = issued.id_token {
        put("id_token", Value::from(id_token));
    }
    Value::Object(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::Application;
    use crate::company::situation::DataCentre;
    use crate::founding::Founding;
    use crate::policy::{Policies, Setting};
    use crate::routes::oauth::form::Form;
    use crate::routes::oauth::grant::grant;
    use crate::signing::Signer;
    use crate::world::World;

    /// A company whose known user signed in once.
    struct Stage {
        world: World,
        company: Arc<Company>,
        application: Arc<Application>,
        refresh_token: String,
    }

    impl Stage {
        fn set(policies: &[&str]) -> Self {
            let world = World::new(
                "http://mock.example".to_owned(),
                None,
                0,
                Signer::published().unwrap(),
                Policies::default(),
            );
            let settings = policies.iter().map(|pair| Setting::read_pair(pair));
            let founding = Founding {
                users: 1,
                policies: settings.collect::<Result<_, _>>().unwrap(),
                ..Founding::default()
            };
            let company = world.found(&founding).unwrap();
            let application = world.application(company.client_id).unwrap();
            let stage = Self {
                refresh_token: company.seed.id("refresh token", 0).to_string(),
                world,
                company,
                application,
            };
            let user = stage.company.known_user.as_ref().unwrap();
            let form = format!(
                "grant_type=password&username={}&password={}",
                user.id, user.password
            );
            stage.ask(&form, |asking| {
                issue(asking, grant(asking).unwrap()).unwrap();
            });
            stage
        }

        fn ask<T>(&self, form: &str, ask: impl FnOnce(&Asking<'_>) -> T) -> T {
            ask(&Asking {
                world: &self.world,
                data_centre: DataCentre::First,
                application: &self.application,
                form: &Form::of_pairs(form.as_bytes()).unwrap(),
                moved: None,
            })
        }

        /// Judges a refresh, lets something else happen, and then issues.
        fn refresh_while(&self, meanwhile: impl FnOnce(&Asking<'_>)) -> Option<TokenRefusal> {
            let form = format!(
                "grant_type=refresh_token&refresh_token={}",
                self.refresh_token
            );
            self.ask(&form, |asking| {
                let granted = grant(asking).unwrap();
                meanwhile(asking);
                issue(asking, granted).err().map(|refused| refused.refusal)
            })
        }

        fn is_kept(&self, ordinal: u64) -> bool {
            let token = self.company.seed.id("refresh token", ordinal).to_string();
            self.company.read().tokens.refresh(&token).is_some()
        }
    }

    #[test]
    fn two_refreshes_at_once_replace_one_token_once() {
        for (replaced, newest_stays) in [("ends", true), ("ends-both", false)] {
            let replaced = format!("oauth.replaced-refresh-token={replaced}");
            let stage = Stage::set(&["oauth.refresh-rotation=rotates", &replaced]);

            let second = stage.refresh_while(|asking| {
                issue(asking, grant(asking).unwrap()).unwrap();
            });

            assert_eq!(second, Some(TokenRefusal::BadRefreshToken), "{replaced}");
            assert_eq!(stage.is_kept(1), newest_stays, "{replaced}");
            assert!(!stage.is_kept(2), "{replaced}");
        }
    }

    #[test]
    fn a_refresh_token_that_is_revoked_meanwhile_stays_revoked() {
        let stage = Stage::set(&[]);
        let user = stage.company.known_user.as_ref().unwrap().id;
        let client_id = stage.application.client_id;

        let refused = stage.refresh_while(|asking| {
            asking
                .world
                .change_tokens_of(&stage.company, client_id, |tokens| {
                    let forgotten = tokens.end_refresh(client_id, Principal::User(user));
                    (Vec::new(), forgotten, ())
                });
        });

        assert_eq!(refused, Some(TokenRefusal::BadRefreshToken));
        assert!(!stage.is_kept(0));
    }
}
