//! Signs tokens, notes them down, and writes the answer.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::Response;
use http::{StatusCode, header};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::application::Application;
use crate::company::tokens::{
    ACCESS_TOKEN_LIFE, AccessToken, Principal, REFRESH_TOKEN_LIFE, RefreshToken,
};
use crate::error::{Refusal, json_response};
use crate::layers::envelope::date;
use crate::signing::Statement;
use crate::world::World;

use super::grant::{Granted, Refresh};

/// The tokens of one answer.
struct Issued {
    access: Arc<str>,
    refresh: Option<String>,
    refresh_end: Timestamp,
    id_token: String,
}

/// Issues what was granted.
pub(super) fn issue(world: &World, application: &Arc<Application>, granted: Granted) -> Response {
    let now = granted.company.clock.now();
    let expires = now.saturating_add(ACCESS_TOKEN_LIFE).unwrap_or(now);
    let client_id = application.client_id.to_string();
    let statement = Statement {
        principal: granted.principal,
        issuer: &world.base_url,
        client_id: &client_id,
        scopes: &granted.scopes,
        from: now,
        until: expires,
    };
    let signed = world.signer.access_token(statement).and_then(|access| {
        let id_token = world.signer.id_token(statement, &access)?;
        Ok((access, id_token))
    });
    let Ok((access, id_token)) = signed else {
        return Refusal::internal("The token could not be signed").scim();
    };
    let access: Arc<str> = Arc::from(access);
    let refresh_end = now.saturating_add(REFRESH_TOKEN_LIFE).unwrap_or(now);
    let (scopes, principal) = (granted.scopes.clone(), granted.principal);
    let refresh = note(world, application, granted, &access, [expires, refresh_end]);
    let issued = Issued {
        access,
        refresh,
        refresh_end,
        id_token,
    };
    let mut response = json_response(StatusCode::OK, &answer(world, principal, &scopes, issued));
    response.headers_mut().insert(header::DATE, date(now));
    response
}

/// Notes down the tokens and gives back the refresh token, if there is one.
fn note(
    world: &World,
    application: &Arc<Application>,
    granted: Granted,
    access: &Arc<str>,
    [expires, refresh_end]: [Timestamp; 2],
) -> Option<String> {
    let Granted {
        company,
        principal,
        scopes,
        refresh,
    } = granted;
    let scopes: Arc<[String]> = scopes.into();
    let record = Arc::new(AccessToken::new(
        Arc::clone(application),
        principal,
        Arc::clone(&scopes),
        expires,
    ));
    let Ok((forgotten, refresh)) = company.write(|version| {
        let forgotten = version.tokens.keep_access(Arc::clone(access), record);
        let refresh = match refresh {
            Refresh::None => None,
            Refresh::New => {
                let ordinal = version.tokens.refresh_issued;
                version.tokens.refresh_issued += 1;
                let token = company.seed.id("refresh token", ordinal).to_string();
                let client_id = application.client_id;
                Some((
                    token,
                    RefreshToken {
                        client_id,
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
        Ok::<_, Infallible>((forgotten, refresh.map(|(token, _)| token)))
    });
    world.note_tokens(&company, Arc::clone(access), refresh.as_deref(), &forgotten);
    refresh
}

/// The body, with its members in the order that a real answer showed.
fn answer(world: &World, principal: Principal, scopes: &[String], issued: Issued) -> Value {
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    // The reference prints the text "3600"; a real answer and the migration guide show a number.
    // ASSUMED: a number.
    put("expires_in", Value::from(ACCESS_TOKEN_LIFE.as_secs()));
    put("scope", Value::from(scopes.join(" ")));
    put("token_type", Value::from("Bearer"));
    put("access_token", Value::from(&*issued.access));
    if let Some(refresh) = issued.refresh {
        put("refresh_token", Value::from(refresh));
        // In spite of its name it is a point in time, in seconds since 1970.
        put(
            "refresh_expires_in",
            Value::from(issued.refresh_end.as_second()),
        );
    }
    put("geolocation", Value::from(world.base_url.as_str()));
    if !matches!(principal, Principal::Application(_)) {
        put("id_token", Value::from(issued.id_token));
    }
    Value::Object(body)
}
