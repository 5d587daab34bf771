//! Whose profile a caller may read and change.

use std::sync::Arc;

use uuid::Uuid;

use crate::caller::{Arrival, Caller};
use crate::company::Version;
use crate::company::record::Record;
use crate::company::unique::Unique;
use crate::error::{Refusal, ScimType};
use crate::ids;
use crate::routes::flat::Flat;
use crate::scim::compare::fold;

/// The scope of the service; other scopes show more of a profile.
const SCOPE: &str = "TRVPRF";

/// The roles that read and write the profiles of others. Source: web services administrators; ASSUMED: those who may
/// administer the whole company, too.
const ADMINISTRATORS: [&str; 2] = ["SHD_WEB_SERVICES_ADMIN", "CompanyAdmin"];

/// The user that a request is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose<'w> {
    /// The user of the token.
    Own,
    /// The one with this login.
    Login(&'w str),
    /// The one with this id in older systems.
    SyncId(&'w str),
    /// The one with this id.
    Id(&'w str),
}

/// Admits whoever holds the service's scope, also behind the word of the days before 2017.
pub(super) fn admit(arrival: &Arrival) -> Result<Caller, Refusal> {
    let caller = Caller::admit_any_scheme(arrival)?;
    caller.requires(SCOPE)?;
    Ok(caller)
}

/// The user that a request is about, if the caller may have it.
pub(super) fn find(
    caller: &Caller,
    version: &Version,
    whose: Whose<'_>,
) -> Result<Arc<Record>, Refusal> {
    let own = own(caller, version)?;
    let value = match whose {
        Whose::Own => {
            // ASSUMED: a company has no profile of its own.
            return own.ok_or_else(|| bad("userid_type and userid_value are required."));
        }
        Whose::Login(value) | Whose::SyncId(value) | Whose::Id(value) => value,
    };
    let found = match whose {
        Whose::Own => None,
        Whose::Login(login) => version.users.find(Unique::UserName, &fold(login)).cloned(),
        Whose::Id(id) => ids::read(id).and_then(|id| version.users.get(id).cloned()),
        Whose::SyncId(id) => by_sync_id(version, id),
    };
    let found = found.ok_or_else(|| invalid("EC1", value))?;
    match own {
        Some(own) if own.id != found.id && !is_administrator(version, own.id) => {
            Err(invalid("EC2", value))
        }
        _ => Ok(found),
    }
}

/// Refuses whoever may not see the whole company.
pub(super) fn may_see_all(caller: &Caller) -> Result<(), Refusal> {
    let version = caller.company.read();
    match own(caller, &version)? {
        Some(own) if !is_administrator(&version, own.id) => Err(Refusal::forbidden(
            "The user lacks the role for this request",
        )),
        _ => Ok(()),
    }
}

fn is_administrator(version: &Version, user: Uuid) -> bool {
    let mut roles = ADMINISTRATORS.iter();
    roles.any(|role| version.roles.holds(user, role))
}

/// The user of the token, who must be active; none for a company's token.
fn own(caller: &Caller, version: &Version) -> Result<Option<Arc<Record>>, Refusal> {
    let Some(id) = caller.user() else {
        return Ok(None);
    };
    let record = version.users.get(id).cloned();
    let record = record.filter(|record| Flat::of(version, record).is_active());
    record
        .map(Some)
        .ok_or_else(|| Refusal::forbidden("The user of the access token is not active"))
}

/// The first user, in the order of lists, whom older systems know by this id.
fn by_sync_id(version: &Version, id: &str) -> Option<Arc<Record>> {
    let holders = version.extensions.with_sync_id(id);
    let found = holders.filter_map(|user| version.users.get(user));
    found.min_by_key(|record| record.place()).cloned()
}

fn bad(text: impl Into<String>) -> Refusal {
    Refusal::bad_request(ScimType::InvalidValue, text)
}

/// The words that were seen.
fn invalid(code: &str, value: &str) -> Refusal {
    const SHOWN: usize = 255;
    let shown: String = value.chars().take(SHOWN).collect();
    bad(format!("Invalid User ({code}): {shown}"))
}
