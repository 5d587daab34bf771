//! The signed texts of a grant: access token and id token.

use jiff::{SignedDuration, Timestamp};

use crate::company::tokens::Principal;
use crate::policy::Policies;
use crate::policy::oauth::{IdToken, WithdrawnClaims};
use crate::signing::{KeyError, OldClaims, Statement};

use super::asking::Asking;
use super::grant::Granted;

/// How many applications may be granted the same in one second and still hold tokens of their own.
const TWINS: i64 = 60;

/// Signs a text that no other application holds. No claim names the application, so two that are granted the same in one
/// second would share one text, and whatever became of it. ASSUMED: the claims of the later one begin a second earlier.
pub(super) fn sign_apart(
    asking: &Asking<'_>,
    granted: &Granted,
    policies: &Policies,
    times: [Timestamp; 2],
    issuer: &str,
) -> Result<(String, Option<String>), KeyError> {
    for seconds in 0..TWINS {
        let earlier = SignedDuration::from_secs(seconds);
        let times = times.map(|time| time.saturating_sub(earlier).unwrap_or(time));
        let signed = sign(asking, granted, policies, times, issuer)?;
        let holder = granted
            .company
            .as_ref()
            .and_then(|company| Some(company.read().tokens.access(&signed.0)?.client_id));
        if holder.is_none_or(|holder| holder == asking.application.client_id) {
            return Ok(signed);
        }
    }
    sign(asking, granted, policies, times, issuer)
}

fn sign(
    asking: &Asking<'_>,
    granted: &Granted,
    policies: &Policies,
    [from, until]: [Timestamp; 2],
    issuer: &str,
) -> Result<(String, Option<String>), KeyError> {
    let client_id = asking.application.client_id.to_string();
    let statement = Statement {
        principal: granted.principal,
        issuer,
        client_id: &client_id,
        scopes: &granted.scopes,
        from,
        until,
        old_claims: match policies.choose::<WithdrawnClaims>() {
            WithdrawnClaims::Absent => OldClaims::Absent,
            WithdrawnClaims::Present => OldClaims::Present,
        },
    };
    let access = asking.world.signer.access_token(statement)?;
    let is_own = matches!(granted.principal, Principal::Application(_));
    let is_shown = match policies.choose::<IdToken>() {
        IdToken::Principals => !is_own,
        IdToken::Openid => !is_own && granted.scopes.iter().any(|scope| scope == "openid"),
        IdToken::Every => true,
    };
    let id_token = is_shown
        .then(|| asking.world.signer.id_token(statement, &access))
        .transpose()?;
    Ok((access, id_token))
}
