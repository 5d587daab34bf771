//! What a fault changes of a request before its handler sees it.

use std::sync::Arc;

use axum::extract::Request;
use http::{HeaderMap, header};

use crate::bearer::{Bearer, Known};
use crate::caller::Arrival;
use crate::company::Company;
use crate::company::tokens::Principal;
use crate::world::World;

/// The request, with something else known about it.
pub(super) fn arrived(mut request: Request, arrival: Arrival) -> Request {
    request.extensions_mut().insert(arrival);
    request
}

/// Ends the access token of a request for good.
pub(super) fn end_token(world: &World, arrival: &Arrival, headers: &HeaderMap) -> Arrival {
    let text = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .map(|(_, token)| Arc::<str>::from(token.trim()));
    let (Bearer::Known(known), Some(text)) = (&arrival.bearer, text) else {
        return arrival.clone();
    };
    let token = Arc::new(known.token.ended(arrival.time));
    match (&known.company, known.token.principal) {
        (Some(company), Principal::Company(_) | Principal::User(_)) => {
            let ended = Arc::clone(&token);
            world.change_tokens_of(company, token.client_id, |tokens| {
                (Vec::new(), tokens.keep_access(text, ended), ())
            });
        }
        _ => world.note_own_token(text, Arc::clone(&token)),
    }
    Arrival {
        bearer: Bearer::Known(Known {
            token,
            ..known.clone()
        }),
        ..arrival.clone()
    }
}

/// Lets a reader see the company as it was.
pub(super) fn in_the_past(arrival: &Arrival, company: &Company, seconds: u64) -> Arrival {
    let Bearer::Known(known) = &arrival.bearer else {
        return arrival.clone();
    };
    Arrival {
        bearer: Bearer::Known(Known {
            company: Some(Arc::new(company.as_of(seconds))),
            ..known.clone()
        }),
        ..arrival.clone()
    }
}
