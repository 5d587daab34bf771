//! A provisioning operation, taken apart into what each service is asked for, as far as the caller's scopes reach.

use serde_json::{Map, Value};

use crate::company::provision::Asked;
use crate::company::tokens::AccessToken;
use crate::error::Refusal;
use crate::policy::Policies;
use crate::policy::writing::MissingWriteScope;
use crate::scim::patch::split;

use super::super::user_change::{missing_scope, refused_patch};

/// The scope that changes spend profiles.
const SPEND_WRITE: &str = "spend.user.general.writeonly";

/// An operation, taken apart.
#[derive(Debug)]
pub(super) struct Parts<I> {
    /// What the identity document is asked for.
    pub(super) identity: I,
    /// What the spend profile is asked for, payroll included.
    pub(super) spend: Asked,
    /// What the travel profile is asked for.
    pub(super) travel: Asked,
}

/// What a POST sends.
pub(super) fn created(
    given: &Map<String, Value>,
    token: &AccessToken,
    policies: &Policies,
) -> Result<Parts<Map<String, Value>>, Refusal> {
    let parts = split::document(given);
    Ok(Parts {
        identity: parts.identity,
        spend: permitted(Asked::Create(parts.spend), token, policies)?,
        travel: Asked::Create(parts.travel),
    })
}

/// What a PUT sends.
pub(super) fn replaced(
    given: &Map<String, Value>,
    token: &AccessToken,
    policies: &Policies,
) -> Result<Parts<Map<String, Value>>, Refusal> {
    let parts = split::document(given);
    let spend = if parts.spend.is_empty() && !token.holds(SPEND_WRITE) {
        // Who may not write spend profiles erases none by being silent about them.
        Asked::Patch(Vec::new())
    } else {
        Asked::Replace(parts.spend)
    };
    Ok(Parts {
        identity: parts.identity,
        spend: permitted(spend, token, policies)?,
        travel: Asked::Replace(parts.travel),
    })
}

/// What a PATCH sends.
pub(super) fn patched(
    body: &Value,
    token: &AccessToken,
    policies: &Policies,
) -> Result<Parts<Vec<Value>>, Refusal> {
    let parts = split::operations(body).map_err(|error| refused_patch(&error))?;
    Ok(Parts {
        identity: parts.identity,
        spend: permitted(Asked::Patch(parts.spend), token, policies)?,
        travel: Asked::Patch(parts.travel),
    })
}

/// What of the spend part a token reaches. No scope is listed that writes travel profiles, so that of the service is
/// enough for them.
fn permitted(asked: Asked, token: &AccessToken, policies: &Policies) -> Result<Asked, Refusal> {
    if asked.is_nothing() || token.holds(SPEND_WRITE) {
        return Ok(asked);
    }
    match policies.choose() {
        MissingWriteScope::Refused => Err(missing_scope(SPEND_WRITE)),
        MissingWriteScope::Ignored => Ok(Asked::Patch(Vec::new())),
    }
}
